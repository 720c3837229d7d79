//! What to write instead of a name that no zone has.

use crate::error::Error;
use crate::nearest::{did_you_mean, nearest};
use crate::zone_names;

/// Returns the error for a name that no zone has. `names` are those of the database.
pub(crate) fn unknown(typed: &str, names: &[String]) -> Error {
    if typed.is_empty() {
        return Error::advised(
            "the name of the time zone is missing",
            "write a Region/City, such as America/New_York or Europe/Stockholm",
        );
    }
    let problem = format!("no time zone has the name {typed:?}");
    if let Some(minutes) = fixed_offset(typed) {
        return Error::advised(
            format!("{typed:?} is an offset, not a time zone"),
            offset_advice(minutes),
        );
    }
    if let Some(name) = zone_names::region_and_city(typed) {
        return Error::advised(problem, format!("write {name}"));
    }
    if let Some((_, choices)) = zone_names::abbreviated(typed) {
        return Error::advised(
            format!("{typed:?} is an abbreviation that several time zones have"),
            format!("write the Region/City, such as {}", choices.join(" or ")),
        );
    }
    let similar = similar(typed, names);
    let advice = did_you_mean(&similar).unwrap_or_else(|| {
        "write a Region/City, such as America/New_York or Europe/Stockholm".into()
    });
    Error::advised(problem, advice)
}

/// Returns the zones whose city or whole name is typed, or nearly so.
fn similar<'n>(typed: &str, names: &'n [String]) -> Vec<&'n str> {
    let typed = typed.to_lowercase().replace(' ', "_");
    let city = |name: &str| name.rsplit('/').next().unwrap_or_default().to_lowercase();
    let all = || names.iter().map(String::as_str);
    let of_city: Vec<&str> = all().filter(|name| city(name) == typed).take(3).collect();
    if !of_city.is_empty() {
        return of_city;
    }
    let by_name = nearest(&typed, all().filter(|name| name.contains('/')));
    if !by_name.is_empty() {
        return by_name;
    }
    // The region may be wrong or missing, and the city misspelled.
    let typed_city = city(&typed);
    let cities: Vec<String> = all().map(city).collect();
    let near = nearest(&typed_city, cities.iter().map(String::as_str));
    let near = near.first().copied();
    let of_near = all().filter(|name| name.contains('/') && near == Some(&city(name)));
    of_near.take(3).collect()
}

/// Returns the minutes east of UTC if the text is an offset, such as `UTC+3`, `+03:00` or `-0330`.
fn fixed_offset(typed: &str) -> Option<i32> {
    let upper = typed.to_ascii_uppercase().replace(['−', '–'], "-");
    let rest = ["UTC", "GMT", "Z"]
        .iter()
        .find_map(|start| upper.strip_prefix(start))
        .unwrap_or(&upper)
        .trim_start();
    let (sign, digits) = match rest.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, rest.strip_prefix('+')?),
    };
    let digits = digits.trim();
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| {
        let is_short = (1..=2).contains(&text.len());
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        (is_short && is_number).then(|| text.parse::<i32>().ok())?
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Names a Region/City with the offset, and the zone that has the offset all year.
fn offset_advice(minutes: i32) -> String {
    let city = zone_names::city_of_offset(minutes);
    let hours = minutes / 60;
    // In these names the sign is the other way round.
    let whole = (minutes % 60 == 0 && (-12..=14).contains(&hours)).then(|| match hours {
        0 => "UTC".to_owned(),
        _ => format!("Etc/GMT{:+}", -hours),
    });
    let fixed = whole.map(|name| format!("{name} for that offset all year"));
    match (city, fixed) {
        (Some(city), Some(fixed)) => {
            format!("write the Region/City, such as {city}, or {fixed}")
        }
        (Some(city), None) => format!("write the Region/City, such as {city}"),
        (None, Some(fixed)) => format!("write the Region/City, or {fixed}"),
        (None, None) => "write a Region/City, such as America/New_York".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_in_every_form() {
        for (typed, minutes) in [
            ("UTC+3", Some(180)),
            ("utc +3", Some(180)),
            ("GMT-5", Some(-300)),
            ("+03:00", Some(180)),
            ("-0330", Some(-210)),
            ("+5:45", Some(345)),
            ("−04:00", Some(-240)),
            ("+99:00", None),
            ("+1:2:3", None),
            ("+", None),
            ("UTC", None),
            ("+é1", None),
        ] {
            assert_eq!(fixed_offset(typed), minutes, "{typed}");
        }
    }
}

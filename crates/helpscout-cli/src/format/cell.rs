//! A value as people read it in a table.

use helpscout_description::{Field, Type, Unit};
use helpscout_figures::{Change, Scale};
use helpscout_reports::Seconds;
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::tz::TimeZone;
use serde_json::value::RawValue;

use super::compact::compact;
use super::definitions::Definitions;
use super::json_object::{self, JsonObject};
use super::table::{Heading, NOTHING};
use crate::message::printable;

/// Returns the heading of a described column.
pub(crate) fn heading(column: &Field, title: String) -> Heading {
    match column.ty {
        _ if column.list => Heading::text(title),
        Type::Integer | Type::Number | Type::Id(_) => Heading::number(title),
        Type::Boolean
        | Type::Instant
        | Type::Date
        | Type::EpochSeconds
        | Type::EpochMilliseconds
        | Type::Enum(_) => Heading::word(title),
        _ => Heading::text(title),
    }
}

/// Returns the name of a column as words.
pub(crate) fn title_of(column: &Field) -> String {
    // The number of a value is shown as its meaning: `ratingId` is a rating.
    if let (Type::Enum(_), Some(stem)) = (&column.ty, column.wire.strip_suffix("Id")) {
        return title(stem);
    }
    match column.wire.strip_suffix("id") {
        // Some keys are not in camel case: `mailboxid`.
        Some(owner) if matches!(column.ty, Type::Id(_)) && owner.ends_with(char::is_lowercase) => {
            format!("{} ID", title(owner))
        }
        _ => title(&column.wire),
    }
}

/// Returns a JSON key as words: `responseTime` becomes `Response time`.
pub(crate) fn title(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    let mut before = ' ';
    for char in key.chars() {
        if char.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        match char {
            '_' | '-' | '.' => words.push(' '),
            _ if words.is_empty() => words.extend(char.to_uppercase()),
            _ => words.extend(char.to_lowercase()),
        }
        before = char;
    }
    let words: Vec<&str> = words.split(' ').map(abbreviation).collect();
    printable(&words.join(" "))
}

fn abbreviation(word: &str) -> &str {
    match word {
        "Id" | "id" => "ID",
        "Ids" | "ids" => "IDs",
        "Url" | "url" => "URL",
        _ => word,
    }
}

/// Returns a value as people read it in a terminal: durations in words, customers by name, no value as a
/// dash.
pub(crate) fn human(value: Option<&RawValue>, column: &Field, definitions: Definitions) -> String {
    let shown = value.and_then(|value| words(value, column, definitions));
    shown.map_or_else(|| NOTHING.to_owned(), |shown| printable(&shown))
}

/// Returns a value as people read it, with every character of a text, or `None` if there is nothing.
pub(crate) fn words(value: &RawValue, column: &Field, definitions: Definitions) -> Option<String> {
    let shown = (value.get() != "null").then(|| shown(value, column, definitions, 0));
    shown.filter(|shown| !shown.trim().is_empty())
}

/// The depth of nested lists whose items are shown. Nobody reads what is below.
const MAX_DEPTH: usize = 4;

/// The number of characters that are shown of a value nested more deeply.
const EXCERPT: usize = 60;

fn shown(value: &RawValue, column: &Field, definitions: Definitions, depth: usize) -> String {
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'[') if depth < MAX_DEPTH => list(value, column, definitions, depth),
        Some(b'[') => cut(&compact(json)),
        Some(b'{') => {
            JsonObject::of(value).map_or_else(|_| compact(json), |fields| object(&fields, json))
        }
        _ => scalar(json_object::plain(value), column, definitions),
    }
}

fn list(value: &RawValue, column: &Field, definitions: Definitions, depth: usize) -> String {
    match serde_json::from_str::<Vec<&RawValue>>(value.get()) {
        Ok(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| match item.get() {
                    "null" => NOTHING.to_owned(),
                    _ => shown(item, column, definitions, depth + 1),
                })
                .collect();
            items.join(", ")
        }
        Err(_) => compact(value.get()),
    }
}

/// Returns the first characters of a value that is nested too deeply.
fn cut(json: &str) -> String {
    match json.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json.to_owned(),
    }
}

/// Returns the name of an object, or its ID if it has no name; with its count if it has one.
fn object(fields: &JsonObject<'_>, json: &str) -> String {
    let text = |key| {
        fields
            .get(key)
            .map(json_object::plain)
            .filter(|text| !text.is_empty())
    };
    let name = text("name").or_else(|| text("id").map(|id| format!("#{id}")));
    match (name, text("count")) {
        (Some(name), Some(count)) => format!("{name} ({count})"),
        (Some(name), None) => name,
        (None, _) => compact(json),
    }
}

fn scalar(text: String, column: &Field, definitions: Definitions) -> String {
    match column.ty {
        Type::Boolean => match text.as_str() {
            "true" => "yes".to_owned(),
            "false" => "no".to_owned(),
            _ => text,
        },
        Type::Instant | Type::EpochSeconds | Type::EpochMilliseconds => {
            match instant(&text, column) {
                Some(instant) => shown_instant(instant, definitions.zone()),
                None => text,
            }
        }
        // No record has that ID: the service sends it where there is none.
        Type::Id(_) if text == "0" => NOTHING.to_owned(),
        Type::Enum(_) => definitions.word(column, &text),
        Type::Integer | Type::Number => quantity(text, column),
        _ => text,
    }
}

/// Returns the instant that the text of a column stands for.
fn instant(text: &str, column: &Field) -> Option<Timestamp> {
    match column.ty {
        Type::Instant => text.parse().ok(),
        Type::EpochSeconds => Timestamp::from_second(text.parse().ok()?).ok(),
        Type::EpochMilliseconds => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

/// Returns the instant of a value, if its column has instants.
pub(crate) fn instant_of(value: Option<&RawValue>, column: &Field) -> Option<Timestamp> {
    instant(&json_object::plain(value?), column)
}

/// Formats an instant with its offset from UTC, which is `Z` without a zone.
fn shown_instant(instant: Timestamp, zone: Option<&TimeZone>) -> String {
    match zone {
        Some(zone) => {
            let (local, offset) = local(instant, zone);
            local + &offset
        }
        None => local(instant, &TimeZone::UTC).0 + "Z",
    }
}

/// Returns the date and time of an instant in a zone, with seconds only if there are some, and the
/// offset from UTC, such as `-04:00`.
pub(crate) fn local(instant: Timestamp, zone: &TimeZone) -> (String, String) {
    let local = instant.to_zoned_datetime(zone.clone());
    let format = if local.second() == 0 {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    let offset = local.strftime("%:z").to_string();
    (local.strftime(format).to_string(), offset)
}

fn quantity(text: String, column: &Field) -> String {
    let Ok(number) = text.parse::<f64>() else {
        return text;
    };
    match column.unit {
        // The name of the column says that already: "Total days".
        Some(Unit::Days) if column.wire.to_lowercase().ends_with("days") => rounded(text, number),
        unit => with_unit(text, number, unit),
    }
}

/// Returns a calculated number with its unit.
pub(crate) fn figure(number: f64, unit: Option<Unit>) -> String {
    with_unit(number.to_string(), number, unit)
}

fn with_unit(text: String, number: f64, unit: Option<Unit>) -> String {
    match unit {
        Some(Unit::Seconds) => Seconds(number).to_string(),
        Some(Unit::Minutes) => Seconds(number * 60.0).to_string(),
        Some(Unit::Milliseconds) => Seconds(number / 1000.0).to_string(),
        Some(Unit::Percent) => percent(number),
        Some(Unit::Points) => points(number),
        Some(Unit::Days) => format!("{} d", rounded(text, number)),
        None => rounded(text, number),
    }
}

/// Formats a percentage.
pub(crate) fn percent(number: f64) -> String {
    format!("{} %", without_sign_of_zero(format!("{number:.1}")))
}

/// Formats a change in percent, always with its sign.
pub(crate) fn change(number: f64) -> String {
    format!("{} %", without_sign_of_zero(format!("{number:+.1}")))
}

/// Returns what the numbers of a field measure, which decides how a change of them is told.
pub(crate) fn scale_of(field: &Field) -> Scale {
    match field.unit {
        Some(Unit::Percent | Unit::Points) => Scale::Share,
        Some(_) => Scale::Amount,
        None if field.ty == Type::Integer && !field.wire.ends_with("core") => Scale::Amount,
        None if is_rate(&field.wire) => Scale::Amount,
        // A number without a unit may be a share or a score.
        None => Scale::Share,
    }
}

/// Returns whether a name says that its numbers are so many of something for each of something else, as
/// `repliesPerDay` and `repliesToResolve`.
fn is_rate(name: &str) -> bool {
    ["Per", "To"].iter().any(|word| {
        let mut found = name.match_indices(word);
        found.any(|(at, _)| at > 0 && name[at + word.len()..].starts_with(char::is_uppercase))
    })
}

/// Formats the change of a figure: in percent, in percentage points, or else as the difference.
/// Returns `None` if there was nothing before to compare with.
pub(crate) fn change_of(values: Change, field: &Field) -> Option<String> {
    let difference = values.difference();
    match (scale_of(field), field.unit) {
        (Scale::Amount, _) => values.percent(Scale::Amount).map(change),
        (Scale::Share, Some(Unit::Percent | Unit::Points)) => Some(points(difference)),
        (Scale::Share, _) => {
            let sign = if difference < 0.0 { "-" } else { "+" };
            match figure(difference.abs(), None) {
                zero if !zero.contains(|digit: char| ('1'..='9').contains(&digit)) => Some(zero),
                number => Some(format!("{sign}{number}")),
            }
        }
    }
}

/// Formats the difference of two percentages, always with its sign.
pub(crate) fn points(number: f64) -> String {
    format!("{} points", without_sign_of_zero(format!("{number:+.1}")))
}

fn without_sign_of_zero(text: String) -> String {
    match text.as_str() {
        "+0.0" | "-0.0" => "0.0".to_owned(),
        _ => text,
    }
}

/// Returns a number as received, or with two decimals if it has more.
fn rounded(text: String, number: f64) -> String {
    let digits = text.split_once('.').map_or("", |(_, digits)| digits);
    let is_long = digits.len() > 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
    let short = format!("{number:.2}");
    if is_long && short.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        short
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::format::samples::definitions;

    fn human(json: &str, column: &Field) -> String {
        let value = RawValue::from_string(json.to_owned()).unwrap();
        super::human(Some(&value), column, definitions())
    }

    fn number(unit: Unit) -> Field {
        Field {
            unit: Some(unit),
            ..Field::new("x", Type::Number)
        }
    }

    #[test]
    fn keys_become_words() {
        let titles = ["responseTime", "id", "avgHandleTime", "view_by", "photoUrl"].map(title);
        assert_eq!(
            titles,
            [
                "Response time",
                "ID",
                "Avg handle time",
                "View by",
                "Photo URL"
            ]
        );
        let titles = ["mailboxid", "mailboxId", "customerIds", "id"]
            .map(|key| title_of(&Field::new(key, Type::Id("MailboxId".to_owned()))));
        assert_eq!(titles, ["Mailbox ID", "Mailbox ID", "Customer IDs", "ID"]);
        let rating = Field::new("ratingId", Type::Enum("Rating".to_owned()));
        assert_eq!(title_of(&rating), "Rating");
    }

    #[test]
    fn quantities_show_their_unit() {
        let seconds = &number(Unit::Seconds);
        let percent = &number(Unit::Percent);
        let days = Field {
            unit: Some(Unit::Days),
            ..Field::new("x", Type::Integer)
        };
        assert_eq!(human("1878", seconds), "31m 18s");
        assert_eq!(human("\"1878.0\"", seconds), "31m 18s");
        assert_eq!(human("12.547", percent), "12.5 %");
        assert_eq!(human("-0.01", percent), "0.0 %");
        assert_eq!(human("3", &days), "3 d");
        let total = Field {
            wire: "totalDays".to_owned(),
            ..days
        };
        assert_eq!(human("3", &total), "3");
    }

    #[test]
    fn minutes_and_milliseconds_are_shown_like_seconds() {
        assert_eq!(human("31.3", &number(Unit::Minutes)), "31m 18s");
        assert_eq!(human("\"31.3\"", &number(Unit::Minutes)), "31m 18s");
        assert_eq!(human("1878000", &number(Unit::Milliseconds)), "31m 18s");
        assert_eq!(human("null", &number(Unit::Minutes)), NOTHING);
    }

    #[test]
    fn days_and_instants_that_are_numbers_are_shown_as_dates() {
        let date = &Field::new("x", Type::Date);
        assert_eq!(human("\"2019-05-02\"", date), "2019-05-02");
        let seconds = &Field::new("x", Type::EpochSeconds);
        assert_eq!(human("1556798400", seconds), "2019-05-02 12:00Z");
        assert_eq!(human("99999999999999", seconds), "99999999999999");
        let milliseconds = &Field::new("x", Type::EpochMilliseconds);
        assert_eq!(human("1556798407250", milliseconds), "2019-05-02 12:00:07Z");
        let offset = "\"2019-05-02T13:00:00+0100\"";
        assert_eq!(
            human(offset, &Field::new("x", Type::Instant)),
            "2019-05-02 12:00Z"
        );
    }

    #[test]
    fn an_element_that_is_null_is_a_dash_among_others() {
        let waits = &Field {
            list: true,
            nullable_items: true,
            ..number(Unit::Minutes)
        };
        assert_eq!(human("[1, null, 2]", waits), format!("1m, {NOTHING}, 2m"));
    }

    #[test]
    fn a_number_without_a_unit_is_rounded_to_two_decimals() {
        let cases = [
            ("12.50", "12.50"),
            ("0.41333333333333333", "0.41"),
            ("1e2", "1e2"),
            ("0.0004", "0.0004"),
            ("99999999999999999999.10", "99999999999999999999.10"),
        ];
        for (json, shown) in cases {
            assert_eq!(human(json, &Field::new("x", Type::Number)), shown);
        }
    }

    #[test]
    fn changes_have_a_sign_and_no_change_has_none() {
        let changes = [12.46, -92.857, 0.04, -0.04].map(change);
        assert_eq!(changes, ["+12.5 %", "-92.9 %", "0.0 %", "0.0 %"]);
    }

    #[test]
    fn the_change_of_a_rate_is_in_percent_as_that_of_a_count() {
        let change = |name: &str, ty: Type| {
            let values = Change {
                before: 72.97,
                now: 94.2,
            };
            change_of(values, &Field::new(name, ty)).unwrap()
        };
        for rate in ["resolvedPerDay", "repliesPerDayPerUser", "repliesToResolve"] {
            assert_eq!(change(rate, Type::Number), "+29.1 %", "{rate}");
        }
        assert_eq!(change("closed", Type::Integer), "+29.1 %");
        // The documentation doesn't say which number stands for all.
        for share in ["percentResolvedOnFirstReply", "happinessScore", "share"] {
            assert_eq!(change(share, Type::Number), "+21.23", "{share}");
        }
    }

    #[test]
    fn booleans_instants_and_numbers_with_a_meaning_are_words() {
        let boolean = &Field::new("x", Type::Boolean);
        assert_eq!(
            [human("true", boolean), human("false", boolean)],
            ["yes", "no"]
        );
        let instant = &Field::new("x", Type::Instant);
        assert_eq!(
            human("\"2019-05-02T12:00:00Z\"", instant),
            "2019-05-02 12:00Z"
        );
        assert_eq!(
            human("\"2019-05-02T12:00:07Z\"", instant),
            "2019-05-02 12:00:07Z"
        );
        assert_eq!(
            human("\"2019-05-02T12:00:07\"", instant),
            "2019-05-02T12:00:07"
        );
        let weekday = &Field::new("x", Type::Enum("Weekday".to_owned()));
        assert_eq!([human("1", weekday), human("9", weekday)], ["Monday", "9"]);
        let channel = &Field::new("x", Type::Enum("Channel".to_owned()));
        assert_eq!(human("\"email\"", channel), "email");
    }

    #[test]
    fn no_value_is_a_dash() {
        let text = &Field::new("x", Type::Text);
        for json in ["null", "[]", "\"\"", "\" \""] {
            assert_eq!(human(json, text), NOTHING);
        }
        let nothing = super::human(None, text, definitions());
        assert_eq!(nothing, NOTHING);
    }

    #[test]
    fn objects_are_shown_by_name_or_else_by_id() {
        let object = &Field {
            list: true,
            ..Field::new("x", Type::Object("Customer".to_owned()))
        };
        let customers = r#"[{"id": 1, "name": "Zoë"}, {"id": 2, "name": null}, {"x": [1, 2]}]"#;
        assert_eq!(human(customers, object), r##"Zoë, #2, {"x":[1,2]}"##);
        assert_eq!(
            human(r#"[{"name": "Gold", "count": 4}]"#, object),
            "Gold (4)"
        );
    }

    #[test]
    fn a_value_nested_too_deeply_is_cut() {
        let deep = "[".repeat(20_000) + &"]".repeat(20_000);
        let shown = human(&deep, &Field::new("x", Type::Text));
        assert_eq!(shown, "[".repeat(EXCERPT) + "…");
        assert_eq!(
            human("[[[[[1, 2], 3]]]]", &Field::new("x", Type::Text)),
            "[1,2], 3"
        );
    }

    #[test]
    fn half_of_a_surrogate_pair_is_a_replacement_character() {
        let text = Field::new("x", Type::Text);
        assert_eq!(human(r#""bad \ud83d end""#, &text), "bad \u{fffd} end");
    }

    #[test]
    fn a_name_cannot_control_the_terminal() {
        let name = r#"[{"name": "\u001b[2J"}]"#;
        assert_eq!(
            human(name, &Field::new("x", Type::Object("Customer".to_owned()))),
            "\u{fffd}[2J"
        );
    }
}

//! Whether a text, as sent or received, is a value of a type.
//!
//! The checks of spec files, the drafts of spec files, and the comparison of an answer with its
//! description all use these functions.

use crate::api::IdForm;

/// Returns whether a text is an ID of 24 hexadecimal digits.
pub fn is_hex24(text: &str) -> bool {
    IdForm::Hex24.fits(text)
}

/// Returns whether a text is a 64-bit whole number.
pub fn is_integer(text: &str) -> bool {
    IdForm::Integer.fits(text)
}

/// Returns whether a text is a finite decimal number.
pub fn is_number(text: &str) -> bool {
    let starts_well = text.starts_with(|char: char| char.is_ascii_digit() || char == '-');
    starts_well && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Returns whether a text is the whole number of an instant, counted from the start of 1970 in
/// units of which a second has this many. An instant after the year 9999 is none: what looks like
/// one is a number in another unit.
pub fn is_epoch(text: &str, units_per_second: i64) -> bool {
    let end = EPOCH_END.saturating_mul(units_per_second);
    is_integer(text)
        && text
            .parse()
            .is_ok_and(|number: i64| -end < number && number < end)
}

/// The number of seconds from 1970 until the end of the year 9999, the last second of which often
/// stands for "never".
pub const EPOCH_END: i64 = 253_402_300_800;

/// Returns whether a text is an instant as in requests: whole seconds in UTC, with a `Z`.
pub fn is_instant(text: &str) -> bool {
    text.strip_suffix('Z').is_some_and(is_local_second)
}

/// Returns whether a text is an instant as in answers: seconds may have a fraction, and the time
/// zone may be an offset or missing.
pub fn is_answered_instant(text: &str) -> bool {
    let Some((second, rest)) = text.split_at_checked(LOCAL_SECOND.len()) else {
        return false;
    };
    let fraction = rest
        .strip_prefix('.')
        .map(|rest| rest.trim_start_matches(is_digit));
    is_local_second(second) && is_zone(fraction.unwrap_or(rest))
}

const LOCAL_SECOND: &str = "0000-00-00T00:00:00";

fn is_local_second(text: &str) -> bool {
    let has_form = text.len() == LOCAL_SECOND.len()
        && text
            .chars()
            .zip(LOCAL_SECOND.chars())
            .all(|(char, form)| match form {
                '0' => is_digit(char),
                form => char == form,
            });
    if !has_form {
        return false;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(u32::MAX);
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    let (hour, minute, second) = (part(11, 13), part(14, 16), part(17, 19));
    (1..=days_of(year, month)).contains(&day) && hour < 24 && minute < 60 && second < 60
}

/// Returns whether a text is a day of the calendar, such as `2019-05-02`.
pub fn is_date(text: &str) -> bool {
    text.len() == "0000-00-00".len() && is_local_second(&format!("{text}T00:00:00"))
}

fn days_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn is_zone(text: &str) -> bool {
    match text.as_bytes() {
        [] | [b'Z'] => true,
        [b'+' | b'-', a, b, b':', c, d] | [b'+' | b'-', a, b, c, d] => {
            [a, b, c, d].iter().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

fn is_digit(char: char) -> bool {
    char.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::{is_answered_instant, is_epoch, is_instant};

    #[test]
    fn instants_are_of_years_until_9999() {
        for text in ["253402300799", "-253402300799", "0"] {
            assert!(is_epoch(text, 1), "{text}");
        }
        assert!(is_epoch("253402300799999", 1000));
        for text in ["253402300800", "1556798400000", "-253402300800", "1.5"] {
            assert!(!is_epoch(text, 1), "{text}");
        }
        assert!(!is_epoch("253402300800000", 1000));
        assert!(is_instant("9999-12-31T23:59:59Z"));
        assert!(is_answered_instant("9999-12-31T23:59:59.9999999Z"));
    }

    #[test]
    fn requests_have_whole_seconds_in_utc() {
        for text in [
            "2019-05-02T12:00:00Z",
            "2020-02-29T23:59:59Z",
            "2000-02-29T00:00:00Z",
        ] {
            assert!(is_instant(text), "{text}");
        }
        for text in [
            "2019-05-02",
            "2019-05-02T12:00:00",
            "2019-05-02T12:00:00.000Z",
            "2019-05-02T12:00:00+00:00",
            "2019-05-02 12:00:00Z",
            "2019-02-29T12:00:00Z",
            "1900-02-29T12:00:00Z",
            "2019-04-31T12:00:00Z",
            "2019-13-01T12:00:00Z",
            "2019-05-00T12:00:00Z",
            "2019-05-02T24:00:00Z",
            "2019-05-02T12:60:00Z",
            "2019-05-02T12:00:60Z",
            "",
            "Z",
        ] {
            assert!(!is_instant(text), "{text}");
        }
    }

    #[test]
    fn answers_may_have_fractions_offsets_or_no_zone() {
        for text in [
            "2019-05-02T12:00:00Z",
            "2019-05-02T12:00:00",
            "2019-05-02T12:00:00.123Z",
            "2019-05-02T12:00:00+02:00",
            "2019-05-02T12:00:00.5-05:30",
        ] {
            assert!(is_answered_instant(text), "{text}");
        }
        for text in [
            "2019-05-02",
            "2019-05-02T12:00",
            "2019-05-02T12:00:00 Z",
            "2019-05-02T12:00:00€",
        ] {
            assert!(!is_answered_instant(text), "{text}");
        }
    }
}

//! Durations in conditions: as everywhere, or a number of seconds alone.

use helpscout_figures::seconds_of;

/// Returns the seconds of a duration such as `90m`, or of a number alone, which is seconds. Returns
/// `None` for anything else.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    match text.parse::<f64>() {
        Ok(seconds) => is_plain(text).then_some(seconds),
        Err(_) => seconds_of(text).ok(),
    }
}

/// Returns whether a number is written with digits: `1e3` and `inf` are numbers, but no one means
/// them.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_is_seconds() {
        let cases = [
            ("90", Some(90.0)),
            ("-90", Some(-90.0)),
            ("90m", Some(5_400.0)),
            ("90s", Some(90.0)),
            ("1h30m", Some(5_400.0)),
            ("1h 30m", Some(5_400.0)),
            ("1h 30 min", Some(5_400.0)),
            ("1.5h", Some(5_400.0)),
            ("2d", Some(172_800.0)),
            ("1w", Some(604_800.0)),
            ("", None),
            ("h", None),
            ("1x", None),
            ("1h30", None),
            ("inf", None),
            ("1e3", None),
            ("1é", None),
        ];
        for (text, expected) in cases {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}

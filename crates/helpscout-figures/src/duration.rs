//! Durations as people type them: `90m`, `1h30m`, `1.5h`, `2 days`.

const UNITS: [(&[&str], u64); 5] = [
    (&["s", "sec", "secs", "second", "seconds"], 1),
    (&["m", "min", "mins", "minute", "minutes"], 60),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600),
    (&["d", "day", "days"], 86_400),
    (&["w", "week", "weeks"], 604_800),
];

/// What is wrong with a duration, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationError {
    /// The position of the byte from which on the text is wrong.
    pub at: usize,
    /// What is wrong, and what to write instead.
    pub problem: String,
}

/// Returns the number of seconds of a duration as people type it: `90m`, `1h30m`, `2 days`. A number
/// alone has no unit, so it is refused.
///
/// ```
/// use helpscout_figures::seconds_of;
///
/// assert_eq!(seconds_of("1h 30 min"), Ok(5_400.0));
/// assert_eq!(seconds_of("2 fortnights").unwrap_err().at, 2);
/// ```
///
/// # Errors
/// If it is no duration.
pub fn seconds_of(text: &str) -> Result<f64, DurationError> {
    let mut rest = text;
    let mut total = None;
    loop {
        rest = rest.trim_start();
        if let (Some(total), true) = (total, rest.is_empty()) {
            return Ok(total);
        }
        let at = text.len() - rest.len();
        let digits = end_of(rest, |char| char.is_ascii_digit() || char == '.');
        let (number, after) = rest.split_at(digits);
        let wrong = |at: usize, problem: String| Err(DurationError { at, problem });
        let value = match number.parse::<f64>() {
            Ok(value) if value.is_finite() => value,
            _ => {
                let found = word(rest);
                return wrong(
                    at,
                    format!("expected a duration such as 90m, 1h30m or 2d, found {found}"),
                );
            }
        };
        let unit = after.trim_start();
        let (name, after) = unit.split_at(end_of(unit, char::is_alphabetic));
        let at = text.len() - unit.len();
        if name.is_empty() {
            return wrong(
                at,
                format!("{number} has no unit; use s, m, h, d or w, such as {number}m"),
            );
        }
        let lower = name.to_lowercase();
        let Some((_, seconds)) = UNITS.iter().find(|(names, _)| names.contains(&&*lower)) else {
            return wrong(at, format!("{name} is not a unit; use s, m, h, d or w"));
        };
        let sum = total.unwrap_or(0.0) + value * *seconds as f64;
        if sum.is_infinite() {
            return wrong(
                0,
                "the duration is too long; write a shorter one".to_owned(),
            );
        }
        total = Some(sum);
        rest = after;
    }
}

/// Returns where the characters at the start of a text end that are of a kind.
fn end_of(text: &str, is_of_kind: impl Fn(char) -> bool) -> usize {
    text.find(|char| !is_of_kind(char)).unwrap_or(text.len())
}

/// Returns the start of a text for a message.
fn word(text: &str) -> String {
    match text.split_whitespace().next() {
        Some(word) => word.chars().take(40).collect(),
        None => "nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_type_them() {
        let cases = [
            ("90m", 5_400.0),
            ("1h30m", 5_400.0),
            ("1.5h", 5_400.0),
            ("1 h 30 min", 5_400.0),
            ("2d", 172_800.0),
            ("2 days", 172_800.0),
            ("1W", 604_800.0),
            ("45s", 45.0),
            (".5m", 30.0),
            ("0s", 0.0),
        ];
        for (text, expected) in cases {
            assert_eq!(seconds_of(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_where_it_is_wrong() {
        let cases = [
            (
                " ",
                1,
                "expected a duration such as 90m, 1h30m or 2d, found nothing",
            ),
            (
                "",
                0,
                "expected a duration such as 90m, 1h30m or 2d, found nothing",
            ),
            (
                "h",
                0,
                "expected a duration such as 90m, 1h30m or 2d, found h",
            ),
            (
                "1.2.3h",
                0,
                "expected a duration such as 90m, 1h30m or 2d, found 1.2.3h",
            ),
            (
                "-1h",
                0,
                "expected a duration such as 90m, 1h30m or 2d, found -1h",
            ),
            ("90", 2, "90 has no unit; use s, m, h, d or w, such as 90m"),
            (
                "1h 30",
                5,
                "30 has no unit; use s, m, h, d or w, such as 30m",
            ),
            (
                "2 fortnights",
                2,
                "fortnights is not a unit; use s, m, h, d or w",
            ),
            ("1M5", 3, "5 has no unit; use s, m, h, d or w, such as 5m"),
        ];
        for (text, at, problem) in cases {
            let found = seconds_of(text).expect_err(text);
            assert_eq!((found.at, found.problem.as_str()), (at, problem), "{text}");
        }
    }

    #[test]
    fn no_duration_is_infinite() {
        let nines = |count| "9".repeat(count);
        for text in [
            format!("{}s", nines(400)),
            format!("{}w", nines(308)),
            format!("{0}s {0}s", nines(308)),
        ] {
            assert!(seconds_of(&text).is_err(), "{text}");
        }
        assert!(seconds_of(&format!("{}s", nines(308))).is_ok());
    }
}

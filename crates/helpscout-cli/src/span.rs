//! Parses the lengths of time of options.

use std::ops::RangeInclusive;
use std::time::Duration;

use helpscout_figures::seconds_of;

/// The unit of a number that has none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    Milliseconds,
    Seconds,
}

/// Returns a parser for the value of an option that is a length of time in this range, such as
/// `1500ms`, `90s` or `2m`. In the message, `expected` is the range.
pub(crate) fn span(
    unit: Unit,
    range: RangeInclusive<Duration>,
    expected: &'static str,
) -> impl Fn(&str) -> Result<Duration, String> + Clone {
    move |typed| {
        let read = read(typed.trim(), unit).filter(|length| range.contains(length));
        read.ok_or_else(|| format!("write a time {expected}"))
    }
}

fn read(typed: &str, unit: Unit) -> Option<Duration> {
    if let Ok(number) = typed.parse::<u64>() {
        return Some(match unit {
            Unit::Milliseconds => Duration::from_millis(number),
            Unit::Seconds => Duration::from_secs(number),
        });
    }
    let milliseconds = typed.strip_suffix("ms").map(str::trim_end);
    if let Some(number) = milliseconds.and_then(|number| number.parse::<u64>().ok()) {
        return Some(Duration::from_millis(number));
    }
    Duration::try_from_secs_f64(seconds_of(typed).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_has_the_unit_of_the_option() {
        let day = Duration::ZERO..=Duration::from_secs(86_400);
        let latency = span(Unit::Milliseconds, day.clone(), "of at most a day");
        let lifetime = span(Unit::Seconds, day, "of at most a day");
        for (typed, milliseconds) in [
            ("1500", 1_500),
            ("1500ms", 1_500),
            (" 200 ms ", 200),
            ("1.5s", 1_500),
            ("2m", 120_000),
            ("1 h 30 min", 5_400_000),
            ("0", 0),
        ] {
            let expected = Duration::from_millis(milliseconds);
            assert_eq!(latency(typed), Ok(expected), "{typed}");
        }
        assert_eq!(lifetime("90"), Ok(Duration::from_secs(90)));
        assert_eq!(lifetime("90ms"), Ok(Duration::from_millis(90)));
        for typed in ["", "x", "-1", "1.5", "2d", "90000", "99999999999999999999w"] {
            let refused = lifetime(typed);
            assert_eq!(refused, Err("write a time of at most a day".to_owned()));
        }
    }
}

//! The units of numbers, as names and descriptions state them.

use helpscout_description::Unit;

use crate::words::words;

/// The units of time, from the longest to the shortest, each with its words.
const TIMES: [(Unit, &[&str]); 4] = [
    (Unit::Days, &["days"]),
    (Unit::Minutes, &["minutes", "mins"]),
    (Unit::Seconds, &["seconds", "second", "secs", "sec", "s"]),
    (
        Unit::Milliseconds,
        &["milliseconds", "millisecond", "millis", "msec", "ms"],
    ),
];

/// Units that the spec language does not have.
const FOREIGN: [(&str, &[&str]); 3] = [
    ("hours", &["hours", "hrs"]),
    ("weeks", &["weeks"]),
    ("microseconds", &["microseconds", "microsecond"]),
];

/// Returns the unit of a number: `(in seconds)`, `Seconds it stayed closed`, `percentage of`.
pub(crate) fn unit(name: &str, description: &str) -> Option<Unit> {
    let mut times = TIMES.iter();
    let time = times.find(|(_, words)| is_measured(name, description, words));
    if let Some((unit, _)) = time {
        return Some(*unit);
    }
    let lower = description.to_lowercase();
    let name = name.to_lowercase();
    let is_percent = lower.contains("percent")
        || name.starts_with("percent")
        || name.ends_with("percent")
        || name.ends_with("percentage")
        || lower.contains("(%)")
        || lower.contains("in %");
    let is_days = name == "totaldays";
    is_percent
        .then_some(Unit::Percent)
        .or(is_days.then_some(Unit::Days))
}

/// Returns the unit of a number, if the spec language does not have it.
pub(crate) fn foreign(name: &str, description: &str) -> Option<&'static str> {
    if unit(name, description).is_some() {
        return None;
    }
    let mut units = FOREIGN.iter();
    let found = units.find(|(_, words)| is_measured(name, description, words));
    found.map(|(unit, _)| *unit)
}

/// Returns the unit of time that the name of an object ends with, which is that of its numbers:
/// `reply_time_in_minutes`.
pub(crate) fn of_parent(name: &str) -> Option<Unit> {
    let words = words(name);
    let (before, last) = words.rsplit_once(' ')?;
    let is_in =
        before.ends_with(" in") || before.ends_with(" time") || before.ends_with(" duration");
    let mut times = TIMES.iter().filter(|_| is_in && last.len() > 1);
    times
        .find(|(_, words)| words.contains(&last))
        .map(|(unit, _)| *unit)
}

/// Returns whether a description calls a number an instant: `Unix time`, `epoch milliseconds`,
/// `seconds since 1970`.
pub(crate) fn is_epoch(description: &str) -> bool {
    let lower = description.to_lowercase();
    let since = lower.split_once("since ").map_or("", |(_, since)| since);
    let until = since.find([';', '.']).unwrap_or(since.len());
    if since[..until].contains("1970") {
        return true;
    }
    let mut words = lower.split(|char: char| !char.is_alphanumeric());
    words.any(|word| word == "epoch" || word == "unix")
}

/// Returns the type of an instant that is a number. `largest` is the largest value known.
pub(crate) fn epoch(description: &str, largest: i64) -> &'static str {
    let lower = description.to_lowercase();
    // The number of seconds has ten digits until the year 2286.
    let mut words = lower.split(|char: char| !char.is_alphanumeric());
    if lower.contains("milli") || words.any(|word| word == "ms") || largest >= 100_000_000_000 {
        "epoch_milliseconds"
    } else {
        "epoch_seconds"
    }
}

/// Returns whether a number is measured in a unit: its description starts with the unit, has it in
/// parentheses, or after words such as `in` or `number of`; or its name ends with the unit.
fn is_measured(name: &str, description: &str, unit: &[&str]) -> bool {
    let last = words(name);
    let last = last.rsplit(' ').next().unwrap_or_default();
    if last.len() > 1 && unit.contains(&last) {
        return true;
    }
    let lower = description.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.iter().enumerate().any(|(at, word)| {
        let plain = word.trim_matches(|char: char| !char.is_alphanumeric());
        if !unit.contains(&plain) {
            return false;
        }
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at]);
        let is_in_parentheses = word.starts_with(['(', '['])
            && word
                .trim_end_matches(['.', ',', ';', ':'])
                .ends_with([')', ']']);
        let is_first = at == 0 && plain.len() > 2;
        // `in 30 seconds` is a time, not a unit.
        let is_after = matches!(
            before(1),
            "in" | "as"
                | "(in"
                | "of"
                | "total"
                | "whole"
                | "unit:"
                | "units:"
                | "calendar"
                | "many"
        ) && (before(1) != "of"
            || matches!(before(2), "number" | "amount" | "count" | "total"));
        // Business hours are no unit, but business days are.
        let is_business = plain == "days" && before(1).ends_with("business");
        is_in_parentheses || is_first || is_business || (is_after && plain.len() > 1)
    })
}

#[cfg(test)]
mod tests {
    use helpscout_description::Unit;

    use super::{foreign, unit};

    #[test]
    fn units_are_found() {
        for text in [
            "Seconds it stayed closed",
            "How long it waited (seconds)",
            "Total time in whole seconds",
            "Number of seconds",
        ] {
            assert_eq!(unit("closedFor", text), Some(Unit::Seconds), "{text}");
        }
        for text in [
            "Milliseconds it stayed closed",
            "Time (ms)",
            "in milliseconds",
        ] {
            assert_eq!(unit("closedFor", text), Some(Unit::Milliseconds), "{text}");
        }
        assert_eq!(
            unit("closedFor", "in calendar minutes"),
            Some(Unit::Minutes)
        );
        assert_eq!(unit("elapsedMs", ""), Some(Unit::Milliseconds));
        assert_eq!(unit("closedFor", "Time in hours"), None);
        assert_eq!(foreign("closedFor", "Time in hours"), Some("hours"));
        assert_eq!(
            unit("business", "Minutes within business hours"),
            Some(Unit::Minutes)
        );
        assert_eq!(unit("wait_seconds", ""), Some(Unit::Seconds));
        assert_eq!(unit("seconds_count", "The second one"), None);
        assert_eq!(unit("a", "refreshed in 30 seconds"), None);
        assert_eq!(
            unit("a", "Resolution time, in seconds"),
            Some(Unit::Seconds)
        );
        assert_eq!(unit("percentGreat", ""), Some(Unit::Percent));
    }
}

//! Columns whose values are shown in words, such as `Mon 13 May`, but have an order of their own.

use helpscout_reports::jiff::civil::{Date, ISOWeekDate, Weekday};
use serde_json::value::RawValue;

use super::value::Value;
use crate::format::json_object::{JsonObject, plain};

/// The days of the week, in their order.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The order of a column: that of the keys in another column, or its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rank {
    /// The column with the keys.
    pub(crate) keys: String,
    pub(crate) of: Ranked,
}

/// What the keys of an ordered column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ranked {
    /// Days: `2019-05-13`.
    Day,
    /// ISO weeks: `2019-W20`.
    Week,
    /// Months: `2019-05`.
    Month,
    /// Days of the week: `Monday`.
    Weekday,
    /// Hours of the day: `14`.
    Hour,
}

impl Rank {
    /// Returns what a row is ordered by: nothing if it has no key.
    pub(super) fn value(&self, row: &JsonObject<'_>) -> Option<Value> {
        let key: &RawValue = row.get(&self.keys)?;
        self.of.read(&plain(key))
    }
}

impl Ranked {
    /// Reads a key, or what people type for one. A day also stands for its week and its month.
    pub(super) fn read(self, text: &str) -> Option<Value> {
        let date = || text.parse::<Date>().ok();
        Some(match self {
            Self::Day => Value::Date(date()?),
            Self::Week => {
                let (year, week) = match text.split_once(['-', ' ']) {
                    Some((year, week)) if week.starts_with(['W', 'w']) => {
                        (year.parse().ok()?, week[1..].parse().ok()?)
                    }
                    _ => {
                        let week = date()?.iso_week_date();
                        (week.year(), week.week())
                    }
                };
                let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?;
                Value::Date(monday.date())
            }
            Self::Month => {
                let first = format!("{text}-01").parse::<Date>().ok();
                Value::Date(first.or_else(date)?.first_of_month())
            }
            Self::Weekday => Value::Number(f64::from(weekday(text)?)),
            Self::Hour => {
                let hour = text
                    .strip_suffix(":00")
                    .unwrap_or(text)
                    .parse::<u8>()
                    .ok()?;
                (hour < 24).then_some(Value::Number(f64::from(hour)))?
            }
        })
    }

    /// Returns what the keys are, and how to write a condition on one.
    pub(super) fn described(self) -> (&'static str, &'static str) {
        match self {
            Self::Day => ("a day", ">=2019-05-13"),
            Self::Week => ("a week", ">=2019-W20"),
            Self::Month => ("a month", ">=2019-05"),
            Self::Weekday => ("a day of the week", "<=Friday"),
            Self::Hour => ("an hour of the day", ">=9"),
        }
    }
}

/// Returns the day of the week that is called so, counted from Monday, which is 0.
fn weekday(text: &str) -> Option<u8> {
    let text = text.to_lowercase();
    let is_called = |name: &&str| text.len() >= 3 && name.to_lowercase().starts_with(&text);
    let at = WEEKDAYS.iter().position(is_called);
    u8::try_from(at?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_read_as_the_keys_are() {
        let same = [
            (Ranked::Week, "2019-W01", "2018-12-31"),
            (Ranked::Week, "2019-w20", "2019-05-19"),
            (Ranked::Month, "2019-05", "2019-05-31"),
            (Ranked::Weekday, "Monday", "mon"),
            (Ranked::Hour, "09", "9"),
            (Ranked::Hour, "14", "14:00"),
        ];
        for (ranked, a, b) in same {
            assert!(ranked.read(a).is_some(), "{a}");
            assert_eq!(ranked.read(a), ranked.read(b), "{a} {b}");
        }
        let none = [
            (Ranked::Day, "Mon 13 May"),
            (Ranked::Week, "2019-W54"),
            (Ranked::Week, "2019-"),
            (Ranked::Month, "May"),
            (Ranked::Weekday, "mo"),
            (Ranked::Hour, "24"),
        ];
        for (ranked, text) in none {
            assert_eq!(ranked.read(text), None, "{text}");
        }
    }
}

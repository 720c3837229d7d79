//! How values are written for people: in every form the same.

use std::cmp::Ordering;

use crate::chart::Unit;
use crate::value::{Change, Value};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// From here on, numbers are written with an exponent.
const HUGE: f64 = 1e15;

/// What is written where there is no value.
const MISSING: &str = "–";

/// The sign of negative changes.
const MINUS: char = '−';

/// How values are written for people: in every form the same.
///
/// ```
/// use helpscout_digest::{Value, Words};
///
/// assert_eq!(Words.of(&Value::Duration(8307.0)), "2h 18m 27s");
/// assert_eq!(Words.of(&Value::Integer(1_234)), "1,234");
/// assert_eq!(Words.of(&Value::Percent(87.5)), "87.5 %");
/// assert_eq!(Words.of(&Value::Missing), "–");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words;

impl Words {
    /// Returns a value as people read it: `2h 18m`, `1,234`, `87.5 %`, `–` if there is none.
    pub fn of(self, value: &Value) -> String {
        match value {
            Value::Missing => MISSING.to_owned(),
            Value::Text(text) | Value::Place { text, .. } | Value::Link { text, .. } => {
                text.clone()
            }
            Value::Integer(number) => self.integer(*number),
            Value::Id(number) => number.to_string(),
            Value::Number(number) => self.number(*number),
            Value::Percent(percent) => self.percent(*percent),
            Value::Share { percent, target } => self.share(*percent, *target),
            Value::Points(points) if !points.is_finite() => MISSING.to_owned(),
            Value::Points(points) => {
                let magnitude = grouped(&format!("{:.1}", points.abs()));
                format!("{} points", signed(&magnitude, sign(*points)))
            }
            Value::Duration(seconds) => self.duration(*seconds),
            Value::Instant(instant) => instant.strftime("%Y-%m-%d %H:%M").to_string(),
            Value::Date(date) => date.to_string(),
            Value::Change(change) => self.short_change(change),
        }
    }

    /// Returns a duration in seconds. It is rounded to the nearest second, and from one day on to
    /// the nearest minute, with halves rounded away from zero. Parts that are zero are left out.
    ///
    /// ```
    /// use helpscout_digest::Words;
    ///
    /// assert_eq!(Words.duration(1878.0), "31m 18s");
    /// assert_eq!(Words.duration(274_325.0), "3d 4h 12m");
    /// assert_eq!(Words.duration(-45.0), "-45s");
    /// ```
    pub fn duration(self, seconds: f64) -> String {
        if !seconds.is_finite() {
            return "unknown".to_owned();
        }
        // A cast from float to integer saturates, so the largest numbers stay large.
        let mut whole = seconds.abs().round() as u64;
        if whole >= DAY {
            whole = (seconds.abs() / MINUTE as f64).round() as u64;
            whole = whole.saturating_mul(MINUTE);
        }
        let parts = [
            (whole / DAY, "d"),
            (whole % DAY / HOUR, "h"),
            (whole % HOUR / MINUTE, "m"),
            (whole % MINUTE, "s"),
        ];
        let shown: Vec<String> = parts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, unit)| format!("{number}{unit}"))
            .collect();
        let sign = if seconds < 0.0 { "-" } else { "" };
        if shown.is_empty() {
            "0s".to_owned()
        } else {
            format!("{sign}{}", shown.join(" "))
        }
    }

    /// Returns a whole number with separators for thousands: `1,234`.
    pub fn integer(self, number: i64) -> String {
        grouped(&number.to_string())
    }

    /// Returns a number of things with separators for thousands: `1,234`.
    pub fn count(self, number: u64) -> String {
        grouped(&number.to_string())
    }

    /// Returns a number with at most two decimals, or four if it is less than 0.1: `1,234.5`.
    pub fn number(self, number: f64) -> String {
        if !number.is_finite() {
            return MISSING.to_owned();
        }
        if number.abs() >= HUGE {
            return format!("{number:e}");
        }
        let decimals = if number.abs() < 0.1 { 4 } else { 2 };
        let text = format!("{number:.decimals$}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        grouped(without_sign_of_zero(text))
    }

    /// Returns a share with one decimal: `87.5 %`. It has more decimals where it would be rounded to
    /// `100.0 %` although a part is missing.
    pub fn percent(self, percent: f64) -> String {
        self.share(percent, 100.0)
    }

    /// Returns a share with one decimal, and with more where it would be rounded to a share that
    /// reaches the target although it does not: `89.99 %` beside a target of 90 %.
    pub fn share(self, percent: f64, target: f64) -> String {
        if !percent.is_finite() {
            return MISSING.to_owned();
        }
        if percent.abs() >= HUGE {
            return format!("{percent:e} %");
        }
        let decimals = decimals(percent, target);
        let text = format!("{percent:.decimals$}");
        format!("{} %", grouped(without_sign_of_zero(&text)))
    }

    /// Returns a difference with its sign: `+12`, `−4m 10s`, `+3.2 points`.
    pub fn difference(self, value: &Value) -> String {
        let (magnitude, order) = match value {
            Value::Integer(number) => (self.count(number.unsigned_abs()), number.cmp(&0)),
            Value::Number(number) => (self.number(number.abs()), sign(*number)),
            Value::Duration(seconds) => (self.duration(seconds.abs()), sign(*seconds)),
            Value::Percent(points) => {
                let number = format!("{:.1}", points.abs());
                (format!("{} points", grouped(&number)), sign(*points))
            }
            other => return self.of(other),
        };
        signed(&magnitude, order)
    }

    /// Returns a change with its difference and the percentage: `−4m 10s (−11.9 %)`. Where only one
    /// of them is known, it is that one.
    pub fn change(self, change: &Change) -> String {
        if let Some(percent) = change.percent_alone() {
            return self.signed_percent(percent);
        }
        let difference = self.difference(&change.difference);
        match change.percent.filter(|percent| percent.is_finite()) {
            // The percentage of a percentage is easily taken for the share itself.
            Some(percent) if !matches!(*change.difference, Value::Percent(_)) => {
                format!("{difference} ({})", self.signed_percent(percent))
            }
            _ => difference,
        }
    }

    /// Returns a value of a chart: `31m 18s`, `87.5 %`.
    pub fn in_unit(self, unit: Unit, value: f64) -> String {
        match unit {
            Unit::Seconds => self.duration(value),
            Unit::Percent => self.percent(value),
            Unit::Count | Unit::Number => self.number(value),
        }
    }

    /// Returns a range of values, from its lower limit up to, but not including, its upper one: `below
    /// 2m`, `2m – 15m`, `1d and more`.
    ///
    /// ```
    /// use helpscout_digest::{Unit, Words};
    ///
    /// assert_eq!(Words.range(Unit::Seconds, &[0.0, 120.0]), "below 2m");
    /// assert_eq!(Words.range(Unit::Seconds, &[120.0, 900.0]), "2m – 15m");
    /// assert_eq!(Words.range(Unit::Seconds, &[86_400.0, f64::INFINITY]), "1d and more");
    /// ```
    pub fn range(self, unit: Unit, limits: &[f64]) -> String {
        let words = |limit: f64| self.in_unit(unit, limit);
        match limits {
            [from, to] if to.is_infinite() => format!("{} and more", words(*from)),
            [from, to] if *from <= 0.0 => format!("below {}", words(*to)),
            [from, to] => format!("{} – {}", words(*from), words(*to)),
            _ => String::new(),
        }
    }

    /// Returns a change for a narrow place: `+12.3 %`, and `+3.2 points` for shares. Where there is
    /// only the earlier value, `was 168`.
    fn short_change(self, change: &Change) -> String {
        match (&*change.difference, change.percent) {
            (Value::Missing, None) => format!("was {}", self.of(&change.before)),
            (Value::Percent(points), _) if points.is_finite() => {
                signed(&format!("{:.1} points", points.abs()), sign(*points))
            }
            (_, Some(percent)) if percent.is_finite() => self.signed_percent(percent),
            (difference, _) => self.difference(difference),
        }
    }

    pub(crate) fn signed_percent(self, percent: f64) -> String {
        signed(&self.percent(percent.abs()), sign(percent))
    }
}

fn sign(number: f64) -> Ordering {
    number.partial_cmp(&0.0).unwrap_or(Ordering::Equal)
}

/// Adds the sign to a number, unless its digits say that it is zero.
fn signed(magnitude: &str, order: Ordering) -> String {
    let is_zero = !magnitude
        .chars()
        .any(|character| ('1'..='9').contains(&character));
    match order {
        _ if is_zero => magnitude.to_owned(),
        Ordering::Less => format!("{MINUS}{magnitude}"),
        Ordering::Equal => magnitude.to_owned(),
        Ordering::Greater => format!("+{magnitude}"),
    }
}

fn without_sign_of_zero(text: &str) -> &str {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|digit| matches!(digit, '0' | '.')) => rest,
        _ => text,
    }
}

/// Puts a comma between each three digits of the integer part.
fn grouped(number: &str) -> String {
    let (integer, fraction) = match number.find('.') {
        Some(at) => number.split_at(at),
        None => (number, ""),
    };
    let digits = integer.trim_start_matches('-');
    let mut text = integer[..integer.len() - digits.len()].to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(fraction);
    text
}

/// Returns how many decimals a share has beside its target, and beside 100 %.
pub(crate) fn decimals(percent: f64, target: f64) -> usize {
    // Shares that differ by less are equal, but for the way in which they are calculated.
    const EQUAL: f64 = 1e-9;
    const MOST: usize = 7;
    let hides = |limit: f64, decimals: usize| {
        let shown = format!("{percent:.decimals$}").parse().unwrap_or(percent);
        percent < limit - EQUAL && shown >= limit - EQUAL
    };
    let fits = |decimals: &usize| !hides(target, *decimals) && !hides(100.0, *decimals);
    (1..MOST).find(fits).unwrap_or(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(difference: Value, percent: Option<f64>) -> Change {
        Change {
            before: Box::new(Value::Missing),
            difference: Box::new(difference),
            percent,
            n: None,
        }
    }

    #[test]
    fn a_share_has_the_decimals_that_tell_it_from_its_target() {
        let cases = [
            (89.987, 90.0, "89.99 %"),
            (89.94, 90.0, "89.9 %"),
            (90.0, 90.0, "90.0 %"),
            (90.04, 90.0, "90.0 %"),
            (92.27, 92.3, "92.27 %"),
            (99.97, 90.0, "99.97 %"),
            (99.996, 100.0, "99.996 %"),
            (99.999_999_999_9, 100.0, "100.0 %"),
            (33.333_333, 33.333_4, "33.3 %"),
            (f64::NAN, 90.0, "–"),
        ];
        for (percent, target, shown) in cases {
            assert_eq!(Words.share(percent, target), shown, "{percent} {target}");
        }
        // The same share, calculated in two ways.
        assert_eq!(Words.share(0.3 * 3.0 * 100.0, 90.0), "90.0 %");
    }

    #[test]
    fn numbers_have_separators_and_few_decimals() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (1234.5, "1,234.5"),
            (999.999, "1,000"),
            (-1_234_567.25, "-1,234,567.25"),
            (0.012_34, "0.0123"),
            (-0.000_001, "0"),
            (1e18, "1e18"),
            (f64::NAN, "–"),
        ];
        for (number, words) in cases {
            assert_eq!(Words.number(number), words, "{number}");
        }
        assert_eq!(
            Words.integer(i64::MIN),
            "-9,223,372,036,854,775,808",
            "the least integer"
        );
        assert_eq!(Words.of(&Value::Id(1_234_567_890)), "1234567890");
        let points =
            [1.27, -1234.5, -0.01, f64::NAN].map(|points| Words.of(&Value::Points(points)));
        assert_eq!(
            points,
            ["+1.3 points", "−1,234.5 points", "0.0 points", "–"]
        );
    }

    #[test]
    fn a_share_is_never_rounded_up_to_all() {
        let cases = [
            (100.0, "100.0 %"),
            (99.94, "99.9 %"),
            (99.96, "99.96 %"),
            (99.999_99, "99.99999 %"),
            (0.0, "0.0 %"),
            (-0.01, "0.0 %"),
            (1234.56, "1,234.6 %"),
        ];
        for (percent, words) in cases {
            assert_eq!(Words.percent(percent), words, "{percent}");
        }
    }

    #[test]
    fn changes_have_a_sign_unless_they_are_zero() {
        let long = |difference, percent| Words.change(&change(difference, percent));
        assert_eq!(
            long(Value::Duration(-250.0), Some(-11.94)),
            "−4m 10s (−11.9 %)"
        );
        assert_eq!(long(Value::Integer(12), None), "+12");
        assert_eq!(long(Value::Percent(3.21), Some(4.0)), "+3.2 points");
        assert_eq!(long(Value::Duration(0.2), Some(0.01)), "0s (0.0 %)");
        assert_eq!(long(Value::Missing, None), "–");
        assert_eq!(long(Value::Missing, Some(59.6)), "+59.6 %");
        assert_eq!(long(Value::Missing, Some(f64::INFINITY)), "–");
        let short = |difference, percent| {
            let change = change(difference, percent);
            Words.of(&Value::Change(change))
        };
        assert_eq!(short(Value::Duration(250.0), Some(12.34)), "+12.3 %");
        assert_eq!(short(Value::Percent(-3.2), Some(-4.0)), "−3.2 points");
        assert_eq!(short(Value::Integer(-1200), None), "−1,200");
    }
}

//! Single values, read from JSON text.

use helpscout_description::literal::EPOCH_END;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;

use crate::column::InstantForm;
use crate::json;

/// Returns a whole number of 64 bits, which may be written as `3.0` or in a string.
pub(super) fn integer(json: &str) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = json::number(json)?;
    if let Ok(integer) = number.parse() {
        return Some(integer);
    }
    let number: f64 = number.parse().ok()?;
    // A larger one may have lost digits.
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

/// Returns a number, which may be in a string.
pub(super) fn number(json: &str) -> Option<f64> {
    let number: f64 = json::number(json)?.parse().ok()?;
    number.is_finite().then_some(number)
}

/// Returns the microseconds since the start of 1970 of an instant. A text without a zone is in UTC.
///
/// It is never before the year 1 or after the year 9999 in UTC, such as `9999-12-31T23:59:59-05:00`:
/// pandas, Python, Spark and most databases can't read those.
pub(super) fn instant(json: &str, form: InstantForm) -> Option<i64> {
    const END: i64 = EPOCH_END * 1_000_000;
    let instant = read_instant(json, form)?;
    (START..END).contains(&instant).then_some(instant)
}

/// The microseconds of the start of the year 1.
const START: i64 = -62_135_596_800_000_000;

fn read_instant(json: &str, form: InstantForm) -> Option<i64> {
    match form {
        InstantForm::Text => {
            let text = json::text(json)?;
            // A `Timestamp` ends before the year 9999 does, whose last second often stands for
            // "never". Both years have 365 days. `Moment` of `helpscout-command` says so, too, but it
            // is about what people type: it needs an offset, and neither crate knows the other.
            let earlier = text.strip_prefix("9999").map(|rest| format!("9998{rest}"));
            [with_zone, in_utc].iter().find_map(|read| {
                let late = || Some(microseconds(read(earlier.as_deref()?)?) + DAYS_365);
                read(&text).map(microseconds).or_else(late)
            })
        }
        InstantForm::Seconds => integer(json)?.checked_mul(1_000_000),
        InstantForm::Milliseconds => integer(json)?.checked_mul(1000),
    }
}

/// The microseconds of 365 days.
const DAYS_365: i64 = 365 * 86_400_000_000;

fn with_zone(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn in_utc(text: &str) -> Option<Timestamp> {
    let naive: DateTime = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(naive).ok()
}

/// Returns what an instant of that form is, for a message.
pub(super) fn expected(json: &str, form: InstantForm) -> &'static str {
    match form {
        _ if read_instant(json, form).is_some() => {
            "an instant from the year 1 until the end of the year 9999 in UTC, as more can't be read \
             from a file"
        }
        InstantForm::Text => "an instant such as 2019-05-02T12:00:00Z",
        InstantForm::Seconds => "a whole number of seconds since 1970",
        InstantForm::Milliseconds => "a whole number of milliseconds since 1970",
    }
}

/// Returns the microseconds since the start of 1970. Digits below are left out, which never moves an
/// instant forward.
pub(crate) fn microseconds(instant: Timestamp) -> i64 {
    let microseconds = instant.as_nanosecond().div_euclid(1000);
    // An instant has at most 18 digits before the last three of its nanoseconds.
    i64::try_from(microseconds).unwrap_or_default()
}

/// Returns the days since the start of 1970.
pub(super) fn days(json: &str) -> Option<i32> {
    const EPOCH: Date = date(1970, 1, 1);
    let date: Date = json::text(json)?.parse().ok()?;
    if date.year() < 1 {
        return None;
    }
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).ok()
}

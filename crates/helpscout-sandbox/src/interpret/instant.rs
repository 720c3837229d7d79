//! Instants in the service's format: UTC with whole seconds, `yyyy-MM-ddTHH:mm:ssZ`.

use jiff::{SignedDuration, civil::DateTime};

/// The start of 1970. Instants are counted from it as civil time, because a `Timestamp` ends before the
/// year 9999 does, whose last second often stands for "never".
const START: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Why a text is not an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not written in this format.
    Form,
    /// There is no such date or time of day.
    Missing,
}

/// Parses a text into seconds since 1970.
///
/// # Errors
/// If the text does not have exactly this format, or no such instant exists.
pub(super) fn parse(text: &str) -> Result<i64, Fault> {
    let bytes: &[u8; 20] = text.as_bytes().try_into().map_err(|_| Fault::Form)?;
    let fits = bytes
        .iter()
        .zip(b"0000-00-00T00:00:00Z")
        .all(|(byte, pattern)| match pattern {
            b'0' => byte.is_ascii_digit(),
            separator => byte == separator,
        });
    if !fits {
        return Err(Fault::Form);
    }
    civil(text).map(seconds).ok_or(Fault::Missing)
}

/// Returns the date and the time of a text in this format, if they exist.
fn civil(text: &str) -> Option<DateTime> {
    let part = |from: usize, to: usize| text[from..to].parse::<i16>().ok();
    let short = |from: usize, to: usize| text[from..to].parse::<i8>().ok();
    let civil = DateTime::new(
        part(0, 4)?,
        short(5, 7)?,
        short(8, 10)?,
        short(11, 13)?,
        short(14, 16)?,
        short(17, 19)?,
        0,
    );
    civil.ok()
}

/// Formats seconds since 1970.
pub(crate) fn print(seconds: i64) -> String {
    format!("{}Z", at(seconds))
}

/// Returns the date and the time in UTC at so many seconds since 1970.
pub(crate) fn at(seconds: i64) -> DateTime {
    START.saturating_add(SignedDuration::from_secs(seconds))
}

/// Returns the seconds since 1970 of a date and a time in UTC.
pub(crate) fn seconds(civil: DateTime) -> i64 {
    civil.duration_since(START).as_secs()
}

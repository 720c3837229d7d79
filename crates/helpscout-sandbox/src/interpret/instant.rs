//! Instants in the service's format: UTC with whole seconds, `yyyy-MM-ddTHH:mm:ssZ`.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// Why a text is not an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not written in this format.
    Form,
    /// There is no such date or time of day.
    Missing,
    /// It is later than any instant that can be compared with others.
    Late,
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
    let civil = if fits {
        civil(text)
    } else {
        return Err(Fault::Form);
    };
    let instant = TimeZone::UTC.to_timestamp(civil.ok_or(Fault::Missing)?);
    instant.map(Timestamp::as_second).map_err(|_| Fault::Late)
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
    Timestamp::from_second(seconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}

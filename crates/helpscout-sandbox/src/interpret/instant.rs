//! Instants in the service's format: UTC with whole seconds, `yyyy-MM-ddTHH:mm:ssZ`.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// Parses a text into seconds since 1970. Returns `None` unless the text has exactly this format
/// and the instant exists.
pub(super) fn parse(text: &str) -> Option<i64> {
    let bytes: &[u8; 20] = text.as_bytes().try_into().ok()?;
    let fits = bytes
        .iter()
        .zip(b"0000-00-00T00:00:00Z")
        .all(|(byte, pattern)| match pattern {
            b'0' => byte.is_ascii_digit(),
            separator => byte == separator,
        });
    if !fits {
        return None;
    }
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
    TimeZone::UTC
        .to_timestamp(civil.ok()?)
        .ok()
        .map(Timestamp::as_second)
}

/// Formats seconds since 1970.
pub(crate) fn print(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}

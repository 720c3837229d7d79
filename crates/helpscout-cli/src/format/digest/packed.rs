//! Values as bytes, so that rows are typed once and read back without the JSON that they came in.

use std::io;

use helpscout_digest::Value;
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::civil::Date;
use helpscout_reports::jiff::tz::TimeZone;

const MISSING: u8 = 0;
const TEXT: u8 = 1;
const INTEGER: u8 = 2;
const ID: u8 = 3;
const NUMBER: u8 = 4;
const PERCENT: u8 = 5;
const DURATION: u8 = 6;
const INSTANT: u8 = 7;
const DATE: u8 = 8;
const LINK: u8 = 9;
const NUMBER_LINK: u8 = 10;
const POINTS: u8 = 11;

/// Appends a value.
///
/// # Errors
/// If it is a change or the name of a day, which no row of an answer has.
pub(super) fn append(value: &Value, out: &mut Vec<u8>) -> io::Result<()> {
    match value {
        Value::Missing => out.push(MISSING),
        Value::Text(text) => {
            out.push(TEXT);
            append_text(text, out)?;
        }
        Value::Integer(number) => append_bytes(INTEGER, &number.to_le_bytes(), out),
        Value::Id(number) => append_bytes(ID, &number.to_le_bytes(), out),
        Value::Number(number) => append_bytes(NUMBER, &number.to_le_bytes(), out),
        Value::Percent(number)
        | Value::Share {
            percent: number, ..
        } => append_bytes(PERCENT, &number.to_le_bytes(), out),
        Value::Duration(seconds) => append_bytes(DURATION, &seconds.to_le_bytes(), out),
        Value::Instant(instant) => {
            let instant = instant.timestamp();
            append_bytes(INSTANT, &instant.as_second().to_le_bytes(), out);
            out.extend_from_slice(&instant.subsec_nanosecond().to_le_bytes());
        }
        Value::Date(date) => {
            append_bytes(DATE, &date.year().to_le_bytes(), out);
            out.extend_from_slice(&date.month().to_le_bytes());
            out.extend_from_slice(&date.day().to_le_bytes());
        }
        Value::Points(number) => append_bytes(POINTS, &number.to_le_bytes(), out),
        Value::Link { text, number, url } => {
            match number {
                Some(number) => append_bytes(NUMBER_LINK, &number.to_le_bytes(), out),
                None => out.push(LINK),
            }
            append_text(text, out)?;
            append_text(url, out)?;
        }
        Value::Change(_) | Value::Place { .. } => {
            return Err(io::Error::other(
                "a row can't have a change or a place in an order",
            ));
        }
    }
    Ok(())
}

fn append_bytes(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend_from_slice(bytes);
}

fn append_text(text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let length = u32::try_from(text.len()).map_err(io::Error::other)?;
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// Takes the first value off a row. Instants are in that zone.
///
/// # Errors
/// If the bytes are not those of a row.
pub(super) fn take(row: &mut &[u8], zone: &TimeZone) -> io::Result<Value> {
    let [tag] = bytes(row)?;
    Ok(match tag {
        MISSING => Value::Missing,
        TEXT => Value::Text(text(row)?),
        INTEGER => Value::Integer(i64::from_le_bytes(bytes(row)?)),
        ID => Value::Id(i64::from_le_bytes(bytes(row)?)),
        NUMBER => Value::Number(f64::from_le_bytes(bytes(row)?)),
        PERCENT => Value::Percent(f64::from_le_bytes(bytes(row)?)),
        DURATION => Value::Duration(f64::from_le_bytes(bytes(row)?)),
        INSTANT => {
            let second = i64::from_le_bytes(bytes(row)?);
            let instant = Timestamp::new(second, i32::from_le_bytes(bytes(row)?));
            let instant = instant.map_err(io::Error::other)?;
            Value::Instant(Box::new(instant.to_zoned_datetime(zone.clone())))
        }
        DATE => {
            let year = i16::from_le_bytes(bytes(row)?);
            let [month, day] = bytes(row)?.map(|byte: u8| i8::from_le_bytes([byte]));
            Value::Date(Date::new(year, month, day).map_err(io::Error::other)?)
        }
        POINTS => Value::Points(f64::from_le_bytes(bytes(row)?)),
        LINK | NUMBER_LINK => Value::Link {
            number: match tag {
                LINK => None,
                _ => Some(i64::from_le_bytes(bytes(row)?)),
            },
            text: text(row)?,
            url: text(row)?,
        },
        _ => return Err(damaged()),
    })
}

fn bytes<const N: usize>(row: &mut &[u8]) -> io::Result<[u8; N]> {
    let (first, rest) = row.split_first_chunk().ok_or_else(damaged)?;
    *row = rest;
    Ok(*first)
}

fn text(row: &mut &[u8]) -> io::Result<String> {
    let length = u32::from_le_bytes(bytes(row)?);
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let (text, rest) = row.split_at_checked(length).ok_or_else(damaged)?;
    *row = rest;
    String::from_utf8(text.to_vec()).map_err(io::Error::other)
}

fn damaged() -> io::Error {
    io::Error::other("a row was changed on the disk")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn values_are_read_as_they_were_written() {
        let zone = TimeZone::fixed(helpscout_reports::jiff::tz::offset(-3));
        let instant: Timestamp = "1969-05-02T12:00:07.000000123Z".parse().unwrap();
        let values = [
            Value::Missing,
            Value::Text("Zoë\n😀".to_owned()),
            Value::Text(String::new()),
            Value::Integer(i64::MIN),
            Value::Id(4_845_671_933),
            Value::Number(-0.1),
            Value::Percent(87.5),
            Value::Duration(1e300),
            Value::Instant(Box::new(instant.to_zoned_datetime(zone.clone()))),
            Value::Date(Date::constant(-44, 3, 15)),
            Value::Points(-1.27),
            Value::Link {
                text: "#1".to_owned(),
                number: Some(i64::MAX),
                url: "https://example.com".to_owned(),
            },
            Value::Link {
                text: "here".to_owned(),
                number: None,
                url: "https://example.com".to_owned(),
            },
        ];
        let mut row = Vec::new();
        for value in &values {
            append(value, &mut row).unwrap();
        }
        let mut rest = row.as_slice();
        for value in values {
            assert_eq!(take(&mut rest, &zone).unwrap(), value);
        }
        assert!(rest.is_empty());
        assert!(take(&mut rest, &zone).is_err());
        for end in 0..row.len() {
            let mut cut = &row[..end];
            let read = std::iter::from_fn(|| Some(take(&mut cut, &zone)));
            assert!(read.take(13).any(|value| value.is_err()), "{end} bytes");
        }
    }
}

//! Instants: whole seconds in UTC in a query, and in a response RFC 3339, with an offset like `+0100`,
//! or without a time zone. Dates are the same in both.
//!
//! The last 26 hours of the year 9999, which services use for "never", are later than any
//! [`Timestamp`]. They are read as [`Timestamp::MAX`], so that they don't cost the report, and
//! [`Timestamp::MAX`] is written as `9999-12-31T23:59:59Z`, which is their usual form.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde_core::de::{Deserialize, Deserializer, Error};
use serde_core::ser::Serializer;

use super::to_wire::ToWire;

/// How [`Timestamp::MAX`] is written.
const NEVER: &str = "9999-12-31T23:59:59Z";

impl ToWire for Timestamp {
    /// Returns whole seconds in UTC with `Z`, the only form that the service accepts. Fractions are
    /// truncated. `Timestamp::MAX` is the end of the year 9999, as in responses.
    fn to_wire(&self) -> String {
        query_text(*self)
    }
}

impl ToWire for Date {
    /// Returns the date as `2019-05-02`.
    fn to_wire(&self) -> String {
        self.to_string()
    }
}

pub(crate) fn query_text(instant: Timestamp) -> String {
    if instant == Timestamp::MAX {
        return NEVER.to_owned();
    }
    let whole = Timestamp::from_second(floor(instant)).unwrap_or(instant);
    whole.to_string()
}

/// Reads an instant in the form in which it is sent, such as `2019-05-02T12:00:00Z`, and no other.
pub(crate) fn sent(text: &str) -> Option<Timestamp> {
    usual(text).or_else(|| {
        let instant = with_zone(text);
        instant.filter(|instant| query_text(*instant) == text)
    })
}

/// Reads an instant of the usual length, which is that of the years 0 to 9999.
///
/// Each call is checked, and this takes much less time than to read any form and to write it again to
/// compare.
fn usual(text: &str) -> Option<Timestamp> {
    let text: &[u8; 20] = text.as_bytes().try_into().ok()?;
    if [4, 7, 10, 13, 16, 19].map(|place| text[place]) != *b"--T::Z" {
        return None;
    }
    let number = |digits: std::ops::Range<usize>| {
        text[digits].iter().try_fold(0_i16, |number, byte| {
            let digit = byte.wrapping_sub(b'0');
            (digit < 10).then(|| number * 10 + i16::from(digit))
        })
    };
    let short = |start: usize| i8::try_from(number(start..start + 2)?).ok();
    let (hour, minute, second) = (short(11)?, short(14)?, short(17)?);
    let date = Date::new(number(0..4)?, short(5)?, short(8)?).ok()?;
    let time = Time::new(hour, minute, second, 0).ok()?;
    in_utc(date.to_datetime(time))
}

/// Rounds down, because before 1970 rounding toward zero would move the instant forward.
fn floor(instant: Timestamp) -> i64 {
    let seconds = instant.as_second();
    if instant.subsec_nanosecond() < 0 {
        seconds.saturating_sub(1)
    } else {
        seconds
    }
}

/// Reads an instant as RFC 3339, also with an offset like `+0100`, or as UTC if it has no time zone,
/// and writes it with `Z`, for `#[serde(with = …)]`.
///
/// An instant after [`Timestamp::MAX`], until the end of the year 9999, is read as
/// [`Timestamp::MAX`], which is written as `9999-12-31T23:59:59Z`.
pub mod instant {
    use super::*;

    /// Reads an instant.
    ///
    /// # Errors
    /// Returns an error if the value is not a string with a date and time.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        parse(&text).map_err(D::Error::custom)
    }

    /// Writes an instant in UTC.
    ///
    /// # Errors
    /// Returns an error if the serializer fails.
    pub fn serialize<S: Serializer>(instant: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        write(*instant, serializer)
    }
}

/// Reads and writes an `Option` like [`instant`]. `null` is `None`, and so is `""`, which some
/// endpoints send.
pub mod optional_instant {
    use super::*;

    /// Reads an instant, or `None` from `null` or `""`.
    ///
    /// # Errors
    /// Returns an error if the value is neither `null` nor a string with a date and time.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        match Option::<Cow<str>>::deserialize(deserializer)? {
            Some(text) if !text.is_empty() => parse(&text).map(Some).map_err(D::Error::custom),
            _ => Ok(None),
        }
    }

    /// Writes an instant in UTC, or `null`.
    ///
    /// # Errors
    /// Returns an error if the serializer fails.
    pub fn serialize<S: Serializer>(
        instant: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match instant {
            Some(instant) => write(*instant, serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// Returns whether two texts are the same instant, regardless of their time zones and fractions.
pub(crate) fn is_same_instant(left: &str, right: &str) -> bool {
    matches!((parse(left), parse(right)), (Ok(left), Ok(right)) if left == right)
}

fn write<S: Serializer>(instant: Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    if instant == Timestamp::MAX {
        return serializer.serialize_str(NEVER);
    }
    serializer.collect_str(&instant)
}

fn parse(text: &str) -> Result<Timestamp, String> {
    with_zone(text)
        .or_else(|| in_utc(text.parse().ok()?))
        .ok_or_else(|| format!("`{text}` is not a date and time such as 2019-05-02T12:00:00Z"))
}

/// Reads an instant that has a time zone.
pub(crate) fn with_zone(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        // What is an instant in the year before is one after the last.
        let earlier = format!("9998{}", text.strip_prefix("9999")?);
        let earlier = earlier.parse::<Timestamp>().ok();
        earlier.map(|_| Timestamp::MAX)
    })
}

fn in_utc(naive: DateTime) -> Option<Timestamp> {
    let instant = TimeZone::UTC.to_timestamp(naive).ok();
    instant.or_else(|| (naive.year() == 9999).then_some(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_query_gets_utc_whole_seconds() {
        let sent = |text: &str| at(text).to_wire();
        assert_eq!(sent("2019-05-02T12:00:00Z"), "2019-05-02T12:00:00Z");
        assert_eq!(
            sent("2019-05-02T14:00:00.999+02:00"),
            "2019-05-02T12:00:00Z"
        );
        assert_eq!(sent("1969-12-31T23:59:58.5Z"), "1969-12-31T23:59:58Z");
        assert_eq!(Timestamp::MAX.to_wire(), NEVER);
        assert_eq!(
            query_text(Timestamp::MIN).len(),
            Timestamp::MIN.to_string().len()
        );
    }

    proptest! {
        #[test]
        fn what_is_sent_is_read_again(second in -62_167_219_200_i64..253_402_207_200) {
            let instant = Timestamp::from_second(second).unwrap();
            prop_assert_eq!(super::usual(&query_text(instant)), Some(instant));
        }

        /// The texts are those of instants, and almost so.
        #[test]
        fn nothing_else_is_read(
            text in "[0-9]{3}[0-9:]-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9][:.][0-6][0-9][Z0]",
        ) {
            // Texts of the last day are read, but written as its end.
            prop_assume!(!text.starts_with("9999-12-3"));
            let instant = text.parse::<Timestamp>().ok();
            let expected = instant.filter(|instant| query_text(*instant) == text);
            prop_assert_eq!(super::usual(&text), expected);
        }
    }

    #[test]
    fn an_instant_before_the_year_0_is_sent_as_well() {
        let instant = at("-000001-01-01T00:00:00Z");
        assert_eq!(super::sent(&query_text(instant)), Some(instant));
        for text in ["2019-05-02T12:00:00.5Z", "2019-05-02T14:00:00+02:00"] {
            assert_eq!(super::sent(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_of_the_length_of_an_instant_need_not_be_one() {
        for text in [
            "2019-02-29T12:00:00Z",
            "2019-05-02T12:00:60Z",
            "2019-05-02T24:00:00Z",
            "2019-05-02t12:00:00z",
            "\u{e9}019-05-02T12:00:0Z",
            "+019-05-02T12:00:00Z",
            "",
        ] {
            assert_eq!(super::usual(text), None, "{text}");
        }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Rating {
        #[serde(with = "instant")]
        at: Timestamp,
        #[serde(default, with = "optional_instant")]
        until: Option<Timestamp>,
    }

    #[test]
    fn an_answer_without_a_zone_is_utc() {
        let read: Rating = serde_json::from_str(r#"{"at": "2017-12-12T12:12:13"}"#).unwrap();
        assert_eq!(
            read,
            Rating {
                at: at("2017-12-12T12:12:13Z"),
                until: None
            }
        );
        let offset = r#"{"at": "2017-12-12T13:12:13+01:00", "until": ""}"#;
        assert_eq!(serde_json::from_str::<Rating>(offset).unwrap(), read);
        assert_eq!(
            serde_json::to_string(&read).unwrap(),
            r#"{"at":"2017-12-12T12:12:13Z","until":null}"#
        );
    }

    #[test]
    fn an_offset_is_read_in_every_form_of_iso_8601() {
        let expected = Rating {
            at: at("2019-05-02T12:00:00.25Z"),
            until: None,
        };
        for text in [
            "2019-05-02T12:00:00.25Z",
            "2019-05-02T12:00:00.250Z",
            "2019-05-02T12:00:00.250+0000",
            "2019-05-02T13:00:00.25+01:00",
            "2019-05-02T13:00:00.250+0100",
            "2019-05-02T13:00:00.250+01",
            "2019-05-02T06:30:00.250-0530",
            "2019-05-02 12:00:00.250Z",
            "2019-05-02T12:00:00.25",
        ] {
            let json = format!(r#"{{"at": "{text}"}}"#);
            assert_eq!(
                serde_json::from_str::<Rating>(&json).unwrap(),
                expected,
                "{text}"
            );
        }
        assert!(is_same_instant(
            "2019-05-02T13:00:00+0100",
            "2019-05-02T12:00:00Z"
        ));
        // What is sent has the one form that every service reads.
        assert_eq!(
            at("2019-05-02T13:00:00+0100").to_wire(),
            "2019-05-02T12:00:00Z"
        );
    }

    #[test]
    fn an_instant_after_the_last_timestamp_is_the_last() {
        for text in [
            NEVER,
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59",
            "9999-12-31T00:00:00+01:00",
            "9999-12-31T23:59:59.999-0500",
            "9999-12-30T22:00:01Z",
            "9999-12-30T21:30:00-01:00",
        ] {
            let json = format!(r#"{{"at":"{text}","until":"{text}"}}"#);
            let read: Rating = serde_json::from_str(&json).unwrap();
            assert_eq!(
                (read.at, read.until),
                (Timestamp::MAX, Some(Timestamp::MAX))
            );
            assert_eq!(
                serde_json::to_string(&read).unwrap(),
                format!(r#"{{"at":"{NEVER}","until":"{NEVER}"}}"#)
            );
            assert!(is_same_instant(text, NEVER));
        }
        // Up to the last one, each is itself.
        for text in ["9999-12-30T22:00:00Z", "9999-12-30T22:00:00.999999998Z"] {
            let json = format!(r#"{{"at":"{text}","until":null}}"#);
            let read: Rating = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
        for text in [
            "9999-12-32T00:00:00Z",
            "9999-12-31T24:00:01Z",
            "9999-11-31T00:00:00Z",
            "99999-12-31T00:00:00Z",
            "9999",
            "9999-12-31Z",
        ] {
            let json = format!(r#"{{"at":"{text}"}}"#);
            assert!(serde_json::from_str::<Rating>(&json).is_err(), "{text}");
        }
        // In a call, they stay as they are.
        for text in [NEVER, "9999-12-31T00:00:00Z"] {
            assert_eq!(super::sent(text), Some(Timestamp::MAX));
        }
        assert_eq!(super::sent("9999-12-31T23:59:59.5Z"), None);
        assert_eq!(super::with_zone("9999-12-31T23:59:59"), None);
    }

    #[test]
    fn what_is_not_a_date_is_named() {
        let error = serde_json::from_str::<Rating>(r#"{"at": "yesterday"}"#).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("`yesterday` is not a date and time"),
            "{error}"
        );
    }
}

//! Instants that the service writes as a whole number of seconds or milliseconds since 1970.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_core::de::{Deserialize, Deserializer, Error};
use serde_core::ser::{Serialize, Serializer};

use super::number::integer;
use super::time::with_zone;
use super::to_wire::ToWire;

const NANOSECONDS_PER_SECOND: i128 = 1_000_000_000;
const NANOSECONDS_PER_MILLISECOND: i128 = 1_000_000;
/// The last second of the year 9999, which is written for `Timestamp::MAX`.
const LAST: i128 = 253_402_300_799 * NANOSECONDS_PER_SECOND;

/// An instant that the service writes as a whole number of seconds since 1970.
///
/// It is read from such a number, and written and sent as one; a fraction of a second is left out
/// then. `Display` shows RFC 3339, and text is read as either.
///
/// A number of the last hours of the year 9999, which services use for "never", is read as
/// [`Timestamp::MAX`], and that is written as the last second of the year, 253402300799.
///
/// ```
/// use helpscout_runtime::jiff::Timestamp;
/// use helpscout_runtime::wire::{EpochSeconds, ToWire};
///
/// let since: EpochSeconds = "2019-05-02T12:00:00Z".parse()?;
/// assert_eq!(since.to_wire(), "1556798400");
/// assert_eq!("1556798400".parse(), Ok(since));
/// assert_eq!(since.to_string(), "2019-05-02T12:00:00Z");
/// assert_eq!(since.0, Timestamp::from_second(1_556_798_400).unwrap());
/// # Ok::<(), helpscout_runtime::wire::EpochError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochSeconds(pub Timestamp);

/// An instant that the service writes as a whole number of milliseconds since 1970.
///
/// It is otherwise like [`EpochSeconds`]. [`Timestamp::MAX`] is written as 253402300799000.
///
/// ```
/// use helpscout_runtime::wire::{EpochMilliseconds, ToWire};
///
/// let since: EpochMilliseconds = "2019-05-02T12:00:00.25Z".parse()?;
/// assert_eq!(since.to_wire(), "1556798400250");
/// assert_eq!("1556798400250".parse(), Ok(since));
/// # Ok::<(), helpscout_runtime::wire::EpochError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochMilliseconds(pub Timestamp);

/// The error for a text that is not an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochError {
    given: String,
    unit: &'static str,
}

impl fmt::Display for EpochError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { given, unit } = self;
        write!(
            f,
            "`{given}` is not an instant; write the {unit} since 1970, or an instant with a time \
             zone such as 2019-05-02T12:00:00Z"
        )
    }
}

impl std::error::Error for EpochError {}

/// Implements how an instant is read and written that is a number of units since 1970.
macro_rules! epoch {
    ($name:ident, $unit:literal, $nanoseconds:ident) => {
        impl $name {
            /// Returns the number that is sent. It is rounded down.
            fn number(self) -> i128 {
                let nanoseconds = if self.0 == Timestamp::MAX {
                    LAST
                } else {
                    self.0.as_nanosecond()
                };
                nanoseconds.div_euclid($nanoseconds)
            }

            fn of_number(number: i64) -> Option<Self> {
                let nanoseconds = i128::from(number) * $nanoseconds;
                let late = Timestamp::MAX.as_nanosecond()..LAST + NANOSECONDS_PER_SECOND;
                if late.contains(&nanoseconds) {
                    return Some(Self(Timestamp::MAX));
                }
                Timestamp::from_nanosecond(nanoseconds).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = EpochError;

            fn from_str(text: &str) -> Result<Self, EpochError> {
                let read = match text.parse::<i64>() {
                    Ok(number) => Self::of_number(number),
                    Err(_) => with_zone(text).map(Self),
                };
                read.ok_or_else(|| EpochError {
                    given: text.to_owned(),
                    unit: $unit,
                })
            }
        }

        impl From<Timestamp> for $name {
            fn from(instant: Timestamp) -> Self {
                Self(instant)
            }
        }

        impl From<$name> for Timestamp {
            fn from(instant: $name) -> Self {
                instant.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = integer(deserializer)?;
                Self::of_number(number).ok_or_else(|| {
                    D::Error::custom(format!(
                        "invalid value: integer `{number}`, expected the {} since 1970 of a year \
                         from -9999 to 9999",
                        $unit
                    ))
                })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // The number of any instant fits.
                serializer.serialize_i64(self.number() as i64)
            }
        }

        impl ToWire for $name {
            fn to_wire(&self) -> String {
                self.number().to_string()
            }
        }
    };
}
epoch!(EpochSeconds, "seconds", NANOSECONDS_PER_SECOND);
epoch!(
    EpochMilliseconds,
    "milliseconds",
    NANOSECONDS_PER_MILLISECOND
);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_and_written_as_it_came() {
        for json in ["0", "1556798400", "-1", "-377705023201", "253402207200"] {
            let instant: EpochSeconds = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&instant).unwrap(), json);
            assert_eq!(instant.to_wire(), json);
            let instant: EpochMilliseconds = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&instant).unwrap(), json);
            assert_eq!(instant.to_wire(), json);
        }
        let whole: EpochSeconds = serde_json::from_str("1556798400.0").unwrap();
        assert_eq!(whole.to_string(), "2019-05-02T12:00:00Z");
        let milliseconds: EpochMilliseconds = serde_json::from_str("1556798400250").unwrap();
        assert_eq!(milliseconds.to_string(), "2019-05-02T12:00:00.25Z");
    }

    #[test]
    fn a_number_after_the_last_timestamp_is_the_last() {
        for number in [253_402_207_201, 253_402_214_400, 253_402_300_799_i64] {
            let seconds: EpochSeconds = serde_json::from_str(&number.to_string()).unwrap();
            assert_eq!(seconds.0, Timestamp::MAX);
            assert_eq!(serde_json::to_string(&seconds).unwrap(), "253402300799");
            assert_eq!(number.to_string().parse(), Ok(seconds));
            let milliseconds: EpochMilliseconds =
                serde_json::from_str(&(number * 1000 + 999).to_string()).unwrap();
            assert_eq!(milliseconds.0, Timestamp::MAX);
            assert_eq!(milliseconds.to_wire(), "253402300799000");
        }
        assert_eq!(
            "9999-12-31T23:59:59Z".parse(),
            Ok(EpochSeconds(Timestamp::MAX))
        );
        let last: EpochMilliseconds = serde_json::from_str("253402207200999").unwrap();
        assert_eq!(last.to_wire(), "253402207200999");
        assert!(serde_json::from_str::<EpochSeconds>("253402300800").is_err());
        assert!(serde_json::from_str::<EpochMilliseconds>("253402300800000").is_err());
        assert!(serde_json::from_str::<EpochMilliseconds>("9223372036854775807").is_err());
    }

    #[test]
    fn what_no_instant_has_as_a_number_is_refused() {
        for json in ["1.5", "\"1556798400\"", "null", "{}", "1e300"] {
            assert!(
                serde_json::from_str::<EpochSeconds>(json).is_err(),
                "{json}"
            );
        }
        // Milliseconds that are described as seconds.
        let error = serde_json::from_str::<EpochSeconds>("1556798400000").unwrap_err();
        let expected = "invalid value: integer `1556798400000`, expected the seconds since 1970 of \
                        a year from -9999 to 9999";
        assert!(error.to_string().starts_with(expected), "{error}");
        let error = "yesterday".parse::<EpochMilliseconds>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`yesterday` is not an instant; write the milliseconds since 1970, or an instant with a \
             time zone such as 2019-05-02T12:00:00Z"
        );
        assert!("2019-05-02T12:00:00".parse::<EpochSeconds>().is_err());
    }

    proptest! {
        #[test]
        fn a_fraction_is_left_out_and_never_moves_an_instant_forward(
            nanoseconds in Timestamp::MIN.as_nanosecond()..Timestamp::MAX.as_nanosecond(),
        ) {
            let instant = Timestamp::from_nanosecond(nanoseconds).unwrap();
            let sent: EpochMilliseconds = EpochMilliseconds(instant).to_wire().parse().unwrap();
            let left_out = nanoseconds - sent.0.as_nanosecond();
            prop_assert!((0..NANOSECONDS_PER_MILLISECOND).contains(&left_out));
        }
    }
}

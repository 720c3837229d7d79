//! Durations as answers give them: a number of seconds, minutes or milliseconds, possibly with a
//! fraction.
//!
//! Each unit is a type of its own, so that minutes are not taken for seconds. All of them are made by
//! one macro, and `arithmetic` has what they can do with numbers.

mod arithmetic;
mod words;

use std::fmt;
use std::time::Duration;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::whole;

/// A duration in seconds.
///
/// It keeps the number as received. Differences can be negative. `Display` rounds to the nearest
/// second, and from one day on to the nearest minute, with halves rounded away from zero. It leaves
/// out parts that are zero.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::Seconds;
///
/// assert_eq!(Seconds(1878.0).to_string(), "31m 18s");
/// assert_eq!(Seconds(8307.4).to_string(), "2h 18m 27s");
/// assert_eq!(Seconds(274_325.0).to_string(), "3d 4h 12m");
/// assert_eq!(Seconds(0.0).to_string(), "0s");
/// assert_eq!(Seconds(-45.0).to_string(), "-45s");
/// ```
///
/// In JSON a whole number is written without a fraction: 279 stays `279`, and 12.5 stays `12.5`.
///
/// Durations have a total order, can be added, subtracted, scaled and divided, and are summed up
/// with `sum`:
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::Seconds;
///
/// let times = [Seconds(12.5), Seconds(279.0), Seconds(60.0)];
/// assert_eq!(times.iter().max(), Some(&Seconds(279.0)));
/// let mean = times.iter().sum::<Seconds>() / times.len() as f64;
/// assert_eq!(mean.to_string(), "1m 57s");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Seconds(pub f64);

/// A duration in minutes.
///
/// It keeps the number as received, and is otherwise like [`Seconds`], into which it can be
/// converted. `Display` shows what it lasts, not the number: it never says "90" without a unit.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Minutes, Seconds};
///
/// let wait = Minutes(90.5);
/// assert_eq!(wait.to_string(), "1h 30m 30s");
/// assert_eq!(Seconds::from(wait), Seconds(5430.0));
/// assert_eq!(Minutes::from(Seconds(5430.0)), wait);
/// ```
///
/// In JSON a whole number is written without a fraction, like that of [`Seconds`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Minutes(pub f64);

/// A duration in milliseconds.
///
/// It keeps the number as received, and is otherwise like [`Seconds`], into which it can be
/// converted. `Display` shows milliseconds only for durations below a minute.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Milliseconds, Seconds};
///
/// let left = Milliseconds(14_400_000.0);
/// assert_eq!(left.to_string(), "4h");
/// assert_eq!(Milliseconds(1250.0).to_string(), "1s 250ms");
/// assert_eq!(Seconds::from(left), Seconds(14_400.0));
/// ```
///
/// In JSON a whole number is written without a fraction, like that of [`Seconds`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Milliseconds(pub f64);

impl Seconds {
    /// Creates a duration from whole seconds. A number with a fraction is `Seconds(12.5)`.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Seconds;
    ///
    /// assert_eq!(Seconds::from_secs(90), Seconds(90.0));
    /// ```
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds as f64)
    }

    /// Returns the number of seconds.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Seconds;
    ///
    /// let hours = Seconds(5400.0).as_f64() / 3600.0;
    /// assert_eq!(hours, 1.5);
    /// ```
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// Converts the value to a [`Duration`]. Returns `None` if it is negative, not finite or too
    /// large. `Duration::try_from` says which.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Seconds;
    ///
    /// assert_eq!(Seconds(1.5).to_duration(), Some(Duration::from_millis(1500)));
    /// assert_eq!(Seconds(-45.0).to_duration(), None); // a difference
    /// ```
    pub fn to_duration(self) -> Option<Duration> {
        Duration::try_from_secs_f64(self.0).ok()
    }
}

impl Minutes {
    /// Creates a duration from whole minutes. A number with a fraction is `Minutes(12.5)`.
    pub const fn from_mins(minutes: i64) -> Self {
        Self(minutes as f64)
    }

    /// Returns the number of minutes.
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// Converts the value to a [`Duration`]. Returns `None` if it is negative, not finite or too
    /// large. `Duration::try_from` says which.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Minutes;
    ///
    /// assert_eq!(Minutes(1.5).to_duration(), Some(Duration::from_secs(90)));
    /// ```
    pub fn to_duration(self) -> Option<Duration> {
        Duration::try_from(self).ok()
    }
}

impl Milliseconds {
    /// Creates a duration from whole milliseconds. A number with a fraction is
    /// `Milliseconds(12.5)`.
    pub const fn from_millis(milliseconds: i64) -> Self {
        Self(milliseconds as f64)
    }

    /// Returns the number of milliseconds.
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// Converts the value to a [`Duration`]. Returns `None` if it is negative, not finite or too
    /// large. `Duration::try_from` says which.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Milliseconds;
    ///
    /// assert_eq!(Milliseconds(1500.0).to_duration(), Some(Duration::from_millis(1500)));
    /// ```
    pub fn to_duration(self) -> Option<Duration> {
        Duration::try_from(self).ok()
    }
}

/// Implements how a unit is read, written and shown.
macro_rules! unit {
    ($name:ident, $in_words:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if !self.0.is_finite() {
                    return words::pad(f, "unknown");
                }
                words::pad(f, &words::$in_words(self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                f64::deserialize(deserializer).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // Formats such as CBOR don't read a number with a fraction from one without.
                match whole(self.0).filter(|_| serializer.is_human_readable()) {
                    Some(whole) => serializer.serialize_i64(whole),
                    None => serializer.serialize_f64(self.0),
                }
            }
        }
    };
}
unit!(Seconds, of_seconds);
unit!(Minutes, of_minutes);
unit!(Milliseconds, of_milliseconds);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_whole_number_is_written_without_a_fraction() {
        for text in ["279", "0", "-6", "12.5", "42622.25"] {
            let seconds: Seconds = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&seconds).unwrap(), text);
        }
        let seconds: Seconds = serde_json::from_str("279.0").unwrap();
        assert_eq!(serde_json::to_string(&seconds).unwrap(), "279");
    }

    #[test]
    fn rounding_carries_into_the_next_unit() {
        let shown = |seconds: f64| Seconds(seconds).to_string();
        assert_eq!(shown(0.4), "0s");
        assert_eq!(shown(-0.4), "0s");
        assert_eq!(shown(59.5), "1m");
        assert_eq!(shown(3599.5), "1h");
        assert_eq!(shown(3605.0), "1h 5s");
        assert_eq!(shown(86_399.5), "1d");
        assert_eq!(shown(86_429.0), "1d");
        assert_eq!(shown(86_430.0), "1d 1m");
        assert_eq!(shown(172_799.0), "2d");
    }

    #[test]
    fn numbers_that_are_no_duration_have_none() {
        assert_eq!(
            Seconds(1.5).to_duration(),
            Some(Duration::from_millis(1500))
        );
        assert_eq!(Seconds(-1.0).to_duration(), None);
        assert_eq!(Seconds(f64::NAN).to_duration(), None);
        assert_eq!(Seconds(f64::INFINITY).to_duration(), None);
        assert_eq!(Seconds(f64::INFINITY).to_string(), "unknown");
    }

    #[test]
    fn the_width_of_a_column_is_kept() {
        assert_eq!(format!("{:>8}|", Seconds(45.0)), "     45s|");
        assert_eq!(format!("{:*^7}|", Seconds(45.0)), "**45s**|");
    }

    #[test]
    fn a_precision_cuts_nothing() {
        assert_eq!(format!("{:.1}|", Seconds(1878.0)), "31m 18s|");
        assert_eq!(format!("{:>9.1}|", Seconds(1878.0)), "  31m 18s|");
        assert_eq!(format!("{:9.1}|", Minutes(90.0)), "1h 30m   |");
        assert_eq!(format!("{:^9.0}|", Milliseconds(250.0)), "  250ms  |");
        assert_eq!(format!("{:.1}", Seconds(f64::NAN)), "unknown");
    }

    #[test]
    fn every_unit_is_written_as_it_came_and_shown_as_what_it_lasts() {
        for text in ["0", "90", "-6", "12.5", "0.25"] {
            let minutes: Minutes = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&minutes).unwrap(), text);
            assert_eq!(minutes.as_f64().to_string(), text);
            let milliseconds: Milliseconds = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&milliseconds).unwrap(), text);
            assert_eq!(milliseconds.as_f64().to_string(), text);
        }
        for (minutes, shown) in [
            (0.0, "0s"),
            (0.25, "15s"),
            (90.0, "1h 30m"),
            (-1.5, "-1m 30s"),
            (1440.4, "1d"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(Minutes(minutes).to_string(), shown);
        }
        for (milliseconds, shown) in [
            (0.0, "0ms"),
            (0.4, "0ms"),
            (-0.4, "0ms"),
            (250.0, "250ms"),
            (-250.0, "-250ms"),
            (1000.0, "1s"),
            (1250.4, "1s 250ms"),
            (59_999.4, "59s 999ms"),
            (59_999.5, "1m"),
            (61_499.0, "1m 1s"),
            (14_400_000.0, "4h"),
            (f64::INFINITY, "unknown"),
        ] {
            assert_eq!(Milliseconds(milliseconds).to_string(), shown);
        }
    }
}

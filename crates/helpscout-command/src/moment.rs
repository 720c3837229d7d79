//! Instants until the end of the year 9999.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

/// An instant until the end of the year 9999, whose last day often stands for "never". A
/// [`Timestamp`] ends before it.
///
/// ```
/// use helpscout_command::Moment;
///
/// let never = Moment::read("9999-12-31T23:59:59Z").ok_or("no instant")?;
/// assert_eq!(never.to_string(), "9999-12-31T23:59:59Z");
/// assert!(never > Moment::read("2019-05-02T14:00:00+02:00").ok_or("no instant")?);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Place);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Usual(Timestamp),
    /// A year after an instant of the year 9998. Both years have 365 days.
    YearAfter(Timestamp),
}

impl Moment {
    /// Reads a date, a time of day and an offset.
    pub fn read(text: &str) -> Option<Self> {
        if let Ok(instant) = text.parse() {
            return Some(Self(Place::Usual(instant)));
        }
        let earlier = format!("9998{}", text.strip_prefix("9999")?);
        let instant: Timestamp = earlier.parse().ok()?;
        let is_of_that_year = instant.to_zoned_datetime(TimeZone::UTC).year() == 9998;
        is_of_that_year.then_some(Self(Place::YearAfter(instant)))
    }

    /// Returns the instant without the fraction of its second.
    #[must_use]
    pub fn in_whole_seconds(self) -> Self {
        let floor = |instant: Timestamp| {
            let round = TimestampRound::new()
                .smallest(Unit::Second)
                .mode(RoundMode::Floor);
            instant.round(round).unwrap_or(instant)
        };
        Self(match self.0 {
            Place::Usual(instant) => Place::Usual(floor(instant)),
            Place::YearAfter(instant) => Place::YearAfter(floor(instant)),
        })
    }

    /// Returns the seconds since 1970 began.
    pub fn as_second(self) -> i64 {
        match self.0 {
            Place::Usual(instant) => instant.as_second(),
            Place::YearAfter(instant) => instant.as_second() + 365 * 86_400,
        }
    }

    /// Returns the date of the instant in a zone.
    pub fn date(self, zone: TimeZone) -> Date {
        match self.0 {
            Place::Usual(instant) => instant.to_zoned_datetime(zone).date(),
            Place::YearAfter(_) => Date::MAX,
        }
    }
}

impl From<Timestamp> for Moment {
    fn from(instant: Timestamp) -> Self {
        Self(Place::Usual(instant))
    }
}

/// In UTC.
impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Place::Usual(instant) => write!(out, "{instant}"),
            Place::YearAfter(instant) => {
                out.write_str(&instant.to_string().replacen("9998", "9999", 1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_the_year_9999_comes_after_all_others() {
        let read = |text| Moment::read(text).map(|moment| moment.to_string());
        let last = "9999-12-31T23:59:59Z";
        assert_eq!(read(last).as_deref(), Some(last));
        assert_eq!(
            read("9999-12-31T23:59:59+02:00").as_deref(),
            Some("9999-12-31T21:59:59Z")
        );
        let ordered = [
            "2019-05-02T12:00:00Z",
            "9999-12-30T12:00:00Z",
            "9999-12-31T00:00:00Z",
            last,
        ]
        .map(Moment::read);
        assert!(ordered.is_sorted() && ordered[0].is_some(), "{ordered:?}");
        for wrong in ["9999-12-31T23:59:59-05:00", "9999-13-01T00:00:00Z", "9999"] {
            assert_eq!(Moment::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn seconds_are_counted_to_the_end_of_the_year_9999() {
        for (text, second) in [
            ("1970-01-01T00:00:01Z", 1),
            ("9999-12-31T23:59:59.9Z", 253_402_300_799),
        ] {
            assert_eq!(Moment::read(text).map(Moment::as_second), Some(second));
        }
    }
}

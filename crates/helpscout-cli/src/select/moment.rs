//! Instants until the end of the year 9999.

use std::fmt;

use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::civil::Date;
use helpscout_reports::jiff::tz::TimeZone;

/// An instant. The last day of the year 9999, which often stands for "never", is after the last
/// [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    Usual(Timestamp),
    /// It is so much later than an instant of the year 9998. Both years have 365 days.
    YearAfter(Timestamp),
}

impl Moment {
    /// Reads an instant with an offset.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Ok(instant) = text.parse() {
            return Some(Self::Usual(instant));
        }
        let earlier = format!("9998{}", text.strip_prefix("9999")?);
        let instant: Timestamp = earlier.parse().ok()?;
        let is_of_that_year = instant.to_zoned_datetime(TimeZone::UTC).year() == 9998;
        is_of_that_year.then_some(Self::YearAfter(instant))
    }

    /// Returns the date of the instant in a zone.
    pub(super) fn date(self, zone: TimeZone) -> Date {
        match self {
            Self::Usual(instant) => instant.to_zoned_datetime(zone).date(),
            Self::YearAfter(_) => Date::MAX,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usual(instant) => write!(out, "{instant}"),
            Self::YearAfter(instant) => {
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
}

//! Windows of time: the days, weeks or months that a period is cut into.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::entry::Interval;
use crate::error::Error;

/// How long a window is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WindowLength {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

impl WindowLength {
    /// Returns the first day of the whole day, week or month that has a date, and the day after its
    /// last.
    ///
    /// # Errors
    /// If one of them is outside of what can be calculated with.
    pub fn days(self, date: Date) -> Result<(Date, Date), Error> {
        let days = self
            .first(date)
            .and_then(|first| Ok((first, self.next(first)?)));
        days.map_err(|_| Error::date(date))
    }

    /// Returns the first day of the day, week or month that has a date.
    fn first(self, date: Date) -> Result<Date, jiff::Error> {
        match self {
            Self::Day => Ok(date),
            Self::Week => {
                let days = i64::from(date.weekday().to_monday_zero_offset());
                date.checked_sub(SignedDuration::from_hours(24 * days))
            }
            Self::Month => Ok(date.first_of_month()),
        }
    }

    /// Returns the first day of the next day, week or month.
    fn next(self, first: Date) -> Result<Date, jiff::Error> {
        first.checked_add(match self {
            Self::Day => Span::new().days(1),
            Self::Week => Span::new().weeks(1),
            Self::Month => Span::new().months(1),
        })
    }
}

impl fmt::Display for WindowLength {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        })
    }
}

impl FromStr for WindowLength {
    type Err = ();

    /// Reads `day`, `week` or `month`.
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "day" => Ok(Self::Day),
            "week" => Ok(Self::Week),
            "month" => Ok(Self::Month),
            _ => Err(()),
        }
    }
}

/// A day, a week or a month in a time zone, or the part of it that a period covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    name: Date,
    first: Date,
    end: Date,
    interval: Interval,
}

impl Window {
    /// Creates the window of the dates from `first` on and before `end`. Returns `None` if no second
    /// has one of these dates: Samoa had no 30 December 2011.
    pub(crate) fn new(
        name: Date,
        first: Date,
        end: Date,
        zone: &TimeZone,
    ) -> Result<Option<Self>, Error> {
        let start = start_of(first, zone)?;
        let next = start_of(end, zone)?;
        if start >= next {
            return Ok(None);
        }
        let second = SignedDuration::from_secs(1);
        let last = next.checked_sub(second);
        let last = last.map_err(|_| Error::date(end))?;
        Ok(Some(Self {
            name,
            first,
            end,
            interval: Interval { start, last },
        }))
    }

    /// Returns the window that covers also the days of an interval of the same week or month.
    pub(crate) fn with(&self, interval: Interval, zone: &TimeZone) -> Result<Self, Error> {
        let first = zone.to_datetime(interval.start).date();
        // The second after the last one is the first of a day.
        let end = interval.last.checked_add(SignedDuration::from_secs(1));
        let end = end.map_err(|_| Error::date(self.end))?;
        self.with_days((first, zone.to_datetime(end).date()), zone)
    }

    /// Returns the window that covers also other days of the same week or month: those from the
    /// first on and before the second.
    ///
    /// # Errors
    /// If one of them is outside of what can be calculated with.
    pub fn with_days(&self, (first, end): (Date, Date), zone: &TimeZone) -> Result<Self, Error> {
        let (first, end) = (first.min(self.first), end.max(self.end));
        Ok(Self::new(self.name, first, end, zone)?.unwrap_or(*self))
    }

    /// Returns the first day of the whole day, week or month, which is the name of the window in
    /// paths. A part of a week or month has the name of the whole, so that it is replaced once the
    /// whole is fetched.
    pub fn name(&self) -> Date {
        self.name
    }

    /// Returns the first day of the window.
    pub fn first(&self) -> Date {
        self.first
    }

    /// Returns the day after the last day of the window.
    pub fn end(&self) -> Date {
        self.end
    }

    /// Returns the first and the last second, as a request states them.
    pub fn interval(&self) -> Interval {
        self.interval
    }
}

/// Returns the first instant with a date or a later one.
fn start_of(date: Date, zone: &TimeZone) -> Result<Timestamp, Error> {
    let start = date.to_zoned_datetime(zone.clone());
    let start = start.and_then(|midnight| midnight.start_of_day());
    let start = start.map_err(|_| Error::date(date))?;
    Ok(start.timestamp())
}

/// Cuts the days from `since` on and before `until` into windows, oldest first. They neither overlap
/// nor leave a second out: each ends one second before the next begins. The first and the last one
/// are parts of a week or month if the period does not cover all of it.
///
/// # Errors
/// If a date is outside of what can be calculated with, which is the years -9999 to 9999.
///
/// # Examples
/// ```
/// use helpscout_pull::{WindowLength, windows};
/// use jiff::{civil::date, tz::TimeZone};
///
/// let zone = TimeZone::get("Europe/Stockholm")?;
/// let weeks = windows(date(2019, 3, 27), date(2019, 4, 8), WindowLength::Week, &zone)?;
/// let first = weeks[0].interval();
/// assert_eq!(first.start.to_string(), "2019-03-26T23:00:00Z");
/// // Summer time has begun on this Sunday.
/// assert_eq!(first.last.to_string(), "2019-03-31T21:59:59Z");
/// // The part of the week is stored under the name of the whole.
/// assert_eq!(weeks[0].name(), date(2019, 3, 25));
/// assert_eq!(weeks[1].name(), date(2019, 4, 1));
/// assert_eq!(weeks.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn windows(
    since: Date,
    until: Date,
    length: WindowLength,
    zone: &TimeZone,
) -> Result<Vec<Window>, Error> {
    let mut windows = Vec::new();
    let mut first = since;
    while first < until {
        let (name, end) = length.days(first)?;
        let end = end.min(until);
        windows.extend(Window::new(name, first, end, zone)?);
        first = end;
    }
    Ok(windows)
}

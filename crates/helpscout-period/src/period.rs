//! Periods and their parts.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Error, Interval, Zone};

/// The present, read once, and the zone in which it is a date.
#[derive(Clone, Debug)]
pub struct Clock {
    now: Timestamp,
    zone: Zone,
}

impl Clock {
    /// Returns a clock that stands at this instant.
    pub fn at(now: Timestamp, zone: Zone) -> Self {
        Self { now, zone }
    }

    /// Returns the present.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns the zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns today's date in the zone.
    pub fn today(&self) -> Date {
        self.now
            .to_zoned_datetime(self.zone.time_zone().clone())
            .date()
    }
}

/// A period of time in a zone: a week, a month, some days, or the time between two instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    zone: Zone,
    interval: Interval,
}

/// What a period is divided into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Calendar days in the zone.
    Day,
    /// ISO weeks, which start on Monday.
    Week,
    /// Calendar months.
    Month,
    /// Hours of the clock, each with its offset, so that a repeated hour is two.
    Hour,
}

/// One part of a period, such as a day. The first and the last may be cut by the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The local date and, for hours, time at which the whole part starts.
    pub local: jiff::ZonedDateTime,
    /// The seconds of this part that are in the period.
    pub interval: Interval,
    /// What people call it: `Mon 13 May`, `2019-W20`, `2019-05`, `Mon 13 May 14:00`.
    pub label: String,
}

impl Period {
    /// Reads a period: `today`, `yesterday`, `this-week`, `last-week`, `this-month`, `last-month`,
    /// `last-30-days`, `2019`, `2019-Q2`, `2019-05`, `2019-W20`, `2019-05-13`, or two dates or
    /// instants with `..` between them.
    ///
    /// # Errors
    /// If it is none of these, if its dates don't exist in the zone, or if it has not begun.
    pub fn parse(text: &str, clock: &Clock) -> Result<Self, Error> {
        let _ = clock;
        Err(Error::new(format!("{text} is not a period"), None))
    }

    /// Returns the period between two instants, both included.
    pub fn between(interval: Interval, zone: Zone) -> Self {
        Self { zone, interval }
    }

    /// Returns the first and the last second in UTC.
    pub fn interval(&self) -> Interval {
        self.interval
    }

    /// Returns the zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns the period of the same length directly before this one: the same number of days, or
    /// of seconds if the period does not consist of whole days.
    ///
    /// # Errors
    /// If there is none, because the calendar ends.
    pub fn previous(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    /// Returns the same period a year earlier: the same dates, or the same ISO week.
    ///
    /// # Errors
    /// If there is none.
    pub fn last_year(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    /// Returns the parts of the period, in order, without gaps.
    pub fn parts(&self, part: Part) -> Vec<Slice> {
        let _ = part;
        Vec::new()
    }

    /// Returns whether the period ends after the present.
    pub fn is_running(&self, clock: &Clock) -> bool {
        self.interval.end >= clock.now()
    }

    /// Returns what people call the period, with its dates: `Mon 13 May – Sun 19 May 2019 (2019-W20)`.
    pub fn label(&self) -> String {
        format!("{} – {}", self.interval.start, self.interval.end)
    }
}

//! Working time: a weekly timetable in one time zone, and arithmetic with its open seconds.

#[cfg(test)]
mod tests;

use jiff::{
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// Which hours of which weekdays are open, in local time.
#[derive(Clone, Copy)]
pub(crate) struct Timetable {
    /// The first open weekday.
    pub(crate) first: Weekday,
    /// The number of consecutive open days.
    pub(crate) days: i8,
    /// The hour at which work starts.
    pub(crate) from: i8,
    /// The hour at which work ends.
    pub(crate) to: i8,
}

impl Timetable {
    fn opens(&self, weekday: Weekday) -> bool {
        weekday.since(self.first) < self.days
    }
}

/// A timetable applied to a range of days.
pub(crate) struct Hours {
    /// In ascending order, without overlap.
    open: Vec<Open>,
}

/// One interval of open time, in seconds since 1970.
struct Open {
    from: i64,
    to: i64,
    /// The open seconds before this interval.
    before: i64,
}

impl Hours {
    /// Applies the timetable to the days from `first` to `last`, inclusive. No other day is open.
    pub(crate) fn new(timetable: Timetable, zone: &TimeZone, first: Date, last: Date) -> Self {
        let mut open = Vec::new();
        let mut before = 0;
        for date in first
            .series(jiff::Span::new().days(1))
            .take_while(|date| *date <= last)
        {
            if !timetable.opens(date.weekday()) {
                continue;
            }
            let (Ok(from), Ok(to)) = (
                zone.to_timestamp(date.at(timetable.from, 0, 0, 0)),
                zone.to_timestamp(date.at(timetable.to, 0, 0, 0)),
            ) else {
                continue;
            };
            let (from, to) = (from.as_second(), to.as_second());
            open.push(Open { from, to, before });
            before += to - from;
        }
        Self { open }
    }

    /// Returns the open seconds between two instants, or 0 if `to` is not after `from`.
    pub(crate) fn between(&self, from: i64, to: i64) -> i64 {
        (self.until(to) - self.until(from)).max(0)
    }

    /// Returns the instant when `seconds` open seconds have passed since `from`. Returns `None` if
    /// that is after the last day.
    pub(crate) fn after(&self, from: i64, seconds: i64) -> Option<i64> {
        let target = self.until(from) + seconds;
        let next = self
            .open
            .partition_point(|open| open.before + (open.to - open.from) <= target);
        let open = self.open.get(next)?;
        Some((open.from + target - open.before).max(from))
    }

    /// Returns true if the instant is open.
    pub(crate) fn is_open(&self, at: i64) -> bool {
        self.last_started(at).is_some_and(|open| at < open.to)
    }

    /// Returns the open seconds before an instant.
    fn until(&self, at: i64) -> i64 {
        self.last_started(at)
            .map_or(0, |open| open.before + at.min(open.to) - open.from)
    }

    fn last_started(&self, at: i64) -> Option<&Open> {
        let started = self.open.partition_point(|open| open.from <= at);
        self.open[..started].last()
    }
}

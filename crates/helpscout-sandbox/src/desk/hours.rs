//! Working time: a weekly timetable in one time zone, and the arithmetic of its seconds.

#[cfg(test)]
mod tests;

use jiff::{
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// Which hours of which weekdays are open, by the clock of one time zone.
#[derive(Clone, Copy)]
pub(crate) struct Timetable {
    /// The first open weekday.
    pub(crate) first: Weekday,
    /// How many days in a row are open.
    pub(crate) days: i8,
    /// The hour work starts.
    pub(crate) from: i8,
    /// The hour work ends.
    pub(crate) to: i8,
}

impl Timetable {
    fn opens(&self, weekday: Weekday) -> bool {
        weekday.since(self.first) < self.days
    }
}

/// A timetable laid out over a span of days.
pub(crate) struct Hours {
    /// In rising order, without overlap.
    open: Vec<Open>,
}

/// One stretch of open time; instants in seconds since 1970.
struct Open {
    from: i64,
    to: i64,
    /// Open seconds before this stretch.
    before: i64,
}

impl Hours {
    /// Lays the timetable out from `first` to `last`, both included. Outside nothing is open.
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

    /// The open seconds between two instants; 0 if `to` is not after `from`.
    pub(crate) fn between(&self, from: i64, to: i64) -> i64 {
        (self.until(to) - self.until(from)).max(0)
    }

    /// The instant at which `seconds` open seconds have passed since `from`, if it is laid out.
    pub(crate) fn after(&self, from: i64, seconds: i64) -> Option<i64> {
        let target = self.until(from) + seconds;
        let next = self
            .open
            .partition_point(|open| open.before + (open.to - open.from) <= target);
        let open = self.open.get(next)?;
        Some((open.from + target - open.before).max(from))
    }

    /// Whether that instant is open.
    pub(crate) fn is_open(&self, at: i64) -> bool {
        self.last_started(at).is_some_and(|open| at < open.to)
    }

    /// The open seconds up to an instant.
    fn until(&self, at: i64) -> i64 {
        self.last_started(at)
            .map_or(0, |open| open.before + at.min(open.to) - open.from)
    }

    fn last_started(&self, at: i64) -> Option<&Open> {
        let started = self.open.partition_point(|open| open.from <= at);
        self.open[..started].last()
    }
}

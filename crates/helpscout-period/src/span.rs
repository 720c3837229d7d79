//! What a period consists of: whole dates, or the seconds between two instants.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span as Duration, ToSpan};

use crate::interval::Interval;

/// What a period consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    Dates(Dates),
    Instants(Interval),
}

/// Whole dates, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dates {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) unit: Unit,
}

/// What the dates are whole numbers of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Dates {
    pub(crate) fn day(date: Date) -> Self {
        Self {
            first: date,
            last: date,
            unit: Unit::Day,
        }
    }

    /// Returns the week, month, quarter or year that a date is in, or the date itself.
    pub(crate) fn around(date: Date, unit: Unit) -> Option<Self> {
        let first = unit.first_date(date)?;
        let last = first.checked_add(unit.times(1)).ok()?.yesterday().ok()?;
        Some(Self { first, last, unit })
    }

    /// Returns so many whole units that end before the unit that a date is in.
    pub(crate) fn before(date: Date, count: i32, unit: Unit) -> Option<Self> {
        let after = unit.first_date(date)?;
        Some(Self {
            first: after.checked_sub(unit.times(count)).ok()?,
            last: after.yesterday().ok()?,
            unit,
        })
    }

    /// Returns the dates from the first of these to the last of others.
    pub(crate) fn through(self, other: Self) -> Self {
        Self {
            first: self.first,
            last: other.last,
            unit: if self.unit == other.unit {
                self.unit
            } else {
                Unit::Day
            },
        }
    }

    /// Returns the number of dates.
    pub(crate) fn count(&self) -> i32 {
        (self.last - self.first).get_days() + 1
    }

    /// Returns the same number of dates directly before these.
    pub(crate) fn previous(&self) -> Option<Self> {
        let length = Duration::new().try_days(self.count()).ok()?;
        let first = self.first.checked_sub(length).ok()?;
        let last = self.last.checked_sub(length).ok()?;
        let same_unit = Self {
            first,
            last,
            unit: self.unit,
        };
        // The days before a month of 31 days are rarely a month.
        let is_whole = self.unit == Unit::Week || Self::around(first, self.unit) == Some(same_unit);
        Some(if is_whole {
            same_unit
        } else {
            Self {
                unit: Unit::Day,
                ..same_unit
            }
        })
    }

    /// Returns the same dates so many months earlier. A whole month stays whole: before the 30 days of
    /// April are the 31 days of March. Its last date stands for a date that a month does not have.
    pub(crate) fn months_earlier(&self, months: u8) -> Option<Self> {
        let earlier = |date: Date| date.checked_sub(i64::from(months).months()).ok();
        let (first, last) = (earlier(self.first)?, earlier(self.last)?);
        let is_whole =
            self.first == self.first.first_of_month() && self.last == self.last.last_of_month();
        let last = if is_whole { last.last_of_month() } else { last };
        let unit = match self.unit {
            Unit::Quarter if months.is_multiple_of(3) => Unit::Quarter,
            Unit::Month | Unit::Quarter | Unit::Year => Unit::Month,
            Unit::Day | Unit::Week => Unit::Day,
        };
        Some(Self { first, last, unit })
    }

    /// Returns the same dates a year earlier, or the weeks with the same numbers. Returns `None` if
    /// that year has no week 53. A whole February stays whole.
    pub(crate) fn last_year(&self) -> Option<Self> {
        let (first, last) = match self.unit {
            Unit::Week => {
                let first = same_week(self.first)?;
                // A span of weeks keeps its length also where a year has 53 weeks.
                let days = Duration::new().try_days(self.count() - 1).ok()?;
                (first, first.checked_add(days).ok()?)
            }
            Unit::Day => (year_before(self.first)?, year_before(self.last)?),
            Unit::Month | Unit::Quarter | Unit::Year => (
                year_before(self.first)?,
                year_before(self.last)?.last_of_month(),
            ),
        };
        Some(Self {
            first,
            last,
            unit: self.unit,
        })
    }
}

impl Unit {
    /// Returns the first date of the unit that a date is in.
    fn first_date(self, date: Date) -> Option<Date> {
        match self {
            Self::Day => Some(date),
            Self::Week => Some(date.iso_week_date().first_of_week().ok()?.date()),
            Self::Month => Some(date.first_of_month()),
            Self::Quarter => {
                let month = (date.month() - 1) / 3 * 3 + 1;
                Date::new(date.year(), month, 1).ok()
            }
            Self::Year => Some(date.first_of_year()),
        }
    }

    fn times(self, count: i32) -> Duration {
        match self {
            Self::Day => count.days(),
            Self::Week => count.weeks(),
            Self::Month => count.months(),
            Self::Quarter => (3 * count).months(),
            Self::Year => count.years(),
        }
    }
}

/// Returns the date a year earlier, or 28 February for 29 February.
fn year_before(date: Date) -> Option<Date> {
    date.checked_sub(1.year()).ok()
}

/// Returns the Monday of the week with the same number a year earlier.
fn same_week(date: Date) -> Option<Date> {
    let week = date.iso_week_date();
    let earlier = ISOWeekDate::new(week.year() - 1, week.week(), Weekday::Monday);
    Some(earlier.ok()?.date())
}

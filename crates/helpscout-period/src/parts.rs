//! The parts of a period.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use crate::bounds::{date_at, first_instant};
use crate::interval::Interval;
use crate::label;
use crate::span::{Dates, Unit};
use crate::zone::Zone;

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
    pub local: ZonedDateTime,
    /// The seconds of this part that are in the period.
    pub interval: Interval,
    /// What people call it: `Mon 13 May`, `2019-W20`, `2019-05`, `Mon 13 May 14:00`.
    pub label: String,
    /// How long it is.
    pub length: Length,
}

/// How long a part of a period is, which tells whether it is like a part of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    is_whole: bool,
    /// By the calendar and the clock, so that a day without an hour is as long as any other.
    seconds: i64,
}

impl Length {
    /// Returns the length of a part from one local time to another, which is whole if it is a month
    /// long. Parts of another length are alike if they take the same time.
    ///
    /// ```
    /// use helpscout_period::Length;
    /// use jiff::civil::date;
    ///
    /// let from = |day| date(2019, 2, day).at(0, 0, 0, 0);
    /// let february = Length::between(from(1), date(2019, 3, 1).at(0, 0, 0, 0));
    /// let march = Length::between(date(2019, 3, 1).at(0, 0, 0, 0), date(2019, 4, 1).at(0, 0, 0, 0));
    /// assert!(february.is_like(march));
    /// assert!(!february.is_like(Length::between(from(1), from(28))));
    /// ```
    pub fn between(start: DateTime, end: DateTime) -> Self {
        let month = start.checked_add(1.month());
        Self {
            is_whole: month.is_ok_and(|month| month == end),
            seconds: end.duration_since(start).as_secs(),
        }
    }

    /// Returns whether amounts of both parts can be compared: both are whole, or both have as many
    /// days, hours, minutes and seconds.
    ///
    /// # Examples
    /// ```
    /// use helpscout_period::{Clock, Part, Period, Zone};
    ///
    /// let clock = Clock::at("2020-01-01T00:00:00Z".parse()?, Zone::utc());
    /// let parts = Period::parse("2019-01-29..2019-04-03", &clock)?.parts(Part::Month);
    /// let lengths: Vec<_> = parts.into_iter().map(|part| part.length).collect();
    /// assert!(lengths[1].is_like(lengths[2]), "February and March are whole");
    /// assert!(lengths[0].is_like(lengths[3]), "three days of January and of April");
    /// assert!(!lengths[0].is_like(lengths[1]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_like(self, other: Self) -> bool {
        self.is_whole && other.is_whole || self.seconds == other.seconds
    }
}

/// Returns the parts of an interval, in order, without gaps.
pub(crate) fn parts(interval: Interval, zone: &Zone, part: Part) -> Vec<Slice> {
    match part {
        Part::Day => by_dates(interval, zone, Unit::Day),
        Part::Week => by_dates(interval, zone, Unit::Week),
        Part::Month => by_dates(interval, zone, Unit::Month),
        Part::Hour => by_hours(interval, zone),
    }
}

fn by_dates(interval: Interval, zone: &Zone, unit: Unit) -> Vec<Slice> {
    let mut slices = Vec::new();
    let mut next = Dates::around(date_at(interval.start, zone), unit);
    while let Some(dates) = next {
        let Some(start) = first_instant(dates.first, zone) else {
            break;
        };
        if start > interval.end {
            break;
        }
        let after = dates.last.tomorrow().ok();
        let end = after.and_then(|after| first_instant(after, zone));
        let end = end.and_then(|end| Timestamp::from_second(end.as_second() - 1).ok());
        let whole = Interval {
            start,
            end: end.unwrap_or(interval.end),
        };
        // A date that the zone skipped has no seconds.
        if let Some(common) = interval.common(whole) {
            slices.push(Slice {
                local: zone.local(start),
                interval: common,
                label: date_label(dates.first, unit),
                length: Length {
                    is_whole: common == whole,
                    seconds: local_seconds(common, zone),
                },
            });
        }
        next = after.and_then(|after| Dates::around(after, unit));
    }
    slices
}

/// Returns how long an interval is by the calendar and the clock of a zone.
fn local_seconds(interval: Interval, zone: &Zone) -> i64 {
    let local = |instant: Timestamp| {
        let date = date_at(instant, zone);
        // A day may start later than at midnight.
        match first_instant(date, zone) {
            Some(first) if first == instant => date.to_datetime(Time::midnight()),
            _ => zone.local(instant).datetime(),
        }
    };
    let end = interval.end.checked_add(1.second()).unwrap_or(interval.end);
    local(end).duration_since(local(interval.start)).as_secs()
}

fn date_label(first: Date, unit: Unit) -> String {
    match unit {
        Unit::Week => first.strftime("%G-W%V").to_string(),
        Unit::Month => first.strftime("%Y-%m").to_string(),
        _ => label::day(first),
    }
}

fn by_hours(interval: Interval, zone: &Zone) -> Vec<Slice> {
    let mut hours: Vec<(ZonedDateTime, Interval, bool)> = Vec::new();
    let mut start = start_of_hour(interval.start, zone);
    while start <= interval.end {
        let end = end_of_hour(start, zone);
        let whole = Interval { start, end };
        if let Some(common) = interval.common(whole) {
            hours.push((zone.local(start), common, common == whole));
        }
        match end.checked_add(1.second()) {
            Ok(next) if next > start => start = next,
            _ => break,
        }
    }
    let mut times: HashMap<(Date, i8), usize> = HashMap::new();
    for (local, ..) in &hours {
        *times.entry((local.date(), local.hour())).or_default() += 1;
    }
    let named = hours.into_iter().map(|(local, interval, is_whole)| {
        let is_repeated = times.get(&(local.date(), local.hour())) > Some(&1);
        let offset = local.strftime("%:z").to_string();
        let offset = is_repeated.then_some(offset.as_str());
        let hour = Time::new(local.hour(), 0, 0, 0).unwrap_or_else(|_| local.time());
        Slice {
            label: label::hour(local.date(), hour, offset),
            local,
            interval,
            length: Length {
                is_whole,
                seconds: interval.seconds(),
            },
        }
    });
    named.collect()
}

/// Returns when the hour of the clock started that an instant is in: at its minute 0, or when the
/// clocks were changed to it.
fn start_of_hour(instant: Timestamp, zone: &Zone) -> Timestamp {
    let local = zone.local(instant);
    let since = i64::from(local.minute()) * 60 + i64::from(local.second());
    let Ok(start) = Timestamp::from_second(instant.as_second() - since) else {
        return instant;
    };
    let mut changes = changes_back(instant, zone);
    match changes.next() {
        Some(change) if change > start => change,
        _ => start,
    }
}

/// Returns the last second of the hour of the clock that starts at an instant.
fn end_of_hour(start: Timestamp, zone: &Zone) -> Timestamp {
    let local = zone.local(start);
    let left = 3600 - i64::from(local.minute()) * 60 - i64::from(local.second());
    let last = Timestamp::from_second(start.as_second() + left - 1).unwrap_or(Timestamp::MAX);
    let offset = local.offset();
    let changes = zone.time_zone().following(start);
    let mut changes = changes.take_while(|change| change.timestamp() <= last);
    let change = changes.find(|change| change.offset() != offset);
    match change {
        Some(change) => Timestamp::from_second(change.timestamp().as_second() - 1).unwrap_or(start),
        None => last,
    }
}

/// Returns the instants up to an instant at which the offset changed, the latest first.
fn changes_back(instant: Timestamp, zone: &Zone) -> impl Iterator<Item = Timestamp> {
    let after = Timestamp::from_second(instant.as_second() + 1).unwrap_or(instant);
    let changes = zone.time_zone().preceding(after);
    let changes = changes.filter(|change| {
        let before = Timestamp::from_second(change.timestamp().as_second() - 1);
        before.is_ok_and(|before| zone.time_zone().to_offset(before) != change.offset())
    });
    changes.map(|change| change.timestamp())
}

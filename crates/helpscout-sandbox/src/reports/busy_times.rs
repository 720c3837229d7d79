//! When things happen over the week, in the company's time zone. All other times are UTC.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::desk::company;

/// How many events each hour of the week has.
pub(super) struct WeekHistogram {
    /// By day, starting with Monday, and by hour.
    counts: [[i64; 24]; 7],
}

impl WeekHistogram {
    /// Counts the events at these instants.
    pub(super) fn of(instants: impl Iterator<Item = i64>) -> Self {
        let zone = company::zone();
        let mut counts = [[0; 24]; 7];
        for instant in instants.filter_map(|at| Timestamp::from_second(at).ok()) {
            let local = zone.to_datetime(instant);
            let day = local.date().weekday().to_monday_zero_offset();
            counts[usize::from(day.unsigned_abs())][usize::from(local.hour().unsigned_abs())] += 1;
        }
        Self { counts }
    }

    /// Returns the hours with events, starting with Monday.
    pub(super) fn hours(&self) -> Vec<Value> {
        let hours = self.each_hour().filter(|(_, _, count)| *count > 0);
        hours.map(hour_to_json).collect()
    }

    /// Returns the first of the hours with the most events; null without events.
    pub(super) fn busiest_hour(&self) -> Value {
        let busiest = first_of_most(self.each_hour().map(|hour| (hour, hour.2)));
        busiest.map(hour_to_json).unwrap_or_default()
    }

    /// Returns the first of the days with the most events, from 1 to 7; `None` without events.
    pub(super) fn busiest_day(&self) -> Option<i64> {
        let days = (1..).zip(&self.counts);
        first_of_most(days.map(|(day, hours)| (day, hours.iter().sum())))
    }

    /// Returns when the two consecutive hours with the most events over all days start; `None`
    /// without events.
    pub(super) fn busiest_two_hours(&self) -> Option<i64> {
        let at = |hour: usize| -> i64 { self.counts.iter().map(|hours| hours[hour]).sum() };
        let pairs = (0..23).map(|hour| (hour as i64, at(hour) + at(hour + 1)));
        first_of_most(pairs)
    }

    /// Iterates over day, hour and count.
    fn each_hour(&self) -> impl Iterator<Item = (i64, i64, i64)> {
        let days = (1..).zip(&self.counts);
        days.flat_map(|(day, hours)| {
            let hours = (0..).zip(hours);
            hours.map(move |(hour, count)| (day, hour, *count))
        })
    }
}

fn hour_to_json((day, hour, count): (i64, i64, i64)) -> Value {
    json!({ "day": day, "hour": hour, "count": count })
}

/// Returns the first thing with the largest count above 0.
fn first_of_most<T>(things: impl Iterator<Item = (T, i64)>) -> Option<T> {
    let counted = things.filter(|(_, count)| *count > 0);
    let most = counted.reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.map(|(thing, _)| thing)
}

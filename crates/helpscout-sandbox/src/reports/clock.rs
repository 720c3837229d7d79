//! The company's clock: the only times that are not UTC.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::desk::company;

/// How much happened in each hour of the week.
pub(super) struct Week {
    /// By day, Monday first, and by hour.
    counts: [[i64; 24]; 7],
}

impl Week {
    pub(super) fn of(instants: impl Iterator<Item = i64>) -> Self {
        let zone = company::zone();
        let mut counts = [[0; 24]; 7];
        for instant in instants.filter_map(|at| Timestamp::from_second(at).ok()) {
            let clock = zone.to_datetime(instant);
            let day = clock.date().weekday().to_monday_zero_offset();
            counts[usize::from(day.unsigned_abs())][usize::from(clock.hour().unsigned_abs())] += 1;
        }
        Self { counts }
    }

    /// The hours in which something happened, from Monday on.
    pub(super) fn hours(&self) -> Vec<Value> {
        let hours = self.each_hour().filter(|(_, _, count)| *count > 0);
        hours.map(hour_to_json).collect()
    }

    /// The first of the hours with most; null if nothing happened.
    pub(super) fn busiest_hour(&self) -> Value {
        let busiest = first_of_most(self.each_hour().map(|hour| (hour, hour.2)));
        busiest.map(hour_to_json).unwrap_or_default()
    }

    /// The first of the days with most, 1 to 7; none if nothing happened.
    pub(super) fn busiest_day(&self) -> Option<i64> {
        let days = (1..).zip(&self.counts);
        first_of_most(days.map(|(day, hours)| (day, hours.iter().sum())))
    }

    /// Where the two hours with most start, over all days; none if nothing happened.
    pub(super) fn busiest_two_hours(&self) -> Option<i64> {
        let at = |hour: usize| -> i64 { self.counts.iter().map(|hours| hours[hour]).sum() };
        let pairs = (0..23).map(|hour| (hour as i64, at(hour) + at(hour + 1)));
        first_of_most(pairs)
    }

    /// Day, hour and count.
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

/// The first thing with the largest count above 0.
fn first_of_most<T>(things: impl Iterator<Item = (T, i64)>) -> Option<T> {
    let counted = things.filter(|(_, count)| *count > 0);
    let most = counted.reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.map(|(thing, _)| thing)
}

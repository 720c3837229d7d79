//! Time series: the events of an interval, grouped into buckets.
//!
//! The first bucket starts when the interval does. Buckets are days of 24 hours, weeks of 7 days,
//! or calendar months in UTC. Buckets without events are included.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::{
    computed::Computed,
    mean::Mean,
    period::{Period, Periods, distinct},
    scope::{DAY, Scope},
};
use crate::{
    desk::Desk,
    interpret::{Arguments, civil_at, print_instant, seconds_of},
};

/// Counts the events of each bucket, under `key`.
pub(super) fn counts(
    desk: &Desk,
    arguments: &Arguments,
    [date, key]: [&str; 2],
    events: impl Fn(&Period<'_>) -> Vec<i64>,
) -> Option<Computed> {
    series(
        desk,
        arguments,
        |period| events(period).into_iter().map(|at| (at, ())).collect(),
        |count: &mut i64, ()| *count += 1,
        |start, count| json!({ date: start, key: count }),
    )
}

/// Counts the customers who were helped in each bucket.
pub(super) fn customers_helped(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series(
        desk,
        arguments,
        |period| period.helped().collect(),
        Vec::push,
        |start, customers| json!({ "date": start, "customers": distinct(customers) }),
    )
}

/// Averages how long the events of each bucket took. An event is a pair of its instant and its
/// duration.
pub(super) fn times(
    desk: &Desk,
    arguments: &Arguments,
    events: impl Fn(&Period<'_>) -> Vec<(i64, i64)>,
) -> Option<Computed> {
    series(
        desk,
        arguments,
        events,
        |mean: &mut Mean, seconds| mean.add(seconds),
        |start, mean| json!({ "date": start, "time": mean.to_json() }),
    )
}

/// Writes one point for each bucket: `add` aggregates its events, `point` writes the result. The
/// call needs an interval.
pub(super) fn series<T: Default + Clone, E>(
    desk: &Desk,
    arguments: &Arguments,
    events: impl Fn(&Period<'_>) -> Vec<(i64, E)>,
    add: impl Fn(&mut T, E),
    point: impl Fn(String, T) -> Value,
) -> Option<Computed> {
    let view_by = arguments.text("viewBy");
    let points = Periods::new(desk, arguments)?.map(|period| {
        let buckets = Buckets::new(&period.scope, view_by);
        let mut sums = vec![T::default(); buckets.starts.len()];
        for (at, event) in events(period) {
            add(&mut sums[buckets.place(at)], event);
        }
        let starts = buckets.starts.iter().map(|start| print_instant(*start));
        let points = starts.zip(sums).map(|(start, sum)| point(start, sum));
        points.collect::<Value>()
    });
    let previous = points.previous();
    Some(Computed::Body(
        json!({ "current": points.current, "previous": previous }),
    ))
}

/// The starts of the buckets of an interval, in ascending order. There is at least one.
struct Buckets {
    starts: Vec<i64>,
}

impl Buckets {
    /// Divides an interval. No bucket starts at its end: events in that second belong to the last
    /// bucket.
    fn new(scope: &Scope<'_>, view_by: Option<&str>) -> Self {
        let every = |seconds: i64| {
            let starts = (0..MOST).map(|place| scope.start + place * seconds);
            starts.take_while(|start| *start < scope.end).collect()
        };
        let mut starts: Vec<i64> = match view_by {
            Some("day") => every(DAY),
            Some("month") => months(scope),
            _ => every(7 * DAY),
        };
        if starts.is_empty() {
            starts.push(scope.start);
        }
        Self { starts }
    }

    fn place(&self, at: i64) -> usize {
        let started = self.starts.partition_point(|start| *start <= at);
        started.saturating_sub(1)
    }
}

/// Returns the starts of months. If a month has no such day, its bucket starts on its last day.
fn months(scope: &Scope<'_>) -> Vec<i64> {
    let first = civil_at(scope.start);
    let starts = (0..MOST).map_while(|month| first.checked_add(month.months()).ok());
    let seconds = starts.map(seconds_of);
    seconds.take_while(|start| *start < scope.end).collect()
}

/// The largest number of buckets, which is ten years of days. The last bucket includes the rest.
const MOST: i64 = 3660;

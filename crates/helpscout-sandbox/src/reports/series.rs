//! Time series: the events of an interval, bucket by bucket.
//!
//! Buckets follow each other from the interval's start: days of 24 hours, weeks of 7 days, or
//! calendar months of UTC. A bucket without events is there, too.

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    Computed,
    mean::Mean,
    period::{Period, Periods, distinct},
    scope::{DAY, Scope},
};
use crate::{
    desk::Desk,
    interpret::{Arguments, print_instant},
};

/// How many events each bucket has, under `key`.
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

/// How many customers were helped in each bucket.
pub(super) fn customers_helped(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series(
        desk,
        arguments,
        |period| period.helped().collect(),
        Vec::push,
        |start, customers| json!({ "date": start, "customers": distinct(customers) }),
    )
}

/// How long the events of each bucket took on average: pairs of when and how long.
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

/// One point for each bucket: what `add` makes of its events, as `point` writes it. Needs an
/// interval.
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

/// Where the buckets of an interval start, in rising order, at least one.
struct Buckets {
    starts: Vec<i64>,
}

impl Buckets {
    /// No bucket starts at the interval's end: what happens in that second belongs to the last.
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

/// A month after the 31st is the last of a shorter month.
fn months(scope: &Scope<'_>) -> Vec<i64> {
    let Ok(start) = Timestamp::from_second(scope.start) else {
        return Vec::new();
    };
    let start = TimeZone::UTC.to_datetime(start);
    let starts = (0..MOST).map_while(|month| {
        let start = start.checked_add(month.months()).ok()?;
        TimeZone::UTC.to_timestamp(start).ok()
    });
    let seconds = starts.map(Timestamp::as_second);
    seconds.take_while(|start| *start < scope.end).collect()
}

/// More buckets than anybody looks at: ten years of days. The last one takes the rest.
const MOST: i64 = 3660;

//! Tests of the public items.
#![allow(clippy::unwrap_used)]

mod comparison;
mod labels;
mod parts;
mod refusals;
mod synonyms;
mod vectors;
mod zones;

use helpscout_period::{Clock, Error, Period, Zone};

/// Returns a clock in a zone.
fn clock(now: &str, zone: &str) -> Clock {
    Clock::at(now.parse().unwrap(), Zone::named(zone).unwrap())
}

/// Reads a period with a clock long after it.
fn period(text: &str, zone: &str) -> Result<Period, Error> {
    Period::parse(text, &clock("2100-01-01T00:00:00Z", zone))
}

/// Returns the first and the last second.
fn bounds(period: &Period) -> String {
    let interval = period.interval();
    format!("{} {}", interval.start, interval.end)
}

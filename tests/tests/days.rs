//! The windows of a pull begin and end with the days of a period, also where clocks are changed.
//!
//! A program that pulls day by day and one that asks for a month then have the same rows.
#![allow(clippy::unwrap_used)]

use helpscout_period::{Period, Zone};
use helpscout_pull::{WindowLength, windows};
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};

/// The seconds of a date as a window of a pull, unless the zone skipped it.
fn of_pull(date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let next = date.tomorrow().unwrap();
    let windows = windows(date, next, WindowLength::Day, zone).unwrap();
    let interval = windows.first()?.interval();
    Some((interval.start, interval.last))
}

/// The same as a period.
fn of_period(date: Date, zone: &Zone) -> Option<(Timestamp, Timestamp)> {
    let date = date.to_string();
    let interval = Period::of_dates(&date, &date, zone).ok()?.interval();
    Some((interval.start, interval.end))
}

#[test]
fn a_day_of_a_pull_is_a_day_of_a_period_in_every_zone() {
    let (from, until): (Timestamp, Timestamp) = (
        "1970-01-01T00:00:00Z".parse().unwrap(),
        "2040-01-01T00:00:00Z".parse().unwrap(),
    );
    let mut days = 0;
    for name in TimeZoneDatabase::bundled().available() {
        let Ok(zone) = Zone::named(name.as_str()) else {
            continue;
        };
        let changes = zone.time_zone().following(from);
        let changes = changes.map(|change| change.timestamp());
        for change in changes.take_while(|change| *change < until) {
            for day in -2..=2 {
                let date = zone.date(change).checked_add(day.days()).unwrap();
                let (pulled, period) = (of_pull(date, zone.time_zone()), of_period(date, &zone));
                assert_eq!(pulled, period, "{date} in {}", name.as_str());
                days += 1;
            }
        }
    }
    assert!(days > 100_000, "{days}");
}

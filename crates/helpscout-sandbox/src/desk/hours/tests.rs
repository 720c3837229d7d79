#![allow(clippy::unwrap_used)]

use jiff::{
    Timestamp,
    civil::{DateTime, date},
    tz::TimeZoneDatabase,
};
use proptest::prelude::*;

use super::*;
use crate::desk::company::{OFFICE, ZONE};

/// 2019-03-04T00:00 in New York, a Monday. Daylight saving time starts on the next Sunday.
const MARCH: i64 = 1_551_675_600;
const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

fn zone() -> TimeZone {
    TimeZoneDatabase::bundled().get(ZONE).unwrap()
}

fn office() -> Hours {
    Hours::new(OFFICE, &zone(), date(2019, 1, 1), date(2019, 12, 31))
}

fn local(at: DateTime) -> i64 {
    zone().to_timestamp(at).unwrap().as_second()
}

/// Counts open time minute by minute, in local time.
fn minute_by_minute(from: i64, to: i64) -> i64 {
    let zone = zone();
    let open = |at: &i64| {
        let clock = zone.to_datetime(Timestamp::from_second(*at).unwrap());
        clock.weekday().to_monday_zero_offset() < 5 && (9..17).contains(&clock.hour())
    };
    (from..to).step_by(MINUTE as usize).filter(open).count() as i64 * MINUTE
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The interval starts in the week of a change to or from daylight saving time, or in any
    /// other week.
    #[test]
    fn office_seconds_are_those_of_a_clock_watched_minute_by_minute(
        week in prop_oneof![Just(0_i64), Just(34), 0_i64..42],
        start in 0..7 * DAY / MINUTE,
        length in 0..9 * DAY / MINUTE,
    ) {
        let from = MARCH + week * 7 * DAY + start * MINUTE;
        let to = from + length * MINUTE;
        prop_assert_eq!(office().between(from, to), minute_by_minute(from, to));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn office_seconds_add_up_over_any_instant_between(
        from in 0..300 * DAY,
        first in 0..20 * DAY,
        second in 0..20 * DAY,
    ) {
        let office = office();
        let (from, middle, to) = (MARCH + from, MARCH + from + first, MARCH + from + first + second);
        prop_assert_eq!(office.between(from, middle) + office.between(middle, to), office.between(from, to));
    }

    #[test]
    fn so_many_office_seconds_lie_before_the_instant_that_is_so_far_away(
        from in 0..200 * DAY,
        seconds in 0..10 * DAY,
    ) {
        let office = office();
        let from = MARCH + from;
        let at = office.after(from, seconds).unwrap();
        prop_assert!(at >= from);
        prop_assert!(office.is_open(at));
        prop_assert_eq!(office.between(from, at), seconds);
    }
}

#[test]
fn a_night_and_a_weekend_do_not_count() {
    let office = office();
    let friday_evening = local(date(2019, 5, 3).at(16, 59, 30, 0));
    let monday_morning = local(date(2019, 5, 6).at(9, 0, 45, 0));
    assert_eq!(office.between(friday_evening, monday_morning), 75);
    assert_eq!(office.after(friday_evening, 75), Some(monday_morning));
}

#[test]
fn opening_counts_as_open_and_closing_as_closed() {
    let office = office();
    assert!(office.is_open(local(date(2019, 5, 3).at(9, 0, 0, 0))));
    assert!(!office.is_open(local(date(2019, 5, 3).at(8, 59, 59, 0))));
    assert!(office.is_open(local(date(2019, 5, 3).at(16, 59, 59, 0))));
    assert!(!office.is_open(local(date(2019, 5, 3).at(17, 0, 0, 0))));
    assert!(!office.is_open(local(date(2019, 5, 4).at(12, 0, 0, 0))));
}

#[test]
fn nothing_is_open_outside_the_days_that_are_laid_out() {
    let office = office();
    let long_after = local(date(2020, 6, 1).at(12, 0, 0, 0));
    assert!(!office.is_open(long_after));
    assert_eq!(office.between(long_after, long_after + DAY), 0);
    assert_eq!(office.after(long_after, 1), None);
    assert_eq!(
        office.between(long_after, MARCH),
        0,
        "backwards in time is nothing"
    );
}

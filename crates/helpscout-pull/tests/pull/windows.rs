//! Windows of time.

use helpscout_pull::{WindowLength, windows};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};
use proptest::prelude::*;

/// Zones with summer time at midnight, with days that were left out or had two midnights, and with
/// offsets that are not whole hours.
const ZONES: [&str; 9] = [
    "UTC",
    "America/New_York",
    "Europe/Stockholm",
    "America/Sao_Paulo",
    "America/Havana",
    "America/St_Johns",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Monrovia",
];

const LENGTHS: [WindowLength; 3] = [WindowLength::Day, WindowLength::Week, WindowLength::Month];

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// Returns the names and the intervals of windows as lines.
fn lines(since: Date, until: Date, length: WindowLength, name: &str) -> Vec<String> {
    let windows = windows(since, until, length, &zone(name)).unwrap();
    let lines = windows.iter().map(|window| {
        let interval = window.interval();
        format!("{}: {} .. {}", window.name(), interval.start, interval.last)
    });
    lines.collect()
}

#[test]
fn parts_of_weeks_have_the_name_of_the_whole_and_the_seconds_of_the_part() {
    let weeks = lines(
        date(2019, 5, 1),
        date(2019, 5, 15),
        WindowLength::Week,
        "UTC",
    );
    assert_eq!(
        weeks,
        [
            "2019-04-29: 2019-05-01T00:00:00Z .. 2019-05-05T23:59:59Z",
            "2019-05-06: 2019-05-06T00:00:00Z .. 2019-05-12T23:59:59Z",
            "2019-05-13: 2019-05-13T00:00:00Z .. 2019-05-14T23:59:59Z",
        ]
    );
}

#[test]
fn months_end_where_the_next_begins() {
    let months = lines(
        date(2020, 1, 31),
        date(2020, 3, 2),
        WindowLength::Month,
        "America/New_York",
    );
    assert_eq!(
        months,
        [
            "2020-01-01: 2020-01-31T05:00:00Z .. 2020-02-01T04:59:59Z",
            "2020-02-01: 2020-02-01T05:00:00Z .. 2020-03-01T04:59:59Z",
            "2020-03-01: 2020-03-01T05:00:00Z .. 2020-03-02T04:59:59Z",
        ]
    );
}

#[test]
fn a_day_without_midnight_begins_with_its_first_second() {
    // Summer time began at midnight.
    let days = lines(
        date(2018, 11, 3),
        date(2018, 11, 5),
        WindowLength::Day,
        "America/Sao_Paulo",
    );
    assert_eq!(
        days,
        [
            "2018-11-03: 2018-11-03T03:00:00Z .. 2018-11-04T02:59:59Z",
            "2018-11-04: 2018-11-04T03:00:00Z .. 2018-11-05T01:59:59Z",
        ]
    );
}

#[test]
fn a_date_that_a_zone_never_had_has_no_window() {
    let days = lines(
        date(2011, 12, 29),
        date(2012, 1, 1),
        WindowLength::Day,
        "Pacific/Apia",
    );
    assert_eq!(
        days,
        [
            "2011-12-29: 2011-12-29T10:00:00Z .. 2011-12-30T09:59:59Z",
            "2011-12-31: 2011-12-30T10:00:00Z .. 2011-12-31T09:59:59Z",
        ]
    );
}

#[test]
fn no_days_are_no_windows() {
    let day = date(2019, 5, 1);
    assert!(lines(day, day, WindowLength::Month, "UTC").is_empty());
    assert!(lines(day, date(2019, 4, 1), WindowLength::Day, "UTC").is_empty());
}

#[test]
fn dates_at_the_end_of_the_calendar_are_an_error() {
    let last = Date::MAX;
    let before = last.checked_sub(Span::new().days(1)).unwrap();
    let error = windows(before, last, WindowLength::Day, &zone("America/New_York")).unwrap_err();
    assert_eq!(
        error.advice(),
        "give dates of the years that the account has existed"
    );
}

proptest! {
    #[test]
    fn windows_tile_a_period_in_any_zone(
        year in 1960_i16..2060,
        start in 0_i32..366,
        days in 1_i32..120,
        zone_index in 0..ZONES.len(),
        length in 0..LENGTHS.len(),
    ) {
        let zone = zone(ZONES[zone_index]);
        let since = date(year, 1, 1).checked_add(Span::new().days(start)).unwrap();
        let until = since.checked_add(Span::new().days(days)).unwrap();
        let start_of = |date: Date| {
            let midnight = date.to_zoned_datetime(zone.clone()).unwrap();
            midnight.start_of_day().unwrap().timestamp()
        };
        let windows = windows(since, until, LENGTHS[length], &zone).unwrap();
        let mut next = start_of(since);
        for window in &windows {
            let interval = window.interval();
            prop_assert_eq!(interval.start, next);
            prop_assert!(interval.last >= interval.start);
            prop_assert!(window.name() <= window.first());
            next = interval.last + SignedDuration::from_secs(1);
        }
        prop_assert_eq!(next, start_of(until));
        let mut names: Vec<Date> = windows.iter().map(|window| window.name()).collect();
        names.dedup();
        prop_assert_eq!(names.len(), windows.len());
    }
}

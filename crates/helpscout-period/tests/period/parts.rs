//! Periods and their parts follow one another without gaps.

use std::sync::LazyLock;

use helpscout_period::{Clock, Interval, Part, Period, Zone};
use jiff::tz::TimeZoneDatabase;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::{clock, period};

static ZONES: LazyLock<Vec<Zone>> = LazyLock::new(|| {
    let database = TimeZoneDatabase::bundled();
    let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
    names
        .iter()
        .filter_map(|name| Zone::named(name).ok())
        .collect()
});

const PARTS: [Part; 4] = [Part::Hour, Part::Day, Part::Week, Part::Month];

fn next(instant: Timestamp) -> Timestamp {
    instant.checked_add(1.second()).unwrap()
}

fn assert_tiled(whole: Interval, parts: &[Interval]) {
    assert_eq!(parts.first().map(|part| part.start), Some(whole.start));
    assert_eq!(parts.last().map(|part| part.end), Some(whole.end));
    for pair in parts.windows(2) {
        assert!(pair[0].start <= pair[0].end);
        assert_eq!(next(pair[0].end), pair[1].start);
    }
}

proptest! {
    #[test]
    fn adjacent_dates_tile_the_time_line(zone in 0..1000_usize, day in 0..27_000_i64) {
        let zone = &ZONES[zone % ZONES.len()];
        let clock = Clock::at("2100-01-01T00:00:00Z".parse().unwrap(), zone.clone());
        let first = jiff::civil::date(1970, 1, 2).checked_add(day.days()).unwrap();
        let dates = [first, first.tomorrow().unwrap(), first.tomorrow().unwrap().tomorrow().unwrap()];
        let days: Vec<Interval> = dates
            .iter()
            .filter_map(|date| Period::parse(&date.to_string(), &clock).ok())
            .map(|day| day.interval())
            .collect();
        let whole = Period::parse(&format!("{}..{}", dates[0], dates[2]), &clock).unwrap();
        assert_tiled(whole.interval(), &days);
        // The date before its first second is an earlier one.
        let before = whole.interval().start.checked_sub(1.second()).unwrap();
        prop_assert!(zone.date(before) < zone.date(whole.interval().start));
    }

    #[test]
    fn parts_tile_any_interval(
        zone in 0..1000_usize,
        start in 0..2_300_000_000_i64,
        length in 1..9_000_000_i64,
    ) {
        let zone = &ZONES[zone % ZONES.len()];
        let interval = Interval {
            start: Timestamp::from_second(start).unwrap(),
            end: Timestamp::from_second(start + length - 1).unwrap(),
        };
        let period = Period::between(interval, zone.clone());
        for part in PARTS {
            let slices = period.parts(part);
            let intervals: Vec<Interval> = slices.iter().map(|slice| slice.interval).collect();
            assert_tiled(interval, &intervals);
            for slice in &slices {
                let from = slice.local.timestamp();
                prop_assert!(from <= slice.interval.start);
            }
            if part == Part::Hour {
                // Each hour has a name of its own, and one offset.
                let mut names: Vec<&str> = slices.iter().map(|slice| slice.label.as_str()).collect();
                names.sort_unstable();
                names.dedup();
                prop_assert_eq!(names.len(), slices.len());
                for slice in &slices {
                    let ends = [slice.interval.start, slice.interval.end];
                    prop_assert_eq!(zone.offset(ends[0]), zone.offset(ends[1]));
                }
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,30}", dates in "[0-9TWQZ:.+-]{0,24}") {
        let clock = clock("2019-05-22T16:00:00Z", "America/New_York");
        let _ = Period::parse(&text, &clock);
        let _ = Period::parse(&dates, &clock);
        let _ = Zone::named(&text);
    }
}

#[test]
fn the_parts_of_a_week_are_its_days() {
    let week = period("2019-W10", "America/New_York").unwrap();
    let labels: Vec<String> = week
        .parts(Part::Day)
        .into_iter()
        .map(|day| day.label)
        .collect();
    assert_eq!(
        labels,
        [
            "Mon 4 Mar",
            "Tue 5 Mar",
            "Wed 6 Mar",
            "Thu 7 Mar",
            "Fri 8 Mar",
            "Sat 9 Mar",
            "Sun 10 Mar"
        ]
    );
    assert_eq!(week.parts(Part::Hour).len(), 7 * 24 - 1);
}

#[test]
fn weeks_and_months_are_cut_by_the_period() {
    let days = period("2019-04-29..2019-05-07", "UTC").unwrap();
    let parts = |part| -> Vec<String> {
        let slices = days.parts(part).into_iter();
        slices
            .map(|slice| {
                format!(
                    "{} {} {}",
                    slice.label,
                    slice.local.date(),
                    slice.interval.start
                )
            })
            .collect()
    };
    assert_eq!(
        parts(Part::Week),
        [
            "2019-W18 2019-04-29 2019-04-29T00:00:00Z",
            "2019-W19 2019-05-06 2019-05-06T00:00:00Z"
        ]
    );
    assert_eq!(
        parts(Part::Month),
        [
            "2019-04 2019-04-01 2019-04-29T00:00:00Z",
            "2019-05 2019-05-01 2019-05-01T00:00:00Z"
        ]
    );
}

#[test]
fn a_half_hour_that_repeats_is_an_hour_of_its_own() {
    let day = period("2026-04-05", "Australia/Lord_Howe").unwrap();
    let hours = day.parts(Part::Hour);
    let labels: Vec<&str> = hours[..4].iter().map(|hour| hour.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "Sun 5 Apr 00:00",
            "Sun 5 Apr 01:00 +11:00",
            "Sun 5 Apr 01:00 +10:30",
            "Sun 5 Apr 02:00"
        ]
    );
    assert_eq!(hours[2].interval.seconds(), 1800);
    assert_eq!(hours[2].local.strftime("%H:%M").to_string(), "01:30");
}

#[test]
fn a_week_without_a_date_has_six_days() {
    let week = period("2011-W52", "Pacific/Apia").unwrap();
    assert_eq!(week.parts(Part::Day).len(), 6);
}

#[test]
fn the_hours_of_the_first_and_last_part_are_cut() {
    let read = period("2019-05-02T12:20:30Z..2019-05-02T13:10:00Z", "UTC").unwrap();
    let hours = read.parts(Part::Hour);
    assert_eq!(hours.len(), 2);
    assert_eq!(hours[0].local.strftime("%H:%M:%S").to_string(), "12:00:00");
    assert_eq!(hours[0].interval.seconds(), 39 * 60 + 30);
    assert_eq!(hours[1].interval.seconds(), 601);
}

//! Known intervals, most of which several other programs agree on.

use crate::{bounds, clock, period};
use helpscout_period::Period;

#[rustfmt::skip]
const KNOWN: [(&str, &str, &str, &str); 29] = [
    ("America/Vancouver", "2026-11", "2026-11-01T07:00:00Z", "2026-12-01T06:59:59Z"),
    ("America/Edmonton", "2026-W47", "2026-11-16T06:00:00Z", "2026-11-23T05:59:59Z"),
    ("America/Winnipeg", "2026-11-01", "2026-11-01T05:00:00Z", "2026-11-02T04:59:59Z"),
    ("America/Havana", "2026-11", "2026-11-01T04:00:00Z", "2026-12-01T03:59:59Z"),
    ("Africa/Casablanca", "2026-W38", "2026-09-13T23:00:00Z", "2026-09-20T23:59:59Z"),
    ("Africa/Casablanca", "2026-02", "2026-01-31T23:00:00Z", "2026-02-28T23:59:59Z"),
    ("America/Coyhaique", "2025-W15", "2025-04-07T03:00:00Z", "2025-04-14T02:59:59Z"),
    ("America/Asuncion", "2025-Q2", "2025-04-01T03:00:00Z", "2025-07-01T02:59:59Z"),
    ("America/Asuncion", "2024-W12", "2024-03-18T03:00:00Z", "2024-03-25T03:59:59Z"),
    ("America/Santiago", "2019-09-08", "2019-09-08T04:00:00Z", "2019-09-09T02:59:59Z"),
    ("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00Z", "2023-04-28T20:59:59Z"),
    ("Asia/Beirut", "2023-03-26", "2023-03-25T22:00:00Z", "2023-03-26T20:59:59Z"),
    ("Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00Z", "2026-03-29T23:59:59Z"),
    ("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z", "2026-10-26T00:59:59Z"),
    ("America/Havana", "2019-11-03", "2019-11-03T04:00:00Z", "2019-11-04T04:59:59Z"),
    ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", "2026-04-05T13:29:59Z"),
    ("Antarctica/Troll", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T21:59:59Z"),
    ("Pacific/Apia", "2011-W52", "2011-12-26T10:00:00Z", "2012-01-01T09:59:59Z"),
    ("Pacific/Kiritimati", "2019-W01", "2018-12-30T10:00:00Z", "2019-01-06T09:59:59Z"),
    ("Asia/Kathmandu", "2019-Q2", "2019-03-31T18:15:00Z", "2019-06-30T18:14:59Z"),
    ("Europe/London", "2020-W53", "2020-12-28T00:00:00Z", "2021-01-03T23:59:59Z"),
    // The clocks went back from 00:01 to 23:01 of the day before.
    ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "2010-11-08T03:29:59Z"),
    ("America/New_York", "2019-W10", "2019-03-04T05:00:00Z", "2019-03-11T03:59:59Z"),
    ("America/New_York", "2019-W44", "2019-10-28T04:00:00Z", "2019-11-04T04:59:59Z"),
    ("America/New_York", "2019", "2019-01-01T05:00:00Z", "2020-01-01T04:59:59Z"),
    ("UTC", "2019-05-02..2019-05-08", "2019-05-02T00:00:00Z", "2019-05-08T23:59:59Z"),
    ("UTC", "2019-04..2019-W20", "2019-04-01T00:00:00Z", "2019-05-19T23:59:59Z"),
    ("Asia/Tokyo", "2019-05-02T12:00:00+02:00..2019-05-02T23:00:00.9Z", "2019-05-02T10:00:00Z", "2019-05-02T23:00:00Z"),
    ("Europe/Stockholm", "2019-05-02..2019-05-03t12:00z", "2019-05-01T22:00:00Z", "2019-05-03T12:00:00Z"),
];

#[test]
fn known_periods_have_their_first_and_last_second() {
    for (zone, text, start, end) in KNOWN {
        let read = period(text, zone).unwrap();
        assert_eq!(bounds(&read), format!("{start} {end}"), "{zone} {text}");
    }
}

#[test]
fn words_count_from_today_in_the_zone() {
    // In New York, it is still Tuesday, 21 May.
    let clock = clock("2019-05-22T03:59:59Z", "America/New_York");
    let labels = [
        ("today", "Tue 21 May 2019"),
        ("yesterday", "Mon 20 May 2019"),
        ("this-week", "Mon 20 May – Sun 26 May 2019 (2019-W21)"),
        ("last-week", "Mon 13 May – Sun 19 May 2019 (2019-W20)"),
        ("LAST WEEK", "Mon 13 May – Sun 19 May 2019 (2019-W20)"),
        ("last_week", "Mon 13 May – Sun 19 May 2019 (2019-W20)"),
        ("last-1-week", "Mon 13 May – Sun 19 May 2019 (2019-W20)"),
        ("this-month", "May 2019"),
        ("last-month", "April 2019"),
        ("this-quarter", "Apr – Jun 2019 (2019-Q2)"),
        ("last-quarter", "Jan – Mar 2019 (2019-Q1)"),
        ("this-year", "2019"),
        ("last-year", "2018"),
        ("last-7-days", "Tue 14 May – Mon 20 May 2019"),
        ("last-30-days", "21 Apr – 20 May 2019"),
        ("last-2-weeks", "Mon 6 May – Sun 19 May 2019"),
        ("last-12-months", "May 2018 – Apr 2019"),
        ("last-4-quarters", "Apr 2018 – Mar 2019"),
        ("2019-05-01..today", "1 May – 21 May 2019"),
        ("last-week..yesterday", "Mon 13 May – Mon 20 May 2019"),
        ("2019-w20", "Mon 13 May – Sun 19 May 2019 (2019-W20)"),
        ("2019-q1", "Jan – Mar 2019 (2019-Q1)"),
    ];
    for (text, label) in labels {
        assert_eq!(
            Period::parse(text, &clock).unwrap().label(),
            label,
            "{text}"
        );
    }
}

#[test]
fn a_week_at_new_year_belongs_to_the_year_of_its_thursday() {
    let clock = clock("2021-01-02T12:00:00Z", "Europe/London");
    let week = Period::parse("this-week", &clock).unwrap();
    assert_eq!(week, Period::parse("2020-W53", &clock).unwrap());
    assert_eq!(week.label(), "Mon 28 Dec 2020 – Sun 3 Jan 2021 (2020-W53)");
}

#[test]
fn a_period_is_running_until_its_last_second_is_over() {
    let zone = "Europe/London";
    let day = |now| {
        let clock = clock(now, zone);
        let day = Period::parse("2019-01-05", &clock).unwrap();
        day.is_running(&clock)
    };
    assert!(day("2019-01-05T00:00:00Z"));
    assert!(day("2019-01-05T23:59:59Z"));
    assert!(!day("2019-01-06T00:00:00Z"));
}

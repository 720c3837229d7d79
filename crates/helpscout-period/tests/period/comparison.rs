//! The periods that another one is compared with.

use crate::{bounds, clock, period};
use helpscout_period::{Period, Zone};

#[test]
fn the_previous_period_has_the_same_number_of_days() {
    let cases = [
        ("2019-W20", "Mon 6 May – Sun 12 May 2019 (2019-W19)"),
        ("2019-05-13", "Sun 12 May 2019"),
        ("2019-05", "31 Mar – 30 Apr 2019"),
        ("2019-08", "July 2019"),
        ("2019", "2018"),
        ("2020", "31 Dec 2018 – 31 Dec 2019"),
        ("2019-05-02..2019-05-08", "Thu 25 Apr – Wed 1 May 2019"),
    ];
    for (text, expected) in cases {
        let read = period(text, "America/New_York").unwrap();
        let previous = read.previous().unwrap();
        assert_eq!(previous.label(), expected, "{text}");
        assert_eq!(previous.days(), read.days(), "{text}");
    }
}

#[test]
fn the_previous_week_is_right_across_daylight_saving_time() {
    let week = period("2019-W11", "America/New_York").unwrap();
    let previous = week.previous().unwrap();
    assert_eq!(
        bounds(&previous),
        "2019-03-04T05:00:00Z 2019-03-11T03:59:59Z"
    );
    let seconds = [week, previous].map(|period| period.interval().seconds());
    assert_eq!(seconds, [604_800, 601_200]);
}

#[test]
fn the_previous_period_of_instants_has_the_same_number_of_seconds() {
    let read = period("2019-05-02T12:00:00Z..2019-05-02T12:00:09Z", "UTC").unwrap();
    let previous = read.previous().unwrap();
    assert_eq!(
        bounds(&previous),
        "2019-05-02T11:59:50Z 2019-05-02T11:59:59Z"
    );
}

#[test]
fn a_running_period_is_compared_up_to_the_same_time_of_the_same_day() {
    // Clocks change on 10 March 2019 and on 3 November 2019 in New York.
    let cases = [
        (
            "2019-03-13T14:00:30Z",
            "this-week",
            "2019-03-11T04:00:00Z 2019-03-13T14:00:30Z",
            "2019-03-04T05:00:00Z 2019-03-06T15:00:30Z",
        ),
        (
            "2019-11-04T04:59:58Z",
            "2019-11-03",
            "2019-11-03T04:00:00Z 2019-11-04T04:59:58Z",
            "2019-11-02T04:00:00Z 2019-11-03T03:59:58Z",
        ),
        (
            "2019-03-31T16:00:00Z",
            "this-month",
            "2019-03-01T05:00:00Z 2019-03-31T16:00:00Z",
            "2019-01-29T05:00:00Z 2019-02-28T17:00:00Z",
        ),
        (
            "2019-05-02T12:00:04Z",
            "2019-05-02T12:00:00Z..2019-05-02T12:00:09Z",
            "2019-05-02T12:00:00Z 2019-05-02T12:00:04Z",
            "2019-05-02T11:59:50Z 2019-05-02T11:59:54Z",
        ),
    ];
    for (now, text, own, other) in cases {
        let clock = clock(now, "America/New_York");
        let period = Period::parse(text, &clock).unwrap();
        let previous = period.previous().unwrap();
        let (so_far, before) = period.so_far(&previous, &clock).unwrap();
        assert_eq!(bounds(&so_far), own, "{text}");
        assert_eq!(bounds(&before), other, "{text}");
    }
}

#[test]
fn the_day_after_february_ends_where_the_shorter_year_does() {
    let clock = clock("2020-02-29T15:00:00Z", "UTC");
    let period = Period::parse("this-month", &clock).unwrap();
    let (_, before) = period.so_far(&period.last_year().unwrap(), &clock).unwrap();
    assert_eq!(bounds(&before), "2019-02-01T00:00:00Z 2019-02-28T23:59:59Z");
}

#[test]
fn a_period_that_is_over_or_has_not_begun_is_not_running() {
    let week = period("2019-W20", "UTC").unwrap();
    let previous = week.previous().unwrap();
    for now in [
        "2019-05-12T23:59:59Z",
        "2019-05-19T23:59:59Z",
        "2019-06-01T00:00:00Z",
    ] {
        assert_eq!(week.so_far(&previous, &clock(now, "UTC")), None, "{now}");
    }
}

#[test]
fn months_earlier_are_the_same_dates_and_whole_months_for_whole_ones() {
    let cases = [
        ("2019-05", 1, "April 2019"),
        ("2019-03", 1, "February 2019"),
        ("2019-02", 1, "January 2019"),
        ("2019-Q2", 3, "Jan – Mar 2019 (2019-Q1)"),
        ("2019-Q2", 1, "Mar – May 2019"),
        ("2019-05-01..2019-05-31", 1, "1 Apr – 30 Apr 2019"),
        ("2019-05-01..2019-05-20", 1, "1 Apr – 20 Apr 2019"),
        ("2019-03-29..2019-03-30", 1, "Thu 28 Feb 2019"),
        ("2019-W20", 1, "Sat 13 Apr – Fri 19 Apr 2019"),
        ("2019-05", 12, "May 2018"),
        (
            "2019-05-02T12:00:00-04:00..2019-05-31T12:00:00-04:00",
            1,
            "Tue 2 Apr 2019 12:00 – Tue 30 Apr 2019 12:00",
        ),
    ];
    for (text, months, expected) in cases {
        let read = period(text, "America/New_York").unwrap();
        let earlier = read.months_earlier(months).unwrap();
        assert_eq!(earlier.label(), expected, "{text}");
    }
}

#[test]
fn a_month_so_far_is_compared_with_the_same_days_of_the_month_before() {
    let cases = [
        (
            "2019-05-20T15:00:00Z",
            "2019-04-01T04:00:00Z 2019-04-20T15:00:00Z",
        ),
        // February has no 30th, so all of it is compared.
        (
            "2019-03-30T15:00:00Z",
            "2019-02-01T05:00:00Z 2019-03-01T04:59:59Z",
        ),
    ];
    for (now, expected) in cases {
        let clock = clock(now, "America/New_York");
        let month = Period::parse("this-month", &clock).unwrap();
        let (_, before) = month
            .so_far(&month.months_earlier(1).unwrap(), &clock)
            .unwrap();
        assert_eq!(bounds(&before), expected, "{now}");
    }
}

#[test]
fn a_year_earlier_are_the_same_dates_or_the_week_with_the_same_number() {
    let cases = [
        ("2019-W20", "Mon 14 May – Sun 20 May 2018 (2018-W20)"),
        ("2019-05-13", "Sun 13 May 2018"),
        ("2020-02-29", "Thu 28 Feb 2019"),
        ("2020-02", "February 2019"),
        ("2021-02", "February 2020"),
        ("2020-Q1", "Jan – Mar 2019 (2019-Q1)"),
        ("2019", "2018"),
        ("2019-W10..2019-W12", "5 Mar – 25 Mar 2018"),
        ("2019-05-02..2019-05-08", "Wed 2 May – Tue 8 May 2018"),
        (
            "2019-05-02T12:00:00-04:00..2019-05-03T12:00:00-04:00",
            "Wed 2 May 2018 12:00 – Thu 3 May 2018 12:00",
        ),
    ];
    for (text, expected) in cases {
        let read = period(text, "America/New_York").unwrap();
        assert_eq!(read.last_year().unwrap().label(), expected, "{text}");
    }
}

#[test]
fn a_week_53_has_no_counterpart_in_a_year_of_52_weeks() {
    let error = period("2020-W53", "Europe/London")
        .unwrap()
        .last_year()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "2020-W53 has no counterpart: 2019 has no week 53; compare with 2019-W52 or 2020-W01"
    );
}

#[test]
fn at_the_ends_of_the_calendar_there_is_no_previous_period() {
    let interval = helpscout_period::Interval {
        start: jiff::Timestamp::MIN,
        end: jiff::Timestamp::MAX,
    };
    let all = Period::between(interval, Zone::utc());
    assert!(all.previous().is_err());
    assert!(all.last_year().is_err());
    let late = clock("9999-12-30T12:00:00Z", "Pacific/Kiritimati");
    let _ = Period::parse("today", &late);
}

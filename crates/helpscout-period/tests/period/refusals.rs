//! Each mistake is refused with what to write instead.

use crate::clock;
use helpscout_period::Period;

/// Returns the error on Wednesday, 22 May 2019 in New York.
fn refused(text: &str) -> String {
    let clock = clock("2019-05-22T16:00:00Z", "America/New_York");
    match Period::parse(text, &clock) {
        Ok(period) => panic!("{text} is {}", period.label()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn misspelled_words_name_the_nearest() {
    let cases = [
        ("last-wek", "did you mean last-week?"),
        ("tody", "did you mean today?"),
        ("yesteday", "did you mean yesterday?"),
        ("lst-month", "did you mean last-month?"),
        ("last-45-dyas", "did you mean last-45-days?"),
        ("last-30-dys", "did you mean last-30-days?"),
        ("previous-week", "write last-week"),
        ("past month", "write last-month"),
        ("current-quarter", "write this-quarter"),
        ("30d", "write last-30-days"),
        ("last-30", "write last-30-days"),
        ("past 2 weeks", "write last-2-weeks"),
        ("ytd", "write this-year"),
        ("last-day", "write yesterday"),
        (
            "next-week",
            "next-week has not begun; write a period such as",
        ),
        ("whenever", "write a period such as last-week, this-month,"),
        ("", "the period is missing; write a period such as"),
        (
            "last-0-days",
            "last-0-days has no days; write last-1-day, or today",
        ),
        ("last-99999-days", "last-99999-days is too long ago"),
        ("last-9999-years", "last-9999-years starts before 1970"),
        ("last-60-years", "last-60-years starts before 1970"),
    ];
    for (text, expected) in cases {
        let said = refused(text);
        assert!(said.contains(expected), "{text}: {said}");
    }
}

#[test]
fn dates_that_do_not_exist_say_why() {
    let cases = [
        (
            "2019-W53",
            "2019 has no week 53: it has 52 weeks; write 2019-W52 or, for the week after it, 2020-W01",
        ),
        (
            "2019-W00",
            "2019 has no week 00: it has 52 weeks; write 2019-W01 to 2019-W52",
        ),
        (
            "2015-W54",
            "2015 has no week 54: it has 53 weeks; write 2015-W53 or,",
        ),
        ("2019-13", "2019 has no month 13; write 2019-01 to 2019-12"),
        ("2019-00", "2019 has no month 00"),
        ("2019-13-01", "2019 has no month 13"),
        (
            "2019-Q5",
            "2019 has no quarter 5; write 2019-Q1, -Q2, -Q3 or -Q4",
        ),
        (
            "2019-02-30",
            "2019-02-30 does not exist: February 2019 has 28 days; write 2019-02-28 for its last day",
        ),
        (
            "2019-04-01..2019-04-31",
            "2019-04-31 does not exist: April 2019 has 30 days",
        ),
        ("0019-05", "0019-05 starts before 1970"),
        ("1969-12-31T23:59:59Z..2019-05-01", "starts before 1970"),
        (
            "2019-06",
            "2019-06 has not begun: today is Wed 22 May 2019 in America/New_York; write",
        ),
        ("2019-05-23", "has not begun"),
        ("9999-12-31", "9999-12-31 is at the end of the calendar"),
        ("9999", "9999 is at the end of the calendar"),
    ];
    for (text, expected) in cases {
        let said = refused(text);
        assert!(said.contains(expected), "{text}: {said}");
    }
}

#[test]
fn other_ways_to_write_dates_are_rewritten() {
    let cases = [
        ("2019-5", "write 2019-05"),
        ("2019-5-2", "write 2019-05-02"),
        ("2019/05/02", "write 2019-05-02"),
        ("05/02/2019", "write 2019-05-02 or 2019-02-05"),
        ("31.12.2018", "write 2018-12-31"),
        ("20190502", "write 2019-05-02"),
        ("2019-W5", "write 2019-W05"),
        ("2019W20", "write 2019-W20"),
        ("W20", "write 2019-W20"),
        ("Q1", "write 2019-Q1"),
        ("2019Q1", "write 2019-Q1"),
        ("Q1 2019", "write 2019-Q1"),
        ("may", "write 2019-05"),
        ("December", "write 2018-12"),
        ("Sept 2018", "write 2018-09"),
        ("2019-05-01 to 2019-05-08", "write 2019-05-01..2019-05-08"),
        ("2019-05-01...2019-05-08", "write 2019-05-01..2019-05-08"),
        ("2019-05-01..=2019-05-08", "write 2019-05-01..2019-05-08"),
        ("2019-05-01/2019-05-08", "write 2019-05-01..2019-05-08"),
        ("2019-05-01 - 2019-05-08", "write 2019-05-01..2019-05-08"),
        ("5/2019", "write 2019-05"),
        ("05.2019", "write 2019-05"),
        ("week 20", "write 2019-W20"),
        ("KW20", "write 2019-W20"),
        ("week 20 2018", "write 2018-W20"),
        ("2018 week 5", "write 2018-W05"),
        ("H1 2019", "write 2019-01..2019-06"),
        ("2018-H2", "write 2018-07..2018-12"),
        ("since 2019-05-01", "write 2019-05-01..today"),
        ("from 1/4/2019", "write a period such as last-week"),
        ("since April", "write 2019-04..today"),
        ("monday", "write 2019-05-20"),
        ("wed", "write 2019-05-22"),
        ("last Wednesday", "write 2019-05-15"),
        ("last-monday", "write 2019-05-20"),
        ("last weekend", "write 2019-05-18..2019-05-19"),
        (
            "last-24-hours",
            "write 2019-05-21T12:00:00-04:00..2019-05-22T12:00:00-04:00",
        ),
    ];
    for (text, expected) in cases {
        let said = refused(text);
        assert!(said.contains(expected), "{text}: {said}");
    }
}

#[test]
fn ranges_and_instants_name_the_range_to_write() {
    let cases = [
        (
            "2019-05-08..2019-05-02",
            "ends before it starts; write 2019-05-02..2019-05-08",
        ),
        (
            "2019-05-08T00:00:00Z..2019-05-02",
            "ends before it starts; write 2019-05-02..2019-05-08T00:00:00Z",
        ),
        (
            "2019-05-02..",
            "has one end only; write both, such as 2019-05-02..today",
        ),
        (
            "..2019-05-08",
            "has one end only; write both, such as 2019-05-02..2019-05-08",
        ),
        ("..", "has one end only"),
        (
            "2019-05-02T12:00:00Z",
            "is an instant, not a period; write two, such as \
             2019-05-02T12:00:00Z..2019-05-03T11:59:59Z",
        ),
        (
            "2019-05-02T12:00..2019-05-03",
            "2019-05-02T12:00 has no offset; write 2019-05-02T12:00:00-04:00 for America/New_York",
        ),
        (
            "2018-11-04T01:30..2019-05-03",
            "has no offset; write 2018-11-04T01:30:00-04:00 or 2018-11-04T01:30:00-05:00 for",
        ),
        (
            "2019-03-10T02:30..2019-05-03",
            "2019-03-10T02:30 does not exist in America/New_York: clocks skipped it",
        ),
        (
            "2019-02-30T00:00:00Z..2019-05-03",
            "its date, its time of day or its offset",
        ),
        ("2019-05-02..2019-05-0é", "is not a period"),
        ("2019-05-02..last-wek", "did you mean last-week?"),
    ];
    for (text, expected) in cases {
        let said = refused(text);
        assert!(said.contains(expected), "{text}: {said}");
    }
}

#[test]
fn a_date_that_the_zone_skipped_is_named() {
    let clock = clock("2019-05-22T16:00:00Z", "Pacific/Apia");
    let error = Period::parse("2011-12-30", &clock).unwrap_err();
    assert_eq!(
        error.to_string(),
        "2011-12-30 does not exist in Pacific/Apia: its clocks skipped that date; \
         write 2011-12-29 or 2011-12-31"
    );
}

#[test]
fn no_text_makes_it_panic() {
    let clock = clock("2019-05-22T16:00:00Z", "America/New_York");
    for text in [
        "é",
        "éééé-05",
        "2019-éé",
        "--",
        "-",
        "....",
        "2019-05-02T",
        "T",
        ":",
        "w",
        "q",
        "last-",
        "last-é-days",
        "last--days",
        "2019-0é",
        "\u{0}",
        "ééééééééééé",
        "2019-05-02éT",
        "d",
        "1w",
        "99999999999999999999",
        "last-99999999999999999999-days",
        "0000",
        "0000-01-01",
        "٢٠١٩",
        "2019-05-02T12:00:00+99:99..2019",
        "-2019-05",
        "2019-Wé0",
        "ﬁ",
        "last-week..",
        "9999-W52",
    ] {
        let _ = Period::parse(text, &clock);
    }
}

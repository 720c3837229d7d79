//! Other words for a period, which are refused with the one to write.

use crate::{clock, period};
use helpscout_period::{Period, Zone};

/// Returns the problem and the advice for a text that is no period, on Wednesday, 22 May 2019.
fn refused(text: &str) -> (String, String) {
    let error = Period::parse(text, &clock("2019-05-22T10:00:00Z", "UTC")).unwrap_err();
    let advice = error.advice().unwrap_or_default().to_owned();
    (error.problem().to_owned(), advice)
}

#[test]
fn a_word_of_the_same_meaning_leads_to_the_word_that_is_read() {
    for (words, known) in [
        ("this-day now day current-day", "today"),
        ("last-day previous-day prev-day past-day", "yesterday"),
        ("week wtd week-to-date current-week", "this-week"),
        ("month mtd month-to-date current-month", "this-month"),
        (
            "quarter qtd quarter-to-date current-quarter",
            "this-quarter",
        ),
        ("year ytd year-to-date current-year", "this-year"),
        ("previous-week prev-week past-week", "last-week"),
        (
            "fortnight last-fortnight 2w 2-weeks past-2-weeks",
            "last-2-weeks",
        ),
        (
            "30d 30days last-30 past-30-days previous-30-day",
            "last-30-days",
        ),
        ("3m 3mo 3-months", "last-3-months"),
        ("999-years 999y", "last-999-years"),
    ] {
        for word in words.split(' ') {
            let (problem, advice) = refused(word);
            assert_eq!(problem, format!("{word:?} is not a period"));
            assert_eq!(advice, format!("write {known}"), "{word}");
        }
    }
}

#[test]
fn a_date_in_another_form_leads_to_the_form_that_is_read() {
    for (text, form) in [
        ("2019w20", "2019-W20"),
        ("w20", "2019-W20"),
        ("w53", "2019-W53"),
        ("q4", "2019-Q4"),
        ("q1 2018", "2018-Q1"),
        ("may", "2019-05"),
        ("june", "2018-06"),
        ("20190513", "2019-05-13"),
        ("31.12.2018", "2018-12-31"),
        ("3/4/2019", "2019-03-04 or 2019-04-03"),
        ("2019-05-02 - 2019-05-08", "2019-05-02..2019-05-08"),
        ("2019-05-02 until 2019-05-08", "2019-05-02..2019-05-08"),
    ] {
        assert_eq!(refused(text).1, format!("write {form}"), "{text}");
    }
    for text in [
        "w54",
        "w0",
        "q5",
        "q0",
        "1000-days",
        "2019-05-02 to bed",
        "2019-5-ab",
    ] {
        let (_, advice) = refused(text);
        let forms = "write a period such as last-week, this-month";
        assert!(
            advice.starts_with(forms) || advice.starts_with("did you mean"),
            "{text}: {advice}"
        );
    }
}

#[test]
fn a_period_of_whole_days_says_how_many() {
    let days = |text| period(text, "America/New_York").unwrap().days();
    assert_eq!(days("2019-11-03"), Some(1));
    assert_eq!(days("2020-02"), Some(29));
    assert_eq!(days("2019-05-02T00:00:00Z..2019-05-02T23:59:59Z"), None);
    let one = |first, last| Period::of_dates(first, last, &Zone::utc());
    assert_eq!(one("2019-05-02", "2019-05-02").unwrap().days(), Some(1));
    let problem = one("2019-05-02", "2019-05-01").unwrap_err().to_string();
    assert!(
        problem.contains("2019-05-01 is before 2019-05-02"),
        "{problem}"
    );
}

#[test]
fn a_zone_without_daylight_saving_time_says_so() {
    for (zone, caution) in [
        (
            "EST",
            Some("EST is -05:00 all year; America/New_York has daylight saving time"),
        ),
        (
            "MST",
            Some("MST is -07:00 all year; America/Denver has daylight saving time"),
        ),
        ("America/Denver", None),
    ] {
        assert_eq!(
            Zone::named(zone).unwrap().caution().as_deref(),
            caution,
            "{zone}"
        );
    }
}

//! What periods are called.

use crate::period;

#[test]
fn a_description_names_the_zone_and_each_of_its_offsets() {
    let cases = [
        (
            "2019-W20",
            "America/New_York",
            "Mon 13 May – Sun 19 May 2019 (2019-W20), America/New_York (-04:00)",
        ),
        (
            "2019-W10",
            "America/New_York",
            "Mon 4 Mar – Sun 10 Mar 2019 (2019-W10), America/New_York (-05:00, later -04:00)",
        ),
        (
            "2019",
            "America/New_York",
            "2019, America/New_York (-05:00, later -04:00)",
        ),
        ("2019-05-13", "utc", "Mon 13 May 2019, UTC (+00:00)"),
        (
            "2018-12..2019-02",
            "Asia/Kathmandu",
            "Dec 2018 – Feb 2019, Asia/Kathmandu (+05:45)",
        ),
    ];
    for (text, zone, expected) in cases {
        assert_eq!(period(text, zone).unwrap().description(), expected);
    }
}

#[test]
fn instants_are_local_and_have_offsets_where_they_differ() {
    let cases = [
        (
            "2019-05-02T12:00:00Z..2019-06-02T12:00:00Z",
            "Thu 2 May 2019 08:00 – Sun 2 Jun 2019 08:00",
        ),
        (
            "2019-11-03T05:30:00Z..2019-11-03T06:29:59Z",
            "Sun 3 Nov 2019 01:30 -04:00 – Sun 3 Nov 2019 01:29:59 -05:00",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(period(text, "America/New_York").unwrap().label(), expected);
    }
}

//! Groups by the hour of the clock on days on which the clocks are changed, and by parts of time on a
//! page.

use std::fs;

use serde_json::Value;
use tempfile::tempdir;

use crate::program::{program, run};

/// A user who replies late in the day.
const USER: &str = "460341";

/// Runs a history of one user by something.
fn by(what: &str, period: &str, zone: &str, format: &str) -> String {
    let mut command = program();
    command.args(["history", "--sandbox", "--user", USER, "--by", what]);
    command.args(["--period", period, "--zone", zone, "--format", format]);
    let done = run(&mut command);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    done.stdout
}

/// Returns the hours of a period, each with its replies.
fn hours(period: &str, zone: &str) -> Vec<(String, u64)> {
    let text = by("hour", period, zone, "ndjson");
    let rows = text.lines().map(|line| {
        let row: Value = serde_json::from_str(line).unwrap();
        let key = row["key"].as_str().unwrap().to_owned();
        (key, row["replies"].as_u64().unwrap())
    });
    rows.collect()
}

/// Returns how many replies a report over these instants has.
fn replies(start: &str, end: &str) -> u64 {
    let mut command = program();
    command.args(["report", "user-conversation-history", "--sandbox", "-q"]);
    command.args(["--user", USER, "--start", start, "--end", end]);
    let done = run(command.args(["--format", "ndjson"]));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    done.stdout.lines().count() as u64
}

#[test]
fn an_hour_that_the_clocks_skipped_is_no_group() {
    let zone = "America/New_York";
    let all: Vec<String> = (0..24).map(|hour| format!("{hour:02}")).collect();
    let keys = |period: &str| -> Vec<String> {
        let hours = hours(period, zone).into_iter();
        hours.map(|(key, _)| key).collect()
    };
    let skipped = keys("2019-03-10");
    assert_eq!(skipped.len(), 23);
    assert!(!skipped.contains(&"02".to_owned()), "{skipped:?}");
    // Another day of the period has it.
    assert_eq!(keys("2019-03-10..2019-03-11"), all);
    let said = "On Sun 10 Mar 2019, the clocks were set forward from 02:00 to 03:00.";
    let table = by("hour", "2019-03-10..2019-03-11", zone, "table");
    assert!(table.contains(said), "{table}");
    assert!(!by("hour", "2019-03-11", zone, "table").contains("clocks"));
    // A part of a day has its own hours only.
    let part = keys("2019-03-11T09:00:00-04:00..2019-03-11T11:59:59-04:00");
    assert_eq!(part, ["09", "10", "11"]);
}

#[test]
fn an_hour_that_came_twice_has_the_replies_of_both() {
    // A Friday, on which the clocks went from 01:00 back to 00:00.
    let (zone, day) = ("Asia/Amman", "2019-10-25");
    let hours = hours(day, zone);
    assert_eq!(hours.len(), 24);
    let both = replies("2019-10-24T21:00:00Z", "2019-10-24T22:59:59Z");
    assert!(both > 0);
    assert_eq!(hours[0], ("00".to_owned(), both));
    let all: u64 = hours.iter().map(|(_, replies)| replies).sum();
    assert_eq!(all, replies("2019-10-24T21:00:00Z", "2019-10-25T21:59:59Z"));
    let said = "On Fri 25 Oct 2019, the clocks were set back from 01:00 to 00:00; an hour that came \
                twice is one hour here.";
    assert!(by("hour", day, zone, "table").contains(said));
}

#[test]
fn a_page_sorts_parts_of_time_by_the_calendar() {
    let folder = tempdir().unwrap();
    let page = folder.path().join("week.html");
    for (what, places) in [
        ("weekday", [(0, "Monday"), (4, "Friday"), (6, "Sunday")]),
        (
            "day",
            [(0, "Mon 13 May"), (4, "Fri 17 May"), (6, "Sun 19 May")],
        ),
    ] {
        let mut command = program();
        command.args(["history", "--sandbox", "--user", USER, "--by", what]);
        command.args(["--period", "2019-W20", "--zone", "UTC", "-o"]);
        let done = run(command.arg(&page));
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        let text = fs::read_to_string(&page).unwrap();
        for (place, name) in places {
            let cell = format!("data-v=\"{place}\">{name}<");
            assert!(text.contains(&cell), "{cell}");
        }
    }
}

#[test]
fn a_page_sorts_ranges_of_times_from_the_shortest() {
    let folder = tempdir().unwrap();
    let page = folder.path().join("may.html");
    let mut command = program();
    command.args(["report", "email", "--sandbox", "--period", "2019-05"]);
    let done = run(command.args(["--zone", "UTC", "-o"]).arg(&page));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let text = fs::read_to_string(&page).unwrap();
    for (place, name) in [(0, "Under 15 minutes"), (3, "1 to 2 hours")] {
        let cell = format!("data-v=\"{place}\">{name}<");
        assert!(text.contains(&cell), "{cell}");
    }
}

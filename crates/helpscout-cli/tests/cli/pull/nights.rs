//! What happens from night to night: users leave, files are lost, and some reports always fail.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tempfile::tempdir;

use super::account;
use super::may::HISTORY;
use super::{files, paths, pull, pulled};
use crate::program::{Run, run};
use crate::service::{Service, page};

fn row() -> String {
    r#"[{"number":5,"id":10,"customers":[],"responseTime":60}]"#.to_owned()
}

/// Pulls histories before a day of May 2019.
fn night(service: &Service, until: &str, options: &[&str]) -> Run {
    let command = pull(&[HISTORY, "--since", "2019-05-06", "--until", until]);
    run(service.asked_by(command).args(options))
}

/// Keeps the last state of the messages that a run printed.
fn keep(run: &Run, file: &Path) -> Value {
    let last = run.stdout.lines().next_back().unwrap();
    let message: Value = serde_json::from_str(last).unwrap();
    fs::write(file, message["value"].to_string()).unwrap();
    message["value"]["bookmarks"]["user_conversation_history"]["done"].clone()
}

#[test]
fn a_user_who_has_left_is_told_once_with_what_is_not_pulled() {
    let count = Arc::new(AtomicUsize::new(3));
    let ids = Arc::clone(&count);
    let users = move || (1..=3).take(ids.load(Ordering::SeqCst)).collect();
    let service = account::start_with(users, |_, _| Ok(row()));
    let home = tempdir().unwrap();
    let (dir, states) = (home.path().join("data"), home.path().join("states"));
    let to_folder = ["--users", "all", "--to", dir.to_str().unwrap()];
    let to_target = [
        "--users",
        "all",
        "--format",
        "singer",
        "--bookmarks",
        states.to_str().unwrap(),
    ];
    let nights = |until: &str| {
        let folder = night(&service, until, &to_folder);
        let target = night(&service, until, &to_target);
        assert_eq!(
            (folder.code, target.code),
            (Some(0), Some(0)),
            "{}",
            target.stderr
        );
        keep(&target, &states);
        [folder.stderr, target.stderr].map(|stderr| {
            let lines = stderr.lines().filter(|line| line.starts_with("warning"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        })
    };
    assert_eq!(nights("2019-05-08"), [[""; 0]; 2]);
    count.store(2, Ordering::SeqCst);
    let warning = "warning: user 3 is no longer in the account, so its days from 2019-05-08 on are \
                   not pulled; --users 3 fetches them";
    assert_eq!(nights("2019-05-09"), [[warning]; 2]);
    assert_eq!(nights("2019-05-10"), [[""; 0]; 2]);
    // Whoever is named is asked for, be they in the account or not.
    let named = night(
        &service,
        "2019-05-10",
        &["--users", "1,3", "--to", dir.to_str().unwrap()],
    );
    assert!(!named.stderr.contains("no longer"), "{}", named.stderr);
    assert_eq!(paths(&dir).len(), 12);
}

#[test]
fn damaged_files_that_are_not_asked_for_are_told_with_the_options_that_fetch_them() {
    let service = account::start(|_, _| Ok(row()));
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let to = dir.to_str().unwrap();
    assert_eq!(
        night(&service, "2019-05-08", &["--users", "all", "--to", to]).code,
        Some(0)
    );
    let lost = "user-conversation-history/user=2/window=2019-05-06/part-0.parquet";
    fs::remove_file(dir.join(lost)).unwrap();
    for options in [
        &["--users", "1", "--to", to][..],
        &["--users", "1", "--plan", "--to", to],
    ] {
        let pulled = night(&service, "2019-05-08", options);
        assert_eq!(pulled.code, Some(0), "{}", pulled.stderr);
        let told = pulled.stderr.replace('\n', " ");
        let advice = "A pull of user-conversation-history with --users 2 --since 2019-05-06 --until \
                      2019-05-07 fetches them";
        assert!(told.contains(advice), "{told}");
        assert!(!told.contains("They are fetched again"), "{told}");
    }
    let verify = || run(pull(&["--verify", "--to"]).arg(&dir));
    assert_eq!(verify().code, Some(1));
    let mended = night(&service, "2019-05-07", &["--users", "2", "--to", to]);
    assert!(
        mended.stderr.contains("They are fetched again."),
        "{}",
        mended.stderr
    );
    assert_eq!(verify().code, Some(0));
}

#[test]
fn a_user_whose_reports_always_fail_keeps_nobody_elses_from_being_pulled() {
    for status in [500, 404] {
        let service = account::start(move |user, _| match user {
            2 => Err((status, r#"{"message":"boom"}"#.to_owned())),
            _ => Ok(row()),
        });
        let options = ["--users", "all", "--attempts", "1", "--in-flight", "1"];
        let home = tempdir().unwrap();
        let dir = home.path().join("data");
        let to = [&options[..], &["--to", dir.to_str().unwrap()]].concat();
        // On the second night, all the days that failed come first.
        for (until, kept) in [("2019-05-26", 20), ("2019-05-27", 21)] {
            let pulled = night(&service, until, &to);
            assert_ne!(pulled.code, Some(0));
            assert!(
                pulled
                    .stderr
                    .contains("were not tried after 3 in a row had failed"),
                "{}",
                pulled.stderr
            );
            assert_eq!(paths(&dir).len(), kept, "{}", pulled.stderr);
        }
        let states = home.path().join("states");
        let messages = [
            "--format",
            "singer",
            "--bookmarks",
            states.to_str().unwrap(),
        ];
        let messages = [&options[..], &messages].concat();
        for (until, records) in [("2019-05-26", 20), ("2019-05-27", 1)] {
            let printed = night(&service, until, &messages);
            assert_ne!(printed.code, Some(0));
            assert_eq!(
                printed.stdout.matches("RECORD").count(),
                records,
                "{}",
                printed.stderr
            );
            // The state claims nothing that was not printed.
            let done = json!({ "1": [["2019-05-06", until]] });
            assert_eq!(keep(&printed, &states), done);
        }
    }
}

#[test]
fn an_outage_ends_a_pull_after_few_calls() {
    let service = account::start_with(|| (1..=40).collect(), |_, _| Err((503, String::new())));
    let home = tempdir().unwrap();
    let options = ["--users", "all", "--attempts", "1", "--in-flight", "2"];
    let to = home.path().join("data");
    let to = ["--to", to.to_str().unwrap()];
    for place in [&to, &["--format", "singer"]] {
        let before = account::histories(&service);
        let ended = night(&service, "2019-06-06", &[&options[..], place].concat());
        assert_eq!(ended.code, Some(1), "{}", ended.stderr);
        let calls = account::histories(&service) - before;
        assert!((5..=12).contains(&calls), "{calls}: {}", ended.stderr);
    }
}

#[test]
fn the_order_of_a_list_of_values_does_not_matter() {
    let home = tempdir().unwrap();
    let (dir, states) = (home.path().join("data"), home.path().join("states"));
    let options = |mailboxes: &'static str| {
        let days = ["--since", "2019-05-06", "--until", "2019-05-07"];
        [
            &[HISTORY, "--users", "447723", "--mailboxes", mailboxes],
            &days[..],
        ]
        .concat()
    };
    let journal = home.path().join("data.pull/journal.ndjson");
    pulled(&dir, &options("567,123"));
    let text = fs::read_to_string(&journal).unwrap();
    assert!(text.contains(r#""mailboxes":"123,567""#), "{text}");
    let before = files(&dir);
    for list in ["123,567", "567,123", "123,567,123"] {
        let again = pulled(&dir, &options(list));
        assert!(
            again.stderr.contains("nothing to fetch"),
            "{}",
            again.stderr
        );
    }
    assert_eq!(files(&dir), before);
    let other = run(pull(&options("123")).arg("--sandbox").arg("--to").arg(&dir));
    assert_eq!(other.code, Some(2), "{}", other.stderr);
    assert!(
        other.stderr.contains("--mailboxes 123,567, not 123"),
        "{}",
        other.stderr
    );

    let messages = |list: &'static str| {
        let mut command = pull(&options(list));
        command.args(["--sandbox", "--format", "singer", "--bookmarks"]);
        let printed = run(command.arg(&states));
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        keep(&printed, &states);
        let state = fs::read_to_string(&states).unwrap();
        fs::write(&states, state.replace(r#""123,567""#, r#""567,123,123""#)).unwrap();
        printed.stderr
    };
    messages("567,123");
    let told = messages("123,567");
    assert!(
        told.contains("nothing to fetch: 1 unit in the target already"),
        "{told}"
    );
}

#[test]
fn a_last_state_that_was_cut_off_does_not_count() {
    let service = account::start(|_, _| Ok(row()));
    let home = tempdir().unwrap();
    let states = home.path().join("states");
    let options = ["--users", "1", "--format", "singer", "--bookmarks"];
    let options = [&options[..], &[states.to_str().unwrap()]].concat();
    let first = night(&service, "2019-05-08", &options);
    keep(&first, &states);
    let whole = fs::read(&states).unwrap();
    let half = &whole[..whole.len() / 2];
    fs::write(&states, [&whole[..], b"\n", half, b"\xc3"].concat()).unwrap();
    let second = night(&service, "2019-05-09", &options);
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    assert!(
        second.stderr.contains("the last line is no whole state"),
        "{}",
        second.stderr
    );
    assert_eq!(second.stdout.matches("RECORD").count(), 1);
    // Nothing before it is a state.
    for text in [half, b"\xff\xfe"] {
        fs::write(&states, text).unwrap();
        let refused = night(&service, "2019-05-09", &options);
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(
            refused.stderr.contains("or a new one"),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn a_clock_that_is_ahead_is_told_if_windows_count_as_over_because_of_it() {
    let now = Timestamp::now();
    let date_of = |hours: i64| {
        let time = now.checked_sub(SignedDuration::from_hours(hours)).unwrap();
        DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&time)
            .unwrap()
    };
    let home = tempdir().unwrap();
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let since = today.yesterday().unwrap().to_string();
    for (hours, since, is_told) in [
        (0, since.as_str(), false),
        (25, &since, true),
        (25, "2019-05-06", false),
    ] {
        let headers: &'static str = format!("Date: {}\r\n", date_of(hours)).leak();
        let service = Service::with_headers(move |asked| {
            let body = if asked.starts_with("/v2/users/me") {
                r#"{"id":1,"companyId":4242}"#.to_owned()
            } else {
                page(1, 1, 0, "[]")
            };
            (200, headers, body)
        });
        let dir = home.path().join(format!("{hours}-{since}"));
        let until = if since == "2019-05-06" {
            "2019-05-08".to_owned()
        } else {
            today.to_string()
        };
        for place in [
            &["--plan", "--to", dir.to_str().unwrap()][..],
            &["--to", dir.to_str().unwrap()],
            &["--format", "singer"],
        ] {
            let command = pull(&[HISTORY, "--users", "1", "--since", since, "--until", &until]);
            let pulled = run(service.asked_by(command).args(place));
            assert_eq!(pulled.code, Some(0), "{}", pulled.stderr);
            let told = pulled.stderr.contains("ahead of that of the service");
            assert_eq!(told, is_told, "{hours} {since}: {}", pulled.stderr);
        }
    }
}

//! What is fetched again: windows that may have changed, and those that failed.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::tempdir;

use super::account::{self, histories};
use super::{files, paths, pull};
use crate::program::run;

const HISTORY: &str = "user-conversation-history";

fn row(id: usize) -> String {
    format!(r#"[{{"number":5,"id":{id},"customers":[],"responseTime":60}}]"#)
}

#[test]
fn a_failed_unit_is_told_others_are_kept_and_the_next_pull_fetches_only_what_is_missing() {
    let fails = Arc::new(AtomicUsize::new(1));
    let is_failing = Arc::clone(&fails);
    let service = account::start(move |user, day| {
        if user == 2 && day == "2019-05-07" && is_failing.load(Ordering::SeqCst) == 1 {
            return Err((503, String::new()));
        }
        Ok(row(10))
    });
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let mut command = pull(&[
        HISTORY,
        "--users",
        "all",
        "--since",
        "2019-05-06",
        "--until",
        "2019-05-08",
        "--attempts",
        "1",
        "--in-flight",
        "1",
        "--format",
        "ndjson",
        "--to",
    ]);
    command.arg(&dir);
    let mut command = service.asked_by(command);
    let failed = run(&mut command);
    assert_eq!(failed.code, Some(1), "{}", failed.stderr);
    let unit = "user-conversation-history/user=2/window=2019-05-07";
    assert!(failed.stderr.contains(unit), "{}", failed.stderr);
    assert!(
        failed.stderr.contains("3 of 4 units are kept in"),
        "{}",
        failed.stderr
    );
    assert!(
        failed.stderr.contains("go on with: helpscout pull"),
        "{}",
        failed.stderr
    );
    let kept = files(&dir);
    assert_eq!(kept.len(), 3);

    fails.store(0, Ordering::SeqCst);
    let before = histories(&service);
    let resumed = run(&mut command);
    assert_eq!(resumed.code, Some(0), "{}", resumed.stderr);
    assert_eq!(histories(&service) - before, 1);
    let all = files(&dir);
    assert_eq!(all.len(), 4);
    assert!(kept.iter().all(|(path, bytes)| all[path] == *bytes));
}

#[test]
fn a_refused_token_ends_the_pull_at_once_and_what_is_there_stays() {
    let count = AtomicUsize::new(0);
    let service = account::start(move |_, _| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Ok(row(10)),
        _ => Err((403, r#"{"message":"your plan has no reports"}"#.to_owned())),
    });
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let mut command = pull(&[
        HISTORY,
        "--users",
        "1",
        "--since",
        "2019-05-01",
        "--until",
        "2019-06-01",
        "--in-flight",
        "1",
        "--format",
        "ndjson",
        "--to",
    ]);
    command.arg(&dir);
    let refused = run(&mut service.asked_by(command));
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("1 of 31 units are kept in"),
        "{}",
        refused.stderr
    );
    assert_eq!(paths(&dir).len(), 1);
    assert!(histories(&service) < 10);
}

#[test]
fn windows_of_the_last_days_are_fetched_again_and_those_that_changed_are_listed() {
    let round = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&round);
    let service = account::start(move |user, _| {
        let id = if user == 2 {
            now.load(Ordering::SeqCst)
        } else {
            7
        };
        // The same data in another spelling is no change.
        if user == 1 && now.load(Ordering::SeqCst) == 1 {
            let spelled = r#"[ {"custom\u0065rs":[ ],"responseTime":6e1, "id":17,"number":5.0} ]"#;
            return Ok(spelled.to_owned());
        }
        Ok(row(10 + id))
    });
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let since = today
        .checked_sub(jiff::Span::new().days(20))
        .unwrap()
        .to_string();
    let until = today
        .checked_sub(jiff::Span::new().days(1))
        .unwrap()
        .to_string();
    let options = [
        HISTORY, "--users", "all", "--since", &since, "--until", &until, "--format", "ndjson",
        "--again", "3d", "--to",
    ];
    let mut command = pull(&options);
    command.arg(&dir);
    let mut command = service.asked_by(command);
    let first = run(&mut command);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let before = files(&dir);
    assert_eq!(before.len(), 38);

    round.store(1, Ordering::SeqCst);
    let asked = histories(&service);
    let second = run(&mut command);
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    let again = histories(&service) - asked;
    assert!((4..=8).contains(&again), "{again}");
    let after = files(&dir);
    let changed: Vec<&String> = after
        .keys()
        .filter(|path| after[*path] != before[*path])
        .collect();
    assert_eq!(changed.len(), again / 2);
    for path in changed {
        assert!(path.contains("/user=2/"), "{path}");
        let unit = path.strip_suffix("/part-0.ndjson").unwrap();
        assert!(
            second.stderr.contains(&format!("changed: {unit}")),
            "{}",
            second.stderr
        );
        assert!(
            fs::read_to_string(dir.join(path))
                .unwrap()
                .contains("\"id\":11")
        );
    }
}

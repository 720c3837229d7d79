//! A journal that was put back from a backup that is older than the files.

use std::fs;

use tempfile::tempdir;

use super::may::{MAY, assert_contains, ends, goes_on, may, serving, told};
use super::{files, pull};
use crate::program::run;

#[test]
fn a_pull_that_asks_for_the_days_since_then_replaces_their_files() {
    let service = serving();
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let journal = home.path().join("data.pull/journal.ndjson");
    let ten_days = MAY.map(|word| {
        if word == "2019-06-01" {
            "2019-05-11"
        } else {
            word
        }
    });
    let mut command = pull(&ten_days);
    command.arg("--to").arg(&dir);
    let mut command = service.asked_by(command);
    assert_eq!(run(&mut command).code, Some(0));
    let backup = fs::read(&journal).unwrap();
    goes_on(&service, &dir);
    let before = files(&dir);
    fs::write(&journal, backup).unwrap();

    // One that does not ask for them is refused, and so is its plan.
    let parts = [
        "holds 21 files that the journal HOME/data.pull/journal.ndjson does not list",
        "that this pull does not fetch",
        "pull these reports, users and days, which replaces the files, or move them away",
    ];
    ends(&home, &mut command, 2, &parts);
    command.arg("--plan");
    ends(&home, &mut command, 2, &parts);
    assert_eq!(files(&dir), before);

    let resumed = run(&mut may(&service, &dir));
    assert_eq!(resumed.code, Some(0), "{}", resumed.stderr);
    let text = told(&home, &resumed);
    assert_contains(
        &text,
        &[
            "warning: The journal does not list 21 files in the places of units, such as ",
            "21 units (21 new)",
        ],
    );
    goes_on(&service, &dir);
}

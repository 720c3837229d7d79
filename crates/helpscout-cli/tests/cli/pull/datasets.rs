//! Every report and list can be pulled, several into one folder, with windows of any length.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use tempfile::tempdir;

use super::{files, lines, paths, pull, pulled};
use crate::program::{program, run};

const MAY: [&str; 4] = ["--since", "2019-05-06", "--until", "2019-05-07"];

/// Returns the names in the help, which lists all of them.
fn names() -> Vec<String> {
    let help = run(program().args(["pull", "--help"])).stdout;
    let (_, list) = help.split_once("Reports and lists:\n").unwrap();
    list.lines().map(|name| name.trim().to_owned()).collect()
}

#[test]
fn every_report_and_every_list_can_be_pulled_in_every_format() {
    let names = names();
    assert!(names.len() > 40, "{names:?}");
    let is_alone = |name: &&String| *name == "conversations-fields-drilldown";
    let together: Vec<&str> = names
        .iter()
        .filter(|name| !is_alone(name))
        .map(String::as_str)
        .collect();
    let home = tempdir().unwrap();
    for format in ["parquet", "ndjson", "csv"] {
        let dir = home.path().join(format);
        let users = ["--users", "447723", "--format", format];
        pulled(&dir, &[&together[..], &MAY, &users].concat());
        let fields = [
            "conversations-fields-drilldown",
            "--field",
            "1",
            "--fieldid",
            "2",
        ];
        pulled(&dir, &[&fields[..], &MAY, &["--format", format]].concat());
        let verified = run(program().args(["pull", "--verify", "--to"]).arg(&dir));
        assert_eq!(verified.code, Some(0), "{}", verified.stderr);
        let folders: BTreeSet<String> = paths(&dir)
            .iter()
            .map(|path| path.split_once('/').unwrap().0.to_owned())
            .collect();
        assert!(
            names.iter().all(|name| folders.contains(name)),
            "{folders:?}"
        );
        assert!(folders.contains("company.users"), "{folders:?}");
        // Whatever has a window has no snapshot.
        assert!(dir.join("happiness/window=2019-05-06").is_dir());
        assert!(
            dir.join("user-replies/user=447723/window=2019-05-06")
                .is_dir()
        );
    }
}

#[test]
fn tables_of_an_answer_have_folders_of_their_own_with_the_rows_of_the_report() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    pulled(
        &dir,
        &[&["company", "--format", "ndjson"], &MAY[..]].concat(),
    );
    let report = |table: &str| {
        let run = run(program().args([
            "report",
            "company",
            "--sandbox",
            "--start",
            "2019-05-06T00:00:00Z",
            "--end",
            "2019-05-06T23:59:59Z",
            "--format",
            "ndjson",
            "--table",
            table,
        ]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    for (folder, table) in [("company", "summary"), ("company.users", "users")] {
        let path = format!("{folder}/window=2019-05-06/part-0.ndjson");
        let lines = lines(&dir, &path);
        let expected = report(table);
        assert_eq!(lines.len(), expected.lines().count(), "{table}");
        for (line, row) in lines.iter().zip(expected.lines()) {
            assert!(line.ends_with(&format!(",{}", &row[1..])), "{line}\n{row}");
        }
    }
}

#[test]
fn lists_are_snapshots_of_the_day() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    pulled(&dir, &["users", "mailbox-folders", "--format", "ndjson"]);
    let paths = paths(&dir);
    let users: Vec<&String> = paths
        .iter()
        .filter(|path| path.starts_with("users/"))
        .collect();
    assert_eq!(users.len(), 1, "{paths:?}");
    assert!(users[0].starts_with("users/snapshot=2"), "{users:?}");
    let of_mailboxes = paths
        .iter()
        .filter(|path| path.starts_with("mailbox-folders/mailbox="));
    assert!(of_mailboxes.count() > 1, "{paths:?}");
    let row: Value = serde_json::from_str(&lines(&dir, users[0])[0]).unwrap();
    assert!(row["accountId"].is_i64() && row["rowNumber"] == 1 && row.get("windowStart").is_none());
}

#[test]
fn weeks_and_months_begin_in_the_zone_and_end_one_second_before_the_next() {
    let planned = |window: &str| {
        let run = run(&mut pull(&[
            "happiness-ratings",
            "--sandbox",
            "--to",
            "-",
            "--plan=json",
            "--zone",
            "Europe/Stockholm",
            "--window",
            window,
            "--since",
            "2019-03-20",
            "--until",
            "2019-04-10",
        ]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let units = run.stdout.lines().map(|line| {
            let unit: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| unit[name].as_str().unwrap().to_owned();
            [text("path"), text("start"), text("end")]
        });
        units.collect::<Vec<_>>()
    };
    let unit = |name: &str, start: &str, end: &str| {
        let path = format!("happiness-ratings/window={name}/part-0.ndjson");
        [path, start.to_owned(), end.to_owned()]
    };
    // Summer time begins on 31 March.
    assert_eq!(
        planned("week"),
        [
            unit("2019-03-18", "2019-03-19T23:00:00Z", "2019-03-24T22:59:59Z"),
            unit("2019-03-25", "2019-03-24T23:00:00Z", "2019-03-31T21:59:59Z"),
            unit("2019-04-01", "2019-03-31T22:00:00Z", "2019-04-07T21:59:59Z"),
            unit("2019-04-08", "2019-04-07T22:00:00Z", "2019-04-09T21:59:59Z"),
        ]
    );
    assert_eq!(
        planned("month"),
        [
            unit("2019-03-01", "2019-03-19T23:00:00Z", "2019-03-31T21:59:59Z"),
            unit("2019-04-01", "2019-03-31T22:00:00Z", "2019-04-09T21:59:59Z"),
        ]
    );
    let days = planned("day");
    assert_eq!(days.len(), 21);
    let of_spring = unit("2019-03-31", "2019-03-30T23:00:00Z", "2019-03-31T21:59:59Z");
    assert_eq!(days[11], of_spring);
}

#[test]
fn each_report_keeps_its_own_filters_and_others_are_refused_before_anything_is_fetched() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let ratings = [&["happiness-ratings", "--format", "ndjson"], &MAY[..]].concat();
    pulled(&dir, &[&ratings[..], &["--mailboxes", "Support"]].concat());
    pulled(
        &dir,
        &[&["conversations-drilldown", "--format", "ndjson"], &MAY[..]].concat(),
    );
    let before = files(&dir);
    for other in [
        &["--mailboxes", "Billing"][..],
        &["--window", "week"],
        &["--zone", "Asia/Tokyo"],
    ] {
        let mut options = ratings.clone();
        options.extend_from_slice(other);
        if other[0] != "--mailboxes" {
            options.extend(["--mailboxes", "Support"]);
        }
        let refused = run(pull(&options).arg("--sandbox").arg("--to").arg(&dir));
        assert_eq!(refused.code, Some(2), "{other:?}: {}", refused.stderr);
    }
    assert!(files(&dir) == before);
}

#[test]
fn a_filter_that_a_report_lacks_is_refused() {
    let refused = run(&mut pull(&[
        "docs",
        "happiness-ratings",
        "--rating",
        "great",
        "--since",
        "2019-05-06",
        "--until",
        "2019-05-07",
        "--sandbox",
        "--to",
        "-",
    ]));
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("docs has no --rating"),
        "{}",
        refused.stderr
    );
}

#[test]
fn redacted_rows_have_no_names_of_customers_and_stay_in_a_folder_of_their_own() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let drilldown = [&["conversations-drilldown", "--format", "ndjson"], &MAY[..]].concat();
    pulled(&dir, &[&drilldown[..], &["--redact"]].concat());
    let path = "conversations-drilldown/window=2019-05-06/part-0.ndjson";
    let row: Value = serde_json::from_str(&lines(&dir, path)[0]).unwrap();
    assert!(row["subject"].is_null() || row["subject"] == "", "{row}");
    let plain = run(pull(&drilldown).arg("--sandbox").arg("--to").arg(&dir));
    assert_eq!(plain.code, Some(2), "{}", plain.stderr);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
}

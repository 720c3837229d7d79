//! Rows on stdout: all of the plan in its order, or none.

use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use super::account;
use super::{lines, paths, pull, pulled};
use crate::program::run;

const HISTORY: &str = "user-conversation-history";

const DAYS: [&str; 7] = [
    HISTORY,
    "--users",
    "447723,431007",
    "--since",
    "2019-05-06",
    "--until",
    "2019-05-09",
];

#[test]
fn printed_rows_are_those_of_the_files_in_the_order_of_the_plan() {
    let home = tempdir().unwrap();
    for format in ["ndjson", "csv"] {
        let dir = home.path().join(format);
        pulled(&dir, &[&DAYS[..], &["--format", format]].concat());
        let printed = run(pull(&DAYS).args(["--sandbox", "--to", "-", "--format", format]));
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        let mut expected = Vec::new();
        for day in ["2019-05-06", "2019-05-07", "2019-05-08"] {
            for user in [431_007, 447_723] {
                let path = format!("{HISTORY}/user={user}/window={day}/part-0.{format}");
                let mut lines = lines(&dir, &path);
                if format == "csv" && !expected.is_empty() {
                    lines.remove(0);
                }
                expected.extend(lines);
            }
        }
        let without_time = |line: &str| {
            let instants = line.match_indices('Z').nth(2).unwrap_or_default().0;
            let end = instants.max(20);
            (line[..end - 20].to_owned(), line[end..].to_owned())
        };
        let printed: Vec<_> = printed.stdout.lines().map(without_time).collect();
        let expected: Vec<_> = expected.iter().map(|line| without_time(line)).collect();
        assert!(printed.len() > 10);
        assert_eq!(printed, expected);
    }
}

#[test]
fn nothing_is_printed_if_a_unit_fails() {
    let service = account::start(|_, day| {
        if day == "2019-05-08" {
            return Err((503, String::new()));
        }
        Ok(r#"[{"number":5,"id":7}]"#.to_owned())
    });
    let mut options = DAYS.to_vec();
    options[2] = "all";
    let failed = run(service
        .asked_by(pull(&options))
        .args(["--attempts", "1", "--to", "-"]));
    assert_eq!(
        (failed.code, failed.stdout.as_str()),
        (Some(1), ""),
        "{}",
        failed.stderr
    );
    assert!(
        failed.stderr.contains("window=2019-05-08"),
        "{}",
        failed.stderr
    );
}

#[test]
fn rows_of_teams_and_mailboxes_say_which() {
    let home = tempdir().unwrap();
    for (dataset, path, column) in [
        ("team-members", "team", "teamId"),
        ("mailbox-folders", "mailbox", "mailboxId"),
    ] {
        let printed = run(pull(&[dataset, "--sandbox", "--to", "-"]).arg("--quiet"));
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        let mut ids: Vec<i64> = Vec::new();
        for line in printed.stdout.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            ids.push(row[column].as_i64().unwrap());
        }
        ids.dedup();
        assert!(ids.len() > 1, "{}", printed.stdout);

        // The rows of files have it, too.
        let dir = home.path().join(dataset);
        pulled(&dir, &[dataset, "--format", "csv"]);
        for file in paths(&dir) {
            let (_, id) = file.split_once(&format!("{path}=")).unwrap();
            let id = id.split('/').next().unwrap();
            let lines = lines(&dir, &file);
            assert!(
                lines[0].starts_with(&format!(r#""accountId","{column}","#)),
                "{lines:?}"
            );
            let second = |line: &String| line.split(',').nth(1).map(str::to_owned);
            assert!(
                lines[1..]
                    .iter()
                    .all(|line| second(line).as_deref() == Some(id))
            );
        }
    }
}

#[test]
fn keys_with_the_names_of_columns_are_kept_apart_in_every_format() {
    const ROW: &str = r#"[{"number":5,"id":7,"accountId":1,"fetchedAt":"never","user":{"id":2}}]"#;
    let service = account::start(|_, _| Ok(ROW.to_owned()));
    let home = tempdir().unwrap();
    for format in ["ndjson", "csv", "parquet", "singer"] {
        let mut command =
            service.asked_by(pull(&[&DAYS[..5], &["--until", "2019-05-07"]].concat()));
        let dir = home.path().join(format);
        let to = if format == "singer" {
            Path::new("-")
        } else {
            dir.as_path()
        };
        let ran = run(command.args(["--format", format, "--to"]).arg(to));
        assert_eq!(ran.code, Some(0), "{format}: {}", ran.stderr);
        let file = format!("{HISTORY}/user=447723/window=2019-05-06/part-0.{format}");
        let row = match format {
            "singer" => ran
                .stdout
                .lines()
                .find(|line| line.contains("RECORD"))
                .unwrap()
                .to_owned(),
            // The library for Parquet has tests of the same case with a reader.
            "parquet" => continue,
            _ => lines(&dir, &file).pop().unwrap(),
        };
        let note = "rows have accountId, which is not documented and the name of another column";
        if matches!(format, "ndjson" | "singer") {
            assert_eq!(row.matches(r#""accountId":4242"#).count(), 1, "{row}");
            assert_eq!(row.matches(r#""accountId""#).count(), 1, "{row}");
            let renamed = r#""accountId_2":1,"fetchedAt_2":"never","user_2":{"id":2}"#;
            assert!(row.contains(renamed), "{row}");
            // Once, not for each unit.
            assert_eq!(ran.stderr.matches(note).count(), 1, "{}", ran.stderr);
        } else {
            let others = r#"{"accountId":1,"fetchedAt":"never","user":{"id":2}}"#;
            let quoted = others.replace('"', "\"\"");
            assert!(
                row.contains(others) || row.contains(&quoted),
                "{format}: {row}"
            );
            assert!(!ran.stderr.contains(note), "{}", ran.stderr);
        }
    }
}

#[test]
fn what_can_only_be_in_a_folder_is_refused() {
    for (options, problem) in [
        (
            &["company", "--to", "-"][..],
            "prints one table, and there are 3",
        ),
        (
            &["happiness-ratings", "--to", "-", "--format", "parquet"],
            "parquet is for files",
        ),
        (
            &["happiness-ratings", "--to", "-", "--again", "3d"],
            "--again is for a folder",
        ),
    ] {
        let refused = run(pull(options).args(["--sandbox", "--since", "2019-05-06"]));
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(refused.stderr.contains(problem), "{}", refused.stderr);
    }
}

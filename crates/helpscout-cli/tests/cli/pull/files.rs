//! The files of a folder: their places, their rows and their columns of origin.

use std::path::Path;

use tempfile::tempdir;

use super::{files, lines, paths, pulled};
use crate::program::{program, run};

const HISTORY: &str = "user-conversation-history";

/// Two days of two users.
const TWO: [&str; 7] = [
    HISTORY,
    "--users",
    "447723,431007",
    "--since",
    "2019-05-06",
    "--until",
    "2019-05-08",
];

/// Returns the rows of a report over the first of these days, in a format.
fn report(format: &str) -> Vec<String> {
    let run = run(program().args([
        "report",
        HISTORY,
        "--sandbox",
        "--user",
        "447723",
        "--start",
        "2019-05-06T00:00:00Z",
        "--end",
        "2019-05-06T23:59:59Z",
        "--format",
        format,
    ]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout.lines().map(str::to_owned).collect()
}

fn path_of(ending: &str) -> String {
    format!("{HISTORY}/user=447723/window=2019-05-06/part-0.{ending}")
}

#[test]
fn the_rows_of_a_window_are_those_of_the_report_with_their_origin_first() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    pulled(&dir, &[&TWO[..], &["--format", "ndjson"]].concat());
    let expected = report("ndjson");
    assert!(expected.len() > 5, "{expected:?}");
    let lines = lines(&dir, &path_of("ndjson"));
    assert_eq!(lines.len(), expected.len());
    for (at, (line, row)) in lines.iter().zip(&expected).enumerate() {
        let rest = format!(",\"rowNumber\":{},{}", at + 1, &row[1..]);
        let origin = line.strip_suffix(&rest).unwrap();
        let (origin, fetched_at) = origin.split_once(",\"fetchedAt\":").unwrap();
        let (account, origin) = origin.split_once(",\"userId\"").unwrap();
        let account = account.strip_prefix("{\"accountId\":").unwrap();
        assert!(account.parse::<i64>().unwrap() > 0);
        let window = ":447723,\"windowStart\":\"2019-05-06T00:00:00Z\",\
                      \"windowEnd\":\"2019-05-06T23:59:59Z\"";
        assert_eq!(origin, window);
        assert_eq!(fetched_at.len(), "\"2026-11-28T22:30:00Z\"".len());
    }
    assert_eq!(paths(&dir).len(), 4);
}

#[test]
fn csv_has_the_columns_of_the_report_between_its_origin_and_what_is_not_described() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    pulled(&dir, &[&TWO[..], &["--format", "csv"]].concat());
    let expected = report("csv");
    let lines = lines(&dir, &path_of("csv"));
    assert_eq!(lines.len(), expected.len());
    let origin = r#""accountId","userId","windowStart","windowEnd","fetchedAt","rowNumber""#;
    assert_eq!(
        lines[0],
        format!(r#"{origin},{},"otherFields""#, expected[0])
    );
    for (at, (line, row)) in lines.iter().zip(&expected).enumerate().skip(1) {
        assert!(line.ends_with(&format!("Z,{at},{row},")), "{line}\n{row}");
    }
}

#[test]
fn a_second_pull_fetches_nothing_and_touches_no_file() {
    let home = tempdir().unwrap();
    for format in ["parquet", "ndjson", "csv"] {
        let dir = home.path().join(format);
        let options = [&TWO[..], &["--format", format]].concat();
        pulled(&dir, &options);
        let times = || {
            let paths = paths(&dir).into_iter();
            let time = |path| Path::metadata(&dir.join(path)).unwrap().modified().unwrap();
            paths.map(time).collect::<Vec<_>>()
        };
        let (before, before_times) = (files(&dir), times());
        let again = pulled(&dir, &options);
        let (after, after_times) = (files(&dir), times());
        assert!(before == after && before_times == after_times, "{format}");
        assert!(
            again.stderr.contains("nothing to fetch: 4 units"),
            "{}",
            again.stderr
        );
    }
}

#[test]
fn a_longer_period_fetches_only_what_is_missing() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    pulled(&dir, &TWO);
    let before = files(&dir);
    let mut longer = TWO;
    longer[4] = "2019-05-05";
    let second = pulled(&dir, &longer);
    let told = "fetching 2 of 6 units";
    assert!(second.stderr.contains(told), "{}", second.stderr);
    let after = files(&dir);
    assert_eq!(after.len(), 6);
    assert!(before.iter().all(|(path, bytes)| after[path] == *bytes));
}

#[test]
fn the_folder_verifies_and_its_status_counts_the_rows() {
    let home = tempdir().unwrap();
    let mut counts = Vec::new();
    for format in ["parquet", "ndjson", "csv"] {
        let dir = home.path().join(format);
        pulled(&dir, &[&TWO[..], &["--format", format]].concat());
        let mut command = program();
        command.args(["pull", "--verify", "--to"]).arg(&dir);
        let verified = run(&mut command);
        assert_eq!(verified.code, Some(0), "{}", verified.stderr);
        let status = run(program().args(["pull", "--status=json", "--to"]).arg(&dir));
        let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
        assert_eq!(status["dataset"], HISTORY);
        assert_eq!(status["units"], 4);
        assert_eq!(status["since"], "2019-05-06");
        assert_eq!(status["until"], "2019-05-08");
        assert_eq!(status["gaps"], serde_json::json!([]));
        counts.push(status["rows"].as_u64().unwrap());

        let path = dir.join(path_of(format));
        std::fs::write(path, "").unwrap();
        let damaged = run(&mut command);
        assert_eq!(damaged.code, Some(1));
        assert!(damaged.stderr.contains("user=447723"), "{}", damaged.stderr);
    }
    assert!(
        counts[0] > 10 && counts.iter().all(|count| *count == counts[0]),
        "{counts:?}"
    );
}

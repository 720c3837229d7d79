//! Rows on stdout: all of the plan in its order, or none.

use tempfile::tempdir;

use super::account;
use super::{lines, pull, pulled};
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

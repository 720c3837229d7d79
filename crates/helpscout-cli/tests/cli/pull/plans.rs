//! Plans, status and help.

use insta::assert_snapshot;
use tempfile::tempdir;

use super::{paths, pull, pulled};
use crate::program::{program, run};

const PLANNED: [&str; 9] = [
    "user-conversation-history",
    "users",
    "--users",
    "447723,431007",
    "--since",
    "2019-05-01",
    "--until",
    "2019-05-11",
    "--sandbox",
];

/// Returns a text without how long something takes.
fn without_times(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(" calls, ") {
        Some((calls, rest)) => {
            let limit = rest.split_once(", ").map_or("", |(_, limit)| limit);
            format!("{calls} calls, TIME, {limit}")
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_plan_says_what_would_be_fetched_and_creates_nothing() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let plan = run(pull(&PLANNED)
        .args(["--plan", "--calls-per-minute", "90", "--to"])
        .arg(&dir));
    assert_eq!(plan.code, Some(0), "{}", plan.stderr);
    let today = jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    let text = plan.stdout.replace(&today.to_string(), "TODAY");
    assert_snapshot!(without_times(&text));
    assert_eq!(plan.stderr, "");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_plan_for_a_folder_counts_what_is_there_and_knows_how_many_calls_it_took() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let short = [&PLANNED[..6], &["--until", "2019-05-04"]].concat();
    pulled(&dir, &short);
    let before = paths(&dir);
    let plan = run(pull(&PLANNED).arg("--plan").arg("--to").arg(&dir));
    assert_eq!(plan.code, Some(0), "{}", plan.stderr);
    assert!(
        plan.stdout
            .contains("to fetch: 14 units; 7 units in the folder already"),
        "{}",
        plan.stdout
    );
    assert!(plan.stdout.contains("about 14 calls"), "{}", plan.stdout);
    assert_eq!(paths(&dir), before);
}

#[test]
fn a_plan_for_programs_has_a_line_for_each_unit() {
    let plan = run(
        pull(&[&PLANNED[..6], &["--until", "2019-05-02", "--sandbox"]].concat()).args([
            "--plan=json",
            "--to",
            "data",
        ]),
    );
    assert_eq!(plan.code, Some(0), "{}", plan.stderr);
    let today = jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    assert_snapshot!(plan.stdout.replace(&today.to_string(), "TODAY"));
}

#[test]
fn the_help_explains_the_folder_and_every_option() {
    let help = run(program().args(["pull", "--help"]));
    assert_eq!(help.code, Some(0));
    assert_snapshot!(help.stdout);
    let brief = run(program().args(["pull", "-h"]));
    assert_snapshot!(brief.stdout);
}

#[test]
fn what_is_missing_is_named_before_anything_is_sent() {
    let cases: [(&[&str], &str); 9] = [
        (
            &["user-conversation-history", "--since", "2019-05-01"],
            "none are named",
        ),
        (&["happiness-ratings"], "needs the first day to pull"),
        (
            &[
                "happiness-ratings",
                "--since",
                "2019-05-01",
                "--until",
                "2019-05-01",
            ],
            "no day",
        ),
        (&["users", "--users", "all"], "none is pulled"),
        (
            &["happiness-ratings", "--since", "2019-05-01T12:00:00Z"],
            "expected a date, such as 2019-05-02",
        ),
        (
            &["happiness-ratings", "--since", "2019-02-30"],
            "the month has 28 days; write 2019-02-28",
        ),
        (
            &[
                "happiness-ratings",
                "--since",
                "2019-05-01",
                "--zone",
                "Mars",
            ],
            "--zone",
        ),
        (
            &[
                "happiness-ratings",
                "--since",
                "2019-05-01",
                "--again",
                "soon",
            ],
            "such as 14d",
        ),
        (
            &["conversations-fields-drilldown", "--since", "2019-05-01"],
            "--field",
        ),
    ];
    for (options, problem) in cases {
        let refused = run(pull(options).args(["--sandbox", "--to", "data"]));
        assert_eq!(refused.code, Some(2), "{options:?}: {}", refused.stderr);
        assert!(
            refused.stderr.contains(problem),
            "{options:?}: {}",
            refused.stderr
        );
    }
}

#[test]
fn the_status_says_what_the_folder_has() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    pulled(&dir, &[&PLANNED[..6], &["--until", "2019-05-04"]].concat());
    let mut command = program();
    command
        .current_dir(home.path())
        .args(["pull", "--status", "--to", "data"]);
    let status = run(&mut command);
    assert_eq!(status.code, Some(0), "{}", status.stderr);
    let today = jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    let lines = status.stdout.lines().map(|line| {
        let name = line.trim_start().split(' ').next().unwrap_or_default();
        match name {
            "bytes" | "fetched" => format!("  {name}"),
            _ => line
                .replace(&today.to_string(), "TODAY")
                .replace(&today.tomorrow().unwrap().to_string(), "TOMORROW"),
        }
    });
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

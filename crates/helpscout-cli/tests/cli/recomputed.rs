//! Every figure of a history is calculated a second time, by a script that shares nothing with the
//! program: it pulls the rows of the sandbox itself, takes instants from the data of another package
//! of time zones, and percentiles from another library. All outputs of one run must have its figures.
//!
//! The script runs with the packages of the tests of the readers.

use std::fs;
use std::path::Path;

use helpscout_sandbox::Sandbox;
use serde_json::{Value, json};
use tempfile::tempdir;
use tokio::runtime::Runtime;

use crate::program::{program, run};
use crate::readers::python::Python;

const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/cli/readers/recompute.py"
);

/// Users of the made-up desk: the busiest, and two of the same team.
const MARTA: (i64, &str) = (447_723, "Marta Lindqvist");
const DEVON: (i64, &str) = (452_118, "Devon Okafor");
const YUSUF: (i64, &str) = (527_804, "Yusuf Demir");

/// A history, and what is known about it without asking the program.
struct Case {
    zone: &'static str,
    period: &'static str,
    /// The first and the last date of the period.
    dates: [&'static str; 2],
    users: Vec<(i64, &'static str)>,
    options: Vec<&'static str>,
    /// What the script needs to know about the options.
    known: Value,
}

impl Case {
    fn new(zone: &'static str, period: &'static str, dates: [&'static str; 2]) -> Self {
        Self {
            zone,
            period,
            dates,
            users: vec![MARTA],
            options: Vec::new(),
            known: json!({}),
        }
    }

    fn of(mut self, users: &[(i64, &'static str)]) -> Self {
        self.users = users.to_vec();
        self
    }

    fn with(mut self, options: &[&'static str], known: Value) -> Self {
        self.options.extend(options);
        let more = known.as_object().cloned().unwrap_or_default();
        self.known.as_object_mut().unwrap().extend(more);
        self
    }
}

/// The weeks that each zone is tested with: a normal one, and those in which its clock changes. The
/// made-up desk has data of 2019.
fn weeks() -> Vec<Case> {
    let zones = [
        ("America/New_York", ["2019-W10", "2019-W44"]),
        ("Europe/Stockholm", ["2019-W13", "2019-W43"]),
        ("Australia/Lord_Howe", ["2019-W14", "2019-W40"]),
    ];
    let dates = |week: &str| match week {
        "2019-W10" => ["2019-03-04", "2019-03-10"],
        "2019-W13" => ["2019-03-25", "2019-03-31"],
        "2019-W14" => ["2019-04-01", "2019-04-07"],
        "2019-W20" => ["2019-05-13", "2019-05-19"],
        "2019-W40" => ["2019-09-30", "2019-10-06"],
        "2019-W43" => ["2019-10-21", "2019-10-27"],
        "2019-W44" => ["2019-10-28", "2019-11-03"],
        other => panic!("{other} has no dates"),
    };
    let cases = zones.into_iter().flat_map(|(zone, [spring, autumn])| {
        ["2019-W20", spring, autumn].map(|week| Case::new(zone, week, dates(week)))
    });
    cases.collect()
}

/// Runs the program for each case, all formats in one run, and the script on what it wrote.
fn check(cases: &[Case]) {
    let Some(python) = Python::find() else { return };
    let runtime = Runtime::new().unwrap();
    // The script asks hour by hour.
    let sandbox = Sandbox::builder().calls_per_minute(100_000);
    let sandbox = runtime.block_on(sandbox.start()).unwrap();
    let environment = [
        ("HELPSCOUT_BASE_URL", sandbox.base_url()),
        ("HELPSCOUT_APP_ID", sandbox.app_id()),
        ("HELPSCOUT_APP_SECRET", sandbox.app_secret()),
    ];
    for case in cases {
        let folder = tempdir().unwrap();
        let files = ["json", "csv", "xlsx", "html", "md"];
        let path = |ending: &str| folder.path().join(format!("week.{ending}"));
        let mut command = program();
        command.envs(environment).arg("history");
        for (_, name) in &case.users {
            command.args(["--user", name]);
        }
        command.args(["--period", case.period, "--zone", case.zone]);
        command.args(&case.options);
        for ending in files {
            command.arg("--output").arg(path(ending));
        }
        let ran = run(&mut command);
        let shown = format!("{} {} {:?}", case.zone, case.period, case.options);
        assert!(matches!(ran.code, Some(0 | 4)), "{shown}: {}", ran.stderr);
        let users: Vec<_> = case
            .users
            .iter()
            .map(|(id, name)| json!([id, name]))
            .collect();
        let paths = files.map(|ending| (ending.to_owned(), json!(path(ending))));
        let mut known = json!({
            "base": sandbox.base_url(), "zone": case.zone, "users": users,
            "first": case.dates[0], "last": case.dates[1],
            "files": Value::Object(paths.into_iter().collect()),
        });
        let members = known.as_object_mut().unwrap();
        members.extend(case.known.as_object().cloned().unwrap());
        recompute(python, &known, environment, folder.path(), &shown);
    }
}

fn recompute(
    python: &Python,
    case: &Value,
    environment: [(&str, &str); 3],
    folder: &Path,
    shown: &str,
) {
    let path = folder.join("case.json");
    fs::write(&path, case.to_string()).unwrap();
    let mut command = python.command();
    command.envs(environment).arg(SCRIPT).arg(&path);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown}:\n{said}");
}

#[test]
fn every_week_of_three_zones_has_the_same_figures() {
    check(&weeks());
}

#[test]
fn a_comparison_has_the_figures_of_both_weeks() {
    let before = json!({ "before": ["2019-03-04", "2019-03-10"] });
    let dates = ["2019-03-11", "2019-03-17"];
    let week = Case::new("America/New_York", "2019-W11", dates);
    check(&[week.with(&["--compare", "previous"], before)]);
}

#[test]
fn totals_of_several_users_are_those_of_all_rows() {
    let dates = ["2019-05-13", "2019-05-19"];
    let week = || Case::new("America/New_York", "2019-W20", dates).of(&[MARTA, DEVON, YUSUF]);
    check(&[
        week(),
        week().with(&["--by", "user"], json!({ "by": "user" })),
        week().with(
            &["--by", "mailbox"],
            json!({ "by": "mailbox", "members": ["85", "123", "567", "1204"] }),
        ),
        week().with(
            &["--by", "user,mailbox", "--compare", "previous"],
            json!({ "by": "user,mailbox", "members": ["85", "123", "567", "1204"],
                    "before": ["2019-05-06", "2019-05-12"] }),
        ),
        week().with(
            &["--by", "day,mailbox", "--compare", "previous"],
            json!({ "by": "day,mailbox", "members": ["85", "123", "567", "1204"],
                    "before": ["2019-05-06", "2019-05-12"] }),
        ),
        week().with(
            &["--by", "tag", "--tags", "delivery,refund"],
            json!({ "by": "tag", "members": ["99787", "5666"],
                    "filters": { "tags": "99787,5666" } }),
        ),
        week().with(
            &["--by", "type"],
            json!({ "by": "type", "members": ["email", "chat", "phone"] }),
        ),
    ]);
}

#[test]
fn days_of_a_week_in_which_the_clock_changes_have_their_own_rows() {
    let dates = ["2019-10-28", "2019-11-03"];
    let week = || Case::new("America/New_York", "2019-W44", dates);
    check(&[
        week().with(&["--by", "day"], json!({ "by": "day" })),
        week().with(&["--by", "weekday"], json!({ "by": "weekday" })),
    ]);
}

#[test]
fn a_week_without_rows_and_one_with_a_single_row_say_so() {
    let empty = ["2018-05-14", "2018-05-20"];
    let day = ["2019-05-18", "2019-05-18"];
    check(&[
        Case::new("America/New_York", "2018-W20", empty),
        Case::new("America/New_York", "2019-05-18", day).of(&[YUSUF]),
    ]);
}

#[test]
fn targets_count_the_rows_that_keep_them() {
    let dates = ["2019-05-13", "2019-05-19"];
    let week = Case::new("Europe/Stockholm", "2019-W20", dates);
    check(&[week.with(
        &["--sla", "first-response<1h:90%,resolve<2d:80%"],
        json!({ "sla": [
            { "at": 0, "measure": "first-response", "limit": 3600 },
            { "at": 1, "measure": "resolve", "limit": 172_800 },
        ] }),
    )]);
}

//! IDs that the account doesn't know are told once.

use serde_json::Value;
use tempfile::tempdir;

use super::account;
use super::may::HISTORY;
use super::pull;
use crate::program::{Run, program, run};
use crate::service::{Service, page};

const WEEK: [&str; 4] = ["--since", "2019-05-06", "--until", "2019-05-09"];

/// Pulls days of the made-up desk into a folder.
fn desk(options: &[&str]) -> Run {
    let home = tempdir().unwrap();
    let mut command = pull(options);
    command.args(WEEK).arg("--sandbox");
    if !options.contains(&"--to") {
        command.arg("--to").arg(home.path().join("data"));
    }
    let ran = run(&mut command);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran
}

fn warnings(run: &Run) -> Vec<&str> {
    let lines = run.stderr.lines();
    lines.filter(|line| line.starts_with("warning: ")).collect()
}

const MAILBOX: &str = "warning: no mailbox of this account has the ID 999999; the report counts \
                       nothing for it; list them with: helpscout list mailboxes";
const TAG: &str = "warning: no tag of this account has one of the IDs 888888, 999999; the report \
                   counts nothing for them; list them with: helpscout list tags";
const USER: &str = "warning: no user of this account has the ID 999999; the report counts nothing \
                    for it; list them with: helpscout list users";

#[test]
fn unknown_ids_of_users_and_filters_are_told_once_for_all_reports_and_days() {
    let filters = ["--mailboxes", "85,999999", "--tags", "999999,888888"];
    let reports = ["company", "conversations", "user", HISTORY];
    let users = ["--users", "447723,999999"];
    let ran = desk(&[&reports[..], &users, &filters].concat());
    assert_eq!(warnings(&ran), [MAILBOX, TAG, USER]);
    for format in ["ndjson", "singer"] {
        let to = ["--to", "-", "--format", format];
        let ran = desk(&[&[HISTORY][..], &users, &filters, &to].concat());
        assert_eq!(warnings(&ran), [MAILBOX, TAG, USER], "{format}");
    }
    // A report without pages has a row also if nothing is counted.
    let ran = desk(&["company", "--mailboxes", "999999"]);
    assert_eq!(warnings(&ran), [MAILBOX]);
}

#[test]
fn an_unknown_team_is_named_with_the_command_that_lists_the_known_ones() {
    let may = |team: &str| {
        let mut history = program();
        history.args(["history", "--sandbox", "--period", "2019-W20"]);
        let mut pull = pull(&[HISTORY, "--to", "-", "--format", "ndjson", "--sandbox"]);
        [
            run(history.args(["--team", team])),
            run(pull.args(WEEK).args(["--team", team])),
        ]
    };
    for ran in may("999999") {
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let help = "\n  help: no team of this account has the ID 999999; list them with: helpscout \
                    list teams\n";
        assert!(ran.stderr.ends_with(help), "{}", ran.stderr);
    }
    for ran in may("447723") {
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let problem = "error: --team: Marta Lindqvist is a user, not a team\n";
        assert!(ran.stderr.contains(problem), "{}", ran.stderr);
    }
    for (by_id, by_name) in may("530101").iter().zip(&may("name: First line")) {
        assert_eq!(by_id.code, Some(0), "{}", by_id.stderr);
        assert!(!by_id.stdout.is_empty());
        let rows = |run: &Run| run.stdout.lines().count();
        assert_eq!(rows(by_id), rows(by_name));
    }
}

#[test]
fn a_user_with_a_comma_in_the_name_is_in_quotes() {
    let user = r#"{"id":7,"firstName":"Lind, Marta","lastName":"","type":"user"}"#;
    let page = r#"{"size":50,"totalElements":1,"totalPages":1,"number":1}"#;
    let users = format!(r#"{{"_embedded":{{"users":[{user}]}},"page":{page}}}"#);
    let service = empty(move |_| (200, users.clone()));
    let asked = |users: &str| {
        let to = ["--to", "-", "--format", "ndjson", "--users", users];
        run(service.asked_by(pull(&[HISTORY])).args(WEEK).args(to))
    };
    let ran = asked(r#""Lind, Marta",7"#);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = asked(r#""Lind, Marta"#);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("is not closed"), "{}", ran.stderr);
}

#[test]
fn known_ids_are_not_told() {
    for options in [
        &[HISTORY, "--users", "447723", "--mailboxes", "85"][..],
        &[HISTORY, "--users", "447723", "--tags", "99787,5666"],
        &["company", "--mailboxes", "85"],
    ] {
        assert_eq!(warnings(&desk(options)), [""; 0]);
    }
}

/// A service without rows, whose lists of users and mailboxes are answered with a function.
fn empty(list: impl Fn(&str) -> (u16, String) + Send + 'static) -> Service {
    Service::start(move |asked| match asked.split('?').next() {
        Some("/v2/users/me") => (200, r#"{"id":1,"companyId":4242}"#.to_owned()),
        Some(path) if path.starts_with("/v2/reports/") => (200, page(1, 1, 0, "[]")),
        path => list(path.unwrap_or_default()),
    })
}

/// Pulls three days of two reports of users for a mailbox.
fn pulled_from(service: &Service, options: &[&str]) -> Run {
    let home = tempdir().unwrap();
    let mut command = pull(&[HISTORY, "user-ratings", "--attempts", "1"]);
    command.args(["--mailboxes", "999999", "--users", "999999"]);
    command.args(WEEK).args(options);
    command.arg("--to").arg(home.path().join("data"));
    run(&mut service.asked_by(command))
}

#[test]
fn each_list_is_read_once_whatever_is_pulled() {
    let service = empty(|path| {
        let key = path.rsplit('/').next().unwrap_or_default();
        let list = format!(
            r#"{{"_embedded":{{"{key}":[{{"id":1,"name":"One"}}]}},
                "page":{{"size":50,"totalElements":1,"totalPages":1,"number":1}}}}"#
        );
        (200, list)
    });
    let ran = pulled_from(&service, &["--errors", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let objects = ran.stderr.lines().filter(|line| line.starts_with('{'));
    let objects: Vec<Value> = objects
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (object, warning) in objects.iter().zip([MAILBOX, USER]) {
        assert_eq!(object["kind"], "warning");
        assert_eq!(
            object["message"].as_str(),
            warning.strip_prefix("warning: ")
        );
    }
    assert_eq!(objects.len(), 2);
    let asked = service.asked();
    let lists = |path: &str| asked.iter().filter(|asked| asked.starts_with(path)).count();
    assert_eq!(lists("/v2/reports/"), 6);
    assert_eq!((lists("/v2/mailboxes"), lists("/v2/users?")), (1, 1));

    let before = service.asked().len();
    let quiet = pulled_from(&service, &["--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (Some(0), ""));
    // Those of the reports, and the account.
    assert_eq!(service.asked().len() - before, 7);
}

#[test]
fn a_list_that_fails_tells_nothing_and_the_pull_is_complete() {
    for (status, body) in [(403, ""), (500, ""), (200, "{}"), (200, "{\"users\": ")] {
        let service = empty(move |_| (status, body.to_owned()));
        let ran = pulled_from(&service, &[]);
        assert_eq!(ran.code, Some(0), "{status}: {}", ran.stderr);
        assert_eq!(warnings(&ran), [""; 0]);
        assert!(ran.stderr.contains("6 units (6 new)"), "{}", ran.stderr);
    }
}

#[test]
fn an_id_whose_reports_are_refused_is_told_and_an_outage_asks_no_more() {
    for (status, told) in [(404, 1), (503, 0)] {
        let service = account::start(move |_, _| Err((status, String::new())));
        for to in [&[][..], &["--to", "-"]] {
            let home = tempdir().unwrap();
            let mut command = pull(&[HISTORY, "--users", "999999", "--attempts", "1"]);
            command.args(["--since", "2019-05-01", "--until", "2019-06-01"]);
            command.args(to);
            if to.is_empty() {
                command.arg("--to").arg(home.path().join("data"));
            }
            let ran = run(&mut service.asked_by(command));
            assert_ne!(ran.code, Some(0), "{}", ran.stderr);
            let found = warnings(&ran).into_iter().filter(|line| *line == USER);
            assert_eq!(found.count(), told, "{status}: {}", ran.stderr);
        }
        let asked = service.asked();
        let lists = asked.iter().filter(|asked| asked.starts_with("/v2/users?"));
        assert_eq!(lists.count(), 2 * told, "{status}");
    }
}

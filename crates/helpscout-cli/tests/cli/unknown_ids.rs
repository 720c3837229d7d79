use std::collections::BTreeSet;

use helpscout_command::names;
use helpscout_reports::describe::{self, Group, Operation, Parameter, Type};
use helpscout_sandbox::is_computed;

use crate::program::{Run, history, program, report, run};
use crate::service::{Service, page};

/// Runs a report on the made-up desk for a month with conversations.
fn may(name: &str, options: &[&str]) -> Run {
    let mut command = program();
    command.args(["report", name, "--sandbox", "--format", "json"]);
    command.args([
        "--start",
        "2019-05-02T12:00:00Z",
        "--end",
        "2019-06-02T12:00:00Z",
    ]);
    run(command.args(options))
}

#[test]
fn an_id_that_the_account_does_not_know_is_named() {
    let warning = "warning: no user of this account has the ID 999999; the report counts nothing \
                   for it; list them with: helpscout list users\n";
    let replies = may("user-replies", &["--user", "999999"]);
    assert_eq!((replies.code, replies.stderr.as_str()), (Some(0), warning));

    let mut command = history();
    let history = run(command.args(["--sandbox", "--mailboxes", "999999,85,888888"]));
    assert_eq!(history.code, Some(0), "{}", history.stderr);
    let warning = "warning: no mailbox of this account has one of the IDs 888888, 999999; the \
                   report counts nothing for them; list them with: helpscout list mailboxes\n";
    assert!(history.stderr.starts_with(warning), "{}", history.stderr);
    assert!(!history.stderr.contains("no user"), "{}", history.stderr);
}

#[test]
fn each_user_of_a_history_is_checked_and_so_is_each_filter() {
    let warnings = |options: &[&str]| {
        let mut command = program();
        command.args(["history", "--sandbox", "--zone", "UTC"]);
        let run = run(command.args(options));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let lines = run.stderr.lines().map(str::to_owned);
        lines
            .filter(|line| line.starts_with("warning: "))
            .collect::<Vec<_>>()
    };
    // On a Sunday without replies.
    let quiet = ["--period", "2019-03-31", "--user", "415002,489265"];
    assert_eq!(warnings(&quiet), [""; 0]);
    let week = ["--period", "2019-W20"];
    let user = "warning: no user of this account has the ID 999999; the report counts nothing for \
                it; list them with: helpscout list users";
    for users in [
        &["--user", "447723,999999"][..],
        &["--user", "447723", "--user", "999999"],
    ] {
        assert_eq!(warnings(&[&week[..], users].concat()), [user]);
    }
    let mailbox = "warning: no mailbox of this account has the ID 99999; the report counts nothing \
                   for it; list them with: helpscout list mailboxes";
    for users in [&["--user", "447723,452118"][..], &["--everybody"]] {
        let options = [&week[..], users, &["--mailboxes", "99999"]].concat();
        assert_eq!(warnings(&options), [mailbox]);
    }
}

#[test]
fn a_list_of_waiting_customers_names_unknown_ids_too() {
    let waiting = |options: &[&str]| {
        let mut command = program();
        command.args(["waiting", "--sandbox", "--period", "2019-05"]);
        run(command.args(["--fail-over", "1d"]).args(options))
    };
    let unknown = waiting(&["--mailbox", "99999", "--tags", "99998"]);
    assert_eq!(unknown.code, Some(0), "{}", unknown.stderr);
    for problem in [
        "warning: no mailbox of this account has the ID 99999; ",
        "warning: no tag of this account has the ID 99998; ",
    ] {
        assert!(unknown.stderr.contains(problem), "{}", unknown.stderr);
    }
    let known = waiting(&["--mailbox", "85"]);
    assert_eq!(known.code, Some(4), "{}", known.stderr);
    assert!(!known.stderr.contains("warning"), "{}", known.stderr);
}

#[test]
fn a_known_id_without_conversations_is_not() {
    let mut command = program();
    command.args([
        "report",
        "user-conversation-history",
        "--sandbox",
        "--user",
        "447723",
    ]);
    command.args([
        "--start",
        "2018-05-02T12:00:00Z",
        "--end",
        "2018-06-02T12:00:00Z",
    ]);
    let run = run(command.args(["--mailboxes", "85"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.ends_with("0 rows on 1 page\n"), "{}", run.stderr);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let busy = may("user-replies", &["--user", "447723"]);
    assert_eq!((busy.code, busy.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_warning_changes_neither_the_result_nor_the_exit_code_and_quiet_turns_it_off() {
    let warned = may("user", &["--user", "999999"]);
    let quiet = may("user", &["--user", "999999", "--quiet"]);
    assert!(warned.stderr.starts_with("warning: "), "{}", warned.stderr);
    assert_eq!(quiet.stderr, "");
    assert_eq!((warned.code, warned.stdout), (quiet.code, quiet.stdout));
}

#[test]
fn every_report_warns_of_every_type_of_id_that_a_list_has() {
    let reports = describe::api().operations.iter();
    let reports = reports.filter(|operation| operation.group() == Group::Reports);
    // Figures that are made up are there for any ID.
    let reports = reports.filter(|operation| is_computed(&operation.id));
    let mut warned = 0;
    for operation in reports {
        let (options, types) = with_unknown_ids(operation);
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let name = operation.id.replace('_', "-");
        let mut command = program();
        command.args(["report", &name, "--sandbox", "--output", "/dev/null"]);
        let run = run(command.args(options));
        assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
        let warnings = run
            .stderr
            .lines()
            .filter(|line| line.starts_with("warning: no "));
        assert_eq!(warnings.count(), types.len(), "{name}: {}", run.stderr);
        warned += types.len();
    }
    assert!(warned > 60, "{warned}");
}

/// Returns the options that a report needs, with unknown IDs where a list has the known ones, and
/// the types of those.
fn with_unknown_ids(operation: &Operation) -> (Vec<String>, BTreeSet<&str>) {
    let (mut options, mut types) = (Vec::new(), BTreeSet::new());
    for (parameter, option) in names::options(operation) {
        let unknown = listed_type(parameter);
        if unknown.is_none() && !parameter.required {
            continue;
        }
        let value = match unknown {
            Some(_) => "999999".to_owned(),
            None => parameter.example.join(","),
        };
        options.push(format!("--{option}={value}"));
        types.extend(unknown);
    }
    (options, types)
}

fn listed_type(parameter: &Parameter) -> Option<&str> {
    match &parameter.ty {
        Type::Id(ty) if ["UserId", "MailboxId", "TagId", "FolderId"].contains(&ty.as_str()) => {
            Some(ty)
        }
        _ => None,
    }
}

#[test]
fn a_path_that_is_not_found_names_the_unknown_id() {
    let run = run(program().args(["list", "user", "--sandbox", "--id", "999999"]));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    let help = "\n  help: no user of this account has the ID 999999; list them with: helpscout list \
                users\n";
    assert!(run.stderr.ends_with(help), "{}", run.stderr);
}

#[test]
fn a_list_that_fails_tells_nothing() {
    for (status, body) in [(403, ""), (500, ""), (200, "{}"), (200, "{\"users\": ")] {
        let service = Service::start(move |asked| {
            if asked.starts_with("/v2/reports/") {
                (200, page(1, 1, 0, "[]"))
            } else {
                (status, body.to_owned())
            }
        });
        let run = run(service.asked_by(report()).args(["--attempts", "1"]));
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (Some(0), "0 rows on 1 page\n")
        );
        assert_eq!(service.asked().len(), 2, "{:?}", service.asked());
    }
}

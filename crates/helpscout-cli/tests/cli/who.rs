//! Names instead of IDs.

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use helpscout_command::{Lookup, names};
use helpscout_reports::describe::{self, Parameter, Type};
use helpscout_sandbox::Sandbox;
use insta::assert_snapshot;
use tokio::runtime::Runtime;

use crate::program::{Run, program, run};
use crate::service::{Service, page, page_of};

const MAY: [&str; 4] = [
    "--start",
    "2019-05-02T12:00:00Z",
    "--end",
    "2019-06-02T12:00:00Z",
];

/// Runs a report for May 2019 on the made-up desk.
fn may(options: &[&str]) -> Run {
    let mut command = program();
    command.args(["report", "user-conversation-history", "--sandbox"]);
    run(command.args(MAY).args(options))
}

/// Returns a list as the service writes it.
fn list(rows: &str, of: &str) -> (u16, String) {
    let count = rows.matches("\"id\"").count();
    let page = format!(r#"{{"size":50,"totalElements":{count},"totalPages":1,"number":1}}"#);
    (
        200,
        format!(r#"{{"_embedded":{{"{of}":[{rows}]}},"page":{page}}}"#),
    )
}

/// An account with names that are easily taken for each other, and reports without rows.
fn account() -> Service {
    Service::start(|asked| {
        let path = asked.split('?').next().unwrap_or_default();
        let user = |id: u32, first: &str, last: &str, kind: &str| {
            format!(
                r#"{{"id":{id},"firstName":"{first}","lastName":"{last}","type":"{kind}",
                    "email":"{}","mention":"u{id}"}}"#,
                if kind == "team" {
                    String::new()
                } else {
                    format!("{id}@example.com")
                }
            )
        };
        let users = [
            user(11, "Sam", "Whitfield", "user"),
            user(12, "Sam", "Whitfield", "user"),
            user(13, "Zo\u{eb}", "Kova\u{10d}", "user"),
            user(14, "Whitfield", "", "team"),
            user(15, "me", "2019", "user"),
            user(16, "Ren\\u001b[2Je\\nY", "X", "user"),
            user(17, "Jane", "Smith", "user"),
            user(18, "Jane", "Roe", "user"),
            user(19, "Bo, Jr.", "Li", "user"),
            user(20, "Ann \\\"Nan\\\"", "Lee", "user"),
        ];
        match path {
            "/v2/users" => list(&users.join(","), "users"),
            "/v2/users/me" => {
                let me = user(13, "Zo\u{eb}", "Kova\u{10d}", "user");
                (200, me.replacen('{', "{\"companyId\":1,", 1))
            }
            "/v2/mailboxes" => list(
                r#"{"id":1,"name":"Support, Europe"},{"id":2,"name":"Support"},
                   {"id":3,"name":"Europe"},{"id":4,"name":"2019"},
                   {"id":5,"name":"Sales, EMEA"},{"id":6,"name":"\"VIP\", gone"}"#,
                "mailboxes",
            ),
            "/v2/mailboxes/2/folders" => list(r#"{"id":21,"name":"Closed"}"#, "folders"),
            "/v2/mailboxes/3/folders" => list(
                r#"{"id":31,"name":"Closed"},{"id":32,"name":"VIP/Closed"}"#,
                "folders",
            ),
            path if path.ends_with("/folders") => list("", "folders"),
            "/v2/tags" => (403, "{}".to_owned()),
            _ => (200, page(1, 1, 0, "[]")),
        }
    })
}

/// Runs a history of the account, and returns the query of the report and what else was asked.
fn asked(options: &[&str]) -> (Run, Vec<String>, Option<String>) {
    let service = account();
    let mut command = service.asked_by(program());
    command.args(["report", "user-conversation-history", "--quiet"]);
    let run = run(command.args(MAY).args(options));
    let mut asked = service.asked();
    let report = asked
        .iter()
        .position(|path| path.starts_with("/v2/reports/"));
    let report = report.map(|place| asked.remove(place));
    (run, asked, report)
}

/// Returns the value of a parameter that a report was asked for.
fn value(report: &str, name: &str) -> String {
    let (_, query) = report.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(key, _)| *key == name);
    found.unwrap().1.replace("%2C", ",")
}

/// Returns the message for a name that stands for nothing or too much. Checks that no report is
/// requested.
fn refused(options: &[&str]) -> String {
    let (run, _, report) = asked(options);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(report, None);
    run.stderr
}

#[test]
fn names_give_the_report_that_ids_give() {
    let ids = may(&[
        "--user",
        "447723",
        "--mailboxes",
        "85,567",
        "--tags",
        "5666",
        "--folders",
        "992,5852",
    ]);
    assert_eq!(ids.code, Some(0), "{}", ids.stderr);
    assert!(ids.stdout.lines().count() > 3, "{}", ids.stdout);
    let names = may(&[
        "--user",
        "MARTA@example.com",
        "--mailbox",
        "Support",
        "--mailbox",
        "billing",
        "--tag",
        "refund",
        "--folder",
        "Support/closed, billing/Closed",
    ]);
    assert_eq!((names.code, names.stdout), (Some(0), ids.stdout));
}

#[test]
fn every_parameter_with_a_list_of_its_ids_takes_names() {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::builder().start()).unwrap();
    let mut tried = 0;
    for operation in &describe::api().operations {
        let of_group = names::operations(describe::api(), operation.group());
        let mut of_group = of_group.into_iter();
        let (name, _) = of_group
            .find(|(_, other)| other.id == operation.id)
            .unwrap();
        // All at once: which of them was not found out would be refused by the sandbox or seen here.
        let answer = |by_name: bool| {
            let mut command = program();
            command
                .args([names::command_of(operation.group()), &name, "--format=json"])
                .env("HELPSCOUT_BASE_URL", sandbox.base_url())
                .env("HELPSCOUT_APP_ID", sandbox.app_id())
                .env("HELPSCOUT_APP_SECRET", sandbox.app_secret());
            for (parameter, option) in names::options(operation) {
                match named(parameter) {
                    Some((name, _)) if by_name => command.arg(format!("--{option}={name}")),
                    Some((_, id)) => command.arg(format!("--{option}={id}")),
                    None if parameter.required => {
                        command.arg(format!("--{option}={}", parameter.example.join(",")))
                    }
                    None => &mut command,
                };
            }
            run(&mut command)
        };
        let count = operation.parameters.iter().filter_map(named).count();
        if count > 0 {
            tried += count;
            let (by_name, by_id) = (answer(true), answer(false));
            assert_eq!(by_name.code, Some(0), "{name}: {}", by_name.stderr);
            assert_eq!(by_name.stdout, by_id.stdout, "{name}");
        }
    }
    assert!(tried > 100, "{tried}");
}

/// Returns a name of the made-up desk for a parameter, and its ID.
fn named(parameter: &Parameter) -> Option<(&'static str, &'static str)> {
    Lookup::of_parameter(describe::api(), parameter)?;
    let Type::Id(ty) = &parameter.ty else {
        return None;
    };
    Some(match ty.as_str() {
        "UserId" => ("tomas herrera", "431007"),
        "TeamId" => ("First Line", "530101"),
        "MailboxId" => ("orders", "123"),
        "FolderId" => ("Orders/Closed", "1492"),
        "TagId" => ("How-To", "101340"),
        other => panic!("no example for {other}"),
    })
}

#[test]
fn a_look_up_is_read_once_and_only_for_names() {
    let (run, looked_up, report) = asked(&["--user", "13", "--mailboxes", "2,3"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(looked_up, [""; 0]);
    assert_eq!(value(&report.unwrap(), "user"), "13");

    let options = [
        "--user",
        "zoe",
        "--mailboxes",
        "Europe,3,Support",
        "--folders",
    ];
    let (run, looked_up, report) = asked(&[&options[..], &["VIP/closed,Support/Closed"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let report = report.unwrap();
    assert_eq!(value(&report, "user"), "13");
    assert_eq!(value(&report, "mailboxes"), "3,2");
    assert_eq!(value(&report, "folders"), "32,21");
    let paths = looked_up.iter().map(|path| path.split('?').next().unwrap());
    let mut paths: Vec<&str> = paths.collect();
    paths.sort_unstable();
    let expected = [
        "/v2/mailboxes",
        "/v2/mailboxes/2/folders",
        "/v2/mailboxes/3/folders",
        "/v2/users",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn me_is_the_user_of_the_credentials_and_a_name_can_be_forced() {
    for (user, id) in [
        ("me", "13"),
        ("ME", "13"),
        ("name:me", "15"),
        ("name:2019", "15"),
        ("12@EXAMPLE.com", "12"),
        ("@u11", "11"),
        ("whitfield", "14"),
        ("2019", "2019"),
    ] {
        let (run, _, report) = asked(&["--user", user]);
        assert_eq!(run.code, Some(0), "{user}: {}", run.stderr);
        assert_eq!(value(&report.unwrap(), "user"), id, "{user}");
    }
}

#[test]
fn a_name_with_a_comma_is_in_quotes() {
    let quoted = r#""Support, Europe",Europe,4"#;
    for options in [
        vec!["--mailboxes", quoted],
        vec!["--mailbox", r#""Support, Europe""#, "--mailboxes", "3,4"],
    ] {
        let (run, _, report) = asked(&[&["--user", "13"][..], &options].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(value(&report.unwrap(), "mailboxes"), "1,3,4");
    }
    let (run, _, report) = asked(&["--user", "13", "--mailboxes", "Support, Europe,name:2019"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(value(&report.unwrap(), "mailboxes"), "2,3,4");
    let (run, looked_up, _) = asked(&["--user", "13", "--mailboxes", r#""Support, Europe"#]);
    assert_eq!((run.code, looked_up.len()), (Some(2), 0));
    assert!(run.stderr.contains("is not closed"), "{}", run.stderr);
}

#[test]
fn a_name_with_a_comma_or_quotes_is_typed_as_it_is() {
    for (user, id) in [
        ("Smith, Jane", "17"),
        ("smith,  jane", "17"),
        ("Bo, Jr. Li", "19"),
        ("Bo, Jr.", "19"),
        ("Ann \"Nan\" Lee", "20"),
    ] {
        let (run, _, report) = asked(&["--user", user]);
        assert_eq!(run.code, Some(0), "{user}: {}", run.stderr);
        assert_eq!(value(&report.unwrap(), "user"), id, "{user}");
    }
    for (mailboxes, ids) in [
        ("Sales, EMEA", "5"),
        (r#""Sales, EMEA""#, "5"),
        (r#"Europe,"Sales, EMEA""#, "3,5"),
        (r#""""VIP"", gone""#, "6"),
        // Without a space, it is no such name, but a list.
        ("Support,Europe", "2,3"),
        (r#""Support","Europe""#, "2,3"),
    ] {
        let (run, _, report) = asked(&["--user", "13", "--mailbox", mailboxes]);
        assert_eq!(run.code, Some(0), "{mailboxes}: {}", run.stderr);
        assert_eq!(value(&report.unwrap(), "mailboxes"), ids, "{mailboxes}");
    }
}

#[test]
fn a_pull_takes_a_name_with_a_comma_as_it_is() {
    for (users, ids) in [
        ("Smith, Jane", &["17"][..]),
        (r#"13,"Smith, Jane",Roe"#, &["13", "17", "18"]),
    ] {
        let service = account();
        let mut command = service.asked_by(program());
        command.args(["pull", "user-conversation-history", "--to", "-"]);
        command.args(["--since", "2019-05-06", "--until", "2019-05-07"]);
        let run = run(command.args(["--users", users]));
        assert_eq!(run.code, Some(0), "{users}: {}", run.stderr);
        let asked = service.asked();
        let reports = asked.iter().filter(|path| path.starts_with("/v2/reports/"));
        let mut asked: Vec<String> = reports.map(|report| value(report, "user")).collect();
        asked.sort();
        assert_eq!(asked, ids, "{users}");
    }
}

#[test]
fn a_list_that_is_one_name_as_well_is_refused_with_how_to_write_both() {
    assert_snapshot!(refused(&["--user", "13", "--mailboxes", "Support, Europe"]));
    assert_snapshot!(refused(&[
        "--user",
        "13",
        "--mailboxes",
        "Europe, Sales, EMEA"
    ]));
}

#[test]
fn an_ambiguous_name_lists_whom_it_may_mean() {
    assert_snapshot!(refused(&["--user", "sam whitfield"]));
}

#[test]
fn an_ambiguous_folder_lists_the_mailboxes() {
    assert_snapshot!(refused(&["--user", "13", "--folder", "closed"]));
    let (run, _, report) = asked(&["--user", "13", "--folder", "closed", "--mailbox", "support"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(value(&report.unwrap(), "folders"), "21");
}

#[test]
fn unknown_names_are_reported_together_with_the_nearest() {
    assert_snapshot!(refused(&[
        "--user",
        "Zoe Kovach",
        "--mailboxes",
        "Suport,Europe,qqq"
    ]));
}

#[test]
fn a_name_that_controls_a_terminal_is_shown_harmless() {
    let stderr = refused(&["--user", "Ren X"]);
    assert!(!stderr.contains('\u{1b}'), "{stderr}");
    assert!(stderr.contains("16  Ren"), "{stderr}");
}

#[test]
fn what_is_wrong_without_a_look_up_is_said_before_one() {
    let service = account();
    let mut command: Command = service.asked_by(program());
    command.args(["report", "user-conversation-history", "--user", "Zoe"]);
    let run = run(command.args([
        "--start",
        "2019-06-02T12:00:00Z",
        "--end",
        "2019-05-02T12:00:00Z",
    ]));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("--start"), "{}", run.stderr);
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn a_look_up_that_is_refused_has_its_exit_code_and_offers_the_id() {
    let (run, _, report) = asked(&["--user", "13", "--tag", "refund"]);
    assert_eq!((run.code, report), (Some(3), None), "{}", run.stderr);
    assert!(run.stderr.contains("give the ID"), "{}", run.stderr);
    assert!(run.stderr.contains("--tags \"refund\""), "{}", run.stderr);
}

#[test]
fn a_list_that_changes_while_it_is_read_is_read_again() {
    for keeps_changing in [false, true] {
        let reads = AtomicUsize::new(0);
        let service = Service::start(move |asked| {
            let (path, _) = asked.split_once('?').unwrap_or((asked, ""));
            if path != "/v2/users" {
                return (200, page(1, 1, 0, "[]"));
            }
            let number = page_of(asked);
            let before = reads.fetch_add(1, Ordering::SeqCst);
            let count = if keeps_changing || before < 2 {
                120 + before
            } else {
                2
            };
            let page =
                format!(r#"{{"size":1,"totalElements":{count},"totalPages":2,"number":{number}}}"#);
            let user = format!(r#"{{"id":{number},"firstName":"Sam","lastName":"{number}"}}"#);
            let body = format!(r#"{{"_embedded":{{"users":[{user}]}},"page":{page}}}"#);
            (200, body)
        });
        let mut command = service.asked_by(program());
        command.args(["report", "user-conversation-history", "--user", "Sam 2"]);
        let run = run(command.args(MAY));
        let report = service.asked();
        let report = report.iter().find(|path| path.starts_with("/v2/reports/"));
        if keeps_changing {
            assert_eq!((run.code, report), (Some(1), None), "{}", run.stderr);
            // A list has no interval.
            assert!(!run.stderr.contains("interval"), "{}", run.stderr);
        } else {
            assert_eq!(run.code, Some(0), "{}", run.stderr);
            assert_eq!(value(report.unwrap(), "user"), "2");
        }
    }
}

#[test]
fn a_site_has_no_list_so_its_name_is_refused() {
    let mut command = program();
    command.args(["report", "docs", "--sandbox", "--site", "Guides"]);
    let run = run(command.args(MAY));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("24 hexadecimal digits"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_id_is_advised_only_if_the_look_up_fails_and_other_calls_may_not() {
    let advice = "give the ID instead, so that nothing needs to be looked up";
    let history = |service: &Service, options: &[&str]| {
        let mut command = service.asked_by(program());
        command.args(["report", "user-conversation-history", "--attempts", "1"]);
        run(command.args(MAY).args(options))
    };
    let run = history(&account(), &["--user", "11", "--tag", "refund"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains(advice), "{}", run.stderr);
    // Without credentials or a service, the report fails as well.
    for status in [401, 503] {
        let service = Service::start(move |_| (status, "{}".to_owned()));
        let run = history(&service, &["--user", "Sam"]);
        assert!(!run.stderr.contains(advice), "{}", run.stderr);
    }
    let page = "<html><title>Sign in to the network</title></html>";
    let service = Service::start(move |_| (200, page.to_owned()));
    let run = history(&service, &["--user", "Sam"]);
    assert!(!run.stderr.contains(advice), "{}", run.stderr);
}

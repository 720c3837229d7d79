use insta::assert_snapshot;

use crate::program::{MAY, program, report, run};
use crate::service::Service;

/// Unusual JSON values; all of them must come out as they are, except for the form of numbers.
const ODD: &str = r#"[
  {"number":222002, "id" : 416351186, "responseTime" : 12.50, "firstResponseTime": 1878,
   "resolveTime":null, "avgHandleTime":99999999999999999999.10, "status":"on  holiday",
   "repliesSent": 1e2, "customers":[ { "id":1, "name":"Zo\u00eb \"Z\" \\ x" } ], "mood":"=1+1"},
  {"id":2,"number":1,"score":-0.0,"mood":{"a":[1, 2]}}
]"#;

#[test]
fn ndjson_has_each_row_on_a_line_with_numbers_as_described() {
    let service = Service::with_pages(&[ODD], 2);
    let run = run(service.asked_by(report()).args(["--format", "ndjson"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.stdout);
}

#[test]
fn raw_ndjson_has_each_row_on_a_line_with_values_as_received() {
    let service = Service::with_pages(&[ODD], 2);
    let run = run(service.asked_by(report()).arg("--raw"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.stdout);
}

#[test]
fn json_is_one_array_of_the_rows_of_every_page() {
    let service = Service::with_pages(&[ODD, r#"[{"id":3,"number":2}]"#], 3);
    let run = run(service.asked_by(report()).args(["--format", "json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.stdout);
}

#[test]
fn csv_has_the_documented_columns_and_then_the_keys_that_only_rows_have() {
    let service = Service::with_pages(&[ODD], 2);
    let run = run(service.asked_by(report()).args(["--format", "csv"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.stdout);
}

#[test]
fn a_table_is_for_people_and_says_what_it_does_not_show() {
    let service = Service::with_pages(&[ODD], 2);
    let run = run(service.asked_by(report()).args(["--format", "table"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.shown());
}

#[test]
fn a_report_without_rows_is_empty_and_succeeds() {
    let service = Service::with_pages(&["[]"], 0);
    let formats = ["json", "ndjson", "csv", "table"].map(|format| {
        let run = run(service.asked_by(report()).args(["--format", format]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        format!("{format}\n{}", run.stdout)
    });
    assert_snapshot!(formats.join("\n"));
}

#[test]
fn ndjson_is_what_a_pipe_gets() {
    let service = Service::with_pages(&[r#"[{"id":1,"number":2}]"#], 1);
    let run = run(&mut service.asked_by(report()));
    assert_eq!(run.stdout, "{\"id\":1,\"number\":2}\n");
}

#[test]
fn every_option_is_sent_as_the_service_expects_it() {
    let service = Service::with_pages(&["[]"], 0);
    let mut command = program();
    command.args(["report", "user-conversation-history", "--user", "447723"]);
    command.args([
        "--start",
        "2019-05-02T14:00:00.5+02:00",
        "--end",
        "2019-06-02T12:00:00Z",
    ]);
    command.args(["--previous-start", "2019-04-02T12:00:00Z"]);
    command.args([
        "--previous-end",
        "2019-05-02T12:00:00Z",
        "--status",
        "closed",
    ]);
    command.args([
        "--mailboxes",
        "123, 567",
        "--mailboxes",
        "85",
        "--types",
        "email,chat",
    ]);
    command.args(["--tags=5666", "--folders", "991", "--office-hours", "true"]);
    command.args([
        "--sort-field",
        "responseTime",
        "--sort-order",
        "ASC",
        "--page",
        "1",
        // Otherwise, an answer without rows leads to look-ups of the IDs.
        "--quiet",
    ]);
    assert_eq!(run(&mut service.asked_by(command)).code, Some(0));
    assert_snapshot!(service.asked().join("\n").replace(['?', '&'], "\n  "));
}

#[test]
fn a_switch_needs_no_value() {
    let service = Service::with_pages(&["[]"], 0);
    let mut command = service.asked_by(report());
    command.args(["--office-hours", "--status", "active"]);
    assert_eq!(run(&mut command).code, Some(0));
    assert!(service.asked()[0].contains("officeHours=true"));
}

#[test]
fn one_page_is_requested_once_and_named_as_one_of_several() {
    let service = Service::with_pages(&["[]", r#"[{"id":1}]"#, "[]"], 300);
    let one = run(service.asked_by(report()).args(["--page", "2"]));
    assert_eq!(
        one.shown(),
        "exit code 0\n--- stdout\n{\"id\":1}\n--- stderr\n1 row: page 2 of 3, 300 rows in all\n"
    );
    assert_eq!(service.asked().len(), 1);

    let past = run(service.asked_by(report()).args(["--page", "9"]));
    assert_eq!(past.code, Some(0));
    assert_eq!(past.stderr, "0 rows: page 9 is past the last page (3)\n");
}

#[test]
fn quiet_prints_only_the_rows() {
    let service = Service::with_pages(&[r#"[{"id":1}]"#], 1);
    let run = run(service.asked_by(report()).arg("--quiet"));
    assert_eq!(
        run.shown(),
        "exit code 0\n--- stdout\n{\"id\":1}\n--- stderr\n"
    );
}

#[test]
fn the_base_url_and_the_sandbox_can_stand_before_the_command() {
    let service = Service::with_pages(&[r#"[{"id":1}]"#], 1);
    let mut command = program();
    command.args([
        "--base-url",
        &service.base_url,
        "report",
        "user-conversation-history",
    ]);
    let run = run(command.args(MAY).env("HELPSCOUT_ACCESS_TOKEN", "x"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "{\"id\":1}\n"));
}

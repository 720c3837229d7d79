use insta::assert_snapshot;

use crate::program::{history, run};
use crate::service::Service;

/// Two conversations; the first has a reply on each page.
const PAGES: &[&str] = &[
    r#"[{"number":12,"id":900,"customers":[{"id":1,"name":"=Ada Ångström"}],"status":"closed",
         "repliesSent":3,"responseTime":60,"firstResponseTime":60,"resolveTime":7200,"avgHandleTime":12.5},
        {"number":11,"id":800,"customers":[{"id":2,"name":null},{"id":3,"name":"Bo Berg"}],
         "repliesSent":1,"responseTime":null,"resolveTime":null,"mood":"good"}]"#,
    r#"[{"number":12,"id":900,"customers":[{"id":1,"name":"=Ada Ångström"}],"status":"closed",
         "repliesSent":4,"responseTime":121,"firstResponseTime":60,"resolveTime":9000,"avgHandleTime":20}]"#,
];

fn shown(options: &[&str]) -> String {
    let service = Service::with_pages(PAGES, 3);
    let run = run(service.asked_by(history()).args(options));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.shown()
}

#[test]
fn a_table_has_one_row_for_each_conversation_and_a_summary() {
    assert_snapshot!(shown(&["--format", "table"]));
}

#[test]
fn a_table_of_replies_has_one_row_for_each() {
    assert_snapshot!(shown(&["--format", "table", "--replies"]));
}

#[test]
fn json_is_one_document_of_summary_and_conversations() {
    assert_snapshot!(shown(&["--format", "json"]));
}

#[test]
fn json_of_replies_has_them_as_received() {
    assert_snapshot!(shown(&["--format", "json", "--replies"]));
}

#[test]
fn ndjson_has_only_the_rows() {
    assert_snapshot!(shown(&["--format", "ndjson"]));
}

#[test]
fn ndjson_of_replies_has_them_with_numbers_as_described() {
    assert_snapshot!(shown(&["--format", "ndjson", "--replies"]));
}

#[test]
fn csv_names_its_unit_and_runs_no_formula() {
    assert_snapshot!(shown(&["--format", "csv"]));
}

#[test]
fn csv_of_replies_has_the_same_columns() {
    assert_snapshot!(shown(&["--format", "csv", "--replies"]));
}

#[test]
fn an_interval_without_replies_has_an_empty_history() {
    let service = Service::with_pages(&["[]"], 0);
    let formats = ["table", "json", "ndjson", "csv"].map(|format| {
        let run = run(service.asked_by(history()).args(["--format", format]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        format!("{format}\n{}", run.stdout)
    });
    assert_snapshot!(formats.join("\n"));
}

#[test]
fn filters_are_those_of_the_report_and_there_is_no_page_option() {
    let service = Service::with_pages(&["[]"], 0);
    let mut command = service.asked_by(history());
    command.args([
        "--mailboxes",
        "85,123",
        "--status",
        "closed",
        "--office-hours",
        "true",
    ]);
    assert_eq!(run(&mut command).code, Some(0));
    let asked = &service.asked()[0];
    assert!(
        asked.contains("mailboxes=85%2C123") && asked.contains("officeHours=true"),
        "{asked}"
    );

    let refused = run(service.asked_by(history()).args(["--page", "2"]));
    assert_eq!(refused.code, Some(2));
}

use insta::assert_snapshot;

use crate::program::{MAY, program, run};
use crate::service::Service;

/// Runs the program against a service that gives this answer to every request.
fn asked_for(arguments: &[&str], body: &'static str) -> (crate::program::Run, Vec<String>) {
    let service = Service::start(move |_| (200, body.to_owned()));
    let mut command = program();
    command.args(arguments);
    let run = run(&mut service.asked_by(command));
    (run, service.asked())
}

/// Runs a report on May that is not about a user.
fn report(name: &str, options: &[&str], body: &'static str) -> crate::program::Run {
    asked_for(&[&["report", name], &MAY[2..], options].concat(), body).0
}

const USERS: &str = r#"{"_embedded": {"users": [
    {"id": 447723, "firstName": "Mira", "lastName": "Lindqvist", "role": "owner", "mood": "good",
     "_links": {"self": {"href": "x"}}}]},
    "page": {"size": 50, "totalElements": 1, "totalPages": 1, "number": 1}}"#;

#[test]
fn list_lists_what_can_be_listed() {
    let run = run(program().args(["list", "--help"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_snapshot!(run.stdout);
}

#[test]
fn rows_of_a_list_are_as_received_and_links_are_not_for_people() {
    let (rows, _) = asked_for(&["list", "users"], USERS);
    assert_eq!(rows.stdout.lines().count(), 1);
    assert!(rows.stdout.contains(r#""_links":{"self":{"href":"x"}}"#));
    let (table, _) = asked_for(&["list", "users", "--format", "table"], USERS);
    assert_snapshot!(table.shown());
}

#[test]
fn an_id_is_part_of_the_path() {
    let (members, asked) = asked_for(&["list", "team-members", "--id", "31950"], USERS);
    assert_eq!(members.code, Some(0), "{}", members.stderr);
    assert_eq!(asked, ["/v2/teams/31950/members?page=1"]);
    let (missing, asked) = asked_for(&["list", "user"], USERS);
    assert_eq!((missing.code, asked.len()), (Some(2), 0));
    assert!(
        missing.stderr.contains("--id <ID|NAME>"),
        "{}",
        missing.stderr
    );
}

#[test]
fn a_number_outside_its_limits_is_refused() {
    let run = report("company-drilldown", &["--rows", "51"], "{}");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("the maximum is 50"), "{}", run.stderr);
}

#[test]
fn an_answer_that_is_a_list_is_rows_in_every_format_but_json() {
    let hours = "[{\"day\":1,\"hour\":9 ,\"count\":17},\n {\"day\":7,\"hour\":23,\"count\":1}]";
    let shown = ["json", "ndjson", "csv", "table"]
        .map(|format| report("conversations-busy-times", &["--format", format], hours).shown());
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn the_csv_header_is_the_same_whatever_the_answer_has() {
    let header = |body: &'static str| {
        let options = ["--format", "csv", "--table", "summary"];
        let run = report("conversations", &options, body);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout.lines().next().unwrap().to_owned()
    };
    let full = header(
        r#"{"busiestDay": {"day": 3, "hour": 0, "count": 4}, "current": {"totalConversations": 4},
            "previous": null, "deltas": {"totalConversations": 1.5}, "tags": {"count": 1}}"#,
    );
    assert_eq!(header(r#"{"busiestDay": null, "current": null}"#), full);
    assert_eq!(header(r#"{"current": {}, "tags": null}"#), full);
    let more = header(r#"{"current": {"weather": "fair"}, "mood": {"of": "all"}}"#);
    assert_eq!(more, format!("{full},\"current.weather\",\"mood.of\""));
}

#[test]
fn an_answer_that_is_something_else_is_not_an_empty_report() {
    for (name, main, body) in [
        ("company", "summary", r#"{"error": "quota exceeded"}"#),
        ("company", "summary", "{}"),
        (
            "company-drilldown",
            "rows",
            r#"{"error": "quota exceeded"}"#,
        ),
        ("company-drilldown", "rows", r#"{"results": null}"#),
        ("user-happiness", "summary", "[]"),
        ("email", "summary", "5"),
        ("conversations-busy-times", "rows", r#"{"day": 1}"#),
    ] {
        for options in [
            &["--format", "json"][..],
            &["--format", "ndjson"],
            &["--format", "csv", "--table", main],
            &["--format", "table"],
        ] {
            let user: &[&str] = if name.starts_with("user") {
                &["--user", "447723"]
            } else {
                &[]
            };
            let run = report(name, &[user, options].concat(), body);
            let outcome = (run.code, run.stdout.as_str());
            assert_eq!(outcome, (Some(5), ""), "{name} {body}: {}", run.stderr);
            assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        }
    }
}

#[test]
fn a_series_of_something_else_is_not_an_empty_series() {
    for body in [
        r#"{"current": {"error": 1}}"#,
        r#"{"current": ["x"]}"#,
        r#"{"current": [], "previous": 5}"#,
    ] {
        for format in ["csv", "table"] {
            let run = report("company-customers-helped", &["--format", format], body);
            assert_eq!((run.code, run.stdout.as_str()), (Some(5), ""), "{body}");
            let message = "the answer is not a series of points; it starts with: ";
            assert!(run.stderr.contains(message), "{}", run.stderr);
        }
        let json = report("company-customers-helped", &["--format", "json"], body);
        assert_eq!(json.code, Some(0), "{}", json.stderr);
    }
}

#[test]
fn no_key_is_lost_because_it_looks_like_a_path() {
    let run = report(
        "email",
        &["--format", "csv", "--table", "summary"],
        r#"{"filterTags": [ ], "current": {"volume": {"emailsSent": 3}}, "current.volume": 7,
            "previous": "none"}"#,
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (header, line) = run.stdout.split_once('\n').unwrap();
    assert!(
        header.ends_with(",\"previous\",\"current.volume\""),
        "{header}"
    );
    assert!(line.trim_end().ends_with(",none,7"), "{line}");
    assert!(!run.stderr.contains("omitted"), "{}", run.stderr);
    let nothing = report(
        "company-customers-helped",
        &["--format", "csv"],
        r#"{"current": [], "z": null}"#,
    );
    assert!(!nothing.stderr.contains("omitted"), "{}", nothing.stderr);
}

#[test]
fn a_previous_interval_without_effect_is_reported() {
    let hours = r#"[{"day": 1, "hour": 9, "count": 17}]"#;
    let previous = [
        "--previous-start=2019-04-01T00:00:00Z",
        "--previous-end=2019-04-30T23:59:59Z",
    ];
    let run = report("conversations-busy-times", &previous, hours);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let note = "--previous-start has no effect: the answer has no field for the previous interval";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    let run = report("company", &previous, r#"{"current": {"closed": 3}}"#);
    assert!(!run.stderr.contains("no effect"), "{}", run.stderr);
}

#[test]
fn a_series_is_a_chart_on_a_terminal_and_a_line_for_each_point_in_csv() {
    let series = r#"{"current": [{"date": "2019-05-02T12:00:00Z", "customers": 14},
        {"date": "2019-05-09T12:00:00Z", "customers": 7}], "previous": []}"#;
    let shown = ["table", "csv"]
        .map(|format| report("company-customers-helped", &["--format", format], series).shown());
    assert_snapshot!(shown.join("\n"));
}

//! `helpscout waiting`: who waits for an answer, and how long.

use std::process::Command;

use serde_json::{Value, json};

use crate::program::{program, run};
use crate::service::Service;

const END: &str = "2019-05-10T12:00:00Z";

fn waiting(options: &[&str]) -> Command {
    let mut command = program();
    command.args(["waiting", "--start", "2019-05-01T00:00:00Z", "--end", END]);
    command.args(options);
    command
}

/// A service with four conversations, of which two have customers who wait, and one mailbox.
fn service() -> Service {
    Service::start(|asked| {
        if asked.starts_with("/v2/mailboxes") {
            let mailbox = json!({
                "id": 85, "name": "Support", "slug": "support", "email": "support@example.com",
                "createdAt": "2017-03-14T09:00:00Z", "updatedAt": "2017-03-14T09:00:00Z",
            });
            let page = json!({"size": 50, "totalElements": 1, "totalPages": 1, "number": 1});
            let answer = json!({"_embedded": {"mailboxes": [mailbox]}, "page": page});
            return (200, answer.to_string());
        }
        let row = |id: i64, status: &str, since: Value| {
            json!({
                "id": id, "number": id + 100, "status": status, "waitingSince": since,
                "mailboxid": if id == 3 { 123 } else { 85 }, "subject": format!("Subject {id}"),
                "customerName": "Ada", "assignedid": 0,
            })
        };
        let rows = [
            row(1, "active", json!("2019-05-10T11:00:00Z")),
            row(2, "closed", json!("2019-05-02T11:00:00Z")),
            row(3, "active", json!("2019-05-09T12:00:00Z")),
            row(4, "active", Value::Null),
        ];
        let page = json!({"results": rows, "page": 1, "pages": 1, "count": 4});
        (200, json!({ "conversations": page }).to_string())
    })
}

fn rows(command: Command) -> Vec<Value> {
    let run = run(&mut service().asked_by(command));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_longest_wait_comes_first() {
    let rows = rows(waiting(&["--format", "ndjson"]));
    let shown: Vec<_> = rows
        .iter()
        .map(|row| (&row["id"], &row["waitsFor"]))
        .collect();
    assert_eq!(
        shown,
        [(&json!(3), &json!(86_400.0)), (&json!(1), &json!(3_600.0))]
    );
    assert_eq!(rows[0]["mailboxName"], Value::Null);
    assert_eq!(rows[1]["mailboxName"], "Support");
    assert_eq!(
        rows[1]["link"],
        "https://secure.helpscout.net/conversation/1/101"
    );
}

#[test]
fn the_last_30_days_are_listed_if_no_period_is_given() {
    let service = service();
    let run = run(service
        .asked_by(program())
        .args(["waiting", "-f", "ndjson"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    // The waits of May 2019 last until now.
    assert_eq!(run.stdout.lines().count(), 2);
    let asked = service.asked();
    let interval = asked.iter().find(|asked| asked.contains("start="));
    let interval = interval.map(String::as_str).unwrap_or_default();
    assert!(interval.contains("end="), "{asked:?}");
}

#[test]
fn the_end_of_the_waits_is_stated_in_the_zone_asked_for() {
    let run = run(&mut service().asked_by(waiting(&["--zone", "Europe/Berlin"])));
    let until = "waits are measured until 2019-05-10 14:00:00 Europe/Berlin (+02:00)";
    assert!(run.stderr.contains(until), "{}", run.stderr);
}

#[test]
fn a_table_says_who_waits_for_how_long() {
    let run = run(&mut service().asked_by(waiting(&["--format", "table"])));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0]
            .trim_start()
            .starts_with("Waits for  Customer name  Subject"),
        "{}",
        run.stdout
    );
    assert!(
        lines[2].contains("1d") && lines[2].contains("unassigned"),
        "{}",
        run.stdout
    );
    assert!(
        lines[3].contains("1h") && lines[3].contains("Support"),
        "{}",
        run.stdout
    );
    assert!(
        run.stderr.contains("2 of 2 waiting customers"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("until 2019-05-10 12:00:00 UTC"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_threshold_leaves_out_shorter_waits_and_a_limit_all_but_the_longest() {
    assert_eq!(
        rows(waiting(&["--over", "4h", "--format", "ndjson"])).len(),
        1
    );
    assert_eq!(
        rows(waiting(&["--over", "2d", "--format", "ndjson"])).len(),
        0
    );
    assert_eq!(
        rows(waiting(&["--limit", "1", "--format", "ndjson"]))[0]["id"],
        3
    );
    let shortest_first = rows(waiting(&["--sort", "waitsFor", "--format", "ndjson"]));
    assert_eq!(shortest_first[0]["id"], 1);
}

#[test]
fn mailboxes_have_a_row_each() {
    let rows = rows(waiting(&["--by", "mailbox", "--format", "ndjson"]));
    let expected = [
        json!({"mailboxName": null, "mailboxId": 123, "waiting": 1, "waitsFor": 86_400.0}),
        json!({"mailboxName": "Support", "mailboxId": 85, "waiting": 1, "waitsFor": 3_600.0}),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_wait_that_is_too_long_has_an_exit_code_of_its_own_and_is_shown() {
    let options = ["--fail-over", "4h", "--format", "csv"];
    let late = run(&mut service().asked_by(waiting(&options)));
    assert_eq!(late.code, Some(4), "{}", late.stderr);
    assert!(
        late.stderr.contains("1 customer waits longer than 4h"),
        "{}",
        late.stderr
    );
    assert_eq!(late.stdout.lines().count(), 3);
    // What is shown does not decide who is late.
    for shown in [
        &["--over", "30d"][..],
        &["--limit", "0"],
        &["--where", "mailboxId=85"],
    ] {
        let fewer = run(&mut service().asked_by(waiting(&[&options[..], shown].concat())));
        assert_eq!(fewer.code, Some(4), "{}", fewer.stderr);
        assert!(
            fewer.stderr.contains("1 customer waits longer than 4h"),
            "{}",
            fewer.stderr
        );
    }
    let options = ["--fail-over", "2d", "--format", "csv"];
    let in_time = run(&mut service().asked_by(waiting(&options)));
    assert_eq!(in_time.code, Some(0), "{}", in_time.stderr);
}

#[test]
fn a_wait_without_a_unit_is_refused_instead_of_taken_for_seconds() {
    for (option, time, said) in [
        (
            "--over",
            "4",
            "4 has no unit; use s, m, h, d or w, such as 4m",
        ),
        ("--fail-over", "0.5", "0.5 has no unit; use s, m, h, d or w"),
        ("--over", "soon", "write a time such as 90m, 4h or 1d"),
    ] {
        let refused = run(&mut service().asked_by(waiting(&[option, time])));
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
}

#[test]
fn the_sandbox_has_customers_who_wait() {
    let run =
        run(waiting(&["--sandbox", "--format", "ndjson", "--limit", "1000000"]).args(["--quiet"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mut waits = Vec::new();
    for line in run.stdout.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["status"], "active");
        waits.push(row["waitsFor"].as_f64().unwrap());
    }
    assert!(waits.is_sorted_by(|a, b| a >= b), "{waits:?}");
}

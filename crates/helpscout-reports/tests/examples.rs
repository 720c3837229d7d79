//! Runs the examples against a sandbox and compares what they print.
#![allow(clippy::unwrap_used)]

use std::env::{self, consts::EXE_SUFFIX};
use std::process::Command;

use helpscout_sandbox::{Plan, Sandbox};
use insta::assert_snapshot;

/// Runs an example against a sandbox of an account with reports.
async fn run(name: &str) -> String {
    let sandbox = Sandbox::builder().start().await.unwrap();
    run_against(&sandbox, name).await
}

/// Runs an example with the environment of a user and returns what it prints.
async fn run_against(sandbox: &Sandbox, name: &str) -> String {
    // Cargo builds this test into `deps` and the examples next to that folder.
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(|deps| deps.parent()).unwrap();
    let program = profile.join("examples").join(format!("{name}{EXE_SUFFIX}"));
    assert!(
        program.exists(),
        "{} is missing; run `cargo build -p helpscout-reports --examples`, or this test together \
         with the other tests of the package",
        program.display()
    );
    let mut command = Command::new(program);
    command
        .env_remove("HELPSCOUT_ACCESS_TOKEN")
        .env("HELPSCOUT_BASE_URL", sandbox.base_url())
        .env("HELPSCOUT_APP_ID", sandbox.app_id())
        .env("HELPSCOUT_APP_SECRET", sandbox.app_secret());
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = output.await.unwrap().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn figures_of_two_intervals_are_shown_side_by_side() {
    assert_snapshot!(run("previous_interval").await, @r"
    Figure                    May        April    Change
    Replies                  2465         1898   +29.9 %
    Customers helped         1264         1053   +20.0 %
    Response time     13h 14m 49s  15h 33m 36s   -14.9 %
    ");
}

#[tokio::test]
async fn a_long_history_is_read_row_by_row() {
    assert_snapshot!(run("streamed_history").await, @r"
    2465 replies on 21 pages
    Median response time: 3h 48m 56s
    #217337  40d 19h 8m
    #219527  34d 19h 31m
    #220523  28d 5h 25m
    #218789  19d 10h 20m
    #223386  7d 41m
    ");
}

#[tokio::test]
async fn the_reports_of_a_team_come_in_its_order() {
    assert_snapshot!(run("team_week").await, @r"
    First line, 4 members
    Marta       525 replies, median 5h 3m 19s
    Devon       126 replies, median 11h 56m 44s
    Hanna       131 replies, median 7h 56m 16s
    Tomás       118 replies, median 56m 29s
    ");
}

#[tokio::test]
async fn an_account_without_reports_gets_an_explanation() {
    let sandbox = Sandbox::builder().plan(Plan::Standard).start();
    let sandbox = sandbox.await.unwrap();
    assert_snapshot!(run_against(&sandbox, "forbidden").await, @"Reports require the Plus or Pro plan, and a role that may see them.");
}

#[tokio::test]
async fn an_account_with_reports_gets_its_figures() {
    assert_snapshot!(run("forbidden").await, @"12 users replied");
}

#[tokio::test]
async fn a_saved_query_gives_a_raw_body_and_rows_that_can_be_saved() {
    assert_snapshot!(run("raw_and_saved").await, @r#"
    492 bytes, status 200 OK
    2 rows on page 1 of 1
    {
      "number": 222143,
      "responseTime": 67778,
      "firstResponseTime": 67778,
      "resolveTime": 67778,
      "repliesSent": 1,
      "id": 4495637690,
      "status": "closed",
      "avgHandleTime": 123,
      "customers": [
        {
          "id": 137014168,
          "name": "Rosa Hansen"
        },
        {
          "id": 138316185,
          "name": "Jakub Ahmadi"
        }
      ]
    }
    "#);
}

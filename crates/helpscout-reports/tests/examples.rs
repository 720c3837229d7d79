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
    assert_snapshot!(run("previous_interval").await, @"");
}

#[tokio::test]
async fn a_long_history_is_read_row_by_row() {
    assert_snapshot!(run("streamed_history").await, @"");
}

#[tokio::test]
async fn the_reports_of_a_team_come_in_its_order() {
    assert_snapshot!(run("team_week").await, @"");
}

#[tokio::test]
async fn an_account_without_reports_gets_an_explanation() {
    let sandbox = Sandbox::builder().plan(Plan::Standard).start();
    let sandbox = sandbox.await.unwrap();
    assert_snapshot!(run_against(&sandbox, "forbidden").await, @"");
}

#[tokio::test]
async fn an_account_with_reports_gets_its_figures() {
    assert_snapshot!(run("forbidden").await, @"");
}

#[tokio::test]
async fn a_saved_query_gives_a_raw_body_and_rows_that_can_be_saved() {
    assert_snapshot!(run("raw_and_saved").await, @"");
}

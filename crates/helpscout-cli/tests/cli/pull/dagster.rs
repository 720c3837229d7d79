//! Messages for Dagster, as its own client reads them from a file.

use std::fs;
use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::ZlibEncoder;
use serde_json::{Value, json};
use tempfile::tempdir;

use super::{account, lines, pull, pulled};
use crate::program::run;

fn encoded(value: &Value) -> String {
    let text = value.to_string();
    let mut bytes = Vec::new();
    ZlibEncoder::new(text.as_bytes(), Compression::default())
        .read_to_end(&mut bytes)
        .unwrap();
    STANDARD.encode(bytes)
}

/// Runs a pull as a step with these assets. Returns its exit code and its messages.
fn step(home: &Path, command: &mut std::process::Command) -> (Option<i32>, Vec<Value>) {
    let messages = home.join("messages");
    let _ = fs::remove_file(&messages);
    let assets = ["raw/user_conversation_history", "raw/users"];
    let context = json!({ "data": { "asset_keys": assets, "run_id": "r" } });
    let run = run(command.env("DAGSTER_PIPES_CONTEXT", encoded(&context)).env(
        "DAGSTER_PIPES_MESSAGES",
        encoded(&json!({ "path": messages })),
    ));
    let written = fs::read_to_string(&messages).unwrap();
    let messages = written.lines().map(serde_json::from_str);
    (run.code, messages.map(Result::unwrap).collect())
}

#[test]
fn each_dataset_is_a_materialization_with_its_rows() {
    let home = tempdir().unwrap();
    let data = home.path().join("data");
    let options = [
        "user-conversation-history",
        "users",
        "--users",
        "447723",
        "--since",
        "2019-05-06",
        "--until",
        "2019-05-07",
        "--format",
        "ndjson",
    ];
    let mut command = pull(&options);
    command.arg("--sandbox").arg("--to").arg(&data);
    let (code, messages) = step(home.path(), &mut command);
    assert_eq!(code, Some(0), "{messages:?}");
    let methods: Vec<&str> = messages
        .iter()
        .filter_map(|message| message["method"].as_str())
        .collect();
    let expected = [
        "opened",
        "log",
        "log",
        "report_asset_materialization",
        "report_asset_materialization",
        "closed",
    ];
    assert_eq!(methods, expected);
    assert_eq!(messages[5]["params"], json!({}));
    let history = &messages[3]["params"];
    assert_eq!(history["asset_key"], "raw/user_conversation_history");
    let path = "user-conversation-history/user=447723/window=2019-05-06/part-0.ndjson";
    let rows = lines(&data, path).len();
    assert!(rows > 1);
    assert_eq!(history["metadata"]["rows"]["raw_value"], rows);
    assert_eq!(history["metadata"]["units"]["raw_value"], 1);
    assert_eq!(history["metadata"]["changed"]["raw_value"], json!([]));

    // The folder has everything, so that is what Dagster hears.
    let (code, messages) = step(home.path(), pulled_again(&mut pull(&options), &data));
    assert_eq!(code, Some(0));
    let history = &messages[messages.len() - 3]["params"];
    assert_eq!(history["metadata"]["units"]["raw_value"], 0);
}

fn pulled_again<'c>(
    command: &'c mut std::process::Command,
    data: &Path,
) -> &'c mut std::process::Command {
    command.arg("--sandbox").arg("--to").arg(data)
}

#[test]
fn a_pull_that_fails_materializes_nothing() {
    let home = tempdir().unwrap();
    let service = account::start(|_, day| match day {
        "2019-05-07" => Err((503, String::new())),
        _ => Ok("[]".to_owned()),
    });
    let mut command = service.asked_by(pull(&["user-conversation-history", "--users", "all"]));
    command.args([
        "--since",
        "2019-05-06",
        "--until",
        "2019-05-08",
        "--attempts",
        "1",
    ]);
    let (code, messages) = step(
        home.path(),
        command.arg("--to").arg(home.path().join("data")),
    );
    assert_eq!(code, Some(1));
    let methods = messages.iter().map(|message| &message["method"]);
    assert!(
        !methods
            .into_iter()
            .any(|method| method == "report_asset_materialization")
    );
    let closed = messages.last().unwrap();
    assert_eq!(closed["method"], "closed");
    let message = closed["params"]["exception"]["message"].as_str().unwrap();
    assert!(message.contains("window=2019-05-07"), "{message}");
}

#[test]
fn variables_that_nobody_can_read_are_a_warning() {
    let home = tempdir().unwrap();
    let mut command = pull(&["users", "--sandbox"]);
    command
        .env("DAGSTER_PIPES_CONTEXT", "x")
        .env("DAGSTER_PIPES_MESSAGES", "y");
    let run = run(command.arg("--to").arg(home.path().join("data")));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("Dagster gets no messages"),
        "{}",
        run.stderr
    );
    pulled(&home.path().join("other"), &["users"]);
}

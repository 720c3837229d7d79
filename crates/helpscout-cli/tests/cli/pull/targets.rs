//! Two targets of the Singer protocol, from PyPI, load what a pull prints.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use tempfile::tempdir;

use super::pull;
use crate::program::run;
use crate::readers::python::{Packages, Python};

static DUCKDB: Packages = Packages::new(
    "target-duckdb",
    include_str!("../../../../../integrations/singer/requirements-duckdb.txt"),
);

static JSONL: Packages = Packages::new(
    "target-jsonl",
    include_str!("../../../../../integrations/singer/requirements-jsonl.txt"),
);

/// Pipes messages into a target, and appends the states that it prints to a file.
fn load(python: &Python, module: &str, home: &Path, until: &str) {
    let states = home.join("states.json");
    let mut tap = pull(&[
        "user-conversation-history",
        "users",
        "team-members",
        "productivity",
    ]);
    tap.args([
        "--users",
        "447723,452118",
        "--since",
        "2019-05-06",
        "--until",
        until,
    ])
    .args(["--sandbox", "--format", "singer", "--bookmarks"])
    .arg(&states);
    let messages = run(&mut tap);
    assert_eq!(messages.code, Some(0), "{}", messages.stderr);
    let input = home.join("messages");
    fs::write(&input, messages.stdout).unwrap();
    let mut target = python.command();
    target
        .args([
            "-c",
            &format!("from {module} import main; main()"),
            "--config",
        ])
        .arg(home.join("config.json"))
        .stdin(Stdio::from(fs::File::open(&input).unwrap()));
    let loaded = run(&mut target);
    assert_eq!(loaded.code, Some(0), "{module}: {}", loaded.stderr);
    assert!(
        loaded.stdout.contains("bookmarks"),
        "{module}: {}",
        loaded.stdout
    );
    let before = fs::read_to_string(&states).unwrap_or_default();
    fs::write(&states, before + &loaded.stdout).unwrap();
}

/// Returns the rows that the program prints: their number, and the sum of their response times.
fn printed(until: &str) -> (usize, f64) {
    let mut command = pull(&["user-conversation-history", "--users", "447723,452118"]);
    command.args([
        "--since",
        "2019-05-06",
        "--until",
        until,
        "--sandbox",
        "--to",
        "-",
    ]);
    let rows = run(&mut command).stdout;
    let times = rows.lines().map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["responseTime"].as_f64().unwrap_or_default()
    });
    (rows.lines().count(), times.sum())
}

#[test]
fn target_duckdb_has_all_rows_once_also_after_a_second_run() {
    let Some(python) = Python::with(&DUCKDB) else {
        return;
    };
    let home = tempdir().unwrap();
    let database = home.path().join("support.duckdb");
    let config = json!({ "filepath": database, "default_target_schema": "main" });
    fs::write(home.path().join("config.json"), config.to_string()).unwrap();
    let users = run(pull(&["users"]).args(["--sandbox", "--to", "-"])).stdout;
    let users = users.lines().count().to_string();
    for until in ["2019-05-08", "2019-05-10", "2019-05-10"] {
        load(python, "target_duckdb", home.path(), until);
        let query = "SELECT count(*), sum(responseTime), any_value(typeof(responseTime)), \
                     (SELECT count(*) FROM users WHERE fetchedAt = (SELECT max(fetchedAt) FROM users)), (SELECT count(*) FROM team_members) \
                     FROM user_conversation_history";
        let script = format!(
            "import duckdb, sys; print(*duckdb.connect(sys.argv[1]).sql(\"{query}\").fetchall()[0])"
        );
        let mut command: Command = python.command();
        let found = run(command.args(["-c", &script]).arg(&database));
        assert_eq!(found.code, Some(0), "{}", found.stderr);
        let found: Vec<&str> = found.stdout.split_whitespace().collect();
        let (rows, sum) = printed(until);
        assert_eq!(found[0], rows.to_string(), "{until}");
        assert!((found[1].parse::<f64>().unwrap() - sum).abs() < 1e-6);
        assert_eq!(found[2], "DOUBLE");
        assert_eq!(found[3], users);
        assert!(found[4].parse::<usize>().unwrap() > 2);
    }
}

#[test]
fn target_jsonl_has_all_rows_once_also_after_a_second_run() {
    let Some(python) = Python::with(&JSONL) else {
        return;
    };
    let home = tempdir().unwrap();
    let config = json!({ "destination_path": home.path(), "do_timestamp_file": false });
    fs::write(home.path().join("config.json"), config.to_string()).unwrap();
    for until in ["2019-05-08", "2019-05-10"] {
        load(python, "target_jsonl", home.path(), until);
        let path = home.path().join("user_conversation_history.jsonl");
        let loaded = fs::read_to_string(path).unwrap();
        assert_eq!(loaded.lines().count(), printed(until).0, "{until}");
    }
}

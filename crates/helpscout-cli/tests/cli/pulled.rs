//! The files of a pull are read as they are meant by DuckDB, pyarrow, pandas, polars, DataFusion and
//! chDB: the same rows, sums and percentiles as the program's own. Spark is checked by the same
//! script, outside of these tests:
//!
//! ```text
//! python readers/pulled.py figures FOLDER EXPECTED spark
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use helpscout_arrow::{Origin, OriginColumns, ParquetRows, Schema};
use helpscout_description::Tables;
use helpscout_reports::describe;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::program::{program, run};
use crate::readers::python::Python;

const FIGURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/readers/pulled.py");

const TABLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/readers/tables.py");

/// Collapses replies to conversations.
const VIEW: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../integrations/duckdb/history.sql"
);

/// Users of the made-up desk.
const USERS: [&str; 3] = ["447723", "452118", "527804"];

/// The months of the pull, each with its first and its last second.
const MONTHS: [[&str; 2]; 2] = [
    ["2019-04-01T00:00:00Z", "2019-04-30T23:59:59Z"],
    ["2019-05-01T00:00:00Z", "2019-05-31T23:59:59Z"],
];

/// The columns of numbers in rows.
const INTEGERS: [&str; 3] = ["number", "repliesSent", "id"];
const NUMBERS: [&str; 4] = [
    "responseTime",
    "firstResponseTime",
    "resolveTime",
    "avgHandleTime",
];

/// Runs the program with the sandbox, and returns what it writes to stdout.
fn printed(arguments: &[&str]) -> String {
    let run = run(program().args(arguments).args(["--sandbox", "--quiet"]));
    assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
    run.stdout
}

/// Pulls both months of all users into the folder `pulled`.
fn pull(folder: &Path, format: &str) {
    let to = folder.join("pulled");
    printed(&[
        "pull",
        "user-conversation-history",
        "--users",
        &USERS.join(","),
        "--since",
        "2019-04-01",
        "--until",
        "2019-06-01",
        "--window",
        "month",
        "--format",
        format,
        "--to",
        to.to_str().unwrap(),
    ]);
}

/// Returns what the files must say, from reports and a history of the same months.
fn expected(folder: &Path) -> Value {
    let mut sums: BTreeMap<&str, Value> = BTreeMap::new();
    let mut integers: BTreeMap<&str, i64> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, f64> = BTreeMap::new();
    let mut partitions = BTreeMap::new();
    let mut rows = 0;
    for user in USERS {
        for [start, end] in MONTHS {
            let text = printed(&[
                "report",
                "user-conversation-history",
                "--user",
                user,
                "--start",
                start,
                "--end",
                end,
                "--format",
                "ndjson",
            ]);
            for (at, line) in text.lines().enumerate() {
                let row: Value = serde_json::from_str(line).unwrap();
                for column in INTEGERS {
                    *integers.entry(column).or_default() += row[column].as_i64().unwrap();
                }
                for column in NUMBERS {
                    *numbers.entry(column).or_default() += row[column].as_f64().unwrap_or(0.0);
                }
                *integers.entry("rowNumber").or_default() += i64::try_from(at).unwrap() + 1;
                *integers.entry("userId").or_default() += user.parse::<i64>().unwrap();
                *partitions.entry(user).or_insert(0) += 1;
                rows += 1;
            }
        }
    }
    sums.extend(
        integers
            .into_iter()
            .map(|(column, sum)| (column, json!(sum))),
    );
    sums.extend(
        numbers
            .into_iter()
            .map(|(column, sum)| (column, json!(sum))),
    );
    let history = history(folder);
    let times = history["summary"]["times"].as_object().unwrap();
    let percentiles = times.iter().map(|(name, figures)| {
        let name = if name == "handleTime" {
            "avgHandleTime"
        } else {
            name
        };
        let wanted =
            ["median", "p90", "p95"].map(|share| (share.to_owned(), figures[share].clone()));
        (name.to_owned(), Value::Object(wanted.into_iter().collect()))
    });
    let percentiles = Value::Object(percentiles.collect());
    assert!(rows > 5000, "{rows}");
    json!({
        "rows": rows, "sums": sums, "partitions": partitions,
        "window": [1_554_076_800, 1_559_347_199],
        "percentiles": { "user": 447_723, "window": "2019-05-01", "values": percentiles },
    })
}

/// Returns the history of May, and keeps it in a file.
fn history(folder: &Path) -> Value {
    let [start, end] = MONTHS[1];
    let interval = ["--start", start, "--end", end, "--format", "json"];
    let text = printed(&[&["history", "--user", USERS[0]], &interval[..]].concat());
    fs::write(folder.join("history.json"), &text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Runs a script, which says what is wrong.
fn check(python: &Python, folder: &Path, script: &str, arguments: &[&str]) {
    let mut command = python.command();
    command.current_dir(folder).arg(script).args(arguments);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
}

#[test]
fn every_reader_has_the_rows_sums_and_percentiles_of_the_program() {
    let Some(python) = Python::find() else { return };
    let folder = tempdir().unwrap();
    let folder = folder.path();
    pull(folder, "parquet");
    fs::write(folder.join("expected.json"), expected(folder).to_string()).unwrap();
    let dataset = "pulled/user-conversation-history";
    check(
        python,
        folder,
        FIGURES,
        &["figures", dataset, "expected.json"],
    );
    check(python, folder, TABLES, &["view", VIEW, "history.json"]);

    let sql = printed(&[
        "describe",
        "user-conversation-history",
        "--pull",
        "--schema",
        "sql",
    ]);
    fs::write(folder.join("table.sql"), sql).unwrap();
    check(
        python,
        folder,
        TABLES,
        &["parquet", "table.sql", dataset, "expected.json"],
    );
    fs::rename(folder.join("pulled"), folder.join("parquet")).unwrap();
    fs::rename(folder.join("pulled.pull"), folder.join("parquet.pull")).unwrap();
    pull(folder, "csv");
    check(
        python,
        folder,
        TABLES,
        &["csv", "table.sql", dataset, "expected.json"],
    );
}

#[test]
fn readers_tell_a_null_list_from_one_without_items() {
    let Some(python) = Python::find() else { return };
    let folder = tempdir().unwrap();
    let dataset = folder.path().join("pulled");
    let api = describe::api();
    let history = api.operation("user_conversation_history").unwrap();
    let columns = OriginColumns {
        member: Some("user".to_owned()),
        window: true,
    };
    let schema = Schema::of(api, &Tables::of(api, history).list[0], Some(&columns));
    // The first file has only rows without customers, and the last has no row.
    let files: [(i64, &[&str]); 3] = [
        (1, &["null", "[]", "[]"]),
        (2, &["[{\"id\":1,\"name\":null}]", "null", "[]", "[null]"]),
        (3, &[]),
    ];
    for (user, rows) in files {
        let part = dataset.join(format!("user={user}/window=2019-05-01"));
        fs::create_dir_all(&part).unwrap();
        let file = fs::File::create(part.join("part-0.parquet")).unwrap();
        let mut file = ParquetRows::new(file, &schema).unwrap();
        let origin = Origin {
            account: 1,
            member: Some(user),
            window: None,
            fetched_at: "2026-11-28T02:00:00Z".parse().unwrap(),
        };
        for customers in rows {
            let row = format!(r#"{{"id":1,"customers":{customers}}}"#);
            file.push(&row, Some(&origin)).unwrap();
        }
        file.finish().unwrap();
    }
    let expected = json!({ "null": 2, "empty": 3 }).to_string();
    fs::write(folder.path().join("expected.json"), expected).unwrap();
    check(
        python,
        folder.path(),
        FIGURES,
        &["lists", "pulled", "expected.json"],
    );
}

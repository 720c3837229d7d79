//! Which rows and columns are written: `--columns`, `--where`, `--sort` and `--limit`.

use std::process::Command;

use serde_json::Value;

use crate::program::{program, report, run};
use crate::service::Service;

/// Rows with a tie, nulls, a missing key, lists and an undescribed key.
const PAGES: &[&str] = &[
    r#"[{"number": 10, "id": 1, "status": "closed", "responseTime": 7200, "customers": [{"id": 7, "name": "Ada"}]},
        {"number": 9, "id": 2, "status": "active", "responseTime": null, "customers": []},
        {"number": 30, "id": 3, "status": "closed", "responseTime": 90.5, "customers": [{"id": 8, "name": "Åsa Öst"}, {"id": 9, "name": "Bo"}]}]"#,
    r#"[{"number": 4, "id": 4, "status": "Closed", "responseTime": 7200, "mood": 1},
        {"number": 200, "id": 5, "status": "pending", "responseTime": 3600, "customers": [{"id": 7, "name": null}]}]"#,
];

fn service() -> Service {
    Service::with_pages(PAGES, 5)
}

fn selected(options: &[&str]) -> Command {
    let mut command = report();
    command.args(options);
    command
}

/// Runs the report with these options and returns the numbers of the rows and the note on stderr.
fn numbers(options: &[&str]) -> (Vec<i64>, String) {
    let service = service();
    let options = [options, &["--format", "ndjson"]].concat();
    let run = run(&mut service.asked_by(selected(&options)));
    assert_eq!(run.code, Some(0), "{options:?}: {}", run.stderr);
    let rows = run.stdout.lines();
    let rows = rows.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let numbers = rows.map(|row| row["number"].as_i64().unwrap());
    (numbers.collect(), run.stderr)
}

#[test]
fn rows_are_those_that_meet_every_condition() {
    let cases: [(&[&str], &[i64]); 25] = [
        (&["status=closed"], &[10, 30, 4]),
        (&["Status=closed"], &[10, 30, 4]),
        (&["status!=closed"], &[9, 200]),
        (&["responseTime>1h"], &[10, 4]),
        (&["responseTime>=1h"], &[10, 4, 200]),
        (&["responseTime<2m"], &[30]),
        (&["responseTime<=90.5"], &[30]),
        (&["Response time=2h"], &[10, 4]),
        (&["responseTime="], &[9]),
        (&["responseTime!="], &[10, 30, 4, 200]),
        (&["responseTime!=2h"], &[9, 30, 200]),
        (&["customers~åsa"], &[30]),
        (&["customers=bo"], &[30]),
        (&["customers=7"], &[10, 200]),
        (&["customers="], &[9, 4]),
        // Names have an order, and the IDs beside them none.
        (&["customers<B"], &[10]),
        (&["customers<=bo"], &[10, 30]),
        (&["customers>C"], &[30]),
        (&["customers<9"], &[]),
        (&["customers~7"], &[10, 200]),
        (&["id<3"], &[10, 9]),
        (&["id=#3"], &[30]),
        (&["number=#30"], &[30]),
        (&["number>9", "number<31"], &[10, 30]),
        (&["status=closed", "responseTime>1h", "number=4"], &[4]),
    ];
    for (conditions, expected) in cases {
        let options: Vec<&str> = conditions
            .iter()
            .flat_map(|text| ["--where", text])
            .collect();
        let (numbers, note) = numbers(&options);
        assert_eq!(numbers, expected, "{conditions:?}");
        let count = format!("{} of 5 rows", expected.len());
        assert!(note.contains(&count), "{conditions:?}: {note}");
    }
}

#[test]
fn rows_are_sorted_by_value_with_those_without_one_last() {
    let cases: [(&[&str], &[i64]); 7] = [
        (&["--sort", "number"], &[4, 9, 10, 30, 200]),
        (&["--sort", "number:desc"], &[200, 30, 10, 9, 4]),
        // A tie stays in the order of the report.
        (&["--sort", "responseTime"], &[30, 200, 10, 4, 9]),
        (&["--sort", "responseTime:desc"], &[10, 4, 200, 30, 9]),
        (
            &["--sort", "responseTime:desc,number"],
            &[4, 10, 200, 30, 9],
        ),
        (&["--sort", "status,number:desc"], &[9, 30, 10, 4, 200]),
        (&["--sort", "number", "--limit", "2"], &[4, 9]),
    ];
    for (options, expected) in cases {
        assert_eq!(numbers(options).0, expected, "{options:?}");
    }
}

#[test]
fn a_limit_counts_the_rows_that_are_written() {
    let (numbers_of_two, note) = numbers(&["--limit", "2"]);
    assert_eq!(numbers_of_two, [10, 9]);
    assert!(note.contains("2 of 5 rows on 2 pages"), "{note}");
    assert_eq!(numbers(&["--limit", "0"]).0, [0_i64; 0]);
    assert_eq!(
        numbers(&["--limit", "2", "--where", "status=closed"]).0,
        [10, 30]
    );
}

#[test]
fn columns_are_those_that_were_chosen_in_every_format() {
    let columns = ["--columns", "Response time,number,customers"];
    let written = |format: &str| {
        let options = [&columns[..], &["--format", format, "--where", "number<10"]].concat();
        let run = run(&mut service().asked_by(selected(&options)));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    assert_eq!(
        written("ndjson"),
        "{\"responseTime\":null,\"number\":9,\"customers\":[]}\n\
         {\"responseTime\":7200.0,\"number\":4,\"customers\":null}\n"
    );
    assert_eq!(
        written("csv"),
        "\"responseTime\",\"number\",\"customers\"\n,9,[]\n7200.0,4,\n"
    );
    let table = written("table");
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0], ["Response", "time", "Number", "Customers"]);
    assert_eq!(lines[2], ["–", "9", "–"]);
    assert_eq!(lines[3], ["2h", "4", "–"]);
}

#[test]
fn a_table_of_an_answer_has_rows_to_select() {
    let mut command = program();
    command.args(["report", "company", "--sandbox", "--table", "users"]);
    command.args([
        "--start",
        "2019-05-06T00:00:00Z",
        "--end",
        "2019-05-12T23:59:59Z",
    ]);
    let whole = run(command.args(["--format", "ndjson"]));
    let rows = whole.stdout.lines();
    let rows: Vec<Value> = rows
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut expected: Vec<(i64, String)> = rows
        .iter()
        .map(|row| {
            (
                row["replies"].as_i64().unwrap(),
                row["name"].as_str().unwrap().to_owned(),
            )
        })
        .filter(|(replies, _)| *replies > 50)
        .collect();
    expected.sort_by(|(a, _), (b, _)| b.cmp(a));
    let run = run(command.args([
        "--where",
        "replies>50",
        "--sort",
        "replies:desc",
        "--columns",
        "name,replies",
        "--limit",
        "3",
    ]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines = expected.iter().take(3);
    let lines =
        lines.map(|(replies, name)| format!("{{\"name\":\"{name}\",\"replies\":{replies}}}\n"));
    assert_eq!(run.stdout, lines.collect::<String>());
}

#[test]
fn many_rows_are_sorted_like_few() {
    let mut command = program();
    command.args([
        "report",
        "conversations-drilldown",
        "--sandbox",
        "--rows",
        "50",
    ]);
    command.args([
        "--start",
        "2019-05-01T00:00:00Z",
        "--end",
        "2019-05-31T23:59:59Z",
    ]);
    command.args(["--format", "ndjson", "--columns", "id,modifiedAt,subject"]);
    let lines = |command: &mut Command| {
        let run = run(command);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let lines = run
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.collect::<Vec<_>>()
    };
    let mut expected = lines(&mut command);
    assert!(expected.len() > 1_000);
    expected.sort_by_key(|row| row["modifiedAt"].as_str().unwrap().to_owned());
    let sorted = lines(command.args(["--sort", "modifiedAt"]));
    assert_eq!(sorted, expected);
}

/// What is wrong is found before anything is asked for.
#[test]
fn a_mistake_is_found_before_any_request_and_says_what_to_write() {
    let cases: [(&[&str], &[&str]); 18] = [
        (
            &["--where", "responsTime>1h"],
            &["no column `responsTime`", "did you mean responseTime?"],
        ),
        (
            &["--sort", "respnse time"],
            &["--sort", "did you mean responseTime?"],
        ),
        (
            &["--columns", "nubmer"],
            &["--columns", "did you mean number?"],
        ),
        (
            &["--columns", "mood"],
            &["no column `mood`", "the columns are number, responseTime"],
        ),
        (
            &["--where", "responseTime"],
            &["compares nothing", "responseTime>1h"],
        ),
        (&["--where", "responseTime>"], &["lacks a value"]),
        (
            &["--where", "responseTime>>1h"],
            &["two operators after responseTime", "responseTime>1h"],
        ),
        (
            &["--where", "status==closed"],
            &["two operators after status"],
        ),
        (
            &["--where", "responseTime>soon"],
            &["responseTime is a time", "1h30m"],
        ),
        (
            &["--where", "number>many"],
            &["number is a number", "number>10"],
        ),
        (
            &["--where", "id<abc"],
            &["id is an ID, which is a number, and `abc` is not", "id=85"],
        ),
        (&["--where", "id!=Ada"], &["id is an ID"]),
        (
            &["--where", "status=closd"],
            &["never `closd`", "did you mean status=closed?"],
        ),
        (
            &["--where", "status>closed"],
            &[
                "status has no order",
                "write status=active or status!=active",
            ],
        ),
        (
            &["--sort", "number:up"],
            &["`up` is no order", "number:desc"],
        ),
        (
            &["--limit", "-1"],
            &["--limit", "a whole number, such as 20"],
        ),
        (
            &["--limit", "ten"],
            &["--limit", "a whole number, such as 20"],
        ),
        (
            &["--where", "number>1", "--format", "json"],
            &["--where does not work with json", "ndjson"],
        ),
    ];
    for (options, expected) in cases {
        let service = service();
        let run = run(&mut service.asked_by(selected(options)));
        assert_eq!(run.code, Some(2), "{options:?}: {}", run.stderr);
        for words in expected {
            assert!(run.stderr.contains(words), "{options:?}: {}", run.stderr);
        }
        assert_eq!(service.asked(), [""; 0], "{options:?}");
    }
}

#[test]
fn an_answer_with_several_tables_needs_one_of_them() {
    let mut command = program();
    command.args(["report", "company", "--limit", "1", "--sandbox"]);
    command.args([
        "--start",
        "2019-05-06T00:00:00Z",
        "--end",
        "2019-05-12T23:59:59Z",
    ]);
    let run = run(&mut command);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("add --table with one of summary"),
        "{}",
        run.stderr
    );
}

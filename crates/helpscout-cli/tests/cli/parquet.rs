//! Parquet of single reports, lists, histories and comparisons: one table in each file, typed by the
//! description.

use std::fs;
use std::path::Path;
use std::process::Command;

use helpscout_arrow::rows_of_file;
use tempfile::tempdir;

use crate::program::{MAY, history, program, report, run};
use crate::service::Service;

/// Writes a result to a file, as Parquet, and returns what was said about it.
fn written(mut command: Command, path: &Path) -> String {
    let ran = run(command.args(["--sandbox", "-o"]).arg(path));
    assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.stderr);
    assert_eq!(ran.stdout, "");
    ran.stderr
}

/// Returns how many lines the same command prints as NDJSON.
fn lines(mut command: Command) -> u64 {
    let ran = run(command.args(["--sandbox", "--quiet", "--format", "ndjson"]));
    assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.stderr);
    ran.stdout.lines().count() as u64
}

fn with(mut command: Command, options: &[&str]) -> Command {
    command.args(options);
    command
}

fn list(name: &str) -> Command {
    with(program(), &["list", name])
}

fn company(table: &str) -> Command {
    let command = with(program(), &["report", "company", "--table", table]);
    with(command, &MAY[2..])
}

/// Returns a command.
type Ask = fn() -> Command;

#[test]
fn every_kind_of_result_has_the_rows_of_ndjson() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("rows.parquet");
    let compared = ["--period", "2019-05", "--compare", "previous"];
    let happiness = || with(program(), &["report", "happiness"]);
    let commands: [(&str, Ask); 8] = [
        ("a report", report),
        ("a list", || list("users")),
        ("a list with text IDs", || list("tags")),
        ("conversations", history),
        ("replies", || with(history(), &["--replies"])),
        ("groups", || {
            with(history(), &["--by", "tag", "--sla", "response<1000h:1%"])
        }),
        ("figures", || with(history(), &["--table", "figures"])),
        ("a table", || company("users")),
    ];
    for (what, command) in commands {
        let note = written(command(), &path);
        assert!(note.contains("rows.parquet"), "{what}: {note}");
        let rows = rows_of_file(&path).unwrap();
        assert!(rows > 0, "{what}");
        assert_eq!(rows, lines(command()), "{what}");
    }
    // Every column of groups that are compared.
    let groups = [
        "--by",
        "user",
        "--compare",
        "previous",
        "--period",
        "2019-05",
    ];
    let groups = || {
        let command = with(program(), &["history", "--user", "447723"]);
        with(command, &groups)
    };
    written(groups(), &path);
    assert_eq!(rows_of_file(&path).unwrap(), lines(groups()));
    let figures = with(happiness(), &compared);
    let rows = lines(with(happiness(), &compared));
    written(figures, &path);
    assert_eq!(rows_of_file(&path).unwrap(), rows);
}

#[test]
fn selected_columns_and_rows_are_those_of_ndjson() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("rows.parquet");
    let options = ["--columns", "id,responseTime", "--limit", "7"];
    for command in [report as fn() -> Command, history] {
        written(with(command(), &options), &path);
        assert_eq!(rows_of_file(&path).unwrap(), 7);
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        assert!(text.contains("responseTime") && !text.contains("customers"));
    }
}

#[test]
fn an_answer_with_several_tables_has_a_file_for_each() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("boss.parquet");
    let command = || with(with(program(), &["report", "company"]), &MAY[2..]);
    written(command(), &path);
    let users = rows_of_file(&folder.path().join("boss.users.parquet")).unwrap();
    assert_eq!(users, lines(company("users")));
    assert_eq!(rows_of_file(&path).unwrap(), 1);

    let printed = run(command().args(["--sandbox", "--format", "parquet"]));
    assert_eq!((printed.code, printed.stdout.as_str()), (Some(2), ""));
    let problem = "tables, and parquet has one table in each file";
    assert!(printed.stderr.contains(problem), "{}", printed.stderr);
}

#[test]
fn a_pipe_gets_the_file_and_a_row_that_is_not_as_described_ends_it() {
    let piped = report()
        .args(["--sandbox", "--quiet", "--format", "parquet"])
        .output()
        .unwrap();
    assert_eq!(piped.status.code(), Some(0));
    assert!(piped.stdout.starts_with(b"PAR1") && piped.stdout.ends_with(b"PAR1"));

    let service = Service::with_pages(&[r#"[{"number":1,"id":"seven"}]"#], 1);
    let folder = tempdir().unwrap();
    let path = folder.path().join("rows.parquet");
    let refused = run(service.asked_by(report()).arg("-o").arg(&path));
    assert_eq!(refused.code, Some(5), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("row 1 has `\"seven\"` in `id`"),
        "{}",
        refused.stderr
    );
    assert!(!path.exists());
}

#[test]
fn a_report_without_rows_is_a_file_with_columns() {
    let service = Service::with_pages(&["[]"], 0);
    let folder = tempdir().unwrap();
    let path = folder.path().join("rows.parquet");
    let empty = run(service.asked_by(report()).arg("-o").arg(&path));
    assert_eq!(empty.code, Some(0), "{}", empty.stderr);
    assert_eq!(rows_of_file(&path).unwrap(), 0);
}

#[test]
fn what_is_calculated_has_no_column_for_keys_of_the_service() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("rows.parquet");
    let has_others = |command: Command| {
        written(command, &path);
        let bytes = fs::read(&path).unwrap();
        String::from_utf8_lossy(&bytes).contains("otherFields")
    };
    assert!(has_others(report()));
    assert!(has_others(history()));
    assert!(!has_others(with(history(), &["--by", "tag"])));
    assert!(!has_others(with(history(), &["--table", "figures"])));
}

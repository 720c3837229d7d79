//! Exports are read as they are meant by DuckDB, polars and pyarrow, which guess types from rows, and
//! spreadsheets by openpyxl.
//!
//! The packages are downloaded from a package index, once, into the target directory. Without
//! Python or an index, these tests are skipped, unless the variable `CI` is set.

pub(crate) mod python;

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::{TempDir, tempdir};

use self::python::Python;
use crate::program::{history, program, report, run};
use crate::service::{Service, page, page_of};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/readers/check.py");

const WORKBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/readers/workbook.py");

/// The rows of a page of the long report. DuckDB guesses from 20,480 rows, and others from fewer.
const PAGE: usize = 1000;
const PAGES: usize = 31;

/// Creates the command of an export.
type Export = fn() -> Command;

/// The exports of conversations: a name, the command, and its column of averages in CSV.
const EXPORTS: [(&str, Export, &str); 3] = [
    ("report", report, "avgHandleTime"),
    ("history", history, "avgHandleTimeSeconds"),
    ("replies", replies, "avgHandleTimeSeconds"),
];

const MEASURED: &str = r#""responseTime":60,"firstResponseTime":60,"avgHandleTime":28"#;

fn replies() -> Command {
    let mut command = history();
    command.arg("--replies");
    command
}

/// A conversation with these customers, where the service measured these values.
fn conversation(number: usize, customers: &str, measured: &str) -> String {
    let id = 900 + number;
    format!(
        r#"{{"number":{number},"id":{id},"status":"closed","repliesSent":1,"resolveTime":7200,"customers":{customers},{measured}}}"#
    )
}

/// A service with a single page, which has these rows.
fn service_of(rows: &[String]) -> Service {
    let count = rows.len();
    let rows = format!("[{}]", rows.join(","));
    Service::start(move |_| (200, page(1, 1, count, &rows)))
}

/// Exports a report to a file.
fn export(service: &Service, command: Command, path: &Path) {
    let run = run(service.asked_by(command).arg("--output").arg(path));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

/// Runs a check of the script, which says what is wrong.
fn check(python: &Python, check: &str, arguments: &[&str], files: &[&Path]) {
    let mut command = python.command();
    command.args([SCRIPT, check]).args(arguments).args(files);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{check} {arguments:?}: {said}");
}

#[test]
fn a_fraction_after_many_whole_averages_counts() {
    let Some(python) = Python::find() else { return };
    let service = Service::start(|asked| {
        let number = page_of(asked);
        let first = (number - 1) * PAGE;
        let rows: Vec<String> = (first..first + PAGE)
            .map(|row| {
                let is_last = row + 1 == PAGES * PAGE;
                let average = if is_last { "12.5" } else { "28" };
                let measured = MEASURED.replace("28", average);
                conversation(row, r#"[{"id":1,"name":"Zoë"}]"#, &measured)
            })
            .collect();
        let rows = format!("[{}]", rows.join(","));
        (200, page(number, PAGES, PAGES * PAGE, &rows))
    });
    let sum = format!("{}.5", (PAGES * PAGE - 1) * 28 + 12);
    let folder = tempdir().unwrap();
    for (name, command, column) in EXPORTS {
        let path = |ending: &str| folder.path().join(format!("{name}.{ending}"));
        let (csv, ndjson) = (path("csv"), path("ndjson"));
        export(&service, command(), &csv);
        export(&service, command(), &ndjson);
        check(python, "sum", &[column, &sum], &[&csv]);
        check(python, "sum", &["avgHandleTime", &sum], &[&ndjson]);
        check(python, "integers", &["id"], &[&csv, &ndjson]);
    }
}

/// The same export of two services, in each format.
fn pairs(folder: &TempDir, services: [&Service; 2]) -> Vec<[PathBuf; 2]> {
    let mut pairs = Vec::new();
    for (name, command, _) in EXPORTS {
        for ending in ["csv", "ndjson"] {
            pairs.push([0, 1].map(|number| {
                let path = folder.path().join(format!("{name}-{number}.{ending}"));
                export(services[number], command(), &path);
                path
            }));
        }
    }
    pairs
}

fn with_one_customer() -> Service {
    let customer = r#"[{"id":137152301,"name":"Zoë"}]"#;
    service_of(&[1, 2].map(|number| conversation(number, customer, MEASURED)))
}

#[test]
fn types_are_the_same_with_one_customer_and_with_two() {
    let Some(python) = Python::find() else { return };
    let folder = tempdir().unwrap();
    let two = r#"[{"id":1,"name":"Zoë"},{"id":2,"name":"=Bo, \"B\""}]"#;
    let two = service_of(&[1, 2].map(|number| conversation(number, two, MEASURED)));
    for [first, second] in pairs(&folder, [&with_one_customer(), &two]) {
        check(python, "concatenate", &[], &[&first, &second]);
        check(python, "concatenate", &[], &[&second, &first]);
    }
}

#[test]
fn rows_without_some_values_and_reports_without_rows_take_the_types_of_the_others() {
    let Some(python) = Python::find() else { return };
    let unanswered = r#""responseTime":null,"firstResponseTime":null,"avgHandleTime":null"#;
    let others = [
        vec![conversation(1, "[]", unanswered)],
        vec![conversation(1, r#"[{"id":1,"name":null}]"#, MEASURED)],
        vec![],
    ];
    for other in others {
        let folder = tempdir().unwrap();
        for [full, other] in pairs(&folder, [&with_one_customer(), &service_of(&other)]) {
            check(python, "combine", &[], &[&full, &other]);
        }
    }
}

#[test]
fn a_report_without_rows_is_a_header_in_csv_and_an_empty_file_in_ndjson() {
    let Some(python) = Python::find() else { return };
    let folder = tempdir().unwrap();
    for [full, empty] in pairs(&folder, [&with_one_customer(), &service_of(&[])]) {
        if empty.extension().is_some_and(|ending| ending == "csv") {
            check(python, "empty", &[], &[&full, &empty]);
        } else {
            assert_eq!(std::fs::read(&empty).unwrap(), b"");
        }
    }
}

#[test]
fn text_that_looks_like_a_formula_is_text() {
    let Some(python) = Python::find() else { return };
    let subjects = ["=1+1", "+1", "-2", "@SUM(A1)", "=HYPERLINK(\"x\",\"y\")"];
    let rows: Vec<String> = (1..)
        .zip(subjects)
        .map(|(id, subject)| format!(r#"{{"id":{id},"subject":{subject:?}}}"#))
        .collect();
    let (count, rows) = (rows.len(), rows.join(","));
    let service = Service::start(move |_| {
        let rows = format!(r#""results":[{rows}],"page":1,"pages":1,"count":{count}"#);
        (200, format!(r#"{{"conversations":{{{rows}}}}}"#))
    });
    let command = || {
        let mut command = program();
        command.args(["report", "company-drilldown", "--range", "replies"]);
        command.args(["--start", "2019-05-02T12:00:00Z"]);
        command.args(["--end", "2019-06-02T12:00:00Z"]);
        command
    };
    let folder = tempdir().unwrap();
    let (csv, ndjson) = (folder.path().join("a.csv"), folder.path().join("a.ndjson"));
    export(&service, command(), &csv);
    export(&service, command(), &ndjson);
    // A spreadsheet shows the apostrophe's cell as text; other readers see the apostrophe.
    let guarded = subjects.map(|subject| format!("'{subject}"));
    for (path, texts) in [
        (csv, format!("{guarded:?}")),
        (ndjson, format!("{subjects:?}")),
    ] {
        check(python, "texts", &["subject", &texts], &[&path]);
        check(python, "integers", &["id"], &[&path]);
    }
}

#[test]
fn a_spreadsheet_has_typed_cells() {
    let Some(python) = Python::find() else { return };
    let customer = r#"[{"id":1,"name":"=Zoë"}]"#;
    let measured = MEASURED.replace(":60", ":360000");
    let service = service_of(&[conversation(5, customer, &measured)]);
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.xlsx");
    export(&service, report(), &path);
    let expected = r#"[
        ["Number", "link", "https://secure.helpscout.net/conversation/905/5"],
        ["ID", "number", 905],
        ["Status", "text", "closed"],
        ["Customers", "text", "=Zoë"],
        ["Response time", "time", 360000],
        ["Response time (seconds)", "number", 360000],
        ["Avg handle time", "time", 28],
        ["Resolve time (seconds)", "number", 7200]
    ]"#;
    let mut command = python.command();
    let output = command.arg(WORKBOOK).arg(&path).arg(expected).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

//! Reports for people: HTML, spreadsheets and Markdown.

mod extent;
mod workbook;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use calamine::Data;
use helpscout_description::{Operation, Tables, Type};
use helpscout_reports::describe;
use helpscout_sandbox::Sandbox;
use tempfile::tempdir;

use self::workbook::Workbook;
use crate::every_value::{command, file_of};
use crate::program::{MAY, program, report, run};
use crate::service::{Service, page};

const FORMATS: [&str; 3] = ["html", "xlsx", "md"];

/// The bytes that a command prints in a format.
fn printed(mut command: Command, format: &str) -> Vec<u8> {
    command.args(["--format", format, "--quiet"]);
    command.env("SOURCE_DATE_EPOCH", "1559500000");
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(0), "{command:?}: {stderr}");
    assert_eq!(stderr, "", "{command:?}");
    stdout
}

fn text(command: Command, format: &str) -> String {
    String::from_utf8(printed(command, format)).unwrap()
}

fn workbook(command: Command) -> Workbook {
    Workbook::read(printed(command, "xlsx"))
}

/// A report on conversations with these rows.
fn report_of(rows: &[&str]) -> (Service, impl Fn() -> Command + use<>) {
    let count = rows.len();
    let rows = format!("[{}]", rows.join(","));
    let service = Service::start(move |_| (200, page(1, 1, count, &rows)));
    let url = service.base_url.clone();
    let command = move || {
        let mut command = report();
        command
            .env("HELPSCOUT_BASE_URL", &url)
            .env("HELPSCOUT_ACCESS_TOKEN", "token-of-the-tests");
        command
    };
    (service, command)
}

/// The report on the company with that answer.
fn company(service: &Service) -> Command {
    let mut command = program();
    command.args(["report", "company"]).args(&MAY[2..]);
    service.asked_by(command)
}

#[test]
fn a_change_whose_values_the_service_does_not_give_is_in_every_report() {
    let answer = r#"{"current": {"phoneConversations": 14}, "previous": {"phoneConversations": 20},
        "deltas": {"newConversations": -59.6, "phoneConversations": -30.0}}"#;
    let service = Service::start(|_| (200, answer.to_owned()));
    let phone = || {
        let mut command = program();
        command.args(["report", "phone"]).args(&MAY[2..]);
        service.asked_by(command)
    };
    let message = text(phone(), "md");
    let line = "- New conversations: **−59.6 %**, without the values\n";
    assert!(message.contains(line), "{message}");
    let page = text(phone(), "html");
    let card = page.split("<dt>New conversations</dt>").nth(1).unwrap();
    let card = card.split("</div>").next().unwrap();
    assert!(card.contains("−59.6 %") && card.contains("less"), "{card}");
    let book = workbook(phone());
    let first = &book.names[0];
    let at = (0..book.rows(first).len())
        .find(|at| book.texts(first, *at)[0] == "New conversations")
        .unwrap();
    let cells = book.rows(first)[at].iter();
    let cells: Vec<&Data> = cells.filter(|cell| **cell != Data::Empty).collect();
    assert_eq!(
        cells,
        [
            &Data::String("New conversations".to_owned()),
            &Data::Float(-0.596)
        ]
    );
    let titles = book.rows(first).iter();
    let titles = titles.filter(|row| {
        row.iter()
            .any(|cell| *cell == Data::String("Change".to_owned()))
    });
    let column = |row: &[Data], is: &dyn Fn(&Data) -> bool| row.iter().position(is);
    let is_title = |cell: &Data| *cell == Data::String("Change".to_owned());
    let titled: Vec<_> = titles.map(|row| column(row, &is_title)).collect();
    let found = column(&book.rows(first)[at], &|cell| {
        matches!(cell, Data::Float(_))
    });
    assert_eq!(titled, [found]);
}

/// The numbers of the tables of an answer, as CSV has them, without those that stand for a word.
fn csv_numbers(operation: &Operation, mut command: Command) -> Vec<(String, f64)> {
    let folder = tempdir().unwrap();
    let csv = run(command.arg("--output").arg(folder.path().join("x.csv")));
    assert_eq!(csv.code, Some(0), "{}", csv.stderr);
    let mut numbers = Vec::new();
    for (index, table) in Tables::of(describe::api(), operation)
        .list
        .iter()
        .enumerate()
    {
        let path = folder.path().join(file_of(index, &table.name));
        let mut reader = csv::Reader::from_path(path).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            for (column, cell) in table.columns.iter().zip(record.iter()) {
                let is_word = column
                    .field
                    .is_some_and(|field| matches!(field.ty, Type::Enum(_)));
                if let (Ok(number), false) = (cell.parse(), is_word) {
                    numbers.push((column.name.clone(), number));
                }
            }
        }
    }
    numbers
}

/// Checks that a spreadsheet has a number, which may be a percentage or have another unit.
fn check_number(operation: &Operation, column: &str, number: f64, workbook: &Workbook) {
    let is_id = column.to_lowercase().ends_with("id");
    // The position of an item, or the ID of nothing.
    if column.ends_with(".position") || (is_id && number == 0.0) {
        return;
    }
    let forms = [number, number / 100.0, number * 60.0, number / 1000.0];
    let is_near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
    let numbers = workbook.all_numbers();
    let is_there = numbers
        .iter()
        .any(|other| forms.iter().any(|form| is_near(*other, *form)));
    let digits = number.to_string();
    let is_in_text = || {
        workbook
            .all_texts()
            .iter()
            .any(|text| text.contains(&digits))
    };
    assert!(
        is_there || is_in_text(),
        "{}: {column} {number} is missing",
        operation.id
    );
}

#[test]
fn every_answer_of_the_sandbox_is_a_report_with_the_figures_of_its_tables() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = Sandbox::builder().calls_per_minute(1_000_000).start();
    let sandbox = runtime.block_on(sandbox).unwrap();
    for operation in &describe::api().operations {
        let asking = || {
            let mut command = command(operation);
            command
                .env("HELPSCOUT_BASE_URL", sandbox.base_url())
                .env("HELPSCOUT_APP_ID", sandbox.app_id())
                .env("HELPSCOUT_APP_SECRET", sandbox.app_secret());
            command
        };
        let title = operation.summary.trim_end_matches('.');
        let html = text(asking(), "html");
        assert!(html.starts_with("<!DOCTYPE html>"), "{}", operation.id);
        assert!(html.trim_end().ends_with("</html>"), "{}", operation.id);
        assert!(html.contains(title), "{}", operation.id);
        let markdown = text(asking(), "md");
        assert!(markdown.contains(title), "{}: {markdown}", operation.id);

        let mut workbook = workbook(asking());
        assert_eq!(workbook.names[0], "Summary", "{}", operation.id);
        assert_eq!(workbook.texts("Summary", 0)[0], title);
        assert!(workbook.has_no_formulas(), "{}", operation.id);
        for (column, number) in csv_numbers(operation, asking()) {
            check_number(operation, &column, number, &workbook);
        }
    }
}

const HOSTILE: &str = r#"{"number":5,"id":905,"status":"=1+1","repliesSent":1,"responseTime":3661,
    "customers":[{"id":1,"name":"<script>alert(1)</script>"},{"id":2,"name":"=HYPERLINK(\"https://x\")"},
    {"id":3,"name":"a\u0000\u001b[2J|`*_#b\nc"}]}"#;

#[test]
fn text_from_outside_is_text() {
    let (_service, asking) = report_of(&[HOSTILE]);
    let html = text(asking(), "html");
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
    let mut workbook = workbook(asking());
    assert!(workbook.has_no_formulas());
    let texts = workbook.all_texts();
    assert!(texts.contains(&"=1+1"), "{texts:?}");
    assert!(
        texts.iter().any(|text| text.contains("=HYPERLINK(")),
        "{texts:?}"
    );
    let markdown = text(asking(), "md");
    assert!(
        !markdown.contains('\u{1b}') && !markdown.contains("<script>"),
        "{markdown}"
    );
    let name = workbook.names[1].clone();
    let links = workbook.links(&name);
    assert_eq!(links, ["https://secure.helpscout.net/conversation/905/5"]);
}

#[test]
fn durations_are_times_and_seconds() {
    let row = r#"{"number":5,"id":905,"repliesSent":1,"responseTime":360000,"customers":[]}"#;
    let rows = [row];
    let (_service, asking) = report_of(&rows);
    let workbook = workbook(asking());
    let sheet = workbook.names[1].as_str();
    let header = workbook.texts(sheet, 0);
    let at = header
        .iter()
        .position(|title| title == "Response time")
        .unwrap();
    assert_eq!(header[at + 1], "Response time (seconds)");
    let row = &workbook.rows(sheet)[1];
    let Data::DateTime(time) = &row[at] else {
        panic!("{row:?}");
    };
    assert!(time.is_duration());
    assert!((time.as_f64() * 24.0 - 100.0).abs() < 1e-9);
    assert_eq!(row[at + 1], Data::Float(360_000.0));
    // Columns without a value in any row are not shown.
    assert!(
        !header.iter().any(|title| title.starts_with("Resolve time")),
        "{header:?}"
    );
}

#[test]
fn an_empty_report_says_so_in_every_format() {
    let (_service, asking) = report_of(&[]);
    let workbook = workbook(asking());
    let sheet = &workbook.names[1];
    assert_eq!(workbook.rows(sheet).len(), 1);
    assert!(workbook.all_texts().contains(&"no rows"));
    for format in ["html", "md"] {
        let text = text(asking(), format).to_lowercase();
        assert!(text.contains("no rows"), "{format}: {text}");
    }
}

#[test]
fn keys_that_the_description_lacks_are_named() {
    let row = r#"{"number":5,"id":905,"mood":"good","customers":[]}"#;
    let rows = [row];
    let (_service, asking) = report_of(&rows);
    let folder = tempdir().unwrap();
    for format in FORMATS {
        let path = folder.path().join(format!("x.{format}"));
        let run = run(asking().arg("-o").arg(&path));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let named = "not shown because this version does not know them: mood";
        assert!(run.stderr.contains(named), "{}", run.stderr);
    }
}

#[test]
fn a_row_that_is_not_an_object_is_named_and_the_old_file_stays() {
    let (_service, asking) = report_of(&["7"]);
    let folder = tempdir().unwrap();
    for format in FORMATS {
        let path = folder.path().join(format!("x.{format}"));
        fs::write(&path, "old").unwrap();
        let run = run(asking().arg("-o").arg(&path));
        assert_eq!(run.code, Some(5), "{}", run.stderr);
        assert!(
            run.stderr.contains("row 1 is not a JSON object"),
            "{}",
            run.stderr
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        fs::remove_file(&path).unwrap();
    }
}

const BOSS: &str = r#"{
    "filterTags": [{"id": 4, "name": "vip"}],
    "current": {"startDate": "2019-05-02T12:00:00Z", "customersHelped": 30, "closed": 4},
    "previous": {"startDate": "2019-04-02T12:00:00Z", "customersHelped": 40, "closed": 4},
    "deltas": {"customersHelped": -25.0},
    "users": [
        {"user": "447723", "name": "Mira", "replies": 45, "happinessScore": 87, "handleTime": 90},
        {"user": "4", "name": "Zoë", "replies": 0, "handleTime": 812.5}
    ]}"#;

#[test]
fn figures_have_their_change_and_lists_are_sheets() {
    let service = Service::start(|_| (200, BOSS.to_owned()));
    let workbook = workbook(company(&service));
    assert_eq!(workbook.names, ["Summary", "Users"]);
    let rows = workbook.rows("Summary");
    let figure = |name: &str| {
        let row = rows
            .iter()
            .find(|row| row[0] == Data::String(name.to_owned()));
        let row = row.unwrap_or_else(|| panic!("no {name}: {rows:?}"));
        row[1..]
            .iter()
            .filter(|cell| **cell != Data::Empty)
            .cloned()
            .collect::<Vec<_>>()
    };
    let numbers = [30.0, 40.0, -10.0, -0.25].map(Data::Float);
    assert_eq!(figure("Customers helped"), numbers);
    assert_eq!(figure("Closed"), [4.0, 4.0, 0.0, 0.0].map(Data::Float));
    assert_eq!(figure("Filter tags"), [Data::String("vip".to_owned())]);
    let header = workbook.texts("Users", 0);
    for title in ["User", "Name", "Handle time (seconds)"] {
        assert!(header.iter().any(|other| other == title), "{header:?}");
    }
    assert_eq!(workbook.rows("Users").len(), 3);
    let html = text(company(&service), "html");
    for shown in ["Customers helped", "25.0 %", "Mira", "13m 33s"] {
        assert!(html.contains(shown), "no {shown}: {html}");
    }
}

#[test]
fn a_single_table_can_be_picked() {
    let service = Service::start(|_| (200, BOSS.to_owned()));
    let mut users = company(&service);
    users.args(["--table", "users"]);
    let workbook = workbook(users);
    assert_eq!(workbook.names, ["Summary", "Users"]);
    assert!(!workbook.all_texts().contains(&"Figure"));
    let mut users = company(&service);
    users.args(["--table", "users"]);
    let html = text(users, "html");
    assert!(
        html.contains("Mira") && !html.contains("Filter tags"),
        "{html}"
    );
}

#[test]
fn the_same_answer_has_the_same_bytes_in_a_file_and_a_pipe() {
    let (_service, asking) = report_of(&[HOSTILE]);
    let folder = tempdir().unwrap();
    for format in FORMATS {
        let path = folder.path().join(format!("x.{format}"));
        let mut to_file = asking();
        to_file
            .arg("-o")
            .arg(&path)
            .env("SOURCE_DATE_EPOCH", "1559500000");
        let run = run(&mut to_file);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(
            fs::read(&path).unwrap() == printed(asking(), format),
            "{format}"
        );
    }
}

#[test]
fn a_report_says_what_was_asked_for() {
    let (_service, asking) = report_of(&[HOSTILE]);
    let mut command = asking();
    command.args(["--status", "closed"]);
    let workbook = workbook(command);
    let texts = workbook.all_texts();
    let period = "2019-05-02 12:00:00 UTC to 2019-06-02 12:00:00 UTC";
    for said in [
        period,
        "Status",
        "closed",
        "User",
        "447723",
        "2019-06-02 18:26:40 UTC",
    ] {
        assert!(texts.contains(&said), "no {said}: {texts:?}");
    }
}

#[test]
fn endings_stand_for_reports() {
    let (_service, asking) = report_of(&[HOSTILE]);
    let folder = tempdir().unwrap();
    let starts: [(&str, &[u8]); 5] = [
        ("x.html", b"<!DOCTYPE html>"),
        ("x.HTM", b"<!DOCTYPE html>"),
        ("x.xlsx", b"PK"),
        ("x.md", b"**"),
        ("x.csv", b"\"number\","),
    ];
    for (name, start) in starts {
        let path = folder.path().join(name);
        let run = run(asking().arg("-o").arg(&path));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let written = fs::read(Path::new(&path)).unwrap();
        assert!(written.starts_with(start), "{name}");
    }
}

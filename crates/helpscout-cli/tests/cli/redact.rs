//! Pseudonyms instead of customers (`--redact`).

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use helpscout_command::names;
use helpscout_reports::describe::{self, Group, Operation, Pages};
use helpscout_sandbox::Sandbox;
use serde_json::Value;
use tempfile::tempdir;
use tokio::runtime::Runtime;

use crate::program::{program, run};
use crate::service::{Service, page};

/// The keys of what customers are called and what they write.
const PERSONAL: [&str; 6] = [
    "customerName",
    "customerEmail",
    "subject",
    "preview",
    "ratingComments",
    "ratingCustomerName",
];

/// Returns the command for a report with its required options, of a sandbox; the first page if it
/// has pages.
fn command(operation: &Operation, sandbox: &Sandbox) -> Command {
    let mut command = asking(sandbox);
    let name = operation.id.replace('_', "-");
    command.args(["report", &name, "--quiet"]);
    let page = operation.pages.as_ref().and_then(Pages::parameter);
    for (parameter, option) in names::options(operation) {
        if parameter.required {
            command.arg(format!("--{option}={}", parameter.example.join(",")));
        } else if Some(parameter.wire.as_str()) == page {
            command.arg(format!("--{option}=1"));
        }
    }
    command
}

/// Collects what customers are called and what they write.
fn collect(value: &Value, is_customer: bool, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let is_inside = ["customers", "topCustomers"].contains(&key.as_str());
                let is_personal = PERSONAL.contains(&key.as_str()) || is_customer && key == "name";
                match value {
                    Value::String(text) if is_personal && text.len() > 3 => {
                        found.insert(text.clone());
                    }
                    value => collect(value, is_inside, found),
                }
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, is_customer, found)),
        _ => {}
    }
}

/// Returns the program with the credentials of a sandbox.
fn asking(sandbox: &Sandbox) -> Command {
    let mut command = program();
    command
        .env("HELPSCOUT_BASE_URL", sandbox.base_url())
        .env("HELPSCOUT_APP_ID", sandbox.app_id())
        .env("HELPSCOUT_APP_SECRET", sandbox.app_secret());
    command
}

/// Starts a sandbox, which serves as long as the runtime lives.
fn sandbox() -> (Runtime, Sandbox) {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::builder().start()).unwrap();
    (runtime, sandbox)
}

#[test]
fn no_format_of_any_report_has_a_customer() {
    let (_runtime, sandbox) = sandbox();
    let mut seen = 0;
    let reports = describe::api().operations.iter();
    for operation in reports.filter(|operation| operation.group() == Group::Reports) {
        let plain = run(command(operation, &sandbox).args(["--format", "json"]));
        assert_eq!(plain.code, Some(0), "{}", plain.stderr);
        let mut texts = BTreeSet::new();
        let answer: Value = serde_json::from_str(&plain.stdout).unwrap();
        collect(&answer, false, &mut texts);
        if texts.is_empty() {
            continue;
        }
        seen += 1;
        for format in ["json", "ndjson", "csv", "table", "html", "md"] {
            let mut redacted = command(operation, &sandbox);
            redacted.args(["--redact", "--format", format]);
            if format == "csv" && operation.pages.is_none() && !operation.list {
                // An answer with several tables.
                redacted.args(["--table", "topCustomers"]);
            }
            let redacted = run(&mut redacted);
            assert_eq!(redacted.code, Some(0), "{}", redacted.stderr);
            // The others may leave out a column or a row.
            if ["json", "ndjson", "csv"].contains(&format) {
                assert!(
                    redacted.stdout.contains("Customer "),
                    "{}: no name of a customer is in TEXTS of src/redact/personal.rs",
                    operation.id
                );
            }
            for text in &texts {
                let is_there = redacted.stdout.contains(text.as_str());
                assert!(!is_there, "{} {format}: {text}", operation.id);
            }
        }
    }
    assert!(seen > 6, "{seen}");
}

/// Returns the name and the text of every part of a spreadsheet.
fn parts_of_sheet(path: &Path) -> Vec<(String, String)> {
    let mut book = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut parts = Vec::new();
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    parts
}

#[test]
fn no_part_of_a_spreadsheet_has_a_customer() {
    let (_runtime, sandbox) = sandbox();
    let folder = tempdir().unwrap();
    let history = || {
        let mut history = asking(&sandbox);
        history.args(["history", "--user", "447723", "--period", "2019-W20"]);
        history.args(["--zone", "UTC", "--quiet", "--sla", "response<1h"]);
        history
    };
    let rating = describe::api().operation("happiness_ratings").unwrap();
    let cases: [(&str, &dyn Fn() -> Command); 2] = [
        ("history", &history),
        ("ratings", &|| command(rating, &sandbox)),
    ];
    for (name, command) in cases {
        let json = run(command().args(["--format", "json"]));
        let answer: Value = serde_json::from_str(&json.stdout).unwrap();
        let mut texts = BTreeSet::new();
        collect(&answer, false, &mut texts);
        assert!(texts.len() > 10, "{name}: {texts:?}");
        let written = |is_redacted: bool| {
            let path = folder.path().join(format!("{name}-{is_redacted}.xlsx"));
            let mut command = command();
            if is_redacted {
                command.arg("--redact");
            }
            let run = run(command.arg("--output").arg(&path));
            assert!(matches!(run.code, Some(0 | 4)), "{}", run.stderr);
            parts_of_sheet(&path)
        };
        let with = |parts: &[(String, String)]| {
            let places = texts.iter().flat_map(|text| {
                let text = text
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;");
                let parts = parts.iter().filter(move |(_, part)| part.contains(&text));
                parts.map(|(name, _)| name.clone())
            });
            places.collect::<BTreeSet<String>>()
        };
        // Without --redact they are there, so the texts are written as they are looked for.
        assert!(!with(&written(false)).is_empty(), "{name}");
        let redacted = written(true);
        assert_eq!(with(&redacted), BTreeSet::new(), "{name}");
        assert!(
            redacted.iter().any(|(_, part)| part.contains("Customer ")),
            "{name}"
        );
    }
}

#[test]
fn everything_else_stays_as_received() {
    let (_runtime, sandbox) = sandbox();
    let history = describe::api()
        .operation("user_conversation_history")
        .unwrap();
    let plain = run(command(history, &sandbox).args(["--format", "json"]));
    let redacted = run(command(history, &sandbox).args(["--format", "json", "--redact"]));
    let without_names = |text: &str| -> Value {
        let mut rows: Value = serde_json::from_str(text).unwrap();
        for row in rows.as_array_mut().unwrap() {
            for customer in row["customers"].as_array_mut().unwrap() {
                customer.as_object_mut().unwrap().remove("name");
            }
        }
        rows
    };
    assert_ne!(plain.stdout, redacted.stdout);
    assert_eq!(
        without_names(&plain.stdout),
        without_names(&redacted.stdout)
    );
}

#[test]
fn a_pseudonym_is_the_same_in_every_run_with_the_same_key() {
    let (_runtime, sandbox) = sandbox();
    let history = describe::api()
        .operation("user_conversation_history")
        .unwrap();
    let with_key = |key: &str| {
        let mut command = command(history, &sandbox);
        command.args(["--redact", "--format", "ndjson"]);
        run(command.env("HELPSCOUT_REDACT_KEY", key)).stdout
    };
    let (first, second) = ("a key of sixteen", "another of sixteen");
    assert_eq!(with_key(first), with_key(first));
    assert_ne!(with_key(first), with_key(second));
}

const ROW: &str = r#"[{"id":1,"number":2.50,"customers":[{"id":5,"name":"Ana Ruiz","vip":"Ana"}],
    "mood":{"of":"Ana Ruiz"},"level":3}]"#;

fn history_of_a_service(service: &Service) -> Command {
    let mut command = service.asked_by(program());
    command.args([
        "report",
        "user-conversation-history",
        "--redact",
        "--user",
        "1",
    ]);
    command.args([
        "--start",
        "2019-05-02T12:00:00Z",
        "--end",
        "2019-06-02T12:00:00Z",
    ]);
    command
}

#[test]
fn values_of_unknown_keys_are_removed_and_a_note_says_so() {
    let service = Service::start(|_| (200, page(1, 1, 1, ROW)));
    let mut command = history_of_a_service(&service);
    command.env("HELPSCOUT_REDACT_KEY", "a key of sixteen");
    let run = run(command.args(["--format", "json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(!run.stdout.contains("Ana"), "{}", run.stdout);
    assert!(run.stdout.contains(r#""number":2.50"#), "{}", run.stdout);
    assert!(run.stdout.contains(r#""level":3"#), "{}", run.stdout);
    let note = "--redact removed the values of keys that this version does not know: mood, vip\n";
    assert!(run.stderr.ends_with(note), "{}", run.stderr);
}

#[test]
fn without_a_good_key_nothing_is_fetched() {
    let service = Service::start(|_| (200, page(1, 1, 1, ROW)));
    let missing = run(&mut history_of_a_service(&service));
    let short = run(history_of_a_service(&service).env("HELPSCOUT_REDACT_KEY", "hunter2"));
    for (run, problem) in [
        (missing, "--redact needs a key for its pseudonyms"),
        (short, "HELPSCOUT_REDACT_KEY is shorter than 16 bytes"),
    ] {
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert!(run.stderr.contains(problem), "{}", run.stderr);
        assert!(
            run.stderr.contains("openssl rand -hex 16"),
            "{}",
            run.stderr
        );
        assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    }
    // A key that is refused garbles no word of the message.
    let word = run(history_of_a_service(&service).env("HELPSCOUT_REDACT_KEY", "short"));
    let problem = "HELPSCOUT_REDACT_KEY is shorter than 16 bytes";
    assert!(word.stderr.contains(problem), "{}", word.stderr);
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn a_condition_on_what_is_removed_is_refused() {
    let week = ["--sandbox", "--period", "2019-W20"];
    let asked = |command: &[&str], options: &[&str]| {
        let arguments = [command, &week, &["--format", "ndjson"], options].concat();
        run(program().args(arguments))
    };
    let drilldown = ["report", "conversations-drilldown"];
    let history = ["history", "--user=447723", "--table=conversations"];
    let texts = "--where: subject is removed, as customers wrote it, so it can't be compared";
    let names = "customerName has pseudonyms instead of what customers are called";
    for (command, options, problem) in [
        (&drilldown[..], &["--where", "subject~refund"][..], texts),
        (&drilldown, &["--where", "Subject!=Refund"], texts),
        (
            &drilldown,
            &["--sort", "preview:desc"],
            "--sort: preview is removed",
        ),
        (&drilldown, &["--where", "customerName~Bruno"], names),
        (&drilldown, &["--where", "customerName=Bruno Meyer"], names),
        (&drilldown, &["--where", "customerName>b"], names),
        (
            &drilldown,
            &["--where", "customerEmail=a@example.com"],
            "customerEmail has pseudonyms",
        ),
        (&["waiting"], &["--where", "customerName~Bruno"], names),
        (&["waiting"], &["--where", "subject~refund"], texts),
        (
            &history,
            &["--where", "customers~Mei Meyer"],
            "customers has pseudonyms",
        ),
        (
            &["report", "happiness-ratings"],
            &["--where", "ratingComments~late"],
            "is removed",
        ),
    ] {
        let open = asked(command, options);
        assert_eq!(open.code, Some(0), "{options:?}: {}", open.stderr);
        let refused = asked(&[command, &["--redact"]].concat(), options);
        assert_eq!(
            (refused.code, refused.stdout.as_str()),
            (Some(2), ""),
            "{options:?}"
        );
        assert!(refused.stderr.contains(problem), "{}", refused.stderr);
        let advice = refused.stderr.ends_with(", or remove --redact\n");
        assert!(advice, "{}", refused.stderr);
    }
}

#[test]
fn a_condition_on_what_remains_works() {
    let asked = |options: &[&str]| -> Vec<Value> {
        let mut command = program();
        command.args(["report", "conversations-drilldown", "--sandbox", "--redact"]);
        command.args(["--period", "2019-W20", "--format", "ndjson"]);
        let run = run(command.args(options));
        assert_eq!(run.code, Some(0), "{options:?}: {}", run.stderr);
        let rows = run.stdout.lines().map(serde_json::from_str);
        rows.collect::<Result<_, _>>().unwrap()
    };
    let all = asked(&[]);
    let named = all
        .iter()
        .find(|row| row["customerName"].is_string())
        .unwrap();
    let name = named["customerName"].as_str().unwrap();
    let email = named["customerEmail"].as_str().unwrap();
    let count = |column: &str, value: &str| {
        all.iter()
            .filter(|row| row[column].as_str() == Some(value))
            .count()
    };
    for (condition, rows) in [
        (format!("customerName={name}"), count("customerName", name)),
        (
            format!("customerName!={name}"),
            all.len() - count("customerName", name),
        ),
        (
            format!("customerName~{}", &name[..12]),
            count("customerName", name),
        ),
        (
            format!("customerEmail={email}"),
            count("customerEmail", email),
        ),
        ("subject!=".to_owned(), count("subject", "[redacted]")),
        (
            "subject=".to_owned(),
            all.len() - count("subject", "[redacted]"),
        ),
        (
            "assignedName!=".to_owned(),
            all.iter()
                .filter(|row| row["assignedName"].is_string())
                .count(),
        ),
    ] {
        assert_eq!(asked(&["--where", &condition]).len(), rows, "{condition}");
    }
    assert_eq!(asked(&["--sort", "customerName"]).len(), all.len());
}

#[test]
fn a_history_is_redacted_too() {
    let mut command = program();
    command.args([
        "history",
        "--sandbox",
        "--redact",
        "--user",
        "Marta Lindqvist",
    ]);
    command.args([
        "--start",
        "2019-05-02T12:00:00Z",
        "--end",
        "2019-05-09T12:00:00Z",
    ]);
    let run = run(command.args(["--format", "csv"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(!records.is_empty());
    for record in records {
        // A customer without a name is an ID.
        let is_nobody = record[3].starts_with("Customer ") || record[3].starts_with('#');
        assert!(is_nobody, "{record:?}");
    }
}

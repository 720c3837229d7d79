//! Limits and set-ups that are refused for good, and leave nothing behind.

use std::fs;

use crate::program::{history, program, report, run};
use crate::service::{Service, page, page_of};

const ROW: &str = r#"[{"id":1,"number":2}]"#;

/// A report of 1,000 pages of 1,000 bytes, with one row each.
fn thousands() -> Service {
    Service::start(|asked| {
        let number = page_of(asked);
        let row = format!(r#"[{{"id":{number},"number":{number}}}]"#);
        let mut body = page(number, 1_000, 1_000, &row);
        body.push_str(&" ".repeat(1_000 - body.len()));
        (200, body)
    })
}

#[test]
fn a_report_over_the_limit_is_2_in_every_format_and_writes_nothing() {
    let folder = std::env::temp_dir().join(format!("helpscout-limits-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for format in ["table", "csv", "json", "ndjson"] {
        for command in [report, history] {
            let service = thousands();
            let file = folder.join("report");
            let mut command = service.asked_by(command());
            command.args(["--max-report", "3K", "--format", format, "-o"]);
            let run = run(command.arg(&file));
            assert_eq!(run.code, Some(2), "{format}: {}", run.stderr);
            assert_eq!(run.stdout, "");
            let expected = "page 4: the report is larger than the limit of 3072 bytes";
            assert!(run.stderr.contains(expected), "{}", run.stderr);
            assert!(run.stderr.contains("`--max-report`"), "{}", run.stderr);
            assert!(!file.exists());
            assert!(service.asked().len() <= 8, "{:?}", service.asked());
        }
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::remove_dir(&folder).unwrap();
}

#[test]
fn a_size_that_is_none_is_refused_with_an_example() {
    let run = run(report().args(["--max-report", "4GB"]));
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("500M or 4G"), "{}", run.stderr);
}

#[test]
fn impossible_numbers_of_rows_and_pages_are_final() {
    for (pages, count, code, problem) in [
        ("1", "-5", 5, "could not be decoded at count"),
        ("-5", "1", 5, "could not be decoded at pages"),
        ("1000000", "1", 2, "the report has 1000000 pages"),
        (
            "9223372036854775807",
            "1",
            2,
            "the report has 9223372036854775807 pages",
        ),
        ("1e400", "1", 5, "could not be decoded"),
        ("1.5", "1", 5, "could not be decoded"),
    ] {
        let body = format!(r#"{{"results":{ROW},"page":1,"count":{count},"pages":{pages}}}"#);
        let service = Service::start(move |_| (200, body.clone()));
        let run = run(&mut service.asked_by(report()));
        assert_eq!(run.code, Some(code), "{pages}, {count}: {}", run.stderr);
        assert!(run.stderr.contains(problem), "{}", run.stderr);
        assert_eq!(run.stdout, "");
        assert_eq!(service.asked().len(), 1, "nothing is read again");
    }
}

#[test]
fn a_proxy_that_can_not_be_used_is_2_and_its_variable_is_named() {
    let mut command = report();
    command
        .env("HELPSCOUT_BASE_URL", "https://api.example")
        .env("HELPSCOUT_ACCESS_TOKEN", "x")
        .env("HTTPS_PROXY", "ftp://me:hunter2@proxy.example");
    let run = run(&mut command);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("HTTPS_PROXY"), "{}", run.stderr);
    assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    // The sandbox runs in this process, so no proxy is used.
    let mut sandbox = program();
    sandbox.args(["list", "users", "--sandbox"]);
    let run = crate::program::run(sandbox.env("HTTPS_PROXY", "ftp://proxy.example"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn a_password_in_a_base_url_without_a_scheme_is_not_repeated() {
    let mut command = report();
    command.env("HELPSCOUT_ACCESS_TOKEN", "x");
    let run = run(command.args(["--base-url", "me:hunter2@api.helpscout.net"]));
    assert_eq!(run.code, Some(2));
    assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
}

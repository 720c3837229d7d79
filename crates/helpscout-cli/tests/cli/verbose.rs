//! What `--verbose` tells about calls.

use std::sync::atomic::{AtomicUsize, Ordering};

use insta::{Settings, assert_snapshot};
use serde_json::Value;

use crate::program::{program, report, run};
use crate::service::{Service, page};

const ROW: &str = r#"[{"id":1,"number":2}]"#;

/// A service that is unavailable once.
fn service() -> Service {
    let calls = AtomicUsize::new(0);
    Service::with_headers(move |asked| {
        if calls.fetch_add(1, Ordering::Relaxed) == 0 {
            return (503, "Retry-After: 1\r\n", String::new());
        }
        assert!(asked.contains("user=447723"));
        (200, "", page(1, 1, 1, ROW))
    })
}

#[test]
fn requests_statuses_waits_and_retries_are_told_and_no_token() {
    let service = service();
    let run = run(service.asked_by(report()).arg("--verbose"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(!run.stderr.contains("token-of-the-tests"), "{}", run.stderr);
    let mut settings = Settings::clone_current();
    settings.add_filter(r"\[ *\d+\.\d{3} s\]", "[TIME]");
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
    settings.add_filter(r"milliseconds \d+", "milliseconds N");
    settings.add_filter(r"in about \d+ s", "in about N s");
    settings.bind(|| assert_snapshot!(run.shown()));
}

#[test]
fn with_errors_as_json_each_line_is_an_object() {
    let service = service();
    let mut command = service.asked_by(report());
    let run = run(command.args(["-v", "--errors", "json", "--quiet"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines: Vec<Value> = run
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(lines.len() > 4, "{}", run.stderr);
    assert!(
        lines.iter().all(|line| line["kind"] == "trace"),
        "{}",
        run.stderr
    );
}

#[test]
fn without_the_option_nothing_is_told() {
    let mut command = program();
    let run = run(command.args(["list", "mailboxes", "--sandbox", "--quiet"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn the_secret_of_an_app_and_its_tokens_are_in_no_line() {
    let mut command = program();
    let run = run(command.args(["list", "mailboxes", "--sandbox", "--verbose"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("requesting an access token"),
        "{}",
        run.stderr
    );
    for secret in ["sandbox-secret", "Bearer", "Basic"] {
        assert!(!run.stderr.contains(secret), "{}", run.stderr);
    }
}

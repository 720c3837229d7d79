use std::sync::atomic::{AtomicBool, Ordering};

use insta::{Settings, assert_snapshot};

use crate::program::{Run, history, report, run};
use crate::service::{NOBODY, Service, page, page_of};

fn assert_failed(run: &Run, code: i32) {
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(code), ""),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

#[test]
fn a_refused_connection_says_where_and_offers_the_sandbox() {
    let run = run(report()
        .args(["--quiet", "--base-url", NOBODY])
        .env("HELPSCOUT_ACCESS_TOKEN", "x"));
    assert_failed(&run, 1);
    // The number of attempts is not what this test is about.
    let mut settings = Settings::clone_current();
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
    settings.add_filter(r"\d+ attempts", "N attempts");
    settings.bind(|| assert_snapshot!(run.stderr));
}

#[test]
fn an_answer_that_is_not_json_is_described() {
    let html = "<!doctype html><title>Sign in to the network</title>";
    let service = Service::start(move |_| (200, html.to_owned()));
    let run = run(&mut service.asked_by(report()));
    assert_failed(&run, 5);
    assert_snapshot!(run.stderr);
}

#[test]
fn a_page_that_is_not_json_is_described() {
    let service = Service::start(|_| (200, "{\"results\": [}".to_owned()));
    let run = run(service.asked_by(report()).args(["--page", "1"]));
    assert_failed(&run, 5);
    assert_snapshot!(run.stderr);
}

#[test]
fn json_of_another_kind_is_not_a_page() {
    let service = Service::start(|_| (200, "{\"hello\": 1, \"page\": 1}".to_owned()));
    let whole = run(&mut service.asked_by(report()));
    let one = run(service.asked_by(report()).args(["--page", "1"]));
    assert_failed(&whole, 5);
    assert_failed(&one, 5);
    assert_eq!(whole.stderr, one.stderr);
    assert_snapshot!(one.stderr);
}

#[test]
fn a_refused_request_is_reported_in_the_words_of_the_service() {
    let body = r#"{"message":"Bad request","_embedded":{"errors":[{"path":"user","message":"unknown user"}]}}"#;
    let service = Service::start(move |_| (400, body.to_owned()));
    let run = run(&mut service.asked_by(report()));
    assert_failed(&run, 2);
    assert_snapshot!(run.stderr);
}

#[test]
fn a_refused_token_is_reported() {
    let service = Service::start(|_| (401, String::new()));
    let run = run(&mut service.asked_by(report()));
    assert_failed(&run, 3);
    assert_snapshot!(run.stderr);
    assert!(!run.stderr.contains("token-of-the-tests"));
}

#[test]
fn a_page_that_fails_leaves_nothing_on_stdout_in_any_format() {
    for (format, status) in [("ndjson", 500), ("json", 400), ("csv", 400), ("table", 400)] {
        let service = Service::start(move |asked| match page_of(asked) {
            3 => (status, String::new()),
            number => (200, page(number, 4, 4, r#"[{"id":1,"number":1}]"#)),
        });
        let run = run(service
            .asked_by(report())
            .args(["--format", format, "--attempts", "2"]));
        assert_failed(&run, if status == 500 { 1 } else { 2 });
        assert!(run.stderr.contains("page 3"), "{}", run.stderr);
        let is_repeated = run.stderr.contains("2 attempts");
        assert_eq!(is_repeated, status == 500, "{}", run.stderr);
    }
}

#[test]
fn rows_that_are_not_objects_have_no_columns() {
    let service = Service::with_pages(&["[{\"id\":1},7]"], 2);
    let run = |format| run(service.asked_by(report()).args(["--format", format]));
    assert_eq!(run("ndjson").stdout, "{\"id\":1}\n7\n");
    let csv = run("csv");
    assert_failed(&csv, 5);
    assert_snapshot!(csv.stderr);
}

#[test]
fn a_history_of_other_rows_names_the_first() {
    let service = Service::with_pages(&[r#"[{"id":1,"number":1},{"id":"x"}]"#], 2);
    let run = run(&mut service.asked_by(history()));
    assert_failed(&run, 5);
    assert_snapshot!(run.stderr);
}

#[test]
fn text_of_the_service_cannot_control_the_terminal() {
    let service = Service::start(|_| (400, "\u{1b}[2J\u{7}gone".to_owned()));
    let run = run(&mut service.asked_by(report()));
    assert_failed(&run, 2);
    assert!(
        !run.stderr.contains(['\u{1b}', '\u{7}']),
        "{:?}",
        run.stderr
    );
}

#[test]
fn a_report_that_changes_while_it_is_read_is_read_again() {
    let first_walk = AtomicBool::new(true);
    let service = Service::start(move |asked| {
        let number = page_of(asked);
        let has_moved = number == 2 && first_walk.swap(false, Ordering::SeqCst);
        let count = if has_moved { 3 } else { 2 };
        (
            200,
            page(number, 2, count, &format!("[{{\"id\":{number}}}]")),
        )
    });
    let run = run(&mut service.asked_by(report()));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stdout, "{\"id\":1}\n{\"id\":2}\n");
    assert!(
        run.stderr.contains("reading the report again"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_report_that_keeps_changing_is_not_passed_off_as_complete() {
    let service = Service::start(|asked| {
        let number = page_of(asked);
        (200, page(number, 2, number, "[{\"id\":1}]"))
    });
    let run = run(&mut service.asked_by(report()));
    assert_failed(&run, 1);
    assert!(run.stderr.contains("error: "), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("changed while its pages were being read"),
        "{}",
        run.stderr
    );
}

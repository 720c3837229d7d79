#[cfg(unix)]
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;

#[cfg(unix)]
use crate::program::send_signal;
use crate::program::{Run, program, report, run};
use crate::service::{Service, page};

/// Returns the only line of stderr, and the object on it.
fn error(run: &Run) -> (&str, Value) {
    assert_eq!(run.stdout, "");
    let mut lines = run.stderr.lines();
    let (line, None) = (lines.next().unwrap(), lines.next()) else {
        panic!("more than one line: {}", run.stderr);
    };
    let object: Value = serde_json::from_str(line).unwrap();
    assert_eq!(object["exitCode"].as_i64(), run.code.map(i64::from));
    (line, object)
}

fn asked_by_a_scheduler(service: &Service) -> Run {
    run(service
        .asked_by(report())
        .args(["--errors", "json", "--attempts", "2"]))
}

#[test]
fn a_refused_call_is_one_object_with_everything_that_is_known() {
    let service = Service::with_headers(|_| {
        let body = r#"{"message":"Bad request","_embedded":{"errors":[{"path":"user","message":"unknown user"}]}}"#;
        (400, "Correlation-ID: 7f3c\r\n", body.to_owned())
    });
    let run = asked_by_a_scheduler(&service);
    assert_snapshot!(error(&run).0);
    assert!(!run.stderr.contains("token-of-the-tests"));
}

#[test]
fn keys_without_a_value_are_null() {
    let run = run(program().args(["list", "users", "--errors=json"]));
    assert_snapshot!(error(&run).0);
}

#[test]
fn every_kind_of_failure_names_its_kind_and_exit_code() {
    for (status, body, kind, code) in [
        (500, "", "unavailable", 1),
        (429, "", "rate_limited", 1),
        (404, "", "not_found", 2),
        (401, "", "unauthorized", 3),
        (403, "", "plan_refused", 3),
        (200, "[1, 2", "interrupted", 1),
        (200, "[1, 2}", "decode", 5),
        (200, "<html>", "decode", 5),
    ] {
        let service = Service::with_headers(move |_| (status, "Retry-After: 0\r\n", body.into()));
        let run = asked_by_a_scheduler(&service);
        let (line, object) = error(&run);
        assert_eq!(object["kind"], kind, "{line}");
        assert_eq!(object["exitCode"], code, "{line}");
        assert_eq!(object["status"], status, "{line}");
        assert_eq!(object["operation"], "user_conversation_history", "{line}");
        assert_eq!(object["page"], 1, "{line}");
        let is_repeated = code == 1;
        assert_eq!(object["attempts"] == 2, is_repeated, "{line}");
    }
}

#[test]
fn mistakes_on_the_command_line_are_objects_even_though_they_are_not_parsed() {
    for (arguments, message, advice) in [
        (
            &["report", "nonsense", "--errors", "json"][..],
            "unrecognized subcommand 'nonsense'",
            "--help",
        ),
        (
            &["--errors=json", "report"],
            "the command is incomplete",
            "--help",
        ),
        (
            &["--errors=json", "report", "company", "--strat", "x"],
            "unexpected argument '--strat' found",
            "a similar argument exists: '--start'",
        ),
        (
            &["list", "users", "--format", "xml", "--errors=json"],
            "invalid value 'xml' for '--format <FORMAT>'",
            "--help",
        ),
    ] {
        let run = run(program().args(arguments));
        let (line, object) = error(&run);
        assert_eq!(
            (run.code, &object["kind"]),
            (Some(2), &"usage".into()),
            "{line}"
        );
        assert!(
            object["message"].as_str().unwrap().starts_with(message),
            "{line}"
        );
        assert!(
            object["advice"].as_str().unwrap().contains(advice),
            "{line}"
        );
    }
}

#[test]
fn an_unknown_format_of_errors_is_a_mistake() {
    let run = run(program().args(["list", "users", "--errors", "xml"]));
    assert_eq!(run.code, Some(2));
    let values = "[possible values: text, json]";
    assert!(run.stderr.contains(values), "{}", run.stderr);
}

#[test]
fn notes_are_not_mixed_into_objects() {
    let good = Service::with_pages(&[r#"[{"id":1}]"#], 1);
    let done = run(good.asked_by(report()).args(["--errors", "json"]));
    assert_eq!(
        done.shown(),
        "exit code 0\n--- stdout\n{\"id\":1}\n--- stderr\n"
    );

    let moving = Service::start(|asked| {
        let number = crate::service::page_of(asked);
        (200, page(number, 2, number, "[{\"id\":1}]"))
    });
    let failed = asked_by_a_scheduler(&moving);
    assert_eq!(error(&failed).1["exitCode"], 1);
}

#[test]
fn a_warning_is_an_object_too() {
    let mut command = report();
    let run = run(command.args(["--sandbox", "--errors=json", "--mailboxes", "999999"]));
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
    assert_snapshot!(run.stderr);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_is_an_object() {
    let (service, told) = Service::stalling();
    let mut command = service.asked_by(report());
    command.args(["--errors", "json"]).stdout(Stdio::piped());
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    told.recv().unwrap();
    send_signal("-TERM", child.id());
    let run = Run::from(child.wait_with_output().unwrap());
    let (line, object) = error(&run);
    assert_eq!(
        (run.code, &object["kind"]),
        (Some(143), &"signal".into()),
        "{line}"
    );
    assert_eq!(object["operation"], "user_conversation_history", "{line}");
}

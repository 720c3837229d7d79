//! The checks of the set-up, over real HTTP.

use std::fs;
use std::process::Command;

use helpscout_sandbox::{Builder, Sandbox};
use insta::{Settings, assert_snapshot};
use serde_json::Value;
use tempfile::tempdir;
use tokio::runtime::Runtime;

use crate::program::{Run, program, run};
use crate::service::{NOBODY, Service, page};

const TOKEN: &str = "s3cret-token-of-the-tests";

/// Returns the checks with a port that is the same in every run.
fn shown(run: &Run) -> String {
    run.shown().replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// Compares the outcome with a snapshot.
macro_rules! assert_checks {
    ($run:expr) => {
        let mut settings = Settings::clone_current();
        settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
        settings.add_filter(r"on port \d+", "on port PORT");
        settings.add_filter(r" \(os error \d+\)", "");
        settings.add_filter(r"correlation ID [0-9a-f-]+#\d+", "correlation ID ID");
        settings.add_filter(r"with(out)? the keyring", "with or without the keyring");
        settings.add_filter(r"\d+ of \d+ calls are left", "N of N calls are left");
        settings.bind(|| assert_snapshot!(shown(&$run)));
    };
}

fn sandbox(builder: Builder) -> (Runtime, Sandbox) {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(builder.start()).unwrap();
    (runtime, sandbox)
}

fn doctor() -> Command {
    let mut command = program();
    command.arg("doctor");
    command
}

/// Returns the checks of a sandbox with these credentials.
fn checked(sandbox: &Sandbox, secret: &str) -> Run {
    let mut command = doctor();
    command
        .env("HELPSCOUT_BASE_URL", sandbox.base_url())
        .env("HELPSCOUT_APP_ID", sandbox.app_id())
        .env("HELPSCOUT_APP_SECRET", secret);
    run(&mut command)
}

/// Returns the checks as JSON.
fn statuses(run: &Run) -> Vec<(String, String)> {
    let object: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(object["exitCode"].as_i64(), run.code.map(i64::from));
    let checks = object["checks"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let checks = checks.map(|check| (text(&check["check"]), text(&check["status"])));
    checks.collect()
}

/// Returns the kind of the error that ended the run.
fn kind(run: &Run) -> String {
    let error = run.stderr.lines().last().unwrap();
    let error: Value = serde_json::from_str(error).unwrap();
    error["kind"].as_str().unwrap().to_owned()
}

fn status(run: &Run, check: &str) -> String {
    let statuses = statuses(run);
    let found = statuses.iter().find(|(name, _)| name == check);
    found.map(|(_, status)| status.clone()).unwrap_or_default()
}

#[test]
fn a_set_up_that_works_has_no_failed_line() {
    let (_runtime, sandbox) = sandbox(Sandbox::builder());
    let run = checked(&sandbox, sandbox.app_secret());
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert_checks!(run);
}

#[test]
fn the_sandbox_in_this_process_can_be_checked() {
    let run = run(doctor().args(["--sandbox", "--format", "json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let bad = statuses(&run).into_iter();
    let bad: Vec<_> = bad.filter(|(_, status)| status != "ok").collect();
    assert_eq!(bad, []);
}

#[test]
fn without_credentials_the_service_is_asked_all_the_same() {
    let (_runtime, sandbox) = sandbox(Sandbox::builder());
    let home = tempdir().unwrap();
    let mut command = doctor();
    command.env("HOME", home.path());
    let run = run(command.env("HELPSCOUT_BASE_URL", sandbox.base_url()));
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    let mut settings = Settings::clone_current();
    settings.add_filter(&home.path().display().to_string(), "HOME");
    settings.bind(|| {
        assert_checks!(run);
    });
}

#[test]
fn refused_credentials_and_plans_are_exit_code_3() {
    let (_runtime, open) = sandbox(Sandbox::builder());
    let refused = checked(&open, "wrong-secret");
    assert_eq!(refused.code, Some(3), "{}", refused.stdout);
    assert!(!refused.shown().contains("wrong-secret"));
    assert_checks!(refused);

    let (_runtime, small) = sandbox(Sandbox::builder().plan_named("standard"));
    let refused = checked(&small, small.app_secret());
    assert_eq!(refused.code, Some(3), "{}", refused.stdout);
    assert!(
        refused.stdout.contains("failed   plan"),
        "{}",
        refused.stdout
    );
    assert!(
        refused.stdout.contains("ok       token"),
        "{}",
        refused.stdout
    );
    let error = "error: 1 of 15 checks failed: plan\n";
    assert_eq!(refused.stderr, error);
}

#[test]
fn a_service_that_is_not_there_is_exit_code_1_and_the_rest_is_skipped() {
    let mut command = doctor();
    command
        .env("HELPSCOUT_ACCESS_TOKEN", TOKEN)
        .env("HELPSCOUT_BASE_URL", NOBODY);
    let run = run(&mut command);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert_checks!(run);
}

#[test]
fn a_wrong_base_url_and_half_of_the_credentials_are_exit_code_2() {
    let run = run(doctor()
        .env("HELPSCOUT_APP_ID", "app")
        .env("HELPSCOUT_BASE_URL", "http://api.helpscout.net"));
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert_checks!(run);
}

#[test]
fn no_secret_of_the_set_up_is_shown() {
    for format in ["text", "json"] {
        // Nothing listens at the proxy, so nothing leaves this machine.
        let run = run(doctor()
            .args(["--format", format])
            .env("HELPSCOUT_ACCESS_TOKEN", TOKEN)
            .env("HELPSCOUT_APP_SECRET", "hunter3")
            .env("HELPSCOUT_REDACT_KEY", "hunter4hunter4hunter4")
            .env("HTTPS_PROXY", "http://me:hunter2@127.0.0.1:1"));
        assert_eq!(run.code, Some(2), "{}", run.stdout);
        assert!(run.stdout.contains("127.0.0.1:1"), "{}", run.stdout);
        let all = run.shown();
        assert!(!all.contains("hunter") && !all.contains("s3cret"), "{all}");
        // Each check has one line, whichever way it went.
        if format == "json" {
            let mut checks: Vec<String> =
                statuses(&run).into_iter().map(|(name, _)| name).collect();
            let number = checks.len();
            checks.sort();
            checks.dedup();
            assert_eq!(
                (checks.len(), status(&run, "proxy").as_str()),
                (number, "failed")
            );
        }
    }
}

#[test]
fn a_clock_that_is_wrong_and_calls_that_run_out_are_warnings() {
    let headers = "Date: Thu, 02 May 2019 12:00:00 GMT\r\nX-RateLimit-Limit-Minute: 400\r\n\
                   X-RateLimit-Remaining-Minute: 39\r\n";
    let service = Service::with_headers(move |asked| {
        if asked.contains("users/me") {
            (
                200,
                headers,
                r#"{"id":1,"firstName":"Zo\u001b[2J","companyId":7}"#.to_owned(),
            )
        } else {
            (200, headers, "{}".to_owned())
        }
    });
    let mut command = service.asked_by(doctor());
    let json = run(command.args(["--format", "json"]));
    assert_eq!(json.code, Some(0), "{}", json.stdout);
    assert_eq!(status(&json, "clock"), "warning");
    assert_eq!(status(&json, "rate limit"), "warning");
    assert!(!json.stdout.contains("\\u001b"), "{}", json.stdout);
    // Two calls are sent, besides a connection that asks for nothing.
    let asked = service.asked().into_iter();
    assert_eq!(asked.filter(|asked| !asked.is_empty()).count(), 2);
}

#[test]
fn another_server_at_the_base_url_is_exit_code_5() {
    let service = Service::start(|_| (200, "<html>".to_owned()));
    let html = run(&mut service.asked_by(doctor()));
    assert_eq!(html.code, Some(5), "{}", html.stdout);
    assert!(
        html.stdout.contains("check the base URL"),
        "{}",
        html.stdout
    );
    // The answer is JSON, but of no user.
    let service = Service::start(|_| (200, page(1, 1, 0, "[]")));
    let other = run(&mut service.asked_by(doctor()));
    assert_eq!(other.code, Some(0), "{}", other.stdout);
    assert!(
        other.stdout.contains("warning  account"),
        "{}",
        other.stdout
    );
}

#[test]
fn a_certificate_is_untrusted_until_the_system_knows_it() {
    let (_runtime, sandbox) = sandbox(Sandbox::builder().tls());
    let folder = tempdir().unwrap();
    let file = folder.path().join("roots.pem");
    fs::write(&file, sandbox.certificate_pem().unwrap()).unwrap();
    let asking = |trusted: bool| {
        let mut command = doctor();
        command
            .args(["--format", "json"])
            .env("HELPSCOUT_BASE_URL", sandbox.base_url())
            .env("HELPSCOUT_APP_ID", sandbox.app_id())
            .env("HELPSCOUT_APP_SECRET", sandbox.app_secret());
        if trusted {
            command.env("SSL_CERT_FILE", &file);
        }
        run(&mut command)
    };
    let untrusted = asking(false);
    assert_eq!(untrusted.code, Some(2), "{}", untrusted.stdout);
    assert_eq!(status(&untrusted, "certificate"), "failed");
    assert_eq!(status(&untrusted, "token"), "skipped");
    if cfg!(target_os = "linux") {
        let trusted = asking(true);
        assert_eq!(trusted.code, Some(0), "{}", trusted.stdout);
        assert_eq!(status(&trusted, "certificate"), "ok");
    }
}

#[test]
fn the_base_url_is_not_blamed_for_what_keeps_every_client_from_starting() {
    let folder = tempdir().unwrap();
    let missing = folder.path().join("missing.pem");
    let missing = missing.display().to_string();
    let mut faults = vec![("HTTPS_PROXY", "ftp://proxy.example:21")];
    if cfg!(target_os = "linux") {
        faults.push(("SSL_CERT_FILE", &missing));
    }
    for (name, value) in faults {
        for url in [
            "",
            "https://elsewhere.example",
            "https://elsewhere.example/v2",
        ] {
            let mut command = doctor();
            command
                .args(["--format", "json", "--errors", "json"])
                .env("HELPSCOUT_ACCESS_TOKEN", TOKEN)
                .env("HELPSCOUT_BASE_URL", url)
                .env(name, value);
            let run = run(&mut command);
            assert_eq!(run.code, Some(2), "{}", run.stdout);
            let failed = if url.ends_with("/v2") {
                "base URL"
            } else {
                "client"
            };
            let failures = statuses(&run);
            let failures = failures.iter().filter(|(_, status)| status == "failed");
            let failures: Vec<&str> = failures.map(|(name, _)| name.as_str()).collect();
            // The base URL is read first.
            assert_eq!(failures, [failed], "{name}, {url}");
            assert_eq!(kind(&run), "setup");
            if failed == "client" {
                assert!(run.stdout.contains(name), "{}", run.stdout);
                assert_eq!(status(&run, "base URL"), "ok");
            }
        }
    }
}

#[test]
fn the_kind_of_the_error_is_that_of_a_command_that_fails_for_it() {
    let (_runtime, sandbox) = sandbox(Sandbox::builder());
    for (url, kind_of) in [
        (NOBODY, "connect"),
        ("http://127.0.0.1:1/v2", "setup"),
        (sandbox.base_url(), "unauthorized"),
    ] {
        for arguments in [
            &["doctor"][..],
            &["report", "company", "--period", "2019-05", "--zone", "UTC"],
        ] {
            let mut command = program();
            command
                .args(arguments)
                .args(["--errors", "json"])
                .env("HELPSCOUT_BASE_URL", url)
                .env("HELPSCOUT_ACCESS_TOKEN", TOKEN);
            let run = run(&mut command);
            assert_eq!(kind(&run), kind_of, "{arguments:?}: {}", run.stderr);
        }
    }
}

use crate::program::{Run, program, report, run};
use crate::service::{NOBODY, Service, page, page_of};

const ROW: &str = r#"[{"id":1,"number":2}]"#;

/// Runs a report against a service that gives this answer to every request.
fn answered(status: u16, headers: &'static str, body: &'static str) -> Run {
    let service = Service::with_headers(move |_| (status, headers, body.to_owned()));
    run(service.asked_by(report()).args(["--attempts", "1"]))
}

#[test]
fn a_complete_report_is_0() {
    let service = Service::with_pages(&[ROW], 1);
    assert_eq!(run(&mut service.asked_by(report())).code, Some(0));
}

#[test]
fn what_a_later_attempt_may_retrieve_is_1() {
    for status in [408, 425, 429, 500, 502, 503, 504, 507, 522, 599] {
        let run = answered(status, "", "");
        assert_eq!(run.code, Some(1), "{status}: {}", run.stderr);
    }
    let refused = run(report()
        .args(["--attempts", "1", "--base-url", NOBODY])
        .env("HELPSCOUT_ACCESS_TOKEN", "x"));
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    let moving = Service::start(|asked| {
        let number = page_of(asked);
        (200, page(number, 2, number, ROW))
    });
    let moved = run(&mut moving.asked_by(report()));
    assert_eq!(moved.code, Some(1), "{}", moved.stderr);
}

#[test]
fn a_wrong_command_line_environment_or_query_is_2() {
    for status in [400, 404, 410, 413, 414, 422] {
        let run = answered(status, "", "");
        assert_eq!(run.code, Some(2), "{status}: {}", run.stderr);
    }
    for arguments in [
        &["report", "company"][..],
        &["list", "users"],
        &["list", "users", "--sandbox", "-o", "users.xls"],
        &[
            "list",
            "users",
            "--sandbox",
            "--base-url",
            "http://127.0.0.1:1",
        ],
        &["nonsense"],
    ] {
        let run = run(program().args(arguments));
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
    }
    for base_url in ["http://example.com", "nonsense", "https://127.0.0.1/v2"] {
        let mut command = program();
        command.args(["list", "users", "--base-url", base_url]);
        let run = run(command.env("HELPSCOUT_ACCESS_TOKEN", "x"));
        assert_eq!(run.code, Some(2), "{base_url}: {}", run.stderr);
    }
}

#[test]
fn refused_credentials_plans_and_permissions_are_3() {
    for status in [401, 402, 403] {
        let run = answered(status, "", "");
        assert_eq!(run.code, Some(3), "{status}: {}", run.stderr);
    }
    for status in [400, 401, 403] {
        let service = Service::start(move |asked| {
            assert!(asked.starts_with("/v2/oauth2/token"), "{asked}");
            (status, r#"{"error":"invalid_client"}"#.to_owned())
        });
        let mut command = report();
        command.env("HELPSCOUT_BASE_URL", &service.base_url);
        command
            .env("HELPSCOUT_APP_ID", "id")
            .env("HELPSCOUT_APP_SECRET", "hush");
        let run = run(&mut command);
        assert_eq!(run.code, Some(3), "{status}: {}", run.stderr);
        assert!(!run.stderr.contains("hush"), "{}", run.stderr);
    }
}

#[test]
fn an_undocumented_answer_is_5() {
    for (status, headers, body) in [
        (200, "", "<!doctype html><title>Sign in</title>"),
        (200, "", "{\"hello\": 1}"),
        (200, "", "7"),
        (302, "Location: http://example.com/\r\n", ""),
        (304, "", ""),
        (405, "", ""),
        (501, "", ""),
        (418, "", "short and stout"),
    ] {
        let run = answered(status, headers, body);
        assert_eq!(run.code, Some(5), "{status} {body}: {}", run.stderr);
    }
    let stuck = Service::start(|_| (200, page(1, 3, 3, ROW)));
    let run = run(&mut stuck.asked_by(report()));
    assert_eq!(run.code, Some(5), "{}", run.stderr);
}

#[cfg(unix)]
mod on_unix {
    use std::process::Stdio;

    use super::*;
    use crate::program::{is_ignored, send_signal};

    const SIGNALS: [(&str, i32); 3] = [("-HUP", 129), ("-INT", 130), ("-TERM", 143)];

    /// Returns the signals with their exit codes. Under `nohup`, SIGHUP ends no program.
    fn signals() -> impl Iterator<Item = (&'static str, i32)> {
        let signals = SIGNALS.into_iter();
        signals.filter(|(_, code)| !is_ignored(code.unsigned_abs() - 128))
    }

    #[test]
    fn an_interrupted_run_is_128_and_the_signal() {
        for (signal, code) in signals() {
            let (service, told) = Service::stalling();
            let mut command = service.asked_by(report());
            let child = command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let child = child.spawn().unwrap();
            told.recv().unwrap();
            send_signal(signal, child.id());
            let run = Run::from(child.wait_with_output().unwrap());
            assert_eq!(run.code, Some(code), "{signal}: {}", run.stderr);
            assert_eq!(run.stderr, "error: interrupted; nothing was written\n");
            assert_eq!(run.stdout, "");
        }
    }

    #[test]
    fn a_run_that_is_interrupted_while_it_prints_is_128_and_the_signal() {
        // More than fits into the buffer of a pipe.
        let row = format!("{{\"id\":1,\"text\":\"{}\"}}", "x".repeat(1000));
        let rows: String = vec![row; 500].join(",");
        let service = Service::start(move |_| (200, page(1, 1, 500, &format!("[{rows}]"))));
        for (signal, code) in signals() {
            let mut command = service.asked_by(report());
            let child = command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = child.spawn().unwrap();
            let mut first = [0; 1];
            let stdout = child.stdout.as_mut().unwrap();
            std::io::Read::read_exact(stdout, &mut first).unwrap();
            send_signal(signal, child.id());
            // Nobody reads the rest, so only the signal can end the program.
            let code_of_child = child.wait().unwrap().code();
            assert_eq!(code_of_child, Some(code), "{signal}");
            let run = Run::from(child.wait_with_output().unwrap());
            let said = "error: interrupted; the printed report may be incomplete\n";
            assert_eq!(run.stderr, said);
        }
    }
}

//! What is told while a call runs, and why one is stopped.

use serde_json::{Value, json};

use super::session::Session;
use super::{sandbox, server};
use crate::service::{Service, page};

/// Calls a tool, and returns what is told before the result, and the result.
fn told(session: &mut Session, tool: &str, arguments: &Value) -> (Vec<Value>, Value) {
    let id = session.send(
        "tools/call",
        &json!({"name": tool, "_meta": {"progressToken": "p"}, "arguments": arguments}),
    );
    let mut told = Vec::new();
    loop {
        let message = session.next();
        if message["id"] == id {
            return (told, message["result"].clone());
        }
        assert_eq!(message["method"], "notifications/progress");
        assert_eq!(message["params"]["progressToken"], "p");
        told.push(message["params"].clone());
    }
}

fn text(result: &Value) -> &str {
    result["content"][0]["text"].as_str().unwrap()
}

#[test]
fn progress_grows_over_all_reports_of_a_call() {
    let mut session = Session::start(sandbox());
    let cases = [
        // A single report, whose end is known.
        (
            "run_report",
            json!({"report": "user-conversation-history", "filters": {"user": "447723"},
                "period": "2019-05", "zone": "UTC"}),
            true,
        ),
        (
            "history",
            json!({"user": "447723", "period": "2019-05", "zone": "UTC"}),
            true,
        ),
        (
            "run_report",
            json!({"report": "user-conversation-history", "filters": {"user": "447723"},
                "period": "2019-05", "zone": "UTC", "compare": "previous"}),
            false,
        ),
        (
            "history",
            json!({"everybody": true, "period": "2019-05", "zone": "UTC"}),
            false,
        ),
        (
            "history",
            json!({"user": "447723", "period": "2019-05", "zone": "UTC", "by": ["week"],
                "compare": "previous"}),
            false,
        ),
    ];
    for (tool, arguments, is_one) in cases {
        let (told, result) = told(&mut session, tool, &arguments);
        assert_ne!(result["isError"], true, "{result}");
        assert!(told.len() > 1, "{arguments}: {told:?}");
        let number = |told: &Value| told["progress"].as_f64().unwrap();
        let grows = |pair: &[Value]| number(&pair[0]) < number(&pair[1]);
        assert!(told.windows(2).all(grows), "{arguments}: {told:#?}");
        let message = |told: &Value| told["message"].as_str().unwrap().to_owned();
        let messages: Vec<String> = told.iter().map(message).collect();
        if arguments["everybody"] == true {
            // The rows are those of one user, which is said.
            let rows = messages.iter().filter(|message| message.contains(" rows"));
            let is_told = |message: &String| message.contains(" rows of user ");
            assert!(
                rows.clone().count() > 1 && rows.clone().all(is_told),
                "{messages:#?}"
            );
        } else if arguments["compare"] == "previous" && tool == "history" {
            let of_before = messages
                .iter()
                .any(|message| message.ends_with(" rows of the period before"));
            assert!(of_before, "{messages:#?}");
        }
        let last = told.last().unwrap();
        if is_one {
            assert_eq!(last["progress"], last["total"], "{arguments}: {told:#?}");
        } else {
            let has_total = |told: &Value| told.get("total").is_some();
            assert!(!told.iter().any(has_total), "{arguments}: {told:#?}");
        }
    }
    session.end();
}

#[test]
fn a_wait_is_told_and_the_call_goes_on() {
    let service = Service::with_headers({
        let asked = std::sync::atomic::AtomicUsize::new(0);
        move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => (429, "X-RateLimit-Retry-After: 1\r\n", "{}".to_owned()),
            _ => (200, "", page(1, 1, 0, "[]")),
        }
    });
    let mut session = Session::start(service.asked_by(server()));
    let (told, result) = told(
        &mut session,
        "run_report",
        &json!({"report": "user-conversation-history", "filters": {"user": 1},
            "period": "2019-05-13", "zone": "UTC"}),
    );
    assert_ne!(result["isError"], true, "{result}");
    let first = told[0]["message"].as_str().unwrap();
    let expected = "the account's calls for this minute are used up; waiting about 2 s";
    assert_eq!(first, expected, "{told:?}");
    // It is in the log of the server, too.
    let (_, _, stderr) = session.end();
    assert!(stderr.contains(expected), "{stderr}");
}

#[test]
fn a_call_that_waits_for_longer_than_it_may_take_is_refused_at_once_and_says_why() {
    let limited =
        || Service::with_headers(|_| (429, "X-RateLimit-Retry-After: 100\r\n", "{}".to_owned()));
    // The wait is that of a call, or of the request for a token, which concerns all calls.
    for has_token in [true, false] {
        let service = limited();
        let mut command = service.asked_by(server());
        if !has_token {
            command
                .env_remove("HELPSCOUT_ACCESS_TOKEN")
                .env("HELPSCOUT_APP_ID", "app-of-the-tests")
                .env("HELPSCOUT_APP_SECRET", "secret-of-the-tests");
        }
        command.args(["--timeout", "90"]);
        let mut session = Session::start(command);
        for _ in 0..2 {
            let (_, result) = told(
                &mut session,
                "run_report",
                &json!({"report": "company", "period": "2019-05-13", "zone": "UTC"}),
            );
            assert_eq!(result["isError"], true, "{result}");
            let text = text(&result);
            let expected = "the account's calls for this minute are used up, for about";
            assert!(text.starts_with(expected), "{text}");
            // Not when the 90 seconds are over.
            let is_early = (20..=102).any(|left| text.contains(&format!("about {left} s more")));
            assert!(is_early, "{text}");
            assert!(text.contains("asking for less does not help"), "{text}");
            assert!(!text.contains("shorter period"), "{text}");
        }
        session.structured("explain", &json!({"name": "median"}));
        session.end();
    }
}

#[cfg(unix)]
#[test]
fn a_call_that_gets_no_answer_is_stopped_and_says_so() {
    let (service, _told) = Service::stalling();
    let mut command = service.asked_by(server());
    command.args(["--timeout", "1"]);
    let mut session = Session::start(command);
    let text = session.refused("look_up", &json!({"list": "tags"}));
    assert!(
        text.contains("not done after 1 second ")
            && text.contains("the service sent nothing of what was asked for in the last 1 second")
            && text.contains("repeat it in a minute"),
        "{text}"
    );
    session.end();
}

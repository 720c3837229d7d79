//! Wrong arguments, wrong answers, and calls that are cancelled.

use std::sync::{Mutex, mpsc};

use serde_json::{Value, json};

use super::session::Session;
use super::{sandbox, server};
use crate::service::{Service, page, page_of};

#[test]
#[allow(clippy::too_many_lines, reason = "it is a list of cases")]
fn a_wrong_argument_gets_a_message_that_teaches() {
    let mut session = Session::start(sandbox());
    let may = "2019-05";
    let cases = [
        (
            "run_report",
            json!({}),
            vec!["needs the argument `report`", "find_report"],
        ),
        (
            "run_report",
            json!({"report": "hapiness", "period": may}),
            vec!["there is no report \"hapiness\"", "did you mean happiness?"],
        ),
        (
            "run_report",
            json!({"report": "users", "period": may}),
            vec!["there is no report", "look_up"],
        ),
        (
            "run_report",
            json!({"report": "user", "period": may}),
            vec!["user <ID|NAME>", "filters"],
        ),
        (
            "run_report",
            json!({"report": "happiness", "user": 1, "period": may}),
            vec!["no argument \"user\"", "`filters`"],
        ),
        (
            "run_report",
            json!({"report": "happiness", "period": "last-wek"}),
            vec!["period", "did you mean last-week?"],
        ),
        (
            "run_report",
            json!({"report": "happiness"}),
            vec!["period <PERIOD>, such as period last-week"],
        ),
        (
            "run_report",
            json!({"report": "happiness", "period": may, "filters": {"mailbocks": "Support"}}),
            vec![
                "there is no filter \"mailbocks\"",
                "did you mean `mailboxes`?",
                "tags",
            ],
        ),
        (
            "run_report",
            json!({"report": "happiness", "period": may, "filters": {"mailboxes": ["Suport"]}}),
            vec![
                "mailboxes: no mailbox of this account is called \"Suport\"",
                "Support",
            ],
        ),
        (
            "run_report",
            json!({"report": "conversations-drilldown", "period": may, "where": ["subjekt~x"]}),
            vec![
                "where: the rows have no column `subjekt`",
                "did you mean subject?",
            ],
        ),
        (
            "run_report",
            json!({"report": "conversations", "period": may, "sort": ["count"]}),
            vec!["several tables", "add `table` with one of", "tags.top"],
        ),
        (
            "run_report",
            json!({"report": "happiness", "period": may, "table": "tags"}),
            vec!["table", "summary"],
        ),
        (
            "run_report",
            json!({"report": "happiness", "period": may, "limit": -1}),
            vec!["`limit` is a whole number from 1, and -1 is not"],
        ),
        (
            "run_report",
            json!({"report": "happiness", "period": may, "filters": "x"}),
            vec!["`filters` is an object"],
        ),
        (
            "run_report",
            json!({"report": "happiness", "period": may, "compare": "nonsense"}),
            vec!["compare: \"nonsense\"", "previous", "last-year", "2019-W20"],
        ),
        ("history", json!({}), vec!["needs the argument `period`"]),
        (
            "history",
            json!({"period": may}),
            vec!["user <ID|NAME", "team", "everybody"],
        ),
        (
            "history",
            json!({"period": may, "user": "Marta", "by": "weekly"}),
            vec![
                "`by` is never \"weekly\"",
                "did you mean week",
                "`by` is one of user, mailbox",
            ],
        ),
        (
            "history",
            json!({"period": may, "user": "Marta Lindkvist"}),
            vec![
                "user: no user of this account",
                "447723  Marta Lindqvist",
                "look_up list=users",
            ],
        ),
        (
            "history",
            json!({"period": may, "user": "me", "table": "breaches"}),
            vec!["there is no table of breaches without sla"],
        ),
        (
            "history",
            json!({"period": may, "user": "me", "by": "mailbox", "where": ["replys>3"]}),
            vec![
                "where: the rows have no column `replys`",
                "did you mean replies?",
            ],
        ),
        (
            "history",
            json!({"period": may, "user": "me", "limit": 3}),
            vec!["add `table`"],
        ),
        (
            "look_up",
            json!({"list": "inboxes"}),
            vec![
                "`list` is never \"inboxes\"",
                "did you mean mailboxes?",
                "teams",
            ],
        ),
        (
            "look_up",
            json!({}),
            vec![
                "needs the argument `list`",
                "`list` is one of mailboxes, mailbox",
                "teams",
            ],
        ),
        (
            "look_up",
            json!({"list": "mailbox-folders"}),
            vec![
                "id <ID|NAME>",
                "list every mailbox with: look_up list=mailboxes",
            ],
        ),
        (
            "look_up",
            json!({"list": "users", "id": "1"}),
            vec!["the list users takes no `id`", "mailbox-folders"],
        ),
        (
            "explain",
            json!({"name": "medain"}),
            vec!["did you mean median?", "explain without a name lists"],
        ),
        (
            "next_page",
            json!({"handle": "second"}),
            vec!["is no handle"],
        ),
        (
            "find_report",
            json!({"query": "x"}),
            vec!["no argument \"query\"", "words"],
        ),
        (
            "find_report",
            json!({"words": "y ".repeat(50_000)}),
            vec!["`words` has 100000 characters, and a text has at most 1000"],
        ),
        (
            "explain",
            json!({"name": "y".repeat(1_001)}),
            vec!["`name` has 1001 characters"],
        ),
        (
            "history",
            json!({"period": may, "user": ["me", "y".repeat(5_000)]}),
            vec!["`user` has 5000 characters"],
        ),
    ];
    for (tool, arguments, parts) in cases {
        let text = session.refused(tool, &arguments);
        for part in parts {
            assert!(
                text.contains(part),
                "{tool} {arguments}: no {part:?} in: {text}"
            );
        }
        assert!(
            !text.contains("--") && !text.contains("helpscout "),
            "{arguments}: {text}"
        );
    }
    session.end();
}

#[test]
fn an_unknown_tool_and_wrong_messages_leave_the_server_running() {
    let mut session = Session::start(sandbox());
    let id = session.send_call("run_repport", &json!({}));
    let answer = session.answer_to(id);
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("did you mean run_report?"), "{answer}");
    for line in [
        "",
        "{",
        "[]",
        "null",
        r#"{"jsonrpc":"2.0"}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/none"}"#,
    ] {
        session.line(line);
    }
    // Without arguments at all.
    let result = session.request("tools/call", &json!({"name": "explain"}));
    assert!(
        result["content"][0]["text"]
            .as_str()
            .unwrap()
            .contains("Figures")
    );
    let (status, rest, stderr) = session.end();
    assert!(status.success(), "{stderr}");
    for line in rest.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

#[test]
fn a_call_that_is_none_says_what_one_is() {
    let params = [
        (Some(json!([])), "params is missing or no object"),
        (None, "params is missing or no object"),
        (
            Some(json!({"arguments": {}})),
            "the name of the tool is missing",
        ),
        (Some(json!({"name": 7})), "the name of the tool is no text"),
        (
            Some(json!({"name": "explain", "arguments": []})),
            "arguments is no object, but []",
        ),
        (
            Some(json!({"name": "explain", "arguments": "p90"})),
            "arguments is no object, but \"p90\"",
        ),
    ];
    let newest = json!({"io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "tests", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {}});
    for is_newest in [false, true] {
        let mut session = if is_newest {
            Session::silent(sandbox())
        } else {
            Session::start(sandbox())
        };
        for (at, (params, problem)) in params.iter().enumerate() {
            let id = 1_000 + at as u64;
            let mut request = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call"});
            if let Some(params) = params {
                request["params"] = params.clone();
                if is_newest && let Some(params) = request["params"].as_object_mut() {
                    params.insert("_meta".to_owned(), newest.clone());
                }
            }
            if is_newest && request["params"].get("_meta").is_none() {
                // Nothing else names the protocol.
                continue;
            }
            session.line(&request.to_string());
            let answer = session.answer_to(id);
            assert_eq!(answer["error"]["code"], -32602, "{answer}");
            let message = answer["error"]["message"].as_str().unwrap();
            assert!(message.contains(problem), "{answer}");
            assert!(message.contains("\"arguments\": an object"), "{answer}");
        }
        session.end();
    }
    let mut session = Session::start(sandbox());
    for (method, params, code) in [
        ("initialize", json!({"protocolVersion": 7}), -32602),
        ("tools/call/explain", json!({}), -32601),
    ] {
        let id = session.send(method, &params);
        let answer = session.answer_to(id);
        assert_eq!(answer["error"]["code"], code, "{answer}");
    }
    // JSON can write half of a character.
    session.line(
        r#"{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"explain","arguments":{"name":"\ud800"}}}"#,
    );
    let answer = session.answer_to(9);
    assert_eq!(answer["result"]["isError"], true, "{answer}");
    session.end();
}

#[test]
fn advice_names_only_arguments_that_the_tool_has() {
    let mut session = Session::start(sandbox());
    let text = session.refused(
        "history",
        &json!({"period": "2019", "everybody": true, "zone": "UTC", "by": ["day", "user"]}),
    );
    assert!(text.contains("the limit is 1000"), "{text}");
    assert!(
        text.ends_with("choose a shorter period, fewer users or a coarser by"),
        "{text}"
    );
    session.end();
}

#[test]
fn a_user_has_the_same_name_whatever_was_asked_before() {
    let mut session = Session::start(sandbox());
    let by_id = json!({"user": ["447723"], "period": "2019-05-13", "zone": "UTC"});
    let first = session.structured("history", &by_id);
    assert_eq!(first["users"], json!(["Marta Lindqvist"]));
    session.structured("look_up", &json!({"list": "users"}));
    session.structured(
        "history",
        &json!({"user": "Marta Lindqvist", "period": "2019-05"}),
    );
    assert_eq!(session.structured("history", &by_id), first);
    session.end();
}

#[test]
fn nothing_is_sent_before_a_call_needs_it() {
    let service = Service::start(|_| (500, "{}".to_owned()));
    let mut session = Session::start(service.asked_by(server()));
    session.request("tools/list", &json!({}));
    session.structured("find_report", &json!({"words": "phone"}));
    session.structured("describe_report", &json!({"report": "phone"}));
    session.structured("explain", &json!({"name": "sla"}));
    session.refused(
        "run_report",
        &json!({"report": "phone", "period": "2019-13"}),
    );
    session.end();
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn without_credentials_the_message_says_how_to_set_them() {
    let mut session = Session::start(server());
    session.structured("explain", &json!({"name": "median"}));
    for _ in 0..2 {
        let text = session.refused("look_up", &json!({"list": "users"}));
        assert!(text.contains("HELPSCOUT_APP_ID"), "{text}");
        // No tool has such an argument.
        assert!(!text.contains("sandbox"), "{text}");
        assert!(
            text.contains("only the person who set up this server can do that"),
            "{text}"
        );
    }
    session.end();
}

#[test]
fn a_refusal_of_the_service_is_told_without_what_customers_wrote() {
    let service = Service::start(|asked| match asked {
        asked if asked.contains("/v2/users/me") => (200, "{\"timezone\": \"UTC\"}".to_owned()),
        asked if asked.contains("happiness") => (
            403,
            "{\"error\": \"token-of-the-tests is not allowed\"}".to_owned(),
        ),
        _ => (200, "no JSON of Ana Ruiz".to_owned()),
    });
    let mut session = Session::start(service.asked_by(server()));
    let text = session.refused(
        "run_report",
        &json!({"report": "happiness", "period": "2019-05"}),
    );
    assert!(text.contains("403"), "{text}");
    assert!(!text.contains("token-of-the-tests"), "{text}");
    for (tool, arguments) in [
        (
            "run_report",
            json!({"report": "email", "period": "2019-05"}),
        ),
        (
            "run_report",
            json!({"report": "conversations-drilldown", "period": "2019-05"}),
        ),
        (
            "history",
            json!({"user": "1", "period": "2019-05", "by": "day"}),
        ),
        ("look_up", json!({"list": "users"})),
    ] {
        let text = session.refused(tool, &arguments);
        assert!(!text.contains("Ana"), "{tool}: {text}");
    }
    session.end();
}

#[test]
fn whatever_the_service_answers_the_message_is_well_formed() {
    let rows = r#"[{"number": 1e999, "id": "\ud800", "customers": {"a": [[[[[[[[1]]]]]]]]}, "status": 7,
        "responseTime": -0.0, "repliesSent": 12345678901234567890123, "resolveTime": "\u0000\u202e"}]"#;
    let service = Service::with_pages(Box::leak(Box::new([rows])), 1);
    let mut session = Session::start(service.asked_by(server()));
    let result = session.structured(
        "run_report",
        &json!({"report": "user-conversation-history", "filters": {"user": 1},
            "period": "2019-05", "zone": "UTC"}),
    );
    assert_eq!(result["tables"][0]["n"], 1, "{result}");
    session.end();
}

#[test]
fn calls_run_at_the_same_time() {
    let (release, held) = mpsc::channel::<()>();
    let held = Mutex::new(held);
    let (tell, told) = mpsc::channel();
    let service = Service::start(move |_| {
        tell.send(()).unwrap();
        // Until the test goes on.
        let _ = held.lock().unwrap().recv();
        (200, page(1, 1, 0, "[]"))
    });
    let mut session = Session::start(service.asked_by(server()));
    let slow = session.send_call(
        "run_report",
        &json!({"report": "user-conversation-history", "filters": {"user": 1},
            "period": "2019-05", "zone": "UTC"}),
    );
    told.recv().unwrap();
    session.structured("explain", &json!({"name": "median"}));
    drop(release);
    let answer = session.answer_to(slow);
    assert_ne!(answer["result"]["isError"], true, "{answer}");
    session.end();
}

#[test]
fn a_cancelled_call_sends_no_more_requests() {
    const PAGES: usize = 100_000;
    let (tell, told) = mpsc::channel();
    let service = Service::start(move |asked| {
        let _ = tell.send(());
        let at = page_of(asked);
        let row = format!("[{{\"number\": {at}, \"id\": {at}}}]");
        (200, page(at, PAGES, PAGES, &row))
    });
    let mut session = Session::start(service.asked_by(server()));
    let long = session.send_call(
        "run_report",
        &json!({"report": "user-conversation-history", "filters": {"user": 1},
            "period": "2019-05", "zone": "UTC"}),
    );
    for _ in 0..3 {
        told.recv().unwrap();
    }
    session.line(
        &json!({"jsonrpc": "2.0", "method": "notifications/cancelled",
            "params": {"requestId": long, "reason": "enough"}})
        .to_string(),
    );
    session.structured("explain", &json!({"name": "median"}));
    // Calls that run are finished before the end, so this one is not running any more.
    let (status, _, stderr) = session.end();
    assert!(status.success(), "{stderr}");
    assert!(service.asked().len() < PAGES, "{}", service.asked().len());
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_server_although_stdin_is_open() {
    use crate::program::send_signal;

    let mut session = Session::start(sandbox());
    session.structured("explain", &json!({"name": "median"}));
    send_signal("-TERM", session.process());
    assert!(session.ended().success());
}

#[test]
fn the_time_zone_of_the_user_is_looked_up_once_for_all_calls() {
    let service = Service::start(|asked| match asked {
        "/v2/users/me" => (200, r#"{"id":1,"timezone":"Asia/Kathmandu"}"#.to_owned()),
        asked if asked.contains("conversation-history") => {
            (200, crate::service::page(1, 1, 0, "[]"))
        }
        _ => (404, String::new()),
    });
    let mut session = Session::start(service.asked_by(server()));
    for user in ["1", "2", "3"] {
        let result = session.structured("history", &json!({"user": user, "period": "2019-W20"}));
        let period = result["period"].as_str().unwrap();
        assert!(period.contains("Asia/Kathmandu"), "{period}");
        assert!(period.contains("the time zone of your user"), "{period}");
    }
    let asked = service.asked();
    let of_user = asked.iter().filter(|asked| *asked == "/v2/users/me");
    assert_eq!(of_user.count(), 1, "{asked:#?}");
    session.end();
}

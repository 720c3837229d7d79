//! `helpscout mcp`, line by line and with two clients of the protocol; and `helpscout skill`.

mod clients;
mod figures;
mod pages;
mod progress;
mod session;
#[cfg(unix)]
mod skill;
mod spellings;
mod trouble;

use std::process::Command;

use serde_json::{Value, json};

use self::session::Session;
use crate::program::program;

/// Returns `helpscout mcp` for the sandbox.
fn sandbox() -> Command {
    let mut command = program();
    command.args(["mcp", "--sandbox"]);
    command
}

/// Returns `helpscout mcp` for the service of the environment.
fn server() -> Command {
    let mut command = program();
    command.arg("mcp");
    command
}

#[test]
fn the_tools_only_read_and_every_client_can_take_their_schemas() {
    let mut session = Session::start(sandbox());
    let listed = session.request("tools/list", &json!({}));
    let tools = listed["tools"].as_array().unwrap();
    let names: Vec<&str> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "find_report",
            "describe_report",
            "run_report",
            "history",
            "look_up",
            "explain",
            "next_page"
        ]
    );
    assert!(listed.get("nextCursor").is_none());
    for tool in tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        for schema in ["inputSchema", "outputSchema"] {
            let schema = &tool[schema];
            assert_eq!(schema["type"], "object", "{tool}");
            let text = schema.to_string();
            for word in ["$ref", "$schema", "oneOf", "anyOf", "allOf", "format\""] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
        assert_eq!(tool["inputSchema"]["additionalProperties"], false);
        assert!(tool["outputSchema"].get("additionalProperties").is_none());
        let properties = tool["inputSchema"]["properties"].as_object().unwrap();
        let required = tool["inputSchema"]["required"].as_array();
        for name in required.into_iter().flatten() {
            assert!(properties.contains_key(name.as_str().unwrap()), "{tool}");
        }
    }
    let (status, rest, stderr) = session.end();
    assert!(status.success(), "{stderr}");
    assert_eq!((rest.as_str(), stderr.as_str()), ("", ""));
}

#[test]
fn each_tool_answers_with_a_table_or_a_text_twice() {
    let mut session = Session::start(sandbox());
    let may = json!({"period": "2019-05", "zone": "UTC"});
    let with = |more: Value| {
        let mut arguments = may.as_object().unwrap().clone();
        arguments.extend(more.as_object().unwrap().clone());
        Value::Object(arguments)
    };
    let calls = [
        ("find_report", json!({"words": "CSAT"}), "happiness"),
        ("find_report", json!({}), "user-conversation-history"),
        (
            "describe_report",
            json!({"report": "happiness"}),
            "happinessScore",
        ),
        (
            "run_report",
            with(json!({"report": "happiness"})),
            "current.happinessScore",
        ),
        ("history", with(json!({"user": ["me"]})), "responseTime"),
        (
            "look_up",
            json!({"list": "users", "name": "lindqvist"}),
            "447723",
        ),
        ("explain", json!({"name": "median"}), "Half of the values"),
        ("explain", json!({}), "response-time"),
    ];
    for (tool, arguments, part) in calls {
        let result = session.call(tool, &arguments);
        assert_ne!(result["isError"], true, "{result}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(part), "{tool}: {text}");
        assert!(result["structuredContent"].is_object(), "{result}");
    }
    let structured = session.structured("run_report", &with(json!({"report": "happiness"})));
    let period = structured["period"].as_str().unwrap();
    assert!(
        period.contains("May 2019") && period.contains("UTC"),
        "{period}"
    );
    session.end();
}

#[test]
fn the_newest_protocol_needs_no_handshake() {
    let mut session = Session::silent(sandbox());
    let meta = json!({"io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "tests", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {}});
    let params = json!({"_meta": meta, "name": "explain", "arguments": {"name": "p90"}});
    let result = session.request("tools/call", &params);
    let text = result["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("90th percentile"), "{result}");
    session.end();
}

#[test]
fn without_a_request_the_server_ends_in_silence() {
    let (status, rest, stderr) = Session::silent(sandbox()).end();
    assert!(status.success(), "{stderr}");
    assert_eq!((rest.as_str(), stderr.as_str()), ("", ""));
}

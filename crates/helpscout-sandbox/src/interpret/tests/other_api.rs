//! Descriptions of services that are not the embedded one.

use axum::http::StatusCode;
use helpscout_description::Api;
use serde_json::{Value, json};

use crate::{
    Sandbox,
    tests::{Answer, Caller},
};

/// Describes a service without tokens. Its operations answer with rows that have an ID.
pub(super) fn api(operations: &Value) -> Api {
    let description = json!({
        "service": { "title": "Other", "base_url": "https://api.example.com", "environment": "OTHER",
            "docs": "https://docs.example.com/", "plans": [{ "name": "team", "calls_per_minute": 1_000_000 }] },
        "ids": [{ "name": "RowId", "doc": "", "file": "api.yaml" }],
        "enums": [{ "name": "Color", "doc": "", "file": "api.yaml", "values": [
            { "wire": "red", "rust": "Red", "doc": "" }, { "wire": "green", "rust": "Green", "doc": "" }] }],
        "objects": [
            { "name": "Row", "doc": "", "file": "api.yaml", "fields": [field("id", &json!({ "id": "RowId" }))] },
            { "name": "Page", "doc": "", "file": "api.yaml", "fields": [
                { "wire": "rows", "rust": "rows", "ty": { "object": "Row" }, "list": true, "doc": "", "source": "table" },
                field("current", &json!("integer")), field("total", &json!("integer")),
                field("size", &json!("integer")), field("last", &json!("boolean")),
                nullable("after", &json!("text")),
                field("links", &json!({ "object": "Links" })) ] },
            { "name": "Links", "doc": "", "file": "api.yaml", "fields": [
                { "wire": "next", "rust": "next", "ty": { "object": "Link" }, "optional": true, "doc": "", "source": "table" }] },
            { "name": "Link", "doc": "", "file": "api.yaml", "fields": [field("href", &json!("text"))] },
            { "name": "Values", "doc": "", "file": "api.yaml", "fields": [
                field("day", &json!("date")), field("seconds", &json!("epoch_seconds")),
                field("milliseconds", &json!("epoch_milliseconds")),
                { "wire": "first reply", "rust": "first_reply", "ty": "number", "unit": "minutes", "doc": "", "source": "table" },
                { "wire": "price", "rust": "price", "ty": "number", "as_text": true, "doc": "", "source": "table" },
                { "wire": "items", "rust": "items", "ty": "integer", "list": true, "nullable_items": true, "doc": "", "source": "table" },
                field("by_key", &json!({ "object": "Map" })) ] },
            { "name": "Map", "doc": "", "file": "api.yaml", "fields": [],
              "rest": { "wire": "*", "rust": "others", "ty": { "object": "Row" }, "list": true, "doc": "", "source": "table" } }
        ],
        "operations": operations,
    });
    Api::from_json(&description.to_string()).unwrap()
}

pub(super) fn field(wire: &str, ty: &Value) -> Value {
    json!({ "wire": wire, "rust": wire, "ty": ty, "doc": "", "source": "table" })
}

pub(super) fn nullable(wire: &str, ty: &Value) -> Value {
    json!({ "wire": wire, "rust": wire, "ty": ty, "nullable": true, "doc": "", "source": "table" })
}

pub(super) fn operation(method: &str, path: &str, parameters: &Value, pages: &Value) -> Value {
    json!({ "id": path.replace('/', "_"), "rust": "X", "file": "reports/x.yaml", "method": method, "path": path,
        "docs": "", "summary": "", "parameters": parameters, "pages": pages, "response": "Page", "examples": [] })
}

pub(super) fn parameter(wire: &str, ty: &Value, more: &Value) -> Value {
    let mut parameter = json!({ "wire": wire, "rust": "x", "ty": ty, "example": [], "doc": "" });
    for (key, value) in more.as_object().unwrap() {
        parameter[key] = value.clone();
    }
    parameter
}

pub(super) fn caller(operations: &Value) -> Caller {
    Caller::without_token(Sandbox::builder().spec(api(operations)).service().unwrap())
}

pub(super) async fn page(caller: &Caller, target: &str) -> Value {
    let answer = caller.get(target).await;
    assert_eq!(answer.status, StatusCode::OK, "{target}: {}", answer.text);
    answer.json()
}

/// Returns the mistakes of a refused call, as the parameter and the message of each.
pub(super) fn mistakes(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    let body = answer.json();
    let errors = body["errors"].as_array().into_iter().flatten();
    let line = |error: &Value| {
        let [path, message] = ["path", "message"].map(|key| error[key].as_str().unwrap());
        format!("{path} {message}")
    };
    errors.map(line).collect()
}

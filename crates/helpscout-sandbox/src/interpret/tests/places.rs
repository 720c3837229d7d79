//! Requests and values that the embedded description doesn't have: headers, bodies, lists, rules,
//! and values of other types.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use helpscout_description::Api;
use serde_json::{Value, json};

use super::other_api::{api, caller, mistakes, operation, page, parameter};
use crate::{
    Sandbox,
    tests::{Answer, Caller},
};

async fn post(caller: &Caller, target: &str, media_type: &str, body: &str) -> Answer {
    let request = Request::post(target).header("content-type", media_type);
    caller
        .send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

fn search() -> Caller {
    Caller::without_token(Sandbox::builder().spec(searches()).service().unwrap())
}

fn searches() -> Api {
    let in_body = |more: &Value| {
        let mut more = more.clone();
        more["place"] = json!("body");
        more
    };
    let parameters = json!([
        parameter(
            "filter.color",
            &json!({ "enum": "Color" }),
            &in_body(&json!({ "required": true }))
        ),
        parameter("filter.since", &json!("instant"), &in_body(&json!({}))),
        parameter(
            "ids",
            &json!({ "id": "RowId" }),
            &in_body(&json!({ "list": "array", "max_length": 3 }))
        ),
        parameter("strict", &json!("boolean"), &in_body(&json!({}))),
        parameter(
            "share",
            &json!("number"),
            &in_body(&json!({ "minimum": 0, "maximum": 1 }))
        ),
        parameter(
            "name",
            &json!("text"),
            &in_body(&json!({ "min_length": 2 }))
        ),
        parameter("dry", &json!("boolean"), &json!({})),
        parameter(
            "X-Version",
            &json!("integer"),
            &json!({ "place": "header" })
        ),
    ]);
    let operation = |path| {
        let mut operation = operation("POST", path, &parameters, &Value::Null);
        operation["safe"] = json!(path == "/rest/search");
        operation
    };
    api(&json!([
        operation("/rest/search"),
        operation("/rest/change")
    ]))
}

#[tokio::test]
async fn a_post_has_a_json_object_that_is_checked_like_other_parameters() {
    let caller = search();
    let whole = r#"{"filter": {"color": "red", "since": "2019-05-02T12:00:00Z"}, "ids": [1, 2],
        "strict": true, "share": 0.5, "name": "äö"}"#;
    let json = "application/json";
    let answer = post(
        &caller,
        "/rest/search?dry=true",
        "application/json; charset=utf-8",
        whole,
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let calls = caller.calls();
    let read = calls.last_read("/rest/search").unwrap();
    assert_eq!(read["ids"], ["1", "2"]);
    assert_eq!(read["filter.color"], ["red"]);
    assert_eq!(read["share"], ["0.5"]);
    assert_eq!(read["dry"], ["true"]);

    let wrong = r#"{"filter": {"colour": "red", "color": "reed", "since": 5}, "ids": [1, "2", null, 4],
        "strict": "true", "share": 1.5, "name": "ä", "dry": true, "filter.color": "red"}"#;
    let refused = post(&caller, "/rest/search?strict=true", json, wrong).await;
    let expected = [
        "filter.color must be one of red, green (did you mean red?)",
        "filter.since must be a string, not a number",
        "ids must be a number, not a string",
        "ids must be a number, not null",
        "strict must be true or false, not a string",
        "share must be 1 or less",
        "name must have 2 characters or more, not 1",
        "strict belongs in the body, not in the query",
        "dry belongs in the query, not in the body",
        "filter.colour is not a field of the body of POST /rest/search (did you mean filter.color?)",
        "filter.color has a dot; write an object inside of an object instead",
    ];
    let mut found = mistakes(&refused);
    found.sort();
    let mut expected = expected.map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    let source = refused.json()["errors"][0]["source"].clone();
    assert_eq!(source, "JSON");

    let long = r#"{"filter": {"color": "red"}, "ids": [1, 2, 3, 4]}"#;
    let refused = post(&caller, "/rest/search", json, long).await;
    assert_eq!(
        mistakes(&refused),
        ["ids must have 3 values or fewer, not 4"]
    );
    for (body, expected) in [
        ("{}", "filter.color is required"),
        (r#"{"filter": 7}"#, "filter.color is required"),
        (
            r#"{"filter": {"color": null}}"#,
            "filter.color is empty; it is required",
        ),
        (
            r#"{"filter": {"color": "red"}, "ids": []}"#,
            "ids is empty; omit it or give it a value",
        ),
        (
            r#"{"filter": {"color": "red"}, "ids": 3}"#,
            "ids must be an array, not a number",
        ),
    ] {
        let refused = post(&caller, "/rest/search", json, body).await;
        assert_eq!(mistakes(&refused)[0], expected, "{body}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused_as_a_whole() {
    let caller = search();
    let json = "application/json";
    for (media_type, body, status, expected) in [
        (
            json,
            "",
            400,
            "POST /rest/search needs a JSON object as its body",
        ),
        (
            json,
            "[1]",
            400,
            "The body must be a JSON object, not an array",
        ),
        (
            json,
            "\"a\"",
            400,
            "The body must be a JSON object, not a string",
        ),
        (
            json,
            "{\"a\":",
            400,
            "The body is not JSON: EOF while parsing a value at line 1 column 5",
        ),
        (
            "text/plain",
            "{}",
            415,
            "POST /rest/search needs the header Content-Type: application/json",
        ),
        (
            json,
            &"[".repeat(10_000),
            400,
            "The body is not JSON: recursion limit exceeded at line 1 column 128",
        ),
    ] {
        let refused = post(&caller, "/rest/search", media_type, body).await;
        assert_eq!(refused.status.as_u16(), status, "{body}");
        assert_eq!(refused.json(), json!({ "message": expected }));
    }
    let long = post(&caller, "/rest/search", json, &" ".repeat(2_000_000)).await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    let get = caller.get("/rest/search").await;
    assert_eq!(get.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        get.json()["message"],
        "/rest/search answers POST only, not GET"
    );
}

#[tokio::test]
async fn a_header_is_a_parameter_like_others() {
    let caller = search();
    let send = |values: &'static [&'static str]| {
        let mut request = Request::post("/rest/search").header("content-type", "application/json");
        for value in values {
            request = request.header("x-version", *value);
        }
        let body = Body::from(r#"{"filter": {"color": "red"}}"#);
        caller.send(request.body(body).unwrap())
    };
    assert_eq!(send(&["3"]).await.status, StatusCode::OK);
    assert_eq!(
        caller.calls().last_read("/rest/search").unwrap()["X-Version"],
        ["3"]
    );
    assert_eq!(
        mistakes(&send(&["three"]).await),
        ["X-Version must be a whole number"]
    );
    assert_eq!(
        mistakes(&send(&["1", "2"]).await),
        ["X-Version was given 2 times; give it once"]
    );
    let body = r#"{"filter": {"color": "red"}}"#;
    let misplaced = post(
        &caller,
        "/rest/search?X-Version=3",
        "application/json",
        body,
    )
    .await;
    assert_eq!(
        mistakes(&misplaced),
        ["X-Version is a header, not a parameter of the query"]
    );
}

#[tokio::test]
async fn lists_are_split_as_described_and_rules_hold() {
    let ids = json!({ "id": "RowId" });
    let parameters = json!([
        parameter("comma", &ids, &json!({ "list": "comma" })),
        parameter("pipe", &json!("text"), &json!({ "list": "pipe" })),
        parameter(
            "repeat",
            &ids,
            &json!({ "list": "repeat", "max_length": 2 })
        ),
        parameter("from", &json!("date"), &json!({})),
        parameter("to", &json!("date"), &json!({})),
        parameter("at", &json!("epoch_seconds"), &json!({})),
    ]);
    let mut operation = operation("GET", "/rest/rows", &parameters, &Value::Null);
    operation["rules"] = json!([
        { "either": ["comma", "pipe"] }, { "excludes": ["repeat", "at"] }, { "interval": { "from": "from", "to": "to" } }
    ]);
    let caller = caller(&json!([operation]));
    page(&caller, "/rest/rows?pipe=a|b,c%7Cd&repeat=1&repeat=2").await;
    let calls = caller.calls();
    let read = calls.last_read("/rest/rows").unwrap();
    assert_eq!(read["pipe"], ["a", "b,c", "d"]);
    assert_eq!(read["repeat"], ["1", "2"]);
    page(
        &caller,
        "/rest/rows?comma=1,2&from=2019-05-02&to=2019-05-02&at=1556798400",
    )
    .await;
    assert_eq!(
        caller.calls().last_read("/rest/rows").unwrap()["at"],
        ["1556798400"]
    );
    for (query, expected) in [
        ("", "comma one of comma, pipe is required"),
        ("comma=1&pipe=a", "pipe can't be given together with comma"),
        (
            "comma=1&repeat=2&at=5",
            "at can't be given together with repeat",
        ),
        (
            "comma=1&repeat=1&repeat=2&repeat=3",
            "repeat must have 2 values or fewer, not 3",
        ),
        ("comma=1&repeat=1,2", "repeat must be a whole number"),
        (
            "pipe=a&pipe=b",
            "pipe was given 2 times; give it once, with its values separated by pipes",
        ),
        (
            "comma=1&from=2019-02-30",
            "from must be a date, yyyy-MM-dd, like 2019-05-02",
        ),
        (
            "comma=1&from=2019-05-03&to=2019-05-02",
            "to must not be before from, which is 2019-05-03",
        ),
        (
            "comma=1&at=2019-05-02T12:00:00Z",
            "at must be a whole number",
        ),
    ] {
        let refused = caller.get(&format!("/rest/rows?{query}")).await;
        assert_eq!(mistakes(&refused), [expected], "{query}");
    }
}

#[tokio::test]
async fn all_kinds_of_values_are_made_up() {
    let mut operation = operation("GET", "/rest/values", &json!([]), &Value::Null);
    operation["response"] = json!("Values");
    let api = api(&json!([operation]));
    let mut nulls = 0;
    for seed in 0..50 {
        let builder = Sandbox::builder().spec(api.clone()).seed(seed);
        let caller = Caller::without_token(builder.service().unwrap());
        let answer = page(&caller, "/rest/values").await;
        let found = helpscout_description::compare(&api, &api.operations[0], &answer);
        // An element that may be null is described, and null.
        let found: Vec<String> = found
            .iter()
            .map(|found| found.message("the answer"))
            .filter(|message| !message.contains("`items["))
            .collect();
        assert!(found.is_empty(), "{found:?} in {answer}");
        assert!(answer["price"].as_str().unwrap().parse::<f64>().is_ok());
        assert!(answer["milliseconds"].as_i64().unwrap() > 1_000_000_000_000);
        assert!(!answer["by_key"].as_object().unwrap().is_empty());
        let items = answer["items"].as_array().unwrap();
        nulls += items.iter().filter(|item| item.is_null()).count();
    }
    assert!(nulls > 0, "no element is ever null");
}

#[tokio::test]
async fn a_post_that_only_reads_counts_as_one_call() {
    let mut api = searches();
    api.service.rate_limit = helpscout_description::embedded().service.rate_limit.clone();
    let builder = Sandbox::builder().spec(api).calls_per_minute(10);
    let caller = Caller::without_token(builder.service().unwrap());
    let body = r#"{"filter": {"color": "red"}}"#;
    for (target, left) in [("/rest/search", "9"), ("/rest/change", "7")] {
        let answer = post(&caller, target, "application/json", body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(answer.header("x-ratelimit-remaining-minute"), Some(left));
    }
}

#[tokio::test]
async fn a_path_that_is_not_described_is_refused_in_the_form_of_other_errors() {
    let unknown = search().get("/rest/other").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(unknown.header("content-type"), Some("application/json"));
    assert_eq!(unknown.json(), json!({ "message": "Unknown URL" }));
}

#[tokio::test]
async fn a_list_that_is_left_out_has_its_default() {
    let list = |name: &str, style: &str, ty: &Value, default: &Value| {
        let mut more = json!({ "list": style, "default": default });
        if style == "array" {
            more["place"] = json!("body");
        }
        parameter(name, ty, &more)
    };
    let parameters = json!([
        list("numbers", "repeat", &json!("integer"), &json!(["1", "2"])),
        list(
            "colors",
            "pipe",
            &json!({ "enum": "Color" }),
            &json!(["red", "green"])
        ),
        list("texts", "comma", &json!("text"), &json!(["a"])),
        list("shares", "array", &json!("number"), &json!(["1", "2.5"])),
    ]);
    let caller = caller(&json!([operation(
        "POST",
        "/rest/search",
        &parameters,
        &Value::Null
    )]));
    let answer = post(&caller, "/rest/search", "application/json", "{}").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let wrong = post(
        &caller,
        "/rest/search?numbers=1,2",
        "application/json",
        "{}",
    )
    .await;
    assert_eq!(mistakes(&wrong), ["numbers must be a whole number"]);
}

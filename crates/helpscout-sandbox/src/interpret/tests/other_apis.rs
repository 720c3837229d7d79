//! Requests and answers that the embedded description doesn't have: other ways to page, headers,
//! bodies, lists and values.

use std::collections::HashSet;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use helpscout_description::Api;
use serde_json::{Value, json};

use crate::{
    Sandbox,
    tests::{Answer, Caller},
};

/// Describes a service without tokens. Its operations answer with rows that have an ID.
fn api(operations: &Value) -> Api {
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

fn field(wire: &str, ty: &Value) -> Value {
    json!({ "wire": wire, "rust": wire, "ty": ty, "doc": "", "source": "table" })
}

fn nullable(wire: &str, ty: &Value) -> Value {
    json!({ "wire": wire, "rust": wire, "ty": ty, "nullable": true, "doc": "", "source": "table" })
}

fn operation(method: &str, path: &str, parameters: &Value, pages: &Value) -> Value {
    json!({ "id": path.replace('/', "_"), "rust": "X", "file": "reports/x.yaml", "method": method, "path": path,
        "docs": "", "summary": "", "parameters": parameters, "pages": pages, "response": "Page", "examples": [] })
}

fn parameter(wire: &str, ty: &Value, more: &Value) -> Value {
    let mut parameter = json!({ "wire": wire, "rust": "x", "ty": ty, "example": [], "doc": "" });
    for (key, value) in more.as_object().unwrap() {
        parameter[key] = value.clone();
    }
    parameter
}

fn caller(operations: &Value) -> Caller {
    Caller::without_token(Sandbox::builder().spec(api(operations)).service().unwrap())
}

async fn page(caller: &Caller, target: &str) -> Value {
    let answer = caller.get(target).await;
    assert_eq!(answer.status, StatusCode::OK, "{target}: {}", answer.text);
    answer.json()
}

/// Adds the IDs of a page's rows. Returns how many there are.
fn note_rows(page: &Value, ids: &mut HashSet<i64>) -> usize {
    let rows = page["rows"].as_array().unwrap();
    for row in rows {
        assert!(ids.insert(row["id"].as_i64().unwrap()), "{row} comes twice");
    }
    rows.len()
}

async fn post(caller: &Caller, target: &str, media_type: &str, body: &str) -> Answer {
    let request = Request::post(target).header("content-type", media_type);
    caller
        .send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

/// Returns the mistakes of a refused call, as the parameter and the message of each.
fn mistakes(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    let body = answer.json();
    let errors = body["errors"].as_array().into_iter().flatten();
    let line = |error: &Value| {
        let [path, message] = ["path", "message"].map(|key| error[key].as_str().unwrap());
        format!("{path} {message}")
    };
    errors.map(line).collect()
}

fn page_and_size(parameter_of_page: Value) -> Value {
    json!([
        parameter_of_page,
        parameter("size", &json!("integer"), &json!({}))
    ])
}

#[tokio::test]
async fn pages_may_start_at_zero_and_have_no_count() {
    let style = json!({ "number": { "parameter": "page", "first": 0, "current": "current", "total": "total" } });
    let pages = json!({ "style": style, "size": "size", "rows": "rows", "page_size": 20, "identity": "id" });
    let parameters = page_and_size(parameter("page", &json!("integer"), &json!({})));
    let caller = caller(&json!([operation(
        "GET",
        "/rest/rows",
        &parameters,
        &pages
    )]));
    let first = page(&caller, "/rest/rows?size=7").await;
    assert_eq!((&first["current"], &first["size"]), (&json!(0), &json!(7)));
    let total = first["total"].as_u64().unwrap();
    let mut ids = HashSet::new();
    for number in 0..total {
        let page = page(&caller, &format!("/rest/rows?size=7&page={number}")).await;
        assert_eq!(page["current"], number);
        let rows = note_rows(&page, &mut ids);
        assert!(rows == 7 || number + 1 == total);
    }
    let past_the_end = page(&caller, &format!("/rest/rows?size=7&page={total}")).await;
    assert_eq!(past_the_end["rows"], json!([]));
    let refused = caller.get("/rest/rows?page=-1").await;
    assert_eq!(
        mistakes(&refused),
        ["page must be 0 or more; pages start at 0"]
    );
}

#[tokio::test]
async fn an_offset_counts_rows_and_the_last_page_says_so() {
    let style = json!({ "offset": { "parameter": "start", "current": "current", "last": "last" } });
    let pages = json!({ "style": style, "size": "size", "rows": "rows", "page_size": 20, "identity": "id" });
    let parameters = page_and_size(parameter("start", &json!("integer"), &json!({})));
    let caller = caller(&json!([operation(
        "GET",
        "/rest/rows",
        &parameters,
        &pages
    )]));
    let mut ids = HashSet::new();
    let mut start = 0;
    loop {
        let page = page(&caller, &format!("/rest/rows?start={start}&size=9")).await;
        assert_eq!(page["current"], start);
        let rows = note_rows(&page, &mut ids);
        if page["last"] == true {
            break;
        }
        assert_eq!(rows, 9);
        start += rows;
    }
    assert!(ids.len() > 40);
    let whole = page(&caller, "/rest/rows?size=1000").await;
    assert_eq!(whole["rows"].as_array().unwrap().len(), ids.len());
    assert_eq!(whole["last"], true);
    let refused = caller.get("/rest/rows?start=-1").await;
    assert_eq!(
        mistakes(&refused),
        ["start must be 0 or more; the first page starts at 0"]
    );
}

#[tokio::test]
async fn a_cursor_leads_to_the_next_page_and_any_other_text_is_refused() {
    let style =
        json!({ "cursor": { "parameter": "page[after]", "next": "after", "more": "last" } });
    let pages = json!({ "style": style, "size": "size", "rows": "rows", "page_size": 20, "identity": "id" });
    let parameters = page_and_size(parameter("page[after]", &json!("text"), &json!({})));
    let operations =
        ["/api/v2/rows", "/api/v2/others"].map(|path| operation("GET", path, &parameters, &pages));
    let caller = caller(&json!(operations));
    let mut ids = HashSet::new();
    let mut body = page(&caller, "/api/v2/rows?size=15").await;
    let mut cursors = HashSet::new();
    loop {
        note_rows(&body, &mut ids);
        let Some(cursor) = body["after"].as_str() else {
            break;
        };
        assert_eq!(body["last"], true, "`more` is described at this path");
        assert!(cursors.insert(cursor.to_owned()));
        let encoded = cursor.replace('+', "%2B").replace('=', "%3D");
        // A name may be sent with its brackets encoded, or as it is.
        let name = ["page[after]", "page%5Bafter%5D"][cursors.len() % 2];
        body = page(&caller, &format!("/api/v2/rows?size=15&{name}={encoded}")).await;
    }
    assert_eq!(body["last"], false);
    assert_eq!(body["after"], Value::Null);
    let whole = page(&caller, "/api/v2/rows?size=1000").await;
    assert_eq!(whole["rows"].as_array().unwrap().len(), ids.len());

    let cursor = cursors.iter().next().unwrap().replace('+', "%2B");
    for (target, wrong) in [
        ("/api/v2/rows", "3".to_owned()),
        ("/api/v2/rows", cursor.to_uppercase()),
        ("/api/v2/rows", format!("0{cursor}")),
        ("/api/v2/rows", cursor.replace("%2B", "+")),
        ("/api/v2/others", cursor.clone()),
    ] {
        let refused = caller.get(&format!("{target}?page[after]={wrong}")).await;
        let expected = format!("page[after] is not a cursor of {target}; send the value of after");
        assert_eq!(mistakes(&refused), [expected], "{wrong}");
    }
    let right = page(&caller, &format!("/api/v2/rows?page[after]={cursor}")).await;
    assert!(right["rows"].is_array());
}

#[tokio::test]
async fn the_url_of_the_next_page_is_that_of_the_call_with_a_cursor() {
    let pages = json!({ "style": { "link": { "next": "links.next.href" } }, "size": "size",
        "rows": "rows", "page_size": 20, "identity": "id" });
    let parameters = page_and_size(parameter("q", &json!("text"), &json!({})));
    let caller = caller(&json!([operation("GET", "/v3/rows", &parameters, &pages)]));
    let request = Request::get("/v3/rows/?q=a%20b&size=10").header("host", "localhost:8080");
    let first = caller.send(request.body(Body::empty()).unwrap()).await;
    let mut body = first.json();
    let start = "http://localhost:8080/v3/rows?q=a%20b&size=10&cursor=";
    let mut ids = HashSet::new();
    loop {
        note_rows(&body, &mut ids);
        let Some(link) = body["links"]["next"]["href"].as_str() else {
            break;
        };
        let link = link.strip_prefix("http://localhost:8080").unwrap_or(link);
        assert_eq!(link.matches("cursor=").count(), 1);
        assert!(
            start.ends_with(link.split_inclusive("cursor=").next().unwrap()),
            "{link}"
        );
        let target = link.to_owned();
        body = page(&caller, &target).await;
    }
    assert_eq!(body["links"], json!({}));
    assert!(ids.len() > 40);
    let refused = caller.get("/v3/rows?cursor=7").await;
    let expected = ["cursor is not a cursor of /v3/rows; call the URL of the answer"];
    assert_eq!(mistakes(&refused), expected);
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

//! The ways to page that the embedded description doesn't have.

use std::collections::HashSet;

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::other_api::{caller, mistakes, operation, page, parameter};

fn page_and_size(parameter_of_page: Value) -> Value {
    json!([
        parameter_of_page,
        parameter("size", &json!("integer"), &json!({}))
    ])
}

/// Adds the IDs of a page's rows. Returns how many there are.
fn note_rows(page: &Value, ids: &mut HashSet<i64>) -> usize {
    let rows = page["rows"].as_array().unwrap();
    for row in rows {
        assert!(ids.insert(row["id"].as_i64().unwrap()), "{row} comes twice");
    }
    rows.len()
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

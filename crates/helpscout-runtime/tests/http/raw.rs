use futures_util::TryStreamExt;
use helpscout_runtime::{Operation, Paging, Position, Query, Request};

use crate::history::request;
use crate::service::{Reply, Service};

const DRILLDOWN: &Operation = &Operation {
    id: "company_drilldown",
    path: "/v2/reports/company/drilldown",
    docs: "https://docs.example/drilldown",
    pages: Some(Paging::new(
        "page",
        "conversations.page",
        "conversations.pages",
        "conversations.count",
        "conversations.results",
    )),
    ..Operation::DEFAULT
};

const USERS: &Operation = &Operation {
    id: "users",
    path: "/v2/users",
    pages: Some(Paging::new(
        "page",
        "page.number",
        "page.totalPages",
        "page.totalElements",
        "_embedded.users",
    )),
    ..*DRILLDOWN
};

async fn rows(operation: &'static Operation, body: &'static str) -> Result<Vec<String>, String> {
    let service = Service::start(move |_| Reply::ok(body)).await;
    let rows = service
        .client()
        .raw_rows(Request::new(operation, Query::new()));
    match rows.map_ok(|row| row.get().to_owned()).try_collect().await {
        Ok(rows) => Ok(rows),
        Err(error) => Err(error.to_string()),
    }
}

#[tokio::test]
async fn rows_keep_their_text_to_the_last_zero() {
    let body = r#" {"count":2, "pages":1.0, "page":1, "results": [
        {"b":279, "a":12.50, "c" : [1 ,2]}, {"a":0.30000000000000004,"é":"\u00e9"}] }"#;
    let service = Service::start(move |_| Reply::ok(body)).await;
    let page = service.client().raw_page(&request()).await.unwrap();
    let rows: Vec<&str> = page.rows.iter().map(|row| row.get()).collect();
    assert_eq!(
        rows,
        [
            r#"{"b":279, "a":12.50, "c" : [1 ,2]}"#,
            r#"{"a":0.30000000000000004,"é":"\u00e9"}"#
        ]
    );
    assert_eq!(page.position, Position::new(1, 1, 2));
    assert_eq!(
        service.client().send_raw(&request()).await.unwrap().value(),
        body
    );
}

#[tokio::test]
async fn rows_are_found_inside_objects() {
    let body = r#"{"conversations":{"pages":1,"page":1,"count":1,"results":[{"id":583}]}}"#;
    assert_eq!(rows(DRILLDOWN, body).await.unwrap(), [r#"{"id":583}"#]);
    let body = r#"{"_embedded":{"users":[{"id":4}]},"page":{"size":50,"totalElements":1,"totalPages":1,"number":1}}"#;
    assert_eq!(rows(USERS, body).await.unwrap(), [r#"{"id":4}"#]);
}

#[tokio::test]
async fn a_list_without_its_wrapper_has_no_rows() {
    let paging = r#"{"page":{"size":50,"totalElements":0,"totalPages":0,"number":0}}"#;
    assert_eq!(rows(USERS, paging).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_list_without_any_paging_is_one_page() {
    assert_eq!(
        rows(USERS, r#"{"_embedded":{"users":[1,2]}}"#)
            .await
            .unwrap(),
        ["1", "2"]
    );
}

#[tokio::test]
async fn what_does_not_fit_is_named_by_its_path() {
    let error = rows(
        USERS,
        r#"{"_embedded":{"users":[]},"page":{"number":1,"totalElements":1}}"#,
    )
    .await;
    assert!(error.unwrap_err().contains(
        "page 1: the response (200 OK) could not be decoded at page.totalPages: missing"
    ));
    let error = rows(USERS, r#"{"_embedded":{"users":{}}}"#).await;
    assert!(
        error
            .unwrap_err()
            .contains("could not be decoded at _embedded.users: invalid type: map")
    );
    let error = rows(USERS, r#"{"_embedded":[]}"#).await;
    assert!(
        error
            .unwrap_err()
            .contains("could not be decoded at _embedded: invalid type: sequence")
    );
    let error = rows(USERS, "[]").await;
    assert!(
        error
            .unwrap_err()
            .contains("could not be decoded: invalid type: sequence")
    );
}

//! Tests of links to the next page, which come from outside.

use helpscout_runtime::{Error, Operation, Query, Request};
use serde_json::json;

use crate::reports::{LINK, parameter, request};
use crate::service::{Reply, Service};

/// Starts a service whose first page has this link, and whose other pages have none.
async fn linked(link: impl Into<String>) -> Service {
    let link = link.into();
    Service::start(move |seen| {
        let next = (seen.before == 0).then(|| json!({"href": link}));
        Reply::ok(json!({"rows": [seen.before], "_links": {"next": next}}).to_string())
    })
    .await
}

async fn refused(service: &Service) -> Error {
    let error = service.client().raw_all(request(LINK)).await.unwrap_err();
    assert_eq!(service.calls().len(), 1, "{error}");
    error
}

#[tokio::test]
async fn a_link_to_another_host_gets_neither_a_call_nor_a_token() {
    let other = Service::start(|_| Reply::ok(json!({"rows": [2]}).to_string())).await;
    let service = linked(format!("{}/v3/rows?nr=1", other.base_url())).await;
    let error = refused(&service).await;
    assert!(other.calls().is_empty() && other.token_requests().is_empty());
    assert!(error.is_inconsistent() && !error.is_transient());
    assert_eq!(
        error.to_string(),
        format!(
            "link, page 1: the link to the next page leads to {}/v3/rows, but the pages of this \
             report are at {}/v3/rows, so it was not followed. Check the base URL (`base_url`), and \
             compare the response with the documentation",
            other.base_url(),
            service.base_url()
        )
    );
}

#[tokio::test]
async fn a_link_to_another_path_or_by_another_scheme_is_not_followed() {
    for link in [
        "/v3/users?nr=1",
        "/v3/rows/?nr=1",
        "/v3/rows/../users?nr=1",
        "users?nr=1",
        "//127.0.0.1:1/v3/rows",
        "ftp://127.0.0.1/v3/rows",
        "https://[",
    ] {
        let error = refused(&linked(link).await).await;
        assert!(
            error.to_string().contains("was not followed"),
            "{link}: {error}"
        );
    }
    let service = linked("").await;
    assert_eq!(
        service.client().raw_all(request(LINK)).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_link_repeats_no_secret_in_the_error() {
    let service = linked("https://user:s3cret@other.example/token-1?token=token-1").await;
    let error = refused(&service).await;
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
    ] {
        assert!(
            !shown.contains("token-1") && !shown.contains("s3cret"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_link_has_all_parameters_of_the_next_call() {
    for link in ["?nr=1&state=a%26b", "/v3/rows?nr=1&state=a%26b#end"] {
        let service = linked(link).await;
        let query = Query::new().with("state", "open").with("mailbox", 123);
        let rows = service
            .client()
            .raw_all(Request::new(LINK, query))
            .await
            .unwrap();
        assert_eq!(rows.len(), 2);
        let calls = service.calls();
        assert_eq!(calls[0].query, "mailbox=123&state=open");
        assert_eq!(calls[1].query, "nr=1&state=a%26b");
        assert_eq!(parameter(&calls[1], "state").as_deref(), Some("a&b"));
        assert_eq!(calls[1].path, calls[0].path);
    }
}

#[tokio::test]
async fn a_link_may_encode_the_path_in_another_way_than_the_client() {
    const OF_ONE: &Operation = &Operation {
        path: "/v3/{who}/rows",
        ..*LINK
    };
    for (who, sent, linked_as) in [
        ("a@b.c", "a@b.c", "a%40b.c"),
        ("a+b", "a+b", "a%2Bb"),
        ("a:b,c;d", "a:b,c;d", "a%3Ab%2cc%3bd"),
        ("a~b!*", "a~b!*", "%61%7Eb%21%2A"),
        ("a/b|c", "a%2Fb%7Cc", "a%2fb|c"),
    ] {
        let service = linked(format!("/v3/{linked_as}/rows?nr=1")).await;
        let walk = |who: &str| Request::new(OF_ONE, Query::new().with("who", who));
        let rows = service.client().raw_all(walk(who)).await.unwrap();
        assert_eq!(rows.len(), 2);
        // The client calls the path that it knows.
        for call in service.calls() {
            assert_eq!(call.path, format!("/v3/{sent}/rows"));
        }
    }
    let service = linked("/v3/a/b/rows?nr=1").await;
    let request = Request::new(OF_ONE, Query::new().with("who", "a/b"));
    let error = service.client().raw_all(request).await.unwrap_err();
    assert!(error.is_inconsistent(), "{error}");
}

#[tokio::test]
async fn a_link_of_another_type_is_an_error_at_its_place() {
    let body = json!({"rows": [1], "_links": {"next": {"href": 2}}}).to_string();
    let service = Service::start(move |_| Reply::ok(body.clone())).await;
    let error = refused(&service).await;
    assert!(error.is_decode());
    assert!(
        error
            .to_string()
            .contains("at _links.next.href: invalid type"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_that_is_no_page_is_an_error_and_not_an_empty_report() {
    for body in ["{}", r#"{"error":"quota exceeded"}"#] {
        let service = Service::start(move |_| Reply::ok(body)).await;
        let error = refused(&service).await;
        assert!(error.is_decode(), "{error}");
        assert!(
            error
                .to_string()
                .contains("could not be decoded at rows: missing"),
            "{error}"
        );
    }
}

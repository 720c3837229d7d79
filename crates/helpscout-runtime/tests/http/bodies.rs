//! Calls with a JSON body, and when they are sent again.

use helpscout_runtime::{
    CallOptions, Client, Error, ErrorKind, JsonKind, Method, Operation, Paging, Query, Request,
    Sent, serde_json,
};

use crate::service::{NOBODY, Reply, Seen, Service};

const SEARCH: &Operation = &Operation {
    id: "search_requests",
    method: Method::Post,
    is_safe: true,
    path: "/v2/desks/{desk}/search",
    sent: &[
        Sent::header("X-Experimental"),
        Sent::body("filter.status", JsonKind::Text),
        Sent::body("filter.open", JsonKind::Boolean),
        Sent::body("filter.days", JsonKind::Integer),
        Sent::array("fields", JsonKind::Text),
        Sent::body("page", JsonKind::Integer),
    ],
    ..Operation::DEFAULT
};

/// The same operation, but it may change something.
const CHANGE: &Operation = &Operation {
    id: "change_requests",
    is_safe: false,
    ..*SEARCH
};

fn query() -> Query {
    Query::new()
        .with("desk", 7)
        .with("X-Experimental", "opt-in")
        .with("filter.status", "open & \"new\"")
        .with("filter.open", true)
        .with_values("fields", ["summary"])
}

const BODY: &str = r#"{"filter":{"status":"open & \"new\"","open":true},"fields":["summary"]}"#;

async fn failing_once(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Service {
    Service::start(move |seen| match seen.before {
        0 => reply(),
        _ => Reply::ok("[]"),
    })
    .await
}

async fn send(service: &Service, operation: &'static Operation) -> Result<Vec<Seen>, Error> {
    let request = Request::new(operation, query());
    service.client().send_raw(&request).await?;
    Ok(service.calls())
}

#[tokio::test]
async fn a_post_sends_its_parameters_as_json() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let options = CallOptions::new().query("trace", 1);
    let request = Request::new(SEARCH, query().with("limit", 50));
    let client = service.client().with(options);
    client.send_raw(&request).await.unwrap();

    let calls = service.calls();
    let [call] = calls.as_slice() else {
        panic!("{calls:?}")
    };
    assert_eq!(call.method, "POST");
    assert_eq!(call.path, "/v2/desks/7/search");
    assert_eq!(call.query, "limit=50&trace=1");
    assert_eq!(call.body, BODY);
    assert_eq!(call.headers["content-type"], "application/json");
    assert_eq!(call.headers["content-length"], BODY.len().to_string());
    assert_eq!(call.headers["x-experimental"], "opt-in");
    assert_eq!(call.token.as_deref(), Some("token-1"));
}

#[tokio::test]
async fn a_content_type_of_the_program_replaces_that_of_the_body() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let options = CallOptions::new().header("Content-Type", "application/vnd.api+json");
    let client = service.client().with(options);
    let request = Request::new(SEARCH, query());
    client.send_raw(&request).await.unwrap();

    let sent = client.http_request(&request).unwrap();
    let types: Vec<_> = sent.headers().get_all("content-type").iter().collect();
    assert_eq!(types, ["application/vnd.api+json"]);
    let calls = service.calls();
    assert_eq!(calls[0].headers["content-type"], "application/vnd.api+json");
}

#[tokio::test]
async fn a_post_whose_parameters_are_not_set_sends_an_object_without_keys() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let request = Request::new(SEARCH, Query::new().with("desk", 7));
    service.client().send_raw(&request).await.unwrap();
    assert_eq!(service.calls()[0].body, "{}");

    const BARE: &Operation = &Operation {
        sent: &[],
        ..*SEARCH
    };
    let request = Request::new(BARE, Query::new().with("desk", 7));
    service.client().send_raw(&request).await.unwrap();
    let call = &service.calls()[1];
    assert_eq!((call.method.as_str(), call.body.as_str()), ("POST", ""));
    assert_eq!(call.headers.get("content-type"), None);
}

#[tokio::test]
async fn a_report_can_be_read_with_its_page_in_the_body() {
    const PAGED: &Operation = &Operation {
        pages: Some(Paging::new("page", "page", "pages", "count", "rows")),
        ..*SEARCH
    };
    let service = Service::start(|seen| {
        let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        let page = body["page"].as_i64().unwrap();
        assert_eq!(body["filter"]["status"], "open & \"new\"");
        Reply::ok(format!(
            r#"{{"page":{page},"pages":3,"count":3,"rows":[{page}]}}"#
        ))
    })
    .await;
    let rows = service
        .client()
        .raw_all(Request::new(PAGED, query()))
        .await
        .unwrap();
    let rows: Vec<&str> = rows.iter().map(|row| row.get()).collect();
    assert_eq!(rows, ["1", "2", "3"]);
    assert!(service.calls().iter().all(|call| call.query.is_empty()));
}

#[tokio::test]
async fn a_report_that_changes_is_read_again_only_with_safe_calls() {
    const SAFE: &Operation = &Operation {
        pages: Some(Paging::new("page", "page", "pages", "count", "rows")),
        ..*SEARCH
    };
    const UNSAFE: &Operation = &Operation {
        is_safe: false,
        ..*SAFE
    };
    for (operation, walks) in [(SAFE, 3), (UNSAFE, 1)] {
        // The second page always tells another number of rows.
        let service = Service::start(|seen| {
            let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
            let page = body["page"].as_i64().unwrap();
            let count = page + 1;
            Reply::ok(format!(
                r#"{{"page":{page},"pages":2,"count":{count},"rows":[1]}}"#
            ))
        })
        .await;
        let request = Request::new(operation, query());
        let error = service.client().raw_all(request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Inconsistent, "{error}");
        assert_eq!(service.calls().len(), 2 * walks, "{error}");
    }
}

#[tokio::test]
async fn a_body_that_can_not_be_sent_is_an_invalid_query() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let request = Request::new(SEARCH, query().with("filter.days", "soon"));
    let error = service.client().send_raw(&request).await.unwrap_err();
    assert!(error.is_invalid_query());
    assert_eq!(
        error.to_string(),
        "search_requests: request not sent: `filter.days` is `soon`; it must be a whole number"
    );
    assert!(service.calls().is_empty());
    assert!(service.token_requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_value_that_would_change_the_path_is_an_invalid_query() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    for value in ["..", ".", ""] {
        let request = Request::new(SEARCH, query().with("desk", value));
        let error = service.client().send_raw(&request).await.unwrap_err();
        let [violation] = error.violations() else {
            panic!("{value:?}: {error}")
        };
        assert_eq!(violation.parameter, "desk");
    }
    let missing = Request::new(SEARCH, Query::new());
    let error = missing.validate().unwrap_err();
    assert!(error.to_string().contains("`desk` is required"), "{error}");
    assert!(service.calls().is_empty());

    for (value, path) in [
        ("...", "..."),
        ("a/../b", "a%2F..%2Fb"),
        ("%2e%2e", "%252e%252e"),
        ("a\\b?#", "a%5Cb%3F%23"),
        // Each names another resource than the text without these characters.
        ("x\ty", "x%09y"),
        ("\t..", "%09.."),
        (".\r\n.", ".%0D%0A."),
        ("\n", "%0A"),
        ("a|b^[c]", "a%7Cb%5E%5Bc%5D"),
    ] {
        let request = Request::new(SEARCH, query().with("desk", value));
        service.client().send_raw(&request).await.unwrap();
        let sent = service.calls().pop().unwrap().path;
        assert_eq!(sent, format!("/v2/desks/{path}/search"), "{value}");
    }
}

#[tokio::test]
async fn a_safe_post_is_sent_again_with_its_body() {
    for reply in [
        || Reply::new(503, ""),
        || Reply::new(429, "").with("Retry-After", 1),
        || Reply::cut("["),
        || Reply::new(401, ""),
    ] {
        let service = failing_once(reply).await;
        let calls = send(&service, SEARCH).await.unwrap();
        assert_eq!(calls.len(), 2);
        for call in calls {
            assert_eq!((call.method.as_str(), call.body.as_str()), ("POST", BODY));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_that_may_have_had_an_effect_is_not_sent_again() {
    for (reply, problem) in [
        (
            (|| Reply::new(503, "")) as fn() -> Reply,
            "responded with 503 Service Unavailable",
        ),
        (|| Reply::new(408, ""), "responded with 408"),
        (|| Reply::new(500, ""), "responded with 500"),
        (|| Reply::cut("["), "the connection was lost"),
        (|| Reply::ok("["), "ended before its JSON was complete"),
    ] {
        let service = failing_once(reply).await;
        let error = send(&service, CHANGE).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(problem), "{text}");
        assert!(
            text.contains(
                "(not retried because the service may have done already what the call asks for)"
            ),
            "{text}"
        );
        assert_eq!(error.attempts(), 1);
        assert_eq!(service.calls().len(), 1, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_that_had_no_effect_is_sent_again() {
    for reply in [
        || Reply::new(429, "").with("Retry-After", 1),
        || Reply::new(401, ""),
    ] {
        let service = failing_once(reply).await;
        let calls = send(&service, CHANGE).await.unwrap();
        let bodies: Vec<&str> = calls.iter().map(|call| call.body.as_str()).collect();
        assert_eq!(bodies, [BODY, BODY]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_that_found_no_service_is_sent_again() {
    let client = Client::builder().access_token("token").base_url(NOBODY);
    let request = Request::new(CHANGE, query());
    let error = client
        .build()
        .unwrap()
        .send_raw(&request)
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_eq!(error.attempts(), 3, "{error}");
}

#[tokio::test]
async fn a_redirect_of_a_post_is_an_error_and_its_body_is_not_sent_again() {
    for (status, is_followed) in [
        (301, true),
        (302, true),
        (303, true),
        (307, false),
        (308, false),
    ] {
        let service = Service::start(move |seen| match seen.path.as_str() {
            "/v2/other" => Reply::ok("[]"),
            _ => Reply::new(status, "").with("Location", "/v2/other"),
        })
        .await;
        let error = send(&service, SEARCH).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{status}: {error}");
        let text = error.to_string();
        assert!(text.contains("/v2/other"), "{text}");
        assert!(
            text.contains("A call with a body is not repeated elsewhere; if the service has moved"),
            "{text}"
        );
        let others: Vec<Seen> = service
            .calls()
            .into_iter()
            .filter(|call| call.path == "/v2/other")
            .collect();
        assert_eq!(others.len(), usize::from(is_followed), "{status}");
        assert!(others.iter().all(|call| call.body.is_empty()), "{status}");
    }
}

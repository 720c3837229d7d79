//! What is logged about calls. This test has its own process, because a subscriber is global.
#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

#[path = "http/history.rs"]
mod history;
#[path = "http/log.rs"]
mod log;
#[path = "http/service.rs"]
mod service;

use std::time::Duration;

use helpscout_runtime::{JsonKind, Method, Operation, Query, Request, Sent};

use crate::history::{full_page, history};
use crate::log::Log;
use crate::service::{Reply, Service};

#[tokio::test(start_paused = true)]
async fn secrets_are_in_no_trace_no_error_and_no_debug_text() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    // The service repeats what it received.
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::token("hush-token", 7200),
            _ => Reply::new(
                400,
                format!(r#"{{"error":"{}"}}"#, seen.form["client_secret"]),
            ),
        },
        |seen| match seen.before {
            0 => Reply::new(503, ""),
            1 => Reply::new(
                403,
                format!(
                    r#"{{"message":"not with {}"}}"#,
                    seen.token.as_ref().unwrap()
                ),
            ),
            3 => Reply::new(200, r#"{"results":[{"number":"hush-value"}]}"#),
            _ => Reply::new(401, ""),
        },
    )
    .await;
    let builder = service.builder().client_credentials("app", "hush-secret");
    let mut texts = format!("{builder:?}");
    let client = builder.build().unwrap();
    texts += &format!("{client:?}");
    for _ in 0..2 {
        let error = client.send(&history()).await.unwrap_err();
        texts += &format!("\n{error}\n{error:?}\n{:?}", error.body());
    }
    const SEARCH: &Operation = &Operation {
        id: "search",
        method: Method::Post,
        is_safe: true,
        path: "/v2/search",
        sent: &[
            Sent::header("X-Key"),
            Sent::body("filter.name", JsonKind::Text),
        ],
        ..Operation::DEFAULT
    };
    let query = Query::new()
        .with("X-Key", "hush-header")
        .with("filter.name", "hush-body");
    let error = client.send_raw(&Request::new(SEARCH, query)).await;
    texts += &format!("\n{0}\n{0:?}", error.unwrap_err());
    let client = service
        .builder()
        .access_token("hush-other")
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    let logged = log.take();

    assert!(
        texts.contains("not with [hidden]") && texts.contains("[hidden]"),
        "{texts}"
    );
    assert!(
        logged.contains("helpscout: operation=\"user_history\"")
            && logged.contains("helpscout: operation=\"search\""),
        "{logged}"
    );
    assert!(logged.contains("attempt: number=2"), "{logged}");
    assert!(
        logged.contains("status=503") && logged.contains("reason=the service responded with 503"),
        "{logged}"
    );
    assert!(!texts.contains("hush"), "{texts}");
    assert!(
        !logged.contains("hush") && !logged.contains("447723"),
        "{logged}"
    );
    // A call that ends with an error says so, and exporters of spans see it.
    for kind in ["plan_refused", "unauthorized"] {
        for end in [format!("kind={kind:?}"), format!("error.type={kind:?}")] {
            assert!(logged.contains(&end), "{end} in {logged}");
        }
    }
    let misfit = "message=the response does not fit";
    let misfit = logged.lines().find(|line| line.contains(misfit)).unwrap();
    for fact in [
        "operation=\"user_history\"",
        "kind=\"decode\"",
        "path=\"results[0].number\"",
    ] {
        assert!(misfit.contains(fact), "{fact} in {misfit}");
    }
    assert_eq!(
        logged.matches("message=the call failed").count(),
        logged.matches("otel.status_code=\"ERROR\"").count(),
        "{logged}"
    );
    a_request_for_a_token_in_advance_has_a_span_of_its_own(&log).await;
}

/// The call that starts such a request ends before it, and so does its span.
async fn a_request_for_a_token_in_advance_has_a_span_of_its_own(log: &Log) {
    let service = Service::start_with_tokens(
        |seen| Reply::token(&format!("hush-{}", seen.before), 600),
        |_| Reply::ok(full_page(1, 1)),
    )
    .await;
    let client = service.client();
    client.send(&history()).await.unwrap();
    assert!(!log.take().contains("helpscout_token"));
    tokio::time::advance(Duration::from_secs(550)).await;
    client.send(&history()).await.unwrap();
    let logged = log.take();
    assert!(logged.contains("helpscout_token:"), "{logged}");
    assert!(!logged.contains("hush"), "{logged}");
}

//! Calls that change something: `PUT`, `PATCH` and `DELETE`, and when they are sent again.

use helpscout_runtime::{Error, ErrorKind, JsonKind, Method, Operation, Query, Request, Sent};

use crate::service::{Reply, Seen, Service};

const REPLACE: &Operation = &Operation {
    id: "replace_ticket",
    method: Method::Put,
    path: "/v2/tickets/{id}",
    sent: &[Sent::body("status", JsonKind::Text)],
    ..Operation::DEFAULT
};

const CHANGE: &Operation = &Operation {
    id: "change_ticket",
    method: Method::Patch,
    ..*REPLACE
};

const REMOVE: &Operation = &Operation {
    id: "remove_ticket",
    method: Method::Delete,
    sent: &[],
    ..*REPLACE
};

fn request(operation: &'static Operation) -> Request {
    let query = Query::new().with("id", 7);
    match operation.method {
        Method::Delete => Request::new(operation, query),
        _ => Request::new(operation, query.with("status", "closed")),
    }
}

async fn send(service: &Service, operation: &'static Operation) -> Result<Vec<Seen>, Error> {
    service.client().send_raw(&request(operation)).await?;
    Ok(service.calls())
}

async fn failing_once(reply: fn() -> Reply) -> Service {
    Service::start(move |seen| match seen.before {
        0 => reply(),
        _ => Reply::ok("[]"),
    })
    .await
}

#[tokio::test]
async fn each_method_is_sent_with_the_body_that_it_has() {
    let body = r#"{"status":"closed"}"#;
    for (operation, method, body) in [
        (REPLACE, "PUT", body),
        (CHANGE, "PATCH", body),
        (REMOVE, "DELETE", ""),
    ] {
        let service = Service::start(|_| Reply::ok("[]")).await;
        let calls = send(&service, operation).await.unwrap();
        let [call] = calls.as_slice() else {
            panic!("{method}: {} calls", calls.len());
        };
        assert_eq!(
            (call.method.as_str(), call.path.as_str()),
            (method, "/v2/tickets/7")
        );
        assert_eq!(call.body, body, "{method}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_put_and_a_delete_are_sent_again_and_a_patch_is_not() {
    for reply in [
        (|| Reply::new(503, "")) as fn() -> Reply,
        || Reply::new(500, ""),
        || Reply::cut("["),
    ] {
        for operation in [REPLACE, REMOVE] {
            let service = failing_once(reply).await;
            let calls = send(&service, operation).await.unwrap();
            let [first, second] = calls.as_slice() else {
                panic!("{}: {} calls", operation.id, calls.len());
            };
            assert_eq!(first.method, second.method);
            assert_eq!(first.body, second.body);
        }
        let service = failing_once(reply).await;
        let error = send(&service, CHANGE).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("(not retried because"), "{text}");
        assert_eq!(service.calls().len(), 1, "{text}");
    }
    // What was refused before it had an effect is sent again.
    let service = failing_once(|| Reply::new(429, "").with("Retry-After", 1)).await;
    assert_eq!(send(&service, CHANGE).await.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_an_attempt_before_has_deleted_is_not_a_wrong_id() {
    let service = Service::start(|seen| match seen.before {
        0 => Reply::cut("["),
        _ => Reply::new(404, ""),
    })
    .await;
    let error = send(&service, REMOVE).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("An attempt before may have deleted it"),
        "{text}"
    );
    let service = Service::start(|_| Reply::new(404, "")).await;
    let error = send(&service, REMOVE).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("check the base URL"), "{text}");
}

#[tokio::test]
async fn an_answer_from_where_a_redirect_led_is_not_that_of_a_change() {
    for status in [301, 302, 303, 307, 308] {
        for operation in [REPLACE, CHANGE, REMOVE] {
            let service = Service::start(move |seen| match seen.path.as_str() {
                "/v2/tickets/7" => Reply::new(status, "").with("Location", "/v2/elsewhere"),
                _ => Reply::ok("[]"),
            })
            .await;
            let error = send(&service, operation).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect, "{status}: {error}");
            assert!(error.to_string().contains("/v2/elsewhere"), "{error}");
        }
    }
}

#[test]
fn a_delete_has_no_body() {
    const WITH_BODY: &Operation = &Operation {
        method: Method::Delete,
        ..*REPLACE
    };
    let query = Query::new().with("id", 7).with("status", "closed");
    let error = Request::new(WITH_BODY, query).validate().unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("`status` is sent in a body, but a DELETE has none; use a POST"),
        "{text}"
    );
}

//! Parameters that are sent as headers.

use helpscout_runtime::{CallOptions, Operation, Query, Request, Sent};

use crate::service::{Reply, Service};

const OPERATION: &Operation = &Operation {
    id: "experiment",
    path: "/v2/experiment",
    required: &["X-Experimental"],
    sent: &[Sent::header("X-Experimental"), Sent::header("X-Mode")],
    ..Operation::DEFAULT
};

fn experiment(query: Query) -> Request {
    Request::new(OPERATION, query.with("X-Experimental", "opt-in"))
}

#[tokio::test]
async fn a_header_parameter_is_sent_as_a_header_and_not_in_the_url() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let client = service
        .client()
        .with(CallOptions::new().header("X-Trace", "1"));
    let request = experiment(Query::new().with("a", 1));
    client.send_raw(&request).await.unwrap();

    let call = &service.calls()[0];
    assert_eq!((call.method.as_str(), call.query.as_str()), ("GET", "a=1"));
    assert_eq!(call.headers["x-experimental"], "opt-in");
    assert_eq!(call.headers["x-trace"], "1");
    assert_eq!(call.headers.get("x-mode"), None);
    assert_eq!(call.body, "");
}

#[tokio::test]
async fn a_value_that_would_add_a_header_is_refused() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let request = experiment(Query::new().with("X-Mode", "a\r\nX-Admin: 1"));
    let error = service.client().send_raw(&request).await.unwrap_err();
    assert!(error.is_invalid_query());
    assert_eq!(error.violations()[0].parameter, "X-Mode");
    let required = Request::new(OPERATION, Query::new());
    let error = service.client().send_raw(&required).await.unwrap_err();
    assert_eq!(
        error.violations()[0].message,
        "`X-Experimental` is required; set it"
    );
    assert!(service.calls().is_empty());
}

#[tokio::test]
async fn an_extra_header_replaces_no_parameter() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    // `X-Experimental` is checked before sending, and `x-mode` is set.
    let options = CallOptions::new()
        .header("x-experimental", "other")
        .header("x-mode", "other");
    let client = service.client().with(options);
    let request = experiment(Query::new().with("X-Mode", "quick"));
    let error = client.send_raw(&request).await.unwrap_err();
    let messages: Vec<_> = error
        .violations()
        .iter()
        .map(|violation| violation.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "the header `X-Experimental` is a parameter of the query, which an extra header can't replace; set it in the query",
            "the header `X-Mode` is a parameter of the query, which an extra header can't replace; set it in the query"
        ]
    );
    assert!(service.calls().is_empty());

    let client = service
        .client()
        .with(CallOptions::new().header("x-mode", "other"));
    client.send_raw(&experiment(Query::new())).await.unwrap();
    assert_eq!(service.calls()[0].headers["x-mode"], "other");
}

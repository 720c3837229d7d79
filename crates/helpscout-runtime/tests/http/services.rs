//! Clients of services other than the default one.

use helpscout_runtime::{
    CallOptions, Client, ClientBuilder, ErrorKind, Operation, Query, RateLimitHeaders, Request,
    Sent, Service as Facts,
};

use crate::history::{full_page, request};
use crate::service::{Reply, Service};

const TICKETS: &Facts = &Facts {
    title: "Ticket Metrics",
    base_url: "https://tickets.example",
    environment: "TICKETS",
    token: Some("/oauth/tokens"),
    rate_limit: Some(RateLimitHeaders::new(
        "X-Rate-Limit",
        "X-Rate-Limit-Remaining",
        "X-Wait",
    )),
    correlation_id: Some("X-Request-Id"),
    ..Facts::DEFAULT
};

const METRICS: &Operation = &Operation {
    id: "ticket_metrics",
    service: TICKETS,
    path: "/api/v2/ticket_metrics",
    ..Operation::DEFAULT
};

/// The same service without a token endpoint.
const BARE: &Facts = &Facts {
    token: None,
    rate_limit: None,
    correlation_id: None,
    ..*TICKETS
};

const BARE_METRICS: &Operation = &Operation {
    service: BARE,
    ..*METRICS
};

fn metrics() -> Request {
    Request::new(METRICS, Query::new())
}

fn tickets(service: &Service) -> ClientBuilder {
    Client::builder()
        .service(TICKETS)
        .client_credentials("app", "s3cret")
        .base_url(service.base_url())
}

#[tokio::test]
async fn another_service_has_its_own_token_endpoint_and_headers() {
    let service = Service::start(|seen| match seen.path.as_str() {
        "/oauth/tokens" => Reply::token("theirs", 7200),
        _ => Reply::ok("[]")
            .with("X-RateLimit-Limit-Minute", 1)
            .with("X-RateLimit-Remaining-Minute", 0)
            .with("x-rate-limit", 700)
            .with("x-rate-limit-remaining", 699)
            .with("X-Request-Id", "an-id"),
    })
    .await;
    let client = tickets(&service).build().unwrap();
    let response = client.send_raw(&metrics()).await.unwrap();

    let limit = response.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining), (700, 699));
    assert_eq!(response.correlation_id().as_deref(), Some("an-id"));
    let paths: Vec<_> = service.calls().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/oauth/tokens", "/api/v2/ticket_metrics"]);
    assert_eq!(service.calls()[1].token.as_deref(), Some("theirs"));
    assert!(service.token_requests().is_empty());
}

#[tokio::test]
async fn a_refusal_is_read_with_the_headers_of_the_service() {
    let service = Service::start(|seen| match seen.path.as_str() {
        "/oauth/tokens" => Reply::token("theirs", 7200),
        _ => Reply::new(429, "")
            .with("X-RateLimit-Retry-After", 50)
            .with("X-Wait", 7)
            .with("X-Request-Id", "an-id"),
    })
    .await;
    let client = tickets(&service).max_attempts(1).build().unwrap();
    let error = client.send_raw(&metrics()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after().unwrap().as_secs(), 7);
    assert_eq!(error.correlation_id(), Some("an-id"));
}

#[tokio::test]
async fn a_call_of_another_services_operation_is_refused_before_anything_is_sent() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let client = tickets(&service).build().unwrap();
    let error = client.send_raw(&request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert_eq!(
        error.to_string(),
        "user_history: the operation belongs to Help Scout Inbox API 2.0 \
         (https://api.helpscout.net), but the client is one of Ticket Metrics \
         (https://tickets.example); set up a client with the `service` of the operation"
    );
    for error in [
        client.raw_all(request()).await.unwrap_err(),
        service.client().send_raw(&metrics()).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Setup, "{error}");
    }
    assert!(service.calls().is_empty());
    assert!(service.token_requests().is_empty());
}

#[tokio::test]
async fn a_service_without_a_token_endpoint_takes_a_token_from_elsewhere() {
    let service = Service::start(|_| Reply::ok("[]").with("Correlation-Id", "not-theirs")).await;
    let call = Request::new(BARE_METRICS, Query::new());
    let builder = || Client::builder().service(BARE).base_url(service.base_url());

    for builder in [
        builder().client_credentials("app", "s3cret"),
        builder().refresh_token("app", "s3cret", "r3fresh", |_| async {
            Ok::<(), std::io::Error>(())
        }),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Setup);
        let text = error.to_string();
        assert!(
            text.starts_with("Ticket Metrics has no token endpoint, so "),
            "{text}"
        );
        assert!(
            text.ends_with(
                "set an `access_token` or a `token_provider`, or neither if calls need no token"
            ),
            "{text}"
        );
        assert!(!text.contains("s3cret") && !text.contains("r3fresh"));
    }

    let client = builder().access_token("given").build().unwrap();
    let response = client.send_raw(&call).await.unwrap();
    assert_eq!(response.rate_limit(), None);
    assert_eq!(response.correlation_id(), None);
    assert_eq!(service.calls()[0].token.as_deref(), Some("given"));

    // A sandbox of such a service needs no token.
    let sandbox = Client::builder()
        .service(BARE)
        .sandbox(service.base_url())
        .build()
        .unwrap();
    sandbox.send_raw(&call).await.unwrap();
    assert_eq!(service.calls()[1].token, None);
    assert!(service.token_requests().is_empty());
}

#[tokio::test]
async fn a_service_without_a_token_endpoint_can_be_called_without_a_token() {
    const KEYED: &Operation = &Operation {
        sent: &[Sent::header("X-Api-Key")],
        ..*BARE_METRICS
    };
    let service = Service::start(|seen| match seen.headers.get("x-api-key") {
        Some(key) if key == "k3y" => Reply::ok("[]"),
        _ => Reply::new(401, ""),
    })
    .await;
    let builder = || Client::builder().service(BARE).base_url(service.base_url());
    let client = builder().build().unwrap();
    let with_key = Request::new(KEYED, Query::new().with("X-Api-Key", "k3y"));
    client.send_raw(&with_key).await.unwrap();
    let extra = client.with(CallOptions::new().header("X-Api-Key", "k3y"));
    extra
        .send_raw(&Request::new(BARE_METRICS, Query::new()))
        .await
        .unwrap();
    let calls = service.calls();
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|call| call.token.is_none()));

    // A refusal is not a fault of a token that was not sent, and there is none to ask for.
    for client in [client, builder().access_token("given").build().unwrap()] {
        let call = Request::new(BARE_METRICS, Query::new());
        let error = client.send_raw(&call).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "ticket_metrics: the service responded with 401 Unauthorized. Check which credentials the service \
             expects: set an `access_token`, or the header or parameter of a key"
        );
    }
    assert_eq!(service.calls().len(), 4);

    // A service that has tokens is not called without.
    let error = Client::builder().service(TICKETS).build().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no credentials; set `client_credentials`")
    );
}

#[tokio::test]
async fn a_base_url_that_ends_with_the_start_of_a_path_is_refused() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let url = service.base_url();
    let client = Client::builder()
        .service(BARE)
        .access_token("given")
        .base_url(format!("{url}/gate/api/"))
        .build()
        .unwrap();
    let call = Request::new(BARE_METRICS, Query::new());
    let error = client.send_raw(&call).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert_eq!(
        error.to_string(),
        format!(
            "ticket_metrics: the base URL ends in /api, which the client adds to each call; \
             use {url}/gate"
        )
    );
    assert!(service.calls().is_empty());

    let below = Client::builder()
        .service(BARE)
        .access_token("given")
        .base_url(format!("{url}/gate"))
        .build()
        .unwrap();
    below.send_raw(&call).await.unwrap();
    assert_eq!(service.calls()[0].path, "/gate/api/v2/ticket_metrics");
}

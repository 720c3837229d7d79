//! Calls of web pages, which browsers send with an origin, over a socket.

use helpscout_description::Api;

use super::{caller::embedded, exchange::Connection, hosts::private};
use crate::{
    faults::{Fault, Faults},
    sandbox::{Builder, Sandbox},
    token::{APP_ID, APP_SECRET},
};

/// Sends a request and returns the head of the answer in lowercase, and its body.
async fn answer(sandbox: &Sandbox, head: &str, body: &str) -> (String, String) {
    let mut connection = Connection::to(sandbox).await;
    let length = body.len();
    let request = format!("{head}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    connection.send(request.as_bytes()).await;
    let text = connection.rest().await;
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase(), body.to_owned())
}

/// Returns the value of a header.
fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find_map(|(found, value)| (found == name).then_some(value))
}

/// Returns the origin that may read the answer.
fn allowed(head: &str) -> Option<&str> {
    header(head, "access-control-allow-origin")
}

fn preflight(target: &str, method: &str, origin: &str) -> String {
    format!(
        "OPTIONS {target} HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\n\
         Access-Control-Request-Method: {method}\r\n\
         Access-Control-Request-Headers: authorization,content-type,x-account\r\n"
    )
}

fn get(target: &str, origin: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\n")
}

const STRANGER: &str = "https://docs.example";

#[tokio::test]
async fn a_page_may_send_every_call_and_asking_is_no_call() {
    let builder = Sandbox::builder().faults(Faults::new().share(Fault::BadGateway, 100.0));
    let sandbox = builder.start().await.unwrap();
    for (target, method) in [
        ("/v2/users", "GET"),
        ("/v2/oauth2/token", "POST"),
        ("/openapi.json", "GET"),
        ("/v2/users", "DELETE"),
        ("/v2/no", "PATCH"),
    ] {
        let (head, body) = answer(&sandbox, &preflight(target, method, STRANGER), "").await;
        assert!(head.starts_with("http/1.1 200 ok"), "{head}");
        assert_eq!(body, "");
        assert_eq!(allowed(&head), Some("*"), "{head}");
        let methods = header(&head, "access-control-allow-methods");
        assert_eq!(methods, Some(method.to_ascii_lowercase().as_str()));
        let headers = header(&head, "access-control-allow-headers");
        assert_eq!(headers, Some("authorization,content-type,x-account"));
        assert_eq!(header(&head, "access-control-max-age"), Some("600"));
        assert_eq!(header(&head, "access-control-allow-credentials"), None);
    }
    let calls = sandbox.calls();
    let counted = (calls.tokens(), calls.to("/v2/users"), calls.unknown());
    assert_eq!(counted, (0, 0, 0));
    assert!(calls.faults().is_empty());
}

#[tokio::test]
async fn a_page_gets_a_token_and_a_report_with_the_headers() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let head = format!(
        "POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost\r\nOrigin: {STRANGER}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n"
    );
    let form =
        format!("grant_type=client_credentials&client_id={APP_ID}&client_secret={APP_SECRET}");
    let (head, body) = answer(&sandbox, &head, &form).await;
    assert_eq!(allowed(&head), Some("*"), "{head}");
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let token = body["access_token"].as_str().unwrap();

    let target = "/v2/reports/user/conversation-history?user=447723&start=2019-05-02T12:00:00Z\
                  &end=2019-06-02T12:00:00Z";
    let call = get(target, STRANGER) + &format!("Authorization: Bearer {token}\r\n");
    let (head, body) = answer(&sandbox, &call, "").await;
    assert!(head.starts_with("http/1.1 200 ok"), "{head}");
    assert!(body.contains("\"results\""), "{body}");
    assert_eq!(allowed(&head), Some("*"));
    let exposed = header(&head, "access-control-expose-headers").unwrap_or_default();
    for name in [
        "correlation-id",
        "date",
        "retry-after",
        "www-authenticate",
        "x-ratelimit-limit-minute",
        "x-ratelimit-remaining-minute",
        "x-ratelimit-retry-after",
    ] {
        assert!(
            exposed.split(',').any(|exposed| exposed == name),
            "{exposed}"
        );
    }
    // Answers are the same for everybody, so a cache needs no copy for each origin.
    assert_eq!(header(&head, "vary"), None);
}

#[tokio::test]
async fn a_page_can_read_why_a_call_is_refused_or_fails() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    for (request, status) in [
        (get("/v2/users", STRANGER), "401"),
        (get("/v2/no", STRANGER), "404"),
        (
            get("/openapi.json", STRANGER).replace("GET", "DELETE"),
            "400",
        ),
        (
            get("/v2/oauth2/token", STRANGER).replace("GET", "PUT"),
            "400",
        ),
        (
            get("/v2/oauth2/token", STRANGER).replace("GET", "POST"),
            "400",
        ),
    ] {
        let (head, body) = answer(&sandbox, &request, "").await;
        assert!(head.starts_with(&format!("http/1.1 {status} ")), "{head}");
        assert_eq!(allowed(&head), Some("*"), "{head}");
        assert!(!body.is_empty());
    }
    let api = Api {
        service: helpscout_description::Service {
            token: None,
            ..embedded().service
        },
        ..embedded()
    };
    for fault in [Fault::BadGateway, Fault::RateLimitedSeconds, Fault::Empty] {
        let failing = Sandbox::builder()
            .spec(api.clone())
            .allow_origin("*")
            .faults(Faults::new().share(fault, 100.0))
            .start()
            .await
            .unwrap();
        let (head, _) = answer(&failing, &get("/v2/users", STRANGER), "").await;
        assert_eq!(allowed(&head), Some("*"), "{head}");
        assert_eq!(failing.calls().faults()[&fault], 1, "{head}");
    }
}

#[tokio::test]
async fn only_pages_of_this_machine_may_read_a_description_of_ones_own() {
    let builder = Sandbox::builder().spec(private()).allow_host("desk.test");
    let sandbox = builder.start().await.unwrap();
    assert_origins(
        &sandbox,
        &[
            "http://localhost",
            "http://localhost:3000",
            "https://app.localhost:8443",
            "http://127.0.0.1:5173",
            "http://[::1]:80",
            "http://Desk.test:8080",
        ],
        &[
            STRANGER,
            "null",
            "localhost",
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "http://evil.example/localhost",
            "http://localhost@evil.example",
            "http://127.0.0.1.evil.example",
        ],
    )
    .await;
}

#[tokio::test]
async fn an_address_of_a_stranger_is_not_of_this_machine() {
    let all = (std::net::Ipv4Addr::UNSPECIFIED, 0).into();
    let builder = Sandbox::builder().spec(private()).listen(all);
    let sandbox = builder.start().await.unwrap();
    let strangers = ["http://10.1.2.3", "http://203.0.113.5:80"];
    assert_origins(&sandbox, &["http://127.0.0.1:3000"], &strangers).await;
}

#[tokio::test]
async fn origins_can_be_allowed_and_then_others_are_not() {
    let allow = |builder: Builder| {
        builder
            .allow_origin("https://Docs.example/")
            .allow_origin("https://other.example:443")
            .allow_origin("null")
    };
    let good = [
        STRANGER,
        "https://other.example",
        "null",
        "http://localhost:1",
    ];
    let bad = [
        "http://docs.example",
        "https://docs.example:8443",
        "https://evil.example",
        "https://docs.example.evil.example",
    ];
    for builder in [Sandbox::builder().spec(private()), Sandbox::builder()] {
        let sandbox = allow(builder).start().await.unwrap();
        assert_origins(&sandbox, &good, &bad).await;
    }
}

/// Checks who may read the description, and send a call that a browser asks about.
async fn assert_origins(sandbox: &Sandbox, good: &[&str], bad: &[&str]) {
    for origin in good.iter().chain(bad) {
        let lowercase = origin.to_ascii_lowercase();
        let expected = good.contains(origin).then_some(lowercase.as_str());
        let (head, _) = answer(sandbox, &get("/openapi.json", origin), "").await;
        assert_eq!(allowed(&head), expected, "{origin}: {head}");
        // What a cache has for one page is not for another.
        assert_eq!(header(&head, "vary"), Some("origin"), "{head}");
        let (head, _) = answer(sandbox, &preflight("/v2/users", "GET", origin), "").await;
        assert_eq!(allowed(&head), expected, "{origin}: {head}");
    }
}

#[tokio::test]
async fn a_name_of_another_server_is_refused_before_a_page_may_read_anything() {
    let sandbox = Sandbox::builder().allow_origin("*").start().await.unwrap();
    for request in [
        preflight("/v2/users", "GET", STRANGER),
        get("/openapi.json", STRANGER),
    ] {
        let request = request.replace("Host: localhost", "Host: evil.example");
        let (head, _) = answer(&sandbox, &request, "").await;
        assert!(head.starts_with("http/1.1 421 "), "{head}");
        assert_eq!(allowed(&head), None, "{head}");
    }
}

#[tokio::test]
async fn other_requests_with_options_are_refused_like_other_methods() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    for head in [
        "OPTIONS /openapi.json HTTP/1.1\r\nHost: localhost\r\n".to_owned(),
        get("/openapi.json", STRANGER).replace("GET", "OPTIONS"),
    ] {
        let (head, body) = answer(&sandbox, &head, "").await;
        assert!(head.starts_with("http/1.1 400 "), "{head}");
        assert!(
            body.contains("/openapi.json answers GET only, not OPTIONS"),
            "{body}"
        );
    }
}

//! A response without a call gives the same result as one from a service.

use helpscout_runtime::reqwest::StatusCode;
use helpscout_runtime::reqwest::header::{HeaderMap, HeaderName};
use helpscout_runtime::{Client, Error, ErrorKind, Method, Operation, Query, Request, Response};

use crate::history::{History, OPERATION, history};
use crate::service::{Reply, Service};

/// The status, the headers and the body of an answer.
type Answer = (u16, &'static [(&'static str, &'static str)], &'static [u8]);

/// What a program can learn from the result of a call.
#[derive(Debug, PartialEq)]
struct Known {
    text: String,
    kind: Option<ErrorKind>,
    is_transient: bool,
    retry_after: Option<u64>,
    status: Option<StatusCode>,
    correlation_id: Option<String>,
    field_errors: usize,
    body: Option<String>,
    advice: Option<String>,
    operation: Option<&'static str>,
    page: Option<i64>,
    attempts: u32,
}

fn known(result: Result<Response<String>, Error>) -> Known {
    match result {
        Ok(response) => Known {
            text: String::new(),
            kind: None,
            is_transient: false,
            retry_after: None,
            status: Some(response.status()),
            correlation_id: response.correlation_id(),
            field_errors: 0,
            attempts: response.attempts(),
            body: Some(response.into_value()),
            advice: None,
            operation: None,
            page: None,
        },
        Err(error) => Known {
            text: error.to_string(),
            kind: Some(error.kind()),
            is_transient: error.is_transient(),
            retry_after: error.retry_after().map(|wait| wait.as_secs()),
            status: error.status(),
            correlation_id: error.correlation_id().map(str::to_owned),
            field_errors: error.field_errors().len(),
            body: error.body().map(str::to_owned),
            advice: error.advice(),
            operation: error.operation(),
            page: error.page(),
            attempts: error.attempts(),
        },
    }
}

/// An operation that must not have its effect twice, so that errors say why it is not retried.
const ONCE: &Operation = &Operation {
    id: "create_history",
    method: Method::Post,
    pages: None,
    ..*OPERATION
};

#[tokio::test]
async fn a_response_without_a_call_gives_what_a_call_gives() {
    const FIELDS: &str = r#"{"message":"Bad request","_embedded":{"errors":[
        {"path":"sortOrder","message":"unknown value","rejectedValue":"asc"}]}}"#;
    let answers: [Answer; 16] = [
        (200, &[], br#"{"page":1,"pages":1,"count":0,"results":[]}"#),
        (204, &[], b""),
        (200, &[], br#"{"page":1,"pages":"#),
        (200, &[], b""),
        (200, &[], b"{\"a\":\"\xff\"}"),
        (200, &[("Content-Encoding", "gzip")], b"\x1f\x8b\x08\x00"),
        (302, &[("Location", "https://login.example/in?next=1")], b""),
        (400, &[], FIELDS.as_bytes()),
        (400, &[], br#"{"message":"it is compressed"}"#),
        (401, &[], br#"{"error":"invalid_token"}"#),
        (403, &[], br#"{"message":"Feature not available"}"#),
        (403, &[], b"<html><title>Blocked</title></html>"),
        (404, &[], b"Unknown URL"),
        (429, &[("X-RateLimit-Retry-After", "7")], b""),
        (503, &[("Retry-After", "30")], b"soon"),
        (599, &[], b""),
    ];
    let page = Request::new(OPERATION, history().0.with("page", 3));
    let once = Request::new(ONCE, history().0);
    let requests = [page, once].into_iter();
    let all = requests.flat_map(|request| answers.map(|answer| (request.clone(), answer)));
    for (request, (status, headers, body)) in all {
        let service = Service::start(move |_| {
            let reply = Reply::new(status, body.to_vec());
            headers
                .iter()
                .fold(reply, |reply, (name, value)| reply.with(name, value))
        })
        .await;
        let client = Client::builder()
            .base_url(service.base_url())
            .access_token("s3cret")
            .max_attempts(1)
            .build()
            .unwrap();
        let called = known(client.send_raw(&request).await);

        let mut map = HeaderMap::new();
        map.insert("correlation-id", "c0ffee#1".parse().unwrap());
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            map.insert(name, value.parse().unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(known(request.answered_with(status, map, body)), called);
    }
}

#[tokio::test]
async fn what_is_not_sent_and_what_a_proxy_answers_are_errors_as_well() {
    let nothing = Request::new(OPERATION, Query::new());
    let answered = nothing.answered_with(StatusCode::OK, HeaderMap::new(), "{}");
    let error = answered.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidQuery);
    assert_eq!(error.attempts(), 0);

    let request = Request::of(&history());
    let status = StatusCode::PROXY_AUTHENTICATION_REQUIRED;
    let answered = request.answered_with(status, HeaderMap::new(), "");
    assert_eq!(answered.unwrap_err().kind(), ErrorKind::Proxy);

    let answered = request.answered_with(StatusCode::OK, HeaderMap::new(), r#"{"page":{}}"#);
    let error = answered.unwrap().read::<History>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn what_is_compressed_is_not_told_by_its_words() {
    let request = Request::of(&history());
    let answered = |body: &'static [u8]| {
        let mut headers = HeaderMap::new();
        headers.insert("content-encoding", "gzip".parse().unwrap());
        let answered = request.answered_with(StatusCode::BAD_REQUEST, headers, body);
        answered.unwrap_err().to_string()
    };
    let which = "Check which proxy between this machine and the service compresses responses";
    assert!(answered(b"\x1f\x8b\x08\x00").contains(which));
    let in_words = answered(br#"{"message":"it is compressed too much"}"#);
    assert!(!in_words.contains(which), "{in_words}");
}

#[test]
fn an_error_of_a_call_with_an_effect_says_why_it_is_not_retried() {
    let request = Request::new(ONCE, history().0);
    let answered = request.answered_with(StatusCode::BAD_GATEWAY, HeaderMap::new(), "");
    let text = answered.unwrap_err().to_string();
    let why = "not retried because the service may have done already what the call asks for";
    assert!(text.contains(why), "{text}");
}

#![allow(clippy::unwrap_used)]

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use helpscout_description::Api;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    Builder, Calls, Plan, Sandbox, StartError,
    desk::Desk,
    service::{self, Service, lock},
    token::{APP_ID, APP_SECRET},
};

pub(crate) const HISTORY: &str = "/v2/reports/user/conversation-history";
/// The interval of the documented example.
pub(crate) const MAY: &str = "user=447723&start=2019-05-02T12:00:00Z&end=2019-06-02T12:00:00Z";

/// A sandbox that is called without a socket.
pub(crate) struct Caller {
    router: Router,
    service: Arc<Service>,
    token: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Caller {
    /// With a token and a rate limit nobody reaches.
    pub(crate) async fn new() -> Self {
        Self::of(Sandbox::builder().calls_per_minute(1_000_000)).await
    }

    pub(crate) async fn of(builder: Builder) -> Self {
        Self::serving(builder.service().unwrap()).await
    }

    /// Answers from this desk in place of the seeded one.
    pub(crate) async fn at(desk: Desk) -> Self {
        Self::of_at(Sandbox::builder(), desk).await
    }

    pub(crate) async fn of_at(builder: Builder, desk: Desk) -> Self {
        let mut service = builder.service().unwrap();
        service.desk = OnceLock::from(Arc::new(desk));
        Self::serving(service).await
    }

    async fn serving(service: Service) -> Self {
        let mut caller = Self::without_token(service);
        caller.renew_token().await;
        caller
    }

    /// Has nothing to call with yet.
    pub(crate) fn without_token(service: Service) -> Self {
        let service = Arc::new(service);
        Self {
            router: service::router(Arc::clone(&service)),
            service,
            token: String::new(),
        }
    }

    pub(crate) async fn ask_for_token(&self) -> Answer {
        let form =
            format!("grant_type=client_credentials&client_id={APP_ID}&client_secret={APP_SECRET}");
        let request = Request::post("/v2/oauth2/token")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).unwrap()).await
    }

    pub(crate) async fn renew_token(&mut self) {
        let answer = self.ask_for_token().await;
        self.token = answer.json()["access_token"].as_str().unwrap().to_owned();
    }

    pub(crate) fn authorization_code(&self) -> String {
        lock(&self.service.tokens).issue_code()
    }

    /// What was asked so far, the token included.
    pub(crate) fn calls(&self) -> Calls {
        lock(&self.service.calls).clone()
    }

    pub(crate) async fn get(&self, path_and_query: &str) -> Answer {
        let request =
            Request::get(path_and_query).header("authorization", format!("Bearer {}", self.token));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A page of the founding report, of which nothing is expected but success.
    pub(crate) async fn history(&self, query: &str) -> Value {
        let answer = self.get(&format!("{HISTORY}?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text);
        answer.json()
    }

    /// All rows of the founding report, page by page.
    pub(crate) async fn history_rows(&self, query: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        for page in 1.. {
            let body = self.history(&format!("{query}&page={page}")).await;
            rows.extend(body["results"].as_array().unwrap().iter().cloned());
            if page >= body["pages"].as_i64().unwrap() {
                break;
            }
        }
        rows
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        self.try_send(request).await.unwrap()
    }

    /// Nothing if the answer breaks off.
    pub(crate) async fn try_send(&self, request: Request<Body>) -> Option<Answer> {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.ok()?;
        Some(Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(body.to_vec()).unwrap(),
        })
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// The description every sandbox starts with.
pub(crate) fn embedded() -> Api {
    Sandbox::builder().service().unwrap().api
}

#[tokio::test]
async fn every_answer_has_a_correlation_id_and_the_rate_limit() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Plus)).await;
    let mut seen = Vec::new();
    for (path, left) in [
        (format!("{HISTORY}?{MAY}"), "399"),
        (HISTORY.to_owned(), "398"),
        ("/v2/no".to_owned(), "398"),
    ] {
        let answer = caller.get(&path).await;
        assert_eq!(
            answer.header("x-ratelimit-limit-minute"),
            Some("400"),
            "{path}"
        );
        assert_eq!(
            answer.header("x-ratelimit-remaining-minute"),
            Some(left),
            "{path}"
        );
        assert_eq!(answer.header("x-ratelimit-retry-after"), None);
        seen.push(answer.header("correlation-id").unwrap().to_owned());
    }
    seen.dedup();
    assert_eq!(seen.len(), 3);
    assert!(
        seen.iter()
            .all(|id| id.len() > 36 && id.as_bytes()[36] == b'#'),
        "{seen:?}"
    );
}

#[tokio::test]
async fn over_the_limit_a_call_is_told_how_long_to_wait() {
    let caller = Caller::of(Sandbox::builder().calls_per_minute(2)).await;
    assert_eq!(
        caller.get(&format!("{HISTORY}?{MAY}")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        caller
            .get(&format!("{HISTORY}?{MAY}"))
            .await
            .header("x-ratelimit-remaining-minute"),
        Some("0")
    );
    let refused = caller.get(&format!("{HISTORY}?{MAY}")).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused
        .header("x-ratelimit-retry-after")
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait));
    let expected = format!("More than 2 calls in this minute; the next starts in {wait} seconds");
    assert_eq!(refused.json(), json!({ "message": expected }));
}

#[tokio::test]
async fn the_length_of_a_minute_can_be_said() {
    let builder = Sandbox::builder().calls_per_minute(1);
    let caller = Caller::of(builder.minute(Duration::ZERO)).await;
    for _ in 0..3 {
        let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("x-ratelimit-limit-minute"), Some("1"));
    }
}

#[tokio::test]
async fn calls_without_a_good_token_are_refused_and_cost_nothing() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Pro)).await;
    for authorization in ["", "Bearer", "Bearer nonsense", "Basic c2FuZGJveA=="] {
        let request =
            Request::get(format!("{HISTORY}?{MAY}")).header("authorization", authorization);
        let answer = caller.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{authorization}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/vnd.error+json")
        );
        assert_eq!(answer.header("x-ratelimit-remaining-minute"), Some("800"));
        assert_eq!(
            answer.json()["logRef"].as_str(),
            answer.header("correlation-id")
        );
        assert!(!answer.text.contains("nonsense"), "tokens are not repeated");
    }
}

#[tokio::test]
async fn reports_are_json_and_look_ups_are_hal() {
    let caller = Caller::new().await;
    for (target, expected) in [
        (format!("{HISTORY}?{MAY}"), "application/json"),
        ("/v2/users".to_owned(), "application/hal+json;charset=UTF-8"),
        (
            "/v2/users/me".to_owned(),
            "application/hal+json;charset=UTF-8",
        ),
    ] {
        let answer = caller.get(&target).await;
        assert_eq!(answer.status, StatusCode::OK, "{target}");
        assert_eq!(answer.header("content-type"), Some(expected), "{target}");
    }
}

#[tokio::test]
async fn expired_tokens_are_refused() {
    let caller = Caller::of(Sandbox::builder().token_lifetime(Duration::ZERO)).await;
    assert_eq!(
        caller.get(&format!("{HISTORY}?{MAY}")).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_plan_without_reports_is_refused_with_the_plans_that_have_them() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Standard)).await;
    let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header("x-ratelimit-limit-minute"), Some("200"));
    assert_eq!(
        answer.json()["message"],
        "/v2/reports/user/conversation-history is part of the plans plus, pro; this account has the plan standard"
    );
}

#[tokio::test]
async fn paths_that_are_not_described_are_unknown_in_plain_text() {
    let caller = Caller::new().await;
    for path in [
        "/v2/v2/reports/user/conversation-history",
        "/v2/reports",
        "/reports/user/conversation-history",
        "/v2/",
    ] {
        let answer = caller.get(path).await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::NOT_FOUND, "Unknown URL"),
            "{path}"
        );
        assert_eq!(
            answer.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
    }
}

#[tokio::test]
async fn a_slash_at_the_end_of_a_path_changes_nothing() {
    let caller = Caller::new().await;
    let answer = caller.get(&format!("{HISTORY}/?{MAY}")).await;
    assert_eq!(answer.json(), caller.history(MAY).await);
}

#[tokio::test]
async fn a_method_the_path_does_not_have_is_a_bad_request_that_costs_two() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Pro)).await;
    let request =
        Request::post(HISTORY).header("authorization", format!("Bearer {}", caller.token));
    let answer = caller.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.json()["message"],
        format!("{HISTORY} answers GET only, not POST")
    );
    let about = answer.json()["_links"]["about"]["href"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        about.ends_with("overview/errors#invalid-http-method"),
        "{about}"
    );
    assert_eq!(answer.header("x-ratelimit-remaining-minute"), Some("798"));
}

#[tokio::test]
async fn the_front_page_says_how_to_get_in_and_what_to_ask_for() {
    let mut api = embedded();
    api.operations
        .retain(|operation| operation.id == "user_conversation_history");
    let caller = Caller::of(Sandbox::builder().spec(api)).await;
    insta::assert_snapshot!(caller.get("/").await.text);
}

#[tokio::test]
async fn all_calls_are_counted_the_refused_ones_too() {
    let caller = Caller::new().await;
    caller.get(&format!("{HISTORY}?{MAY}")).await;
    caller.get(HISTORY).await;
    caller.get("/v2/no").await;
    let calls = caller.calls();
    assert_eq!(
        (
            calls.tokens(),
            calls.to(HISTORY),
            calls.to("/v2/no"),
            calls.unknown()
        ),
        (1, 2, 0, 1)
    );
    assert_eq!(calls.by_path().len(), 1);
}

#[tokio::test]
async fn over_a_socket_the_answer_is_the_same() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let token = token(&sandbox).await;
    let (head, body) = history_with(&sandbox, &token).await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap(),
        Caller::new().await.history(MAY).await
    );
    assert_eq!(
        (sandbox.calls().tokens(), sandbox.calls().to(HISTORY)),
        (1, 1)
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn revoked_tokens_are_refused_and_new_ones_taken() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let old = token(&sandbox).await;
    sandbox.revoke_tokens();
    let new = token(&sandbox).await;
    for (token, status) in [(&old, "401 Unauthorized"), (&new, "200 OK")] {
        let (head, _) = history_with(&sandbox, token).await;
        assert!(
            head.starts_with(&format!("HTTP/1.1 {status}\r\n")),
            "{head}"
        );
    }
}

#[tokio::test]
async fn a_dropped_sandbox_stops_answering() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let address = sandbox
        .base_url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    let mut stopped = sandbox.stopped.clone();
    assert!(TcpStream::connect(&address).is_ok());
    drop(sandbox);
    // Either it says so, or its task is gone.
    let _ = stopped.wait_for(|stopped| *stopped).await;
    assert!(TcpStream::connect(&address).is_err());
}

#[tokio::test]
async fn connections_left_open_do_not_hold_up_the_shutdown() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let address = sandbox
        .base_url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    let silent = TcpStream::connect(&address).unwrap();
    let idle = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
        assert!(stream.read(&mut [0; 16]).unwrap() > 0);
        stream
    });
    let idle = idle.await.unwrap();
    sandbox.shutdown().await;
    drop((silent, idle));
}

#[tokio::test]
async fn an_address_in_use_is_named() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let address = sandbox
        .base_url()
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap();
    let refused = Sandbox::builder()
        .listen(address)
        .start()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.starts_with(&format!("can't listen on {address}: ")),
        "{refused}"
    );
    assert!(
        refused.ends_with("; choose another address, or port 0 for any free one"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_description_without_the_plan_is_refused_with_the_plans_it_has() {
    let mut api = embedded();
    api.service.plans.retain(|plan| plan.name != "pro");
    let refused = Sandbox::builder().spec(api).start().await.unwrap_err();
    assert!(matches!(refused, StartError::UnknownPlan { .. }));
    assert_eq!(
        refused.to_string(),
        "the description has no plan pro; service.plans names standard, plus"
    );
}

async fn token(sandbox: &Sandbox) -> String {
    let form =
        format!("grant_type=client_credentials&client_id={APP_ID}&client_secret={APP_SECRET}");
    let head = "POST /v2/oauth2/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded";
    let head = format!("{head}\r\nContent-Length: {}", form.len());
    let (head, body) = exchange(sandbox, head, form).await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let body: Value = serde_json::from_str(&body).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}

async fn history_with(sandbox: &Sandbox, token: &str) -> (String, String) {
    let head = format!("GET {HISTORY}?{MAY} HTTP/1.1\r\nAuthorization: Bearer {token}");
    exchange(sandbox, head, String::new()).await
}

/// Sends one request over a connection of its own; returns the head and the body of the answer.
async fn exchange(sandbox: &Sandbox, head: String, body: String) -> (String, String) {
    let address = sandbox
        .base_url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    let text = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(
            stream,
            "{head}\r\nHost: {address}\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    });
    let text = text.await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

//! How a sandbox starts, answers over a socket, and stops.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::Value;

use super::caller::{Caller, HISTORY, MAY, embedded};
use crate::{
    plan::Plan,
    sandbox::{Sandbox, StartError},
    token::{APP_ID, APP_SECRET},
};

#[tokio::test]
async fn over_a_socket_the_answer_is_the_same() {
    let sandbox = Sandbox::builder().spec(embedded()).start().await.unwrap();
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
    // An error means that the server's task has ended, which is fine as well.
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
    let sandbox = Sandbox::builder().spec(api.clone()).start().await;
    sandbox.unwrap().shutdown().await;
    let wanted = Sandbox::builder().spec(api).plan(Plan::Pro);
    let refused = wanted.start().await.unwrap_err();
    assert!(matches!(refused, StartError::UnknownPlan { .. }));
    assert_eq!(
        refused.to_string(),
        "the description has no plan pro; service.plans names standard, plus"
    );
}

#[tokio::test]
async fn a_service_without_plans_has_one_rate_limit_for_all_accounts() {
    let mut api = embedded();
    api.service.plans.clear();
    api.operations
        .iter_mut()
        .for_each(|operation| operation.plans.clear());
    if let Some(limit) = &mut api.service.rate_limit {
        limit.calls_per_minute = Some(7);
    }
    let sandbox = Sandbox::builder().spec(api.clone()).start().await.unwrap();
    let (_, front) = exchange(&sandbox, "GET / HTTP/1.1".to_owned(), String::new()).await;
    assert!(
        front.starts_with("A sandbox for Help Scout Inbox API 2.0, seed 2019.\n"),
        "{front}"
    );
    let token = token(&sandbox).await;
    let call = format!("GET /v2/users HTTP/1.1\r\nAuthorization: Bearer {token}");
    let (head, _) = exchange(&sandbox, call, String::new()).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(head.contains("x-ratelimit-limit-minute: 7\r\n"), "{head}");
    assert!(
        head.contains("x-ratelimit-remaining-minute: 6\r\n"),
        "{head}"
    );

    let wanted = Sandbox::builder().spec(api).plan_named("pro").start().await;
    assert_eq!(
        wanted.unwrap_err().to_string(),
        "the description has no plan pro; its service has no plans, so leave the plan out"
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

/// Sends one request over its own connection. Returns the head and the body of the answer.
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

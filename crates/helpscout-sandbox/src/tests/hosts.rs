//! Requests under the names of other servers, over a socket.

use std::net::Ipv4Addr;

use helpscout_description::Api;

use super::{caller::embedded, exchange::Connection};
use crate::sandbox::Sandbox;

/// A description that a stranger must not read.
pub(crate) fn private() -> Api {
    let mut api = embedded();
    api.service.title = "Secret desk".to_owned();
    api
}

/// Sends a request and returns the whole answer.
async fn answer(sandbox: &Sandbox, request: &str) -> String {
    let mut connection = Connection::to(sandbox).await;
    connection.send(request.as_bytes()).await;
    connection.rest().await
}

#[tokio::test]
async fn a_name_of_another_server_is_refused_and_learns_nothing() {
    let sandbox = Sandbox::builder().spec(private()).start().await.unwrap();
    for request in [
        "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example:8080\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "POST /v2/oauth2/token HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET /v2/users HTTP/1.0\r\nHost: evil.example\r\n\r\n",
    ] {
        let text = answer(&sandbox, request).await;
        assert!(
            text.starts_with("HTTP/1.1 421 ") || text.starts_with("HTTP/1.0 421 "),
            "{text}"
        );
        assert!(text.contains("as evil.example"), "{text}");
        assert!(text.contains("--allow-host NAME"), "{text}");
        let is_leaked = ["Secret", "correlation-id", "x-ratelimit", "helpscout.com"];
        assert!(
            is_leaked
                .iter()
                .all(|leak| !text.to_lowercase().contains(leak)),
            "{text}"
        );
    }
    assert_eq!(
        (sandbox.calls().tokens(), sandbox.calls().unknown()),
        (0, 0)
    );
}

#[tokio::test]
async fn names_of_this_machine_and_requests_without_a_name_are_answered() {
    let sandbox = Sandbox::builder().spec(private()).start().await.unwrap();
    for request in [
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: desk.localhost:99\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:99\r\nConnection: close\r\n\r\n",
        "GET http://127.0.0.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
    ] {
        let text = answer(&sandbox, request).await;
        assert!(
            text.contains(" 200 OK\r\n") && text.contains("Secret desk"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_name_can_be_allowed() {
    let sandbox = Sandbox::builder()
        .allow_host("desk.test")
        .start()
        .await
        .unwrap();
    let request = |host| format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    for (host, status) in [("Desk.Test:80", "200"), ("other.test", "421")] {
        let text = answer(&sandbox, &request(host)).await;
        assert!(text.starts_with(&format!("HTTP/1.1 {status} ")), "{text}");
    }
}

#[tokio::test]
async fn a_sandbox_on_all_addresses_names_the_one_of_this_machine() {
    let all = (Ipv4Addr::UNSPECIFIED, 0).into();
    let sandbox = Sandbox::builder().listen(all).start().await.unwrap();
    let url = sandbox.base_url();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    for (host, status) in [("10.1.2.3", "200"), ("evil.example", "421")] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let text = answer(&sandbox, &request).await;
        assert!(text.starts_with(&format!("HTTP/1.1 {status} ")), "{text}");
    }
}

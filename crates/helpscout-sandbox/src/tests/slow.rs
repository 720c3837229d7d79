//! Clients that do not complete their requests.

use std::time::Duration;

use super::exchange::Connection;
use crate::sandbox::Sandbox;

/// Starts a sandbox that waits no more than a moment.
async fn impatient() -> Sandbox {
    let builder = Sandbox::builder().request_timeout(Duration::from_millis(1500));
    builder.start().await.unwrap()
}

#[tokio::test]
async fn half_of_a_head_is_refused_and_the_connection_is_closed() {
    let sandbox = impatient().await;
    let mut open = Vec::new();
    for half in [
        "G",
        "GET / HTTP/1.1\r\nHost: local",
        "GET / HTTP/1.1\r\nHost: localhost\r\n",
    ] {
        let mut connection = Connection::to(&sandbox).await;
        connection.send(half.as_bytes()).await;
        open.push((half, connection));
    }
    for (half, mut connection) in open {
        let text = connection.rest().await;
        assert!(
            text.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
            "{half}: {text}"
        );
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(
            head.contains("content-type: application/vnd.error+json"),
            "{head}"
        );
        assert!(
            head.contains(&format!("content-length: {}", body.len())),
            "{head}"
        );
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        let message = "The head of the request was not complete after 1.5 seconds";
        assert_eq!(body["message"], message);
    }
}

#[tokio::test]
async fn half_of_a_second_head_is_refused_too() {
    let sandbox = impatient().await;
    let mut connection = Connection::to(&sandbox).await;
    let request = "GET /v2/no HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT";
    connection.send(request.as_bytes()).await;
    let text = connection.rest().await;
    assert!(text.starts_with("HTTP/1.1 404 Not Found\r\n"), "{text}");
    assert!(text.contains("HTTP/1.1 408 Request Timeout\r\n"), "{text}");
}

#[tokio::test]
async fn a_connection_without_a_request_is_closed_without_an_answer() {
    let sandbox = impatient().await;
    assert_eq!(Connection::to(&sandbox).await.rest().await, "");
}

#[tokio::test]
async fn half_of_a_body_is_refused() {
    let sandbox = impatient().await;
    let head = "POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost\r\n";
    for body in [
        "Content-Length: 100\r\n\r\ngrant_type=",
        "Transfer-Encoding: chunked\r\n\r\n5\r\ngr",
    ] {
        let mut connection = Connection::to(&sandbox).await;
        connection.send(format!("{head}{body}").as_bytes()).await;
        let text = connection.rest().await;
        assert!(
            text.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
            "{text}"
        );
        assert!(
            text.contains("The token request was not complete after 1.5 seconds"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn slow_clients_hold_up_nobody_and_no_shutdown() {
    let builder = Sandbox::builder().request_timeout(Duration::from_secs(3600));
    let sandbox = builder.start().await.unwrap();
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut connection = Connection::to(&sandbox).await;
        connection.send(b"GET / HTTP/1.1\r\nHost: loc").await;
        slow.push(connection);
    }
    let mut connection = Connection::to(&sandbox).await;
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    connection.send(request).await;
    assert!(connection.rest().await.starts_with("HTTP/1.1 200 OK\r\n"));
    sandbox.shutdown().await;
}

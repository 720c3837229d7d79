//! Calls of a sandbox without a client.

use std::io::{Read, Write};
use std::net::TcpStream;

use helpscout_sandbox::{Builder, Sandbox};
use serde_json::Value;

/// Sends a request without a client, and returns the head and the body of the answer.
pub(crate) fn exchange(sandbox: &Sandbox, request: &str, more: &str) -> (String, Value) {
    let address = sandbox.base_url().strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).unwrap();
    let head = format!("{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    connection
        .write_all(format!("{head}{more}").as_bytes())
        .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let body = match body {
        "" => Value::Null,
        body => serde_json::from_str(body).unwrap_or_else(|error| panic!("{answer}: {error}")),
    };
    (head.to_owned(), body)
}

/// A sandbox that other threads can call, and a token for it.
pub(crate) async fn started(builder: Builder) -> (Sandbox, String) {
    let sandbox = builder.start().await.unwrap();
    tokio::task::spawn_blocking(move || {
        let (id, secret) = (sandbox.app_id(), sandbox.app_secret());
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let more = format!(
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let (_, answer) = exchange(&sandbox, "POST /v2/oauth2/token", &more);
        let token = answer["access_token"].as_str().unwrap();
        let token = format!("Authorization: Bearer {token}\r\n\r\n");
        (sandbox, token)
    })
    .await
    .unwrap()
}

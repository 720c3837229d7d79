//! Faults that show only on a connection.

use std::io::ErrorKind;

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use crate::{
    Fault, Faults, Sandbox,
    tests::{Caller, HISTORY, MAY, embedded},
    token::{APP_ID, APP_SECRET},
};

/// A connection to a sandbox.
struct Connection(BufReader<TcpStream>);

/// The head of an answer.
struct Head {
    status: u16,
    lines: Vec<String>,
}

impl Connection {
    async fn to(sandbox: &Sandbox) -> Self {
        let address = sandbox.base_url().strip_prefix("http://").unwrap();
        Self(BufReader::new(TcpStream::connect(address).await.unwrap()))
    }

    async fn ask_for_token(&mut self) {
        let query =
            format!("grant_type=client_credentials&client_id={APP_ID}&client_secret={APP_SECRET}");
        let head = format!("POST /v2/oauth2/token?{query} HTTP/1.1\r\nContent-Length: 0");
        self.send(&head).await;
    }

    async fn ask(&mut self, token: &str) {
        let head = format!("GET {HISTORY}?{MAY} HTTP/1.1\r\nAuthorization: Bearer {token}");
        self.send(&head).await;
    }

    async fn send(&mut self, head: &str) {
        let request = format!("{head}\r\nHost: localhost\r\n\r\n");
        self.0.write_all(request.as_bytes()).await.unwrap();
    }

    /// Reads the head. Returns `None` if the connection ends before that.
    async fn head(&mut self) -> Option<Head> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            match self.0.read_line(&mut line).await {
                Ok(0) => return None,
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
                read => read.unwrap(),
            };
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let status = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
        Some(Head { status, lines })
    }

    async fn body(&mut self, length: usize) -> Vec<u8> {
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await.unwrap();
        body
    }

    /// Reads a good answer.
    async fn answer(&mut self) -> Value {
        let head = self.head().await.unwrap();
        assert_eq!(head.status, 200);
        serde_json::from_slice(&self.body(head.length()).await).unwrap()
    }

    /// Reads until the connection ends.
    async fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).await.unwrap();
        rest
    }

    /// Returns true if there is nothing to read.
    fn is_silent(&self) -> bool {
        let read = self.0.get_ref().try_read(&mut [0]);
        self.0.buffer().is_empty() && read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }
}

impl Head {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.lines.iter().filter_map(|line| line.split_once(": "));
        headers
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn length(&self) -> usize {
        self.header("content-length").unwrap().parse().unwrap()
    }
}

async fn sandbox(faults: Faults) -> Sandbox {
    Sandbox::builder()
        .spec(embedded())
        .faults(faults)
        .start()
        .await
        .unwrap()
}

async fn token(sandbox: &Sandbox) -> String {
    let mut connection = Connection::to(sandbox).await;
    connection.ask_for_token().await;
    let answer = connection.answer().await;
    answer["access_token"].as_str().unwrap().to_owned()
}

/// Returns the answer without faults.
async fn whole() -> Value {
    Caller::new().await.history(MAY).await
}

#[tokio::test]
async fn a_cut_answer_promises_all_sends_half_and_ends_the_connection() {
    let sandbox = sandbox(Faults::new().at(1, 1, Fault::Cut)).await;
    let token = token(&sandbox).await;
    let mut connection = Connection::to(&sandbox).await;
    connection.ask(&token).await;
    let head = connection.head().await.unwrap();
    let whole = whole().await.to_string();
    assert_eq!((head.status, head.length()), (200, whole.len()));
    assert_eq!(head.header("content-type"), Some("application/json"));
    assert_eq!(head.header("x-ratelimit-remaining-minute"), Some("799"));
    assert!(head.header("correlation-id").is_some());
    let half = &whole.as_bytes()[..whole.len() / 2];
    assert_eq!(connection.rest().await, half);

    let mut connection = Connection::to(&sandbox).await;
    connection.ask(&token).await;
    assert_eq!(connection.answer().await.to_string(), whole);
}

#[tokio::test]
async fn a_truncated_answer_promises_no_length_sends_half_and_ends_the_connection() {
    let sandbox = sandbox(Faults::new().at(1, 1, Fault::Truncated)).await;
    let token = token(&sandbox).await;
    let mut connection = Connection::to(&sandbox).await;
    connection.ask(&token).await;
    let head = connection.head().await.unwrap();
    assert_eq!(head.status, 200);
    assert_eq!(head.header("content-length"), None);
    assert_eq!(head.header("transfer-encoding"), None);
    let whole = whole().await.to_string();
    let half = &whole.as_bytes()[..whole.len() / 2];
    assert_eq!(connection.rest().await, half);
}

#[tokio::test]
async fn an_empty_answer_says_so_and_keeps_the_connection() {
    let sandbox = sandbox(Faults::new().at(1, 1, Fault::Empty)).await;
    let token = token(&sandbox).await;
    let mut connection = Connection::to(&sandbox).await;
    connection.ask(&token).await;
    let head = connection.head().await.unwrap();
    assert_eq!((head.status, head.length()), (200, 0));
    connection.ask(&token).await;
    assert_eq!(connection.answer().await, whole().await);
}

#[tokio::test]
async fn a_dropped_connection_ends_without_a_byte_after_good_answers_too() {
    let sandbox = sandbox(Faults::new().at(1, 1, Fault::Dropped)).await;
    let mut connection = Connection::to(&sandbox).await;
    connection.ask_for_token().await;
    let token = connection.answer().await;
    let token = token["access_token"].as_str().unwrap();
    connection.ask(token).await;
    assert!(connection.head().await.is_none());

    let mut connection = Connection::to(&sandbox).await;
    connection.ask(token).await;
    assert_eq!(connection.answer().await, whole().await);
}

#[tokio::test]
async fn one_connection_that_is_dropped_takes_no_other_with_it() {
    let sandbox = sandbox(Faults::new().at(1, 1, Fault::Dropped)).await;
    let mut other = Connection::to(&sandbox).await;
    other.ask_for_token().await;
    let token = other.answer().await;
    let token = token["access_token"].as_str().unwrap();
    let mut dropped = Connection::to(&sandbox).await;
    dropped.ask(token).await;
    assert!(dropped.head().await.is_none());
    other.ask(token).await;
    assert_eq!(other.answer().await, whole().await);
}

#[tokio::test]
async fn a_stalled_answer_is_silent_while_others_are_answered_and_comes_when_the_sandbox_stops() {
    let an_hour = std::time::Duration::from_secs(3600);
    let sandbox = sandbox(Faults::new().at(1, 1, Fault::Stalled).stall(an_hour)).await;
    let token = token(&sandbox).await;
    let mut stalled = Connection::to(&sandbox).await;
    stalled.ask(&token).await;
    while sandbox.calls().faults().is_empty() {
        tokio::task::yield_now().await;
    }
    let mut other = Connection::to(&sandbox).await;
    other.ask(&token).await;
    assert_eq!(other.answer().await, whole().await);
    assert!(stalled.is_silent());
    let (answer, ()) = tokio::join!(stalled.answer(), sandbox.shutdown());
    assert_eq!(answer, whole().await);
}

#[tokio::test]
async fn an_answer_that_stalls_in_its_body_sends_half_then_nothing_then_the_rest() {
    let an_hour = std::time::Duration::from_secs(3600);
    let sandbox = sandbox(Faults::new().at(1, 1, Fault::StalledBody).stall(an_hour)).await;
    let token = token(&sandbox).await;
    let mut connection = Connection::to(&sandbox).await;
    connection.ask(&token).await;
    let head = connection.head().await.unwrap();
    let half = head.length() / 2;
    let mut body = connection.body(half).await;
    assert!(connection.is_silent());
    let rest = connection.body(head.length() - half);
    let (rest, ()) = tokio::join!(rest, sandbox.shutdown());
    body.extend(rest);
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body, whole().await);
}

#[tokio::test]
async fn a_stall_without_length_is_none() {
    for fault in [Fault::Stalled, Fault::StalledBody] {
        let faults = Faults::new().share(fault, 100.0);
        let sandbox = sandbox(faults.stall(std::time::Duration::ZERO)).await;
        let token = token(&sandbox).await;
        let mut connection = Connection::to(&sandbox).await;
        for _ in 0..2 {
            connection.ask(&token).await;
            assert_eq!(connection.answer().await, whole().await);
        }
    }
}

#[tokio::test]
async fn a_cut_token_answer_breaks_off_too() {
    let sandbox = sandbox(Faults::new().token_first(1, Fault::Cut)).await;
    let mut connection = Connection::to(&sandbox).await;
    connection.ask_for_token().await;
    let head = connection.head().await.unwrap();
    assert_eq!(connection.rest().await.len(), head.length() / 2);
    assert_eq!(sandbox.calls().faults()[&Fault::Cut], 1);
    token(&sandbox).await;
}

//! 20,000 random requests. A seed determines them, so a failure can be repeated.

use std::fmt::Write;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::Value;

use super::{
    caller::{Caller, HISTORY, MAY},
    exchange::Connection,
};
use crate::{desk::random::Random, plan::Plan, sandbox::Sandbox};

const SEED: u64 = 20_190_502;

/// The number of bytes that no answer is longer than.
const LONGEST_ANSWER: usize = 4 << 20;

const METHODS: [&str; 9] = [
    "GET", "GET", "GET", "GET", "POST", "PUT", "HEAD", "OPTIONS", "BREW",
];

/// Parts of values: valid ones, and those that parsers trip over.
const PARTS: [&str; 40] = [
    "447723",
    "0",
    "-1",
    "1.5",
    "1e309",
    "NaN",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999",
    "true",
    "null",
    "",
    "%00",
    "%",
    "%zz",
    "%ff%fe",
    "%F0%9F%98%80",
    "%C3%28",
    "%0d%0aX: y",
    "2019-05-02T12:00:00Z",
    "2019-06-02T12:00:00Z",
    "2019-02-30T12:00:00Z",
    "9999-12-31T23:59:59Z",
    "-9999-01-01T00:00:00Z",
    "0000-00-00",
    "2019-05-02T12:00:00%2B14:00",
    "closed",
    "active,closed",
    ",",
    ",,,",
    "[]",
    "{}",
    "%5B0%5D",
    "'",
    "%22",
    "..",
    "../../etc",
    "<script>",
    "%E2%80%AE",
    "x",
];

struct Generator<'a> {
    random: Random,
    operations: Vec<(String, Vec<String>)>,
    token: &'a str,
}

/// A request as text and as bytes.
struct Made {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl<'a> Generator<'a> {
    fn new(token: &'a str) -> Self {
        let api = helpscout_description::embedded();
        let operations = api.operations.iter().map(|operation| {
            let names = operation.parameters.iter();
            let names = names.map(|parameter| parameter.wire.clone()).collect();
            (operation.path.clone(), names)
        });
        Self {
            random: Random::new(SEED),
            operations: operations.collect(),
            token,
        }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.random.below(end as u64)).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn part(&mut self) -> String {
        match self.below(12) {
            0 => "a".repeat(self.below(3000)),
            1 => (0..self.below(20))
                .map(|_| format!("%{:02x}", self.below(256)))
                .collect(),
            2 => self.below(1_000_000).to_string(),
            _ => PARTS[self.below(PARTS.len())].to_owned(),
        }
    }

    fn request(&mut self) -> Made {
        let at = self.below(self.operations.len());
        let (path, names) = self.operations[at].clone();
        let mut target = match self.below(12) {
            0 => format!("/{}", self.part()),
            1 => format!("{path}/{}", self.part()),
            2 => "/v2/oauth2/token".to_owned(),
            3 => HISTORY.to_owned(),
            _ => path,
        };
        if target.contains('{') {
            let id = self.part();
            let (start, rest) = target.split_once('{').unwrap();
            let end = rest.split_once('}').map_or("", |(_, end)| end);
            target = format!("{start}{id}{end}");
        }
        if !self.one_in(6) {
            // Most queries are nearly right, so that the code behind the checks is reached.
            target.push('?');
            if !self.one_in(4) {
                target.push_str(MAY);
            }
            for _ in 0..self.below(3) {
                let name = if names.is_empty() || self.one_in(8) {
                    self.part()
                } else {
                    names[self.below(names.len())].clone()
                };
                let value = self.part();
                let _ = write!(target, "&{name}={value}");
            }
        }
        let mut headers = Vec::new();
        if !self.one_in(8) {
            headers.push(("authorization".to_owned(), format!("Bearer {}", self.token)));
        }
        for _ in 0..self.below(4) {
            let names = [
                "host",
                "authorization",
                "accept",
                "content-type",
                "x-odd",
                "range",
                "cookie",
            ];
            let name = names[self.below(names.len())].to_owned();
            let values = [
                "localhost",
                "evil.example",
                "application/json",
                "Basic !!!",
                "bytes=0-",
            ];
            let value = if self.one_in(2) {
                values[self.below(values.len())].to_owned()
            } else {
                self.part()
            };
            headers.push((name, value));
        }
        let body = match self.below(6) {
            0 => format!("{}={}", self.part(), self.part()).into_bytes(),
            1 => format!("{{\"grant_type\": \"{}\"", self.part()).into_bytes(),
            2 => (0..self.below(300))
                .map(|_| u8::try_from(self.below(256)).unwrap())
                .collect(),
            3 => b"[".repeat(self.below(20_000)),
            _ => Vec::new(),
        };
        Made {
            method: METHODS[self.below(METHODS.len())],
            target,
            headers,
            body,
        }
    }
}

impl Made {
    /// Returns the request, unless it is none in HTTP.
    fn parsed(&self) -> Option<Request<Body>> {
        let mut request = Request::builder().method(self.method).uri(&self.target);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(self.body.clone())).ok()
    }

    /// Returns the request as a careless client writes it.
    fn bytes(&self) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nhost: localhost\r\n",
            self.method, self.target
        );
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(
            head,
            "connection: close\r\ncontent-length: {}\r\n\r\n",
            self.body.len()
        );
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }

    fn shown(&self) -> String {
        format!("{} {} {:?}", self.method, self.target, self.headers)
    }
}

/// Returns the caller of a sandbox whose reports are short.
async fn caller() -> Caller {
    let builder = Sandbox::builder()
        .plan(Plan::Pro)
        .calls_per_minute(10_000_000);
    Caller::of(builder).await
}

#[tokio::test]
async fn no_request_makes_a_sandbox_fail() {
    let caller = caller().await;
    let token = caller.token.clone();
    let mut generator = Generator::new(&token);
    let (mut sent, mut good) = (0, 0);
    while sent < 20_000 {
        let made = generator.request();
        let Some(request) = made.parsed() else {
            continue;
        };
        sent += 1;
        let answer = caller.send(request).await;
        let shown = || {
            format!(
                "{sent}: {}: {} {}",
                made.shown(),
                answer.status,
                answer.text
            )
        };
        assert!(!answer.status.is_server_error(), "{}", shown());
        assert!(answer.text.len() < LONGEST_ANSWER, "{}", shown());
        good += usize::from(answer.status == StatusCode::OK);
        let content_type = answer.header("content-type").unwrap_or_default();
        if content_type.contains("json") {
            assert!(
                serde_json::from_str::<Value>(&answer.text).is_ok(),
                "{}",
                shown()
            );
        } else {
            // The front page, and paths that are not described.
            let is_text = content_type.starts_with("text/plain");
            assert!(is_text && !answer.text.contains(&token), "{}", shown());
        }
        if answer.status.is_client_error() && content_type.contains("error+json") {
            assert!(answer.json()["message"].is_string(), "{}", shown());
        }
    }
    assert!(good > 300, "only {good} requests were right");
    assert!(
        !caller.history(MAY).await["results"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn no_bytes_make_a_sandbox_fail() {
    let builder = Sandbox::builder().calls_per_minute(10_000_000);
    let sandbox = builder.start().await.unwrap();
    let mut generator = Generator::new("x");
    for number in 0..600 {
        let made = generator.request();
        let mut bytes = made.bytes();
        match generator.below(4) {
            // Half of a request.
            0 => bytes.truncate(generator.below(bytes.len())),
            // A few other bytes.
            1 => {
                for _ in 0..5 {
                    let at = generator.below(bytes.len());
                    bytes[at] = u8::try_from(generator.below(256)).unwrap();
                }
            }
            _ => {}
        }
        let mut connection = Connection::to(&sandbox).await;
        connection.send(&bytes).await;
        let text = connection.end().await;
        if !text.is_empty() {
            let status = text
                .get(9..12)
                .and_then(|status| status.parse::<u16>().ok());
            let is_fine = status.is_some_and(|status| (200..500).contains(&status));
            assert!(is_fine, "{number}: {}: {text}", made.shown());
            assert!(text.len() < LONGEST_ANSWER, "{number}: {}", made.shown());
        }
    }
    let mut connection = Connection::to(&sandbox).await;
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    connection.send(request).await;
    assert!(connection.rest().await.starts_with("HTTP/1.1 200 OK\r\n"));
    sandbox.shutdown().await;
}

//! Sends any body with any status through the whole client over HTTP. The result is a value, or an
//! error that has the status and the body.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, Uri};
use helpscout_reports::{
    Client, Endpoint, Request, UserConversationHistory, UserId, compare, jiff::Timestamp,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::{cases, client, runtime};

const EXAMPLE: &str = include_str!("../../../spec/reports/user/conversation-history.json");

/// A server that sends the same answer to every call.
struct Parrot {
    runtime: Runtime,
    answer: Arc<Mutex<(StatusCode, Vec<u8>)>>,
    client: Client,
}

impl Parrot {
    fn start() -> Self {
        let runtime = runtime();
        let answer = Arc::new(Mutex::new((StatusCode::OK, Vec::new())));
        let said = Arc::clone(&answer);
        let router = Router::new().fallback(move |uri: Uri| {
            let (status, body) = said.lock().unwrap().clone();
            async move {
                if uri.path().ends_with("/oauth2/token") {
                    let token = json!({ "access_token": "t0ken", "expires_in": 172_800 });
                    return (StatusCode::OK, Bytes::from(token.to_string()));
                }
                (status, Bytes::from(body))
            }
        });
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self {
            client: client(&base_url).build().unwrap(),
            runtime,
            answer,
        }
    }

    /// Requests the body with every method of the client that returns it.
    fn ask(&self, status: u16, body: &[u8]) -> Result<(), TestCaseError> {
        let status = StatusCode::from_u16(status).unwrap();
        *self.answer.lock().unwrap() = (status, body.to_vec());
        let query = UserConversationHistory::new(
            UserId(1),
            Timestamp::from_second(0).unwrap(),
            Timestamp::from_second(1).unwrap(),
        );
        let request = Request::of(&query);
        let (typed, raw) = self.runtime.block_on(async {
            (
                self.client.send(&query).await,
                self.client.raw_page(&request).await,
            )
        });
        let text = std::str::from_utf8(body);
        match (typed, raw) {
            (Ok(typed), Ok(raw)) => {
                prop_assert!(status.is_success());
                prop_assert_eq!(typed.results.len(), raw.rows.len());
                let position = &raw.position;
                prop_assert_eq!(
                    (typed.page, typed.pages, typed.count),
                    (position.page, position.pages, position.count)
                );
                for row in &raw.rows {
                    prop_assert!(text.unwrap().contains(row.get()));
                }
                if let Ok(differences) = compare::<UserConversationHistory>(text.unwrap()) {
                    prop_assert!(
                        differences
                            .iter()
                            .all(|difference| !difference.to_string().is_empty())
                    );
                }
            }
            (Ok(_), Err(error)) => prop_assert!(false, "typed, but not as text: {error}"),
            (Err(error), raw) => {
                let ends_early =
                    serde_json::from_slice::<IgnoredAny>(body).is_err_and(|error| error.is_eof());
                if status.is_success() && text.is_ok() && ends_early {
                    prop_assert!(error.is_interrupted(), "{}", error);
                }
                let is_unreadable = error.is_decode() || error.is_interrupted();
                prop_assert_eq!(is_unreadable, status.is_success(), "{}", error);
                prop_assert_eq!(
                    error.status().map(|status| status.as_u16()),
                    Some(status.as_u16())
                );
                prop_assert_eq!(
                    error.operation(),
                    Some(UserConversationHistory::OPERATION.id)
                );
                prop_assert!(error.attempts() >= 1, "{error:?}");
                let kept = error.body().unwrap();
                prop_assert_eq!(kept, String::from_utf8_lossy(body));
                prop_assert!(!error.to_string().is_empty());
                let shows_the_token = format!("{error:?}").contains("t0ken");
                prop_assert!(!shows_the_token || kept.contains("t0ken"));
                if let Err(error) = raw {
                    let is_unreadable = error.is_decode() || error.is_interrupted();
                    prop_assert_eq!(is_unreadable, status.is_success());
                }
            }
        }
        Ok(())
    }
}

#[test]
fn a_page_whose_rows_are_null_is_empty_with_and_without_types() {
    let parrot = Parrot::start();
    let body = br#"{"page":1,"pages":1,"count":0,"results":null}"#;
    parrot.ask(200, body).unwrap();
    let query = UserConversationHistory::new(
        UserId(1),
        Timestamp::from_second(0).unwrap(),
        Timestamp::from_second(1).unwrap(),
    );
    let raw = parrot.client.raw_all(Request::of(&query));
    assert_eq!(parrot.runtime.block_on(raw).unwrap().len(), 0);
    let typed = parrot.client.all(query);
    assert_eq!(parrot.runtime.block_on(typed).unwrap(), []);
}

fn status() -> impl Strategy<Value = u16> {
    const REFUSED: [u16; 13] = [
        400, 401, 403, 404, 409, 413, 422, 429, 451, 500, 502, 503, 504,
    ];
    prop_oneof![3 => Just(200), 2 => prop::sample::select(REFUSED.as_slice())]
}

/// Generates JSON with the keys of answers and errors, in any place and with any type.
fn any_json() -> impl Strategy<Value = Value> {
    const KEYS: [&str; 22] = [
        "results",
        "page",
        "pages",
        "count",
        "id",
        "number",
        "customers",
        "name",
        "status",
        "responseTime",
        "repliesSent",
        "message",
        "error",
        "error_description",
        "_embedded",
        "errors",
        "path",
        "rejectedValue",
        "logRef",
        "correlationId",
        "_links",
        "x",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (1..4_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "(closed|12|3.0|2019-05-02T12:00:00Z)".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        let key = prop_oneof![
            5 => prop::sample::select(KEYS.as_slice()).prop_map(str::to_owned),
            1 => any::<String>()
        ];
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((key, inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Generates a page of the documented form, some of whose parts are arbitrary.
fn nearly_a_page() -> impl Strategy<Value = Value> {
    let number = || prop_oneof![4 => (0..5_i64).prop_map(Value::from), 1 => any_json()];
    let row = prop_oneof![
        3 => (number(), number(), any_json()).prop_map(|(id, number, other)| {
            json!({ "id": id, "number": number, "customers": [], "mood": other })
        }),
        1 => any_json(),
    ];
    let rows = prop_oneof![4 => vec(row, 0..4).prop_map(Value::from), 1 => any_json()];
    (number(), number(), number(), rows).prop_map(|(page, pages, count, results)| {
        json!({ "page": page, "pages": pages, "count": count, "results": results })
    })
}

/// Generates the example with pieces removed, inserted or replaced, and truncated somewhere.
fn damaged_example() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        "(null|true|-|0|1e999|1.5|\"|\\\\u|\\\\|,|:|\\[|\\]|\\{|\\}|\"results\":|\"id\":1,)"
            .prop_map(String::into_bytes),
        vec(any::<u8>(), 1..4),
    ];
    let change = (any::<Index>(), 0..12_usize, piece);
    let changes = vec(change, 0..4);
    let cut = prop::option::weighted(0.3, any::<Index>());
    (changes, cut).prop_map(|(changes, cut)| {
        let mut body = EXAMPLE.as_bytes().to_vec();
        for (at, length, piece) in changes {
            let at = at.index(body.len());
            let end = body.len().min(at + length);
            body.splice(at..end, piece);
        }
        if let Some(cut) = cut {
            body.truncate(cut.index(body.len()));
        }
        body
    })
}

fn run<B: AsRef<[u8]> + std::fmt::Debug>(body: impl Strategy<Value = B>, usual: u32) {
    let parrot = Parrot::start();
    TestRunner::new(cases(usual))
        .run(&(status(), body), |(status, body)| {
            parrot.ask(status, body.as_ref())
        })
        .unwrap();
}

#[test]
fn any_bytes_are_a_page_or_an_error() {
    run(vec(any::<u8>(), 0..200), 128);
}

#[test]
fn any_json_is_a_page_or_an_error() {
    run(any_json().prop_map(|json| json.to_string()), 256);
}

#[test]
fn what_is_nearly_a_page_is_a_page_or_an_error() {
    run(nearly_a_page().prop_map(|json| json.to_string()), 512);
}

#[test]
fn the_documented_example_damaged_is_a_page_or_an_error() {
    run(damaged_example(), 512);
}

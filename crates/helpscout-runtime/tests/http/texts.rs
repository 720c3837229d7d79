//! Texts that the service cut within a character.

use helpscout_runtime::{Endpoint, Operation, Query, Request};
use serde::Deserialize;

use crate::history::{OPERATION, full_page, history, query};
use crate::service::{Reply, Service};

struct Names(Query);

#[derive(Debug, Deserialize)]
struct Answer {
    name: String,
    mood: Mood,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Mood {
    Good,
    Other(String),
}
helpscout_runtime::open_enum!(Mood { Good = "good" });

impl Endpoint for Names {
    type Response = Answer;
    const OPERATION: &'static Operation = OPERATION;

    fn query(&self) -> &Query {
        &self.0
    }
}

#[tokio::test]
async fn half_a_character_costs_no_answer_and_stays_as_received_in_raw_text() {
    let body = r#"{"name":"bad \ud83d end","mood":"\ude00","\ud83d":"\uDE00\uD83D"}"#;
    let service = Service::start(move |_| Reply::ok(body)).await;
    let client = service.client();
    let answer = client.send(&Names(query())).await.unwrap();
    assert_eq!(answer.name, "bad \u{fffd} end");
    assert_eq!(answer.mood, Mood::Other("\u{fffd}".to_owned()));

    let raw = client
        .send_raw(&Request::of(&Names(query())))
        .await
        .unwrap();
    assert_eq!(raw.value(), body);
    assert_eq!(raw.read::<Names>().unwrap().name, "bad \u{fffd} end");
    assert_eq!(service.calls().len(), 2);
}

#[tokio::test]
async fn the_rows_of_a_page_with_half_a_character_are_kept_as_received() {
    let row = r#"{"number":1,"name":"\ud83d"}"#;
    let body = format!(r#"{{"\ud83d":"é","page":1,"pages":1,"count":1,"results":[{row}]}}"#);
    let service = Service::start(move |_| Reply::ok(body.clone())).await;
    let client = service.client();
    let rows = client.raw_all(Request::new(OPERATION, query())).await;
    assert_eq!(rows.unwrap()[0].get(), row);
    assert_eq!(client.all(history()).await.unwrap()[0].number, 1);
}

#[tokio::test]
async fn half_a_character_hides_no_message_of_the_service() {
    let refusal = r#"{"logRef":"c\ud83d","message":"No user \ud83d","_embedded":{"errors":[
        {"path":"user","message":"unknown","rejectedValue":"\ude00"}]}}"#;
    let service = Service::start(move |_| Reply::new(400, refusal)).await;
    let error = service.client().send(&history()).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("400 Bad Request: No user \u{fffd}; user: unknown (got \"\u{fffd}\")"),
        "{text}"
    );
    assert_eq!(error.body(), Some(refusal));
}

#[tokio::test]
async fn half_a_character_in_a_response_with_a_token_is_no_problem() {
    let token = r#"{"account":"\ud83d","access_token":"good","expires_in":"72\u0030\u0030"}"#;
    let service = Service::start_with_tokens(
        move |_| Reply::ok(token),
        |_| Reply::ok(r#"{"name":"n","mood":"good"}"#),
    )
    .await;
    service.client().send(&Names(query())).await.unwrap();
    assert_eq!(service.calls()[0].token.as_deref(), Some("good"));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_an_error_that_names_the_first() {
    let body = b"{\"name\":\"\xff\",\"mood\":\"good\"}".to_vec();
    let service = Service::start(move |_| Reply::ok(body.clone())).await;
    let error = service.client().send(&Names(query())).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert!(
        error
            .to_string()
            .contains("invalid utf-8 sequence of 1 bytes from index 9"),
        "{error}"
    );
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test]
async fn headers_that_repeat_the_token_are_shown_without_it() {
    let answer = |_: &_| {
        Reply::ok(full_page(1, 1))
            .with("X-Debug", "Authorization: Bearer 4f9c1d7e20b8")
            .with("X-Spelled", "%34f9c1d7e20b8")
            .with("X-Other", "kept")
    };
    let service = Service::start(answer).await;
    let builder = service.builder().access_token("4f9c1d7e20b8");
    let response = builder.build().unwrap().send(&history()).await.unwrap();
    for shown in [format!("{response:?}"), format!("{response:#?}")] {
        assert!(!shown.contains("f9c1d7e20b8"), "{shown}");
        assert!(shown.contains("Bearer [hidden]\""), "{shown}");
        assert!(shown.contains("\"x-other\": \"kept\""), "{shown}");
    }
    // A program that reads a header gets what came.
    assert!(
        response.headers()["x-debug"]
            .to_str()
            .unwrap()
            .ends_with("4f9c1d7e20b8")
    );
}

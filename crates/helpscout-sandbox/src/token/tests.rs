#![allow(clippy::unwrap_used)]

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::*;
use crate::{
    Sandbox,
    tests::{Answer, Caller, HISTORY, MAY},
};

const TOKEN: &str = "/v2/oauth2/token";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

fn credentials_form() -> String {
    format!("grant_type=client_credentials&client_id={APP_ID}&client_secret={APP_SECRET}")
}

async fn post(caller: &Caller, query: &str, content_type: &str, body: String) -> Answer {
    let request =
        Request::post(format!("{TOKEN}?{query}")).header(header::CONTENT_TYPE, content_type);
    caller.send(request.body(Body::from(body)).unwrap()).await
}

async fn post_basic(caller: &Caller, credentials: &str, body: &str) -> Answer {
    let request = Request::post(TOKEN)
        .header(header::AUTHORIZATION, format!("Basic {credentials}"))
        .header(header::CONTENT_TYPE, FORM)
        .body(Body::from(body.to_owned()));
    caller.send(request.unwrap()).await
}

async fn assert_good(caller: &Caller, answer: Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let body = answer.json();
    let request = Request::get(format!("{HISTORY}?{MAY}")).header(
        header::AUTHORIZATION,
        format!("bearer {}", body["access_token"].as_str().unwrap()),
    );
    let call = caller.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(call.status, StatusCode::OK, "{}", call.text);
    body
}

/// Returns the status, error and description of a refused request.
fn refusal(answer: &Answer) -> (u16, String, String) {
    let body = answer.json();
    let text = |key: &str| body[key].as_str().unwrap().to_owned();
    assert_eq!(body.as_object().unwrap().len(), 2);
    assert!(!answer.text.contains(APP_SECRET));
    (
        answer.status.as_u16(),
        text("error"),
        text("error_description"),
    )
}

#[tokio::test]
async fn a_token_is_given_for_credentials_in_a_form_in_json_in_the_query_and_by_basic() {
    let caller = Caller::new().await;
    let json = json!({ "grant_type": "client_credentials", "client_id": APP_ID, "client_secret": APP_SECRET });
    assert_good(&caller, post(&caller, "", FORM, credentials_form()).await).await;
    assert_good(
        &caller,
        post(
            &caller,
            "",
            "Application/JSON; charset=utf-8",
            json.to_string(),
        )
        .await,
    )
    .await;
    assert_good(
        &caller,
        post(&caller, &credentials_form(), "text/plain", String::new()).await,
    )
    .await;
    let basic = BASE64_STANDARD.encode(format!("{APP_ID}:{APP_SECRET}"));
    assert_good(
        &caller,
        post_basic(&caller, &basic, "grant_type=client_credentials").await,
    )
    .await;
}

#[tokio::test]
async fn basic_credentials_and_the_same_client_id_in_the_body_are_one_client() {
    let caller = Caller::new().await;
    let basic = BASE64_STANDARD.encode(format!("{APP_ID}:{APP_SECRET}"));
    let grant = "grant_type=client_credentials";
    let equal = format!("{grant}&client_id={APP_ID}");
    assert_good(&caller, post_basic(&caller, &basic, &equal).await).await;
    for (body, reason) in [
        (
            format!("{grant}&client_id=other"),
            "client_id differs from that of the Basic credentials",
        ),
        (
            format!("{grant}&client_id="),
            "client_id differs from that of the Basic credentials",
        ),
        (
            format!("{equal}&client_id={APP_ID}"),
            "client_id was given more than once",
        ),
        (
            format!("{equal}&client_secret={APP_SECRET}"),
            "client_secret was given more than once",
        ),
    ] {
        let answer = post_basic(&caller, &basic, &body).await;
        let expected = (400, "invalid_request".to_owned(), reason.to_owned());
        assert_eq!(refusal(&answer), expected, "{body}");
    }
}

#[tokio::test]
async fn a_token_answer_is_not_to_be_stored_and_says_nothing_of_the_rate_limit() {
    let caller = Caller::new().await;
    let answer = post(&caller, "", FORM, credentials_form()).await;
    assert_eq!(
        answer.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("pragma"), Some("no-cache"));
    assert_eq!(answer.header("x-ratelimit-limit-minute"), None);
    assert!(answer.header("correlation-id").is_some());
    let body = answer.json();
    assert_eq!(
        (&body["token_type"], &body["expires_in"]),
        (&json!("bearer"), &json!(172_800))
    );
    assert_eq!(
        body.as_object().unwrap().len(),
        3,
        "client credentials get no refresh token"
    );
}

#[tokio::test]
async fn every_token_is_another_one_and_all_are_good() {
    let caller = Caller::new().await;
    let first = assert_good(&caller, post(&caller, "", FORM, credentials_form()).await).await;
    let second = assert_good(&caller, post(&caller, "", FORM, credentials_form()).await).await;
    assert_ne!(first["access_token"], second["access_token"]);
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    let caller = Caller::new().await;
    for (id, secret) in [("other", APP_SECRET), (APP_ID, "other")] {
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let answer = post(&caller, "", FORM, form).await;
        let description = "The client ID or secret is not the sandbox's own".to_owned();
        assert_eq!(
            refusal(&answer),
            (401, "invalid_client".to_owned(), description)
        );
        assert_eq!(answer.header("www-authenticate"), None);
    }
    let answer = post_basic(
        &caller,
        &BASE64_STANDARD.encode("a:b"),
        "grant_type=client_credentials",
    )
    .await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("www-authenticate")),
        (401, Some("Basic"))
    );
}

#[tokio::test]
async fn broken_requests_are_told_what_is_broken() {
    let caller = Caller::new().await;
    let whole = credentials_form();
    let mut report = String::new();
    for (query, content_type, body) in [
        ("", FORM, ""),
        ("", FORM, "grant_type=client_credentials"),
        (
            "",
            FORM,
            "grant_type=client_credentials&client_id=sandbox-app",
        ),
        (
            "",
            FORM,
            "grant_type=&client_id=sandbox-app&client_secret=sandbox-secret",
        ),
        (
            "",
            FORM,
            "grant_type=password&client_id=sandbox-app&client_secret=sandbox-secret",
        ),
        (
            "",
            FORM,
            "grant_type=refresh_token&client_id=sandbox-app&client_secret=sandbox-secret",
        ),
        (
            "",
            FORM,
            "grant_type=refresh_token&refresh_token=x&client_id=sandbox-app&client_secret=sandbox-secret",
        ),
        (
            "",
            FORM,
            "grant_type=authorization_code&code=x&client_id=sandbox-app&client_secret=sandbox-secret",
        ),
        ("client_id=twice", FORM, whole.as_str()),
        ("", "text/plain", whole.as_str()),
        ("", JSON, whole.as_str()),
        ("", JSON, "[]"),
        ("", JSON, r#"{"grant_type": 1}"#),
        ("grant_type=%FF", FORM, ""),
    ] {
        let (status, error, description) =
            refusal(&post(&caller, query, content_type, body.to_owned()).await);
        report += &format!("{content_type} ?{query} {body}\n  {status} {error}: {description}\n");
    }
    for credentials in ["%%%", "bm9jb2xvbg=="] {
        let (status, error, description) = refusal(&post_basic(&caller, credentials, "").await);
        report += &format!("Basic {credentials}\n  {status} {error}: {description}\n");
    }
    insta::assert_snapshot!(report);
}

#[tokio::test]
async fn tokens_are_asked_for_by_post_and_in_few_words() {
    let caller = Caller::new().await;
    let answer = caller.get(TOKEN).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.json()["message"],
        "/v2/oauth2/token answers POST only, not GET"
    );
    let answer = post(&caller, "", FORM, "x".repeat(20_000)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn a_code_is_good_once_and_refresh_tokens_rotate() {
    let mut tokens = Tokens::new(Duration::from_secs(60), None);
    let now = Instant::now();
    let mut ask = |more: &str| {
        let query = format!("client_id={APP_ID}&client_secret={APP_SECRET}&{more}");
        let code = tokens.issue_code();
        let request = TokenRequest::read(&query.replace("CODE", &code), &HeaderMap::new(), b"")
            .ok()
            .unwrap();
        tokens
            .grant(&request, now)
            .map(|answer| (answer["refresh_token"].as_str().unwrap().to_owned(), code))
    };
    let (first, code) = ask("grant_type=authorization_code&code=CODE").unwrap();
    assert!(
        ask(&format!("grant_type=authorization_code&code={code}")).is_err(),
        "the code is spent"
    );
    let (second, _) = ask(&format!("grant_type=refresh_token&refresh_token={first}")).unwrap();
    assert_ne!(first, second);
    let spent = ask(&format!("grant_type=refresh_token&refresh_token={first}")).unwrap_err();
    assert_eq!(spent.status, StatusCode::BAD_REQUEST);
    assert_eq!(spent.to_json()["error"], "invalid_request");
    assert!(ask(&format!("grant_type=refresh_token&refresh_token={second}")).is_ok());
}

#[test]
fn a_token_is_good_until_its_lifetime_is_over() {
    let mut tokens = Tokens::new(Duration::from_secs(60), None);
    let start = Instant::now();
    let token = tokens.token(start, None)["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(tokens.admit(&token, start));
    assert!(tokens.admit(&token, start + Duration::from_millis(59_999)));
    assert!(!tokens.admit(&token, start + Duration::from_secs(60)));
    assert!(!tokens.admit("", start));
}

#[test]
fn a_lifetime_longer_than_time_itself_is_accepted() {
    let mut tokens = Tokens::new(Duration::MAX, None);
    let now = Instant::now();
    let token = tokens.token(now, None)["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(tokens.admit(&token, now));
}

#[tokio::test]
async fn a_token_of_one_sandbox_is_no_token_of_another() {
    let (here, there) = (Caller::new().await, Caller::of(Sandbox::builder()).await);
    let token =
        assert_good(&here, post(&here, "", FORM, credentials_form()).await).await["access_token"]
            .clone();
    let request = Request::get(format!("{HISTORY}?{MAY}")).header(
        header::AUTHORIZATION,
        format!("Bearer {}", token.as_str().unwrap()),
    );
    let answer = there.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_token_for_three_calls_is_good_three_times_and_the_next_one_again() {
    let mut tokens = Tokens::new(Duration::from_secs(60), Some(3));
    let now = Instant::now();
    let mut fresh = || {
        let answer = tokens.token(now, None);
        let token = answer["access_token"].as_str().unwrap();
        [(); 5].map(|()| tokens.admit(token, now))
    };
    assert_eq!(fresh(), [true, true, true, false, false]);
    assert_eq!(fresh(), [true, true, true, false, false]);
}

#[test]
fn calls_with_another_token_do_not_wear_a_token_out() {
    let mut tokens = Tokens::new(Duration::from_secs(60), Some(1));
    let now = Instant::now();
    let [first, second] = [(); 2].map(|()| {
        let answer = tokens.token(now, None);
        answer["access_token"].as_str().unwrap().to_owned()
    });
    assert!(tokens.admit(&first, now));
    assert!(!tokens.admit(&first, now));
    assert!(tokens.admit(&second, now));
}

#[test]
fn revoked_tokens_are_worthless_at_once_and_later_ones_good() {
    let mut tokens = Tokens::new(Duration::from_secs(60), None);
    let now = Instant::now();
    let answer = tokens.token(now, None);
    let old = answer["access_token"].as_str().unwrap().to_owned();
    assert!(tokens.admit(&old, now));
    tokens.revoke();
    assert!(!tokens.admit(&old, now));
    let answer = tokens.token(now, None);
    assert!(tokens.admit(answer["access_token"].as_str().unwrap(), now));
}

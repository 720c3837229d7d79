//! The kinds of errors.

use std::collections::BTreeSet;
use std::time::Duration;

use helpscout_runtime::{Client, Error, ErrorKind, Query};

use crate::history::{History, full_page, history, page};
use crate::service::{NOBODY, Reply, Service};

async fn refused(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Error {
    let service = Service::start(move |_| reply()).await;
    let client = service
        .builder()
        .max_attempts(1)
        .max_body(1_000)
        .max_pages(10)
        .timeout(Duration::from_secs(2));
    client.build().unwrap().all(history()).await.unwrap_err()
}

async fn refused_walk() -> Error {
    let service = Service::start(|seen| Reply::ok(full_page(seen.page(), 4))).await;
    let client = service.builder().max_report(500).build().unwrap();
    client.all(history()).await.unwrap_err()
}

async fn refused_token(reply: fn() -> Reply) -> Error {
    let service = Service::start_with_tokens(move |_| reply(), |_| Reply::ok("{}")).await;
    let client = service.builder().max_attempts(1).build().unwrap();
    client.send(&history()).await.unwrap_err()
}

fn setup() -> Error {
    Client::builder().build().unwrap_err()
}

async fn failed_provider() -> Error {
    let client = Client::builder().token_provider(|| async { Err("sealed") });
    client.build().unwrap().send(&history()).await.unwrap_err()
}

async fn unreachable() -> Error {
    let client = Client::builder()
        .access_token("t")
        .base_url(NOBODY)
        .max_attempts(1);
    client.build().unwrap().send(&history()).await.unwrap_err()
}

async fn invalid() -> Error {
    let client = Client::builder().access_token("t").build().unwrap();
    client.send(&History(Query::new())).await.unwrap_err()
}

/// Returns an error of each kind that a plain HTTP service can cause, with its expected kind and
/// whether a later try may help.
async fn errors() -> Vec<(Error, ErrorKind, bool)> {
    let status = |status: u16| refused(move || Reply::new(status, ""));
    vec![
        (setup(), ErrorKind::Setup, false),
        (invalid().await, ErrorKind::InvalidQuery, false),
        (status(401).await, ErrorKind::Unauthorized, false),
        (
            refused_token(|| Reply::new(400, "")).await,
            ErrorKind::Unauthorized,
            false,
        ),
        (status(403).await, ErrorKind::PlanRefused, false),
        (
            refused_token(|| Reply::new(403, "")).await,
            ErrorKind::Forbidden,
            false,
        ),
        (status(404).await, ErrorKind::NotFound, false),
        (status(410).await, ErrorKind::NotFound, false),
        (status(429).await, ErrorKind::RateLimited, true),
        (status(408).await, ErrorKind::Unavailable, true),
        (status(500).await, ErrorKind::Unavailable, true),
        (status(522).await, ErrorKind::Unavailable, true),
        (
            refused_token(|| Reply::new(503, "")).await,
            ErrorKind::Unavailable,
            true,
        ),
        (status(400).await, ErrorKind::Refused, false),
        (status(501).await, ErrorKind::Refused, false),
        (failed_provider().await, ErrorKind::TokenProvider, false),
        (unreachable().await, ErrorKind::Connect, true),
        (status(407).await, ErrorKind::Proxy, false),
        (
            refused(|| Reply::ok("{}").after(Duration::from_secs(600))).await,
            ErrorKind::Timeout,
            true,
        ),
        (
            refused(|| Reply::cut("{")).await,
            ErrorKind::Interrupted,
            true,
        ),
        (
            refused(|| Reply::ok("{\"page\":")).await,
            ErrorKind::Interrupted,
            true,
        ),
        (
            refused(|| Reply::new(302, "").with("Location", "https://b.example/c")).await,
            ErrorKind::Redirect,
            false,
        ),
        (
            refused(|| Reply::ok("x".repeat(10_000))).await,
            ErrorKind::TooLarge,
            false,
        ),
        (
            refused(|| Reply::ok(full_page(1, 11))).await,
            ErrorKind::TooLarge,
            false,
        ),
        (
            // Four pages are larger than all may be together.
            refused_walk().await,
            ErrorKind::TooLarge,
            false,
        ),
        (
            refused(|| Reply::ok("<html>")).await,
            ErrorKind::Decode,
            false,
        ),
        (
            refused(|| Reply::ok(page(1, 1, 9, 0..2))).await,
            ErrorKind::Inconsistent,
            true,
        ),
    ]
}

#[tokio::test]
async fn every_error_has_one_kind_with_which_its_other_answers_agree() {
    for (error, kind, is_transient) in errors().await {
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.is_transient(), is_transient, "{kind}: {error}");
        let answers = [
            (error.is_rate_limited(), kind == ErrorKind::RateLimited),
            (error.is_unauthorized(), kind == ErrorKind::Unauthorized),
            (error.is_plan_refusal(), kind == ErrorKind::PlanRefused),
            (error.is_timeout(), kind == ErrorKind::Timeout),
            (error.is_interrupted(), kind == ErrorKind::Interrupted),
            (error.is_decode(), kind == ErrorKind::Decode),
            (error.is_invalid_query(), kind == ErrorKind::InvalidQuery),
            (error.is_inconsistent(), kind == ErrorKind::Inconsistent),
            (
                error.is_connect(),
                matches!(kind, ErrorKind::Connect | ErrorKind::Proxy),
            ),
        ];
        assert!(
            answers.iter().all(|(answer, expected)| answer == expected),
            "{kind}: {answers:?}"
        );
        let whole = match error.advice() {
            Some(advice) => format!("{}. {advice}", error.problem()),
            None => error.problem(),
        };
        assert_eq!(error.to_string(), whole);
    }
}

#[test]
fn names_are_words_in_lower_case() {
    let kinds = [
        ErrorKind::Setup,
        ErrorKind::InvalidQuery,
        ErrorKind::Unauthorized,
        ErrorKind::PlanRefused,
        ErrorKind::Forbidden,
        ErrorKind::NotFound,
        ErrorKind::RateLimited,
        ErrorKind::Unavailable,
        ErrorKind::Refused,
        ErrorKind::TokenProvider,
        ErrorKind::Connect,
        ErrorKind::Proxy,
        ErrorKind::Certificate,
        ErrorKind::Timeout,
        ErrorKind::Interrupted,
        ErrorKind::Redirect,
        ErrorKind::TooLarge,
        ErrorKind::Decode,
        ErrorKind::Inconsistent,
        ErrorKind::Stopped,
    ];
    let names: BTreeSet<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(names.len(), kinds.len());
    for kind in kinds {
        let snake: String = format!("{kind:?}")
            .chars()
            .flat_map(|letter| {
                let gap = letter.is_uppercase().then_some('_');
                gap.into_iter().chain(letter.to_lowercase())
            })
            .collect();
        assert_eq!(format!("_{kind}"), snake);
    }
}

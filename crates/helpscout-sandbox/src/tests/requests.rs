//! How single requests are answered.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::json;

use super::caller::{Caller, HISTORY, MAY, embedded};
use crate::{plan::Plan, sandbox::Sandbox};

#[tokio::test]
async fn every_answer_has_a_correlation_id_and_the_rate_limit() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Plus)).await;
    let mut seen = Vec::new();
    for (path, left) in [
        (format!("{HISTORY}?{MAY}"), "399"),
        (HISTORY.to_owned(), "398"),
        ("/v2/no".to_owned(), "398"),
    ] {
        let answer = caller.get(&path).await;
        assert_eq!(
            answer.header("x-ratelimit-limit-minute"),
            Some("400"),
            "{path}"
        );
        assert_eq!(
            answer.header("x-ratelimit-remaining-minute"),
            Some(left),
            "{path}"
        );
        assert_eq!(answer.header("x-ratelimit-retry-after"), None);
        seen.push(answer.header("correlation-id").unwrap().to_owned());
    }
    seen.dedup();
    assert_eq!(seen.len(), 3);
    assert!(
        seen.iter()
            .all(|id| id.len() > 36 && id.as_bytes()[36] == b'#'),
        "{seen:?}"
    );
}

#[tokio::test]
async fn over_the_limit_a_call_is_told_how_long_to_wait() {
    let caller = Caller::of(Sandbox::builder().calls_per_minute(2)).await;
    assert_eq!(
        caller.get(&format!("{HISTORY}?{MAY}")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        caller
            .get(&format!("{HISTORY}?{MAY}"))
            .await
            .header("x-ratelimit-remaining-minute"),
        Some("0")
    );
    let refused = caller.get(&format!("{HISTORY}?{MAY}")).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused
        .header("x-ratelimit-retry-after")
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait));
    let expected = format!("More than 2 calls in this minute; the next starts in {wait} seconds");
    assert_eq!(refused.json(), json!({ "message": expected }));
}

#[tokio::test]
async fn the_length_of_a_minute_can_be_said() {
    let builder = Sandbox::builder().calls_per_minute(1);
    let caller = Caller::of(builder.minute(Duration::ZERO)).await;
    for _ in 0..3 {
        let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("x-ratelimit-limit-minute"), Some("1"));
    }
}

#[tokio::test]
async fn calls_without_a_good_token_are_refused_and_cost_nothing() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Pro)).await;
    for authorization in ["", "Bearer", "Bearer nonsense", "Basic c2FuZGJveA=="] {
        let request =
            Request::get(format!("{HISTORY}?{MAY}")).header("authorization", authorization);
        let answer = caller.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{authorization}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/vnd.error+json")
        );
        assert_eq!(answer.header("x-ratelimit-remaining-minute"), Some("800"));
        assert_eq!(
            answer.json()["logRef"].as_str(),
            answer.header("correlation-id")
        );
        assert!(!answer.text.contains("nonsense"), "tokens are not repeated");
    }
}

#[tokio::test]
async fn reports_are_json_and_look_ups_are_hal() {
    let caller = Caller::new().await;
    for (target, expected) in [
        (format!("{HISTORY}?{MAY}"), "application/json"),
        ("/v2/users".to_owned(), "application/hal+json;charset=UTF-8"),
        (
            "/v2/users/me".to_owned(),
            "application/hal+json;charset=UTF-8",
        ),
    ] {
        let answer = caller.get(&target).await;
        assert_eq!(answer.status, StatusCode::OK, "{target}");
        assert_eq!(answer.header("content-type"), Some(expected), "{target}");
    }
}

#[tokio::test]
async fn each_seed_is_an_account_with_an_id_of_its_own() {
    let mut ids = Vec::new();
    for builder in [
        Sandbox::builder(),
        Sandbox::builder().seed(2020),
        Sandbox::builder().seed(u64::MAX),
    ] {
        let me = Caller::of(builder).await.get("/v2/users/me").await.json();
        ids.push(me["companyId"].as_i64().unwrap());
    }
    assert_eq!(ids, [30_417, 30_418, 709_580_013]);
}

#[tokio::test]
async fn expired_tokens_are_refused() {
    let caller = Caller::of(Sandbox::builder().token_lifetime(Duration::ZERO)).await;
    assert_eq!(
        caller.get(&format!("{HISTORY}?{MAY}")).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_plan_without_reports_is_refused_with_the_plans_that_have_them() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Standard)).await;
    let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header("x-ratelimit-limit-minute"), Some("200"));
    assert_eq!(
        answer.json()["message"],
        "/v2/reports/user/conversation-history is part of the plans plus, pro; this account has the plan standard"
    );
}

#[tokio::test]
async fn paths_that_are_not_described_are_unknown_in_plain_text() {
    let caller = Caller::new().await;
    for path in [
        "/v2/v2/reports/user/conversation-history",
        "/v2/reports",
        "/reports/user/conversation-history",
        "/v2/",
    ] {
        let answer = caller.get(path).await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::NOT_FOUND, "Unknown URL"),
            "{path}"
        );
        assert_eq!(
            answer.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
    }
}

#[tokio::test]
async fn a_slash_at_the_end_of_a_path_changes_nothing() {
    let caller = Caller::new().await;
    let answer = caller.get(&format!("{HISTORY}/?{MAY}")).await;
    assert_eq!(answer.json(), caller.history(MAY).await);
}

#[tokio::test]
async fn a_method_the_path_does_not_have_is_a_bad_request_that_costs_two() {
    let caller = Caller::of(Sandbox::builder().plan(Plan::Pro)).await;
    let request =
        Request::post(HISTORY).header("authorization", format!("Bearer {}", caller.token));
    let answer = caller.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.json()["message"],
        format!("{HISTORY} answers GET only, not POST")
    );
    let about = answer.json()["_links"]["about"]["href"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        about.ends_with("overview/errors#invalid-http-method"),
        "{about}"
    );
    assert_eq!(answer.header("x-ratelimit-remaining-minute"), Some("798"));
}

#[tokio::test]
async fn the_front_page_says_how_to_get_in_and_what_to_ask_for() {
    let mut api = embedded();
    api.operations
        .retain(|operation| operation.id == "user_conversation_history");
    let caller = Caller::of(Sandbox::builder().spec(api)).await;
    insta::assert_snapshot!(caller.get("/").await.text);
}

#[tokio::test]
async fn all_calls_are_counted_the_refused_ones_too() {
    let caller = Caller::new().await;
    caller.get(&format!("{HISTORY}?{MAY}")).await;
    caller.get(HISTORY).await;
    caller.get("/v2/no").await;
    let calls = caller.calls();
    assert_eq!(
        (
            calls.tokens(),
            calls.to(HISTORY),
            calls.to("/v2/no"),
            calls.unknown()
        ),
        (1, 2, 0, 1)
    );
    assert_eq!(calls.by_path().len(), 1);
}

#[tokio::test]
async fn a_service_without_tokens_and_limits_is_served_without() {
    let mut api = embedded();
    api.service.token = None;
    api.service.rate_limit = None;
    api.service.correlation_id = None;
    api.service.media_types.reports = "application/json;charset=utf-8".to_owned();
    let builder = Sandbox::builder().spec(api).calls_per_minute(1);
    let caller = Caller::without_token(builder.service().unwrap());
    for _ in 0..3 {
        let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            Some("application/json;charset=utf-8")
        );
        for name in ["x-ratelimit-limit-minute", "correlation-id"] {
            assert_eq!(answer.header(name), None);
        }
    }
    let answer = caller.ask_for_token().await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let front_page = caller.get("/").await.text;
    assert!(!front_page.contains("grant_type"), "{front_page}");
}

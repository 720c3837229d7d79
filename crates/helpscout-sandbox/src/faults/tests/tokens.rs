//! Faults of the token endpoint.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};

use crate::{
    Fault, Faults, Sandbox,
    tests::{Caller, HISTORY, MAY},
    token::{APP_ID, APP_SECRET},
};

fn caller(faults: Faults) -> Caller {
    Caller::without_token(Sandbox::builder().faults(faults).service().unwrap())
}

#[tokio::test]
async fn the_first_token_requests_meet_the_faults_in_turn() {
    let faults = Faults::new()
        .token_first(1, Fault::ServerError)
        .token_first(2, Fault::RateLimited);
    let caller = caller(faults);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(caller.ask_for_token().await.status.as_u16());
    }
    assert_eq!(statuses, [500, 429, 429, 200, 200]);
    let calls = caller.calls();
    assert_eq!(calls.tokens(), 5);
    assert_eq!(calls.faults()[&Fault::RateLimited], 2);
}

#[tokio::test]
async fn faults_of_the_token_endpoint_say_nothing_of_the_rate_limit_but_the_wait() {
    let caller = caller(Faults::new().token_first(1, Fault::RateLimited));
    let answer = caller.ask_for_token().await;
    assert_eq!(answer.header("x-ratelimit-retry-after"), Some("1"));
    assert_eq!(answer.header("x-ratelimit-limit-minute"), None);
    assert!(answer.header("correlation-id").is_some());
}

#[tokio::test]
async fn faults_of_tokens_and_of_calls_leave_each_other_alone() {
    let tokens_only = Faults::new().token_first(1, Fault::ServerError);
    let mut with_bad_tokens = caller(tokens_only);
    with_bad_tokens.ask_for_token().await;
    with_bad_tokens.renew_token().await;
    let answer = with_bad_tokens.get(&format!("{HISTORY}?{MAY}")).await;
    assert_eq!(answer.status, StatusCode::OK);

    let with_bad_calls = caller(Faults::new().share(Fault::ServerError, 100.0));
    assert_eq!(with_bad_calls.ask_for_token().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_share_of_token_requests_fails_the_same_ones_again_with_the_same_seed() {
    let met = async |seed| {
        let faults = Faults::new().token_share(Fault::ServerError, 50.0);
        let caller = caller(faults.seed(seed));
        let mut met = Vec::new();
        for _ in 0..40 {
            met.push(caller.ask_for_token().await.status == StatusCode::OK);
        }
        met
    };
    let first = met(1).await;
    assert_eq!(first, met(1).await);
    assert_ne!(first, met(2).await);
    assert!(first.contains(&true) && first.contains(&false));
}

#[tokio::test]
async fn a_code_survives_a_fault_in_place_of_the_answer_and_is_spent_by_a_lost_answer() {
    for (fault, survives) in [
        (Fault::RateLimited, true),
        (Fault::ServerError, true),
        (Fault::Unavailable, true),
        (Fault::OriginTimeout, true),
        (Fault::Cut, false),
        (Fault::Dropped, false),
    ] {
        let caller = caller(Faults::new().token_first(1, fault));
        let code = caller.authorization_code();
        assert!(!exchange(&caller, &code).await, "{fault}");
        assert_eq!(exchange(&caller, &code).await, survives, "{fault}");
    }
}

/// Returns true if the code is exchanged for a token.
async fn exchange(caller: &Caller, code: &str) -> bool {
    let query = format!(
        "grant_type=authorization_code&code={code}&client_id={APP_ID}&client_secret={APP_SECRET}"
    );
    let request = Request::post(format!("/v2/oauth2/token?{query}"));
    let answer = caller.try_send(request.body(Body::empty()).unwrap()).await;
    answer.is_some_and(|answer| answer.status == StatusCode::OK)
}

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use helpscout_runtime::secrecy::ExposeSecret;
use helpscout_runtime::{AccessToken, Client, ErrorKind};

use crate::history::{full_page, history};
use crate::service::{Reply, Seen, Service};

pub(crate) fn page(_: &Seen) -> Reply {
    Reply::ok(full_page(1, 1))
}

/// Returns a page only for the token `good`.
fn page_for(good: &'static str) -> impl Fn(&Seen) -> Reply {
    move |seen| {
        if seen.token.as_deref() == Some(good) {
            page(seen)
        } else {
            Reply::new(401, "")
        }
    }
}

fn slowly(reply: Reply) -> Reply {
    reply.after(Duration::from_millis(50))
}

#[tokio::test]
async fn credentials_are_sent_as_a_form_and_the_token_is_used_again() {
    let service = Service::start(page).await;
    let client = service.client();
    client.send(&history()).await.unwrap();
    client.clone().send(&history()).await.unwrap();

    let requests = service.token_requests();
    assert_eq!(requests.len(), 1);
    let form = |name: &str| requests[0].form.get(name).map(String::as_str);
    assert_eq!(form("grant_type"), Some("client_credentials"));
    assert_eq!(form("client_id"), Some("app"));
    assert_eq!(form("client_secret"), Some("s3cret"));
    assert_eq!(service.calls().len(), 2);
}

#[tokio::test]
async fn fifty_calls_at_once_share_one_request_for_a_token() {
    let service = Service::start_with_tokens(|_| slowly(Reply::token("good", 7200)), page).await;
    let client = service.client();
    let answers = join_all((0..50).map(|_| async { client.send(&history()).await })).await;

    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test]
async fn fifty_calls_at_once_share_one_request_that_fails() {
    let refusal = r#"{"error":"invalid_client","error_description":"Unknown app"}"#;
    let service = Service::start_with_tokens(move |_| slowly(Reply::new(401, refusal)), page).await;
    let client = service.client();
    let answers = join_all((0..50).map(|_| async { client.send(&history()).await })).await;

    for answer in answers {
        let error = answer.unwrap_err();
        assert!(error.is_unauthorized());
        assert_eq!(
            error.to_string(),
            "user_history: could not get an access token: the service responded with 401 Unauthorized: \
             Unknown app (invalid_client) (correlation ID c0ffee#1). \
             Check the app's ID and secret, and that the app still exists"
        );
    }
    assert_eq!(service.token_requests().len(), 1);
    assert!(service.calls().is_empty());
}

#[tokio::test]
async fn fifty_calls_whose_token_is_refused_share_one_new_one() {
    let service = Service::start(page_for("token-2")).await;
    let client = service.client();
    let answers = join_all((0..50).map(|_| async { client.send(&history()).await })).await;

    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(service.token_requests().len(), 2);
}

#[tokio::test]
async fn fifty_calls_whose_token_is_refused_share_one_request_that_fails() {
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::token("stale", 7200),
            _ => slowly(Reply::new(400, r#"{"error":"invalid_client"}"#)),
        },
        page_for("good"),
    )
    .await;
    let client = service.client();
    let answers = join_all((0..50).map(|_| async { client.send(&history()).await })).await;

    assert!(
        answers
            .iter()
            .all(|answer| answer.as_ref().is_err_and(|error| error.is_unauthorized()))
    );
    assert_eq!(service.token_requests().len(), 2);
    assert_eq!(service.calls().len(), 50);
}

#[tokio::test]
async fn after_a_401_the_same_request_is_sent_once_more_with_a_new_token() {
    let service = Service::start(page_for("token-2")).await;
    service.client().send(&history()).await.unwrap();

    let calls = service.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].query, calls[1].query);
    assert_eq!(calls[0].path, calls[1].path);
    assert_eq!(calls[1].token.as_deref(), Some("token-2"));
}

#[tokio::test]
async fn a_second_401_is_an_error() {
    let service = Service::start(page_for("never")).await;
    let error = service.client().send(&history()).await.unwrap_err();

    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 2);
    assert_eq!(service.calls().len(), 2);
    assert_eq!(service.token_requests().len(), 2);
}

#[tokio::test]
async fn a_fixed_token_that_is_refused_is_not_sent_again() {
    let service = Service::start(page_for("never")).await;
    let client = service.builder().access_token("fixed").build().unwrap();
    let error = client.send(&history()).await.unwrap_err();

    assert!(error.is_unauthorized());
    assert_eq!(service.calls().len(), 1);
    assert_eq!(service.calls()[0].token.as_deref(), Some("fixed"));
    assert!(service.token_requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_token_whose_lifetime_is_over_is_replaced() {
    let service = Service::start(page).await;
    let client = service.client();
    for seconds in [0, 6_890, 320] {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        client.send(&history()).await.unwrap();
    }
    let tokens: Vec<_> = service
        .calls()
        .into_iter()
        .filter_map(|call| call.token)
        .collect();
    assert_eq!(tokens, ["token-1", "token-1", "token-2"]);
}

#[tokio::test]
async fn a_token_that_ends_at_once_still_serves_those_who_waited_for_it() {
    let service = Service::start_with_tokens(|_| slowly(Reply::token("brief", 0)), page).await;
    let client = service.client();
    let answers = join_all((0..20).map(|_| async { client.send(&history()).await })).await;

    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_for_a_token_is_repeated_when_the_service_has_trouble() {
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::new(503, ""),
            1 => Reply::new(429, "").with("X-RateLimit-Retry-After", 3),
            _ => Reply::token("good", 7200),
        },
        page_for("good"),
    )
    .await;
    service.client().send(&history()).await.unwrap();
    assert_eq!(service.token_requests().len(), 3);
}

#[tokio::test]
async fn a_token_answer_that_is_none_is_an_error_without_its_text() {
    let odd = r#"{"token_type":"bearer","accessToken":"hush"}"#;
    let service = Service::start_with_tokens(move |_| Reply::ok(odd), page).await;
    let error = service.client().send(&history()).await.unwrap_err();

    assert!(error.is_decode());
    assert!(
        error
            .to_string()
            .contains("not a JSON object with an `access_token`"),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("hush"));
}

#[tokio::test]
async fn a_provider_is_asked_again_after_its_token_was_refused() {
    let service = Service::start(page_for("provided-2")).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let client = service
        .builder()
        .token_provider(move || {
            let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
            async move { Ok::<_, std::io::Error>(AccessToken::new(format!("provided-{number}"))) }
        })
        .build()
        .unwrap();
    client.send(&history()).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert!(service.token_requests().is_empty());
}

#[tokio::test]
async fn a_provider_is_asked_again_after_a_token_that_can_not_be_sent() {
    let service = Service::start(page_for("provided-3")).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let client = service
        .builder()
        .token_provider(move || {
            let token = match asked.fetch_add(1, Ordering::SeqCst) {
                0 => "provided\n1",
                1 => " ",
                _ => "provided-3",
            };
            async move { Ok::<_, std::io::Error>(AccessToken::new(token)) }
        })
        .build()
        .unwrap();
    for problem in ["such as a line break", "is empty"] {
        let error = client.send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TokenProvider);
        assert!(error.to_string().contains(problem), "{error}");
        assert!(!format!("{error} {error:?}").contains("provided"));
    }
    client.send(&history()).await.unwrap();
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test]
async fn a_token_of_the_service_that_can_not_be_sent_is_no_fault_of_a_provider() {
    let service = Service::start_with_tokens(
        |_| Reply::ok(r#"{"access_token":"access\n1"}"#),
        page_for("access-1"),
    )
    .await;
    let builder = service.builder().client_credentials("app", "s3cret");
    let client = builder.build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().contains("such as a line break"),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("access\\n1"));
}

#[tokio::test]
async fn a_blank_token_of_the_service_is_none() {
    let service = Service::start_with_tokens(
        |seen| {
            Reply::ok(match seen.before {
                0 => r#"{"access_token":"access-1","refresh_token":" ","expires_in":0}"#,
                1 => r#"{"access_token":"","refresh_token":"refresh-2"}"#,
                _ => r#"{"access_token":"access-3"}"#,
            })
        },
        page,
    )
    .await;
    let stored = Arc::new(Mutex::new(Vec::new()));
    let keep = stored.clone();
    let client = service
        .builder()
        .max_attempts(1)
        .refresh_token("app", "s3cret", "refresh-0", move |token| {
            keep.lock().unwrap().push(token.expose_secret().to_owned());
            async { Ok::<_, std::io::Error>(()) }
        })
        .build()
        .unwrap();
    client.send(&history()).await.unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    client.send(&history()).await.unwrap();

    assert!(stored.lock().unwrap().is_empty());
    let sent = service.token_requests();
    assert!(
        sent.iter()
            .all(|seen| seen.form["refresh_token"] == "refresh-0")
    );
}

#[tokio::test]
async fn a_provider_that_fails_is_named_with_its_words() {
    let client = Client::builder()
        .base_url("http://127.0.0.1:9")
        .token_provider(|| async { Err("the vault is sealed") })
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_history: could not get an access token: the token provider failed: the vault is sealed"
    );
}

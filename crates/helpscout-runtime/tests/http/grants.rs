//! Refresh tokens and authorization codes are traded once each and never lost.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use helpscout_runtime::secrecy::ExposeSecret;
use helpscout_runtime::{Error, ErrorKind};

use crate::history::history;
use crate::service::{Reply, Service};
use crate::tokens::page;

/// A service whose refresh tokens can be used once each, like those of the real service.
async fn rotating_service() -> Service {
    let valid = Mutex::new("refresh-0".to_owned());
    Service::start_with_tokens(
        move |seen| {
            let mut valid = valid.lock().unwrap();
            let given = seen.form.get("refresh_token").or(seen.form.get("code"));
            if given != Some(&*valid) {
                return Reply::new(
                    400,
                    r#"{"error":"invalid_request","error_description":"Invalid refresh_token"}"#,
                );
            }
            *valid = format!("refresh-{}", seen.before + 1);
            Reply::ok(format!(
                r#"{{"access_token":"access-{}","refresh_token":"{valid}","expires_in":7200}}"#,
                seen.before + 1
            ))
        },
        page,
    )
    .await
}

/// Returns the error of a call that needs a refresh token and of one that needs a code, both of which
/// get `reply`.
async fn errors_of_grants(reply: impl Fn() -> Reply + Clone + Send + Sync + 'static) -> [Error; 2] {
    let service = Service::start_with_tokens(move |_| reply(), page).await;
    let store = |_| async { Ok::<_, std::io::Error>(()) };
    let builders = [
        service
            .builder()
            .refresh_token("app", "s3cret", "used", store),
        service
            .builder()
            .authorization_code("app", "s3cret", "used", store),
    ];
    let errors = builders
        .map(|builder| async move { builder.build().unwrap().send(&history()).await.unwrap_err() });
    let errors = join_all(errors).await.try_into().unwrap();
    assert_eq!(service.token_requests().len(), 2);
    errors
}

#[tokio::test]
async fn a_used_refresh_token_or_code_needs_the_user_and_an_unknown_app_its_secret() {
    let texts = |status, body: &'static str| async move {
        let errors = errors_of_grants(move || Reply::new(status, body)).await;
        assert!(errors.iter().all(Error::is_unauthorized));
        errors.map(|error| error.advice().unwrap())
    };
    let used = [
        "The refresh token has been used or has expired, so the user has to authorize the app again",
        "The authorization code has been used or has expired, so the user has to authorize the app again",
    ];
    for body in [
        r#"{"error":"invalid_grant","error_description":"expired"}"#,
        r#"{"error":"invalid_request","error_description":"Invalid refresh_token"}"#,
        "",
    ] {
        assert_eq!(texts(400, body).await, used, "{body}");
    }
    let unknown = ["Check the app's ID and secret, and that the app still exists"; 2];
    let body = r#"{"error":"invalid_client"}"#;
    assert_eq!(texts(400, body).await, unknown);
    assert_eq!(texts(401, body).await, unknown);
}

#[tokio::test]
async fn a_refresh_token_or_code_is_sent_once_and_the_error_says_why() {
    for error in errors_of_grants(|| Reply::new(503, "")).await {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Unavailable, 1)
        );
        assert_eq!(
            error.to_string(),
            "user_history: could not get an access token: the service responded with 503 Service \
             Unavailable (correlation ID c0ffee#1) (not retried because the service may have done \
             already what the call asks for). Try again later"
        );
    }
    for error in errors_of_grants(|| Reply::cut("{")).await {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Interrupted, 1)
        );
        assert!(
            error
                .to_string()
                .contains("(not retried because the service"),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn each_refresh_token_is_stored_before_its_access_token_is_used() {
    let service = rotating_service().await;
    let stored = Arc::new(Mutex::new(Vec::new()));
    let (keep, watched) = (stored.clone(), service.clone());
    let client = service
        .builder()
        .refresh_token("app", "s3cret", "refresh-0", move |token| {
            let calls = watched.calls().len();
            keep.lock()
                .unwrap()
                .push((calls, token.expose_secret().to_owned()));
            async { Ok::<_, std::io::Error>(()) }
        })
        .build()
        .unwrap();
    client.send(&history()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(7_200)).await;
    client.send(&history()).await.unwrap();

    let stored = stored.lock().unwrap().clone();
    assert_eq!(
        stored,
        [(0, "refresh-1".to_owned()), (1, "refresh-2".to_owned())]
    );
    let tokens: Vec<_> = service
        .calls()
        .into_iter()
        .filter_map(|call| call.token)
        .collect();
    assert_eq!(tokens, ["access-1", "access-2"]);
}

#[tokio::test]
async fn a_refresh_token_that_could_not_be_stored_is_kept_and_stored_with_the_next_call() {
    let service = rotating_service().await;
    let tries = Arc::new(AtomicUsize::new(0));
    let counted = tries.clone();
    let client = service
        .builder()
        .refresh_token("app", "s3cret", "refresh-0", move |_| {
            let is_first = counted.fetch_add(1, Ordering::SeqCst) == 0;
            async move { if is_first { Err("disk full") } else { Ok(()) } }
        })
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("could not be stored (disk full)"),
        "{error}"
    );
    assert!(service.calls().is_empty());

    client.send(&history()).await.unwrap();
    assert_eq!(tries.load(Ordering::SeqCst), 2);
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_while_a_refresh_token_is_traded_does_not_lose_it() {
    let service = Service::start_with_tokens(
        |seen| {
            assert_eq!(seen.before, 0);
            let body =
                r#"{"access_token":"access-1","refresh_token":"refresh-1","expires_in":7200}"#;
            Reply::ok(body).after(Duration::from_millis(100))
        },
        page,
    )
    .await;
    let client = service
        .builder()
        .refresh_token("app", "s3cret", "refresh-0", |_| async {
            Ok::<_, std::io::Error>(())
        })
        .build()
        .unwrap();
    let query = history();
    let impatient = tokio::time::timeout(Duration::from_millis(30), client.send(&query));
    assert!(impatient.await.is_err());

    client.send(&history()).await.unwrap();
    assert_eq!(service.token_requests().len(), 1);
    assert_eq!(service.calls()[0].token.as_deref(), Some("access-1"));
}

#[tokio::test]
async fn an_authorization_code_is_traded_once_and_then_refreshed() {
    let service = rotating_service().await;
    let client = service
        .builder()
        .authorization_code("app", "s3cret", "refresh-0", |_| async {
            Ok::<_, std::io::Error>(())
        })
        .build()
        .unwrap();
    client.send(&history()).await.unwrap();
    let requests = service.token_requests();
    assert_eq!(requests[0].form["grant_type"], "authorization_code");
    assert_eq!(requests[0].form["code"], "refresh-0");
}

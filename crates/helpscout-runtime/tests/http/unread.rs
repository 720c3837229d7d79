//! Tests of refusals whose body does not arrive or can't be read. The status and the headers say what to
//! do next.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use helpscout_runtime::{Error, ErrorKind, WaitReason};
use tokio::time::Instant;

use crate::history::{full_page, history};
use crate::service::{Reply, Service};

const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

/// A service that sends `reply` before it works.
async fn good_after(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Service {
    Service::start(move |seen| match seen.before {
        0 => reply(),
        _ => Reply::ok(full_page(1, 1)),
    })
    .await
}

fn cut(status: u16) -> Reply {
    Reply::cut(r#"{"message":"Slow do"#).with_status(status)
}

fn stalled(status: u16) -> Reply {
    Reply::stalled(r#"{"message":"Slow do"#).with_status(status)
}

#[tokio::test(start_paused = true)]
async fn after_a_429_without_its_body_all_calls_wait() {
    let first = Arc::new(Mutex::new(None));
    let service = Service::start(move |_| {
        let first = *first.lock().unwrap().get_or_insert_with(Instant::now);
        if first.elapsed() < Duration::from_secs(20) {
            cut(429).with("Retry-After", 20)
        } else {
            Reply::ok(full_page(1, 1))
        }
    })
    .await;
    let client = service.client();
    let query = history();
    let calls = join_all((0..16).map(|_| client.send(&query))).await;
    assert!(calls.iter().all(Result::is_ok), "{calls:?}");
    // Eight calls are in flight at once, and each was refused once.
    assert_eq!(service.calls().len(), 16 + 8);
}

#[tokio::test(start_paused = true)]
async fn other_calls_know_of_a_429_before_its_body_is_there() {
    let service = good_after(|| stalled(429).with("Retry-After", 90)).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = waits.clone();
    let client = service
        .builder()
        .on_wait(move |wait| log.lock().unwrap().push((wait.reason, wait.length)))
        .build()
        .unwrap();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.send(&history()).await.unwrap().attempts() }
    });
    while service.calls().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(client.send(&history()).await.unwrap().attempts(), 1);
    let (reason, length) = waits.lock().unwrap()[0];
    assert_eq!(reason, WaitReason::RateLimited);
    assert!(length > Duration::from_secs(89), "{length:?}");
    assert_eq!(first.await.unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_401_without_its_body_renews_the_token() {
    for reply in [cut, stalled] {
        let service = good_after(move || reply(401)).await;
        service.client().send(&history()).await.unwrap();
        assert_eq!(service.token_requests().len(), 2);
        assert_eq!(service.calls()[1].token.as_deref(), Some("token-2"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_final_refusal_without_its_body_is_final() {
    for (status, kind) in [
        (400, ErrorKind::Refused),
        (403, ErrorKind::PlanRefused),
        (404, ErrorKind::NotFound),
        (501, ErrorKind::Refused),
    ] {
        for reply in [cut, stalled] {
            let service = good_after(move || reply(status)).await;
            let error = service.client().send(&history()).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{error}");
            assert!(!error.is_transient());
            assert_eq!(service.calls().len(), 1, "{error}");
        }
    }
    let service = good_after(|| cut(302).with("Location", "https://elsewhere.example/")).await;
    let error = service.client().send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_message_has_what_arrived_and_says_that_it_is_not_all() {
    let service = Service::start(|_| stalled(503)).await;
    let client = service.builder().max_attempts(2).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_history: the service responded with 503 Service Unavailable: {\"message\":\"Slow do; \
         its body is incomplete: no complete response within 1m (correlation ID c0ffee#1) \
         (2 attempts). Try again later"
    );
    assert_eq!(error.body(), Some(r#"{"message":"Slow do"#));

    let service = Service::start(|_| Reply::cut("").with_status(404)).await;
    let error = service.client().send(&history()).await.unwrap_err();
    let start = "user_history: the service responded with 404 Not Found; its body is incomplete: \
                 the connection was lost before the response was complete (";
    assert!(error.to_string().starts_with(start), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_is_too_large_is_still_a_refusal() {
    let page = format!("<html><title>Bad gateway</title>{}", "x".repeat(5_000));
    let service = good_after(move || Reply::new(502, page.clone())).await;
    let client = service.builder().max_body(2_000).build().unwrap();
    assert_eq!(client.send(&history()).await.unwrap().attempts(), 2);

    let huge = || stalled(429).with("Content-Length", 99_999_999_999_u64);
    let service = good_after(move || huge().with("Retry-After", 7)).await;
    let start = Instant::now();
    service.client().send(&history()).await.unwrap();
    let waited = start.elapsed().as_secs_f64();
    assert!((7.0..9.0).contains(&waited), "{waited}");

    let service = Service::start(|_| Reply::new(403, "x".repeat(5_000))).await;
    let client = service.builder().max_body(2_000).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PlanRefused);
    let problem = error.problem();
    let end = "its body is incomplete: the response is larger than the limit of 2000 bytes";
    assert!(problem.contains(end), "{problem}");
}

#[tokio::test(start_paused = true)]
async fn the_rate_limit_is_learned_from_a_response_that_is_cut() {
    let headers = |reply: Reply| {
        reply
            .with("X-RateLimit-Limit-Minute", 60)
            .with("X-RateLimit-Remaining-Minute", 0)
    };
    let service = good_after(move || headers(Reply::cut("{"))).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = waits.clone();
    let client = service
        .builder()
        .on_wait(move |wait| log.lock().unwrap().push(wait.reason));
    client.build().unwrap().send(&history()).await.unwrap();
    assert_eq!(
        *waits.lock().unwrap(),
        [WaitReason::Connection, WaitReason::Reserve]
    );
}

/// Exchanges a refresh token at a service that sends `reply` before it works. Returns the number of
/// requests for a token, too.
async fn exchange(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Result<(), Error>, usize) {
    let service = Service::start_with_tokens(
        move |seen| match seen.before {
            0 => reply(),
            _ => Reply::token("good", 7200),
        },
        |_| Reply::ok(full_page(1, 1)),
    )
    .await;
    let client = service
        .builder()
        .refresh_token("app", "s3cret", "refresh-0", |_| async {
            Ok::<_, std::io::Error>(())
        });
    let sent = client.build().unwrap().send(&history()).await;
    (sent.map(|_| ()), service.token_requests().len())
}

#[tokio::test(start_paused = true)]
async fn a_refused_grant_is_known_by_its_status() {
    for reply in [cut, stalled] {
        let (sent, requests) = exchange(move || reply(429).with("Retry-After", 2)).await;
        sent.unwrap();
        assert_eq!(requests, 2);

        let (sent, requests) = exchange(move || reply(400)).await;
        let error = sent.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert!(!error.is_transient());
        assert_eq!(requests, 1);
        assert_eq!(
            error.advice().unwrap(),
            "Either the refresh token has been used or has expired, so that the user has to \
             authorize the app again, or the app's ID and secret are wrong"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_is_cut_shows_no_token() {
    let (sent, _) = exchange(|| {
        Reply::cut(r#"{"access_token":"issued-1","refresh_token":"issu"#).with_status(500)
    })
    .await;
    let error = sent.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", error.body());
    assert!(!shown.contains("issu"), "{shown}");
    assert!(shown.contains("500 Internal Server Error: [hidden]; its body is incomplete"));
}

#[tokio::test(start_paused = true)]
async fn a_compressed_refusal_says_so() {
    for (status, kind) in [
        (400, ErrorKind::Refused),
        (403, ErrorKind::PlanRefused),
        (429, ErrorKind::RateLimited),
        (503, ErrorKind::Unavailable),
    ] {
        let service = Service::start(move |_| {
            Reply::new(status, GZIP.to_vec()).with("Content-Encoding", "gzip")
        })
        .await;
        let client = service.builder().max_attempts(1).build().unwrap();
        let error = client.send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        let text = error.to_string();
        assert!(
            text.contains(": it is compressed (gzip), which was not asked for (correlation ID"),
            "{text}"
        );
        assert!(
            text.ends_with(
                ". Check which proxy between this machine and the service compresses responses"
            ),
            "{text}"
        );
    }
    // What says that it is compressed, and is not, is read.
    let service = Service::start(|_| {
        Reply::new(400, r#"{"message":"Bad start"}"#).with("Content-Encoding", "gzip")
    })
    .await;
    let error = service.client().send(&history()).await.unwrap_err();
    assert!(error.problem().contains("400 Bad Request: Bad start ("));
}

#[tokio::test]
async fn a_compressed_token_says_so() {
    let (sent, _) = exchange(|| Reply::ok(GZIP.to_vec()).with("Content-Encoding", "gzip")).await;
    let error = sent.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_history: could not get an access token: the response (200 OK) could not be decoded: \
         it is compressed (gzip), which was not asked for; it starts with: [hidden] \
         (correlation ID c0ffee#1). \
         Check the base URL and the proxies between this machine and the service"
    );
}

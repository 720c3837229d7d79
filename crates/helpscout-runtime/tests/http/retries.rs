use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use helpscout_runtime::{Client, Wait, WaitReason};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

use crate::history::{full_page, history};
use crate::service::{Reply, Seen, Service};

/// Returns a client whose waits are recorded.
fn watched(service: &Service) -> (Client, Arc<Mutex<Vec<Wait>>>) {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = waits.clone();
    let client = service
        .builder()
        .on_wait(move |wait| log.lock().unwrap().push(wait.clone()))
        .build()
        .unwrap();
    (client, waits)
}

/// A service that fails with `reply` before the call numbered `good`, counted from 0.
async fn good_from(good: usize, reply: impl Fn() -> Reply + Send + Sync + 'static) -> Service {
    Service::start(move |seen| {
        if seen.before < good {
            reply()
        } else {
            Reply::ok(full_page(1, 1))
        }
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn server_trouble_is_met_by_the_same_request_again() {
    for status in [
        408, 425, 500, 502, 503, 504, 507, 509, 520, 522, 524, 529, 530, 598, 599,
    ] {
        let service = good_from(3, move || Reply::new(status, "")).await;
        let (client, waits) = watched(&service);
        client.send(&history()).await.unwrap();

        let calls = service.calls();
        assert_eq!(calls.len(), 4);
        assert!(
            calls
                .iter()
                .all(|call| call.query == calls[0].query && call.token == calls[0].token)
        );
        let reasons: Vec<_> = waits
            .lock()
            .unwrap()
            .iter()
            .map(|wait| wait.reason)
            .collect();
        let unavailable = WaitReason::Unavailable(status.try_into().unwrap());
        assert_eq!(reasons, [unavailable; 3]);
    }
}

#[tokio::test(start_paused = true)]
async fn other_refusals_are_final() {
    for status in [
        400, 402, 403, 404, 405, 409, 412, 413, 415, 422, 501, 505, 506, 508, 510, 511,
    ] {
        let service = good_from(1, move || Reply::new(status, "")).await;
        let error = service.client().send(&history()).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(service.calls().len(), 1, "{status}");
        assert!(!error.is_transient(), "{error}");
        assert!(!error.to_string().contains("again later"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cut_body_is_asked_for_again() {
    let service = good_from(2, || Reply::cut(r#"{"page":1,"pages":1,"cou"#)).await;
    let (client, waits) = watched(&service);
    client.send(&history()).await.unwrap();
    assert_eq!(service.calls().len(), 3);
    assert!(
        waits
            .lock()
            .unwrap()
            .iter()
            .all(|wait| wait.reason == WaitReason::Connection)
    );

    let service = good_from(100, || Reply::cut("{")).await;
    let error = service.client().send(&history()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the connection was lost before the response was complete"),
        "{error}"
    );
    assert!(error.to_string().contains("(8 attempts)"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_takes_too_long_is_made_again() {
    let service = good_from(1, || Reply::ok("").after(Duration::from_secs(3600))).await;
    service.client().send(&history()).await.unwrap();
    assert_eq!(service.calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded() {
    let service = good_from(100, || Reply::new(503, r#"{"message":"Down"}"#)).await;
    let client = service.builder().max_attempts(3).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_history: the service responded with 503 Service Unavailable: Down \
         (correlation ID c0ffee#1) (3 attempts). Try again later"
    );
    assert_eq!(error.attempts(), 3);
    assert_eq!(service.calls().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_call_never_outlasts_its_deadline() {
    let service = good_from(100, || Reply::new(503, "").with("Retry-After", 50)).await;
    let started = Instant::now();
    let error = service.client().send(&history()).await.unwrap_err();
    assert!(started.elapsed() <= Duration::from_secs(300));
    assert!(
        error
            .to_string()
            .contains("another would exceed the deadline of 5m"),
        "{error}"
    );
    assert_eq!(error.attempts(), 6);

    let slow = good_from(100, || Reply::ok("").after(Duration::from_secs(3600))).await;
    let client = slow
        .builder()
        .deadline(Duration::from_secs(90))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_timeout());
    assert!(
        started.elapsed() <= Duration::from_secs(91),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_status_without_a_standard_is_an_error_with_its_number() {
    let service = good_from(100, || Reply::new(522, "")).await;
    let client = service.builder().max_attempts(2).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_history: the service responded with 522 (correlation ID c0ffee#1) (2 attempts). \
         Try again later"
    );
}

#[tokio::test(start_paused = true)]
async fn a_message_says_to_try_later_exactly_if_the_client_tries_again() {
    for status in 400..600 {
        let service = good_from(100, move || Reply::new(status, "")).await;
        let client = service.builder().access_token("t").max_attempts(2);
        let error = client.build().unwrap().send(&history()).await.unwrap_err();
        let is_repeated = error.attempts() == 2;
        let advice = error.advice().unwrap_or_default();
        let says_later = advice.contains("again later") || advice.contains("again in a minute");
        // The response of a proxy that requires a password is a fault of the set-up.
        if status != 407 {
            assert_eq!(says_later, is_repeated, "{error}");
            assert_eq!(error.is_transient(), is_repeated, "{error}");
        }
    }
}

async fn pause_after(reply: fn() -> Reply) -> f64 {
    let service = good_from(1, reply).await;
    // The first wait is the pause after the failed call.
    let (client, waits) = watched(&service);
    let started = Instant::now();
    client.send(&history()).await.unwrap();
    let told = waits.lock().unwrap()[0].clone();
    assert_eq!(told.reason, WaitReason::RateLimited);
    assert_eq!(told.operation, Some("user_history"));
    let elapsed = started.elapsed().as_secs_f64();
    assert!(
        (told.length.as_secs_f64() - elapsed).abs() < 0.1,
        "{told:?} {elapsed}"
    );
    elapsed
}

#[tokio::test(start_paused = true)]
async fn after_a_429_the_wait_the_service_asks_for_is_kept() {
    let own = pause_after(|| {
        Reply::new(429, "")
            .with("X-RateLimit-Retry-After", 7)
            .with("Retry-After", 90)
    })
    .await;
    assert!((7.0..8.1).contains(&own), "{own}");
    let standard = pause_after(|| Reply::new(429, "").with("retry-after", 9)).await;
    assert!((9.0..10.1).contains(&standard), "{standard}");
    let fraction = pause_after(|| Reply::new(429, "").with("Retry-After", "1.5")).await;
    assert!((1.5..2.6).contains(&fraction), "{fraction}");
    let several = pause_after(|| {
        Reply::new(429, "")
            .with("Retry-After", "2, 7")
            .with("Retry-After", 30)
    })
    .await;
    assert!((30.0..31.1).contains(&several), "{several}");
    for date in [
        "Thu, 01 Jan 2026 00:00:30 GMT",
        "Thursday, 01-Jan-26 00:00:30 GMT",
        "Thu Jan  1 00:00:30 2026",
    ] {
        let until = Service::start(move |seen| match seen.before {
            0 => Reply::new(429, "")
                .with("Date", "Thu, 01 Jan 2026 00:00:18 GMT")
                .with("Retry-After", date),
            _ => Reply::ok(full_page(1, 1)),
        })
        .await;
        let (client, waits) = watched(&until);
        client.send(&history()).await.unwrap();
        let wait = waits.lock().unwrap()[0].length.as_secs_f64();
        assert!((12.0..13.1).contains(&wait), "{date}: {wait}");
    }
    let none = pause_after(|| Reply::new(429, r#"{"error":"slow down"}"#)).await;
    assert!((60.0..61.1).contains(&none), "{none}");
    let too_long = pause_after(|| Reply::new(429, "").with("Retry-After", 86_400)).await;
    assert!((120.0..121.1).contains(&too_long), "{too_long}");
}

#[tokio::test(start_paused = true)]
async fn a_429_that_lasts_is_a_typed_error_not_data() {
    let service = good_from(100, || {
        Reply::new(429, r#"{"message":"API rate limit exceeded"}"#)
    })
    .await;
    let client = service.builder().max_attempts(2).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(
        error.to_string(),
        "user_history: the service responded with 429 Too Many Requests: API rate limit exceeded \
         (correlation ID c0ffee#1) (2 attempts). \
         All apps of an account share one rate limit; try again in a minute"
    );

    let service = good_from(100, || Reply::new(429, "").with("Retry-After", 90)).await;
    let client = service.builder().max_attempts(1).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(
        error.advice().as_deref(),
        Some("All apps of an account share one rate limit; try again in 1m 30s")
    );
}

#[tokio::test(start_paused = true)]
async fn in_an_outage_the_retry_budget_ends_repeats_for_all_clones() {
    let service = good_from(usize::MAX, || Reply::new(503, "")).await;
    let client = service.client();
    let start = Instant::now();
    let mut last = None;
    for _ in 0..40 {
        last = client.clone().send(&history()).await.err();
    }
    // 40 first attempts and 50 retries, which use up the budget. It gets a retry back every five
    // seconds, and the token may earn one more.
    let calls = service.calls().len();
    let refilled = usize::try_from(start.elapsed().as_secs() / 5).unwrap();
    assert!((90..=91 + refilled).contains(&calls), "{calls}, {refilled}");
    let last = last.unwrap().to_string();
    assert!(
        last.contains("because too many calls of this client fail)"),
        "{last}"
    );
}

#[tokio::test(start_paused = true)]
async fn soon_after_an_outage_a_call_is_retried_again() {
    let is_down = Arc::new(AtomicUsize::new(usize::MAX));
    let failures = is_down.clone();
    let service = Service::start(move |_| {
        let left = failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
            left.checked_sub(1)
        });
        match left {
            Ok(_) => Reply::new(503, ""),
            Err(_) => Reply::ok(full_page(1, 1)),
        }
    })
    .await;
    let client = service.client();
    let query = history();
    join_all((0..50).map(|_| client.send(&query))).await;
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.to_string().contains("too many calls"), "{error}");

    tokio::time::sleep(Duration::from_secs(5)).await;
    is_down.store(1, Ordering::SeqCst);
    assert_eq!(client.send(&history()).await.unwrap().attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_walk_survives_a_service_that_fails_every_fifth_call() {
    let calls = AtomicUsize::new(0);
    let service =
        Service::start(
            move |seen: &Seen| match calls.fetch_add(1, Ordering::SeqCst) % 5 {
                4 => Reply::new(502, "<html><title>Bad gateway</title>"),
                _ => Reply::ok(full_page(seen.page(), 500)),
            },
        )
        .await;
    let rows = service.client().all(history()).await.unwrap();
    assert!(rows.iter().map(|row| row.number).eq(0..5000));
}

async fn free_address() -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}

#[tokio::test]
async fn a_service_that_comes_up_late_is_reached() {
    let address = free_address().await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = waits.clone();
    let client = Client::builder()
        .access_token("fixed")
        .base_url(format!("http://{address}"))
        .on_wait(move |wait| {
            log.lock().unwrap().push(wait.reason);
            let listener = std::net::TcpListener::bind(address).unwrap();
            listener.set_nonblocking(true).unwrap();
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let router = axum::Router::new().fallback(|| async { full_page(1, 1) });
            tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        })
        .build()
        .unwrap();
    let page = client.send(&history()).await.unwrap();
    assert_eq!(page.results.len(), 10);
    assert_eq!(*waits.lock().unwrap(), [WaitReason::Connection]);
}

#[tokio::test(start_paused = true)]
async fn a_service_missing_on_this_machine_is_given_up_after_three_attempts() {
    let client = Client::builder()
        .access_token("fixed")
        .base_url(format!("http://{}", free_address().await))
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn attempts_that_failed_otherwise_do_not_count_as_those_to_connect() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for _ in 0..2 {
            let (mut connection, _) = listener.accept().await.unwrap();
            let response = b"HTTP/1.1 503 Down\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            connection
                .read_buf(&mut Vec::with_capacity(4096))
                .await
                .unwrap();
            connection.write_all(response).await.unwrap();
        }
    });
    let client = Client::builder().access_token("fixed").base_url(base_url);
    let error = client.build().unwrap().send(&history()).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_eq!(error.attempts(), 5);
}

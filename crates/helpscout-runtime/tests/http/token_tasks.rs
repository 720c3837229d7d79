//! Requests for tokens that outlive the calls that started them.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::future::join_all;
use helpscout_runtime::secrecy::{ExposeSecret, SecretString};
use helpscout_runtime::{AccessToken, Client, ErrorKind};

use crate::history::{full_page, history};
use crate::service::{Reply, Seen, Service};

fn page(_: &Seen) -> Reply {
    Reply::ok(full_page(1, 1))
}

/// Returns a page only for the token `good`.
fn page_for(good: &'static str) -> impl Fn(&Seen) -> Reply {
    move |seen| match seen.token.as_deref() {
        Some(token) if token == good => page(seen),
        _ => Reply::new(401, ""),
    }
}

fn slowly(reply: Reply) -> Reply {
    reply.after(Duration::from_millis(50))
}

/// Starts a call, which needs a token, and drops it once it waits for the token.
async fn call_and_drop(client: &Client) {
    let query = history();
    let mut call = std::pin::pin!(client.send(&query));
    // The call is a task, and so is the request for the token. Both have to run once.
    for _ in 0..4 {
        let is_pending = poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending()));
        assert!(is_pending.await);
        tokio::task::yield_now().await;
    }
}

/// Waits until the service has seen a request for a token.
async fn token_asked_for(service: &Service) {
    while service.token_requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn calls_that_are_dropped_share_one_request_for_a_token() {
    let service =
        Service::start_with_tokens(|_| slowly(Reply::token("good", 7200)), page_for("good")).await;
    let client = service.client();
    for _ in 0..10 {
        call_and_drop(&client).await;
    }
    token_asked_for(&service).await;
    for _ in 0..10 {
        call_and_drop(&client).await;
    }
    client.send(&history()).await.unwrap();
    assert_eq!(service.token_requests().len(), 1);
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_not_polled_holds_up_no_other() {
    let service = Service::start_with_tokens(|_| slowly(Reply::token("good", 7200)), page).await;
    let client = service.client();
    let query = history();
    let mut stalled: Vec<_> = (0..3).map(|_| Box::pin(client.send(&query))).collect();
    let mut context = Context::from_waker(Waker::noop());
    for call in &mut stalled {
        assert!(call.as_mut().poll(&mut context).is_pending());
    }
    client.send(&history()).await.unwrap();
    for call in stalled {
        call.await.unwrap();
    }
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test]
async fn a_provider_whose_caller_is_gone_is_not_asked_again() {
    let service = Service::start(page_for("provided")).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let client = service
        .builder()
        .token_provider(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                Ok::<_, std::io::Error>(AccessToken::new("provided"))
            }
        })
        .build()
        .unwrap();
    for _ in 0..5 {
        call_and_drop(&client).await;
    }
    client.send(&history()).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_is_an_error_and_the_next_call_asks_again() {
    let service = Service::start(page).await;
    let asked = AtomicUsize::new(0);
    let client = service
        .builder()
        .deadline(Duration::from_secs(100))
        .token_provider(move || {
            let number = asked.fetch_add(1, Ordering::SeqCst);
            async move {
                if number == 0 {
                    std::future::pending::<()>().await;
                }
                Ok::<_, std::io::Error>(AccessToken::new("provided"))
            }
        })
        .build()
        .unwrap();
    let query = history();
    for sent in join_all([client.send(&query), client.send(&query)]).await {
        let error = sent.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TokenProvider);
        assert_eq!(
            error.to_string(),
            "user_history: could not get an access token: the token provider did not return within \
             1m 30s. Check what it waits for, or raise `deadline`"
        );
    }
    client.send(&query).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_whose_store_hangs_is_kept_and_stored_by_the_next_call() {
    let service = Service::start_with_tokens(
        |_| {
            Reply::ok(
                r#"{"access_token":"access-1","refresh_token":"refresh-1","expires_in":7200}"#,
            )
        },
        page,
    )
    .await;
    let (stored, mut kept) = tokio::sync::mpsc::unbounded_channel();
    let hangs = Arc::new(AtomicBool::new(true));
    let client = service
        .builder()
        .deadline(Duration::from_secs(100))
        .refresh_token("app", "s3cret", "refresh-0", move |token| {
            let (stored, hangs) = (stored.clone(), hangs.clone());
            async move {
                if hangs.swap(false, Ordering::SeqCst) {
                    std::future::pending::<()>().await;
                }
                stored.send(token.expose_secret().to_owned())
            }
        })
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenProvider);
    let text = error.to_string();
    assert!(
        text.contains("stores refresh tokens did not return within 1m 30s"),
        "{text}"
    );
    assert!(kept.is_empty());
    client.send(&history()).await.unwrap();
    assert_eq!(kept.recv().await.as_deref(), Some("refresh-1"));
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test]
async fn a_provider_that_panics_is_an_error_and_the_next_call_asks_again() {
    let service = Service::start(page).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let client = service
        .builder()
        .token_provider(move || {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            async move {
                assert!(number > 0, "no token today");
                Ok::<_, std::io::Error>(AccessToken::new("provided"))
            }
        })
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenProvider);
    assert_eq!(
        error.to_string(),
        "user_history: could not get an access token: the token provider panicked (no token today)"
    );
    client.send(&history()).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_refresh_token_that_is_not_stored_because_of_a_panic_is_stored_with_the_next_call() {
    let token = r#"{"access_token":"good","refresh_token":"refresh-1","expires_in":7200}"#;
    // Whether the function itself panics, or what it returns.
    for is_late in [false, true] {
        let service = Service::start_with_tokens(move |_| Reply::ok(token), page).await;
        let stored = Arc::new(AtomicUsize::new(0));
        let counted = stored.clone();
        let store = move |token: SecretString| {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            let check = move || assert!(number > 0, "no room for {}", token.expose_secret());
            if !is_late {
                check();
            }
            async move {
                if is_late {
                    check();
                }
                Ok::<_, std::io::Error>(())
            }
        };
        let client = service.builder();
        let client = client.authorization_code("app", "s3cret", "code", store);
        let client = client.build().unwrap();
        let calls = join_all((0..5).map(|_| async { client.send(&history()).await.unwrap_err() }));
        for error in calls.await {
            assert_eq!(error.kind(), ErrorKind::TokenProvider);
            assert_eq!(
                error.to_string(),
                "user_history: could not get an access token: the function that stores refresh \
                 tokens panicked (no room for [hidden]); the new refresh token is kept, and the \
                 next call stores it again"
            );
        }
        client.send(&history()).await.unwrap();
        assert_eq!(stored.load(Ordering::SeqCst), 2);
        assert_eq!(service.token_requests().len(), 1);
    }
}

#[tokio::test]
async fn a_failure_is_not_kept_for_calls_after_it() {
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => slowly(Reply::new(401, "")),
            _ => Reply::token("good", 7200),
        },
        page,
    )
    .await;
    let client = service.client();
    call_and_drop(&client).await;
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    client.send(&history()).await.unwrap();
    assert_eq!(service.token_requests().len(), 2);
}

#[tokio::test]
async fn a_new_refresh_token_is_stored_though_every_caller_is_gone() {
    let service = Service::start_with_tokens(
        |_| {
            slowly(Reply::ok(
                r#"{"access_token":"access-1","refresh_token":"refresh-1","expires_in":7200}"#,
            ))
        },
        page,
    )
    .await;
    let (stored, mut kept) = tokio::sync::mpsc::unbounded_channel();
    let client = service
        .builder()
        .refresh_token("app", "s3cret", "refresh-0", move |token| {
            let stored = stored.clone();
            async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                stored.send(token.expose_secret().to_owned())
            }
        })
        .build()
        .unwrap();
    call_and_drop(&client).await;
    drop(client);
    assert_eq!(kept.recv().await.as_deref(), Some("refresh-1"));
    assert_eq!(service.token_requests().len(), 1);
    // The client is gone for good, and with it the function that stores.
    assert_eq!(kept.recv().await, None);
}

/// Runs work on a runtime of its own, which is shut down afterwards.
fn on_another_runtime<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(work)
        });
        thread.join().unwrap()
    })
}

/// A service whose first token comes long after its runtime is gone.
async fn with_a_late_token() -> Service {
    Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::token("late", 7200).after(Duration::from_secs(600)),
            _ => Reply::token("good", 7200),
        },
        page_for("good"),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_runtime_is_gone_holds_up_no_call_on_another() {
    let service = with_a_late_token().await;
    let client = service.client();
    tokio::task::block_in_place(|| {
        on_another_runtime(async {
            call_and_drop(&client).await;
            token_asked_for(&service).await;
        });
    });
    client.send(&history()).await.unwrap();
    tokio::task::block_in_place(|| {
        on_another_runtime(async { client.send(&history()).await.unwrap() })
    });
    client.send(&history()).await.unwrap();
    assert_eq!(service.token_requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_waits_for_a_request_of_a_runtime_that_ends_starts_another() {
    let service = with_a_late_token().await;
    let client = service.client();
    let waiting = tokio::task::block_in_place(|| {
        on_another_runtime(async {
            call_and_drop(&client).await;
            token_asked_for(&service).await;
            let client = client.clone();
            std::thread::spawn(move || {
                on_another_runtime(async { client.send(&history()).await.map(drop) })
            })
        })
    });
    waiting.join().unwrap().unwrap();
    assert_eq!(service.token_requests().len(), 2);
}

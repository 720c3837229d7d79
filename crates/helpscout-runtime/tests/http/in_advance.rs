//! Tokens that are replaced in advance, while calls go on with the one in use.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use helpscout_runtime::secrecy::SecretString;
use helpscout_runtime::{AccessToken, Client, ErrorKind};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::history::{full_page, history};
use crate::renewal::pass;
use crate::service::{Reply, Seen, Service};

fn page(_: &Seen) -> Reply {
    Reply::ok(full_page(1, 1))
}

/// A token provider that says when it is asked, and then waits for what to return.
struct Vault {
    asked: UnboundedReceiver<()>,
    returned: UnboundedSender<Result<AccessToken, &'static str>>,
}

impl Vault {
    /// Returns the client of a provider, which has got the token `first`, valid for ten minutes.
    async fn with_first_token(service: &Service) -> (Self, Client) {
        let (ask, asked) = unbounded_channel();
        let (returned, next) = unbounded_channel();
        let next = Arc::new(tokio::sync::Mutex::new(next));
        let builder = service.builder().token_provider(move || {
            ask.send(()).unwrap();
            let next = next.clone();
            async move { next.lock().await.recv().await.unwrap() }
        });
        let client = builder.build().unwrap();
        let mut vault = Self { asked, returned };
        vault.gives("first");
        client.send(&history()).await.unwrap();
        vault.asked.recv().await.unwrap();
        (vault, client)
    }

    fn gives(&self, token: &str) {
        let token = AccessToken::new(token).with_lifetime(Duration::from_secs(600));
        self.returned.send(Ok(token)).unwrap();
    }

    fn is_asked(&mut self) -> bool {
        self.asked.try_recv().is_ok()
    }
}

/// Makes a call and returns the token that it used at last.
async fn token_of_a_call(client: &Client, service: &Service) -> String {
    client.send(&history()).await.unwrap();
    last_token(service)
}

fn last_token(service: &Service) -> String {
    service.calls().pop().unwrap().token.unwrap()
}

/// Makes a call each second until one uses the token, and returns the number of calls.
async fn calls_until(token: &str, client: &Client, service: &Service) -> usize {
    for number in 1..=100 {
        if token_of_a_call(client, service).await == token {
            return number;
        }
        pass(1).await;
    }
    panic!("no call used the token {token}");
}

#[tokio::test]
async fn calls_go_on_with_a_token_while_one_of_them_replaces_it() {
    let service = Service::start(page).await;
    let (mut vault, client) = Vault::with_first_token(&service).await;
    pass(530).await;
    assert_eq!(token_of_a_call(&client, &service).await, "first");
    assert!(!vault.is_asked());

    // A tenth of its lifetime before it expires, calls ask for the next one and don't wait for it.
    pass(11).await;
    for _ in 0..5 {
        assert_eq!(token_of_a_call(&client, &service).await, "first");
    }
    assert!(vault.is_asked());
    assert!(!vault.is_asked());

    vault.gives("second");
    calls_until("second", &client, &service).await;
    assert!(!vault.is_asked());
}

#[tokio::test]
async fn a_call_after_the_end_of_a_token_waits_for_the_replacement_that_is_under_way() {
    let service = Service::start(page).await;
    let (mut vault, client) = Vault::with_first_token(&service).await;
    pass(550).await;
    assert_eq!(token_of_a_call(&client, &service).await, "first");
    assert!(vault.is_asked());

    pass(51).await;
    let (made, query) = (service.calls().len(), history());
    let mut call = pin!(client.send(&query));
    for _ in 0..10 {
        let is_pending = poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending()));
        assert!(is_pending.await);
        tokio::task::yield_now().await;
    }
    assert_eq!(service.calls().len(), made);

    vault.gives("second");
    call.await.unwrap();
    assert_eq!(last_token(&service), "second");
    assert!(!vault.is_asked());
}

#[tokio::test]
async fn a_token_that_is_rejected_while_it_is_replaced_is_not_used_again() {
    let is_revoked = Arc::new(AtomicBool::new(false));
    let revoked = is_revoked.clone();
    let service = Service::start(move |seen| match seen.token.as_deref() {
        Some("first") if revoked.load(Ordering::SeqCst) => Reply::new(401, ""),
        _ => page(seen),
    })
    .await;
    let (mut vault, client) = Vault::with_first_token(&service).await;
    pass(550).await;
    client.send(&history()).await.unwrap();
    assert!(vault.is_asked());

    is_revoked.store(true, Ordering::SeqCst);
    vault.gives("second");
    assert_eq!(token_of_a_call(&client, &service).await, "second");
    assert!(!vault.is_asked());
    assert!(service.calls().len() <= 4);
}

#[tokio::test]
async fn a_provider_that_fails_in_advance_is_asked_again_when_calls_need_a_token() {
    let service = Service::start(page).await;
    let (mut vault, client) = Vault::with_first_token(&service).await;
    pass(550).await;
    vault.returned.send(Err("the vault is sealed")).unwrap();
    for _ in 0..5 {
        assert_eq!(token_of_a_call(&client, &service).await, "first");
    }
    assert!(vault.is_asked());
    assert!(!vault.is_asked());

    pass(51).await;
    vault.returned.send(Err("the vault is sealed")).unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenProvider);
    vault.gives("second");
    assert_eq!(token_of_a_call(&client, &service).await, "second");
}

#[tokio::test]
async fn an_outage_of_the_token_endpoint_is_noticed_by_no_call() {
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::token("first", 600),
            1..4 => Reply::new(503, ""),
            _ => Reply::token("second", 600),
        },
        page,
    )
    .await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let told = waits.clone();
    let builder = service
        .builder()
        .on_wait(move |wait| told.lock().unwrap().push(wait.clone()));
    let client = builder.build().unwrap();
    client.send(&history()).await.unwrap();
    pass(541).await;
    calls_until("second", &client, &service).await;
    assert_eq!(service.token_requests().len(), 5);
    assert!(waits.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_call_that_needs_a_token_by_now_repeats_a_request_in_advance_that_failed() {
    let is_revoked = Arc::new(AtomicBool::new(false));
    let revoked = is_revoked.clone();
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::token("first", 600),
            1 => Reply::new(503, "").after(Duration::from_secs(20)),
            _ => Reply::token("second", 600),
        },
        move |seen| match seen.token.as_deref() {
            Some("first") if revoked.load(Ordering::SeqCst) => Reply::new(401, ""),
            _ => page(seen),
        },
    )
    .await;
    let client = service.client();
    client.send(&history()).await.unwrap();
    pass(550).await;
    client.send(&history()).await.unwrap();
    while service.token_requests().len() < 2 {
        tokio::task::yield_now().await;
    }

    is_revoked.store(true, Ordering::SeqCst);
    let caller = client.clone();
    let call = tokio::spawn(async move { caller.send(&history()).await.map(drop) });
    while service.calls().len() < 3 {
        tokio::task::yield_now().await;
    }
    pass(20).await;
    call.await.unwrap().unwrap();
    assert_eq!(last_token(&service), "second");
    assert_eq!(service.token_requests().len(), 3);
}

#[tokio::test]
async fn the_next_request_in_advance_waits_as_long_as_the_service_asks_for() {
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::token("first", 600),
            1 => Reply::new(429, "").with("Retry-After", 40),
            _ => Reply::token("second", 600),
        },
        page,
    )
    .await;
    let client = service.client();
    client.send(&history()).await.unwrap();
    pass(550).await;
    // Without the header, there would be another one after half of the time that is left.
    for _ in 0..35 {
        assert_eq!(token_of_a_call(&client, &service).await, "first");
        pass(1).await;
    }
    assert_eq!(service.token_requests().len(), 2);
    calls_until("second", &client, &service).await;
    assert_eq!(service.token_requests().len(), 3);
}

#[tokio::test]
async fn a_call_waits_for_a_refresh_token_that_it_exchanges_and_others_go_on() {
    let service = Service::start_with_tokens(
        |seen| {
            let number = seen.before + 1;
            Reply::ok(format!(
                r#"{{"access_token":"{number}","refresh_token":"refresh-{number}","expires_in":600}}"#
            ))
        },
        page,
    )
    .await;
    let (ask, mut asked) = unbounded_channel();
    let (stored, next) = unbounded_channel();
    let next = Arc::new(tokio::sync::Mutex::new(next));
    let store = move |_: SecretString| {
        ask.send(()).unwrap();
        let next = next.clone();
        async move { next.lock().await.recv().await.ok_or("closed") }
    };
    let builder = service
        .builder()
        .refresh_token("app", "s3cret", "refresh", store);
    let client = builder.build().unwrap();
    stored.send(()).unwrap();
    client.send(&history()).await.unwrap();
    asked.recv().await.unwrap();

    // A program may end after its last call, and the refresh token must not get lost then.
    pass(550).await;
    let query = history();
    let mut first = pin!(client.send(&query));
    tokio::select! {
        _ = &mut first => panic!("the call did not wait until the refresh token is stored"),
        is_asked = asked.recv() => is_asked.unwrap(),
    }
    for _ in 0..3 {
        assert_eq!(token_of_a_call(&client, &service).await, "1");
    }
    stored.send(()).unwrap();
    first.await.unwrap();
    assert_eq!(last_token(&service), "2");
    assert_eq!(service.token_requests().len(), 2);
}

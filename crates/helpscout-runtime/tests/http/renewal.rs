//! Tokens that can't be replaced in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use helpscout_runtime::secrecy::SecretString;
use helpscout_runtime::{AccessToken, Client, ErrorKind};

use crate::history::{full_page, history};
use crate::service::{Reply, Seen, Service};

fn page(_: &Seen) -> Reply {
    Reply::ok(full_page(1, 1))
}

/// Lets time pass while nothing is sent.
pub async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

/// Returns a client whose provider has a token of ten minutes once, and then fails, and how often it
/// was asked.
fn client_of_a_vault_that_closes(service: &Service) -> (Client, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let builder = service.builder().token_provider(move || {
        let is_first = counted.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            let token = AccessToken::new("first").with_lifetime(Duration::from_secs(600));
            is_first.then_some(token).ok_or("the vault is sealed")
        }
    });
    (builder.build().unwrap(), asked)
}

#[tokio::test]
async fn a_token_that_can_not_be_replaced_is_used_until_it_expires() {
    let service = Service::start(page).await;
    let (client, asked) = client_of_a_vault_that_closes(&service);
    client.send(&history()).await.unwrap();

    // It is replaced a minute before it expires.
    pass(550).await;
    for _ in 0..3 {
        client.send(&history()).await.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    // Half of the time that was left is over.
    pass(26).await;
    client.send(&history()).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert_eq!(service.calls().len(), 5);

    pass(26).await;
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenProvider);
    assert!(
        error.to_string().ends_with("the vault is sealed"),
        "{error}"
    );
    assert_eq!(service.calls().len(), 5);
}

#[tokio::test]
async fn a_token_that_the_service_rejects_is_not_used_again() {
    let service = Service::start(|_| Reply::new(401, "")).await;
    let (client, asked) = client_of_a_vault_that_closes(&service);
    for calls in [1, 1] {
        let error = client.send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TokenProvider);
        assert_eq!(service.calls().len(), calls);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_refresh_token_that_can_not_be_stored_is_an_error_at_once() {
    let service = Service::start_with_tokens(
        |seen| {
            let number = seen.before;
            Reply::ok(format!(
                r#"{{"access_token":"{number}","refresh_token":"refresh-{number}","expires_in":600}}"#
            ))
        },
        page,
    )
    .await;
    let stored = AtomicUsize::new(0);
    let store = move |_: SecretString| {
        let is_first = stored.fetch_add(1, Ordering::SeqCst) == 0;
        async move { is_first.then_some(()).ok_or("the disk is full") }
    };
    let builder = service
        .builder()
        .refresh_token("app", "s3cret", "refresh", store);
    let client = builder.build().unwrap();
    client.send(&history()).await.unwrap();
    pass(550).await;
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert_eq!(service.calls().len(), 1);
}

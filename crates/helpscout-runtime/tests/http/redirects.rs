//! What happens to the secret and to responses if a custom HTTP client follows every redirect.

use std::sync::Arc;

use helpscout_runtime::reqwest::{self, redirect::Policy};

use crate::history::{full_page, history};
use crate::service::{Reply, Service};

/// An HTTP client that follows every redirect, as a client for another purpose may do.
fn careless() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::custom(|attempt| attempt.follow()))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_secret_stays_here_even_if_the_callers_own_client_follows_redirects() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Service::start(|_| Reply::token("theirs", 7200)).await;
        let target = format!("{}/v2/elsewhere", elsewhere.base_url());
        let service = Service::start_with_tokens(
            move |_| Reply::new(status, "").with("Location", &target),
            |_| Reply::ok(full_page(1, 1)),
        )
        .await;
        let client = service.builder().http_client(careless()).build().unwrap();
        let error = client.send(&history()).await.unwrap_err();

        assert!(
            error
                .to_string()
                .starts_with("user_history: could not get an access token: "),
            "{error}"
        );
        assert!(error.to_string().contains(&elsewhere.base_url()), "{error}");
        assert!(
            service.calls().is_empty(),
            "a token from elsewhere was used"
        );
        for seen in elsewhere.calls() {
            assert!(
                seen.form.is_empty() && seen.query.is_empty(),
                "{status}: {seen:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_answer_from_elsewhere_is_not_taken_for_the_services() {
    let elsewhere = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let target = format!("{}/v2/elsewhere", elsewhere.base_url());
    let service = Service::start(move |_| Reply::new(302, "").with("Location", &target)).await;
    let client = service.builder().http_client(careless()).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();

    assert_eq!(elsewhere.calls()[0].token, None);
    assert_eq!(
        error.to_string(),
        format!(
            "user_history: the response (200 OK) came from {}, to which a redirect led. \
             Give `http_client` a redirect policy that stays on the host of the base URL",
            elsewhere.base_url()
        )
    );
}

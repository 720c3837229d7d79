//! Redirects of requests for tokens, and what happens to the secret and to responses if a custom HTTP
//! client follows every redirect.

use std::sync::Arc;

use helpscout_runtime::reqwest::{self, redirect::Policy};
use helpscout_runtime::{ErrorKind, JsonKind, Method, Operation, Query, Request, Sent};

use crate::history::{full_page, history};
use crate::service::{Reply, Service};

/// An HTTP client that follows every redirect, as a client for another purpose may do.
pub fn careless() -> reqwest::Client {
    http_client(Policy::custom(|attempt| attempt.follow()))
}

fn http_client(policy: Policy) -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(policy)
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

#[tokio::test]
async fn the_body_of_a_post_stays_here_even_if_the_callers_own_client_follows_redirects() {
    const SEARCH: &Operation = &Operation {
        id: "search",
        method: Method::Post,
        is_safe: true,
        path: "/v2/search",
        sent: &[Sent::body("filter", JsonKind::Text)],
        ..Operation::DEFAULT
    };
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Service::start(|_| Reply::ok("[]")).await;
        let target = format!("{}/v2/elsewhere", elsewhere.base_url());
        let service =
            Service::start(move |_| Reply::new(status, "").with("Location", &target)).await;
        let client = service.builder().http_client(careless()).build().unwrap();
        let request = Request::new(SEARCH, Query::new().with("filter", "open"));
        let error = client.send_raw(&request).await.unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Redirect, "{status}: {error}");
        assert!(error.to_string().contains(&elsewhere.base_url()), "{error}");
        assert_eq!(service.calls()[0].body, r#"{"filter":"open"}"#);
        for seen in elsewhere.calls() {
            assert_eq!((seen.body.as_str(), seen.token), ("", None), "{status}");
        }
    }
}

#[tokio::test]
async fn a_redirect_of_the_address_for_tokens_is_named_and_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        for (location, target) in [
            ("/v3/token", Some("/v3/token")),
            ("/v3/token?key=hush", Some("/v3/token")),
            (
                "https://me:hush@api.example/v2/oauth2/token?a=hush#hush",
                None,
            ),
        ] {
            let service = Service::start_with_tokens(
                move |_| Reply::new(status, "").with("Location", location),
                |_| Reply::ok(full_page(1, 1)),
            )
            .await;
            let error = service.client().send(&history()).await.unwrap_err();

            let (target, reason_not) = match target {
                Some(path) => (
                    format!("{}{path}", service.base_url()),
                    "A request for a token contains a secret, so it is not repeated elsewhere",
                ),
                None => (
                    "https://api.example:443/v2/oauth2/token".to_owned(),
                    "Tokens and secrets are sent only to the base URL; if this network asks to sign \
                     in first, do that",
                ),
            };
            let reason = reqwest::StatusCode::from_u16(status).unwrap();
            assert_eq!(
                error.to_string(),
                format!(
                    "user_history: could not get an access token: the service responded with {reason}, \
                     a redirect to {target}, which was not followed. {reason_not}; if the service \
                     has moved, change the base URL (`base_url`)"
                )
            );
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(service.token_requests().len(), 1);
            assert!(service.calls().is_empty());
            assert!(!format!("{error:?}").contains("hush"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn a_redirect_within_the_service_that_the_callers_own_client_follows_gives_no_token() {
    let service = Service::start_with_tokens(
        |_| Reply::new(301, "").with("Location", "/v2/token"),
        |_| Reply::token("other", 7200),
    )
    .await;
    let client = service.builder().http_client(careless()).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    let place = format!("{}/v2/token", service.base_url());
    assert!(
        error.to_string().contains(&format!(
            "the response (200 OK) came from {place}, to which a redirect led"
        )),
        "{error}"
    );
    assert!(error.to_string().contains("change the base URL"), "{error}");
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test]
async fn a_redirect_within_the_service_that_is_not_followed_says_so() {
    let service = Service::start(|_| Reply::new(307, "").with("Location", "/v2/again")).await;
    let follows_none = service.builder().http_client(http_client(Policy::none()));
    for builder in [service.builder(), follows_none] {
        let error = builder.build().unwrap().send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        let advice = error.advice().unwrap();
        let expected = "The service redirects the call more often than it is followed";
        assert!(advice.starts_with(expected), "{advice}");
    }
}

#[tokio::test]
async fn a_redirect_policy_that_gives_up_is_no_lost_connection_and_not_retried() {
    let service = Service::start(|_| Reply::new(307, "").with("Location", "/v2/again")).await;
    let refuse = |attempt: reqwest::redirect::Attempt<'_>| attempt.error("not here");
    let configured = service
        .builder()
        .configure_http(|http| http.redirect(Policy::limited(0)));
    let own = service
        .builder()
        .http_client(http_client(Policy::limited(0)));
    let refusing = service
        .builder()
        .http_client(http_client(Policy::custom(refuse)));
    for (builder, cause) in [
        (configured, "too many redirects"),
        (own, "too many redirects"),
        (refusing, "not here"),
    ] {
        let before = service.calls().len();
        let error = builder.build().unwrap().send(&history()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "user_history: the redirect policy of the HTTP client ended the call ({cause}). \
                 Check the base URL (`base_url`), and the redirect policy that `configure_http` or \
                 `http_client` sets"
            )
        );
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(!error.is_transient());
        assert_eq!(service.calls().len() - before, 1);
    }
}

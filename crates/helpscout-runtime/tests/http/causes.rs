//! The causes of errors, and how long to wait after them.

use std::error::Error as StdError;
use std::time::Duration;

use futures_util::future::poll_immediate;
use helpscout_runtime::{Client, Error, ErrorKind, Query, reqwest, serde_json};
use tokio::runtime::Runtime;

use crate::history::{History, full_page, history, page, request};
use crate::service::{NOBODY, Reply, Service};

async fn error_of(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Error {
    let service = Service::start(move |_| reply()).await;
    let client = service.builder().max_attempts(1).max_body(1_000);
    client.build().unwrap().all(history()).await.unwrap_err()
}

fn has_cause<T: StdError + 'static>(error: &Error) -> bool {
    error.source().is_some_and(|cause| cause.is::<T>())
}

fn has_innermost<T: StdError + 'static>(error: &Error) -> bool {
    causes(error).last().is_some_and(|cause| cause.is::<T>())
}

fn causes(error: &Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

#[tokio::test]
async fn an_error_of_the_network_is_caused_by_one_of_the_http_client() {
    let client = Client::builder().access_token("t").base_url(NOBODY);
    let client = client.max_attempts(1).build().unwrap();
    let unreachable = client.send(&history()).await.unwrap_err();
    assert_eq!(unreachable.kind(), ErrorKind::Connect);
    assert!(has_cause::<reqwest::Error>(&unreachable));
    // What `unwrap` and `main` show begins with what to read.
    let shown = format!("{unreachable:?}");
    assert!(
        shown.starts_with(&format!("Error {{ message: {unreachable}, ")),
        "{shown}"
    );
    assert!(has_innermost::<std::io::Error>(&unreachable));

    let service = Service::start(|_| Reply::ok("{}").after(Duration::from_secs(600))).await;
    let client = service.builder().max_attempts(1);
    let client = client.timeout(Duration::from_millis(200)).build().unwrap();
    let late = client.send(&history()).await.unwrap_err();
    assert_eq!(late.kind(), ErrorKind::Timeout);
    assert!(has_cause::<reqwest::Error>(&late));

    let lost = error_of(|| Reply::cut("{")).await;
    assert_eq!(lost.kind(), ErrorKind::Interrupted);
    assert!(has_cause::<reqwest::Error>(&lost));
    // The URL of the call has the parameters of the query.
    let texts: Vec<String> = causes(&lost)
        .map(|cause| format!("{cause} {cause:?}"))
        .collect();
    assert!(!texts.concat().contains("447723"), "{texts:?}");
}

#[tokio::test]
async fn an_error_of_a_body_is_caused_by_one_of_its_reader() {
    for body in [
        "<html>",
        r#"{"page":"one"}"#,
        r#"{"page":1,"pages":1,"count":1} 7"#,
    ] {
        let error = error_of(move || Reply::ok(body)).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(has_cause::<serde_json::Error>(&error), "{error:?}");
    }
    let error = error_of(|| Reply::ok(r#"{"page":1,"#)).await;
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert!(has_cause::<serde_json::Error>(&error), "{error:?}");
    let error = error_of(|| Reply::ok(&b"{\"page\":\"\xe4\"}"[..])).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(has_cause::<std::str::Utf8Error>(&error), "{error:?}");
}

#[derive(Debug)]
struct Sealed;

impl std::fmt::Display for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sealed")
    }
}

impl StdError for Sealed {}

#[tokio::test]
async fn an_error_of_the_programs_own_functions_is_kept() {
    let client = Client::builder().token_provider(|| async { Err(Sealed) });
    let error = client.build().unwrap().send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenProvider);
    assert!(has_cause::<Sealed>(&error));

    let service = Service::start_with_tokens(
        |_| Reply::ok(r#"{"access_token":"a","refresh_token":"b","expires_in":7200}"#),
        |_| Reply::ok("{}"),
    )
    .await;
    let client = service
        .builder()
        .refresh_token("app", "s3cret", "first", |_| async { Err(Sealed) });
    let error = client.build().unwrap().send(&history()).await.unwrap_err();
    assert!(has_cause::<Sealed>(&error), "{error:?}");

    let builder = Client::builder().access_token("line\nbreak");
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert!(error.source().is_some());
}

/// An error that says what was being done, as anyhow's `context` makes them, or what its cause says.
#[derive(Debug)]
struct While(&'static str);

impl std::fmt::Display for While {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for While {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&Sealed)
    }
}

#[tokio::test]
async fn the_message_has_all_causes_of_an_error_of_the_programs_own_functions() {
    let message = async |doing| {
        let client = Client::builder().token_provider(move || async move { Err(While(doing)) });
        let error = client.build().unwrap().send(&history()).await.unwrap_err();
        error.to_string()
    };
    assert_eq!(
        message("reading secret/app").await,
        "user_history: could not get an access token: the token provider failed: \
         reading secret/app: sealed"
    );
    // What a cause says is not repeated.
    let vault = message("the vault is sealed").await;
    assert!(vault.ends_with("failed: the vault is sealed"), "{vault}");

    let service = Service::start_with_tokens(
        |_| Reply::ok(r#"{"access_token":"a","refresh_token":"b","expires_in":7200}"#),
        |_| Reply::ok("{}"),
    )
    .await;
    let client = service
        .builder()
        .refresh_token("app", "s3cret", "first", |_| async {
            Err(While("writing to /etc"))
        });
    let error = client.build().unwrap().send(&history()).await.unwrap_err();
    let problem = "could not be stored (writing to /etc: sealed); it is kept";
    assert!(error.to_string().contains(problem), "{error}");
}

#[test]
fn an_error_of_work_that_was_stopped_is_caused_by_that_of_its_task() {
    let serving = Runtime::new().unwrap();
    let stopped = Runtime::new().unwrap();
    let service = serving.block_on(Service::start(|_| {
        Reply::ok("{}").after(Duration::from_secs(600))
    }));
    // A request for a token would be stopped as well, now and then before the call.
    let builder = Client::builder().access_token("t");
    let client = builder.base_url(service.base_url()).build().unwrap();
    let request = request();
    let mut call = Box::pin(client.send_raw(&request));
    let mut answers = client.all_of([history(), history()]);
    stopped.block_on(async {
        assert!(poll_immediate(&mut call).await.is_none());
        assert!(poll_immediate(answers.next()).await.is_none());
    });
    drop(stopped);
    let error = serving.block_on(call).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stopped);
    assert_eq!(error.operation(), Some("user_history"));
    assert!(has_cause::<tokio::task::JoinError>(&error), "{error:?}");

    for index in 0..2 {
        let answered = serving.block_on(answers.next()).unwrap();
        let error = answered.result.unwrap_err();
        assert_eq!((error.kind(), answered.index), (ErrorKind::Stopped, index));
        assert!(has_cause::<tokio::task::JoinError>(&error), "{error:?}");
        // The request for the page may be stopped before the query that needs it is.
        let text = error.to_string().replacen(", page 1", "", 1);
        let place = format!("user_history, query at index {index} (end=");
        assert!(text.starts_with(&place), "{error}");
    }
    assert!(serving.block_on(answers.next()).is_none());
}

#[tokio::test]
async fn an_error_of_a_query_among_several_keeps_its_cause() {
    let service = Service::start(|_| Reply::ok("<html>")).await;
    let answers = service.client().all_of([history()]);
    let error = answers.try_collect().await.unwrap_err();
    assert!(has_cause::<serde_json::Error>(&error));
}

#[tokio::test]
async fn an_error_of_the_base_url_is_caused_by_its_parser() {
    let client = Client::builder().access_token("t").base_url("https://[::1");
    let error = client.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert!(error.source().is_some(), "{error:?}");
}

#[tokio::test]
async fn what_the_service_or_the_client_decided_has_no_cause() {
    let status = |status: u16| error_of(move || Reply::new(status, ""));
    for error in [
        Client::builder().build().unwrap_err(),
        status(401).await,
        status(403).await,
        status(404).await,
        status(407).await,
        status(429).await,
        status(400).await,
        status(503).await,
        error_of(|| Reply::new(302, "").with("Location", "https://b.example/c")).await,
        error_of(|| Reply::ok("x".repeat(10_000))).await,
        error_of(|| Reply::ok(full_page(1, 20_000))).await,
        error_of(|| Reply::ok(page(1, 1, 9, 0..2))).await,
        {
            let client = Client::builder().access_token("t").build().unwrap();
            client.send(&History(Query::new())).await.unwrap_err()
        },
    ] {
        assert!(error.source().is_none(), "{}: {error:?}", error.kind());
    }
}

#[tokio::test]
async fn the_wait_is_what_the_service_asked_for() {
    let wait = |header: &'static str, value: &'static str| async move {
        let error = error_of(move || Reply::new(429, "").with(header, value)).await;
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        error.retry_after()
    };
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!(wait("X-RateLimit-Retry-After", "17").await, seconds(17));
    assert_eq!(wait("Retry-After", "9").await, seconds(9));
    assert_eq!(wait("Retry-After", "0").await, seconds(0));
    // It is longer than the client itself waits.
    assert_eq!(wait("Retry-After", "86400").await, seconds(86_400));
    assert_eq!(wait("Retry-After", "soon").await, None);
    // A wait can be added to an instant, whatever the service says.
    let longest = wait("Retry-After", "99999999999999999999").await;
    assert_eq!(longest, seconds(365 * 86_400));
    assert!(
        std::time::Instant::now()
            .checked_add(longest.unwrap())
            .is_some()
    );

    let advice = |value: &'static str| async move {
        let error = error_of(move || Reply::new(429, "").with("Retry-After", value)).await;
        error.advice().unwrap()
    };
    let shared = |then: &str| format!("All apps of an account share one rate limit; {then}");
    assert_eq!(advice("0").await, shared("try again now"));
    assert_eq!(advice("9").await, shared("try again in 9s"));
    assert_eq!(advice("soon").await, shared("try again in a minute"));
    let longest = shared("try again in 365d");
    assert_eq!(advice("99999999999999999999999").await, longest);
    assert_eq!(advice("Fri, 31 Dec 9999 23:59:59 GMT").await, longest);

    let error = error_of(|| Reply::new(503, "").with("Retry-After", 30)).await;
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::Unavailable, seconds(30))
    );
    let error = error_of(|| Reply::new(503, "")).await;
    assert_eq!(error.retry_after(), None);
    let error = error_of(|| Reply::ok("<html>").with("Retry-After", 30)).await;
    assert_eq!(error.retry_after(), None);
}

#[tokio::test]
async fn the_wait_of_a_refused_request_for_a_token_is_kept() {
    let service = Service::start_with_tokens(
        |_| Reply::new(429, "").with("Retry-After", 45),
        |_| Reply::ok("{}"),
    )
    .await;
    let client = service.builder().max_attempts(1).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(45)));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_made_says_when_calls_are_free_again() {
    let service = Service::start(|_| Reply::new(429, "").with("Retry-After", 50)).await;
    let client = service.builder().max_attempts(1);
    let client = client.deadline(Duration::from_secs(20)).build().unwrap();
    let first = client.send(&history()).await.unwrap_err();
    assert_eq!(first.retry_after(), Some(Duration::from_secs(50)));
    let second = client.send(&history()).await.unwrap_err();
    assert!(second.is_rate_limited());
    assert_eq!(service.calls().len(), 1);
    let wait = second.retry_after().unwrap();
    assert!(
        wait > Duration::from_secs(40) && wait <= Duration::from_secs(50),
        "{wait:?}"
    );
}

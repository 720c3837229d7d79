use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt;
use helpscout_runtime::{CallCounter, CallOptions, Client, Request, Wait, WaitReason};
use tokio::time::Instant;

use crate::history::{OPERATION, full_page, history, query, request};
use crate::service::{NOBODY, Reply, Service};

async fn slow(delay: Duration) -> Service {
    Service::start(move |seen| Reply::ok(full_page(seen.page(), 3)).after(delay)).await
}

async fn refused(client: &Client, options: CallOptions) -> String {
    let error = client.with(options).send(&history()).await.unwrap_err();
    assert!(error.is_invalid_query(), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn extra_parameters_and_headers_go_with_every_page_and_every_attempt() {
    let service = Service::start(|seen| match seen.before {
        0 => Reply::new(503, "").with("Retry-After", 0),
        _ => Reply::ok(full_page(seen.page(), 3)),
    })
    .await;
    let options = CallOptions::new()
        .query("rating", "great & good")
        .query("tags", 7)
        .header("X-Request-Source", "nightly");
    let rows = service.client().with(options).all(history()).await.unwrap();
    assert_eq!(rows.len(), 30);

    let calls = service.calls();
    assert_eq!(calls.len(), 4);
    for call in &calls {
        assert!(
            call.query.ends_with("&rating=great+%26+good&tags=7"),
            "{}",
            call.query
        );
        assert_eq!(call.headers["x-request-source"], "nightly");
        assert_eq!(call.token.as_deref(), Some("token-1"));
    }
    let for_tokens = service.token_requests();
    assert!(
        for_tokens
            .iter()
            .all(|seen| !seen.headers.contains_key("x-request-source"))
    );
}

#[tokio::test]
async fn a_counter_counts_what_the_service_counts() {
    let service = Service::start(|seen| match seen.before {
        0 => Reply::new(429, "").with("Retry-After", 0),
        1 => Reply::new(503, "").with("Retry-After", 0),
        2 => Reply::new(401, ""),
        3..=5 => Reply::ok(full_page(seen.page(), 3)),
        _ => Reply::ok(full_page(1, 1)),
    })
    .await;
    let (counter, others) = (CallCounter::new(), CallCounter::new());
    let client = service.client();
    let counted = client.with(CallOptions::new().counted_by(&counter));
    assert_eq!(counted.all(history()).await.unwrap().len(), 30);
    // Three pages, and the three attempts that were refused. Requests for tokens are not calls.
    assert_eq!(counter.sent(), 6);
    assert_eq!(service.calls().len(), 6);

    client.send(&history()).await.unwrap();
    let inner = counted.with(CallOptions::new().query("extra", true));
    inner.send(&history()).await.unwrap();
    let other = counted.with(CallOptions::new().counted_by(&others));
    other.send(&history()).await.unwrap();
    assert_eq!((counter.sent(), others.sent()), (7, 1));
}

#[tokio::test]
async fn attempts_without_a_connection_are_no_calls() {
    let counter = CallCounter::new();
    let client = Client::builder().base_url(NOBODY).access_token("token");
    let client = client.max_attempts(2).build().unwrap();
    let client = client.with(CallOptions::new().counted_by(&counter));
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_eq!((error.attempts(), counter.sent()), (2, 0));
}

#[tokio::test]
async fn raw_calls_take_options_too() {
    let service = slow(Duration::ZERO).await;
    let client = service
        .client()
        .with(CallOptions::new().query("extra", true));
    client.raw_all(request()).await.unwrap();
    let first = Request::new(OPERATION, query().with("page", 1));
    client.raw_page(&first).await.unwrap();
    client.send_raw(&first).await.unwrap();
    assert_eq!(service.calls().len(), 5);
    assert!(
        service
            .calls()
            .iter()
            .all(|call| call.query.ends_with("&extra=true"))
    );
}

#[tokio::test]
async fn a_derived_client_shares_the_token_and_leaves_the_first_as_it_was() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let client = service.client();
    let derived = client.with(CallOptions::new().query("a", 1).header("x-mark", "1"));
    let derived = derived.with(CallOptions::new().query("b", 2).header("x-mark", "2"));
    derived.send(&history()).await.unwrap();
    client.send(&history()).await.unwrap();

    let calls = service.calls();
    assert!(calls[0].query.ends_with("&a=1&b=2"), "{}", calls[0].query);
    assert_eq!(calls[0].headers["x-mark"], "2");
    assert!(!calls[1].query.contains("a=1") && !calls[1].headers.contains_key("x-mark"));
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test]
async fn an_extra_header_is_never_one_of_the_clients_own() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let client = service.client();
    for name in ["Authorization", "authorization", "AUTHORIZATION"] {
        let error = refused(&client, CallOptions::new().header(name, "Bearer hush")).await;
        assert_eq!(
            error,
            "user_history: request not sent: the header `authorization` carries the client's token; \
             set credentials on the client builder"
        );
    }
    let error = refused(
        &client,
        CallOptions::new().header("Host", "elsewhere.example"),
    )
    .await;
    assert!(
        error.contains("the header `host` is set by the client; remove it"),
        "{error}"
    );
    let error = refused(
        &client,
        CallOptions::new().header("Accept-Encoding", "gzip"),
    )
    .await;
    assert!(
        error.contains("which the client can't read; remove it"),
        "{error}"
    );
    let error = refused(&client, CallOptions::new().header("two words", "x")).await;
    assert!(
        error.contains("`two words` is not a valid header name"),
        "{error}"
    );
    let error = refused(&client, CallOptions::new().header("x-key", "hush\nhush")).await;
    assert!(
        error.contains("the value of the header `x-key` contains characters"),
        "{error}"
    );
    assert!(!error.contains("hush"));
    assert!(service.calls().is_empty());
}

#[tokio::test]
async fn an_extra_parameter_never_replaces_one_of_the_query() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let client = service.client();
    for name in ["user", "start", "previousStart", "page"] {
        let options = CallOptions::new().query(name, "1");
        assert_eq!(
            refused(&client, options).await,
            format!(
                "user_history: request not sent: `{name}` is a parameter of the query, \
                 which an extra parameter can't replace; set it in the query"
            )
        );
    }
    let walk = client.with(CallOptions::new().query("page", 2).query("", 1));
    let error = walk.all(history()).await.unwrap_err();
    let names: Vec<&str> = error
        .violations()
        .iter()
        .map(|violation| &*violation.parameter)
        .collect();
    assert_eq!(names, ["", "page"]);
    assert!(service.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn one_call_can_have_less_time_than_others() {
    let service = slow(Duration::from_secs(30)).await;
    let client = service.client();
    let started = Instant::now();
    let quick = client.with(
        CallOptions::new()
            .timeout(Duration::from_secs(2))
            .max_attempts(2),
    );
    let error = quick
        .rows(history())
        .try_collect::<Vec<_>>()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 2);
    assert!(
        error
            .to_string()
            .contains("no complete response within 2s (2 attempts)"),
        "{error}"
    );
    assert!(started.elapsed() < Duration::from_secs(5));

    let bounded = client.with(CallOptions::new().deadline(Duration::from_secs(10)));
    let started = Instant::now();
    let error = bounded
        .rows(history())
        .try_collect::<Vec<_>>()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(started.elapsed() <= Duration::from_secs(10));

    assert_eq!(client.all(history()).await.unwrap().len(), 30);
}

#[tokio::test]
async fn one_call_can_be_repeated_more_or_less_often() {
    let service = Service::start(|_| Reply::new(503, "").with("Retry-After", 0)).await;
    let client = service.builder().max_attempts(2).build().unwrap();
    for attempts in [1, 3] {
        let options = CallOptions::new().max_attempts(attempts);
        let error = client.with(options).send(&history()).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
    }
    assert_eq!(client.send(&history()).await.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn options_that_allow_nothing_are_refused() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let options = CallOptions::new()
        .timeout(Duration::ZERO)
        .deadline(Duration::ZERO)
        .max_attempts(0);
    let error = refused(&service.client(), options).await;
    assert!(error.contains("3 problems"), "{error}");
    assert!(error.contains("`max_attempts` is 0"), "{error}");
}

#[tokio::test]
async fn a_header_shows_in_debug_by_name_only() {
    let options = CallOptions::new().header("x-gateway-key", "hush");
    let shown = format!("{options:?}");
    assert!(
        shown.contains("x-gateway-key") && !shown.contains("hush"),
        "{shown}"
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_hears_of_its_own_waits() {
    let service = Service::start(|seen| match seen.before {
        0 => Reply::new(503, "").with("Retry-After", 5),
        1 => Reply::ok(full_page(1, 1)),
        2 => Reply::new(429, "").with("Retry-After", 7),
        _ => Reply::ok(full_page(1, 1)),
    })
    .await;
    let log = || Arc::new(Mutex::new(Vec::new()));
    let (of_client, of_one, of_other) = (log(), log(), log());
    let recorder = |log: &Arc<Mutex<Vec<WaitReason>>>| {
        let log = Arc::clone(log);
        move |wait: &Wait| log.lock().unwrap().push(wait.reason)
    };
    let client = service.builder().on_wait(recorder(&of_client));
    let client = client.build().unwrap();
    let one = client.with(CallOptions::new().on_wait(recorder(&of_one)));
    one.send(&history()).await.unwrap();
    let other = one.with(CallOptions::new().on_wait(recorder(&of_other)));
    other.all(history()).await.unwrap();
    client.send(&history()).await.unwrap();

    let unavailable = WaitReason::Unavailable(503.try_into().unwrap());
    assert_eq!(*of_one.lock().unwrap(), [unavailable]);
    assert_eq!(*of_other.lock().unwrap(), [WaitReason::RateLimited]);
    assert_eq!(*of_client.lock().unwrap(), []);
}

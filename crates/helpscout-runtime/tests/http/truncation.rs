//! Responses that end too early, without an error of the connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use helpscout_runtime::{Client, Error, ErrorKind, Request};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::history::{full_page, history, request};
use crate::service::{Reply, Service};

const TOKEN: &str = r#"{"access_token":"good","refresh_token":"next","expires_in":7200}"#;

/// A service whose bodies end when the connection is closed, because they have no length.
#[derive(Clone)]
struct Closing {
    address: std::net::SocketAddr,
    tokens: Arc<AtomicUsize>,
    calls: Arc<AtomicUsize>,
}

impl Closing {
    /// Starts a service that sends what `token` and `call` return for the number of earlier
    /// requests of that sort.
    async fn start(
        token: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
        call: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = Self {
            address: listener.local_addr().unwrap(),
            tokens: Arc::default(),
            calls: Arc::default(),
        };
        let counters = service.clone();
        tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                let mut connection = BufReader::new(connection);
                let path = read(&mut connection).await;
                let body = if path == "/v2/oauth2/token" {
                    token(counters.tokens.fetch_add(1, Ordering::SeqCst))
                } else {
                    call(counters.calls.fetch_add(1, Ordering::SeqCst))
                };
                let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
                let response = [head, body.as_slice()].concat();
                connection.write_all(&response).await.unwrap();
                connection.shutdown().await.unwrap();
            }
        });
        service
    }

    fn builder(&self) -> helpscout_runtime::ClientBuilder {
        Client::builder()
            .client_credentials("app", "s3cret")
            .base_url(format!("http://{}", self.address))
    }

    fn seen(&self) -> (usize, usize) {
        let count = |counter: &AtomicUsize| counter.load(Ordering::SeqCst);
        (count(&self.tokens), count(&self.calls))
    }
}

/// Reads a request, and returns its path.
async fn read(connection: &mut BufReader<TcpStream>) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        connection.read_line(&mut head).await.unwrap();
    }
    let length = head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    connection.read_exact(&mut body).await.unwrap();
    let target = head.split(' ').nth(1).unwrap();
    target.split('?').next().unwrap().to_owned()
}

fn whole_token(_: usize) -> Vec<u8> {
    TOKEN.into()
}

/// A page with a character of several bytes.
fn body() -> Vec<u8> {
    full_page(1, 1)
        .replace("{\"page\"", "{\"é\":\"ü\",\"page\"")
        .into()
}

#[tokio::test(start_paused = true)]
async fn a_page_that_ends_too_early_is_asked_for_again_wherever_it_ends() {
    let whole = body();
    let ends = whole.len();
    let service = Closing::start(whole_token, move |before| {
        // Each page is cut once, one byte later than the page before.
        if before % 2 == 0 {
            whole[..before / 2].to_vec()
        } else {
            whole.clone()
        }
    })
    .await;
    for end in 0..ends {
        // A client that fails every second time would use up its retry budget.
        let client = service.builder().access_token("t").build().unwrap();
        let page = client.send(&history()).await.unwrap();
        assert_eq!((page.results.len(), page.attempts()), (10, 2), "{end}");
    }
    assert_eq!(service.seen(), (0, 2 * ends));
}

#[tokio::test(start_paused = true)]
async fn a_page_that_always_ends_too_early_is_an_error_that_says_so() {
    for end in [1, 40, body().len() - 1] {
        let service = Closing::start(whole_token, move |_| body()[..end].to_vec()).await;
        let client = service.builder().max_attempts(3).build().unwrap();
        let raw = client.send_raw(&request()).await.map(drop);
        let pages = client.all(history()).await.map(drop);
        for error in [raw.unwrap_err(), pages.unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Interrupted);
            assert!(error.is_transient());
            let text = error.to_string();
            assert!(
                text.contains(
                    "the response (200 OK) ended before its JSON was complete (EOF while"
                ),
                "{text}"
            );
            assert!(text.contains("(3 attempts). Retry"), "{text}");
        }
        assert_eq!(service.seen(), (1, 6));
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_page_is_asked_for_again() {
    let service = Closing::start(whole_token, |before| match before {
        0 => Vec::new(),
        1 => b" \r\n".to_vec(),
        _ => body(),
    })
    .await;
    let page = service.builder().build().unwrap().send(&history()).await;
    assert_eq!(page.unwrap().attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_body_with_a_length_that_ends_too_early_is_asked_for_again() {
    let service = Service::start(|seen| match seen.before {
        0 => Reply::ok(""),
        1 => Reply::ok(full_page(1, 1)[..50].to_owned()),
        _ => Reply::ok(full_page(1, 1)),
    })
    .await;
    let page = service.client().send(&history()).await.unwrap();
    assert_eq!(page.attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn what_is_complete_is_not_asked_for_again() {
    for body in [
        r#"{"page":"one"}"#,
        r#"{"page":1,"pages":1,"count":0,"results":[]} {}"#,
        "<html>",
        "Unknown URL",
    ] {
        let service = Closing::start(whole_token, |_| body.into()).await;
        let client = service.builder().build().unwrap();
        let error = client.send(&history()).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(service.seen(), (1, 1), "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_ends_too_early_is_asked_for_again_and_never_shown() {
    let service = Closing::start(
        |before| TOKEN.as_bytes()[..TOKEN.len().min(before * 22)].to_vec(),
        |_| body(),
    )
    .await;
    service
        .builder()
        .build()
        .unwrap()
        .send(&history())
        .await
        .unwrap();
    assert_eq!(service.seen(), (4, 1));

    let service = Closing::start(|_| TOKEN.as_bytes()[..22].to_vec(), |_| body()).await;
    let client = service.builder().max_attempts(2).build().unwrap();
    let error: Error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(error.attempts(), 2);
    assert!(!format!("{error} {error:?}").contains("good"), "{error:?}");
    assert!(
        error.to_string().starts_with(
            "user_history: could not get an access token: the response (200 OK) ended"
        ),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_is_not_sent_again_after_a_response_that_ends_too_early() {
    let service = Closing::start(|_| TOKEN.as_bytes()[..22].to_vec(), |_| body()).await;
    let builder = service
        .builder()
        .refresh_token("app", "s3cret", "first", |_| async {
            Ok::<_, std::io::Error>(())
        });
    let error = builder.build().unwrap().send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(service.seen(), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_page_with_a_length_that_ends_after_any_bracket_is_asked_for_again() {
    let plain = full_page(1, 1);
    let with_text = |text: &str| plain.replacen('{', &format!("{{\"note\":\"{text}\","), 1);
    // Of the brackets in texts, some would make up for those that are missing at the end.
    for whole in [
        plain.clone(),
        with_text(":}"),
        with_text(":] }}]"),
        with_text("{["),
    ] {
        let brackets = whole
            .char_indices()
            .filter(|(_, found)| "]}".contains(*found));
        let ends: Vec<usize> = brackets.map(|(at, _)| at + 1).collect();
        for end in ends.into_iter().filter(|end| *end < whole.trim_end().len()) {
            let (cut, whole) = (whole[..end].to_owned(), whole.clone());
            let service = Service::start(move |seen| {
                Reply::ok(if seen.before == 0 {
                    cut.clone()
                } else {
                    whole.clone()
                })
            })
            .await;
            let page = service
                .client()
                .send_raw(&Request::of(&history()))
                .await
                .unwrap();
            assert_eq!(page.attempts(), 2, "{end}");
            let page = service.client().send(&history()).await.unwrap();
            assert_eq!(page.attempts(), 1, "{end}");
        }
    }
}

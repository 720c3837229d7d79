//! A small service for tests that returns given responses and records the requests.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::StreamExt;
use helpscout_runtime::{Client, ClientBuilder};

/// Where nobody listens. A port that was free a moment ago may belong to another test.
pub const NOBODY: &str = "http://127.0.0.1:1";

/// A request as received.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: String,
    pub token: Option<String>,
    /// All other headers.
    pub headers: BTreeMap<String, String>,
    /// The body as text, and read as a form.
    pub body: String,
    pub form: BTreeMap<String, String>,
    /// The number of earlier requests to the same path.
    pub before: usize,
}

impl Seen {
    pub fn page(&self) -> i64 {
        let page = self
            .query
            .split('&')
            .find_map(|pair| pair.strip_prefix("page="));
        page.unwrap().parse().unwrap()
    }

    fn is_for_token(&self) -> bool {
        self.path == "/v2/oauth2/token"
    }
}

/// A response to send.
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Body,
    delay: Duration,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Body>) -> Self {
        Self {
            status,
            headers: vec![("Correlation-Id", "c0ffee#1".to_owned())],
            body: body.into(),
            delay: Duration::ZERO,
        }
    }

    pub fn ok(body: impl Into<Body>) -> Self {
        Self::new(200, body)
    }

    pub fn token(token: &str, expires_in: u32) -> Self {
        Self::ok(format!(
            r#"{{"token_type":"bearer","access_token":"{token}","expires_in":{expires_in}}}"#
        ))
    }

    /// Returns a response whose body is cut off after its headers were sent.
    pub fn cut(start: &'static str) -> Self {
        let start = futures_util::stream::iter([Ok(start)]);
        let broken = futures_util::stream::once(async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Err(std::io::Error::other("cut"))
        });
        Self::ok(Body::from_stream(start.chain(broken)))
    }

    /// Returns a response whose body stops to arrive.
    pub fn stalled(start: &'static str) -> Self {
        let start = futures_util::stream::iter([Ok::<_, std::io::Error>(start)]);
        let stalled = start.chain(futures_util::stream::pending());
        Self::ok(Body::from_stream(stalled))
    }

    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn into_response(self) -> Response {
        let mut response = Response::builder().status(StatusCode::from_u16(self.status).unwrap());
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(self.body).unwrap()
    }
}

#[derive(Clone)]
pub struct Service {
    address: SocketAddr,
    open: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Service {
    /// Starts a service that responds to calls with `answer`, and issues the tokens `token-1`,
    /// `token-2` and so on.
    pub async fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with_tokens(
            |seen| Reply::token(&format!("token-{}", seen.before + 1), 7200),
            answer,
        )
        .await
    }

    /// Starts a service that responds to each call with the page that is asked for. `page` gets the
    /// number of the walk, which is 1 for the first, and the number of the page.
    pub async fn start_walks(page: impl Fn(usize, i64) -> Reply + Send + Sync + 'static) -> Self {
        let walks = AtomicUsize::new(0);
        Self::start(move |seen| {
            let number = seen.page();
            let walk = match number {
                1 => walks.fetch_add(1, Ordering::SeqCst) + 1,
                _ => walks.load(Ordering::SeqCst),
            };
            page(walk, number)
        })
        .await
    }

    /// Starts a service that responds to requests for tokens with `token`, and to all others with
    /// `answer`.
    pub async fn start_with_tokens(
        token: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
        answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::listen(IpAddr::from([127, 0, 0, 1]), token, answer).await
    }

    /// Starts a service at another address of this machine.
    pub async fn start_at(
        address: IpAddr,
        answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::listen(address, |_| Reply::token("token", 7200), answer).await
    }

    async fn listen(
        address: IpAddr,
        token: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
        answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let log = Arc::new(Mutex::new(Vec::new()));
        let seen = log.clone();
        let open = Arc::new(AtomicUsize::new(0));
        let counter = open.clone();
        let reply = Arc::new(move |seen: &Seen| {
            if seen.is_for_token() {
                token(seen)
            } else {
                answer(seen)
            }
        });
        let router = Router::new().fallback(move |request: Request| {
            let (log, reply) = (log.clone(), reply.clone());
            let open = Open::one_more(&counter);
            async move {
                let _open = open;
                let mut seen = read(request).await;
                seen.before = {
                    let mut log: std::sync::MutexGuard<Vec<Seen>> = log.lock().unwrap();
                    let before = log
                        .iter()
                        .filter(|earlier| earlier.path == seen.path)
                        .count();
                    log.push(Seen {
                        before,
                        ..seen.clone()
                    });
                    before
                };
                let reply = reply(&seen);
                tokio::time::sleep(reply.delay).await;
                reply.into_response()
            }
        });
        let listener = tokio::net::TcpListener::bind((address, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            open,
            seen,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .client_credentials("app", "s3cret")
            .base_url(self.base_url())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Returns the number of requests that neither have a response nor were dropped by the caller.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// Returns the calls so far, without requests for tokens.
    pub fn calls(&self) -> Vec<Seen> {
        self.seen(|seen| !seen.is_for_token())
    }

    /// Returns the requests for tokens so far.
    pub fn token_requests(&self) -> Vec<Seen> {
        self.seen(Seen::is_for_token)
    }

    fn seen(&self, wanted: impl Fn(&Seen) -> bool) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|seen| wanted(seen)).cloned().collect()
    }
}

/// Counts a request until it has a response or the caller drops it.
struct Open(Arc<AtomicUsize>);

impl Open {
    fn one_more(counter: &Arc<AtomicUsize>) -> Self {
        counter.fetch_add(1, Ordering::SeqCst);
        Self(counter.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn read(request: Request) -> Seen {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let mut headers: BTreeMap<String, String> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let token = headers.remove("authorization");
    let body = String::from_utf8(body.into()).unwrap();
    Seen {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        token: token.map(|token| token.replace("Bearer ", "")),
        headers,
        form: body
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body,
        before: 0,
    }
}

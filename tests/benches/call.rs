//! Measures how much longer one call takes than the same request with plain reqwest, over loopback,
//! with a server that only answers, in both kinds of runtime that tokio has.
//!
//! The two take turns, so that other load on the machine affects both alike. A benchmark framework
//! would run one after the other, so this benchmark uses none.
//!
//! Run with `cargo bench -p tests --bench call`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, Uri};
use helpscout_reports::{
    Client, Endpoint, Request, UserConversationHistory, UserConversationHistoryPage, UserId,
    reqwest,
};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

const ROUNDS: usize = 4000;

fn main() {
    // Nothing here is encrypted, but reqwest requires a TLS provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let server = Runtime::new().unwrap();
    let base_url = server.block_on(serve());
    println!("medians of {ROUNDS} turns each");
    for (threads, mut builder) in [
        ("several threads", Builder::new_multi_thread()),
        // The steps of a call run one after the other, so that all of its work shows.
        ("one thread", Builder::new_current_thread()),
    ] {
        println!("{threads:34}{:>12}{:>12}{:>8}", "plain", "client", "ratio");
        builder.enable_all().build().unwrap().block_on(async {
            for rows in [0, 116] {
                let callers = Callers::new(&base_url, rows);
                callers.compare_text(rows).await;
                callers.compare_values(rows).await;
            }
        });
    }
}

/// Answers every call with a page. The ID of the user is the number of its rows.
async fn serve() -> String {
    let router = Router::new().fallback(async |uri: Uri| {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert(
            "x-ratelimit-limit-minute",
            HeaderValue::from_static("4000000000"),
        );
        headers.insert(
            "x-ratelimit-remaining-minute",
            HeaderValue::from_static("4000000000"),
        );
        let query = uri.query().unwrap_or_default();
        let body = if query.contains("user=116") {
            &PAGES.1
        } else {
            &PAGES.0
        };
        (headers, body.as_str())
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    base_url
}

static PAGES: std::sync::LazyLock<(String, String)> =
    std::sync::LazyLock::new(|| (page(0), page(116)));

fn page(rows: i64) -> String {
    let row = |n: i64| {
        format!(
            r#"{{"number":{},"responseTime":{},"firstResponseTime":1878,"resolveTime":{},"repliesSent":1,"id":{},"status":"closed","avgHandleTime":279,"customers":[{{"id":{},"name":"Customer {n}"}}]}}"#,
            222_000 + n,
            60 + n * 7,
            n * 1300,
            4_845_671_933 + n,
            137_966_680 + n
        )
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        r#"{{"results":[{}],"page":1,"count":{},"pages":1}}"#,
        rows.join(","),
        rows.len()
    )
}

struct Callers {
    plain: reqwest::Client,
    address: String,
    /// The parameters as text. Both callers write them into the URL of each call.
    parameters: [(&'static str, String); 3],
    client: Client,
    query: UserConversationHistory,
}

impl Callers {
    fn new(base_url: &str, rows: i64) -> Self {
        let (start, end) = ("2019-05-02T12:00:00Z", "2019-06-02T12:00:00Z");
        Self {
            plain: reqwest::Client::builder().no_proxy().build().unwrap(),
            address: format!("{base_url}{}", UserConversationHistory::OPERATION.path),
            parameters: [
                ("end", end.to_owned()),
                ("start", start.to_owned()),
                ("user", rows.to_string()),
            ],
            client: Client::builder()
                .base_url(base_url)
                .access_token("a-token-as-long-as-they-are")
                .build()
                .unwrap(),
            query: UserConversationHistory::new(
                UserId(rows),
                start.parse().unwrap(),
                end.parse().unwrap(),
            ),
        }
    }

    async fn compare_text(&self, rows: i64) {
        let request = Request::of(&self.query);
        let plain = async || self.plain().await.text().await.unwrap().len();
        let client = async || self.client.send_raw(&request).await.unwrap().value().len();
        report(&format!("{rows} rows, as text"), plain, client).await;
    }

    async fn compare_values(&self, rows: i64) {
        let plain = async || {
            let page: UserConversationHistoryPage =
                serde_json::from_slice(&self.plain().await.bytes().await.unwrap()).unwrap();
            page.results.len()
        };
        let client = async || self.client.send(&self.query).await.unwrap().results.len();
        report(&format!("{rows} rows, as values"), plain, client).await;
    }

    /// Sends the same request, with a time limit.
    async fn plain(&self) -> reqwest::Response {
        let url = reqwest::Url::parse_with_params(&self.address, &self.parameters).unwrap();
        let answer = self
            .plain
            .get(url)
            .bearer_auth("a-token-as-long-as-they-are")
            .timeout(Duration::from_secs(60))
            .send()
            .await
            .unwrap();
        answer.error_for_status().unwrap()
    }
}

/// Takes turns and prints both medians, and the median over the pairs of how much longer the
/// client took.
async fn report(what: &str, plain: impl AsyncFn() -> usize, client: impl AsyncFn() -> usize) {
    assert_eq!(plain().await, client().await);
    let mut times: [Vec<Duration>; 2] = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for turn in 0..2 {
            let which = (round + turn) % 2;
            let start = Instant::now();
            black_box(match which {
                0 => plain().await,
                _ => client().await,
            });
            times[which].push(start.elapsed());
        }
    }
    let [plain, client] = times.map(median);
    let ratio = client.as_secs_f64() / plain.as_secs_f64();
    println!("{what:34}{plain:>12.1?}{client:>12.1?}{ratio:>8.3}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

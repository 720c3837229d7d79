//! Tests rows that come twice, because the report moved while its number of rows stayed the same.
//!
//! The sandbox never repeats a row, so the services here are small ones that do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::Request as Call;
use futures_util::StreamExt;
use helpscout_reports::{Client, CompanyDrilldown, Error, HappinessRatings, Request, WalkEvent};
use serde_json::{Value, json};

/// The pages of a report whose second page starts with the last row of the first, so that row 3 is
/// lost.
const MOVED: &[&[i64]] = &[&[0, 1], &[1, 2], &[4, 5]];
const WHOLE: &[&[i64]] = &[&[0, 1], &[2, 3], &[4, 5]];

/// A service whose report moves during the first `moves` walks.
struct Service {
    base_url: String,
    /// How often each page was requested.
    calls: Arc<[AtomicUsize; 3]>,
}

impl Service {
    async fn start(moves: usize) -> Self {
        let calls: Arc<[AtomicUsize; 3]> = Arc::default();
        let counted = calls.clone();
        let router = Router::new().fallback(move |call: Call| {
            let calls = counted.clone();
            async move {
                let query = call.uri().query().unwrap_or_default();
                let page = query.split('&').find_map(|part| part.strip_prefix("page="));
                let page: usize = page.unwrap().parse().unwrap();
                calls[page - 1].fetch_add(1, Ordering::SeqCst);
                let walks = calls[0].load(Ordering::SeqCst);
                let rows = if walks <= moves { MOVED } else { WHOLE }[page - 1];
                answer(call.uri().path(), page, rows).to_string()
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { base_url, calls }
    }

    fn client(&self) -> Client {
        let builder = Client::builder().base_url(&self.base_url);
        builder.access_token("fixed").build().unwrap()
    }

    /// Returns how often the report was read, at least in part.
    fn walks(&self) -> usize {
        self.calls[0].load(Ordering::SeqCst)
    }
}

fn answer(path: &str, page: usize, rows: &[i64]) -> Value {
    if path.ends_with("/ratings") {
        // All ratings are about the same conversation.
        let rows = rows
            .iter()
            .map(|id| json!({ "id": 9, "number": 9, "threadid": id }));
        json!({ "page": page, "pages": 3, "count": 6, "results": rows.collect::<Vec<_>>() })
    } else {
        let rows = rows.iter().map(|id| json!({ "id": id, "number": id }));
        let rows: Vec<Value> = rows.collect();
        json!({ "conversations": { "page": page, "pages": 3, "count": 6, "results": rows } })
    }
}

fn drilldown() -> CompanyDrilldown {
    CompanyDrilldown::new(
        "2019-05-02T12:00:00Z".parse().unwrap(),
        "2019-05-08T12:00:00Z".parse().unwrap(),
    )
}

fn ratings() -> HappinessRatings {
    HappinessRatings::new(
        "2019-05-02T12:00:00Z".parse().unwrap(),
        "2019-05-08T12:00:00Z".parse().unwrap(),
    )
}

fn expect(error: &Error, operation: &str, walks: &str) {
    let expected = format!(
        "{operation}, page 2: the report changed while its pages were being read: \
         ID 1 is on page 1 and again on page 2{walks}. \
         Retry, or choose an interval that ends in the past"
    );
    assert_eq!(error.to_string(), expected);
    assert!(error.is_inconsistent());
    assert_eq!(error.page(), Some(2));
}

#[tokio::test]
async fn a_report_that_moved_once_is_read_again() {
    for moves in [0, 1, 2] {
        let service = Service::start(moves).await;
        let rows = service.client().all(drilldown()).await.unwrap();
        let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
        assert_eq!(ids, [0, 1, 2, 3, 4, 5]);
        assert_eq!(service.walks(), moves + 1);

        let service = Service::start(moves).await;
        let rows = service.client().raw_all(Request::of(&drilldown())).await;
        assert_eq!(rows.unwrap().len(), 6);
        assert_eq!(service.walks(), moves + 1);
    }
}

#[tokio::test]
async fn a_report_that_keeps_moving_is_an_error_after_three_walks() {
    let service = Service::start(usize::MAX).await;
    let client = service.client();
    let error = client.all(drilldown()).await.unwrap_err();
    expect(&error, "company_drilldown", " (read 3 times)");
    assert_eq!(service.walks(), 3);

    let error = client.raw_all(Request::of(&drilldown())).await.unwrap_err();
    expect(&error, "company_drilldown", " (read 3 times)");
    assert_eq!(service.walks(), 6);
}

#[tokio::test]
async fn a_stream_returns_the_rows_before_and_then_the_error() {
    let service = Service::start(usize::MAX).await;
    let client = service.client();
    let mut rows: Vec<_> = client.rows(drilldown()).collect().await;
    expect(&rows.pop().unwrap().unwrap_err(), "company_drilldown", "");
    let ids: Vec<i64> = rows.into_iter().map(|row| row.unwrap().id.0).collect();
    assert_eq!(ids, [0, 1]);
    assert_eq!(service.walks(), 1);
}

#[tokio::test]
async fn a_walk_that_is_followed_tells_each_restart_and_then_the_error() {
    let service = Service::start(usize::MAX).await;
    let mut events: Vec<_> = service
        .client()
        .raw_walk(Request::of(&drilldown()))
        .collect()
        .await;
    let last = events.pop().unwrap().unwrap_err();
    expect(&last, "company_drilldown", " (read 3 times)");
    let words: Vec<String> = events
        .into_iter()
        .map(|event| match event.unwrap() {
            WalkEvent::Page(page) => format!("page {}", page.position.page),
            WalkEvent::Restart(restart) => {
                expect(&restart.reason, "company_drilldown", "");
                format!("walk {}", restart.walk)
            }
            other => panic!("unknown event {other:?}"),
        })
        .collect();
    assert_eq!(words, ["page 1", "walk 2", "page 1", "walk 3", "page 1"]);
}

#[tokio::test]
async fn ratings_of_one_conversation_are_told_apart_by_their_replies() {
    let service = Service::start(0).await;
    let rows = service.client().all(ratings()).await.unwrap();
    assert_eq!(rows.len(), 6);

    let service = Service::start(usize::MAX).await;
    let error = service.client().all(ratings()).await.unwrap_err();
    expect(&error, "happiness_ratings", " (read 3 times)");
}

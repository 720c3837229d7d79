use std::time::Duration;

use futures_util::TryStreamExt;

use crate::history::{History, full_page, history, query};
use crate::service::{Reply, Seen, Service};

/// A service that returns page 1 and takes longer than any test for the others.
async fn stuck_after_the_first_page() -> Service {
    Service::start(|seen| match seen.page() {
        1 => Reply::ok(full_page(1, 50)),
        page => Reply::ok(full_page(page, 50)).after(Duration::from_secs(600)),
    })
    .await
}

#[tokio::test]
async fn requests_stop_when_a_stream_is_dropped() {
    let service = stuck_after_the_first_page().await;
    let mut rows = Box::pin(service.client().rows(history()));
    for _ in 0..10 {
        rows.try_next().await.unwrap().unwrap();
    }
    // The eleventh row is on page 2, which does not come.
    let waiting = tokio::time::timeout(Duration::from_millis(200), rows.try_next());
    waiting.await.unwrap_err();
    assert_eq!(service.open(), 4);

    drop(rows);
    all_given_up(&service).await;
    let mut asked: Vec<i64> = service.calls().iter().map(Seen::page).collect();
    asked.sort_unstable();
    assert_eq!(asked, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_request_stops_when_its_future_is_dropped() {
    let service = stuck_after_the_first_page().await;
    let (client, query) = (service.client(), History(query().with("page", 2)));
    let sending = tokio::time::timeout(Duration::from_millis(200), client.send(&query));
    sending.await.unwrap_err();
    all_given_up(&service).await;
    assert_eq!(service.calls().len(), 1);
}

async fn all_given_up(service: &Service) {
    while service.open() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

//! The maximum size of a report, over all its pages.

use futures_util::{Stream, TryStreamExt};
use helpscout_runtime::{Error, ErrorKind, WalkEvent};

use crate::history::{History, full_page, history, page, query, request};
use crate::service::{Reply, Service};

/// The number of pages that are requested before the limit is known to be exceeded: those that count
/// and those in flight.
const MOST_CALLS: usize = 4 + 4;

/// A report of 1,000 pages of 1,000 bytes.
async fn thousands() -> Service {
    Service::start(|seen| {
        let mut body = full_page(seen.page(), 1_000);
        body.push_str(&" ".repeat(1_000 - body.len()));
        Reply::ok(body)
    })
    .await
}

async fn drained<T>(items: impl Stream<Item = Result<T, Error>>) -> Error {
    let counted = items.try_fold(0, |count, _| std::future::ready(Ok(count + 1)));
    counted.await.unwrap_err()
}

#[tokio::test]
async fn every_way_to_read_a_whole_report_has_the_limit() {
    let service = thousands().await;
    let client = service.builder().max_report(3_500).build().unwrap();
    for error in [
        client.all(history()).await.unwrap_err(),
        client.raw_all(request()).await.unwrap_err(),
        drained(client.pages(history())).await,
        drained(client.rows(history())).await,
        drained(client.raw_pages(request())).await,
        drained(client.raw_rows(request())).await,
        drained(client.raw_walk(request())).await,
    ] {
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(!error.is_transient() && !error.is_inconsistent());
        assert_eq!(
            error.to_string(),
            "user_history, page 4: the report is larger than the limit of 3500 bytes: its pages so \
             far have 4000 bytes. Request a shorter interval, or raise `max_report`"
        );
    }
    let calls = service.calls().len();
    assert!(calls <= 7 * MOST_CALLS, "{calls} calls");
}

#[tokio::test]
async fn a_report_as_large_as_the_limit_is_read() {
    let service = Service::start(|seen| Reply::ok(full_page(seen.page(), 3))).await;
    let bytes: usize = (1..=3).map(|number| full_page(number, 3).len()).sum();
    let exact = service.builder().max_report(bytes as u64);
    let rows = exact.build().unwrap().all(history()).await.unwrap();
    assert_eq!(rows.len(), 30);
    let less = service.builder().max_report(bytes as u64 - 1);
    let error = less.build().unwrap().all(history()).await.unwrap_err();
    assert_eq!(error.page(), Some(3), "{error}");
}

#[tokio::test]
async fn the_first_page_counts_and_a_single_call_has_no_limit_but_that_of_its_body() {
    let service = thousands().await;
    let client = service.builder().max_report(999).build().unwrap();
    let error = client.all(history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.page(), Some(1));
    client
        .send(&History(query().with("page", 1)))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_pages_before_a_restart_do_not_count() {
    let service = Service::start_walks(|walk, number| {
        let count = if number == 3 && walk < 3 { 31 } else { 30 };
        Reply::ok(page(number, 3, count, (number - 1) * 10..number * 10))
    })
    .await;
    let bytes: usize = (1..=3).map(|number| full_page(number, 3).len()).sum();
    let client = service.builder().max_report(bytes as u64).build().unwrap();
    let events: Vec<WalkEvent> = client.raw_walk(request()).try_collect().await.unwrap();
    let restarts = events.iter();
    let restarts = restarts.filter(|event| matches!(event, WalkEvent::Restart(_)));
    assert_eq!(restarts.count(), 2);
}

#[tokio::test]
async fn a_limit_of_nothing_is_refused() {
    let service = thousands().await;
    let error = service.builder().max_report(0).build().unwrap_err();
    assert!(
        error.to_string().starts_with("`max_report` is 0"),
        "{error}"
    );
}

#[cfg(feature = "blocking")]
#[tokio::test(flavor = "multi_thread")]
async fn the_blocking_client_has_the_limit() {
    let service = thousands().await;
    let builder = service.builder().max_report(3_500);
    let ended = tokio::task::spawn_blocking(move || {
        let client = builder.build_blocking().unwrap();
        let rows = client.rows(history()).find_map(Result::err);
        [client.all(history()).err(), rows]
    });
    for error in ended.await.unwrap() {
        assert_eq!(error.unwrap().kind(), ErrorKind::TooLarge);
    }
}

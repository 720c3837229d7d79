//! The streams of a client are read in a plain loop and know how far they are.

use futures_util::stream::FusedStream;
use futures_util::{FutureExt, Stream, StreamExt};
use helpscout_runtime::{AllOf, Pages, Position, RawPages, RawRows, RawWalk, Rows, WalkEvent};

use crate::history::{History, Row, full_page, history, request};
use crate::service::{Reply, Service};

async fn three_pages() -> Service {
    Service::start(|seen| Reply::ok(full_page(seen.page(), 3))).await
}

/// Answers two pages, the second of which belongs to a report of another length.
async fn a_report_that_changes() -> Service {
    Service::start(|seen| match seen.page() {
        1 => Reply::ok(full_page(1, 3)),
        page => Reply::ok(full_page(page, 4)),
    })
    .await
}

#[tokio::test]
async fn rows_are_read_in_a_plain_loop_that_knows_how_far_it_is() {
    let service = three_pages().await;
    let mut rows = service.client().rows(history());
    assert_eq!(
        (rows.position(), rows.rows_read(), rows.pages_read()),
        (None, 0, 0)
    );
    let mut numbers = Vec::new();
    while let Some(row) = rows.next().await.unwrap() {
        numbers.push(row.number);
        let read = numbers.len() as i64;
        let page = (read + 9) / 10;
        assert_eq!(rows.position(), Some(Position::new(page, 3, 30)));
        assert_eq!(rows.rows_read(), read.unsigned_abs());
        assert_eq!(rows.pages_read(), page.unsigned_abs());
    }
    assert_eq!(numbers, (0..30).collect::<Vec<_>>());
    assert!(rows.next().await.unwrap().is_none(), "it has ended");
    assert_eq!(rows.rows_read(), 30);
    assert_eq!(
        format!("{rows:?}"),
        "Rows { position: Some(Position { page: 3, pages: 3, count: 30 }), .. }"
    );
}

#[tokio::test]
async fn every_stream_is_read_without_pinning_it() {
    let service = three_pages().await;
    let client = service.client();

    let mut pages = client.pages(history());
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.results.len(), pages.pages_read()), (10, 1));

    let mut raw_pages = client.raw_pages(request());
    let page = raw_pages.next().await.unwrap().unwrap();
    assert_eq!(Some(page.position), raw_pages.position());

    let mut raw_rows = client.raw_rows(request());
    while raw_rows.next().await.unwrap().is_some() {}
    assert_eq!((raw_rows.rows_read(), raw_rows.pages_read()), (30, 3));

    let mut events = client.raw_walk(request());
    let mut read = 0;
    while let Some(event) = events.next().await.unwrap() {
        read += match event {
            WalkEvent::Page(page) => page.rows.len(),
            other => panic!("{other:?}"),
        };
    }
    assert_eq!(read, 30);
}

#[test]
fn streams_can_be_moved_and_sent() {
    fn check<T: Stream + FusedStream + Unpin + Send + std::fmt::Debug + 'static>() {}
    check::<Rows<History>>();
    check::<Pages<History>>();
    check::<RawRows>();
    check::<RawPages>();
    check::<RawWalk>();
}

#[tokio::test]
async fn nothing_is_asked_for_before_a_stream_is_read() {
    let service = three_pages().await;
    let client = service.client();
    drop((client.rows(history()), client.pages(history())));
    tokio::task::yield_now().await;
    assert!(service.calls().is_empty() && service.token_requests().is_empty());
}

#[tokio::test]
async fn a_stream_ends_with_its_first_error() {
    let service = a_report_that_changes().await;
    let mut rows = service.client().rows(history());
    for _ in 0..10 {
        assert!(rows.next().await.unwrap().is_some());
    }
    assert!(!rows.is_terminated());
    let error = rows.next().await.unwrap_err();
    assert!(error.is_inconsistent(), "{error}");
    assert!(rows.is_terminated());
    assert!(rows.next().await.unwrap().is_none());
    assert_eq!(rows.position(), Some(Position::new(1, 3, 30)));

    let mut pages = service.client().pages(history());
    assert!(pages.next().await.unwrap().is_some());
    assert!(pages.next().await.is_err());
    assert!(pages.next().await.unwrap().is_none() && pages.is_terminated());
}

#[tokio::test]
async fn a_future_that_is_dropped_costs_no_row() {
    let service = three_pages().await;
    let mut rows = service.client().rows(history());
    let mut numbers = Vec::new();
    while numbers.len() < 30 {
        // Starts to wait for a row and gives up at once, as in `select!`.
        let row = match rows.next().now_or_never() {
            Some(row) => row,
            None => rows.next().await,
        };
        numbers.push(row.unwrap().unwrap().number);
    }
    assert_eq!(numbers, (0..30).collect::<Vec<_>>());
}

#[tokio::test]
async fn combinators_see_results() {
    let service = three_pages().await;
    let rows = service.client().rows(history());
    let even = rows
        .filter(|row| std::future::ready(row.as_ref().is_ok_and(|row| row.number % 2 == 0)))
        .count()
        .await;
    assert_eq!(even, 15);
}

/// What threads can share, as the bodies and the streams of HTTP libraries are: a reference to a stream
/// may then be kept across an `await` of a task.
#[test]
fn streams_can_be_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Pages<History>>();
    shared::<Rows<History>>();
    shared::<RawPages>();
    shared::<RawRows>();
    shared::<RawWalk>();
    shared::<AllOf<'_, History, Vec<Row>>>();
    #[cfg(feature = "blocking")]
    {
        use helpscout_runtime::blocking;

        shared::<blocking::Pages<History>>();
        shared::<blocking::Rows<History>>();
        shared::<blocking::RawPages>();
        shared::<blocking::RawRows>();
        shared::<blocking::RawWalk>();
        shared::<blocking::AllOf<'_, History, Vec<Row>>>();
    }
}

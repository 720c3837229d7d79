//! Tests of the limit for the calls that are in flight, over all reports and calls of a client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::{join_all, poll_immediate};
use futures_util::{StreamExt, TryStreamExt};
use tokio::time::{Instant, timeout};

use crate::history::{full_page, history, request};
use crate::service::{Reply, Seen, Service};

/// Counts the requests that have no response yet.
#[derive(Clone, Default)]
struct Gauge {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Gauge {
    /// Counts a request that is answered after `delay`.
    fn enter(&self, delay: Duration) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        let now = self.now.clone();
        tokio::spawn(async move {
            tokio::time::sleep(delay.mul_f64(0.75)).await;
            now.fetch_sub(1, Ordering::SeqCst);
        });
    }

    fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

const DELAY: Duration = Duration::from_millis(20);

async fn slow(gauge: &Gauge, pages: i64) -> Service {
    let gauge = gauge.clone();
    Service::start(move |seen| {
        gauge.enter(DELAY);
        Reply::ok(full_page(page_of(seen), pages)).after(DELAY)
    })
    .await
}

/// Returns the page of a call, which is 1 for a call without a page.
fn page_of(seen: &Seen) -> i64 {
    if seen.query.contains("page=") {
        seen.page()
    } else {
        1
    }
}

#[tokio::test(start_paused = true)]
async fn walks_and_calls_share_the_limit_of_the_client_and_its_clones() {
    let gauge = Gauge::default();
    let service = slow(&gauge, 9).await;
    let client = service.builder().calls_in_flight(3).build().unwrap();
    // The token is requested before, so that all start at once.
    client.send_raw(&request()).await.unwrap();
    let walks = join_all((0..4).map(|_| {
        let client = client.clone();
        async move { client.all(history()).await.unwrap().len() }
    }));
    let query = history();
    let calls = join_all((0..7).map(|_| client.send(&query)));
    let (walks, calls) = tokio::join!(walks, calls);
    assert_eq!(walks, [90; 4]);
    assert!(calls.iter().all(Result::is_ok));
    assert_eq!(gauge.most(), 3);
    assert_eq!(service.calls().len(), 1 + 4 * 9 + 7);
}

#[tokio::test(start_paused = true)]
async fn the_default_is_eight_or_the_pages_in_flight() {
    for (pages_in_flight, expected) in [(4, 8), (16, 16)] {
        let gauge = Gauge::default();
        let service = slow(&gauge, 40).await;
        let client = service.builder().pages_in_flight(pages_in_flight);
        let client = client.build().unwrap();
        let walks = join_all((0..6).map(|_| client.raw_all(request()))).await;
        assert!(walks.iter().all(Result::is_ok));
        assert_eq!(gauge.most(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn no_place_is_lost_while_many_walks_take_turns() {
    let gauge = Gauge::default();
    let service = slow(&gauge, 20).await;
    let client = service.builder().calls_in_flight(8).build().unwrap();
    client.send_raw(&request()).await.unwrap();
    let start = Instant::now();
    let walks = join_all((0..12).map(|_| client.all(history()))).await;
    assert!(walks.iter().all(Result::is_ok));
    // 240 calls in 30 rounds. The clock stands still while anything can make progress.
    let rounds = start.elapsed().as_secs_f64() / DELAY.as_secs_f64();
    assert!(rounds < 1.15 * 30.0, "{rounds} rounds");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_for_a_retry_leaves_its_place_to_others() {
    let service = Service::start(|seen| match (seen.before, seen.query.contains("page=")) {
        (0, false) => Reply::new(503, "").with("Retry-After", 30),
        _ => Reply::ok(full_page(1, 1)),
    })
    .await;
    let client = service.builder().calls_in_flight(1).build().unwrap();
    let retried = tokio::spawn({
        let client = client.clone();
        async move { client.send_raw(&request()).await.unwrap().attempts() }
    });
    while service.calls().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let start = Instant::now();
    client.all(history()).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(retried.await.unwrap(), 2);
}

#[tokio::test]
async fn futures_and_streams_that_are_not_polled_hold_up_no_other_call() {
    let service = Service::start(|seen| Reply::ok(full_page(page_of(seen), 5))).await;
    let client = service.builder().calls_in_flight(2).build().unwrap();
    client.send_raw(&request()).await.unwrap();
    // Each of them is polled once, so it has a place or is in the queue for one.
    let call = request();
    let mut idle: Vec<_> = (0..6).map(|_| Box::pin(client.send_raw(&call))).collect();
    for call in &mut idle {
        assert!(poll_immediate(call).await.is_none());
    }
    let mut streams: Vec<_> = (0..6).map(|_| Box::pin(client.rows(history()))).collect();
    for stream in &mut streams {
        assert!(poll_immediate(stream.next()).await.is_none());
    }
    let other = timeout(Duration::from_secs(30), client.all(history())).await;
    assert_eq!(other.unwrap().unwrap().len(), 50);
    for call in idle {
        call.await.unwrap();
    }
    for stream in streams {
        let rows: Vec<_> = stream.try_collect().await.unwrap();
        assert_eq!(rows.len(), 50);
    }
}

#[tokio::test]
async fn dropped_calls_and_streams_give_their_places_back() {
    let service = Service::start(|seen| {
        let delay = match page_of(seen) {
            1 => Duration::ZERO,
            _ => Duration::from_secs(3600),
        };
        Reply::ok(full_page(page_of(seen), 5)).after(delay)
    })
    .await;
    let client = service.builder().calls_in_flight(2).build().unwrap();
    for _ in 0..10 {
        let mut stream = Box::pin(client.rows(history()));
        for _ in 0..10 {
            stream.try_next().await.unwrap().unwrap();
        }
        assert!(poll_immediate(stream.next()).await.is_none());
    }
    let call = timeout(Duration::from_secs(30), client.send_raw(&request())).await;
    assert!(call.unwrap().is_ok());
}

#[tokio::test]
async fn the_wait_for_a_place_counts_towards_the_deadline() {
    let service =
        Service::start(|_| Reply::ok(full_page(1, 1)).after(Duration::from_secs(3600))).await;
    let client = service.builder().calls_in_flight(1);
    let client = client.deadline(Duration::from_secs(2)).build().unwrap();
    let call = request();
    let calls = join_all((0..3).map(|_| client.send_raw(&call))).await;
    let errors: Vec<_> = calls
        .iter()
        .map(|call| call.as_ref().unwrap_err())
        .collect();
    assert!(errors.iter().all(|error| error.is_timeout()));
    // The place of the first call is free at the very end, which may be in time for the second.
    assert!(errors.iter().any(|error| error.attempts() == 0));
}

#[test]
fn any_number_but_zero_is_a_limit() {
    let builder = || helpscout_runtime::Client::builder().access_token("fixed");
    assert!(builder().calls_in_flight(usize::MAX).build().is_ok());
    let error = builder().calls_in_flight(0).build().unwrap_err();
    assert!(error.to_string().starts_with("`calls_in_flight` is 0"));
}

//! Measures how long it takes to read 20 pages from a service that takes 100 ms for each answer, and
//! the shortest possible time: the first page, then the others with the given number in flight.
//!
//! Run with `cargo bench -p tests --bench walk`.
#![allow(clippy::unwrap_used)]

use std::thread;
use std::time::Duration;

use divan::Bencher;
use helpscout_reports::{Client, UserConversationHistory, UserId};
use helpscout_sandbox::Sandbox;
use tokio::runtime::Runtime;

const LATENCY: Duration = Duration::from_millis(100);
const PAGES: u32 = 20;
const IN_FLIGHT: [u32; 3] = [1, 4, 8];

fn main() {
    divan::main();
}

/// Waits for the shortest possible time.
#[divan::bench(args = IN_FLIGHT, sample_count = 3, sample_size = 1)]
fn ideal(in_flight: u32) {
    let rounds = 1 + (PAGES - 1).div_ceil(in_flight);
    thread::sleep(rounds * LATENCY);
}

#[divan::bench(args = IN_FLIGHT, sample_count = 7, sample_size = 1)]
fn walk(bencher: Bencher<'_, '_>, in_flight: u32) {
    let service = Runtime::new().unwrap();
    let sandbox = Sandbox::builder()
        .latency(LATENCY)
        .calls_per_minute(u32::MAX)
        .start();
    let sandbox = service.block_on(sandbox).unwrap();
    let runtime = Runtime::new().unwrap();
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .client_credentials(sandbox.app_id(), sandbox.app_secret())
        .pages_in_flight(in_flight as usize)
        .build()
        .unwrap();
    // The token, which is valid for two days, is requested before the measurement starts.
    let first = runtime.block_on(client.send(&query())).unwrap();
    assert_eq!(first.pages, i64::from(PAGES));
    bencher.bench_local(|| {
        let rows = runtime.block_on(client.all(query())).unwrap();
        assert_eq!(rows.len() as i64, first.count);
    });
}

fn query() -> UserConversationHistory {
    UserConversationHistory::new(
        UserId(447723),
        "2019-05-02T12:00:00Z".parse().unwrap(),
        "2019-06-02T12:00:00Z".parse().unwrap(),
    )
}

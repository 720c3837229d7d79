//! Measures how long it takes to read 20 pages from a service that takes 100 ms for each answer, and
//! the shortest possible time: the first page, then the others with the given number in flight.
//!
//! The same for the reports of 12 users of 20 pages each, which one client reads at once with 8
//! calls in flight over all of them. The ratio to the shortest possible time is printed first.
//!
//! Run with `cargo bench -p tests --bench walk`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::thread;
use std::time::{Duration, Instant};

use divan::Bencher;
use futures_util::future::try_join_all;
use helpscout_reports::{Client, UserConversationHistory, UserId};
use helpscout_sandbox::Sandbox;
use tokio::runtime::Runtime;

const LATENCY: Duration = Duration::from_millis(100);
const PAGES: u32 = 20;
const IN_FLIGHT: [u32; 3] = [1, 4, 8];

/// How many reports are read at once.
const USERS: u32 = 12;
/// How many calls are in flight over all of them.
const CALLS_IN_FLIGHT: u32 = 8;
/// The shortest possible time for them.
const IDEAL_FAN_OUT: Duration = Duration::from_millis(
    (USERS * PAGES).div_ceil(CALLS_IN_FLIGHT) as u64 * LATENCY.as_millis() as u64,
);

fn main() {
    let (service, runtime) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    let fan_out = FanOut::new(&service, &runtime);
    let start = Instant::now();
    fan_out.read(&runtime);
    let (taken, ideal) = (start.elapsed().as_secs_f64(), IDEAL_FAN_OUT.as_secs_f64());
    println!(
        "{USERS} users × {PAGES} pages, {CALLS_IN_FLIGHT} in flight: {taken:.2} s, {:.3} × ideal ({ideal:.2} s)",
        taken / ideal
    );
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

/// Waits for the shortest possible time.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn ideal_fan_out() {
    thread::sleep(IDEAL_FAN_OUT);
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn fan_out(bencher: Bencher<'_, '_>) {
    let (service, runtime) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    let fan_out = FanOut::new(&service, &runtime);
    bencher.bench_local(|| fan_out.read(&runtime));
}

/// Reports that are read at once.
struct FanOut {
    client: Client,
    _sandbox: Sandbox,
}

impl FanOut {
    fn new(service: &Runtime, runtime: &Runtime) -> Self {
        let sandbox = Sandbox::builder()
            .latency(LATENCY)
            .calls_per_minute(u32::MAX)
            .start();
        let sandbox = service.block_on(sandbox).unwrap();
        let client = Client::builder()
            .base_url(sandbox.base_url())
            .client_credentials(sandbox.app_id(), sandbox.app_secret())
            .calls_in_flight(CALLS_IN_FLIGHT as usize)
            .build()
            .unwrap();
        runtime.block_on(client.send(&query())).unwrap();
        Self {
            client,
            _sandbox: sandbox,
        }
    }

    /// Reads the report of the same user for all users, so that each has 20 pages.
    fn read(&self, runtime: &Runtime) {
        let reports = (0..USERS).map(|_| self.client.all(query()));
        let reports = runtime.block_on(try_join_all(reports)).unwrap();
        assert_eq!(reports.len(), USERS as usize);
    }
}

fn query() -> UserConversationHistory {
    UserConversationHistory::new(
        UserId(447723),
        "2019-05-02T12:00:00Z".parse().unwrap(),
        "2019-06-02T12:00:00Z".parse().unwrap(),
    )
}

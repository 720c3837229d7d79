//! Property tests: what one side writes, the other side reads as the same value. What can't be read
//! is an error, never a panic.
//!
//! `PROPTEST_CASES` sets the number of cases.
#![allow(clippy::unwrap_used)]

mod bodies;
mod queries;
mod values;

mod features {
    include!(concat!(env!("OUT_DIR"), "/features.rs"));
}

use helpscout_reports::{Client, ClientBuilder};
use proptest::test_runner::Config;
use tokio::runtime::Runtime;

/// Returns the number of cases in `PROPTEST_CASES`, or else `usual`.
fn cases(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let cases = asked.and_then(|asked| asked.parse().ok()).unwrap_or(usual);
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// Returns a client that sends each call once and never waits.
fn client(base_url: &str) -> ClientBuilder {
    Client::builder()
        .base_url(base_url)
        .client_credentials("app", "secret")
        .max_attempts(1)
        .rate_reserve(0)
        .longest_wait(std::time::Duration::ZERO)
}

//! Reads a long report from a service that fails a fifth of all requests, and measures how much
//! memory the client needs. Each read and each service has its own process.
//!
//! Run with `cargo run --release -p tests --example soak` on Linux, which
//! reports the peak memory of a process.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::pin::pin;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use helpscout_reports::{Client, UserConversationHistory, UserId};
use helpscout_sandbox::{Fault, Faults, Sandbox};

const PATH: &str = "/v2/reports/user/conversation-history";
/// The desk has about 2,300 rows in the interval; every row is repeated this many times.
const FACTORS: [u32; 2] = [9, 87];

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", factor] => serve(factor.parse().unwrap()).await,
        ["walk", base_url, id, secret] => walk(base_url, id, secret).await,
        _ => measure(),
    }
}

fn measure() {
    println!(
        "{:>8}{:>10}{:>10}{:>10}{:>12}",
        "rows", "requests", "failed", "seconds", "peak KiB"
    );
    let peaks = FACTORS.map(|factor| {
        let (mut service, mut said) = start(&["serve", &factor.to_string()]);
        let address = line(&mut said);
        let walk: Vec<&str> = ["walk"].into_iter().chain(address.split(' ')).collect();
        let start_time = Instant::now();
        let (mut client, mut told) = start(&walk);
        let told = line(&mut told);
        assert!(client.wait().unwrap().success());
        let seconds = start_time.elapsed().as_secs_f64();
        // The service prints its counts and stops when its input is closed.
        drop(service.stdin.take());
        let counted = line(&mut said);
        assert!(service.wait().unwrap().success());
        let (rows, peak) = told.split_once(' ').unwrap();
        let (requests, failed) = counted.split_once(' ').unwrap();
        println!("{rows:>8}{requests:>10}{failed:>10}{seconds:>10.1}{peak:>12}");
        peak.parse::<f64>().unwrap()
    });
    println!(
        "peak of the longer one over the shorter: {:.3}",
        peaks[1] / peaks[0]
    );
}

fn start(arguments: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    (child, said)
}

fn line(said: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(!line.is_empty(), "the process ended without a word");
    line.trim_end().to_owned()
}

/// Prints the address and the credentials and, after the end of the input, the number of requests
/// and faults.
async fn serve(factor: u32) {
    let faults = Faults::new()
        .mix(20.0, Fault::TRANSIENT)
        .token_share(Fault::ServerError, 20.0)
        .retry_after(0);
    let sandbox = Sandbox::builder()
        .calls_per_minute(u32::MAX)
        .rows_factor(factor)
        .faults(faults)
        .start()
        .await
        .unwrap();
    println!(
        "{} {} {}",
        sandbox.base_url(),
        sandbox.app_id(),
        sandbox.app_secret()
    );
    let ended = tokio::task::spawn_blocking(|| {
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    });
    ended.await.unwrap();
    let calls = sandbox.calls();
    println!(
        "{} {}",
        calls.to(PATH),
        calls.faults().values().sum::<u64>()
    );
}

/// Reads the report, and prints the number of rows and the peak memory.
async fn walk(base_url: &str, id: &str, secret: &str) {
    let client = Client::builder()
        .base_url(base_url)
        .client_credentials(id, secret)
        .longest_wait(Duration::from_millis(100))
        .build()
        .unwrap();
    let query = UserConversationHistory::new(
        UserId(447723),
        "2019-05-02T12:00:00Z".parse().unwrap(),
        "2019-06-02T12:00:00Z".parse().unwrap(),
    );
    let announced = client.send(&query).await.unwrap().count;
    let mut rows = pin!(client.rows(query));
    let mut count = 0;
    while rows.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, announced, "rows are missing");
    println!("{count} {}", peak_memory());
}

/// Returns the peak memory of this process in KiB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

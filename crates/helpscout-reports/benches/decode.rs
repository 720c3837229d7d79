//! Compares decoding a page with the generated models and with handwritten serde structs.
//!
//! The contenders take turns, so that other load on the machine affects all alike. A benchmark
//! framework would run one after the other, so this benchmark uses none. Values are dropped outside
//! of the measured time.
//!
//! Run with `cargo bench -p helpscout-reports`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use helpscout_reports::UserConversationHistoryPage;
use helpscout_runtime::decoded;
use serde::Deserialize;

fn main() {
    // After a large block was freed once, the allocator keeps that much memory. Otherwise the first
    // benchmark would request the memory of a large page anew each time, and the others would not.
    drop(black_box(vec![1_u8; 24 << 20]));
    for (rows, rounds, repetitions) in [(116, 1500, 4), (10_000, 150, 1)] {
        compare(rows, rounds, repetitions);
    }
}

/// Returns a page with this number of rows, all different.
fn page(rows: u64) -> String {
    let rows: Vec<_> = (0..rows)
        .map(|i| {
            format!(
                r#"{{"number":{},"responseTime":{},"firstResponseTime":{}.5,"resolveTime":{},"repliesSent":{},"id":{},"status":"closed","avgHandleTime":{},"customers":[{{"id":{},"name":"Customer {i}"}}]}}"#,
                200_000 + i,
                60 + i * 7 % 9000,
                30 + i * 11 % 7000,
                if i % 9 == 0 { "null".to_owned() } else { (i * 13 % 90_000).to_string() },
                1 + i % 5,
                4_845_671_933 + i,
                20 + i % 400,
                137_966_680 + i,
            )
        })
        .collect();
    format!(
        r#"{{"results":[{}],"page":1,"count":2303,"pages":20}}"#,
        rows.join(",")
    )
}

#[allow(dead_code)]
mod by_hand {
    use super::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Page {
        page: i64,
        pages: i64,
        count: i64,
        results: Vec<Reply>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Reply {
        number: i64,
        response_time: Option<f64>,
        first_response_time: Option<f64>,
        resolve_time: Option<f64>,
        replies_sent: Option<i64>,
        id: i64,
        status: Option<String>,
        avg_handle_time: Option<f64>,
        customers: Vec<Customer>,
    }

    #[derive(Deserialize)]
    struct Customer {
        id: i64,
        name: Option<String>,
    }
}

/// How a page is decoded, and how that is called.
type Contender<'a> = (&'static str, &'a dyn Fn() -> Duration);

fn compare(rows: u64, rounds: usize, repetitions: usize) {
    let text = page(rows);
    let bytes = text.as_bytes();
    // Decodes the bytes of a response as the client does: checks once that they are UTF-8, then reads
    // text.
    let client = || {
        let owned = bytes.to_vec();
        timed(move || {
            let text = String::from_utf8(owned).unwrap();
            decoded::<UserConversationHistoryPage>(&text)
        })
    };
    // Most clients read the bytes with handwritten structs.
    let slice = || {
        let owned = bytes.to_vec();
        timed(move || serde_json::from_slice::<by_hand::Page>(&owned).unwrap())
    };
    let generated = || timed(|| decoded::<UserConversationHistoryPage>(&text));
    let by_hand = || timed(|| serde_json::from_str::<by_hand::Page>(&text).unwrap());
    let contenders: [Contender<'_>; 4] = [
        ("client: bytes, checked once", &client),
        ("by hand: from_slice", &slice),
        ("client: text", &generated),
        ("by hand: from_str", &by_hand),
    ];
    let mut times: [Vec<Duration>; 4] = Default::default();
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let which = (round + turn) % contenders.len();
            let total: Duration = (0..repetitions).map(|_| contenders[which].1()).sum();
            times[which].push(total / repetitions as u32);
        }
    }
    println!("{rows} rows, {} bytes, {rounds} turns each", text.len());
    let mut medians = [0.0; 4];
    let mut minima = [0.0; 4];
    for (which, times) in times.iter_mut().enumerate() {
        times.sort_unstable();
        medians[which] = times[times.len() / 2].as_secs_f64();
        minima[which] = times[0].as_secs_f64();
        println!(
            "  {:30} median {:>9.1} µs   fastest {:>9.1} µs",
            contenders[which].0,
            medians[which] * 1e6,
            minima[which] * 1e6
        );
    }
    for (what, by_hand, client) in [
        ("× by hand from_slice", 1, 0),
        ("× by hand from_str (text)", 3, 2),
        ("× by hand from_str (bytes)", 3, 0),
    ] {
        println!(
            "  {what:30} median {:>9.3}      fastest {:>9.3}",
            medians[by_hand] / medians[client],
            minima[by_hand] / minima[client]
        );
    }
}

/// Returns how long it takes until the value exists.
fn timed<T>(decode: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let value = black_box(decode());
    let elapsed = start.elapsed();
    drop(value);
    elapsed
}

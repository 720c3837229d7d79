//! Decoding a page with the generated models, beside serde structs as one would write them by
//! hand. Run with `cargo bench -p helpscout-reports`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use helpscout_reports::UserConversationHistoryPage;
use serde::Deserialize;

fn main() {
    // A block freed once makes the allocator keep as much from then on; otherwise whoever comes
    // first gets all memory of a large page anew each time, and the others do not.
    drop(black_box(vec![1_u8; 24 << 20]));
    divan::main();
}

/// A page of that many rows, all different.
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

const ROWS: [u64; 2] = [116, 10_000];

/// What the client does with the bytes of an answer: checked to be UTF-8 once, then read as text.
#[divan::bench(args = ROWS)]
fn client(bencher: Bencher<'_, '_>, rows: u64) {
    let body = page(rows).into_bytes();
    bencher
        .counter(BytesCount::new(body.len()))
        .with_inputs(|| body.clone())
        .bench_values(|body| {
            let text = String::from_utf8(body).ok()?;
            serde_json::from_str::<UserConversationHistoryPage>(&text).ok()
        });
}

/// What most clients do: structs of their own, read from the bytes.
#[divan::bench(args = ROWS)]
fn by_hand_from_slice(bencher: Bencher<'_, '_>, rows: u64) {
    let body = page(rows).into_bytes();
    bencher
        .counter(BytesCount::new(body.len()))
        .with_inputs(|| body.clone())
        .bench_values(|body| serde_json::from_slice::<by_hand::Page>(&body).ok());
}

/// The generated models alone, without the check.
#[divan::bench(args = ROWS)]
fn generated_from_str(bencher: Bencher<'_, '_>, rows: u64) {
    let body = page(rows);
    bencher
        .counter(BytesCount::of_str(&body))
        .bench(|| serde_json::from_str::<UserConversationHistoryPage>(&body));
}

#[divan::bench(args = ROWS)]
fn by_hand_from_str(bencher: Bencher<'_, '_>, rows: u64) {
    let body = page(rows);
    bencher
        .counter(BytesCount::of_str(&body))
        .bench(|| serde_json::from_str::<by_hand::Page>(&body));
}

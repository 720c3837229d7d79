//! Compares decoding a page with the generated models and with handwritten serde structs. Run it
//! with `cargo bench -p helpscout-reports`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use helpscout_reports::UserConversationHistoryPage;
use serde::Deserialize;

fn main() {
    // After a large block was freed once, the allocator keeps that much memory. Otherwise the first
    // benchmark would request the memory of a large page anew each time, and the others would not.
    drop(black_box(vec![1_u8; 24 << 20]));
    divan::main();
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

const ROWS: [u64; 2] = [116, 10_000];

/// Decodes the bytes of a response like the client: checks once that they are UTF-8, then reads
/// text.
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

/// Decodes the bytes like most clients: with handwritten structs.
#[divan::bench(args = ROWS)]
fn by_hand_from_slice(bencher: Bencher<'_, '_>, rows: u64) {
    let body = page(rows).into_bytes();
    bencher
        .counter(BytesCount::new(body.len()))
        .with_inputs(|| body.clone())
        .bench_values(|body| serde_json::from_slice::<by_hand::Page>(&body).ok());
}

/// Decodes text with the generated models, without the UTF-8 check.
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

//! Reports whose rows are repeated.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::{
    Growth, Sandbox,
    desk::Desk,
    reports::rows::{ID_SPAN, NUMBER_SPAN},
    tests::{Caller, MAY},
};

const ORDERS: [&str; 7] = [
    "",
    "&sortOrder=ASC",
    "&sortField=number&sortOrder=DESC",
    "&sortField=repliesSent&sortOrder=ASC",
    "&sortField=responseTime",
    "&sortField=responseTime&sortOrder=ASC",
    "&sortField=resolveTime",
];

async fn repeated(factor: u32) -> Caller {
    Caller::of(
        Sandbox::builder()
            .rows_factor(factor)
            .calls_per_minute(1_000_000),
    )
    .await
}

fn integer(row: &Value, key: &str) -> i64 {
    row[key].as_i64().unwrap()
}

/// Returns the number of a copy, and the row that it was made from.
fn original(mut copy: Value, ids: i64) -> (i64, Value) {
    let number = (integer(&copy, "id") - ids) / ID_SPAN;
    copy["id"] = json!(integer(&copy, "id") - number * ID_SPAN);
    copy["number"] = json!(integer(&copy, "number") - number * NUMBER_SPAN);
    (number, copy)
}

#[tokio::test]
async fn every_row_is_there_once_for_each_copy_whatever_the_order() {
    let desk = Desk::of(2019);
    let first_id = desk.conversations[0].id;
    let (once, thrice) = (Caller::new().await, repeated(3).await);
    for order in ORDERS {
        let query = format!("{MAY}&types=chat{order}");
        let rows = once.history_rows(&query).await;
        let copies = thrice.history_rows(&query).await;
        let originals: Vec<_> = copies
            .into_iter()
            .map(|copy| original(copy, first_id))
            .collect();
        for number in 0..3 {
            let of_this = originals.iter().filter(|(copy, _)| *copy == number);
            let of_this: Vec<Value> = of_this.map(|(_, row)| row.clone()).collect();
            assert_eq!(of_this, rows, "copy {number} of {order}");
        }
        assert_eq!(originals.len(), 3 * rows.len());
    }
}

#[tokio::test]
async fn copies_keep_the_order_that_is_asked_for() {
    let thrice = repeated(3).await;
    for order in ORDERS {
        let rows = thrice
            .history_rows(&format!("{MAY}&types=chat{order}"))
            .await;
        let field = order.strip_prefix("&sortField=").unwrap_or("number");
        let field = field.split('&').next().unwrap();
        let known = rows.iter().map_while(|row| row[field].as_f64());
        let known: Vec<f64> = known.collect();
        let ascending = order.ends_with("ASC");
        assert!(
            known.is_sorted_by(|a, b| if ascending { a <= b } else { a >= b }),
            "{order}"
        );
        assert!(
            rows[known.len()..].iter().all(|row| row[field].is_null()),
            "{order}"
        );
    }
}

#[tokio::test]
async fn no_two_conversations_share_an_id_or_a_number() {
    let desk = Desk::of(2019);
    for (value, span) in [
        (|conversation| conversation.id, ID_SPAN),
        (|conversation| conversation.number, NUMBER_SPAN),
    ] as [(fn(&crate::desk::Conversation) -> i64, i64); 2]
    {
        let values: Vec<i64> = desk.conversations.iter().map(value).collect();
        let range = values.iter().max().unwrap() - values.iter().min().unwrap();
        assert!(range < span, "{range}");
    }
    let rows = repeated(3)
        .await
        .history_rows(&format!("{MAY}&types=chat"))
        .await;
    let ids: HashSet<i64> = rows.iter().map(|row| integer(row, "id")).collect();
    let both = rows
        .iter()
        .map(|row| (integer(row, "id"), integer(row, "number")));
    let numbers: HashSet<i64> = rows.iter().map(|row| integer(row, "number")).collect();
    assert_eq!(both.collect::<HashSet<_>>().len(), ids.len());
    assert_eq!(numbers.len(), ids.len());
}

#[tokio::test]
async fn the_last_page_of_the_longest_report_is_reached_and_none_comes_after() {
    let most = repeated(u32::MAX).await;
    for order in ORDERS {
        let query = format!("{MAY}{order}");
        let first = most.history(&query).await;
        let (count, pages) = (integer(&first, "count"), integer(&first, "pages"));
        let last = most.history(&format!("{query}&page={pages}")).await;
        let rows = last["results"].as_array().unwrap();
        assert_eq!(rows.len() as i64, count - (pages - 1) * 120, "{order}");
        assert!(rows.iter().all(|row| integer(row, "id") > 0));
        let beyond = most.history(&format!("{query}&page={}", pages + 1)).await;
        assert_eq!(beyond["results"], json!([]), "{order}");
    }
}

#[tokio::test]
async fn no_copies_are_no_rows_and_nothing_repeated_is_nothing() {
    let none = repeated(0).await.history(MAY).await;
    assert_eq!((&none["count"], &none["pages"]), (&json!(0), &json!(0)));
    let nobody = repeated(9).await.history(&MAY.replace("447723", "1")).await;
    assert_eq!(nobody["count"], json!(0));
    assert_eq!(nobody["results"], json!([]));
}

#[tokio::test]
async fn all_copies_of_a_row_arrive_with_it() {
    let growing = Sandbox::builder()
        .rows_factor(5)
        .growing(Growth::of(2).by(1));
    let growing = Caller::of(growing).await;
    let once = integer(&Caller::new().await.history(MAY).await, "count");
    for missing in [2, 1, 0] {
        let count = integer(&growing.history(MAY).await, "count");
        assert_eq!(count, 5 * (once - missing));
    }
}

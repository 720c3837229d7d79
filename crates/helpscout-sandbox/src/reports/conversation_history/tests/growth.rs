//! Replies that are held back, as if they were not sent yet.

use serde_json::json;

use super::by_hand::{ANN, BEN, HOUR, MINUTE, MONDAY, WEEK, asks, conversation, desk, replies};
use crate::{
    Growth, Sandbox,
    desk::{Author, Desk},
    tests::{Caller, MAY},
};

/// Ann replies three times, Ben once in between. The threads at these places are missing.
fn without(threads: &[usize]) -> Desk {
    let all = [
        asks(MONDAY),
        replies(ANN, MONDAY + HOUR, 100),
        asks(MONDAY + 2 * HOUR),
        replies(ANN, MONDAY + 3 * HOUR, 40),
        asks(MONDAY + 4 * HOUR),
        replies(BEN, MONDAY + 5 * HOUR, 300),
        asks(MONDAY + 6 * HOUR),
        replies(ANN, MONDAY + 7 * HOUR, 10),
    ];
    let there = (0..).zip(all).filter(|(place, _)| !threads.contains(place));
    let there: Vec<(i64, Author)> = there.map(|(_, thread)| thread).collect();
    let other = vec![asks(MONDAY), replies(ANN, MONDAY + 90 * MINUTE, 1)];
    desk(vec![
        conversation(1, None, there),
        conversation(2, None, other),
    ])
}

#[tokio::test]
async fn a_reply_that_is_held_back_counts_nowhere() {
    let query = format!("user={ANN}&{WEEK}");
    let growing = Sandbox::builder().growing(Growth::of(2).by(1));
    let growing = Caller::of_at(growing, without(&[])).await;
    for missing in [&[3, 7][..], &[7], &[], &[]] {
        let expected = Caller::at(without(missing)).await.history(&query).await;
        assert_eq!(growing.history(&query).await, expected, "{missing:?}");
    }
}

#[tokio::test]
async fn replies_outside_of_what_is_asked_for_are_not_held_back() {
    let query = format!("user={ANN}&start=2019-05-06T00:00:00Z&end=2019-05-06T10:40:00Z");
    let growing = Sandbox::builder().growing(Growth::of(1));
    let growing = Caller::of_at(growing, without(&[])).await;
    let before = growing.history(&query).await;
    let after = growing.history(&query).await;
    // Only the newest reply in the interval is held back, which is in the other conversation.
    assert_eq!((&before["count"], &after["count"]), (&json!(1), &json!(2)));
    assert_eq!(before["results"][0], after["results"][1]);
    assert_eq!(before["results"][0]["repliesSent"], 4);
}

#[tokio::test]
async fn exactly_as_many_rows_are_missing_as_are_held_back_whatever_the_filter() {
    let whole = Caller::new().await;
    for filter in ["", "&status=closed", "&tags=5666&officeHours=true"] {
        let query = format!("{MAY}{filter}");
        let all = whole.history(&query).await;
        let count = all["count"].as_u64().unwrap();
        for held_back in [1, 130, 100_000] {
            let builder = Sandbox::builder().growing(Growth::of(held_back));
            let growing = Caller::of(builder).await;
            let before = growing.history(&query).await;
            let left = count.saturating_sub(held_back as u64);
            assert_eq!(before["count"], json!(left), "{filter}");
            assert_eq!(before["pages"], json!(left.div_ceil(120)), "{filter}");
            assert_eq!(growing.history(&query).await, all, "{filter}");
        }
    }
}

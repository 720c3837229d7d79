//! Lists of the most frequent things, and hours of the week.

use serde_json::{Value, json};

use super::{report, sum};
use crate::{
    desk::{Conversation, customers::Customer},
    reports::conversation_history::tests::by_hand::{HOUR, MONDAY, WEEK, asks, conversation, desk},
};

const REFUND: i64 = 5666;
const BUG: i64 = 101_341;

fn tagged(number: i64, hour: i64, tags: &[i64], customer: i64) -> Conversation {
    Conversation {
        tags: tags.to_vec(),
        customers: vec![Customer::named(customer, "Ada", "Example")],
        ..conversation(number, None, vec![asks(MONDAY + hour * HOUR)])
    }
}

#[test]
fn tags_are_listed_by_how_many_conversations_have_them_the_untagged_among_them() {
    let desk = desk(vec![
        tagged(1, 0, &[REFUND, BUG], 7),
        tagged(2, 1, &[BUG], 7),
        tagged(3, 2, &[], 8),
        // The day before.
        tagged(4, -24, &[REFUND], 7),
    ]);
    let sunday = "previousStart=2019-05-05T00:00:00Z&previousEnd=2019-05-05T23:59:59Z";
    let body = report(&desk, "conversations", &format!("{WEEK}&{sunday}"));
    let row = |id: i64, name: Option<&str>, count: i64, before: i64| {
        let percent = count as f64 * 100.0 / 3.0;
        let before_percent = before * 100;
        json!({
            "name": name,
            "id": id,
            "count": count,
            "previousCount": before,
            "percent": percent,
            "previousPercent": before_percent,
            "deltaPercent": percent - before_percent as f64,
        })
    };
    let expected = [
        row(BUG, Some("bug"), 2, 0),
        row(1, None, 1, 0),
        row(REFUND, Some("refund"), 1, 1),
    ];
    assert_eq!(body["tags"], json!({ "count": 2, "top": expected }));
    assert_eq!(body["customers"]["count"], json!(3));
    assert_eq!(body["customers"]["top"][0]["id"], json!(7));
    assert_eq!(body["customers"]["top"][0]["name"], json!("Ada Example"));
    assert_eq!(body["customers"]["top"][0]["count"], json!(2));
}

#[test]
fn without_an_interval_to_compare_with_a_list_has_no_previous_figures() {
    let body = report(&desk(vec![tagged(1, 0, &[BUG], 7)]), "conversations", WEEK);
    let row = &body["tags"]["top"][0];
    for key in ["previousCount", "previousPercent", "deltaPercent"] {
        assert_eq!(row.get(key), Some(&Value::Null), "{key}");
    }
}

#[test]
fn hours_follow_the_clock_of_the_company() {
    // New York is four hours behind UTC: Sunday at 23, Monday at 5, 5 and 6.
    let hours = [-6, 0, 0, 1].iter().zip(1..);
    let desk = desk(
        hours
            .map(|(hour, number)| tagged(number, *hour, &[], 7))
            .collect(),
    );
    let hours = report(&desk, "conversations_busy_times", WEEK);
    let hour =
        |day: i64, hour: i64, count: i64| json!({ "day": day, "hour": hour, "count": count });
    assert_eq!(hours, json!([hour(1, 5, 2), hour(1, 6, 1), hour(7, 23, 1)]));

    let body = report(&desk, "conversations", WEEK);
    assert_eq!(body["busiestDay"], hour(1, 5, 2));
    assert_eq!(body["busyTimeStart"], json!(5));
    assert_eq!(body["busyTimeEnd"], json!(7));
    assert_eq!(sum(&hours, "count"), 4);
    assert_eq!(body["current"]["newConversations"], json!(4));
}

#[test]
fn nothing_is_not_busy() {
    let body = report(&desk(Vec::new()), "conversations", WEEK);
    assert_eq!(body["busiestDay"], Value::Null);
    assert_eq!(body["busyTimeStart"], Value::Null);
    assert_eq!(
        report(&desk(Vec::new()), "conversations_busy_times", WEEK),
        json!([])
    );
}

#[test]
fn the_tags_that_are_asked_for_are_told() {
    let body = report(
        &desk(Vec::new()),
        "productivity",
        &format!("{WEEK}&tags={BUG},404"),
    );
    assert_eq!(
        body["filterTags"],
        json!([{ "id": BUG, "name": "bug" }, { "id": 404, "name": null }])
    );
    let body = report(&desk(Vec::new()), "productivity", WEEK);
    assert_eq!(body["filterTags"], Value::Null);
}

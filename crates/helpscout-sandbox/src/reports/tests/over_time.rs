//! The buckets of time series.

use serde_json::{Value, json};

use super::report;
use crate::reports::conversation_history::tests::by_hand::{
    ANN, HOUR, MONDAY, asks, conversation, desk, replies, two_users,
};

const DAY: i64 = 24 * HOUR;

fn dates(points: &Value) -> Vec<String> {
    let points = points.as_array().unwrap().iter();
    points
        .map(|point| point["date"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn buckets_start_with_the_interval_and_its_last_second_opens_none() {
    let desk = desk(vec![conversation(
        1,
        None,
        vec![
            asks(MONDAY),
            replies(ANN, MONDAY + 60, 5),
            replies(ANN, MONDAY + 2 * DAY, 5),
        ],
    )]);
    let two_days = "start=2019-05-06T09:00:00Z&end=2019-05-08T09:00:00Z&viewBy=day";
    let body = report(&desk, "productivity_replies_sent", two_days);
    assert_eq!(
        body,
        json!({
            "current": [
                { "date": "2019-05-06T09:00:00Z", "replies": 1 },
                { "date": "2019-05-07T09:00:00Z", "replies": 1 },
            ],
            "previous": null,
        })
    );
}

#[test]
fn a_bucket_is_a_week_unless_asked_otherwise() {
    let month = "start=2019-05-02T12:00:00Z&end=2019-06-02T12:00:00Z";
    let body = report(&desk(Vec::new()), "conversations_received_messages", month);
    let expected = ["02", "09", "16", "23", "30"].map(|day| format!("2019-05-{day}T12:00:00Z"));
    assert_eq!(dates(&body["current"]), expected);
    let by_week = report(
        &desk(Vec::new()),
        "conversations_received_messages",
        &format!("{month}&viewBy=week"),
    );
    assert_eq!(body, by_week);
}

#[test]
fn months_are_those_of_the_calendar() {
    let query = "start=2019-01-31T12:00:00Z&end=2019-05-01T00:00:00Z&viewBy=month";
    let body = report(&desk(Vec::new()), "conversations_received_messages", query);
    let expected = ["01-31", "02-28", "03-31", "04-30"].map(|day| format!("2019-{day}T12:00:00Z"));
    assert_eq!(dates(&body["current"]), expected);
}

#[test]
fn a_bucket_without_events_counts_nothing_and_takes_no_time() {
    let query = "start=2019-05-06T00:00:00Z&end=2019-05-08T00:00:00Z&viewBy=day\
        &previousStart=2019-05-04T00:00:00Z&previousEnd=2019-05-05T00:00:00Z";
    let desk = desk(vec![two_users()]);
    let times = report(&desk, "productivity_response_time", query);
    let time = |date: &str, time: Value| json!({ "date": date, "time": time });
    assert_eq!(
        times,
        json!({
            "current": [
                time("2019-05-06T00:00:00Z", json!(11221.0 / 3.0)),
                time("2019-05-07T00:00:00Z", Value::Null),
            ],
            "previous": [time("2019-05-04T00:00:00Z", Value::Null)],
        })
    );
    let customers = report(&desk, "company_customers_helped", query);
    assert_eq!(
        customers["current"][0]["customers"],
        json!(1),
        "once in a bucket"
    );
    assert_eq!(customers["current"][1]["customers"], json!(0));
    let firsts = report(&desk, "productivity_first_response_time", query);
    assert_eq!(firsts["current"][0]["time"], json!(3600));
}

#[test]
fn the_last_bucket_of_an_endless_interval_takes_the_rest() {
    let query = "start=0001-01-01T00:00:00Z&end=9999-12-01T00:00:00Z&viewBy=day";
    let body = report(&desk(vec![two_users()]), "productivity_replies_sent", query);
    let points = body["current"].as_array().unwrap();
    assert_eq!(points.len(), 3660);
    assert_eq!(points.last().unwrap()["replies"], json!(4));
}

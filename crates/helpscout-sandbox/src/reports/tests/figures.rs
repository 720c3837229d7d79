//! A desk that is small enough to calculate its figures by hand.

use serde_json::{Value, json};

use super::report;
use crate::{
    desk::{Channel, Desk, Status},
    reports::conversation_history::tests::by_hand::{
        ANN, BEN, BOTH, FRIDAY_AFTERNOON, HOUR, MINUTE, MONDAY, WEEK, asks, conversation, desk,
        replies, two_users,
    },
};

/// The previous week, in which nothing happened.
const BEFORE: &str = "previousStart=2019-04-29T00:00:00Z&previousEnd=2019-05-05T23:59:59Z";

/// One conversation is resolved on the first reply; another one with two users stays open.
fn two_conversations() -> Desk {
    let resolved = vec![asks(MONDAY), replies(ANN, MONDAY + 10 * MINUTE, 120)];
    desk(vec![
        conversation(1, Some(MONDAY + 30 * MINUTE), resolved),
        two_users(),
    ])
}

#[test]
fn productivity_averages_over_replies_and_resolved_conversations() {
    let body = report(&two_conversations(), "productivity", WEEK);
    assert_eq!(
        body["current"],
        json!({
            "startDate": "2019-05-06T00:00:00Z",
            "endDate": "2019-05-13T23:59:59Z",
            "totalConversations": 2,
            "resolutionTime": 1800,
            "repliesToResolve": 1,
            "responseTime": (600.0 + 3600.0 + 7200.0 + 421.0) / 4.0,
            "firstResponseTime": 2100,
            "resolved": 1,
            "resolvedOnFirstReply": 1,
            "closed": 1,
            "repliesSent": 5,
            "handleTime": 114,
            "percentResolvedOnFirstReply": 100,
            "ratings": null,
        })
    );
}

#[test]
fn a_distribution_counts_each_conversation_once_by_its_own_average() {
    let body = report(&two_conversations(), "productivity", WEEK);
    let parts = |key: &str| -> Vec<(i64, i64)> {
        let ranges = body[key]["ranges"].as_array().unwrap().iter();
        let number = |range: &Value, key: &str| range[key].as_i64().unwrap();
        ranges
            .map(|range| (number(range, "id"), number(range, "count")))
            .collect()
    };
    // 10 minutes, and an average of 1 h 2 min 20 s over three replies.
    assert_eq!(parts("responseTime"), [(1, 1), (4, 1)]);
    // 10 minutes, and exactly one hour.
    assert_eq!(parts("firstResponseTime"), [(1, 1), (4, 1)]);
    // Exactly two minutes, and less.
    assert_eq!(parts("handleTime"), [(2, 1), (3, 1)]);
    assert_eq!(
        body["repliesToResolve"],
        json!({
            "count": 1,
            "previousCount": null,
            "ranges": [{
                "id": 1,
                "count": 1,
                "previousCount": null,
                "percent": 100,
                "previousPercent": null,
                "resolutionTime": 1800,
            }],
        })
    );
}

#[test]
fn without_an_interval_to_compare_with_there_is_nothing_of_it() {
    for id in [
        "company",
        "conversations",
        "productivity",
        "user",
        "email",
        "chat",
        "phone",
    ] {
        let body = report(&two_conversations(), id, &format!("user={ANN}&{WEEK}"));
        assert_eq!(body["previous"], Value::Null, "{id}");
        assert_eq!(body["deltas"], Value::Null, "{id}");
        let text = body.to_string();
        let mut keys = text.split("\"previous").skip(1);
        assert!(
            keys.all(|rest| rest.split_once("\":").unwrap().1.starts_with("null")),
            "{id}: {text}"
        );
    }
}

#[test]
fn what_was_nothing_before_has_no_change() {
    let query = format!("{WEEK}&{BEFORE}");
    let body = report(&two_conversations(), "productivity", &query);
    assert_eq!(body["previous"]["repliesSent"], json!(0));
    assert_eq!(body["previous"]["responseTime"], Value::Null);
    assert_eq!(body["deltas"]["repliesSent"], Value::Null);
    assert_eq!(body["deltas"]["responseTime"], Value::Null);
    assert_eq!(body["responseTime"]["previousCount"], json!(0));
}

#[test]
fn a_change_is_told_in_percent_of_what_was_before() {
    let morning = "previousStart=2019-05-06T09:00:00Z&previousEnd=2019-05-06T11:00:00Z";
    let afternoon = "start=2019-05-06T12:00:00Z&end=2019-05-06T23:00:00Z";
    let query = format!("{afternoon}&{morning}");
    let deltas = &report(&two_conversations(), "productivity", &query)["deltas"];
    // Three previous replies, two current ones; two previous conversations, one current one.
    assert_eq!(deltas["repliesSent"], json!(-100.0 / 3.0));
    assert_eq!(deltas["totalConversations"], json!(-50.0));
    assert_eq!(deltas["resolved"], json!(-100.0));
    assert_eq!(
        deltas["resolutionTime"],
        Value::Null,
        "nothing was resolved after"
    );
    assert_eq!(deltas.get("percentResolvedOnFirstReply"), None);
}

#[test]
fn a_close_counts_for_whoever_replied_last() {
    let threads = vec![
        asks(MONDAY),
        replies(ANN, MONDAY + 60, 5),
        replies(BEN, MONDAY + 90, 7),
    ];
    let desk = desk(vec![conversation(1, Some(MONDAY + HOUR), threads)]);
    for (user, closed) in [(ANN, 0), (BEN, 1), (BOTH, 1), (404, 0)] {
        let current = &report(&desk, "user", &format!("user={user}&{WEEK}"))["current"];
        assert_eq!(current["closed"], json!(closed), "{user}");
        assert_eq!(current["resolved"], json!(closed), "{user}");
    }
    let rows = report(&desk, "company", WEEK)["users"].clone();
    assert_eq!(rows[0]["closed"], json!(0));
    assert_eq!(rows[1]["closed"], json!(1));
    assert_eq!(rows[1]["user"], json!(BEN));
}

#[test]
fn what_nobody_answered_is_closed_but_not_resolved() {
    let desk = desk(vec![conversation(
        1,
        Some(MONDAY + HOUR),
        vec![asks(MONDAY)],
    )]);
    let current = &report(&desk, "company", WEEK)["current"];
    assert_eq!(current["closed"], json!(1));
    assert_eq!(current["resolvedPerDay"], json!(0));
    assert_eq!(current["repliesPerDayPerUser"], Value::Null);
}

#[test]
fn spam_counts_nowhere() {
    let mut spam = two_users();
    spam.status = Status::Spam;
    let desk = desk(vec![spam]);
    assert_eq!(
        report(&desk, "conversations", WEEK)["current"]["totalConversations"],
        json!(0)
    );
    assert_eq!(report(&desk, "company", WEEK)["users"], json!([]));
}

#[test]
fn days_are_rounded_up() {
    for (end, days) in [
        ("2019-05-06T00:00:01Z", 1),
        ("2019-05-07T00:00:00Z", 1),
        ("2019-05-13T23:59:59Z", 8),
    ] {
        let query = format!("start=2019-05-06T00:00:00Z&end={end}");
        let body = report(&two_conversations(), "company", &query);
        assert_eq!(body["current"]["totalDays"], json!(days), "{end}");
    }
}

#[test]
fn times_honour_office_hours_but_not_the_handle_time() {
    let answered = MONDAY + 7 * 24 * HOUR + 15 * MINUTE;
    let threads = vec![asks(FRIDAY_AFTERNOON), replies(ANN, answered, 600)];
    let desk = desk(vec![conversation(1, Some(answered + HOUR), threads)]);
    let current = &report(&desk, "productivity", &format!("{WEEK}&officeHours=true"))["current"];
    assert_eq!(current["responseTime"], json!(45 * MINUTE));
    assert_eq!(current["resolutionTime"], json!(105 * MINUTE));
    assert_eq!(current["handleTime"], json!(600));
}

#[test]
fn a_chat_waits_once_and_gets_responses_after_that() {
    let mut chat = two_users();
    chat.channel = Channel::Chat;
    let mut missed = conversation(3, None, vec![asks(MONDAY)]);
    missed.channel = Channel::Chat;
    let email = conversation(4, None, vec![asks(MONDAY)]);
    let body = report(&desk(vec![chat, missed, email]), "chat", WEEK);
    let current = &body["current"];
    assert_eq!(
        current["volume"],
        json!({
            "chatConversations": 2,
            "completedChats": 1,
            "missedChats": 1,
            "chatsPerDay": 0.25,
        })
    );
    assert_eq!(current["responses"]["waitTime"], json!(3600));
    assert_eq!(
        current["responses"]["responseTime"],
        json!((7200.0 + 421.0) / 2.0)
    );
    assert_eq!(
        current["resolutions"]["messagesPerChat"],
        json!(4.5),
        "8 and 1"
    );
    assert_eq!(current["resolutions"]["duration"], json!(6 * HOUR + 421));
    assert_eq!(body["messagesPerChat"]["count"], json!(2));
    assert_eq!(body["duration"]["count"], json!(1));
}

#[test]
fn a_phone_call_counts_for_everybody_who_replied() {
    let mut call = two_users();
    call.channel = Channel::Phone;
    let query = format!("{WEEK}&{BEFORE}");
    let body = report(&desk(vec![call]), "phone", &query);
    let single = json!({ "phoneConversations": 1, "phoneCallsCreated": 1, "customers": 1 });
    let none = json!({ "phoneConversations": 0, "phoneCallsCreated": 0, "customers": 0 });
    let row = |id: i64| json!({ "name": null, "id": id, "current": single, "previous": none });
    assert_eq!(body["users"], json!([row(ANN), row(BEN)]));
    assert_eq!(body["current"]["phoneConversations"], json!(1));
    assert_eq!(
        body["deltas"],
        json!({ "phoneCallsCreated": null, "customers": null, "newConversations": null })
    );
}

//! On the seeded desk, the same figure has the same value in every report.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{report, sum};
use crate::desk::{Desk, company};

const MAY: &str = "start=2019-05-02T12:00:00Z&end=2019-06-02T12:00:00Z";
const APRIL: &str = "start=2019-04-02T12:00:00Z&end=2019-05-02T12:00:00Z";
const AS_PREVIOUS: &str = "previousStart=2019-04-02T12:00:00Z&previousEnd=2019-05-02T12:00:00Z";

fn desk() -> Arc<Desk> {
    Desk::of(2019)
}

/// Intervals and filters that every report has.
fn queries() -> Vec<String> {
    let filters = [
        "",
        "&mailboxes=85,567",
        "&tags=5666,99787",
        "&folders=992",
        "&types=chat",
        "&types=email,phone&mailboxes=123",
    ];
    filters.map(|filter| format!("{MAY}{filter}")).to_vec()
}

#[test]
fn replies_are_the_same_in_every_report() {
    let desk = desk();
    for query in queries() {
        let company = report(&desk, "company", &query);
        let replies = &company["current"]["totalReplies"];
        assert!(replies.as_i64() > Some(20), "{query}");
        assert_eq!(
            json!(sum(&company["users"], "replies")),
            *replies,
            "{query}"
        );
        let productivity = report(&desk, "productivity", &query);
        assert_eq!(productivity["current"]["repliesSent"], *replies, "{query}");
        for view_by in ["day", "week", "month"] {
            let query = format!("{query}&viewBy={view_by}");
            let series = report(&desk, "productivity_replies_sent", &query);
            assert_eq!(
                json!(sum(&series["current"], "replies")),
                *replies,
                "{query}"
            );
        }
        for row in company["users"].as_array().unwrap() {
            let query = format!("{query}&user={}", row["user"]);
            let user = report(&desk, "user", &query);
            let current = &user["current"];
            assert_eq!(current["totalReplies"], row["replies"], "{query}");
            assert_eq!(
                current["customersHelped"], row["customersHelped"],
                "{query}"
            );
            assert_eq!(current["closed"], row["closed"], "{query}");
            assert_eq!(current["handleTime"], row["handleTime"], "{query}");
            let series = report(&desk, "user_replies", &query);
            assert_eq!(
                json!(sum(&series["current"], "replies")),
                row["replies"],
                "{query}"
            );
            let series = report(&desk, "user_resolutions", &query);
            assert_eq!(
                json!(sum(&series["current"], "resolved")),
                current["resolved"],
                "{query}"
            );
        }
    }
}

#[test]
fn resolutions_of_all_users_are_those_of_the_company() {
    let desk = desk();
    for query in queries() {
        let productivity = report(&desk, "productivity", &query);
        let current = &productivity["current"];
        let series = report(
            &desk,
            "productivity_resolved",
            &format!("{query}&viewBy=day"),
        );
        assert_eq!(
            json!(sum(&series["current"], "resolved")),
            current["resolved"],
            "{query}"
        );
        let users = company::USERS.iter().map(|user| {
            let query = format!("{query}&user={}", user.id);
            let user = report(&desk, "user", &query)["current"].clone();
            user["resolved"].as_i64().unwrap()
        });
        assert_eq!(json!(users.sum::<i64>()), current["resolved"], "{query}");
        assert_eq!(
            productivity["repliesToResolve"]["count"], current["resolved"],
            "{query}"
        );
    }
}

#[test]
fn new_conversations_are_the_same_in_every_report() {
    let desk = desk();
    for query in queries() {
        let overall = report(&desk, "conversations", &query);
        let new = overall["current"]["newConversations"].as_i64().unwrap();
        assert!(new > 20, "{query}");
        let hours = report(&desk, "conversations_busy_times", &query);
        assert_eq!(sum(&hours, "count"), new, "{query}");
        let most = hours
            .as_array()
            .unwrap()
            .iter()
            .map(|hour| hour["count"].as_i64());
        assert_eq!(
            overall["busiestDay"]["count"].as_i64(),
            most.max().flatten(),
            "{query}"
        );
        for view_by in ["day", "week", "month"] {
            let query = format!("{query}&viewBy={view_by}");
            let series = report(&desk, "conversations_new", &query);
            assert_eq!(sum(&series["current"], "count"), new, "{query}");
            let volume = &report(&desk, "conversations_volume_by_channel", &query)["current"];
            let channels = ["chat", "email", "phone"];
            let all: i64 = channels.iter().map(|channel| sum(volume, channel)).sum();
            assert_eq!(all, new, "{query}");
        }
        let messages = report(&desk, "conversations_received_messages", &query);
        assert_eq!(
            json!(sum(&messages["current"], "messages")),
            overall["current"]["messagesReceived"],
            "{query}"
        );
        let untagged_and_tagged = sum(&overall["tags"]["top"], "count");
        assert!(untagged_and_tagged >= overall["current"]["totalConversations"].as_i64().unwrap());
    }
}

#[test]
fn channels_add_up_to_the_company() {
    let desk = desk();
    for filter in ["", "&mailboxes=85", "&tags=5666", "&officeHours=true"] {
        let query = format!("{MAY}{filter}");
        let all = report(&desk, "conversations", &query)["current"].clone();
        let email = report(&desk, "email", &query);
        let chat = report(&desk, "chat", &query);
        let phone = report(&desk, "phone", &query)["current"].clone();
        let number = |value: &Value| value.as_i64().unwrap();
        assert_eq!(
            number(&email["current"]["volume"]["emailConversations"])
                + number(&chat["current"]["volume"]["chatConversations"])
                + number(&phone["phoneConversations"]),
            number(&all["totalConversations"]),
            "{query}"
        );
        let as_types = report(&desk, "productivity", &format!("{query}&types=email"));
        for (group, figure) in [
            ("volume", "repliesSent"),
            ("resolutions", "resolved"),
            ("resolutions", "resolutionTime"),
            ("resolutions", "closed"),
            ("responses", "responseTime"),
            ("responses", "firstResponseTime"),
        ] {
            assert_eq!(
                email["current"][group][figure], as_types["current"][figure],
                "{query}: {figure}"
            );
        }
        let volume = &chat["current"]["volume"];
        assert_eq!(
            number(&volume["completedChats"]) + number(&volume["missedChats"]),
            number(&volume["chatConversations"]),
            "{query}"
        );
    }
}

#[test]
fn the_parts_of_a_distribution_add_up() {
    let desk = desk();
    let distributions = [
        ("productivity", "responseTime"),
        ("productivity", "handleTime"),
        ("productivity", "firstResponseTime"),
        ("productivity", "repliesToResolve"),
        ("email", "resolutionTime"),
        ("chat", "waitTime"),
        ("chat", "responseTime"),
        ("chat", "messagesPerChat"),
        ("chat", "duration"),
    ];
    for (id, key) in distributions {
        let distribution = &report(&desk, id, &format!("{MAY}&{AS_PREVIOUS}"))[key];
        let ranges = &distribution["ranges"];
        assert!(ranges.as_array().unwrap().len() > 2, "{id} {key}");
        assert_eq!(
            json!(sum(ranges, "count")),
            distribution["count"],
            "{id} {key}"
        );
        let before = sum(ranges, "previousCount");
        assert_eq!(json!(before), distribution["previousCount"], "{id} {key}");
    }
}

#[test]
fn the_mean_of_a_series_is_that_of_the_report() {
    let desk = desk();
    for (series, figure) in [
        ("productivity_response_time", "responseTime"),
        ("productivity_resolution_time", "resolutionTime"),
        ("productivity_first_response_time", "firstResponseTime"),
    ] {
        // A single bucket covers the whole interval.
        let query = "start=2019-05-02T12:00:00Z&end=2019-06-02T12:00:00Z&viewBy=month";
        let points = report(&desk, series, query)["current"].clone();
        let whole = report(&desk, "productivity", query)["current"].clone();
        assert_eq!(points.as_array().unwrap().len(), 1, "{series}");
        assert_eq!(points[0]["time"], whole[figure], "{series}");
    }
}

#[test]
fn previous_is_what_current_was() {
    let desk = desk();
    let user = "user=447723";
    for id in [
        "company",
        "company_customers_helped",
        "conversations",
        "conversations_new",
        "productivity",
        "productivity_response_time",
        "user",
        "user_replies",
        "user_chat",
        "chat",
        "email",
        "phone",
    ] {
        let both = report(&desk, id, &format!("{user}&{MAY}&{AS_PREVIOUS}"));
        let before = report(&desk, id, &format!("{user}&{APRIL}"));
        assert_eq!(both["previous"], before["current"], "{id}");
        let now = report(&desk, id, &format!("{user}&{MAY}"));
        assert_eq!(both["current"], now["current"], "{id}");
    }
}

//! The sandbox's reports agree with each other, as those of one desk must.
//!
//! The tests send requests over HTTP by name and value, without the client's types, and compare
//! figures. They are one file, longer than most, because all of them use the same few helpers.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use helpscout_description::{Group, Operation, Unit};
use helpscout_reports::{Client, Query, Request, describe};
use helpscout_sandbox::{Sandbox, is_computed};
use serde_json::Value;

const MAY: [(&str, &str); 2] = [
    ("start", "2019-05-01T00:00:00Z"),
    ("end", "2019-05-31T23:59:59Z"),
];
const BEFORE_MAY: [(&str, &str); 2] = [
    ("previousStart", "2019-03-01T00:00:00Z"),
    ("previousEnd", "2019-03-31T23:59:59Z"),
];
const MARCH: [(&str, &str); 2] = [
    ("start", "2019-03-01T00:00:00Z"),
    ("end", "2019-03-31T23:59:59Z"),
];
const MARTA: (&str, &str) = ("user", "447723");

struct Desk {
    _sandbox: Sandbox,
    client: Client,
}

impl Desk {
    async fn open() -> Self {
        let sandbox = Sandbox::builder()
            .calls_per_minute(u32::MAX)
            .start()
            .await
            .unwrap();
        let client = Client::builder()
            .base_url(sandbox.base_url())
            .client_credentials(sandbox.app_id(), sandbox.app_secret())
            .rate_reserve(0)
            .build()
            .unwrap();
        Self {
            _sandbox: sandbox,
            client,
        }
    }

    async fn ask(&self, operation: &str, parameters: &[(&str, &str)]) -> Value {
        let request = request(operation, parameters);
        let answer = self.client.send_raw(&request).await;
        let answer = answer.unwrap_or_else(|error| panic!("{operation}: {error}"));
        serde_json::from_str(answer.value()).unwrap()
    }

    async fn rows(&self, operation: &str, parameters: &[(&str, &str)]) -> Vec<Value> {
        let rows = self.client.raw_all(request(operation, parameters)).await;
        let rows = rows.unwrap_or_else(|error| panic!("{operation}: {error}"));
        rows.iter()
            .map(|row| serde_json::from_str(row.get()).unwrap())
            .collect()
    }

    /// Returns the IDs of a drilldown's conversations, in ascending order.
    async fn ids(&self, operation: &str, parameters: &[(&str, &str)]) -> Vec<i64> {
        let parameters = with(parameters, &[("rows", "50")]);
        let rows = self.rows(operation, &parameters).await;
        let mut ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
        ids.sort_unstable();
        let before = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), before, "{operation}: a conversation twice");
        ids
    }

    /// Returns the sum of a key over the points of a series.
    async fn sum(&self, operation: &str, key: &str, parameters: &[(&str, &str)]) -> i64 {
        let answer = self.ask(operation, parameters).await;
        sum(&answer["current"], key)
    }
}

fn described(operation: &str) -> &'static Operation {
    describe::api().operation(operation).unwrap()
}

fn request(operation: &str, parameters: &[(&str, &str)]) -> Request {
    let described = described(operation);
    let mut query = Query::new();
    for (name, value) in parameters {
        let parameter = described.parameter(name);
        let parameter = parameter.unwrap_or_else(|| panic!("{operation} has no {name}"));
        query.set(&parameter.wire, *value);
    }
    Request::new(describe::operation(described).unwrap(), query)
}

fn with<'a>(one: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [one, other].concat()
}

fn sum(list: &Value, key: &str) -> i64 {
    let items = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    items.iter().map(|item| item[key].as_i64().unwrap()).sum()
}

fn whole(value: &Value) -> i64 {
    value
        .as_i64()
        .unwrap_or_else(|| panic!("no whole number: {value}"))
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("no number: {value}"))
}

fn assert_close(one: f64, other: f64, what: &str) {
    let scale = one.abs().max(other.abs()).max(1.0);
    assert!(
        (one - other).abs() <= scale * 1e-6,
        "{what}: {one} and {other}"
    );
}

#[tokio::test]
async fn the_replies_of_a_user_are_the_rows_of_the_conversation_history() {
    let desk = Desk::open().await;
    for filters in [
        vec![],
        vec![("mailboxes", "85,123")],
        vec![("tags", "5666")],
        vec![("types", "chat")],
        vec![("folders", "992")],
    ] {
        let asked = with(&with(&[MARTA], &MAY), &filters);
        let history = desk.rows("user_conversation_history", &asked).await;
        assert!(!history.is_empty(), "{filters:?}");
        for view in ["day", "week", "month"] {
            let asked = with(&asked, &[("viewBy", view)]);
            let replies = desk.sum("user_replies", "replies", &asked).await;
            assert_eq!(replies, history.len() as i64, "{filters:?} {view}");
        }
        let overall = desk.ask("user", &asked).await;
        assert_eq!(
            whole(&overall["current"]["totalReplies"]),
            history.len() as i64
        );
    }
}

#[tokio::test]
async fn the_company_s_replies_are_those_of_its_users_and_those_of_productivity() {
    let desk = Desk::open().await;
    let company = desk.ask("company", &MAY).await;
    let total = whole(&company["current"]["totalReplies"]);
    assert!(total > 1000, "{total}");
    assert_eq!(sum(&company["users"], "replies"), total);
    assert_eq!(
        company["users"].as_array().unwrap().len() as i64,
        whole(&company["current"]["totalUsers"])
    );
    let productivity = desk.ask("productivity", &MAY).await;
    assert_eq!(whole(&productivity["current"]["repliesSent"]), total);
    assert_eq!(
        desk.sum("productivity_replies_sent", "replies", &MAY).await,
        total
    );
    for user in company["users"].as_array().unwrap().iter().take(3) {
        let id = user["user"].as_str().unwrap();
        let report = desk.ask("user", &with(&[("user", id)], &MAY)).await;
        let current = &report["current"];
        for (here, there) in [
            ("replies", "totalReplies"),
            ("customersHelped", "customersHelped"),
            ("handleTime", "handleTime"),
            ("happinessScore", "happinessScore"),
        ] {
            assert_eq!(user[here], current[there], "{here} of {id}");
        }
    }
}

#[tokio::test]
async fn channels_share_the_work() {
    let desk = Desk::open().await;
    let overall = desk.ask("conversations", &MAY).await;
    let new = whole(&overall["current"]["newConversations"]);
    let channels = desk
        .ask(
            "conversations_volume_by_channel",
            &with(&MAY, &[("viewBy", "week")]),
        )
        .await;
    let by_channel: i64 = ["email", "chat", "phone"]
        .iter()
        .map(|channel| sum(&channels["current"], channel))
        .sum();
    assert_eq!(by_channel, new);
    let mut apart = 0;
    for (operation, path) in [
        ("email", "/current/volume/emailConversations"),
        ("chat", "/current/volume/chatConversations"),
        ("phone", "/current/phoneConversations"),
    ] {
        let report = desk.ask(operation, &MAY).await;
        apart += whole(report.pointer(path).unwrap());
    }
    assert_eq!(apart, whole(&overall["current"]["totalConversations"]));
}

#[tokio::test]
async fn series_sum_to_their_totals() {
    let desk = Desk::open().await;
    let productivity = desk.ask("productivity", &MAY).await;
    let conversations = desk.ask("conversations", &MAY).await;
    let marta = with(&[MARTA], &MAY);
    let user = desk.ask("user", &marta).await;
    for view in ["day", "week", "month"] {
        let all = with(&MAY, &[("viewBy", view)]);
        let hers = with(&marta, &[("viewBy", view)]);
        assert_eq!(
            desk.sum("productivity_resolved", "resolved", &all).await,
            whole(&productivity["current"]["resolved"])
        );
        assert_eq!(
            desk.sum("conversations_new", "count", &all).await,
            whole(&conversations["current"]["newConversations"])
        );
        assert_eq!(
            desk.sum("user_resolutions", "resolved", &hers).await,
            whole(&user["current"]["resolved"])
        );
        // A customer who is helped in two weeks counts once in the month.
        let customers = desk.sum("user_customers_helped", "customers", &hers).await;
        assert!(customers >= whole(&user["current"]["customersHelped"]));
    }
    let month = desk
        .sum("conversations_received_messages", "messages", &MAY)
        .await;
    let by_channel = desk.ask("email", &MAY).await;
    let emails = whole(&by_channel["current"]["volume"]["messagesReceived"]);
    assert!(emails > 0 && emails < month, "{emails} of {month}");
}

#[tokio::test]
async fn drilldowns_list_what_the_reports_count() {
    let desk = Desk::open().await;
    let week = [
        ("start", "2019-05-06T00:00:00Z"),
        ("end", "2019-05-12T23:59:59Z"),
    ];
    let conversations = desk.ask("conversations", &week).await;
    let current = &conversations["current"];
    let all = desk.ids("conversations_drilldown", &week).await;
    assert_eq!(all.len() as i64, whole(&current["totalConversations"]));
    let new = desk.ids("conversations_new_drilldown", &week).await;
    assert_eq!(new.len() as i64, whole(&current["newConversations"]));
    assert!(new.iter().all(|id| all.contains(id)));
    let tags = conversations["tags"]["top"].as_array().unwrap();
    for tag in tags.iter().filter(|tag| tag.get("name").is_some()).take(2) {
        let id = tag["id"].to_string();
        let by_tag = with(&week, &[("field", "tagid"), ("fieldid", &id)]);
        let tagged = desk.ids("conversations_fields_drilldown", &by_tag).await;
        assert_eq!(tagged.len() as i64, whole(&tag["count"]), "tag {id}");
    }
    for (key, field) in [
        ("customers", "customerid"),
        ("replies", "replyid"),
        ("workflows", "workflowid"),
    ] {
        let first = &conversations[key]["top"][0];
        let id = first["id"].to_string();
        let by_field = with(&week, &[("field", field), ("fieldid", &id)]);
        let found = desk.ids("conversations_fields_drilldown", &by_field).await;
        assert_eq!(found.len() as i64, whole(&first["count"]), "{key} {id}");
    }

    let productivity = desk.ask("productivity", &week).await;
    for (range, key) in [
        ("resolved", "resolved"),
        ("firstReplyResolved", "resolvedOnFirstReply"),
    ] {
        let ids = desk
            .ids("company_drilldown", &with(&week, &[("range", range)]))
            .await;
        assert_eq!(
            ids.len() as i64,
            whole(&productivity["current"][key]),
            "{range}"
        );
    }
    for (range, key) in [
        ("responseTime", "responseTime"),
        ("firstResponseTime", "firstResponseTime"),
        ("handleTime", "handleTime"),
        ("replies", "repliesToResolve"),
    ] {
        let distribution = &productivity[key];
        let whole_range = with(&week, &[("range", range)]);
        let ids = desk.ids("company_drilldown", &whole_range).await;
        assert_eq!(ids.len() as i64, whole(&distribution["count"]), "{range}");
        for part in distribution["ranges"].as_array().unwrap() {
            let id = part["id"].to_string();
            let asked = with(&whole_range, &[("rangeId", &id)]);
            let ids = desk.ids("company_drilldown", &asked).await;
            assert_eq!(ids.len() as i64, whole(&part["count"]), "{range} {id}");
        }
    }

    let marta = with(&[MARTA], &week);
    let user = desk.ask("user", &marta).await;
    let hers = desk.ids("user_drilldown", &marta).await;
    assert_eq!(
        hers.len() as i64,
        whole(&user["current"]["totalConversations"])
    );
}

#[tokio::test]
async fn ratings_are_what_happiness_counts() {
    let desk = Desk::open().await;
    let mut by_user: BTreeMap<i64, i64> = BTreeMap::new();
    let happiness = desk.ask("happiness", &MAY).await;
    let current = &happiness["current"];
    for (rating, key) in [
        ("great", "greatCount"),
        ("ok", "okayCount"),
        ("not-good", "notGoodCount"),
        ("all", "ratingsCount"),
    ] {
        let asked = with(&MAY, &[("rating", rating)]);
        let rows = desk.rows("happiness_ratings", &asked).await;
        assert_eq!(rows.len() as i64, whole(&current[key]), "{rating}");
        if rating == "all" {
            for row in &rows {
                *by_user.entry(whole(&row["ratingUserId"])).or_default() += 1;
            }
        }
    }
    assert!(by_user.len() > 3, "{by_user:?}");
    let score = number(&current["great"]) - number(&current["notGood"]);
    assert_close(number(&current["happinessScore"]), score, "score");
    for (user, count) in by_user {
        let user = user.to_string();
        let asked = with(&[("user", user.as_str())], &MAY);
        let report = desk.ask("user_happiness", &asked).await;
        assert_eq!(whole(&report["current"]["ratingsCount"]), count, "{user}");
        let rows = desk
            .rows("user_ratings", &with(&asked, &[("rating", "all")]))
            .await;
        assert_eq!(rows.len() as i64, count, "{user}");
    }
}

/// Reports with computed figures that accept a comparison interval and return figures for both
/// intervals.
fn compared() -> impl Iterator<Item = &'static Operation> {
    let api = describe::api();
    api.operations.iter().filter(|operation| {
        let has_previous = operation.parameter("previousStart").is_some();
        let response = api.object(&operation.response);
        let answers = response.is_some_and(|response| response.field("previous").is_some());
        operation.group() == Group::Reports && has_previous && answers && is_computed(&operation.id)
    })
}

fn asked(
    operation: &Operation,
    interval: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    let needs_user = operation.parameter("user").is_some();
    let user: &[(&str, &str)] = if needs_user { &[MARTA] } else { &[] };
    with(user, interval)
}

#[tokio::test]
async fn previous_is_current_of_the_earlier_interval() {
    let desk = Desk::open().await;
    let mut compared_reports = 0;
    for report in compared() {
        let both = with(&asked(report, &MAY), &BEFORE_MAY);
        let both = desk.ask(&report.id, &both).await;
        let before = desk.ask(&report.id, &asked(report, &MARCH)).await;
        let now = desk.ask(&report.id, &asked(report, &MAY)).await;
        assert_eq!(both["current"], now["current"], "{}", report.id);
        assert_eq!(both["previous"], before["current"], "{}", report.id);
        for key in ["previous", "deltas"] {
            let alone = now.get(key);
            assert!(
                alone.is_none(),
                "{} has {key} unasked: {alone:?}",
                report.id
            );
        }
        compared_reports += 1;
    }
    assert!(compared_reports > 20, "{compared_reports}");
}

/// Returns whether the description says that a change is a difference of percentages.
fn is_share(report: &str, key: &str) -> bool {
    let api = describe::api();
    let response = api.object(&described(report).response).unwrap();
    let deltas = response.field("deltas").unwrap();
    let changes = api.object_of(&deltas.ty).unwrap();
    let change = changes.field(key);
    change.is_some_and(|change| change.unit == Some(Unit::Points))
}

/// Checks that each change follows from the figures of both intervals, wherever all three have the
/// key.
fn check_deltas(report: &str, path: &str, both: [&Value; 3], checked: &mut usize) {
    let [current, previous, deltas] = both;
    let Some(deltas) = deltas.as_object() else {
        return;
    };
    for (key, delta) in deltas {
        let (now, before) = (&current[key], &previous[key]);
        let path = format!("{report}: {path}.{key}");
        if delta.is_object() {
            check_deltas(report, key, [now, before, delta], checked);
        } else if let (Some(now), Some(before)) = (now.as_f64(), before.as_f64()) {
            *checked += 1;
            if is_share(report, key) {
                assert_close(number(delta), now - before, &path);
            } else if before == 0.0 {
                assert!(delta.is_null(), "{path}: {delta} of nothing");
            } else {
                let change = (now - before) / before.abs() * 100.0;
                assert_close(number(delta), change, &path);
            }
        }
    }
}

#[tokio::test]
async fn deltas_follow_from_both_intervals() {
    let desk = Desk::open().await;
    let mut checked = 0;
    for report in compared() {
        let both = with(&asked(report, &MAY), &BEFORE_MAY);
        let both = desk.ask(&report.id, &both).await;
        let parts = [&both["current"], &both["previous"], &both["deltas"]];
        check_deltas(&report.id, "deltas", parts, &mut checked);
    }
    assert!(checked > 40, "{checked}");
}

#[tokio::test]
async fn docs_sites_and_months_add_up() {
    let desk = Desk::open().await;
    let visitors = async |parameters: &[(&str, &str)]| {
        whole(&desk.ask("docs", parameters).await["current"]["visitors"])
    };
    let june = [
        ("start", "2019-06-01T00:00:00Z"),
        ("end", "2019-06-30T23:59:59Z"),
    ];
    let both = [MAY[0], june[1]];
    let (of_may, of_june) = (visitors(&MAY).await, visitors(&june).await);
    assert!(of_may > 1000, "{of_may}");
    assert_eq!(visitors(&both).await, of_may + of_june);
    let mut apart = 0;
    for site in ["5215163545667acd25394b5c", "5c1a0f2e9b7d4e6a8f3b2c10"] {
        apart += visitors(&with(&MAY, &[("sites", site)])).await;
    }
    assert_eq!(apart, of_may);
    let report = desk.ask("docs", &MAY).await;
    let current = &report["current"];
    let ways = number(&current["browseAction"]) + number(&current["searchAction"]);
    assert_close(ways, 100.0, "browsing and searching");
    for list in [
        "popularSearches",
        "failedSearches",
        "topArticles",
        "topCategories",
    ] {
        assert!(!report[list].as_array().unwrap().is_empty(), "{list}");
    }
}

#[tokio::test]
async fn look_ups_know_what_reports_speak_of() {
    let desk = Desk::open().await;
    let users = desk.rows("list_users", &[]).await;
    let ids: Vec<String> = users.iter().map(|user| user["id"].to_string()).collect();
    let company = desk.ask("company", &MAY).await;
    for user in company["users"].as_array().unwrap() {
        assert!(ids.iter().any(|id| user["user"] == **id), "{user}");
    }
    let one = desk.ask("get_user", &[("id", "447723")]).await;
    assert!(users.contains(&one), "{one}");
    let teams = desk.rows("list_teams", &[]).await;
    let team = teams[0]["id"].to_string();
    let members = desk.rows("list_team_members", &[("id", &team)]).await;
    let mut replies = 0;
    for member in &members {
        let id = member["id"].to_string();
        let hers = desk.ask("user", &with(&[("user", &id)], &MAY)).await;
        replies += whole(&hers["current"]["totalReplies"]);
    }
    let together = desk.ask("user", &with(&[("user", &team)], &MAY)).await;
    assert_eq!(whole(&together["current"]["totalReplies"]), replies);
    let mailboxes = desk.rows("list_mailboxes", &[]).await;
    for mailbox in &mailboxes {
        let id = mailbox["id"].to_string();
        assert_eq!(desk.ask("get_mailbox", &[("id", &id)]).await, *mailbox);
        let folders = desk.rows("list_mailbox_folders", &[("id", &id)]).await;
        assert!(folders.len() >= 4, "{folders:?}");
    }
    assert!(desk.rows("list_tags", &[]).await.len() >= 8);
}

#[tokio::test]
async fn a_thing_that_is_not_there_is_a_404() {
    let desk = Desk::open().await;
    for (operation, id) in [
        ("get_user", "1"),
        ("get_mailbox", "1"),
        ("list_team_members", "1"),
        ("list_mailbox_folders", "1"),
    ] {
        let error = desk
            .client
            .send_raw(&request(operation, &[("id", id)]))
            .await;
        let error = error.err().unwrap_or_else(|| panic!("{operation} {id}"));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    }
}

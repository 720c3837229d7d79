//! The generated client against the sandbox over HTTP: two independent readings of one spec.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt;
use helpscout_reports::{
    Client, ConversationFilterStatus, ConversationHistorySortField, ConversationReply,
    ConversationStatus, ConversationType, Endpoint, FolderId, ListUsers, MailboxId, Query, Request,
    SortOrder, TagId, UserConversationHistory, UserId, describe, history, jiff::Timestamp,
};
use helpscout_sandbox::{Plan, Sandbox};

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn query() -> UserConversationHistory {
    UserConversationHistory::new(
        UserId(447723),
        instant("2019-05-02T12:00:00Z"),
        instant("2019-06-02T12:00:00Z"),
    )
}

async fn sandbox() -> Sandbox {
    Sandbox::builder().start().await.unwrap()
}

fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .base_url(sandbox.base_url())
        .client_credentials(sandbox.app_id(), sandbox.app_secret())
        .build()
        .unwrap()
}

#[tokio::test]
async fn one_page_comes_with_its_status_headers_and_rate_limit() {
    let sandbox = sandbox().await;
    let page = client(&sandbox).send(&query()).await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    assert!(page.correlation_id().is_some());
    let limit = page.rate_limit().unwrap();
    assert!(limit.remaining < limit.limit);
    assert_eq!(page.page, 1);
    assert!(page.count > 2000, "{} rows", page.count);
    assert!(page.pages > 1);
}

#[tokio::test]
async fn the_builder_knows_the_credentials_of_every_sandbox() {
    let sandbox = sandbox().await;
    let client = Client::builder().sandbox(sandbox.base_url()).build();
    let page = client.unwrap().send(&query()).await.unwrap();
    assert_eq!(page.page, 1);
}

#[tokio::test]
async fn several_reports_are_read_together_in_order() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let users: Vec<UserId> = client
        .all(ListUsers::new())
        .await
        .unwrap()
        .into_iter()
        .map(|user| user.id)
        .collect();
    assert!(users.len() > 2, "{users:?}");
    let (start, end) = (
        instant("2019-05-02T12:00:00Z"),
        instant("2019-06-02T12:00:00Z"),
    );
    let of_user = |user: &UserId| UserConversationHistory::new(*user, start, end);
    let reports = client
        .all_of(users.iter().map(of_user))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(reports.len(), users.len());
    for (user, rows) in users.iter().zip(&reports) {
        assert_eq!(*rows, client.all(of_user(user)).await.unwrap());
    }
    assert!(reports.iter().any(|rows| !rows.is_empty()));
}

#[tokio::test]
async fn every_row_of_every_page_arrives_once_and_in_order() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let first = client.send(&query()).await.unwrap();
    let mut one_by_one = Vec::new();
    for page in 1..=first.pages {
        one_by_one.extend(
            client
                .send(&query().page(page))
                .await
                .unwrap()
                .into_value()
                .results,
        );
    }
    assert_eq!(one_by_one.len() as i64, first.count);
    let streamed: Vec<ConversationReply> = client.rows(query()).try_collect().await.unwrap();
    assert_eq!(streamed, one_by_one);
    assert_eq!(client.all(query()).await.unwrap(), one_by_one);
}

/// Returns the text of the field that identifies a row.
fn identity(row: &str, path: &str) -> String {
    let row: serde_json::Value = serde_json::from_str(row).unwrap();
    let value = path.split('.').fold(&row, |value, key| &value[key]);
    assert!(value.is_i64() || value.is_string(), "{path}: {value}");
    value.to_string()
}

#[tokio::test]
async fn no_row_with_an_identity_comes_twice_in_any_report() {
    let sandbox = Sandbox::builder()
        .rows_factor(2)
        .calls_per_minute(u32::MAX)
        .start()
        .await
        .unwrap();
    let client = client(&sandbox);
    let mut checked = Vec::new();
    for described in &describe::api().operations {
        let operation = describe::operation(described).unwrap();
        let Some(path) = operation.pages.and_then(|pages| pages.identity) else {
            continue;
        };
        let mut query = Query::new();
        for parameter in &described.parameters {
            if parameter.required {
                query.set(&parameter.wire, parameter.example.join(","));
                if parameter.wire == "fieldid" {
                    // A tag of the sandbox, which lacks the one in the example.
                    query.set("fieldid", 99787);
                }
            }
        }
        let rows = client.raw_all(Request::new(operation, query)).await;
        let rows = rows.unwrap();
        let ids: BTreeSet<String> = rows.iter().map(|row| identity(row.get(), path)).collect();
        assert!(!rows.is_empty(), "{}", operation.id);
        assert_eq!(ids.len(), rows.len(), "{}", operation.id);
        checked.push(operation.id);
    }
    let expected = [
        "list_mailbox_folders",
        "list_mailboxes",
        "list_tags",
        "list_team_members",
        "list_teams",
        "list_users",
        "company_drilldown",
        "conversations_drilldown",
        "conversations_fields_drilldown",
        "conversations_new_drilldown",
        "happiness_ratings",
        "user_drilldown",
        "user_ratings",
    ];
    assert_eq!(checked, expected);
}

/// Removes what is `null`: a type leaves out an optional field without a value.
fn without_nulls(value: &mut serde_json::Value) {
    if let Some(object) = value.as_object_mut() {
        object.retain(|_, member| !member.is_null());
        object.values_mut().for_each(without_nulls);
    }
    if let Some(items) = value.as_array_mut() {
        items.iter_mut().for_each(without_nulls);
    }
}

#[tokio::test]
async fn rows_as_received_and_rows_as_types_are_the_same_rows() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let request = Request::new(UserConversationHistory::OPERATION, query().query().clone());
    let raw: Vec<_> = client.raw_rows(request).try_collect().await.unwrap();
    let typed = client.all(query()).await.unwrap();
    assert_eq!(raw.len(), typed.len());
    for (raw, typed) in raw.iter().zip(&typed) {
        let mut received: serde_json::Value = serde_json::from_str(raw.get()).unwrap();
        let mut written = serde_json::to_value(typed).unwrap();
        without_nulls(&mut received);
        without_nulls(&mut written);
        assert_eq!(written, received);
    }
}

#[tokio::test]
async fn each_filter_narrows_the_report_and_together_they_narrow_more() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let count = async |query: UserConversationHistory| client.send(&query).await.unwrap().count;
    let all = count(query()).await;

    let mut by_status = 0;
    for status in [
        ConversationFilterStatus::Active,
        ConversationFilterStatus::Pending,
        ConversationFilterStatus::Closed,
    ] {
        let part = count(query().status(status)).await;
        assert!(0 < part && part < all);
        by_status += part;
    }
    let spam = client.all(query()).await.unwrap();
    let spam = spam
        .iter()
        .filter(|row| row.status == Some(ConversationStatus::Spam))
        .count();
    assert_eq!(by_status + spam as i64, all);

    let mut by_type = 0;
    for channel in [
        ConversationType::Email,
        ConversationType::Chat,
        ConversationType::Phone,
    ] {
        by_type += count(query().types([channel])).await;
    }
    assert_eq!(by_type, all);

    let one = count(query().mailboxes([MailboxId(123)])).await;
    let other = count(query().mailboxes([MailboxId(567)])).await;
    assert!(one > 0 && other > 0);
    assert_eq!(
        count(query().mailboxes([MailboxId(123), MailboxId(567)])).await,
        one + other
    );

    for narrowed in [
        query().tags([TagId(99787)]),
        query().folders([FolderId(991), FolderId(992)]),
        query()
            .mailboxes([MailboxId(123)])
            .status(ConversationFilterStatus::Closed),
    ] {
        let part = count(narrowed).await;
        assert!(0 < part && part < all);
    }
    assert_eq!(count(query().mailboxes([MailboxId(1)])).await, 0);
}

#[tokio::test]
async fn rows_are_sorted_by_every_field_in_both_directions() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let key: BTreeMap<&str, fn(&ConversationReply) -> Option<f64>> = BTreeMap::from([
        (
            "number",
            (|row| Some(row.number as f64)) as fn(&ConversationReply) -> Option<f64>,
        ),
        ("repliesSent", |row| row.replies_sent.map(|n| n as f64)),
        ("responseTime", |row| row.response_time.map(|s| s.0)),
        ("resolveTime", |row| row.resolve_time.map(|s| s.0)),
    ]);
    for (field, key) in key {
        for order in [SortOrder::Ascending, SortOrder::Descending] {
            let sorted = query()
                .sort_field(ConversationHistorySortField::from(field))
                .sort_order(order.clone());
            let values: Vec<_> = client
                .all(sorted)
                .await
                .unwrap()
                .iter()
                .filter_map(key)
                .collect();
            let in_order = values.windows(2).all(|pair| match order {
                SortOrder::Ascending => pair[0] <= pair[1],
                _ => pair[0] >= pair[1],
            });
            assert!(in_order && values.len() > 100, "{field} {order}");
        }
    }
}

#[tokio::test]
async fn office_hours_shorten_waits_and_leave_the_rows() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let total = |rows: &[ConversationReply]| -> f64 {
        rows.iter()
            .filter_map(|row| row.response_time)
            .map(|seconds| seconds.0)
            .sum()
    };
    let off = client.all(query()).await.unwrap();
    let on = client.all(query().office_hours(true)).await.unwrap();
    assert_eq!(on.len(), off.len());
    assert!(total(&on) < total(&off) / 2.0);
    let handled = |rows: &[ConversationReply]| {
        rows.iter()
            .map(|row| (row.id, row.avg_handle_time))
            .collect::<Vec<_>>()
    };
    assert_eq!(handled(&on), handled(&off));
}

#[tokio::test]
async fn collapsing_keeps_every_reply() {
    let sandbox = sandbox().await;
    let rows = client(&sandbox).all(query()).await.unwrap();
    let conversations = history::collapse(rows.clone());
    assert!(conversations.len() < rows.len());
    assert_eq!(
        conversations.iter().map(|c| c.replies).sum::<usize>(),
        rows.len()
    );
    for conversation in &conversations {
        let row = rows.iter().find(|row| row.id == conversation.id).unwrap();
        assert_eq!(conversation.response_time, row.response_time);
        assert!(conversation.replies_sent.unwrap() as usize >= conversation.replies);
    }
}

#[tokio::test]
async fn an_expired_token_is_renewed_without_anybody_noticing() {
    let sandbox = Sandbox::builder()
        .token_lifetime(std::time::Duration::from_secs(1))
        .start()
        .await
        .unwrap();
    let client = client(&sandbox);
    client.send(&query()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    client.send(&query()).await.unwrap();
}

#[tokio::test]
async fn wrong_credentials_and_small_plans_are_told_apart() {
    let sandbox = sandbox().await;
    let wrong = Client::builder()
        .base_url(sandbox.base_url())
        .client_credentials(sandbox.app_id(), "not-the-secret-1f7c")
        .build()
        .unwrap();
    let error = wrong.send(&query()).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert!(!format!("{error}{error:?}{wrong:?}").contains("not-the-secret-1f7c"));

    let small = Sandbox::builder()
        .plan(Plan::Standard)
        .start()
        .await
        .unwrap();
    let error = client(&small).send(&query()).await.unwrap_err();
    assert!(error.is_plan_refusal(), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
}

#[tokio::test]
async fn the_sandbox_refuses_what_the_client_would_not_send() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let odd = query().sort_order(SortOrder::Other("asc".into()));
    let error = client.send(&odd).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert!(error.to_string().contains("sortOrder"), "{error}");
}

#[tokio::test]
async fn an_interval_that_ends_before_it_starts_is_never_sent() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let backwards = UserConversationHistory::new(
        UserId(447723),
        instant("2019-06-02T12:00:00Z"),
        instant("2019-05-02T12:00:00Z"),
    );
    let error = client.send(&backwards).await.unwrap_err();
    assert!(error.is_invalid_query(), "{error}");
    let message = error.to_string();
    assert!(
        message.contains("start") && message.contains("end"),
        "{message}"
    );
    assert_eq!(error.status(), None);
}

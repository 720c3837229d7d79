//! A desk that is small enough to calculate its figures by hand.

use jiff::{civil::date, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    desk::{
        Author, Channel, Conversation, Desk, Status, Team, Thread, company, customers::Customer,
        hours::Hours,
    },
    tests::Caller,
};

pub(in crate::reports) const ANN: i64 = 1;
pub(in crate::reports) const BEN: i64 = 2;
pub(in crate::reports) const BOTH: i64 = 9;

pub(in crate::reports) const MINUTE: i64 = 60;
pub(in crate::reports) const HOUR: i64 = 60 * MINUTE;
/// Monday, 2019-05-06T09:00:00Z. The desk's time zone is UTC.
pub(in crate::reports) const MONDAY: i64 = 1_557_133_200;
/// Friday of the same week, half an hour before the office closes.
pub(in crate::reports) const FRIDAY_AFTERNOON: i64 =
    MONDAY + 4 * 24 * HOUR + 7 * HOUR + 30 * MINUTE;
pub(in crate::reports) const WEEK: &str = "start=2019-05-06T00:00:00Z&end=2019-05-13T23:59:59Z";

pub(in crate::reports) fn desk(mut conversations: Vec<Conversation>) -> Desk {
    conversations.sort_by_key(|conversation| conversation.created);
    Desk::new(
        0,
        vec![Team {
            id: BOTH,
            name: "Both",
            members: &[ANN, BEN],
        }],
        Hours::new(
            company::OFFICE,
            &TimeZone::UTC,
            date(2019, 5, 1),
            date(2019, 5, 31),
        ),
        conversations,
    )
}

pub(in crate::reports) fn conversation(
    number: i64,
    closed: Option<i64>,
    threads: Vec<(i64, Author)>,
) -> Conversation {
    let place = |(place, (sent, author))| Thread {
        id: number * 100 + place,
        sent,
        author,
    };
    Conversation {
        id: 5_000_000_000 + number,
        number,
        mailbox: 85,
        folder: 991,
        channel: Channel::Email,
        status: if closed.is_some() {
            Status::Closed
        } else {
            Status::Active
        },
        tags: Vec::new(),
        customers: vec![Customer::named(77, "Ada", "Example")],
        created: threads[0].0,
        closed,
        threads: (0..).zip(threads).map(place).collect(),
    }
}

pub(in crate::reports) fn asks(sent: i64) -> (i64, Author) {
    (sent, Author::Customer)
}

pub(in crate::reports) fn replies(user: i64, sent: i64, handled: i64) -> (i64, Author) {
    (
        sent,
        Author::User {
            id: user,
            opened: sent - handled,
        },
    )
}

async fn rows(desk: Desk, query: &str) -> Vec<Value> {
    Caller::at(desk).await.history_rows(query).await
}

#[tokio::test]
async fn a_row_is_written_as_the_page_describes_it() {
    let closed = Some(MONDAY + 30 * MINUTE);
    let desk = desk(vec![conversation(
        1,
        closed,
        vec![asks(MONDAY), replies(ANN, MONDAY + 10 * MINUTE, 120)],
    )]);
    let body = Caller::at(desk)
        .await
        .history(&format!("user={ANN}&{WEEK}"))
        .await;
    let expected = json!({
        "page": 1,
        "pages": 1,
        "count": 1,
        "results": [{
            "number": 1,
            "responseTime": 600,
            "firstResponseTime": 600,
            "resolveTime": 1800,
            "repliesSent": 1,
            "id": 5_000_000_001_i64,
            "status": "closed",
            "avgHandleTime": 120,
            "customers": [{ "id": 77, "name": "Ada Example" }],
        }],
    });
    assert_eq!(
        body.to_string(),
        expected.to_string(),
        "keys come in the description's order"
    );
}

/// The customer asks twice before Ann replies after an hour. Ann sends another reply that nobody
/// waited for. The customer asks again and Ben replies after two hours. The customer asks once more
/// and Ann replies after 7 min 1 s.
pub(in crate::reports) fn two_users() -> Conversation {
    conversation(
        2,
        None,
        vec![
            asks(MONDAY),
            asks(MONDAY + 40 * MINUTE),
            replies(ANN, MONDAY + HOUR, 100),
            replies(ANN, MONDAY + 2 * HOUR, 40),
            asks(MONDAY + 3 * HOUR),
            replies(BEN, MONDAY + 5 * HOUR, 300),
            asks(MONDAY + 6 * HOUR),
            replies(ANN, MONDAY + 6 * HOUR + 421, 10),
        ],
    )
}

#[tokio::test]
async fn a_wait_runs_from_the_first_unanswered_message_to_the_reply_and_follow_ups_have_none() {
    let rows = rows(desk(vec![two_users()]), &format!("user={ANN}&{WEEK}")).await;
    assert_eq!(rows.len(), 3, "one row for each of Ann's replies");
    assert!(
        rows.iter().all(|row| row == &rows[0]),
        "rows of one conversation are alike"
    );
    assert_eq!(rows[0]["responseTime"], json!(2010.5), "of 3600 and 421");
    assert_eq!(rows[0]["firstResponseTime"], json!(3600));
    assert_eq!(rows[0]["avgHandleTime"], json!(50));
    assert_eq!(rows[0]["repliesSent"], json!(4), "Ben's reply counts");
    assert_eq!(rows[0]["resolveTime"], Value::Null);
    assert_eq!(rows[0]["status"], "active");
}

#[tokio::test]
async fn another_user_sees_the_same_conversation_with_figures_of_their_own() {
    let rows = rows(desk(vec![two_users()]), &format!("user={BEN}&{WEEK}")).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["responseTime"], json!(7200));
    assert_eq!(rows[0]["firstResponseTime"], json!(7200));
    assert_eq!(rows[0]["avgHandleTime"], json!(300));
    assert_eq!(rows[0]["repliesSent"], json!(4));
}

#[tokio::test]
async fn a_team_is_all_of_its_members() {
    let rows = rows(desk(vec![two_users()]), &format!("user={BOTH}&{WEEK}")).await;
    assert_eq!(rows.len(), 4);
    assert_eq!(
        rows[0]["responseTime"],
        json!((3600.0 + 7200.0 + 421.0) / 3.0)
    );
    assert_eq!(rows[0]["firstResponseTime"], json!(3600));
}

#[tokio::test]
async fn a_user_who_only_followed_up_has_no_response_time() {
    let threads = vec![
        asks(MONDAY),
        replies(ANN, MONDAY + 60, 5),
        replies(BEN, MONDAY + 90, 7),
    ];
    let rows = rows(
        desk(vec![conversation(3, None, threads)]),
        &format!("user={BEN}&{WEEK}"),
    )
    .await;
    assert_eq!(rows[0]["responseTime"], Value::Null);
    assert_eq!(rows[0]["firstResponseTime"], Value::Null);
    assert_eq!(rows[0]["avgHandleTime"], json!(7));
}

#[tokio::test]
async fn averages_are_of_the_interval_and_the_first_response_is_not() {
    let late = "start=2019-05-06T15:00:00Z&end=2019-05-06T16:00:00Z";
    let rows = rows(desk(vec![two_users()]), &format!("user={ANN}&{late}")).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["responseTime"], json!(421));
    assert_eq!(rows[0]["avgHandleTime"], json!(10));
    assert_eq!(rows[0]["firstResponseTime"], json!(3600));
    assert_eq!(rows[0]["repliesSent"], json!(4));
}

#[tokio::test]
async fn both_ends_of_the_interval_count() {
    let threads = vec![
        asks(MONDAY - 60),
        replies(ANN, MONDAY, 5),
        replies(ANN, MONDAY + HOUR, 5),
    ];
    let caller = Caller::at(desk(vec![conversation(4, None, threads)])).await;
    for (interval, expected) in [
        ("start=2019-05-06T09:00:00Z&end=2019-05-06T10:00:00Z", 2),
        ("start=2019-05-06T09:00:01Z&end=2019-05-06T10:00:00Z", 1),
        ("start=2019-05-06T09:00:00Z&end=2019-05-06T09:59:59Z", 1),
        ("start=2019-05-06T09:00:01Z&end=2019-05-06T09:59:59Z", 0),
    ] {
        let body = caller.history(&format!("user={ANN}&{interval}")).await;
        assert_eq!(body["count"], json!(expected), "{interval}");
    }
}

#[tokio::test]
async fn office_hours_leave_out_the_weekend_but_not_of_the_handle_time() {
    // Asked on Friday half an hour before closing, answered on Monday 15 min after opening, closed
    // an hour later.
    let answered = MONDAY + 7 * 24 * HOUR + 15 * MINUTE;
    let threads = vec![
        asks(FRIDAY_AFTERNOON),
        replies(ANN, answered, 3 * 24 * HOUR),
    ];
    let caller = Caller::at(desk(vec![conversation(5, Some(answered + HOUR), threads)])).await;

    let row = &caller
        .history_rows(&format!("user={ANN}&{WEEK}&officeHours=true"))
        .await[0];
    assert_eq!(row["responseTime"], json!(45 * MINUTE));
    assert_eq!(row["firstResponseTime"], json!(45 * MINUTE));
    assert_eq!(row["resolveTime"], json!(105 * MINUTE));
    assert_eq!(row["avgHandleTime"], json!(3 * 24 * HOUR));

    let wall_clock = answered - FRIDAY_AFTERNOON;
    for query in ["", "&officeHours=false"] {
        let row = &caller
            .history_rows(&format!("user={ANN}&{WEEK}{query}"))
            .await[0];
        assert_eq!(row["responseTime"], json!(wall_clock));
        assert_eq!(row["resolveTime"], json!(wall_clock + HOUR));
    }
}

#[tokio::test]
async fn nobody_and_nothing_is_an_empty_page() {
    let body = Caller::at(desk(vec![two_users()]))
        .await
        .history(&format!("user=404&{WEEK}"))
        .await;
    assert_eq!(
        body,
        json!({ "page": 1, "pages": 0, "count": 0, "results": [] })
    );
}

#[tokio::test]
async fn rows_without_the_figure_they_are_sorted_by_come_last_either_way() {
    let threads = |at: i64, wait: i64| vec![asks(at), replies(ANN, at + wait, 1)];
    let caller = Caller::at(desk(vec![
        conversation(1, Some(MONDAY + 500), threads(MONDAY, 50)),
        conversation(2, None, threads(MONDAY + 1, 5)),
        conversation(3, Some(MONDAY + 100), threads(MONDAY + 2, 20)),
        conversation(4, None, threads(MONDAY + 3, 1)),
    ]))
    .await;
    for (sort, expected) in [
        ("", [4, 3, 2, 1]),
        ("&sortOrder=ASC", [1, 2, 3, 4]),
        ("&sortField=responseTime&sortOrder=ASC", [4, 2, 3, 1]),
        ("&sortField=responseTime", [1, 3, 2, 4]),
        // Of the two without a value, the reply that was sent first comes first.
        ("&sortField=resolveTime&sortOrder=DESC", [1, 3, 4, 2]),
        ("&sortField=resolveTime&sortOrder=ASC", [3, 1, 4, 2]),
    ] {
        let rows = caller
            .history_rows(&format!("user={ANN}&{WEEK}{sort}"))
            .await;
        let numbers: Vec<i64> = rows
            .iter()
            .map(|row| row["number"].as_i64().unwrap())
            .collect();
        assert_eq!(numbers, expected, "{sort}");
    }
}

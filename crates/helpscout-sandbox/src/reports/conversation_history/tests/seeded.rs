//! Compares the report on the seeded desk with a second, independent computation that looks back
//! from each reply.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    desk::{Author, Conversation, Desk, company},
    tests::{Caller, MAY},
};

const MAY_START: i64 = 1_556_798_400;
const MAY_END: i64 = 1_559_476_800;

/// The call to compute expected rows for.
#[derive(Clone, Debug, Default)]
struct Wanted {
    user: i64,
    start: i64,
    end: i64,
    office_hours: bool,
    status: Option<&'static str>,
    mailboxes: Vec<i64>,
    tags: Vec<i64>,
    types: Vec<&'static str>,
    folders: Vec<i64>,
}

impl Wanted {
    fn may() -> Self {
        Self {
            user: 447_723,
            start: MAY_START,
            end: MAY_END,
            ..Self::default()
        }
    }

    fn query(&self) -> String {
        let instant = |seconds| jiff::Timestamp::from_second(seconds).unwrap();
        let mut query = format!(
            "user={}&start={}&end={}",
            self.user,
            instant(self.start),
            instant(self.end)
        );
        let mut add = |name: &str, values: Vec<String>| {
            if !values.is_empty() {
                query += &format!("&{name}={}", values.join(","));
            }
        };
        let ids = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>();
        add(
            "status",
            self.status.map(str::to_owned).into_iter().collect(),
        );
        add("mailboxes", ids(&self.mailboxes));
        add("tags", ids(&self.tags));
        add(
            "types",
            self.types
                .iter()
                .map(|channel| (*channel).to_owned())
                .collect(),
        );
        add("folders", ids(&self.folders));
        add(
            "officeHours",
            if self.office_hours {
                vec!["true".to_owned()]
            } else {
                Vec::new()
            },
        );
        query
    }

    /// Returns all rows by number, descending, then in the order they were sent. The rows are
    /// converted to text and back, because reading a fraction may change its last digit.
    fn rows(&self, desk: &Desk) -> Vec<Value> {
        let mut rows = Vec::new();
        for conversation in desk.conversations.iter().rev() {
            let kept = [
                self.status
                    .is_none_or(|status| conversation.status.wire() == status),
                self.mailboxes.is_empty() || self.mailboxes.contains(&conversation.mailbox),
                self.tags.is_empty() || self.tags.iter().any(|tag| conversation.tags.contains(tag)),
                self.types.is_empty() || self.types.contains(&conversation.channel.wire()),
                self.folders.is_empty() || self.folders.contains(&conversation.folder),
            ];
            if kept == [true; 5] {
                let replies = self.replies(desk, conversation);
                let inside = replies
                    .iter()
                    .filter(|reply| (self.start..=self.end).contains(&reply.sent));
                let inside: Vec<&Reply> = inside.collect();
                rows.extend(
                    inside
                        .iter()
                        .map(|_| self.row(desk, conversation, &replies, &inside)),
                );
            }
        }
        let through_text = |row: Value| serde_json::from_str(&row.to_string()).unwrap();
        rows.into_iter().map(through_text).collect()
    }

    fn row(
        &self,
        desk: &Desk,
        conversation: &Conversation,
        replies: &[Reply],
        inside: &[&Reply],
    ) -> Value {
        let resolved = conversation
            .closed
            .map(|closed| self.seconds(desk, conversation.created, closed));
        let all = conversation
            .threads
            .iter()
            .filter(|thread| thread.author != Author::Customer)
            .count();
        let customers = conversation
            .customers
            .iter()
            .map(|customer| json!({ "id": customer.id, "name": customer.name() }));
        json!({
            "number": conversation.number,
            "responseTime": average(inside.iter().filter_map(|reply| reply.wait).collect()),
            "firstResponseTime": replies.iter().find_map(|reply| reply.wait),
            "resolveTime": resolved,
            "repliesSent": all,
            "id": conversation.id,
            "status": conversation.status.wire(),
            "avgHandleTime": average(inside.iter().map(|reply| reply.handled).collect()),
            "customers": customers.collect::<Vec<_>>(),
        })
    }

    /// Returns the user's replies, no matter when they were sent.
    fn replies(&self, desk: &Desk, conversation: &Conversation) -> Vec<Reply> {
        let threads = &conversation.threads;
        let mut replies = Vec::new();
        for (place, thread) in threads.iter().enumerate() {
            let Author::User { id, opened } = thread.author else {
                continue;
            };
            if id != self.user {
                continue;
            }
            // The messages of the customer between the previous reply and this one.
            let asked = threads[..place]
                .iter()
                .rev()
                .take_while(|before| before.author == Author::Customer)
                .last();
            let wait = asked.map(|asked| self.seconds(desk, asked.sent, thread.sent));
            replies.push(Reply {
                sent: thread.sent,
                wait,
                handled: thread.sent - opened,
            });
        }
        replies
    }

    fn seconds(&self, desk: &Desk, from: i64, to: i64) -> i64 {
        if self.office_hours {
            desk.office.between(from, to)
        } else {
            to - from
        }
    }
}

struct Reply {
    sent: i64,
    wait: Option<i64>,
    handled: i64,
}

fn average(values: Vec<i64>) -> Value {
    let sum: i64 = values.iter().sum();
    match values.len() as i64 {
        0 => Value::Null,
        count if sum % count == 0 => json!(sum / count),
        count => json!(sum as f64 / count as f64),
    }
}

fn desk() -> Arc<Desk> {
    Desk::of(2019)
}

fn numbers(rows: &[Value]) -> Vec<i64> {
    rows.iter()
        .map(|row| row["number"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn the_documented_month_has_over_2000_rows_whatever_the_seed() {
    for seed in [2019, 0, 1, u64::MAX] {
        let caller = Caller::of(crate::Sandbox::builder().seed(seed)).await;
        let body = caller.history(MAY).await;
        let count = body["count"].as_i64().unwrap();
        assert!((2001..2800).contains(&count), "seed {seed}: {count}");
        assert_eq!(body["pages"], json!((count + 119) / 120));
        assert_eq!(body["results"].as_array().unwrap().len(), 120);
    }
}

#[tokio::test]
async fn every_filter_leaves_out_exactly_what_it_should() {
    let (caller, desk) = (Caller::new().await, desk());
    let whole = Wanted::may().rows(&desk).len();
    for wanted in [
        Wanted::may(),
        Wanted {
            status: Some("active"),
            ..Wanted::may()
        },
        Wanted {
            status: Some("pending"),
            ..Wanted::may()
        },
        Wanted {
            status: Some("closed"),
            ..Wanted::may()
        },
        Wanted {
            mailboxes: vec![85],
            ..Wanted::may()
        },
        Wanted {
            mailboxes: vec![123, 567],
            ..Wanted::may()
        },
        Wanted {
            tags: vec![99787],
            ..Wanted::may()
        },
        Wanted {
            tags: vec![5666, 99787],
            ..Wanted::may()
        },
        Wanted {
            types: vec!["email"],
            ..Wanted::may()
        },
        Wanted {
            types: vec!["chat", "phone"],
            ..Wanted::may()
        },
        Wanted {
            folders: vec![991],
            ..Wanted::may()
        },
        Wanted {
            folders: vec![991, 992],
            ..Wanted::may()
        },
        Wanted {
            status: Some("closed"),
            mailboxes: vec![123, 567],
            types: vec!["email"],
            ..Wanted::may()
        },
        Wanted {
            office_hours: true,
            ..Wanted::may()
        },
        Wanted {
            user: 431_007,
            office_hours: true,
            tags: vec![5666],
            ..Wanted::may()
        },
    ] {
        let (expected, found) = (
            wanted.rows(&desk),
            caller.history_rows(&wanted.query()).await,
        );
        assert_eq!(found, expected, "{}", wanted.query());
        let filters = wanted.query().matches('&').count() > 2
            && wanted.user == 447_723
            && !wanted.office_hours;
        assert!(
            !found.is_empty() && (!filters || found.len() < whole),
            "{}: {}",
            wanted.query(),
            found.len()
        );
    }
}

#[tokio::test]
async fn a_list_of_unknown_ids_leaves_nothing() {
    let caller = Caller::new().await;
    for filter in [
        "mailboxes=1",
        "tags=1,2",
        "folders=1",
        "mailboxes=85&folders=1491",
    ] {
        assert_eq!(
            caller.history(&format!("{MAY}&{filter}")).await["count"],
            json!(0),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn office_hours_shorten_times_and_change_no_row() {
    let caller = Caller::new().await;
    let wall = caller.history_rows(MAY).await;
    let office = caller
        .history_rows(&format!("{MAY}&officeHours=true"))
        .await;
    assert_eq!(numbers(&wall), numbers(&office));
    let mut shorter = 0;
    for (wall, office) in wall.iter().zip(&office) {
        for figure in ["responseTime", "firstResponseTime", "resolveTime"] {
            assert_eq!(wall[figure].is_null(), office[figure].is_null());
            assert!(office[figure].as_f64() <= wall[figure].as_f64());
            shorter += usize::from(office[figure].as_f64() < wall[figure].as_f64());
        }
        assert_eq!(wall["avgHandleTime"], office["avgHandleTime"]);
    }
    assert!(shorter > 1000, "{shorter}");
}

#[tokio::test]
async fn pages_are_a_partition_of_the_whole_for_every_order() {
    let (caller, desk) = (Caller::new().await, desk());
    let mut expected: Vec<String> = Wanted::may()
        .rows(&desk)
        .iter()
        .map(Value::to_string)
        .collect();
    expected.sort_unstable();
    for field in ["number", "repliesSent", "responseTime", "resolveTime"] {
        for order in ["ASC", "DESC"] {
            let rows = caller
                .history_rows(&format!("{MAY}&sortField={field}&sortOrder={order}"))
                .await;
            assert_sorted(&rows, field, order);
            let mut found: Vec<String> = rows.iter().map(Value::to_string).collect();
            found.sort_unstable();
            assert!(
                found == expected,
                "sorted by {field} {order}, rows are missing or doubled"
            );
        }
    }
}

fn assert_sorted(rows: &[Value], field: &str, order: &str) {
    for pair in rows.windows(2) {
        match (pair[0][field].as_f64(), pair[1][field].as_f64()) {
            (Some(a), Some(b)) if order == "ASC" => {
                assert!(a <= b, "{field} {order}: {a} before {b}");
            }
            (Some(a), Some(b)) => assert!(a >= b, "{field} {order}: {a} before {b}"),
            (None, Some(b)) => panic!("{field} {order}: null before {b}"),
            (_, None) => {}
        }
    }
}

#[tokio::test]
async fn without_an_order_rows_are_sorted_by_falling_number() {
    let caller = Caller::new().await;
    assert_eq!(
        caller.history(MAY).await,
        caller
            .history(&format!("{MAY}&sortField=number&sortOrder=DESC"))
            .await
    );
}

#[tokio::test]
async fn a_page_beyond_the_last_is_empty_and_says_which_it_is() {
    let caller = Caller::new().await;
    let first = caller.history(MAY).await;
    for page in [first["pages"].as_i64().unwrap() + 1, i64::MAX] {
        let body = caller.history(&format!("{MAY}&page={page}")).await;
        assert_eq!(body["results"], json!([]));
        assert_eq!(
            (&body["page"], &body["pages"], &body["count"]),
            (&json!(page), &first["pages"], &first["count"])
        );
    }
}

#[tokio::test]
async fn the_previous_interval_is_accepted_and_changes_nothing() {
    let caller = Caller::new().await;
    let previous = "previousStart=2019-04-02T12:00:00Z&previousEnd=2019-05-02T12:00:00Z";
    assert_eq!(
        caller.history(&format!("{MAY}&{previous}")).await,
        caller.history(MAY).await
    );
}

#[tokio::test]
async fn a_team_has_the_rows_of_its_members_together() {
    let caller = Caller::new().await;
    let interval = MAY.strip_prefix("user=447723").unwrap();
    let mut together = 0;
    for member in [495_770, 503_912, 431_007] {
        together += caller.history(&format!("user={member}{interval}")).await["count"]
            .as_i64()
            .unwrap();
    }
    assert_eq!(
        caller.history(&format!("user=530103{interval}")).await["count"],
        json!(together)
    );
    assert!(together > 500, "{together}");
}

fn some_of<T: Copy + std::fmt::Debug + 'static>(
    values: &'static [T],
) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![
        Just(Vec::new()),
        proptest::sample::subsequence(values, 1..=values.len())
    ]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    const DAY: i64 = 86_400;
    let users: Vec<i64> = company::USERS.iter().map(|user| user.id).collect();
    let filters = (
        proptest::option::of(proptest::sample::select(
            &["active", "pending", "closed"][..],
        )),
        some_of(&[85, 123, 567, 1204]),
        some_of(&[99_787, 5666, 101_340, 118_450]),
        some_of(&["email", "chat", "phone"]),
        some_of(&[991, 992, 1491, 1492, 5852, 9312]),
    );
    (
        proptest::sample::select(users),
        0..340 * DAY,
        1..25 * DAY,
        any::<bool>(),
        filters,
    )
        .prop_map(
            |(user, start, length, office_hours, (status, mailboxes, tags, types, folders))| {
                let start = 1_546_318_800 + start;
                Wanted {
                    user,
                    start,
                    end: start + length,
                    office_hours,
                    status,
                    mailboxes,
                    tags,
                    types,
                    folders,
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_filters_gives_the_rows_a_plain_count_gives(wanted in wanted()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let found = runtime.block_on(async { Caller::new().await.history_rows(&wanted.query()).await });
        let expected = wanted.rows(&desk());
        let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
        prop_assert!(differs.is_none(), "{differs:#?}");
        prop_assert_eq!(found.len(), expected.len());
    }
}

//! Reports about one channel: chat, email and phone, and the chats of one user.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    computed::Computed,
    distribution::{
        self, CHAT_DURATION, CHAT_MESSAGES, CHAT_RESPONSE_TIME, CHAT_WAIT_TIME,
        FIRST_RESPONSE_TIME, HANDLE_TIME, PreviousPercent::Floor, RESOLUTION_TIME, RESPONSE_TIME,
        distribution,
    },
    mean::Mean,
    period::{Period, Periods, count, distinct, filter_tags},
    scope::Measures,
};
use crate::{
    desk::{Channel, Desk, User},
    interpret::Arguments,
};

pub(super) fn chat(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::of_channel(Channel::Chat, desk, arguments)?;
    let figures = periods.map(|period| {
        let chats = count(period.touched());
        let missed = count(period.touched().filter(|chat| chat.replies_on_all == 0));
        period.dated(json!({
            "volume": {
                "chatConversations": chats,
                "completedChats": chats - missed,
                "missedChats": missed,
                "chatsPerDay": period.per_day(chats),
            },
            "responses": {
                "waitTime": period.first_response_time(),
                "responseTime": later_response_time(period),
            },
            "resolutions": {
                "messagesPerChat": messages_per_chat(period),
                "duration": duration(period),
            },
        }))
    });
    Some(Computed::Body(json!({
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": grouped_deltas(&figures, &[
            ("volume", &["chatConversations", "completedChats", "missedChats", "chatsPerDay"]),
            ("responses", &["waitTime", "responseTime"]),
            ("resolutions", &["messagesPerChat", "duration"]),
        ]),
        "waitTime": distribution(&CHAT_WAIT_TIME, &periods, Floor),
        "responseTime": distribution(&CHAT_RESPONSE_TIME, &periods, Floor),
        "messagesPerChat": distribution(&CHAT_MESSAGES, &periods, Floor),
        "duration": distribution(&CHAT_DURATION, &periods, Floor),
    })))
}

pub(super) fn user_chat(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    arguments.integer("user")?;
    let periods = Periods::of_channel(Channel::Chat, desk, arguments)?;
    let figures = periods.map(|period| {
        period.dated(json!({
            "totalDays": period.scope.days(),
            "newConversations": count(period.created()),
            "messagesPerChat": messages_per_chat(period),
            "responseTime": later_response_time(period),
            "waitTime": period.first_response_time(),
            "duration": duration(period),
        }))
    });
    Some(Computed::Body(json!({
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": figures.deltas(&[
            "newConversations",
            "messagesPerChat",
            "responseTime",
            "waitTime",
            "duration",
        ]),
    })))
}

/// Averages the waits after the first one. The first wait is `waitTime`.
fn later_response_time(period: &Period<'_>) -> Value {
    let later = period.replies().filter(|reply| !reply.is_first);
    later
        .filter_map(|reply| reply.wait)
        .collect::<Mean>()
        .to_json()
}

fn messages_per_chat(period: &Period<'_>) -> Value {
    let mean: Mean = period.touched().map(Measures::messages).collect();
    mean.to_json()
}

fn duration(period: &Period<'_>) -> Value {
    let mean: Mean = period.touched().filter_map(Measures::duration).collect();
    mean.to_json()
}

pub(super) fn email(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::of_channel(Channel::Email, desk, arguments)?;
    let figures = periods.map(|period| {
        period.dated(json!({
            "volume": {
                "emailConversations": count(period.touched()),
                "emailsCreated": count(period.created()),
                "repliesSent": count(period.replies()),
                "messagesReceived": count(period.received()),
            },
            "resolutions": {
                "resolved": count(period.resolved()),
                "resolvedOnFirstReply": period.resolved_on_first_reply(),
                "percentResolvedOnFirstReply": period.percent_resolved_on_first_reply(),
                "resolutionTime": period.resolution_time(),
                "repliesToResolve": period.replies_to_resolve(),
                "handleTime": period.handle_time(),
                "closed": period.closed(),
            },
            "responses": {
                "responseTime": period.response_time(),
                "firstResponseTime": period.first_response_time(),
            },
        }))
    });
    Some(Computed::Body(json!({
        "filterTags": filter_tags(arguments),
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": grouped_deltas(&figures, &[
            ("volume", &["emailConversations", "emailsCreated", "repliesSent", "messagesReceived"]),
            ("resolutions", &[
                "resolved",
                "resolvedOnFirstReply",
                "resolutionTime",
                "repliesToResolve",
                "handleTime",
                "closed",
            ]),
            ("responses", &["responseTime", "firstResponseTime"]),
        ]),
        "responseTime": distribution(&RESPONSE_TIME, &periods, Floor),
        "handleTime": distribution(&HANDLE_TIME, &periods, Floor),
        "firstResponseTime": distribution(&FIRST_RESPONSE_TIME, &periods, Floor),
        "resolutionTime": distribution(&RESOLUTION_TIME, &periods, Floor),
        "repliesToResolve": distribution::replies_to_resolve(&periods, Floor),
    })))
}

/// Computes the changes of figures that are nested in groups.
fn grouped_deltas(figures: &Periods<Value>, groups: &[(&str, &[&str])]) -> Value {
    if figures.previous.is_none() {
        return Value::Null;
    }
    let deltas = groups.iter().map(|(group, keys)| {
        let deltas = figures.part(group).deltas(keys);
        ((*group).to_owned(), deltas)
    });
    Value::Object(deltas.collect())
}

pub(super) fn phone(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::of_channel(Channel::Phone, desk, arguments)?;
    let figures = periods.map(|period| {
        let mut conversations = PhoneConversations::default();
        period
            .touched()
            .for_each(|measures| conversations.add(measures));
        period.dated(conversations.to_json())
    });
    let mut deltas = figures.deltas(&["phoneConversations", "phoneCallsCreated", "customers"]);
    if let Some(deltas) = deltas.as_object_mut() {
        // The documented example has it only under this name.
        let conversations = deltas.remove("phoneConversations");
        deltas.insert(
            "newConversations".to_owned(),
            conversations.unwrap_or_default(),
        );
    }
    Some(Computed::Body(json!({
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": deltas,
        "users": by_user(&periods.map(PhoneConversations::by_user)),
    })))
}

/// The phone conversations of an interval.
#[derive(Default)]
struct PhoneConversations {
    count: i64,
    created: i64,
    /// The customers of every conversation, with duplicates.
    customers: Vec<i64>,
}

impl PhoneConversations {
    /// Groups the conversations by the users who replied in them.
    fn by_user(period: &Period<'_>) -> BTreeMap<i64, Self> {
        let mut by_user: BTreeMap<i64, Self> = BTreeMap::new();
        for measures in &period.measures {
            let replies = measures.replies.iter();
            let users: BTreeSet<i64> = replies.map(|reply| reply.user).collect();
            for user in users {
                by_user.entry(user).or_default().add(measures);
            }
        }
        by_user
    }

    fn add(&mut self, measures: &Measures<'_>) {
        self.count += 1;
        self.created += i64::from(measures.created);
        let customers = measures.conversation.customers.iter();
        self.customers.extend(customers.map(|customer| customer.id));
    }

    fn to_json(&self) -> Value {
        json!({
            "phoneConversations": self.count,
            "phoneCallsCreated": self.created,
            "customers": distinct(self.customers.clone()),
        })
    }
}

/// Writes one row for each user with a phone conversation in either interval.
fn by_user(conversations: &Periods<BTreeMap<i64, PhoneConversations>>) -> Value {
    conversations.rows(|id, now, before| {
        json!({
            "name": User::name_of(id),
            "id": id,
            "current": now.to_json(),
            "previous": before.map(PhoneConversations::to_json),
        })
    })
}

//! Reports about conversations: how many, when, through which channel, and what they have in
//! common.

mod fields;
mod top;

pub(super) use top::UNTAGGED;

use serde_json::{Value, json};

use super::{
    busy_times::WeekHistogram,
    computed::Computed,
    period::{Period, Periods, count, filter_tags},
    series,
};
use crate::{
    desk::{Channel, Desk},
    interpret::Arguments,
};

pub(super) fn overall(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::new(desk, arguments)?;
    let figures = periods.map(figures);
    let week = week(&periods.current);
    let busy = week.busiest_two_hours();
    Some(Computed::Body(json!({
        "filterTags": filter_tags(arguments),
        // No documented example has a value for it.
        "companyId": null,
        "busiestDay": week.busiest_hour(),
        "busyTimeStart": busy,
        "busyTimeEnd": busy.map(|hour| hour + 2),
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": figures.deltas(&[
            "newConversations",
            "totalConversations",
            "customers",
            "conversationsCreated",
            "conversationsPerDay",
        ]),
        "tags": top::tags(&periods),
        "customers": top::customers(&periods),
        "replies": top::saved_replies(&periods),
        "workflows": top::workflows(&periods),
        "customFields": fields::custom_fields(&periods),
    })))
}

fn figures(period: &Period<'_>) -> Value {
    let conversations = count(period.touched());
    let created = count(period.created());
    period.dated(json!({
        "totalConversations": conversations,
        "conversationsCreated": created,
        "newConversations": created,
        "customers": period.customers(),
        "conversationsPerDay": period.per_day(conversations),
        "messagesReceived": count(period.received()),
        "days": period.scope.days(),
    }))
}

/// Counts the conversations by the hour of their creation.
fn week(period: &Period<'_>) -> WeekHistogram {
    WeekHistogram::of(created(period).into_iter())
}

fn created(period: &Period<'_>) -> Vec<i64> {
    let created = period.created();
    created
        .map(|measures| measures.conversation.created)
        .collect()
}

pub(super) fn busy_times(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::new(desk, arguments)?;
    Some(Computed::Body(Value::Array(week(&periods.current).hours())))
}

pub(super) fn volume_by_channel(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    #[derive(Clone, Default)]
    struct ByChannel {
        chat: i64,
        email: i64,
        phone: i64,
    }
    series::series(
        desk,
        arguments,
        |period| {
            let created = period.created().map(|measures| measures.conversation);
            created
                .map(|conversation| (conversation.created, conversation.channel))
                .collect()
        },
        |counts: &mut ByChannel, channel| match channel {
            Channel::Chat => counts.chat += 1,
            Channel::Email => counts.email += 1,
            Channel::Phone => counts.phone += 1,
        },
        |start, counts| {
            let ByChannel { chat, email, phone } = counts;
            json!({ "date": start, "chat": chat, "email": email, "phone": phone })
        },
    )
}

/// This is the only series with the keys `start` and `count`.
pub(super) fn new(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::counts(desk, arguments, ["start", "count"], created)
}

pub(super) fn received_messages(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::counts(desk, arguments, ["date", "messages"], |period| {
        period.received().collect()
    })
}

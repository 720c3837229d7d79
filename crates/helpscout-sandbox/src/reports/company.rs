//! Reports about the whole company: its figures, those of each user, and the customers it helped.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    computed::Computed,
    mean::Mean,
    period::{Period, Periods, count, distinct, filter_tags},
    ratings::{self, Tally},
    series,
};
use crate::{
    desk::{Desk, User},
    interpret::Arguments,
};

pub(super) fn overall(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::new(desk, arguments)?;
    let figures = periods.map(figures);
    Some(Computed::Body(json!({
        "filterTags": filter_tags(arguments),
        "current": figures.current,
        "previous": figures.previous(),
        // The change of `resolvedPerDay` is not documented.
        "deltas": figures.deltas(&[
            "customersHelped",
            "totalReplies",
            "repliesPerDay",
            "closed",
            "totalUsers",
            "repliesPerDayPerUser",
        ]),
        "users": users(&periods.map(works)),
    })))
}

pub(super) fn customers_helped(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::customers_helped(desk, arguments)
}

fn figures(period: &Period<'_>) -> Value {
    let replies = count(period.replies());
    let users = distinct(period.replies().map(|reply| reply.user).collect());
    let days = period.scope.days();
    period.dated(json!({
        "customersHelped": period.customers_helped(),
        "closed": period.closed(),
        "totalReplies": replies,
        "totalUsers": users,
        "totalDays": days,
        "repliesPerDayPerUser": Mean::of(replies, days * users).to_json(),
        "repliesPerDay": period.per_day(replies),
        "resolvedPerDay": period.per_day(count(period.resolved())),
    }))
}

/// The work of one user.
#[derive(Default)]
struct Work {
    /// The customers who received a reply, in ascending order.
    customers: Vec<i64>,
    replies: i64,
    handle: Mean,
    closed: i64,
    ratings: Tally,
}

/// Groups the work of an interval by user, in ascending order of IDs.
fn works(period: &Period<'_>) -> BTreeMap<i64, Work> {
    let mut works: BTreeMap<i64, Work> = BTreeMap::new();
    for measures in &period.measures {
        for reply in &measures.replies {
            let work = works.entry(reply.user).or_default();
            work.replies += 1;
            work.handle.add(reply.handle);
            let customers = measures.conversation.customers.iter();
            work.customers.extend(customers.map(|customer| customer.id));
        }
        let closer = measures.conversation.assignee();
        if let (Some(user), true) = (closer, measures.closed.is_some()) {
            works.entry(user).or_default().closed += 1;
        }
    }
    for (rating, _) in ratings::of(&period.scope) {
        // A user who was only rated did no work in the interval.
        if let Some(work) = works.get_mut(&rating.user) {
            work.ratings.add(rating.grade);
        }
    }
    for work in works.values_mut() {
        work.customers.sort_unstable();
        work.customers.dedup();
    }
    works
}

/// Writes one row for each user who did any work in either interval.
fn users(periods: &Periods<BTreeMap<i64, Work>>) -> Value {
    periods.rows(|id, now, before| {
        json!({
            "user": id,
            "name": User::name_of(id),
            "customersHelped": now.customers.len(),
            "replies": now.replies,
            "happinessScore": now.ratings.score(),
            "handleTime": now.handle.to_json(),
            "closed": now.closed,
            "previousCustomersHelped": before.map(|work| work.customers.len()),
            "previousReplies": before.map(|work| work.replies),
            "previousHappinessScore": before.map(|work| work.ratings.score()),
            "previousHandleTime": before.map(|work| work.handle.to_json()),
            "previousClosed": before.map(|work| work.closed),
        })
    })
}

//! Reports about one user, or about all members of a team.

use serde_json::{Value, json};

use super::{
    busy_times::WeekHistogram,
    computed::Computed,
    period::{Period, Periods, count, filter_tags},
    productivity, ratings,
    scope::Scope,
    series,
};
use crate::{
    desk::{Desk, User},
    interpret::{Arguments, print_instant},
};

/// Computes the overall report. It needs a user.
pub(super) fn overall(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let user = arguments.integer("user")?;
    let periods = Periods::new(desk, arguments)?;
    let figures = periods.map(figures);
    let mut deltas = figures.changes(
        &[
            "totalConversations",
            "customersHelped",
            "repliesPerDay",
            "resolvedOnFirstReply",
            "handleTime",
            "conversationsPerDay",
            "resolved",
            "repliesToResolve",
            "totalReplies",
            "closed",
            "responseTime",
            "resolutionTime",
            "conversationsCreated",
        ],
        &["happinessScore"],
    );
    if let Some(deltas) = deltas.as_object_mut() {
        // The documented example has this old name as well.
        deltas.insert(
            "activeConversations".to_owned(),
            deltas["totalConversations"].clone(),
        );
    }
    Some(Computed::Body(json!({
        "filterTags": filter_tags(arguments),
        "user": person(desk, user),
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": deltas,
    })))
}

pub(super) fn customers_helped(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    arguments.integer("user")?;
    series::customers_helped(desk, arguments)
}

pub(super) fn replies(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    arguments.integer("user")?;
    productivity::replies(desk, arguments)
}

pub(super) fn resolutions(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    arguments.integer("user")?;
    productivity::resolved(desk, arguments)
}

fn person(desk: &Desk, id: i64) -> Value {
    let team = desk.team(id);
    let user = User::of(id);
    let photo = user.and_then(|user| user.photo());
    let joined = team
        .map(|team| team.created())
        .or_else(|| user.map(|user| user.joined()));
    let all_time = Period::new(Scope::all_time(desk, id));
    json!({
        "id": id,
        "name": team.map(|team| team.name).or_else(|| user.map(|user| user.name)),
        "hasPhoto": photo.is_some(),
        "photoUrl": photo,
        "createdAt": joined.map(print_instant),
        "totalCustomersHelped": all_time.customers_helped(),
    })
}

fn figures(period: &Period<'_>) -> Value {
    let conversations = count(period.touched());
    let replies = count(period.replies());
    let week = WeekHistogram::of(period.replies().map(|reply| reply.thread.sent));
    period.dated(json!({
        "totalDays": period.scope.days(),
        "resolved": count(period.resolved()),
        "conversationsCreated": count(period.created()),
        "closed": period.closed(),
        "totalReplies": replies,
        "resolvedOnFirstReply": period.resolved_on_first_reply(),
        "percentResolvedOnFirstReply": period.percent_resolved_on_first_reply(),
        "repliesToResolve": period.replies_to_resolve(),
        "handleTime": period.handle_time(),
        "happinessScore": ratings::score(&period.scope),
        "responseTime": period.response_time(),
        "averageFirstResponseTime": period.first_response_time(),
        "resolutionTime": period.resolution_time(),
        "repliesPerDay": period.per_day(replies),
        "customersHelped": period.customers_helped(),
        "totalConversations": conversations,
        "conversationsPerDay": period.per_day(conversations),
        "busiestDay": week.busiest_day(),
        // Only the table of an older version mentions it.
        "ratings": null,
    }))
}

//! Reports about productivity: the number of replies, how fast they were, and what they achieved.

use serde_json::{Value, json};

use super::{
    computed::Computed,
    distribution::{
        self, FIRST_RESPONSE_TIME, HANDLE_TIME, PreviousPercent::Exact, RESPONSE_TIME, distribution,
    },
    period::{Period, Periods, count, filter_tags},
    series,
};
use crate::{desk::Desk, interpret::Arguments};

pub(super) fn overall(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::new(desk, arguments)?;
    let figures = periods.map(figures);
    Some(Computed::Body(json!({
        "filterTags": filter_tags(arguments),
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": figures.deltas(&[
            "totalConversations",
            "repliesSent",
            "firstResponseTime",
            "resolved",
            "repliesToResolve",
            "closed",
            "resolvedOnFirstReply",
            "responseTime",
            "handleTime",
            "resolutionTime",
        ]),
        "responseTime": distribution(&RESPONSE_TIME, &periods, Exact),
        "handleTime": distribution(&HANDLE_TIME, &periods, Exact),
        "firstResponseTime": distribution(&FIRST_RESPONSE_TIME, &periods, Exact),
        "repliesToResolve": distribution::replies_to_resolve(&periods, Exact),
    })))
}

fn figures(period: &Period<'_>) -> Value {
    period.dated(json!({
        "totalConversations": count(period.touched()),
        "resolutionTime": period.resolution_time(),
        "repliesToResolve": period.replies_to_resolve(),
        "responseTime": period.response_time(),
        "firstResponseTime": period.first_response_time(),
        "resolved": count(period.resolved()),
        "resolvedOnFirstReply": period.resolved_on_first_reply(),
        "closed": period.closed(),
        "repliesSent": count(period.replies()),
        "handleTime": period.handle_time(),
        "percentResolvedOnFirstReply": period.percent_resolved_on_first_reply(),
        // Its structure is not documented.
        "ratings": null,
    }))
}

pub(super) fn first_response_time(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::times(desk, arguments, |period| {
        let firsts = period.replies().filter(|reply| reply.is_first);
        firsts
            .filter_map(|reply| Some((reply.thread.sent, reply.wait?)))
            .collect()
    })
}

pub(super) fn response_time(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::times(desk, arguments, |period| {
        period
            .replies()
            .filter_map(|reply| Some((reply.thread.sent, reply.wait?)))
            .collect()
    })
}

pub(super) fn resolution_time(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::times(desk, arguments, |period| {
        let resolved = period.resolved();
        resolved
            .filter_map(|(measures, closed)| Some((closed, measures.resolution()?)))
            .collect()
    })
}

/// Counts the replies of all users, or of one user if the call names one.
pub(super) fn replies(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::counts(desk, arguments, ["date", "replies"], |period| {
        period.replies().map(|reply| reply.thread.sent).collect()
    })
}

/// Counts the resolutions of all users, or of one user if the call names one.
pub(super) fn resolved(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    series::counts(desk, arguments, ["date", "resolved"], |period| {
        period.resolved().map(|(_, closed)| closed).collect()
    })
}

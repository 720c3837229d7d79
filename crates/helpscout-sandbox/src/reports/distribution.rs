//! Distributions: how many conversations are in each part of a range.
//!
//! A conversation counts once, by its own average. The parts therefore add up to the total, and a
//! drilldown into a part lists as many conversations as it counts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    mean::Mean,
    period::{Period, Periods},
    scope::Measures,
};

/// A figure of a conversation, and the parts of its range.
pub(super) struct Range {
    /// The lower bounds of all parts but the first. Parts are counted from 1.
    bounds: &'static [i64],
    /// The figure; `None` excludes the conversation.
    value: fn(&Measures<'_>) -> Option<i64>,
}

/// The average wait for the replies of a conversation, from under 15 minutes to over two days.
pub(super) const RESPONSE_TIME: Range = Range {
    bounds: LONG,
    value: |measures| measures.response().floor(),
};

/// The wait for the first reply of a conversation.
pub(super) const FIRST_RESPONSE_TIME: Range = Range {
    bounds: LONG,
    value: |measures| measures.first_response(),
};

/// The average handle time of the replies of a conversation, from under one minute to over ten.
pub(super) const HANDLE_TIME: Range = Range {
    bounds: SHORT,
    value: |measures| measures.handle().floor(),
};

/// The number of replies until a conversation was resolved: one to four, or more.
pub(super) const REPLIES_TO_RESOLVE: Range = Range {
    bounds: &[2, 3, 4, 5],
    value: |measures| measures.resolved().then_some(measures.replies_on_all),
};

/// How long it took to resolve a conversation. Its parts are not documented; here they are the same
/// as those of response times.
pub(super) const RESOLUTION_TIME: Range = Range {
    bounds: LONG,
    value: |measures| measures.resolution(),
};

/// The wait for the first reply of a chat. The parts for chats are not documented; here they are
/// from under one minute to over ten.
pub(super) const CHAT_WAIT_TIME: Range = Range {
    bounds: SHORT,
    value: |measures| measures.first_response(),
};

/// The average wait for the replies of a chat after the first.
pub(super) const CHAT_RESPONSE_TIME: Range = Range {
    bounds: SHORT,
    value: |measures| measures.later_response().floor(),
};

/// The number of messages of a chat, from one to five up to over twenty.
pub(super) const CHAT_MESSAGES: Range = Range {
    bounds: &[6, 11, 16, 21],
    value: |measures| measures.touched.then(|| measures.messages()),
};

/// How long an answered chat lasted, from under five minutes to over thirty.
pub(super) const CHAT_DURATION: Range = Range {
    bounds: &[5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
    value: |measures| measures.duration(),
};

const SHORT: &[i64] = &[MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE];
const LONG: &[i64] = &[
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    24 * HOUR,
    48 * HOUR,
];
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

impl Range {
    /// Returns the part that a conversation is in.
    pub(super) fn part(&self, measures: &Measures<'_>) -> Option<i64> {
        (self.value)(measures).map(|value| 1 + self.below(value))
    }

    fn below(&self, value: i64) -> i64 {
        self.bounds.partition_point(|bound| *bound <= value) as i64
    }
}

/// How the percentages of the previous interval are written, which depends on the report.
#[derive(Clone, Copy)]
pub(super) enum PreviousPercent {
    Exact,
    /// Rounded down.
    Floor,
}

/// Counts the conversations in each part. Parts that are empty in both intervals are omitted.
pub(super) fn distribution(
    range: &Range,
    periods: &Periods<Period<'_>>,
    previous_percent: PreviousPercent,
) -> Value {
    to_json(range, periods, previous_percent, |_| None)
}

/// The same for [`REPLIES_TO_RESOLVE`], with the resolution time of each part.
pub(super) fn replies_to_resolve(
    periods: &Periods<Period<'_>>,
    previous_percent: PreviousPercent,
) -> Value {
    let mut times: BTreeMap<i64, Mean> = BTreeMap::new();
    for measures in &periods.current.measures {
        let part = REPLIES_TO_RESOLVE.part(measures);
        if let (Some(part), Some(seconds)) = (part, measures.resolution()) {
            times.entry(part).or_default().add(seconds);
        }
    }
    to_json(&REPLIES_TO_RESOLVE, periods, previous_percent, |part| {
        Some(times.get(&part).copied().unwrap_or_default())
    })
}

/// `resolution_time` adds the resolution time to each part of a distribution that has one.
fn to_json(
    range: &Range,
    periods: &Periods<Period<'_>>,
    previous_percent: PreviousPercent,
    resolution_time: impl Fn(i64) -> Option<Mean>,
) -> Value {
    let parts = periods.map(|period| {
        let mut parts: BTreeMap<i64, i64> = BTreeMap::new();
        for part in period
            .measures
            .iter()
            .filter_map(|measures| range.part(measures))
        {
            *parts.entry(part).or_default() += 1;
        }
        parts
    });
    let all = parts.map(|parts| parts.values().sum::<i64>());
    let ranges = parts.rows(|id, now, before| {
        let before_percent = before
            .zip(all.previous)
            .map(|(part, all)| Mean::percent(*part, all));
        let mut range = json!({
            "id": id,
            "count": now,
            "previousCount": before,
            "percent": Mean::percent(*now, all.current).to_json(),
            "previousPercent": match previous_percent {
                PreviousPercent::Exact => before_percent.map(Mean::to_json),
                PreviousPercent::Floor => before_percent.map(|percent| json!(percent.floor())),
            },
        });
        if let Some(time) = resolution_time(id) {
            range["resolutionTime"] = time.to_json();
        }
        range
    });
    json!({ "count": all.current, "previousCount": all.previous, "ranges": ranges })
}

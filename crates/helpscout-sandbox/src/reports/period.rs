//! The figures of an interval, those of the previous interval, and what changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    mean::Mean,
    scope::{Measures, Reply, Scope},
};
use crate::{
    desk::{Channel, Desk, Tag},
    interpret::{Arguments, print_instant},
};

/// A value for the requested interval, and one for the previous interval.
pub(super) struct Periods<T> {
    pub(super) current: T,
    /// `None` if the call has no previous interval.
    pub(super) previous: Option<T>,
}

/// What happened in one interval. Times are in seconds.
pub(super) struct Period<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) measures: Vec<Measures<'a>>,
}

impl<'a> Periods<Period<'a>> {
    /// Reads the intervals of a call. Returns `None` if the call has no interval.
    pub(super) fn new(desk: &'a Desk, arguments: &'a Arguments) -> Option<Self> {
        Some(Self {
            current: Period::new(Scope::new(desk, arguments)?),
            previous: Scope::previous(desk, arguments).map(Period::new),
        })
    }

    /// The same for the conversations of one channel.
    pub(super) fn of_channel(
        channel: Channel,
        desk: &'a Desk,
        arguments: &'a Arguments,
    ) -> Option<Self> {
        let previous = Scope::previous(desk, arguments);
        Some(Self {
            current: Period::new(Scope::new(desk, arguments)?.of_channel(channel)),
            previous: previous.map(|scope| Period::new(scope.of_channel(channel))),
        })
    }
}

impl<T> Periods<T> {
    pub(super) fn map<U>(&self, change: impl Fn(&T) -> U) -> Periods<U> {
        Periods {
            current: change(&self.current),
            previous: self.previous.as_ref().map(change),
        }
    }
}

impl<T: Default> Periods<BTreeMap<i64, T>> {
    /// Writes one row for each ID in either interval, in ascending order. `row` gets the ID, its
    /// current value, and its previous value if there is a previous interval.
    pub(super) fn rows(&self, row: impl Fn(i64, &T, Option<&T>) -> Value) -> Value {
        let nothing = T::default();
        let previous = self.previous.iter().flat_map(BTreeMap::keys);
        let ids: BTreeSet<i64> = self.current.keys().chain(previous).copied().collect();
        let row = |id| {
            let now = self.current.get(&id).unwrap_or(&nothing);
            let previous = self.previous.as_ref();
            let before = previous.map(|all| all.get(&id).unwrap_or(&nothing));
            row(id, now, before)
        };
        ids.into_iter().map(row).collect()
    }
}

impl Periods<Value> {
    /// Returns the figures of the previous interval; null if there is none.
    pub(super) fn previous(&self) -> Value {
        self.previous.clone().unwrap_or_default()
    }

    /// Returns the change of these figures in percent; null if there is no previous interval.
    pub(super) fn deltas(&self, figures: &[&str]) -> Value {
        let Some(previous) = &self.previous else {
            return Value::Null;
        };
        let delta = |key: &&str| {
            let value = change(&self.current[key], &previous[key]);
            ((*key).to_owned(), value)
        };
        Value::Object(figures.iter().map(delta).collect::<Map<_, _>>())
    }

    /// Returns the change of `counts` in percent, and the difference of `shares`, which are
    /// percentages themselves. The documented examples do the same.
    pub(super) fn changes(&self, counts: &[&str], shares: &[&str]) -> Value {
        let mut deltas = self.deltas(counts);
        if let (Some(deltas), Some(previous)) = (deltas.as_object_mut(), &self.previous) {
            for key in shares {
                let value = difference(&self.current[*key], &previous[*key]);
                deltas.insert((*key).to_owned(), value);
            }
        }
        deltas
    }

    /// Returns the figures under one key.
    pub(super) fn part(&self, key: &str) -> Self {
        self.map(|figures| figures[key].clone())
    }
}

/// Returns the difference of two figures; null if there is nothing to compare with.
pub(super) fn difference(current: &Value, previous: &Value) -> Value {
    match (current.as_f64(), previous.as_f64()) {
        (Some(current), Some(previous)) => json!(current - previous),
        _ => Value::Null,
    }
}

/// Returns the change of a figure in percent; null if there is nothing to compare with.
fn change(current: &Value, previous: &Value) -> Value {
    if let (Some(current), Some(previous)) = (current.as_i64(), previous.as_i64()) {
        return match previous {
            0 => Value::Null,
            _ => json!((current - previous) as f64 * 100.0 / previous as f64),
        };
    }
    match (current.as_f64(), previous.as_f64()) {
        (Some(current), Some(previous)) if previous != 0.0 => {
            json!((current - previous) * 100.0 / previous)
        }
        _ => Value::Null,
    }
}

impl<'a> Period<'a> {
    pub(super) fn new(scope: Scope<'a>) -> Self {
        let measures = scope.measures();
        Self { scope, measures }
    }

    /// Returns the conversations of the interval.
    pub(super) fn touched(&self) -> impl Iterator<Item = &Measures<'a>> {
        self.measures.iter().filter(|measures| measures.touched)
    }

    /// Returns the conversations that were created in it.
    pub(super) fn created(&self) -> impl Iterator<Item = &Measures<'a>> {
        self.measures.iter().filter(|measures| measures.created)
    }

    pub(super) fn replies(&self) -> impl Iterator<Item = &Reply<'a>> {
        self.measures.iter().flat_map(|measures| &measures.replies)
    }

    /// Returns the conversations that were resolved, and when.
    pub(super) fn resolved(&self) -> impl Iterator<Item = (&Measures<'a>, i64)> {
        let resolved = self.measures.iter().filter(|measures| measures.resolved());
        resolved.filter_map(|measures| Some((measures, measures.closed?)))
    }

    /// Returns when customers wrote.
    pub(super) fn received(&self) -> impl Iterator<Item = i64> {
        self.measures
            .iter()
            .flat_map(|measures| measures.received.iter().copied())
    }

    /// Counts the customers of the interval's conversations.
    pub(super) fn customers(&self) -> i64 {
        let conversations = self.touched().map(|measures| measures.conversation);
        let customers = conversations.flat_map(|conversation| &conversation.customers);
        distinct(customers.map(|customer| customer.id).collect())
    }

    /// Counts the customers who received a reply.
    pub(super) fn customers_helped(&self) -> i64 {
        let measures = self.measures.iter();
        let helped = measures.filter(|measures| !measures.replies.is_empty());
        let customers = helped.flat_map(|measures| &measures.conversation.customers);
        distinct(customers.map(|customer| customer.id).collect())
    }

    /// Returns when which customer received a reply.
    pub(super) fn helped(&self) -> impl Iterator<Item = (i64, i64)> {
        self.measures.iter().flat_map(|measures| {
            let customers = &measures.conversation.customers;
            measures.replies.iter().flat_map(move |reply| {
                let customers = customers.iter();
                customers.map(|customer| (reply.thread.sent, customer.id))
            })
        })
    }

    pub(super) fn closed(&self) -> i64 {
        let measures = self.measures.iter();
        count(measures.filter(|measures| measures.closed.is_some()))
    }

    pub(super) fn resolved_on_first_reply(&self) -> i64 {
        let measures = self.measures.iter();
        count(measures.filter(|measures| measures.resolved_on_first_reply()))
    }

    /// Returns the percentage of resolved conversations that took one reply.
    pub(super) fn percent_resolved_on_first_reply(&self) -> Value {
        Mean::percent(self.resolved_on_first_reply(), count(self.resolved())).to_json()
    }

    pub(super) fn resolution_time(&self) -> Value {
        let measures = self.measures.iter();
        let mean: Mean = measures.filter_map(Measures::resolution).collect();
        mean.to_json()
    }

    pub(super) fn replies_to_resolve(&self) -> Value {
        let resolved = self.resolved();
        let mean: Mean = resolved
            .map(|(measures, _)| measures.replies_on_all)
            .collect();
        mean.to_json()
    }

    pub(super) fn response_time(&self) -> Value {
        let mean: Mean = self.replies().filter_map(|reply| reply.wait).collect();
        mean.to_json()
    }

    pub(super) fn first_response_time(&self) -> Value {
        let firsts = self.measures.iter().filter_map(Measures::first_response);
        firsts.collect::<Mean>().to_json()
    }

    pub(super) fn handle_time(&self) -> Value {
        let mean: Mean = self.replies().map(|reply| reply.handle).collect();
        mean.to_json()
    }

    /// Divides a count by the days of the interval.
    pub(super) fn per_day(&self, count: i64) -> Value {
        Mean::of(count, self.scope.days()).to_json()
    }

    /// Adds the interval itself in front of its figures.
    pub(super) fn dated(&self, figures: Value) -> Value {
        let mut dated = json!({
            "startDate": print_instant(self.scope.start),
            "endDate": print_instant(self.scope.end),
        });
        if let (Some(dated), Value::Object(figures)) = (dated.as_object_mut(), figures) {
            dated.extend(figures);
        }
        dated
    }
}

/// Returns the tags that a call filters by; null if it does not.
pub(super) fn filter_tags(arguments: &Arguments) -> Value {
    let Some(ids) = arguments.integers("tags") else {
        return Value::Null;
    };
    let named = |id: &i64| json!({ "id": id, "name": Tag::of(*id).map(|tag| tag.name) });
    ids.iter().map(named).collect()
}

pub(super) fn count<T>(things: impl Iterator<Item = T>) -> i64 {
    things.map(|_| 1).sum()
}

/// Counts the distinct IDs. Sorting them is much faster than hashing.
pub(super) fn distinct(mut ids: Vec<i64>) -> i64 {
    ids.sort_unstable();
    ids.dedup();
    ids.len() as i64
}

//! What conversations have in common: the most frequent tags, customers, saved replies and
//! workflows.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    desk::{
        Tag,
        attributes::{SAVED_REPLIES, WORKFLOWS},
        customers::Customer,
    },
    reports::{
        mean::Mean,
        period::{Period, Periods, difference},
        scope::Measures,
    },
};

/// The number of rows of a list. The documented examples are shortened.
const ROWS: usize = 10;

/// The ID in the list of tags that stands for conversations without tags. It has no name.
pub(crate) const UNTAGGED: i64 = 1;

pub(super) fn tags(periods: &Periods<Period<'_>>) -> Value {
    let uses = periods.map(|period| {
        Uses::of(period, |measures| match &measures.conversation.tags {
            tags if tags.is_empty() => vec![UNTAGGED],
            tags => tags.clone(),
        })
    });
    let name = |id| json!({ "name": Tag::of(id).map(|tag| tag.name) });
    let tagged = uses.current.conversations - uses.current.count(UNTAGGED);
    json!({ "count": tagged, "top": top(&uses, name) })
}

pub(super) fn customers(periods: &Periods<Period<'_>>) -> Value {
    let uses = periods.map(|period| {
        Uses::of(period, |measures| {
            let customers = measures.conversation.customers.iter();
            customers.map(|customer| customer.id).collect()
        })
    });
    let customers = || {
        let conversations = periods
            .current
            .touched()
            .map(|measures| measures.conversation);
        conversations.flat_map(|conversation| &conversation.customers)
    };
    let name = |id| {
        let customer = customers().find(|customer| customer.id == id);
        json!({ "name": customer.and_then(Customer::name) })
    };
    json!({ "count": uses.current.using, "top": top(&uses, name) })
}

pub(super) fn saved_replies(periods: &Periods<Period<'_>>) -> Value {
    let uses =
        periods.map(|period| Uses::of(period, |measures| measures.conversation.saved_replies()));
    let name = |id| {
        let reply = SAVED_REPLIES.iter().find(|reply| reply.id == id);
        json!({
            "name": reply.map(|reply| reply.name),
            "mailboxId": reply.map(|reply| reply.mailbox),
        })
    };
    json!({ "count": uses.current.using, "top": top(&uses, name) })
}

pub(super) fn workflows(periods: &Periods<Period<'_>>) -> Value {
    let uses = periods.map(|period| Uses::of(period, |measures| measures.conversation.workflows()));
    let name = |id| {
        let workflow = WORKFLOWS.iter().find(|workflow| workflow.id == id);
        json!({ "name": workflow.map(|workflow| workflow.name) })
    };
    json!({ "count": uses.current.using, "top": top(&uses, name) })
}

/// How many conversations of an interval each thing occurs in.
struct Uses {
    conversations: i64,
    /// The number of conversations with at least one of the things.
    using: i64,
    by_id: HashMap<i64, i64>,
}

impl Uses {
    /// Counts the conversations of each thing. `things` must not return duplicates.
    fn of(period: &Period<'_>, things: impl Fn(&Measures<'_>) -> Vec<i64>) -> Self {
        let mut uses = Self {
            conversations: 0,
            using: 0,
            by_id: HashMap::new(),
        };
        for measures in period.touched() {
            let things = things(measures);
            uses.conversations += 1;
            uses.using += i64::from(!things.is_empty());
            for thing in things {
                *uses.by_id.entry(thing).or_default() += 1;
            }
        }
        uses
    }

    fn count(&self, thing: i64) -> i64 {
        self.by_id.get(&thing).copied().unwrap_or_default()
    }

    fn percent(&self, thing: i64) -> Mean {
        Mean::percent(self.count(thing), self.conversations)
    }
}

/// Lists the most frequent things. `named` creates the row that the figures are added to.
fn top(uses: &Periods<Uses>, named: impl Fn(i64) -> Value) -> Value {
    let (current, previous) = (&uses.current, uses.previous.as_ref());
    let mut things: Vec<(i64, i64)> = current
        .by_id
        .iter()
        .map(|(id, count)| (*id, *count))
        .collect();
    things.sort_by_key(|(id, count)| (-count, *id));
    let row = |(id, count): &(i64, i64)| {
        let percent = current.percent(*id).to_json();
        let before = previous.map(|previous| previous.percent(*id).to_json());
        let before = before.unwrap_or_default();
        let change = difference(&percent, &before);
        let mut row = named(*id);
        for (key, value) in [
            ("id", json!(id)),
            ("count", json!(count)),
            (
                "previousCount",
                json!(previous.map(|previous| previous.count(*id))),
            ),
            ("percent", percent),
            ("previousPercent", before),
            ("deltaPercent", change),
        ] {
            row[key] = value;
        }
        row
    };
    things.iter().take(ROWS).map(row).collect()
}

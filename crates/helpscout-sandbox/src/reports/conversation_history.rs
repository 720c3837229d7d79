//! The report on conversation history: one row for each reply of a user in an interval.

#[cfg(test)]
pub(super) mod tests;

use std::cmp::Ordering;

use helpscout_description::Operation;
use serde_json::{Value, json};

use super::{computed::Computed, mean::Mean, rows, scope::Scope};
use crate::{
    desk::{Author, Conversation, Desk, Thread},
    interpret::{Arguments, PageWindow},
    volume::Volume,
};

/// Computes one page. Returns `None` unless the call has a user and an interval, and the operation
/// has pages.
pub(super) fn compute(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    let pages = operation.pages.as_ref()?;
    let mut query = Query::new(desk, arguments)?;
    let order = Order::new(arguments);
    let mut rows = query.rows(order.ascending);
    if volume.held_back > 0 {
        query.hold_back(volume.held_back, &rows);
        rows = query.rows(order.ascending);
    }
    order.sort(&mut rows);
    let window = PageWindow::of_call(pages, arguments);
    let count = volume.count(rows.len());
    let places = window.places(count);
    let row = |(row, copy): (usize, u32)| rows[row].to_json(copy);
    Some(Computed::Page {
        rows: if order.by_number {
            volume
                .copy_by_copy(places, rows.len(), order.ascending)
                .map(row)
                .collect()
        } else {
            volume.row_by_row(places).map(row).collect()
        },
        count,
        window,
        around: Value::Null,
    })
}

/// Which replies a call requests.
struct Query<'a> {
    scope: Scope<'a>,
    /// [`Row::reply`] of the first reply that is held back.
    first_held_back: Option<(i64, i64)>,
}

impl<'a> Query<'a> {
    fn new(desk: &'a Desk, arguments: &'a Arguments) -> Option<Self> {
        arguments.integer("user")?;
        Some(Self {
            scope: Scope::new(desk, arguments)?,
            first_held_back: None,
        })
    }

    /// Holds back the newest `count` of these rows, as if they were not sent yet.
    fn hold_back(&mut self, count: usize, sent: &[Row]) {
        let replies = sent.iter().map(|row| row.reply).collect();
        self.first_held_back = rows::first_held_back(replies, count);
    }

    /// Returns true if this reply of the users is held back.
    fn is_held_back(&self, thread: &Thread) -> bool {
        let Author::User { id, .. } = thread.author else {
            return false;
        };
        self.first_held_back
            .is_some_and(|first| (thread.sent, thread.id) >= first)
            && self.scope.counts(id)
            && thread.sent <= self.scope.end
    }

    /// Returns the rows in the usual order, by number, so that little is left to sort.
    fn rows(&self, ascending: bool) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        let mut add = |conversation| self.add_replies(conversation, &mut rows);
        let conversations = self.scope.conversations();
        if ascending {
            conversations.for_each(&mut add);
        } else {
            conversations.rev().for_each(&mut add);
        }
        rows
    }

    /// Adds one row for each reply of the users in the interval. The rows of one conversation have
    /// the same metrics.
    fn add_replies(&self, conversation: &'a Conversation, rows: &mut Vec<Row<'a>>) {
        let scope = &self.scope;
        let mut replies = Vec::new();
        let mut first_response_time = None;
        let mut response_time = Mean::default();
        let mut handle_time = Mean::default();
        let mut replies_sent = 0;
        for reply in scope.replies(conversation, |thread| !self.is_held_back(thread)) {
            replies_sent += 1;
            if !scope.counts(reply.user) {
                continue;
            }
            first_response_time = first_response_time.or(reply.wait);
            if scope.contains(reply.thread.sent) {
                reply
                    .wait
                    .into_iter()
                    .for_each(|wait| response_time.add(wait));
                handle_time.add(reply.handle);
                replies.push((reply.thread.sent, reply.thread.id));
            }
        }
        let metrics = Metrics {
            response_time,
            first_response_time,
            resolve_time: conversation
                .closed
                .map(|closed| scope.seconds(conversation.created, closed)),
            replies_sent,
            handle_time,
        };
        rows.extend(replies.into_iter().map(|reply| Row {
            conversation,
            metrics,
            reply,
        }));
    }
}

/// One reply.
struct Row<'d> {
    conversation: &'d Conversation,
    metrics: Metrics,
    /// When it was sent, and the thread's ID. This decides the order of otherwise equal rows.
    reply: (i64, i64),
}

/// The metrics of a conversation from the point of view of one user. Times are in seconds.
#[derive(Clone, Copy)]
struct Metrics {
    response_time: Mean,
    first_response_time: Option<i64>,
    resolve_time: Option<i64>,
    replies_sent: i64,
    handle_time: Mean,
}

impl Row<'_> {
    /// Writes one of its copies, counted from 0. The first is the row itself.
    fn to_json(&self, copy: u32) -> Value {
        let copy = i64::from(copy);
        let customers = self.conversation.customers.iter();
        let customers =
            customers.map(|customer| json!({ "id": customer.id, "name": customer.name() }));
        // The fields are in the order of the description, in which they are sent.
        json!({
            "number": self.conversation.number + copy * rows::NUMBER_SPAN,
            "responseTime": self.metrics.response_time.to_json(),
            "firstResponseTime": self.metrics.first_response_time,
            "resolveTime": self.metrics.resolve_time,
            "repliesSent": self.metrics.replies_sent,
            "id": self.conversation.id + copy * rows::ID_SPAN,
            "status": self.conversation.status.wire(),
            "avgHandleTime": self.metrics.handle_time.to_json(),
            "customers": customers.collect::<Vec<_>>(),
        })
    }
}

/// The order of rows. The default is by number, descending, as in the documented example.
struct Order {
    key: fn(&Row) -> Option<f64>,
    by_number: bool,
    ascending: bool,
}

impl Order {
    /// Reads the order of a call. A sort field that is not a metric of this report sorts by number.
    fn new(arguments: &Arguments) -> Self {
        let mut by_number = false;
        let key: fn(&Row) -> Option<f64> = match arguments.text("sortField") {
            Some("repliesSent") => |row| Some(row.metrics.replies_sent as f64),
            Some("responseTime") => |row| row.metrics.response_time.value(),
            Some("firstResponseTime") => {
                |row| row.metrics.first_response_time.map(|time| time as f64)
            }
            Some("resolveTime") => |row| row.metrics.resolve_time.map(|time| time as f64),
            Some("avgHandleTime") => |row| row.metrics.handle_time.value(),
            _ => {
                by_number = true;
                |row| Some(row.conversation.number as f64)
            }
        };
        Self {
            key,
            by_number,
            ascending: arguments.text("sortOrder") == Some("ASC"),
        }
    }

    /// Sorts the rows. Rows without the metric come last in either direction, and equal rows are in
    /// the order they were sent, so that all pages are cut from the same sequence.
    fn sort(&self, rows: &mut [Row]) {
        rows.sort_by(|a, b| {
            let order = match ((self.key)(a), (self.key)(b)) {
                (Some(a), Some(b)) if self.ascending => a.total_cmp(&b),
                (Some(a), Some(b)) => b.total_cmp(&a),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            order.then(a.reply.cmp(&b.reply))
        });
    }
}

//! Conversation history: one row for each reply of a user within an interval.

#[cfg(test)]
pub(super) mod tests;

use std::cmp::Ordering;

use helpscout_description::Operation;
use serde_json::{Value, json};

use super::{Computed, mean::Mean, rows, scope::Scope};
use crate::{
    desk::{Author, Conversation, Desk, Thread},
    interpret::{Arguments, Window},
    volume::Volume,
};

/// Rows on a page. The documented example allows 116 to 121.
const PAGE_SIZE: usize = 120;

/// Needs a user, an interval and pages to answer.
pub(super) fn compute(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    let pages = operation.pages.as_ref()?;
    let mut request = Request::new(desk, arguments)?;
    let mut rows = request.rows();
    if volume.held_back > 0 {
        request.hold_back(volume.held_back, &rows);
        rows = request.rows();
    }
    let order = Order::new(arguments);
    order.sort(&mut rows);
    let window = Window::asked(pages, arguments, PAGE_SIZE);
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

/// What is asked for.
struct Request<'a> {
    scope: Scope<'a>,
    /// The first reply, as a row has it, that has not arrived yet.
    arrives: Option<(i64, i64)>,
}

impl<'a> Request<'a> {
    fn new(desk: &'a Desk, arguments: &'a Arguments) -> Option<Self> {
        arguments.integer("user")?;
        Some(Self {
            scope: Scope::new(desk, arguments)?,
            arrives: None,
        })
    }

    /// Does as if the newest `count` of these rows were not sent yet.
    fn hold_back(&mut self, count: usize, sent: &[Row]) {
        let replies = sent.iter().map(|row| row.reply).collect();
        self.arrives = rows::first_held_back(replies, count);
    }

    /// Whether the users sent this within the interval, but it has not arrived yet.
    fn is_held_back(&self, thread: &Thread) -> bool {
        let Author::User { id, .. } = thread.author else {
            return false;
        };
        let arrives = self.arrives;
        arrives.is_some_and(|first| (thread.sent, thread.id) >= first)
            && self.scope.counts(id)
            && thread.sent <= self.scope.end
    }

    fn rows(&self) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        for conversation in self.scope.conversations() {
            self.add_replies(conversation, &mut rows);
        }
        rows
    }

    /// One row for each reply of the users within the interval. The rows of one conversation
    /// show the same figures.
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
            if scope.holds(reply.thread.sent) {
                reply
                    .wait
                    .into_iter()
                    .for_each(|wait| response_time.add(wait));
                handle_time.add(reply.handle);
                replies.push((reply.thread.sent, reply.thread.id));
            }
        }
        let figures = Figures {
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
            figures,
            reply,
        }));
    }
}

/// One reply.
struct Row<'d> {
    conversation: &'d Conversation,
    figures: Figures,
    /// When it was sent, and the thread's id: what decides between equal rows.
    reply: (i64, i64),
}

/// The figures of a conversation, as one user sees it. Times in seconds.
#[derive(Clone, Copy)]
struct Figures {
    response_time: Mean,
    first_response_time: Option<i64>,
    resolve_time: Option<i64>,
    replies_sent: i64,
    handle_time: Mean,
}

impl Row<'_> {
    /// One of its copies, counted from 0. The first is the row itself.
    fn to_json(&self, copy: u32) -> Value {
        let copy = i64::from(copy);
        let customers = self.conversation.customers.iter();
        json!({
            "id": self.conversation.id + copy * rows::ID_SPAN,
            "number": self.conversation.number + copy * rows::NUMBER_SPAN,
            "status": self.conversation.status.wire(),
            "customers": customers.map(|one| json!({ "id": one.id, "name": one.name() })).collect::<Vec<_>>(),
            "avgHandleTime": self.figures.handle_time.to_json(),
            "firstResponseTime": self.figures.first_response_time,
            "repliesSent": self.figures.replies_sent,
            "responseTime": self.figures.response_time.to_json(),
            "resolveTime": self.figures.resolve_time,
        })
    }
}

/// What rows are sorted by: by falling number unless asked otherwise, as in the documented example.
struct Order {
    key: fn(&Row) -> Option<f64>,
    by_number: bool,
    ascending: bool,
}

impl Order {
    /// A sort field that is no figure of this report sorts by number.
    fn new(arguments: &Arguments) -> Self {
        let mut by_number = false;
        let key: fn(&Row) -> Option<f64> = match arguments.text("sortField") {
            Some("repliesSent") => |row| Some(row.figures.replies_sent as f64),
            Some("responseTime") => |row| row.figures.response_time.value(),
            Some("firstResponseTime") => {
                |row| row.figures.first_response_time.map(|time| time as f64)
            }
            Some("resolveTime") => |row| row.figures.resolve_time.map(|time| time as f64),
            Some("avgHandleTime") => |row| row.figures.handle_time.value(),
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

    /// Rows without the figure come last either way, equal rows in the order they were sent, so
    /// that every page is cut from the same sequence.
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

//! A history in each format.

use std::io::{self, Write};

use helpscout_reports::history::{CollapsedConversation, Summary};
use helpscout_reports::{ConversationCustomer, ConversationReply, ConversationStatus, Seconds};
use serde_json::value::RawValue;

use super::History;
use crate::deliver::counted;
use crate::format::table::{self, Heading, NOTHING, Rendered};
use crate::format::{Look, csv, json, ndjson};
use crate::message::printable;

/// The rows as a table; the summary is apart.
pub(super) fn table(history: &History, replies: bool, look: Look) -> Rendered {
    let headings = [
        Heading::number("Number"),
        Heading::text("Customer"),
        Heading::word("Status").dispensable(1),
        Heading::number("Replies").dispensable(3),
        Heading::number("First response").dispensable(4),
        Heading::number("Response time"),
        Heading::number("Resolved after").dispensable(2),
        Heading::number("Handling time").dispensable(5),
    ];
    let cells = lines(history, replies)
        .iter()
        .map(Line::for_people)
        .collect();
    table::render(&headings, cells, look)
}

/// One document: the summary, then the rows.
pub(super) fn write_json(history: &History, replies: bool, out: &mut dyn Write) -> io::Result<()> {
    let name = if replies { "replies" } else { "conversations" };
    write!(out, "{{\"summary\":")?;
    serde_json::to_writer(&mut *out, &history.summary)?;
    write!(out, ",\n\"{name}\":")?;
    write_rows(history, replies, out, |rows, out| json::write(rows, out))?;
    writeln!(out, "}}")
}

/// The rows alone.
pub(super) fn write_ndjson(
    history: &History,
    replies: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_rows(history, replies, out, |rows, out| ndjson::write(rows, out))
}

fn write_rows(
    history: &History,
    replies: bool,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Iterator<Item = &RawValue>, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if replies {
        return write(&mut history.rows.iter().map(|row| &**row), out);
    }
    let rows: Vec<Box<RawValue>> = history
        .conversations
        .iter()
        .map(serde_json::value::to_raw_value)
        .collect::<Result<_, _>>()?;
    write(&mut rows.iter().map(|row| &**row), out)
}

/// The rows alone, as a spreadsheet takes them.
pub(super) fn write_csv(history: &History, replies: bool, out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "number",
        "id",
        "status",
        "customers",
        "customerIds",
        "replies",
        "repliesSent",
        "firstResponseTimeSeconds",
        "responseTimeSeconds",
        "resolveTimeSeconds",
        "avgHandleTimeSeconds",
    ];
    let lines = lines(history, replies);
    csv::write(
        &header.map(str::to_owned),
        lines.iter().map(Line::for_spreadsheets),
        out,
    )
}

/// A conversation or a reply.
struct Line<'a> {
    number: i64,
    id: i64,
    status: Option<&'a ConversationStatus>,
    customers: &'a [ConversationCustomer],
    /// How many replies of the user the line stands for.
    replies: usize,
    replies_sent: Option<i64>,
    first_response_time: Option<Seconds>,
    response_time: Option<Seconds>,
    resolve_time: Option<Seconds>,
    avg_handle_time: Option<Seconds>,
}

fn lines(history: &History, replies: bool) -> Vec<Line<'_>> {
    match replies {
        true => history.replies.iter().map(Line::from).collect(),
        false => history.conversations.iter().map(Line::from).collect(),
    }
}

impl<'a> From<&'a CollapsedConversation> for Line<'a> {
    fn from(conversation: &'a CollapsedConversation) -> Self {
        Self {
            number: conversation.number,
            id: conversation.id.0,
            status: conversation.status.as_ref(),
            customers: &conversation.customers,
            replies: conversation.replies,
            replies_sent: conversation.replies_sent,
            first_response_time: conversation.first_response_time,
            response_time: conversation.response_time,
            resolve_time: conversation.resolve_time,
            avg_handle_time: conversation.avg_handle_time,
        }
    }
}

impl<'a> From<&'a ConversationReply> for Line<'a> {
    fn from(reply: &'a ConversationReply) -> Self {
        Self {
            number: reply.number,
            id: reply.id.0,
            status: reply.status.as_ref(),
            customers: &reply.customers,
            replies: 1,
            replies_sent: reply.replies_sent,
            first_response_time: reply.first_response_time,
            response_time: reply.response_time,
            resolve_time: reply.resolve_time,
            avg_handle_time: reply.avg_handle_time,
        }
    }
}

impl Line<'_> {
    fn for_people(&self) -> Vec<String> {
        let time = |seconds: Option<Seconds>| {
            seconds.map_or_else(|| NOTHING.to_owned(), |seconds| seconds.to_string())
        };
        vec![
            format!("#{}", self.number),
            or_nothing(self.names(", ")),
            or_nothing(self.status.map(ToString::to_string).unwrap_or_default()),
            match self.replies_sent {
                Some(all) => format!("{} of {all}", self.replies),
                None => self.replies.to_string(),
            },
            time(self.first_response_time),
            time(self.response_time),
            time(self.resolve_time),
            time(self.avg_handle_time),
        ]
    }

    fn for_spreadsheets(&self) -> Vec<String> {
        let status = self.status.map(ToString::to_string).unwrap_or_default();
        let ids: Vec<String> = self
            .customers
            .iter()
            .map(|customer| customer.id.to_string())
            .collect();
        vec![
            self.number.to_string(),
            self.id.to_string(),
            csv::guarded(&status),
            csv::guarded(&self.names("; ")),
            ids.join("; "),
            self.replies.to_string(),
            plain(self.replies_sent),
            plain(self.first_response_time.map(|seconds| seconds.0)),
            plain(self.response_time.map(|seconds| seconds.0)),
            plain(self.resolve_time.map(|seconds| seconds.0)),
            plain(self.avg_handle_time.map(|seconds| seconds.0)),
        ]
    }

    /// The customers' names; an id for who has none.
    fn names(&self, separator: &str) -> String {
        let names: Vec<String> = self
            .customers
            .iter()
            .map(|customer| match &customer.name {
                Some(name) if !name.trim().is_empty() => name.clone(),
                _ => format!("#{}", customer.id),
            })
            .collect();
        names.join(separator)
    }
}

fn plain(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn or_nothing(text: String) -> String {
    match text.trim().is_empty() {
        true => NOTHING.to_owned(),
        false => printable(&text),
    }
}

/// The figures in words.
pub(super) fn in_words(summary: &Summary) -> String {
    let mut text = format!(
        "{} in {}\n",
        match summary.replies {
            1 => "1 reply".to_owned(),
            replies => format!("{replies} replies"),
        },
        counted(summary.conversations, "conversation")
    );
    let over = counted(summary.response_times, "conversation");
    for (name, time) in [
        ("Median response time", summary.median_response_time),
        ("90th percentile", summary.p90_response_time),
    ] {
        match time {
            Some(time) => text.push_str(&format!("{name:<20}  {time}  (n = {over})\n")),
            None => text.push_str(&format!("{name:<20}  {NOTHING}  (n = 0)\n")),
        }
    }
    text
}

//! A history in each format.

use std::io::{self, Write};

use helpscout_command::Format;
use helpscout_reports::history::Summary;
use helpscout_reports::{ConversationCustomer, Seconds};
use serde_json::value::{RawValue, to_raw_value};

use super::rows::{History, HistoryRow, RowKind};
use crate::format::table::{self, Heading, NOTHING, Rendered};
use crate::format::{Look, csv, json, ndjson};
use crate::message::{counted, printable};
use crate::output::Output;

const CSV_HEADER: [&str; 11] = [
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

/// Writes a history in the format of the output. Returns the titles of columns that did not fit.
pub(super) fn write(
    history: &History,
    kind: RowKind,
    output: &mut Output,
) -> io::Result<Vec<String>> {
    match output.format() {
        Format::Table => return write_table(history, kind, output),
        Format::Json => write_json(history, kind, output)?,
        Format::Ndjson => each_json_row(history, kind, |row| ndjson::write([row], output))?,
        Format::Csv => {
            let rows = history.rows(kind);
            csv::write(
                &CSV_HEADER.map(str::to_owned),
                rows.iter().map(csv_record),
                output,
            )?;
        }
    }
    Ok(Vec::new())
}

/// Writes the rows and the summary for people.
fn write_table(history: &History, kind: RowKind, output: &mut Output) -> io::Result<Vec<String>> {
    if history.replies.is_empty() {
        writeln!(output, "No replies in this interval.")?;
        return Ok(Vec::new());
    }
    let table = table(&history.rows(kind), output.look());
    write!(output, "{}\n{}", table.text, summary_text(&history.summary))?;
    Ok(table.left_out)
}

/// Writes one document: the summary, then the rows.
fn write_json(history: &History, kind: RowKind, output: &mut Output) -> io::Result<()> {
    let name = match kind {
        RowKind::Replies => "replies",
        RowKind::Conversations => "conversations",
    };
    write!(output, "{{\"summary\":")?;
    serde_json::to_writer(&mut *output, &history.summary)?;
    write!(output, ",\n\"{name}\":")?;
    let mut array = json::Array::default();
    each_json_row(history, kind, |row| array.push(row, output))?;
    array.end(output)?;
    writeln!(output, "}}")
}

/// Writes each row: a reply as received, a conversation as JSON of the same form.
fn each_json_row(
    history: &History,
    kind: RowKind,
    mut write: impl FnMut(&RawValue) -> io::Result<()>,
) -> io::Result<()> {
    match kind {
        RowKind::Replies => history.received.iter().try_for_each(|row| write(row)),
        RowKind::Conversations => history
            .conversations
            .iter()
            .try_for_each(|conversation| write(&to_raw_value(conversation)?)),
    }
}

fn table(rows: &[HistoryRow<'_>], look: Look) -> Rendered {
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
    table::render(&headings, rows.iter().map(table_cells).collect(), look)
}

fn table_cells(row: &HistoryRow<'_>) -> Vec<String> {
    let time = |seconds: Option<Seconds>| {
        seconds.map_or_else(|| NOTHING.to_owned(), |seconds| seconds.to_string())
    };
    vec![
        format!("#{}", row.number),
        or_nothing(names(row.customers, ", ")),
        or_nothing(row.status.map(ToString::to_string).unwrap_or_default()),
        match row.replies_sent {
            Some(all) => format!("{} of {all}", row.replies),
            None => row.replies.to_string(),
        },
        time(row.first_response_time),
        time(row.response_time),
        time(row.resolve_time),
        time(row.avg_handle_time),
    ]
}

fn csv_record(row: &HistoryRow<'_>) -> Vec<String> {
    let status = row.status.map(ToString::to_string).unwrap_or_default();
    let ids = row.customers.iter().map(|customer| customer.id.to_string());
    let ids: Vec<String> = ids.collect();
    vec![
        row.number.to_string(),
        row.id.to_string(),
        csv::guarded(&status),
        csv::guarded(&names(row.customers, "; ")),
        ids.join("; "),
        row.replies.to_string(),
        or_empty(row.replies_sent),
        or_empty(row.first_response_time.map(|seconds| seconds.0)),
        or_empty(row.response_time.map(|seconds| seconds.0)),
        or_empty(row.resolve_time.map(|seconds| seconds.0)),
        or_empty(row.avg_handle_time.map(|seconds| seconds.0)),
    ]
}

/// Returns the names of customers; the ID of a customer without a name.
fn names(customers: &[ConversationCustomer], separator: &str) -> String {
    let names = customers.iter().map(|customer| match &customer.name {
        Some(name) if !name.trim().is_empty() => name.clone(),
        _ => format!("#{}", customer.id),
    });
    let names: Vec<String> = names.collect();
    names.join(separator)
}

fn or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn or_nothing(text: String) -> String {
    if text.trim().is_empty() {
        NOTHING.to_owned()
    } else {
        printable(&text)
    }
}

fn summary_text(summary: &Summary) -> String {
    let replies = match summary.replies {
        1 => "1 reply".to_owned(),
        replies => format!("{replies} replies"),
    };
    let conversations = counted(summary.conversations, "conversation");
    let mut text = format!("{replies} in {conversations}\n");
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

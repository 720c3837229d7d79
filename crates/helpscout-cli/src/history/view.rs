//! The rows of a history in each format, and its summary for people.

use helpscout_reports::history::CollapsedConversation;
use helpscout_reports::{ConversationCustomer, Seconds};

use super::rows::HistoryRow;
use crate::format::csv::guarded;
use crate::format::number;
use crate::format::shape::Shapes;
use crate::format::table::{Heading, NOTHING};
use crate::message::printable;

pub(super) const CSV_HEADER: [&str; 11] = [
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

/// Returns the shapes of a conversation as JSON.
pub(super) fn shapes() -> Shapes {
    Shapes::of_numbers(&[
        "responseTime",
        "firstResponseTime",
        "resolveTime",
        "avgHandleTime",
    ])
}

pub(super) fn headings() -> Vec<Heading> {
    vec![
        Heading::number("Number"),
        Heading::text("Customer"),
        Heading::word("Status").dispensable(1),
        Heading::number("Replies").dispensable(3),
        Heading::number("First response").dispensable(4),
        Heading::number("Response time"),
        Heading::number("Resolved after").dispensable(2),
        Heading::number("Handling time").dispensable(5),
    ]
}

/// Returns the headings of a table with a column for the user, the second.
pub(super) fn headings_with_user() -> Vec<Heading> {
    let mut headings = headings();
    headings.insert(1, Heading::text("User").dispensable(1));
    headings
}

/// Returns the cells of a row in a table.
pub(super) fn cells(row: &HistoryRow<'_>) -> Vec<String> {
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

/// Returns the cells of a row in CSV. Whatever the values are, the IDs of customers are a list, and
/// seconds have a fraction.
pub(super) fn record(row: &HistoryRow<'_>) -> [String; 11] {
    let status = row.status.map(ToString::to_string).unwrap_or_default();
    let ids = row.customers.iter().map(|customer| customer.id.to_string());
    let ids: Vec<String> = ids.collect();
    [
        row.number.to_string(),
        row.id.to_string(),
        guarded(&status).into_owned(),
        guarded(&names(row.customers, "; ")).into_owned(),
        format!("[{}]", ids.join(",")),
        row.replies.to_string(),
        row.replies_sent
            .map(|replies| replies.to_string())
            .unwrap_or_default(),
        seconds(row.first_response_time),
        seconds(row.response_time),
        seconds(row.resolve_time),
        seconds(row.avg_handle_time),
    ]
}

fn seconds(seconds: Option<Seconds>) -> String {
    let mut text = String::new();
    if let Some(Seconds(seconds)) = seconds {
        number::append_with_fraction(&seconds.to_string(), &mut text);
    }
    text
}

/// Returns the names of customers; the ID of a customer without a name.
pub(super) fn names(customers: &[ConversationCustomer], separator: &str) -> String {
    let names = customers.iter().map(|customer| match &customer.name {
        Some(name) if !name.trim().is_empty() => name.clone(),
        _ => format!("#{}", customer.id),
    });
    let names: Vec<String> = names.collect();
    names.join(separator)
}

fn or_nothing(text: String) -> String {
    if text.trim().is_empty() {
        NOTHING.to_owned()
    } else {
        printable(&text)
    }
}

/// How percentiles are calculated, for programs.
pub(super) const ESTIMATOR: &str = "linear interpolation, as PERCENTILE.INC and numpy";

/// How percentiles are calculated, in words.
pub(super) const ESTIMATED: &str =
    "interpolated linearly between the two nearest values (PERCENTILE.INC)";

/// Returns the address of a conversation in the service.
pub(super) fn address(row: &CollapsedConversation) -> String {
    let (id, number) = (row.id, row.number);
    format!("https://secure.helpscout.net/conversation/{id}/{number}")
}

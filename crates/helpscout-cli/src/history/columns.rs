//! The columns of the tables of a history: what their names say, and which there are.

use helpscout_description::{Operation, Type, Unit};

use super::dimension::{By, Split};
use super::question::{Question, TableName, operation};
use super::records;
use super::titles;
use crate::format::definitions::AnswerType;
use crate::select::{self, Column, Rank, Ranked};

/// Returns the columns of a table.
pub(super) fn of(table: TableName, question: &Question) -> Vec<Column> {
    match table {
        TableName::Conversations => {
            let mut columns = operation().map(conversations).unwrap_or_default();
            columns.retain(|column| !csv_names(&column.name).is_empty());
            titles::conversations(columns)
        }
        TableName::Groups => {
            let targets = question.sla.targets().len();
            let columns = |by| groups(by, targets, question.is_compared);
            titles::groups(question.by.map(columns).unwrap_or_default(), question)
        }
        TableName::Breaches => titles::breaches(breaches()),
        TableName::Figures => figures(question.is_compared),
    }
}

/// Returns the columns of the key figures.
fn figures(is_compared: bool) -> Vec<Column> {
    let text = ["figure", "statistic", "unit"].map(|name| (name, Type::Text));
    let now = [
        ("value", Type::Number),
        ("n", Type::Integer),
        ("missing", Type::Integer),
    ];
    let before = [
        ("previousValue", Type::Number),
        ("previousN", Type::Integer),
        ("change", Type::Number),
        ("changePercent", Type::Number),
    ];
    let before = before.into_iter().filter(|_| is_compared);
    let columns = text.into_iter().chain(now).chain(before);
    columns
        .map(|(name, ty)| Column::derived(name, ty, None))
        .collect()
}

/// Returns the columns of conversations: those of a reply, and those of a conversation only.
pub(super) fn conversations(operation: &Operation) -> Vec<Column> {
    let mut columns = select::columns_of(AnswerType::of(operation));
    let at = columns
        .iter()
        .position(|column| column.name == "repliesSent");
    let replies = Column::derived("replies", Type::Integer, None);
    columns.insert(at.unwrap_or(columns.len()), replies);
    columns.push(Column::derived("userId", Type::Integer, None));
    columns.push(Column::derived("user", Type::Text, None));
    columns
}

/// Returns the columns of groups. They are the same whatever the rows are.
pub(super) fn groups(by: Split, targets: usize, is_compared: bool) -> Vec<Column> {
    let names = records::names_of_groups(by, targets, is_compared);
    let columns = names.iter().map(|name| {
        let mut parts = by.parts();
        let part = parts.find(|part| *name == part.name() || *name == records::key_name(by, *part));
        let column = of_figure(name);
        match part.and_then(|part| Some((part, ranked(part)?))) {
            Some((part, of)) => {
                let keys = records::key_name(by, part);
                column.ranked(Rank { keys, of })
            }
            None => column,
        }
    });
    columns.collect()
}

/// Returns what the groups are ordered by, if their names don't tell.
fn ranked(by: By) -> Option<Ranked> {
    match by {
        By::Day => Some(Ranked::Day),
        By::Week => Some(Ranked::Week),
        By::Month => Some(Ranked::Month),
        By::Weekday => Some(Ranked::Weekday),
        By::Hour => Some(Ranked::Hour),
        By::User | By::Mailbox | By::Tag | By::Type => None,
    }
}

/// Returns the columns of the conversations that miss a target.
pub(super) fn breaches() -> Vec<Column> {
    let columns = records::BREACHES.iter().map(|name| match *name {
        "valueSeconds" | "limitSeconds" => seconds(name),
        "number" | "id" | "userId" => Column::derived(name, Type::Integer, None),
        name => Column::derived(name, Type::Text, None),
    });
    columns.collect()
}

/// Returns a column of times.
pub(super) fn seconds(name: &str) -> Column {
    Column::derived(name, Type::Number, Some(Unit::Seconds))
}

/// Returns a column of shares.
pub(super) fn percent(name: &str) -> Column {
    Column::derived(name, Type::Number, Some(Unit::Percent))
}

/// Returns a column of groups, whose name says what it has.
fn of_figure(name: &str) -> Column {
    let lower = name.to_lowercase();
    let is_count = |part: &&str| lower.contains(part);
    if name.ends_with("Percent") {
        percent(name)
    } else if name.contains("Seconds") {
        seconds(name)
    } else if name.ends_with("Change") {
        // A difference of counts has a fraction, too.
        Column::derived(name, Type::Number, None)
    } else if name.ends_with('N') || ["replies", "conversations", "missing"].iter().any(is_count) {
        Column::derived(name, Type::Integer, None)
    } else {
        Column::derived(name, Type::Text, None)
    }
}

/// Returns the names of a conversation's column in CSV.
pub(super) fn csv_names(name: &str) -> &'static [&'static str] {
    match name {
        "customers" => &["customers", "customerIds"],
        "firstResponseTime" => &["firstResponseTimeSeconds"],
        "responseTime" => &["responseTimeSeconds"],
        "resolveTime" => &["resolveTimeSeconds"],
        "avgHandleTime" => &["avgHandleTimeSeconds"],
        "number" => &["number"],
        "id" => &["id"],
        "status" => &["status"],
        "replies" => &["replies"],
        "repliesSent" => &["repliesSent"],
        "user" => &["user"],
        "userId" => &["userId"],
        _ => &[],
    }
}

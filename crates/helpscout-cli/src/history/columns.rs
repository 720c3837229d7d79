//! The columns of the tables of a history: what their names say, and which there are.

use helpscout_description::{Operation, Type, Unit};

use super::dimension::Split;
use super::records;
use crate::format::definitions::AnswerType;
use crate::select::{self, Column};

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
    names.iter().map(|name| of_figure(name)).collect()
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
    } else if name.ends_with('N') || ["replies", "conversations", "missing"].iter().any(is_count) {
        Column::derived(name, Type::Integer, None)
    } else {
        Column::derived(name, Type::Text, None)
    }
}

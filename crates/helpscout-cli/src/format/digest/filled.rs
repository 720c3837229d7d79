//! A picked table of an answer as a report.

use helpscout_digest::{Block, Column, Digest, Kind, Table, Value};

use super::about::About;
use super::blocks::of_blocks;
use super::value::Values;
use crate::format::definitions::Definitions;
use crate::format::json_object;
use crate::format::tables::{Cell, FilledColumn, FilledTable};

/// Returns a report of one table.
pub(crate) fn of_table(
    table: &FilledTable<'_>,
    definitions: Definitions,
    about: &About,
) -> Digest<'static> {
    of_blocks(about, vec![Block::Table(typed(table, definitions))])
}

/// Returns a table with typed values.
pub(crate) fn typed(table: &FilledTable<'_>, definitions: Definitions) -> Table<'static> {
    let values = Values::new(definitions);
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let kind = column.field.map_or(Kind::Text, |field| values.kind(field));
        let described = Column::new(column.title(), kind).dispensable(at);
        match column.field {
            Some(field) => described.doc(&field.doc),
            None => described,
        }
    });
    let rows = table.records().map(|record| {
        let cells = table.columns.iter().zip(record);
        cells
            .map(|(column, cell)| value(cell, column, &values))
            .collect()
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let title = table.title();
    Table::new(table.name(), title, columns.collect(), rows)
}

fn value(cell: Cell<'_>, column: &FilledColumn, values: &Values) -> Value {
    match (cell, column.field) {
        (Cell::Empty, _) => Value::Missing,
        (Cell::Received(raw), Some(field)) => values.value(Some(raw), field),
        (Cell::Received(raw), None) => match json_object::plain(raw) {
            text if text.trim().is_empty() => Value::Missing,
            text => Value::Text(text),
        },
        (Cell::Interval(key), _) => Value::Text(key.to_owned()),
        (Cell::Position(position), _) => match i64::try_from(position) {
            Ok(position) => Value::Integer(position),
            Err(_) => Value::Text(position.to_string()),
        },
    }
}

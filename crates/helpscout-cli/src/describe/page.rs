//! The columns of tables as people read them.

use std::fmt::Write;
use std::io;

use helpscout_arrow::{Column, ColumnType, Schema};
use helpscout_command::names;
use helpscout_description::prose::plain;
use helpscout_description::tables::Table;
use helpscout_description::{Operation, Unit};
use helpscout_stdout::{is_styled, stdout_width};

use crate::format::Look;
use crate::format::table::{self, Heading};

/// Writes the name and summary of a report, and a table of columns for each of its tables.
pub(super) fn text(name: &str, operation: &Operation, tables: &[(Table<'_>, Schema)]) -> String {
    let command = names::command_of(operation.group());
    let mut text = format!(
        "helpscout {command} {name}: {}\n",
        plain(&operation.summary)
    );
    for (table, schema) in tables {
        let headings = [
            Heading::label("Column"),
            Heading::word("Type"),
            Heading::word("Unit"),
            Heading::word("Absent"),
            Heading::text("Meaning"),
        ];
        let mut lines = Vec::new();
        for column in shown(schema) {
            add(&mut lines, "", column);
        }
        let rendered = table::render(&headings, lines, look());
        // Writing to a text can't fail.
        let _ = write!(text, "\nTable {}:\n{}", table.name, rendered.text);
    }
    text
}

/// Returns the columns. Only files of a pull have one for keys that are not described.
fn shown(schema: &Schema) -> &[Column] {
    if schema.origin_columns().is_empty() {
        schema.row_columns()
    } else {
        schema.columns()
    }
}

/// Adds the line of a column, and the lines of the members of its objects.
fn add(lines: &mut Vec<Vec<String>>, prefix: &str, column: &Column) {
    let name = format!("{prefix}{}", column.name);
    lines.push(vec![
        plain(&name),
        column.ty.words(),
        column.unit.map(Unit::name).unwrap_or_default().to_owned(),
        absent(column).to_owned(),
        plain(&column.doc),
    ]);
    let (inner, mark) = match &column.ty {
        ColumnType::List(element) => (element.as_ref(), "[]"),
        single => (single, ""),
    };
    if let ColumnType::Object(members) = inner {
        let prefix = format!("{name}{mark}.");
        for member in members {
            add(lines, &prefix, member);
        }
    }
}

/// Returns in which ways there may be no value.
fn absent(column: &Column) -> &'static str {
    match (column.nullable, column.optional) {
        (true, true) => "null or missing",
        (true, false) => "null",
        (false, true) => "missing",
        (false, false) => "never",
    }
}

/// Returns how the table should look on stdout.
fn look() -> Look {
    let width = stdout_width();
    Look {
        width,
        color: width.is_some() && is_styled(&io::stdout()),
        ..Look::default()
    }
}

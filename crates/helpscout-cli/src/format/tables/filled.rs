//! A table with records, and how it is written.

use std::io::{self, Write};

use helpscout_description::Field;
use helpscout_description::tables::SERIES;
use serde_json::value::RawValue;

use crate::format::compact;
use crate::format::definitions::Definitions;
use crate::format::table::{self, Heading, NOTHING, Rendered};
use crate::format::{Look, cell, csv, json_object};
use crate::message::printable;

/// A table with records. Each record has a cell for each column.
#[derive(Debug)]
pub(crate) struct FilledTable<'a> {
    pub(crate) name: String,
    pub(crate) columns: Vec<FilledColumn>,
    pub(crate) records: Vec<Vec<Cell<'a>>>,
    /// Whether the table always has exactly one record.
    pub(crate) is_record: bool,
}

/// A column, described or not.
#[derive(Debug)]
pub(crate) struct FilledColumn {
    pub(crate) name: String,
    /// The field whose values the column has, if it is described.
    pub(crate) field: Option<&'static Field>,
}

/// A value of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Empty,
    /// A value of the answer.
    Received(&'a RawValue),
    /// The key of the interval that a point belongs to.
    Interval(&'static str),
    /// The position of the item that a record belongs to, counted from 1.
    Position(usize),
}

impl FilledTable<'_> {
    /// Writes the table as CSV.
    pub(crate) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let header: Vec<String> = self
            .columns
            .iter()
            .map(|column| csv::guarded(&column.name))
            .collect();
        let records = self.records.iter().map(|record| {
            let cells = self.columns.iter().zip(record);
            cells.map(|(column, cell)| csv_text(*cell, column.field))
        });
        csv::write(&header, records, out)
    }

    /// Writes an object for each record, with the columns as keys. An empty cell is null.
    pub(crate) fn write_ndjson(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut line = String::new();
        for record in &self.records {
            line.clear();
            line.push('{');
            for (column, cell) in self.columns.iter().zip(record) {
                if line.len() > 1 {
                    line.push(',');
                }
                line.push_str(&serde_json::to_string(&column.name)?);
                line.push(':');
                push_json(*cell, column.field, &mut line)?;
            }
            line.push_str("}\n");
            out.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    /// Renders the table with values as people read them. A table of one record has a line for each
    /// value.
    pub(crate) fn render(&self, definitions: Definitions, look: Look) -> Rendered {
        let human = |cell: Cell<'_>, column: &FilledColumn| human(cell, column, definitions);
        if let ([record], true) = (self.records.as_slice(), self.is_record) {
            let lines = self.columns.iter().zip(record);
            let lines = lines.map(|(column, cell)| vec![column.title(), human(*cell, column)]);
            let headings = [Heading::label("Field"), Heading::text("Value")];
            return table::render(&headings, lines.collect(), look);
        }
        let headings: Vec<Heading> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| column.heading().dispensable(at))
            .collect();
        let lines = self.records.iter().map(|record| {
            let cells = self.columns.iter().zip(record);
            cells.map(|(column, cell)| human(*cell, column)).collect()
        });
        table::render(&headings, lines.collect(), look)
    }
}

impl FilledColumn {
    fn heading(&self) -> Heading {
        match self.field {
            Some(field) => cell::heading(field, self.title()),
            None if self.name == SERIES => Heading::word(self.title()),
            None => Heading::text(self.title()),
        }
    }

    fn title(&self) -> String {
        match self.field {
            Some(field) if field.wire == self.name => cell::title_of(field),
            _ => cell::title(&self.name.replace('.', "_")),
        }
    }
}

fn csv_text(cell: Cell<'_>, _field: Option<&Field>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Received(value) => json_object::plain(value),
        Cell::Interval(key) => key.to_owned(),
        Cell::Position(position) => position.to_string(),
    }
}

fn push_json(cell: Cell<'_>, _field: Option<&Field>, out: &mut String) -> io::Result<()> {
    match cell {
        Cell::Empty => out.push_str("null"),
        Cell::Received(value) => compact::append(value.get(), out),
        Cell::Interval(key) => out.push_str(&serde_json::to_string(key)?),
        Cell::Position(position) => out.push_str(&position.to_string()),
    }
    Ok(())
}

fn human(cell: Cell<'_>, column: &FilledColumn, definitions: Definitions) -> String {
    match (cell, column.field) {
        (Cell::Empty, _) => NOTHING.to_owned(),
        (Cell::Received(value), Some(field)) => cell::human(Some(value), field, definitions),
        (Cell::Received(value), None) => match json_object::plain(value) {
            text if text.trim().is_empty() => NOTHING.to_owned(),
            text => printable(&text),
        },
        (Cell::Interval(key), _) => key.to_owned(),
        (Cell::Position(position), _) => position.to_string(),
    }
}

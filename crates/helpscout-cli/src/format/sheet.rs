//! A report as a grid: one line for each row, one column for each key.

use std::collections::HashSet;
use std::io::{self, Write};

use helpscout_reports::describe::{Column, Unit};
use serde_json::value::RawValue;

use super::row::{self, Row};
use super::table::{Heading, Rendered};
use super::{Look, cell, csv, table};

/// Rows and the columns they fill: those described, then keys that only the rows know.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    columns: &'a [Column],
    unknown: Vec<String>,
    rows: &'a [Box<RawValue>],
}

impl<'a> Sheet<'a> {
    /// Looks at every row, so that no key is missed.
    ///
    /// # Errors
    /// The position, counted from 1, of a row that is no object.
    pub(crate) fn new(columns: &'a [Column], rows: &'a [Box<RawValue>]) -> Result<Self, usize> {
        let mut seen: HashSet<String> = columns
            .iter()
            .map(|column| column.name.to_string())
            .collect();
        let mut unknown = Vec::new();
        for (at, json) in rows.iter().enumerate() {
            for (key, _) in Row::of(json).map_err(|_| at + 1)?.fields() {
                if !seen.contains(key) {
                    seen.insert(key.to_owned());
                    unknown.push(key.to_owned());
                }
            }
        }
        Ok(Self {
            columns,
            unknown,
            rows,
        })
    }

    /// Keys that the rows have and the description does not.
    pub(crate) fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Values as received; nested ones as JSON.
    pub(crate) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let known = self.columns.iter().map(|column| column.name.to_string());
        let header: Vec<String> = known.chain(self.unknown.iter().cloned()).collect();
        let rows = self.rows.iter().filter_map(|json| Row::of(json).ok());
        let cells = rows.map(|row| {
            let cell = |key: &String| row.get(key).map(row::plain).unwrap_or_default();
            header.iter().map(cell).collect::<Vec<_>>()
        });
        csv::write(&header, cells, out)
    }

    /// Described columns only, values as people read them.
    pub(crate) fn render_table(&self, look: Look) -> Rendered {
        let rows = self.rows.iter().filter_map(|json| Row::of(json).ok());
        let human = |row: Row<'_>| {
            let cell = |column: &Column| cell::human(row.get(&column.name), column.unit);
            self.columns.iter().map(cell).collect()
        };
        table::render(
            &cell::headings(self.columns),
            rows.map(human).collect(),
            look,
        )
    }
}

/// An answer without rows: one line for each of its values.
#[derive(Debug)]
pub(crate) struct Figures<'a> {
    columns: &'a [Column],
    fields: Vec<(String, &'a RawValue)>,
}

impl<'a> Figures<'a> {
    /// Takes the answer apart; values of objects inside it get names like `current.count`.
    /// `None` if it is no object.
    pub(crate) fn new(columns: &'a [Column], body: &'a RawValue) -> Option<Self> {
        let fields = Row::of(body).ok()?.flattened();
        Some(Self { columns, fields })
    }

    /// A header and one row.
    pub(crate) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let header: Vec<String> = self.fields.iter().map(|(name, _)| name.clone()).collect();
        let cells = self.fields.iter().map(|(_, value)| row::plain(value));
        csv::write(&header, [cells.collect::<Vec<_>>()], out)
    }

    /// A line for each value.
    pub(crate) fn render_table(&self, look: Look) -> Rendered {
        let headings = [Heading::text("Field"), Heading::text("Value")];
        let line = |(name, value): &(String, &RawValue)| {
            let value = cell::human(Some(value), self.unit(name));
            vec![crate::message::printable(name), value]
        };
        table::render(&headings, self.fields.iter().map(line).collect(), look)
    }

    /// The unit of a value at the top of the answer; what lies deeper is not described.
    fn unit(&self, name: &str) -> Option<Unit> {
        let column = self.columns.iter().find(|column| column.name == name);
        column.and_then(|column| column.unit)
    }
}

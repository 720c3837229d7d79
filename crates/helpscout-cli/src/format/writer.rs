//! The interface of all formats: a writer is opened on a destination, takes an answer, and is
//! finished.
//!
//! The writers are in `writers`, one for each format. Whoever opens a writer gives it all it needs
//! (its destination included), so this interface stays the same for a format that keeps rows until
//! the end, writes more than one file, or is not text.

use std::collections::HashSet;

use serde_json::value::RawValue;

use super::document::Document;
use super::error::WriteError;

/// Writes the rows of one report in one format.
pub(crate) trait RowWriter {
    /// Takes the next rows of a report, in the order of the report. Called once for each page; a
    /// report without rows has one page without rows. If the report is read again from its start,
    /// another writer is opened.
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError>;

    /// Takes a line that says which part of a report the rows are, before the writer is finished. Only
    /// documents for people have a place for it; a program would take it for a row.
    fn is_part(&mut self, _line: &str) {}

    /// Writes what remains to be written, and returns what the output does not show.
    fn finish(self: Box<Self>) -> Result<Omissions, WriteError>;
}

/// Writes one answer in one format, with pages or without.
pub(crate) trait Writer: RowWriter {
    /// Writes an answer that is not split into pages.
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError>;
}

/// What the answer has and the output has not.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Omissions {
    /// Titles of the columns the terminal is too narrow for.
    pub(crate) too_wide: Vec<String>,
    /// Titles of the columns that are not shown because no row has a value for them.
    pub(crate) empty: Vec<String>,
    /// Paths of what the description does not know.
    pub(crate) unknown: Vec<String>,
    /// Paths of values that none of the tables of CSV has.
    pub(crate) omitted: Vec<String>,
    /// Paths of lists that the description does not know, which are JSON text in a column.
    pub(crate) as_json: Vec<String>,
    /// How many rows were selected, if only some were asked for.
    pub(crate) selected: Option<Selected>,
}

/// The number of rows that were asked for, and of all rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selected {
    pub(crate) written: usize,
    pub(crate) rows: usize,
}

impl Omissions {
    /// Adds what another output of the same answer does not show.
    pub(crate) fn add(&mut self, other: Self) {
        let lists = [
            (&mut self.too_wide, other.too_wide),
            (&mut self.empty, other.empty),
            (&mut self.unknown, other.unknown),
            (&mut self.omitted, other.omitted),
            (&mut self.as_json, other.as_json),
        ];
        self.selected = self.selected.or(other.selected);
        for (list, others) in lists {
            if list.is_empty() {
                *list = others;
            } else {
                let known: HashSet<String> = list.iter().cloned().collect();
                list.extend(others.into_iter().filter(|name| !known.contains(name)));
            }
        }
    }
}

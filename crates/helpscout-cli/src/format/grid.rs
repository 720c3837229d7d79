//! Rows as a grid: a line for each row, a column for each key.

use std::collections::HashSet;
use std::io::{self, Write};

use helpscout_description::{Field, Type};
use serde_json::value::RawValue;

use super::definitions::{Definitions, PREVIOUS, is_private};
use super::json_object::JsonObject;
use super::long_table::LongTable;
use super::table::{Heading, Rendered};
use super::{Look, cell, table};

/// The columns of rows: those of described fields that do not hold an object.
#[derive(Debug)]
struct Columns<'a> {
    definitions: Definitions,
    leaves: Vec<Leaf<'a>>,
    /// Whether a row has a value to show, for each column.
    are_used: Vec<bool>,
    rows: usize,
    described: HashSet<&'a str>,
    /// The keys that rows have and the description does not.
    unknown: Vec<String>,
    seen: HashSet<String>,
}

impl<'a> Columns<'a> {
    fn new(definitions: Definitions, columns: &'a [Field]) -> Self {
        let mut leaves = Vec::new();
        collect_leaves(definitions, columns, &[], &mut leaves);
        Self {
            definitions,
            are_used: vec![false; leaves.len()],
            leaves,
            rows: 0,
            described: columns.iter().map(|column| column.wire.as_str()).collect(),
            unknown: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Returns the cells of a row, one for each column, and notes what the row has.
    fn cells(&mut self, row: &JsonObject<'_>) -> Vec<String> {
        self.rows += 1;
        for (key, _) in row.fields() {
            let is_new = !self.described.contains(key) && !self.seen.contains(key);
            if is_new && !is_private(key) {
                self.seen.insert(key.to_owned());
                self.unknown.push(key.to_owned());
            }
        }
        let cells = self.leaves.iter().zip(&mut self.are_used);
        let cells = cells.map(|(leaf, is_used)| {
            let value = leaf.value(row);
            *is_used |= value.is_some_and(|value| !leaf.is_not_requested(value));
            cell::human(value, leaf.column, self.definitions)
        });
        cells.collect()
    }

    /// Returns the positions of the columns to show. The service may leave out a key in all rows,
    /// and sends null for a previous interval that was not requested.
    fn shown(&self) -> Vec<usize> {
        let all = 0..self.leaves.len();
        all.filter(|at| self.rows == 0 || self.are_used[*at])
            .collect()
    }
}

/// Rows that become a table when all of them are there.
#[derive(Debug)]
pub(crate) struct GridTable<'a> {
    columns: Columns<'a>,
    table: LongTable,
}

impl<'a> GridTable<'a> {
    pub(crate) fn new(definitions: Definitions, columns: &'a [Field], look: Look) -> Self {
        let columns = Columns::new(definitions, columns);
        let all: Vec<&Leaf<'_>> = columns.leaves.iter().collect();
        let table = LongTable::new(headings(&all), look);
        Self { columns, table }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &JsonObject<'_>) -> io::Result<()> {
        let cells = self.columns.cells(row);
        self.table.push(&cells)
    }

    /// Writes the table. Returns the titles of the columns that did not fit, and the keys that the
    /// rows have and the description does not.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<(Vec<String>, Vec<String>)> {
        let shown = self.columns.shown();
        let leaves: Vec<&Leaf<'_>> = shown.iter().map(|at| &self.columns.leaves[*at]).collect();
        let left_out = self.table.finish(&shown, headings(&leaves), out)?;
        Ok((left_out, self.columns.unknown))
    }
}

/// A few rows.
#[derive(Debug)]
pub(crate) struct Grid<'a> {
    columns: Columns<'a>,
    rows: Vec<Vec<String>>,
}

impl<'a> Grid<'a> {
    /// Creates the grid of these rows.
    pub(crate) fn of(
        definitions: Definitions,
        columns: &'a [Field],
        rows: &[JsonObject<'_>],
    ) -> Self {
        let mut columns = Columns::new(definitions, columns);
        let rows = rows.iter().map(|row| columns.cells(row)).collect();
        Self { columns, rows }
    }

    /// Returns the keys that the rows have and the description does not.
    pub(crate) fn unknown(&self) -> &[String] {
        &self.columns.unknown
    }

    /// Renders the described columns with values as people read them.
    pub(crate) fn render_table(&self, look: Look) -> Rendered {
        let shown = self.columns.shown();
        let leaves: Vec<&Leaf<'_>> = shown.iter().map(|at| &self.columns.leaves[*at]).collect();
        let row = |row: &Vec<String>| shown.iter().map(|at| row[*at].clone()).collect();
        let rows = self.rows.iter().map(row).collect();
        table::render(&headings(&leaves), rows, look)
    }
}

/// A column that does not hold an object, and the path to the object it is in.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    pub(super) path: Vec<&'a str>,
    pub(super) column: &'a Field,
}

impl Leaf<'_> {
    pub(super) fn value<'a>(&self, row: &JsonObject<'a>) -> Option<&'a RawValue> {
        match self.path.split_first() {
            None => row.get(&self.column.wire),
            Some((first, rest)) => {
                let mut inner = row.inner(first)?;
                for key in rest {
                    inner = inner.inner(key)?;
                }
                inner.get(&self.column.wire)
            }
        }
    }

    /// Returns whether the value belongs to a previous interval that was not requested.
    fn is_not_requested(&self, value: &RawValue) -> bool {
        value.get() == "null" && self.column.wire.starts_with(PREVIOUS)
    }

    pub(super) fn title(&self) -> String {
        match self.path.as_slice() {
            [] => cell::title_of(self.column),
            path => {
                let words = format!("{}_{}", path.join("_"), self.column.wire);
                cell::title(&words)
            }
        }
    }
}

/// Returns the columns of rows with these fields.
pub(super) fn leaves(definitions: Definitions, columns: &[Field]) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    collect_leaves(definitions, columns, &[], &mut leaves);
    leaves
}

/// The depth of nested objects whose fields are columns.
const MAX_DEPTH: usize = 6;

fn collect_leaves<'a>(
    definitions: Definitions,
    columns: &'a [Field],
    path: &[&'a str],
    leaves: &mut Vec<Leaf<'a>>,
) {
    for column in columns.iter().filter(|column| !is_private(&column.wire)) {
        match definitions.object(column) {
            Some(object) if !column.list && path.len() < MAX_DEPTH => {
                let path = [path, &[column.wire.as_str()]].concat();
                collect_leaves(definitions, &object.fields, &path, leaves);
            }
            _ => leaves.push(Leaf {
                path: path.to_vec(),
                column,
            }),
        }
    }
}

/// Returns the headings. If not all columns fit, IDs and URLs are left out first, then columns from
/// the end.
fn headings(leaves: &[&Leaf<'_>]) -> Vec<Heading> {
    let heading = |(at, leaf): (usize, &&Leaf<'_>)| {
        let is_minor = match leaf.column.ty {
            Type::Id(_) => !leaf.column.list,
            _ => leaf.column.wire.ends_with("Url"),
        };
        let order = if is_minor && at > 0 {
            at + leaves.len()
        } else {
            at
        };
        cell::heading(leaf.column, leaf.title()).dispensable(order)
    };
    leaves.iter().enumerate().map(heading).collect()
}

//! Rows as a grid: a line for each row, a column for each key.

use std::collections::HashSet;
use std::io::{self, Write};

use helpscout_description::{Field, Type};
use serde_json::value::RawValue;

use super::definitions::{Definitions, PREVIOUS, is_private};
use super::json_object::{self, JsonObject};
use super::table::{Heading, Rendered};
use super::{Look, cell, csv, table};

/// Rows and their columns: the described ones, then the keys that only the rows have.
#[derive(Debug)]
pub(crate) struct Grid<'a> {
    definitions: Definitions,
    columns: &'a [Field],
    unknown: Vec<String>,
    rows: Vec<JsonObject<'a>>,
}

impl<'a> Grid<'a> {
    /// Reads every row, so that no key is missed.
    ///
    /// # Errors
    /// The position, counted from 1, of the first row that is not an object.
    pub(crate) fn read(
        definitions: Definitions,
        columns: &'a [Field],
        rows: impl IntoIterator<Item = &'a RawValue>,
    ) -> Result<Self, usize> {
        Ok(Self::of(definitions, columns, JsonObject::each(rows)?))
    }

    /// Creates the grid of rows whose fields are read already.
    pub(crate) fn of(
        definitions: Definitions,
        columns: &'a [Field],
        rows: Vec<JsonObject<'a>>,
    ) -> Self {
        let mut seen: HashSet<&str> = columns.iter().map(|column| column.wire.as_str()).collect();
        let mut unknown = Vec::new();
        for (key, _) in rows.iter().flat_map(JsonObject::fields) {
            if seen.insert(key) {
                unknown.push(key.to_owned());
            }
        }
        Self {
            definitions,
            columns,
            unknown,
            rows,
        }
    }

    /// Returns the keys that the rows have and the description does not.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &String> {
        self.unknown.iter().filter(|key| !is_private(key))
    }

    /// Writes all columns with values as received; nested values as JSON.
    pub(crate) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let known = self.columns.iter().map(|column| column.wire.clone());
        let header: Vec<String> = known.chain(self.unknown.iter().cloned()).collect();
        let records = self.rows.iter().map(|row| {
            let cell = |key: &String| row.get(key).map(json_object::plain).unwrap_or_default();
            header.iter().map(cell).collect::<Vec<_>>()
        });
        csv::write(&header, records, out)
    }

    /// Renders the described columns with values as people read them.
    pub(crate) fn render_table(&self, look: Look) -> Rendered {
        let mut leaves = Vec::new();
        collect_leaves(self.definitions, self.columns, &[], &mut leaves);
        // The service may leave out a key in all rows, and sends null for a previous interval that
        // was not requested.
        let has_values = |leaf: &Leaf<'_>| {
            let is_not_requested =
                |value: &RawValue| value.get() == "null" && leaf.column.wire.starts_with(PREVIOUS);
            let mut values = self.rows.iter().filter_map(|row| leaf.value(row));
            values.any(|value| !is_not_requested(value))
        };
        leaves.retain(|leaf| self.rows.is_empty() || has_values(leaf));
        let line = |row: &JsonObject<'_>| {
            let cell =
                |leaf: &Leaf<'_>| cell::human(leaf.value(row), leaf.column, self.definitions);
            leaves.iter().map(cell).collect()
        };
        let rows = self.rows.iter().map(line).collect();
        table::render(&headings(&leaves), rows, look)
    }
}

/// A column that does not hold an object, and the path to the object it is in.
struct Leaf<'a> {
    path: Vec<&'a str>,
    column: &'a Field,
}

impl Leaf<'_> {
    fn value<'a>(&self, row: &JsonObject<'a>) -> Option<&'a RawValue> {
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

    fn title(&self) -> String {
        match self.path.as_slice() {
            [] => cell::title_of(self.column),
            path => {
                let words = format!("{}_{}", path.join("_"), self.column.wire);
                cell::title(&words)
            }
        }
    }
}

fn collect_leaves<'a>(
    definitions: Definitions,
    columns: &'a [Field],
    path: &[&'a str],
    leaves: &mut Vec<Leaf<'a>>,
) {
    for column in columns.iter().filter(|column| !is_private(&column.wire)) {
        match definitions.object(column) {
            Some(object) if !column.list => {
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
fn headings(leaves: &[Leaf<'_>]) -> Vec<Heading> {
    let heading = |(at, leaf): (usize, &Leaf<'_>)| {
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

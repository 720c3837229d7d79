//! Rows as a grid: one line for each row, one column for each key.

use std::collections::HashSet;
use std::io::{self, Write};

use helpscout_reports::describe::{Column, Kind};
use serde_json::value::RawValue;

use super::row::{self, Row};
use super::shapes::{PREVIOUS, Shapes, is_private};
use super::table::{Heading, Rendered};
use super::{Look, cell, csv, table};

/// Rows and the columns they fill: those described, then keys that only the rows know.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    shapes: Shapes,
    columns: &'a [Column],
    unknown: Vec<String>,
    rows: Vec<Row<'a>>,
}

impl<'a> Sheet<'a> {
    /// Looks at every row, so that no key is missed.
    ///
    /// # Errors
    /// The position, counted from 1, of a row that is no object.
    pub(crate) fn new(
        shapes: Shapes,
        columns: &'a [Column],
        rows: impl IntoIterator<Item = &'a RawValue>,
    ) -> Result<Self, usize> {
        Ok(Self::of(shapes, columns, Row::each(rows)?))
    }

    /// The same for rows that were looked at.
    pub(crate) fn of(shapes: Shapes, columns: &'a [Column], rows: Vec<Row<'a>>) -> Self {
        let mut seen: HashSet<&str> = columns.iter().map(|column| &*column.name).collect();
        let mut unknown = Vec::new();
        for (key, _) in rows.iter().flat_map(Row::fields) {
            if seen.insert(key) {
                unknown.push(key.to_owned());
            }
        }
        Self {
            shapes,
            columns,
            unknown,
            rows,
        }
    }

    /// Keys that the rows have and the description does not.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &String> {
        self.unknown.iter().filter(|key| !is_private(key))
    }

    /// Values as received; nested ones as JSON.
    pub(crate) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let known = self.columns.iter().map(|column| column.name.to_string());
        let header: Vec<String> = known.chain(self.unknown.iter().cloned()).collect();
        let cells = self.rows.iter().map(|row| {
            let cell = |key: &String| row.get(key).map(row::plain).unwrap_or_default();
            header.iter().map(cell).collect::<Vec<_>>()
        });
        csv::write(&header, cells, out)
    }

    /// Described columns only, values as people read them.
    pub(crate) fn render_table(&self, look: Look) -> Rendered {
        let mut leaves = Vec::new();
        leaves_into(self.shapes, self.columns, &[], &mut leaves);
        // A key that no row has is one the service keeps to itself here, and what belongs to an
        // interval that nobody asked for is null.
        let has_some = |leaf: &Leaf<'_>| {
            let is_idle_null =
                |value: &RawValue| value.get() == "null" && leaf.column.name.starts_with(PREVIOUS);
            let mut values = self.rows.iter().filter_map(|row| leaf.value(row));
            values.any(|value| !is_idle_null(value))
        };
        leaves.retain(|leaf| self.rows.is_empty() || has_some(leaf));
        let line = |row: &Row<'_>| {
            let cell = |leaf: &Leaf<'_>| cell::human(leaf.value(row), leaf.column, self.shapes);
            leaves.iter().map(cell).collect()
        };
        let rows = self.rows.iter().map(line).collect();
        table::render(&headings(&leaves), rows, look)
    }
}

/// A column that holds no object, and the objects it stands in.
struct Leaf<'a> {
    path: Vec<&'a str>,
    column: &'a Column,
}

impl Leaf<'_> {
    fn value<'a>(&self, row: &Row<'a>) -> Option<&'a RawValue> {
        match self.path.split_first() {
            None => row.get(&self.column.name),
            Some((first, rest)) => {
                let mut inner = row.inner(first)?;
                for key in rest {
                    inner = inner.inner(key)?;
                }
                inner.get(&self.column.name)
            }
        }
    }

    fn title(&self) -> String {
        match self.path.as_slice() {
            [] => cell::title_of(self.column),
            path => {
                let words = format!("{}_{}", path.join("_"), self.column.name);
                cell::title(&words)
            }
        }
    }
}

fn leaves_into<'a>(
    shapes: Shapes,
    columns: &'a [Column],
    path: &[&'a str],
    leaves: &mut Vec<Leaf<'a>>,
) {
    for column in columns.iter().filter(|column| !is_private(&column.name)) {
        match shapes.object(column) {
            Some(object) if !column.list => {
                let path = [path, &[&*column.name]].concat();
                leaves_into(shapes, &object.fields, &path, leaves);
            }
            _ => leaves.push(Leaf {
                path: path.to_vec(),
                column,
            }),
        }
    }
}

/// Where there is no room for all, ids and addresses of pictures go first, then columns from the
/// end.
fn headings(leaves: &[Leaf<'_>]) -> Vec<Heading> {
    let heading = |(at, leaf): (usize, &Leaf<'_>)| {
        let is_minor = match leaf.column.kind {
            Kind::Id => !leaf.column.list,
            _ => leaf.column.name.ends_with("Url"),
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

//! Rows in an order that is known when all of them are there.

use std::cmp::Ordering;
use std::io::{self, Write};

use super::column::{self, Column};
use super::value::Value;
use crate::format::definitions::Definitions;
use crate::format::json_object::JsonObject;
use crate::message::{Failure, printable};
use crate::redact::Remains;
use crate::spool::Spool;

/// How many rows more than the limit are kept in memory before the rest of them is dropped.
const SPARE: usize = 4_096;

/// A column to sort by.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) column: Column,
    pub(super) is_descending: bool,
    /// The order as it was typed.
    pub(super) text: String,
}

impl Order {
    /// Reads `column`, `column:asc` or `column:desc`.
    ///
    /// # Errors
    /// Fails if the rows don't have the column, or if the order is another word.
    pub(super) fn parse(text: &str, columns: &[Column]) -> Result<Self, Failure> {
        let (name, order) = text.rsplit_once(':').unwrap_or((text, "asc"));
        let is_descending = match order.trim().to_lowercase().as_str() {
            "asc" => false,
            "desc" => true,
            _ => {
                let (order, name) = (printable(order), printable(name));
                let message = format!("--sort: `{order}` is no order");
                let help = format!("write {name}:desc for the largest first, or {name}:asc");
                return Err(Failure::usage(message).help(help));
            }
        };
        Ok(Self {
            column: column::find(name, columns, "sort")?,
            is_descending,
            text: printable(text),
        })
    }

    /// Refuses to sort by what a redaction removes. Pseudonyms keep the rows of a customer together.
    ///
    /// # Errors
    /// Fails if the values of the column are removed.
    pub(super) fn check_redacted(&self) -> Result<(), Failure> {
        if self.column.remains != Remains::Presence {
            return Ok(());
        }
        let name = &self.column.name;
        Err(Failure::usage(format!(
            "--sort: {name} is removed, as customers wrote it, so rows have no order by it"
        ))
        .help("sort by another column, or remove --redact"))
    }
}

/// Rows that are kept until all of them are there. Their text is in a [`Spool`], and what they are
/// sorted by in memory.
pub(super) struct SortedRows {
    rows: Spool,
    length: u64,
    keys: Vec<Key>,
    limit: usize,
}

/// What a row is sorted by, and where its text is.
struct Key {
    values: Vec<Option<Value>>,
    start: u64,
    length: usize,
}

impl SortedRows {
    /// Creates an empty list of rows, of which only the first `limit` will be read.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            rows: Spool::new(),
            length: 0,
            keys: Vec::new(),
            limit,
        }
    }

    /// Adds a row, given its text and its fields.
    pub(super) fn push(
        &mut self,
        text: &str,
        row: &JsonObject<'_>,
        order: &[Order],
        definitions: Definitions,
    ) -> io::Result<()> {
        let values = order.iter();
        let values = values.map(|order| order.column.sort_key(row, definitions));
        self.keys.push(Key {
            values: values.collect(),
            start: self.length,
            length: text.len(),
        });
        self.rows.write_all(text.as_bytes())?;
        self.length += text.len() as u64;
        if self.keys.len() >= self.limit.saturating_mul(2).saturating_add(SPARE) {
            self.sort(order);
        }
        Ok(())
    }

    /// Returns the number of rows to read, once all are there. They are sorted then.
    pub(super) fn sort(&mut self, order: &[Order]) -> usize {
        // A stable order: rows that are equal stay in the order of the report.
        self.keys.sort_by(|a, b| compare(a, b, order));
        self.keys.truncate(self.limit);
        self.keys.len()
    }

    /// Returns the text of the row at a position of the order.
    pub(super) fn read(&mut self, at: usize) -> io::Result<String> {
        let Some(key) = self.keys.get(at) else {
            return Ok(String::new());
        };
        self.rows.read_at(key.start, key.length)
    }
}

fn compare(a: &Key, b: &Key, order: &[Order]) -> Ordering {
    compare_values(&a.values, &b.values, order)
}

/// Compares what two rows are sorted by. Rows without a value come last, whatever the order.
pub(super) fn compare_values(
    a: &[Option<Value>],
    b: &[Option<Value>],
    order: &[Order],
) -> Ordering {
    let columns = a.iter().zip(b).zip(order);
    let mut orderings = columns.map(|((a, b), order)| match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) if order.is_descending => b.compare(a),
        (Some(a), Some(b)) => a.compare(b),
    });
    orderings
        .find(|ordering| *ordering != Ordering::Equal)
        .unwrap_or(Ordering::Equal)
}

//! A table of a result, in pages.
//!
//! Rows are written once, as they come, and read page by page. They are in memory or, if they are
//! many, in a temporary file.

use std::io::{self, Write};

use serde_json::Value;
use serde_json::value::RawValue;

use super::column::TableColumn;
use crate::format::json_object::JsonObject;
use crate::spool::Spool;

/// The most rows of a page.
pub(super) const MOST_ROWS: usize = 50;

/// The most bytes of a page as JSON. A row that is longer has a page of its own.
const MOST_BYTES: usize = 24 * 1024;

/// The most bytes of a table.
pub(super) const LARGEST: u64 = 64 * 1024 * 1024;

/// A table with all its rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<TableColumn>,
    rows: Spool,
    pages: Vec<Part>,
    bytes: u64,
    count: usize,
    /// Whether a row has a value, for each column.
    filled: Vec<bool>,
    /// Whether the columns were chosen, so that all of them are shown.
    is_chosen: bool,
}

/// Where the rows of a page are.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: u64,
    length: usize,
    rows: usize,
}

/// One page of a table.
#[derive(Debug)]
pub(super) struct Page {
    /// The position of its first row, counted from 0.
    pub(super) first: usize,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Table {
    pub(super) fn new(name: &str, columns: Vec<TableColumn>) -> Self {
        Self {
            name: name.to_owned(),
            filled: vec![false; columns.len()],
            is_chosen: false,
            columns,
            rows: Spool::new(),
            pages: vec![Part::default()],
            bytes: 0,
            count: 0,
        }
    }

    /// Shows all columns, also those without a value, because somebody chose them.
    pub(super) fn chosen(self, is_chosen: bool) -> Self {
        Self { is_chosen, ..self }
    }

    /// Returns for each column whether it is shown: not if no row has a value there, although other
    /// columns have some.
    pub(super) fn shown(&self) -> Vec<bool> {
        if self.is_chosen || !self.filled.contains(&true) {
            return vec![true; self.columns.len()];
        }
        self.filled.clone()
    }

    /// Adds a row: an object with the names of the columns as keys.
    ///
    /// # Errors
    /// If the temporary file can't be written, or the table gets too large.
    pub(super) fn push(&mut self, row: &RawValue) -> io::Result<()> {
        let fields = JsonObject::of(row)?;
        let columns = self.columns.iter();
        let values = columns.map(|column| column.value(fields.get(&column.name)));
        let values: Vec<Value> = values.collect();
        let mut line = serde_json::to_string(&values)?;
        line.push('\n');
        if self.bytes + line.len() as u64 > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.rows.write_all(line.as_bytes())?;
        let start = self.bytes;
        self.bytes += line.len() as u64;
        self.count += 1;
        for (filled, value) in self.filled.iter_mut().zip(&values) {
            *filled |= !value.is_null();
        }
        let part = Part {
            start,
            length: line.len(),
            rows: 1,
        };
        match self.pages.last_mut() {
            Some(last) if last.has_room_for(line.len()) => {
                last.length += line.len();
                last.rows += 1;
            }
            _ => self.pages.push(part),
        }
        Ok(())
    }

    /// Returns the number of all rows.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Returns how much room the rows need.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns the number of pages, which is at least 1.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Returns a page, counted from 0, or `None` if there are not so many.
    ///
    /// # Errors
    /// If the temporary file can't be read.
    pub(super) fn page(&mut self, at: usize) -> io::Result<Option<Page>> {
        let Some(part) = self.pages.get(at).copied() else {
            return Ok(None);
        };
        let text = self.rows.read_at(part.start, part.length)?;
        let rows = text.lines().map(serde_json::from_str);
        Ok(Some(Page {
            first: self.pages[..at].iter().map(|before| before.rows).sum(),
            rows: rows.collect::<Result<_, _>>()?,
        }))
    }
}

impl Part {
    fn has_room_for(&self, bytes: usize) -> bool {
        self.rows == 0 || self.rows < MOST_ROWS && self.length + bytes <= MOST_BYTES
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use helpscout_description::Type;
    use helpscout_reports::describe;

    use super::*;
    use crate::format::definitions::Definitions;
    use crate::select::Column;

    fn table(rows: impl Iterator<Item = String>) -> Table {
        let column = Column::derived("a", Type::Any, None);
        let definitions = Definitions::of(describe::api());
        let column = TableColumn::of(&column, None, definitions, false);
        let mut table = Table::new("rows", vec![column]);
        for row in rows {
            table.push(&RawValue::from_string(row).unwrap()).unwrap();
        }
        table
    }

    #[test]
    fn every_row_is_on_one_page() {
        let mut table = table((0..1_234).map(|at| format!("{{\"a\":{at}}}")));
        assert_eq!((table.count(), table.pages()), (1_234, 25));
        // In any order, and again.
        for at in [24, 0, 24, 7] {
            let page = table.page(at).unwrap().unwrap();
            assert_eq!(page.first, at * 50);
            assert_eq!(page.rows.len(), if at == 24 { 34 } else { 50 });
            assert_eq!(page.rows[0], [Value::from(at * 50)]);
        }
        assert!(table.page(25).unwrap().is_none());
    }

    #[test]
    fn a_page_of_long_rows_has_fewer() {
        let items = vec!["\"0123456789 0123456789 0123456789\""; 20].join(",");
        let row = format!("{{\"a\":[{items}]}}");
        let mut table = table((0..100).map(|_| row.clone()));
        assert!(table.pages() > 2, "{}", table.pages());
        let pages: Vec<usize> = (0..table.pages())
            .map(|at| table.page(at).unwrap().unwrap().rows.len())
            .collect();
        assert_eq!(pages.iter().sum::<usize>(), 100);
        assert!(pages.iter().all(|rows| *rows > 0 && *rows < 50));
    }

    #[test]
    fn a_table_without_rows_has_one_page() {
        let mut table = table(std::iter::empty());
        let page = table.page(0).unwrap().unwrap();
        assert_eq!((page.rows.len(), page.first, table.pages()), (0, 0, 1));
    }
}

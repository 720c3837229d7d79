//! The rows of a report as CSV records, written as they come.
//!
//! The described columns come first. A key that only rows have becomes a column, too. If such a key
//! first appears after the header was written, the records before it are too short, and
//! [`CsvRows::finish`] writes all of them again.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use csv::{ByteRecord, ReaderBuilder, Writer, WriterBuilder};
use helpscout_description::Field;

use super::csv::{append_cell, guarded, io_error, write_header};
use super::error::WriteError;
use super::json_text::{members, unescaped};
use super::shape::{Rewriter, Shape, Shapes};
use super::sink::Sink;
use super::sparse::Sparse;
use crate::spool::BUFFER;

/// Writes records of one table.
pub(crate) struct CsvRows<'o> {
    columns: Columns<'o>,
    rewriter: Rewriter,
    /// The destination, until the header is written.
    destination: Option<&'o mut dyn Sink>,
    /// What writes records to it after that.
    out: Option<Writer<&'o mut dyn Sink>>,
    /// The number of columns in the header.
    in_header: usize,
    /// The number of rows so far.
    rows: usize,
    /// The place of each column's value in the text of the current row.
    values: Vec<Option<Range<usize>>>,
    cell: String,
}

impl<'o> CsvRows<'o> {
    /// Creates records with these columns. `shapes` are those of an object with the same fields.
    pub(crate) fn new(columns: &'o [Field], shapes: Shapes, out: &'o mut dyn Sink) -> Self {
        Self {
            columns: Columns::new(columns, &shapes),
            rewriter: Rewriter::new(shapes),
            destination: Some(out),
            out: None,
            in_header: 0,
            rows: 0,
            values: Vec::new(),
            cell: String::new(),
        }
    }

    /// Writes the next rows.
    ///
    /// # Errors
    /// Fails if the destination does, if a row is not an object, or if keys that the description does
    /// not know would make too many columns.
    pub(crate) fn write<'a>(
        &mut self,
        rows: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), WriteError> {
        if let Some(out) = self.destination.take() {
            // Most keys that are not described are in all rows, so they are in the header at once.
            let mut page = Vec::new();
            for row in rows.clone() {
                let keys = members(row).into_iter().flatten();
                let others = keys.filter(|(key, _)| self.columns.is_other(key));
                page.push(others.count());
            }
            // Found before anything is written.
            self.columns.sparse.with_rows(&page).check()?;
            write_header(self.columns.header(), out)?;
            let records = WriterBuilder::new()
                .flexible(true)
                .buffer_capacity(BUFFER)
                .from_writer(out);
            self.out = Some(records);
            self.in_header = self.columns.len();
        }
        rows.into_iter().try_for_each(|row| self.record(row))
    }

    /// Writes what remains to be written. Does nothing if there were no rows at all, not even a
    /// page without rows.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Some(mut out) = self.out else {
            return Ok(());
        };
        out.flush()?;
        if self.in_header == self.columns.len() {
            return Ok(());
        }
        let Ok(out) = out.into_inner() else {
            return Err(io::Error::other("the records can't be written"));
        };
        out.rewrite(&mut |records, out| self.columns.complete(records, out))
    }

    fn record(&mut self, row: &str) -> Result<(), WriteError> {
        let Some(out) = &mut self.out else {
            return Ok(());
        };
        self.rows += 1;
        let members = members(row).ok_or(WriteError::NotAnObject(self.rows))?;
        self.values.clear();
        let (mut hint, mut others) = (0, 0);
        for (key, value) in members {
            let at = self.columns.position(key, hint);
            hint = at + 1;
            others += usize::from(at >= self.columns.described.len());
            if self.values.len() <= at {
                self.values.resize(at + 1, None);
            }
            // The last value of a repeated key counts, as in most JSON parsers.
            let start = value.as_ptr() as usize - row.as_ptr() as usize;
            self.values[at] = Some(start..start + value.len());
        }
        self.columns.sparse.add_row(others);
        self.columns.sparse.check()?;
        for at in 0..self.columns.len() {
            self.cell.clear();
            let value = self.values.get(at).cloned().flatten();
            if let Some(value) = value.and_then(|value| row.get(value)) {
                append_cell(
                    value,
                    self.columns.shape(at),
                    &mut self.rewriter,
                    &mut self.cell,
                );
            }
            out.write_field(&self.cell).map_err(io_error)?;
        }
        let end_of_record = out.write_record(None::<&[u8]>);
        Ok(end_of_record.map_err(io_error)?)
    }
}

/// The described columns, then the keys that only rows have.
struct Columns<'o> {
    described: &'o [Field],
    shapes: Vec<Shape>,
    /// The shape of the values of other keys.
    rest: Shape,
    others: Vec<String>,
    places: HashMap<String, usize>,
    /// The keys that only rows have. The names of their columns are as long as in the rows.
    sparse: Sparse,
}

impl<'o> Columns<'o> {
    fn new(described: &'o [Field], shapes: &Shapes) -> Self {
        let shape = |field: &Field| shapes.of_key(0, &field.wire, &mut 0);
        Self {
            described,
            shapes: described.iter().map(shape).collect(),
            rest: shapes.rest(0),
            others: Vec::new(),
            places: HashMap::new(),
            sparse: Sparse::default(),
        }
    }

    fn len(&self) -> usize {
        self.described.len() + self.others.len()
    }

    fn shape(&self, at: usize) -> Shape {
        self.shapes.get(at).copied().unwrap_or(self.rest)
    }

    /// Returns the column of a key, which is given as in JSON text. `hint` is where to look first.
    fn position(&mut self, key: &str, hint: usize) -> usize {
        if self
            .described
            .get(hint)
            .is_some_and(|field| field.wire == key)
        {
            return hint;
        }
        let key = unescaped(key);
        if let Some(at) = self.described.iter().position(|field| field.wire == key) {
            return at;
        }
        if let Some(at) = self.places.get(key.as_ref()) {
            return *at;
        }
        let at = self.len();
        self.sparse.add_column(0);
        self.others.push(key.clone().into_owned());
        self.places.insert(key.into_owned(), at);
        at
    }

    /// Returns whether only rows have the key.
    fn is_other(&mut self, key: &str) -> bool {
        self.position(key, 0) >= self.described.len()
    }

    fn header(&self) -> impl Iterator<Item = String> {
        let described = self.described.iter().map(|field| field.wire.clone());
        described.chain(self.others.iter().map(|key| guarded(key).into_owned()))
    }

    /// Writes records again with the whole header, each as long as the header.
    fn complete(&self, records: &mut dyn io::BufRead, out: &mut dyn Write) -> io::Result<()> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(records);
        write_header(self.header(), out)?;
        let mut writer = WriterBuilder::new()
            .buffer_capacity(BUFFER)
            .from_writer(out);
        let mut record = ByteRecord::new();
        // The header that was written first.
        reader.read_byte_record(&mut record).map_err(io_error)?;
        while reader.read_byte_record(&mut record).map_err(io_error)? {
            for _ in record.len()..self.len() {
                record.push_field(b"");
            }
            writer.write_byte_record(&record).map_err(io_error)?;
        }
        writer.flush()
    }
}

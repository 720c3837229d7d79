//! A table with records, and how it is written.

use std::borrow::Cow;
use std::io::{self, Write};

use helpscout_arrow::Schema;
use helpscout_command::Format;
use helpscout_description::Field;
use helpscout_description::tables::{SERIES, Table};
use serde_json::value::RawValue;

use crate::format::compact;
use crate::format::definitions::Definitions;
use crate::format::error::WriteError;
use crate::format::parquet::ParquetFile;
use crate::format::shape::{Rewriter, Shape, Shapes};
use crate::format::table::{self, Heading, NOTHING, Rendered};
use crate::format::{Form, Look, cell, csv, json_object};
use crate::message::printable;

/// A table with records.
#[derive(Debug)]
pub(crate) struct FilledTable<'a> {
    /// The table that the description has for it.
    pub(crate) described: &'a Table<'static>,
    /// The described columns, and those that only the answer has.
    pub(crate) columns: Vec<FilledColumn>,
    pub(crate) records: Vec<Record<'a>>,
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

/// A record of a table. Cells of undescribed columns are kept only if they have a value, as a record
/// may have values in a few of very many columns.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    described: Vec<Cell<'a>>,
    /// Undescribed columns, counted from 0, in their order.
    others: Vec<(usize, Cell<'a>)>,
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

impl<'a> Record<'a> {
    /// Creates a record with a cell for each described column, and with cells of other columns,
    /// counted from 0. The last cell of a column counts.
    pub(crate) fn new(described: Vec<Cell<'a>>, mut others: Vec<(usize, Cell<'a>)>) -> Self {
        others.reverse();
        others.sort_by_key(|(column, _)| *column);
        others.dedup_by_key(|(column, _)| *column);
        Self { described, others }
    }

    /// Returns the number of cells in undescribed columns.
    pub(crate) fn others(&self) -> usize {
        self.others.len()
    }

    /// Returns a cell for each column of a table with that many columns.
    fn cells(&self, columns: usize) -> impl Iterator<Item = Cell<'a>> + '_ {
        let mut others = self.others.iter().peekable();
        let other = move |at: usize| {
            let found = others.next_if(|(column, _)| *column == at);
            found.map_or(Cell::Empty, |(_, cell)| *cell)
        };
        let count = columns.saturating_sub(self.described.len());
        self.described.iter().copied().chain((0..count).map(other))
    }
}

impl<'a> FilledTable<'a> {
    /// Returns the records, each with a cell for each column.
    pub(crate) fn records(&self) -> impl Iterator<Item = impl Iterator<Item = Cell<'a>> + '_> {
        let columns = self.columns.len();
        self.records.iter().map(move |record| record.cells(columns))
    }

    pub(crate) fn name(&self) -> &str {
        &self.described.name
    }

    /// Returns the name of the table as words.
    pub(crate) fn title(&self) -> String {
        cell::title(&self.name().replace('.', "_"))
    }

    /// Writes the table as Parquet. What is not described is in a column of its own.
    fn write_parquet(
        &self,
        definitions: Definitions,
        out: &mut dyn Write,
    ) -> Result<(), WriteError> {
        let schema = Schema::of(definitions.0, self.described, None);
        let mut file = ParquetFile::new(&schema, out)?;
        for row in self.rows(definitions)? {
            file.push(row.get())?;
        }
        file.finish()
    }

    /// Writes the table, unless the format is one of those for reports. Returns the titles of the
    /// columns that did not fit.
    pub(crate) fn write(
        &self,
        form: Form,
        definitions: Definitions,
        out: &mut dyn Write,
    ) -> Result<Vec<String>, WriteError> {
        match form.format {
            Format::Csv => self.write_csv(definitions, out)?,
            Format::Json | Format::Ndjson => self.write_ndjson(definitions, form.raw, out)?,
            Format::Table => {
                let definitions = definitions.in_zone(form.look.zone);
                let rendered = self.render(definitions, form.look);
                out.write_all(rendered.text.as_bytes())?;
                return Ok(rendered.left_out);
            }
            Format::Parquet => self.write_parquet(definitions, out)?,
            Format::Html | Format::Xlsx | Format::Markdown => {}
        }
        Ok(Vec::new())
    }

    /// Returns an object for each record, with the columns as keys and values as received.
    pub(crate) fn rows(&self, definitions: Definitions) -> io::Result<Vec<Box<RawValue>>> {
        let mut text = Vec::new();
        self.write_ndjson(definitions, true, &mut text)?;
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        let rows = text
            .lines()
            .map(|line| RawValue::from_string(line.to_owned()));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes the table as CSV.
    pub(crate) fn write_csv(
        &self,
        definitions: Definitions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let names = self.columns.iter().map(|column| csv::guarded(&column.name));
        let header: Vec<String> = names.map(Cow::into_owned).collect();
        let (mut rewriter, shapes) = self.shapes(definitions);
        let mut text = |cell: Cell<'_>, shape: Shape| match cell {
            Cell::Empty => String::new(),
            Cell::Received(value) => {
                let mut text = String::new();
                csv::append_cell(value.get(), shape, &mut rewriter, &mut text);
                text
            }
            Cell::Interval(key) => key.to_owned(),
            Cell::Position(position) => position.to_string(),
        };
        let records = self.records().map(|record| {
            let cells = record.zip(&shapes);
            cells
                .map(|(cell, shape)| text(cell, *shape))
                .collect::<Vec<_>>()
        });
        csv::write(&header, records, out)
    }

    /// Writes an object for each record, with the columns as keys. An empty cell is null. With
    /// `raw`, numbers are as received.
    fn write_ndjson(
        &self,
        definitions: Definitions,
        raw: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (mut rewriter, shapes) = self.shapes(definitions);
        let keys = self.columns.iter().map(|column| key_of(&column.name));
        let keys: Vec<String> = keys.collect::<Result<_, _>>()?;
        let mut line = String::new();
        for record in self.records() {
            line.clear();
            for ((cell, shape), key) in record.zip(&shapes).zip(&keys) {
                line.push(if line.is_empty() { '{' } else { ',' });
                line.push_str(key);
                match cell {
                    Cell::Empty => line.push_str("null"),
                    Cell::Received(value) if raw => compact::append(value.get(), &mut line),
                    Cell::Received(value) => rewriter.append(value.get(), *shape, &mut line),
                    Cell::Interval(key) => line.push_str(&serde_json::to_string(key)?),
                    Cell::Position(position) => line.push_str(&position.to_string()),
                }
            }
            line.push_str("}\n");
            out.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    /// Returns what writes the numbers of the columns as described, and the shape of each column.
    fn shapes(&self, definitions: Definitions) -> (Rewriter, Vec<Shape>) {
        let fields = self.columns.iter().map(|column| column.field);
        let (shapes, columns) = Shapes::of_fields(definitions, fields);
        (Rewriter::new(shapes), columns)
    }

    /// Renders the table with values as people read them. A table of one record has a line for each
    /// value.
    fn render(&self, definitions: Definitions, look: Look) -> Rendered {
        let human = |cell: Cell<'_>, column: &FilledColumn| human(cell, column, definitions);
        if let ([record], true) = (self.records.as_slice(), self.is_record) {
            let lines = self.columns.iter().zip(record.cells(self.columns.len()));
            let lines = lines.map(|(column, cell)| vec![column.title(), human(cell, column)]);
            let headings = [Heading::label("Field"), Heading::text("Value")];
            return table::render(&headings, lines.collect(), look);
        }
        let headings: Vec<Heading> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| column.heading().dispensable(at))
            .collect();
        let lines = self.records().map(|record| {
            let cells = self.columns.iter().zip(record);
            cells.map(|(column, cell)| human(cell, column)).collect()
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

    pub(crate) fn title(&self) -> String {
        match self.field {
            Some(field) if field.wire == self.name => cell::title_of(field),
            _ => cell::title(&self.name.replace('.', "_")),
        }
    }
}

/// Returns the name of a column as the key of an object, with its colon.
fn key_of(name: &str) -> io::Result<String> {
    Ok(serde_json::to_string(name)? + ":")
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

//! Writes the rows of one table of a unit, with the columns of origin first.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use helpscout_arrow::{Origin, ParquetRows, RowsError, Schema};
use helpscout_pull::RowsDigest;
use serde_json::value::RawValue;

use super::dataset::DatasetTable;
use super::form::PullFormat;
use super::row_names::{RowNames, position};
use super::same_data::spelled;
use super::singer;
use crate::format::csv::{append_cell, guarded, io_error, write_header};
use crate::format::json_text::members;
use crate::format::shape::{Rewriter, Shape, Shapes};

/// The size of text that is written at once.
const BUFFER: usize = 64 * 1024;

/// Writes the rows of one table.
pub(super) struct TableWriter<'t, W: Write + Send> {
    rows: u64,
    digest: RowsDigest,
    content: Content<'t, W>,
}

enum Content<'t, W: Write + Send> {
    Parquet(Box<ParquetRows<W>>),
    Ndjson(Box<JsonRows<'t, W>>),
    Csv(Box<CsvRecords<'t, W>>),
}

/// A table that is written, but not on the disk yet.
pub(super) struct WrittenTable<W> {
    pub(super) out: W,
    pub(super) rows: u64,
    pub(super) digest: RowsDigest,
    /// Keys that the description does not know and that have another name here.
    pub(super) renamed: BTreeMap<String, String>,
}

impl<'t, W: Write + Send> TableWriter<'t, W> {
    /// Starts a table. `has_header` is whether CSV starts with one.
    pub(super) fn new(
        table: &'t DatasetTable,
        format: PullFormat,
        has_header: bool,
        out: W,
    ) -> Result<Self, RowsError> {
        let mut digest = RowsDigest::new();
        // A file is written again if its columns have changed.
        for column in table.schema.columns() {
            digest.update(format!("{}:{:?}\n", column.name, column.ty).as_bytes());
        }
        let content = match format {
            PullFormat::Parquet => {
                Content::Parquet(Box::new(ParquetRows::new(out, &table.schema)?))
            }
            PullFormat::Ndjson => Content::Ndjson(Box::new(JsonRows::new(table, None, out))),
            PullFormat::Singer => {
                let envelope = singer::record(table);
                Content::Ndjson(Box::new(JsonRows::new(table, Some(envelope), out)))
            }
            PullFormat::Csv => {
                let mut out = out;
                if has_header {
                    let columns = table.schema.columns().iter();
                    write_header(columns.map(|column| guarded(&column.name)), &mut out)?;
                }
                Content::Csv(Box::new(CsvRecords::new(table, out)))
            }
        };
        Ok(Self {
            rows: 0,
            digest,
            content,
        })
    }

    /// Writes the next rows.
    pub(super) fn rows(
        &mut self,
        rows: &[Box<RawValue>],
        origin: &Origin,
    ) -> Result<(), RowsError> {
        for row in rows {
            let row = row.get();
            self.rows += 1;
            self.digest.update(spelled(row).as_bytes());
            self.digest.update(b"\n");
            match &mut self.content {
                Content::Parquet(parquet) => parquet.push(row, Some(origin))?,
                Content::Ndjson(lines) => lines.push(row, self.rows, origin)?,
                Content::Csv(records) => records.push(row, self.rows, origin)?,
            }
        }
        Ok(())
    }

    /// Writes what remains.
    pub(super) fn finish(self) -> Result<WrittenTable<W>, RowsError> {
        let mut renamed = BTreeMap::new();
        let out = match self.content {
            Content::Parquet(parquet) => parquet.finish()?.1,
            Content::Ndjson(mut lines) => {
                renamed = std::mem::take(&mut lines.names.renamed);
                lines.finish()?
            }
            Content::Csv(records) => records.finish()?,
        };
        Ok(WrittenTable {
            out,
            rows: self.rows,
            digest: self.digest,
            renamed,
        })
    }
}

/// Rows as JSON objects, each on a line of its own.
struct JsonRows<'t, W> {
    origin: OriginText<'t>,
    rewriter: Rewriter,
    names: RowNames<'t>,
    /// What precedes the columns of each row, which is a value in an object then.
    envelope: Option<String>,
    lines: String,
    out: W,
}

impl<'t, W: Write> JsonRows<'t, W> {
    fn new(table: &'t DatasetTable, envelope: Option<String>, out: W) -> Self {
        Self {
            origin: OriginText::new(&table.schema),
            rewriter: Rewriter::new(table.shapes.clone()),
            names: RowNames::new(&table.schema),
            envelope,
            lines: String::with_capacity(BUFFER),
            out,
        }
    }

    fn push(&mut self, row: &str, number: u64, origin: &Origin) -> Result<(), RowsError> {
        let mut members = members(row).ok_or(RowsError::NotAnObject(number))?;
        self.lines.push_str(self.envelope.as_deref().unwrap_or("{"));
        let _ = write!(self.lines, "{}{number}", self.origin.json(origin));
        if members.next().is_some() {
            let before = self.lines.len();
            let renamed = self.names.renamed(row);
            let row = renamed.as_deref().unwrap_or(row);
            self.rewriter.append(row, Shapes::ROOT, &mut self.lines);
            // The brace that opens the row becomes the comma between its members and those before.
            self.lines.replace_range(before..=before, ",");
        } else {
            self.lines.push('}');
        }
        if self.envelope.is_some() {
            self.lines.push('}');
        }
        self.lines.push('\n');
        if self.lines.len() >= BUFFER / 2 {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(self.lines.as_bytes())?;
        self.lines.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<W> {
        self.flush()?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Rows as CSV records. All files of a table have the same columns: what the description does not
/// know is JSON text in the last one.
struct CsvRecords<'t, W: Write> {
    table: &'t DatasetTable,
    origin: OriginText<'t>,
    rewriter: Rewriter,
    out: csv::Writer<W>,
    /// The cells of the current row, and the place of each described column in them.
    cells: String,
    places: Vec<Range<usize>>,
}

impl<'t, W: Write> CsvRecords<'t, W> {
    fn new(table: &'t DatasetTable, out: W) -> Self {
        Self {
            table,
            origin: OriginText::new(&table.schema),
            rewriter: Rewriter::new(table.shapes.clone()),
            out: csv::WriterBuilder::new()
                .buffer_capacity(BUFFER)
                .from_writer(out),
            cells: String::new(),
            places: vec![0..0; table.columns.len()],
        }
    }

    fn push(&mut self, row: &str, number: u64, origin: &Origin) -> Result<(), RowsError> {
        let members = members(row).ok_or(RowsError::NotAnObject(number))?;
        for value in self.origin.cells(origin) {
            self.out.write_field(value).map_err(io_error)?;
        }
        self.out.write_field(number.to_string()).map_err(io_error)?;
        self.cells.clear();
        self.places.iter_mut().for_each(|place| *place = 0..0);
        let (mut hint, mut others) = (0, String::new());
        for (key, value) in members {
            let Some(at) = position(self.table.schema.row_columns(), key, hint) else {
                others.push(if others.is_empty() { '{' } else { ',' });
                let _ = write!(others, "\"{key}\":");
                self.rewriter.append(value, self.table.rest, &mut others);
                continue;
            };
            hint = at + 1;
            let shape = self.table.columns.get(at).copied().unwrap_or(Shape::Any);
            let start = self.cells.len();
            append_cell(value, shape, &mut self.rewriter, &mut self.cells);
            // The last value of a repeated key counts, as in most JSON parsers.
            if let Some(place) = self.places.get_mut(at) {
                *place = start..self.cells.len();
            }
        }
        for place in &self.places {
            let cell = self.cells.get(place.clone()).unwrap_or_default();
            self.out.write_field(cell).map_err(io_error)?;
        }
        if !others.is_empty() {
            others.push('}');
        }
        self.out.write_field(&others).map_err(io_error)?;
        let end_of_record = self.out.write_record(None::<&[u8]>);
        Ok(end_of_record.map_err(io_error)?)
    }

    fn finish(self) -> io::Result<W> {
        let out = self.out.into_inner();
        let mut out = out.map_err(csv::IntoInnerError::into_error)?;
        out.flush()?;
        Ok(out)
    }
}

/// The columns of origin as text, which is the same for all rows of a unit but for the number of the
/// row, the last of them.
struct OriginText<'t> {
    schema: &'t Schema,
    origin: Option<Origin>,
    json: String,
    cells: Vec<String>,
}

impl<'t> OriginText<'t> {
    fn new(schema: &'t Schema) -> Self {
        Self {
            schema,
            origin: None,
            json: String::new(),
            cells: Vec::new(),
        }
    }

    /// Returns the first members of a JSON object, up to the number of the row.
    fn json(&mut self, origin: &Origin) -> &str {
        self.update(origin);
        &self.json
    }

    /// Returns the cells of a CSV record before the number of the row.
    fn cells(&mut self, origin: &Origin) -> &[String] {
        self.update(origin);
        &self.cells
    }

    fn update(&mut self, origin: &Origin) {
        if self.origin.as_ref() == Some(origin) {
            return;
        }
        self.origin = Some(*origin);
        self.json.clear();
        self.cells.clear();
        for column in self.schema.origin_columns() {
            if !self.json.is_empty() {
                self.json.push(',');
            }
            let _ = write!(self.json, "\"{}\":", column.name);
            let (cell, is_text) = match column.key.as_str() {
                "accountId" => (Some(origin.account.to_string()), false),
                "windowStart" => (origin.window.map(|(start, _)| start.to_string()), true),
                "windowEnd" => (origin.window.map(|(_, end)| end.to_string()), true),
                "fetchedAt" => (Some(origin.fetched_at.to_string()), true),
                "rowNumber" => continue,
                // The ID of the user, team or mailbox.
                _ => (origin.member.map(|member| member.to_string()), false),
            };
            let _ = match &cell {
                Some(text) if is_text => write!(self.json, "\"{text}\""),
                Some(number) => write!(self.json, "{number}"),
                None => write!(self.json, "null"),
            };
            self.cells.push(cell.unwrap_or_default());
        }
    }
}

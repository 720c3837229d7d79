//! A table as one sheet, or as several if it has more rows than a sheet.

use rust_xlsxwriter::{Note, Workbook, Worksheet, XlsxError};

use super::cells::{Cells, Formats, Style, Tally, Target, of_number};
use super::columns::{self, Part, SheetColumn};
use super::heading;
use super::limits::{Limits, MAX_COLUMNS};
use super::names::Names;
use super::tail::Tail;
use super::text;
use crate::{Table, Value};

/// The width of a page of paper, in characters that can be read.
const PAGE_WIDTH: f64 = 220.0;

/// The sheets of a table.
pub(super) struct Written {
    /// Each with its last rows, if it is long.
    pub(super) sheets: Vec<(Worksheet, Option<Tail>)>,
    pub(super) contents: Contents,
}

/// What the summary says about the sheets of a table.
#[derive(Debug)]
pub(super) struct Contents {
    /// The names of the sheets, at least one.
    pub(super) names: Vec<String>,
    pub(super) rows: usize,
    pub(super) tally: Tally,
}

/// Writes the rows of a table as they are made.
pub(super) fn write(
    table: &Table<'_>,
    limits: Limits,
    formats: &Formats,
    names: &mut Names,
    workbook: &mut Workbook,
) -> Result<Written, XlsxError> {
    let columns = columns::of(table);
    if columns.len() > MAX_COLUMNS {
        let problem = format!(
            "{} has {} columns, and a sheet has at most {MAX_COLUMNS}",
            table.title,
            columns.len()
        );
        return Err(XlsxError::CustomError(problem));
    }
    let mut writer = Writer {
        columns,
        cells: Cells {
            formats,
            limits,
            tally: Tally::default(),
            columns: Vec::new(),
        },
        table,
    };
    writer.cells.columns = writer.columns.iter().map(|column| column.style).collect();
    let rows = table.rows.len();
    let total = u32::from(table.total.is_some());
    // The header and the total are rows, too.
    let in_a_sheet = limits.rows.saturating_sub(1 + total).max(1) as usize;
    let mut contents = Contents {
        names: Vec::new(),
        rows,
        tally: Tally::default(),
    };
    let mut sheets = Vec::new();
    let mut first = 0;
    loop {
        let end = rows.min(first + in_a_sheet);
        let name = names.free(&table.title);
        let mut sheet = workbook.new_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?;
        contents.names.push(name);
        let tail = writer.sheet(&mut sheet, first..end, end == rows)?;
        sheets.push((sheet, tail));
        first = end;
        if first >= rows {
            break;
        }
    }
    contents.tally = writer.cells.tally;
    Ok(Written { sheets, contents })
}

struct Writer<'w, 't> {
    columns: Vec<SheetColumn>,
    cells: Cells<'w>,
    table: &'w Table<'t>,
}

impl Writer<'_, '_> {
    fn sheet(
        &mut self,
        sheet: &mut Worksheet,
        rows: std::ops::Range<usize>,
        is_last: bool,
    ) -> Result<Option<Tail>, XlsxError> {
        self.header(sheet)?;
        let mut tail = None;
        let mut at = 1;
        for index in rows {
            let row = self.table.rows.row(index);
            if at < self.cells.limits.head {
                self.row(sheet, at, &row, false)?;
            } else {
                let tail = match &mut tail {
                    Some(tail) => tail,
                    None => tail.insert(self.tail()?),
                };
                self.row(tail, at, &row, false)?;
            }
            at += 1;
        }
        let last_column = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        if let (Some(last_column), true) = (last_column.checked_sub(1), at > 1) {
            sheet.autofilter(0, 0, at - 1, last_column)?;
        }
        if let (Some(total), true) = (&self.table.total, is_last) {
            match &mut tail {
                Some(tail) => self.row(tail, at, total, true)?,
                None => self.row(sheet, at, total, true)?,
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape();
        let pages = self.pages();
        if pages > 1 {
            sheet.set_repeat_columns(0, 0)?;
        }
        sheet.set_print_fit_to_pages(pages, 0);
        Ok(tail)
    }

    /// Returns the number of pages of paper beside each other that have the columns in a size that can
    /// be read.
    fn pages(&self) -> u16 {
        let width: f64 = self.columns.iter().map(|column| column.width).sum();
        // A cast from float to integer saturates.
        ((width / PAGE_WIDTH).ceil() as u16).max(1)
    }

    /// Starts the last rows of a sheet.
    fn tail(&self) -> Result<Tail, XlsxError> {
        let styles = self.columns.iter().map(|column| column.style);
        let formats = styles.map(|style| self.cells.formats.look(style, false).id);
        Ok(Tail::new(formats.collect())?)
    }

    fn header(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let formats = self.cells.formats;
        // The library would write the last of its rows twice if that had a height.
        let is_last = self.table.rows.is_empty() && self.table.total.is_none();
        if !is_last && self.cells.limits.head > 1 {
            let headings = self.columns.iter();
            let headings = headings.map(|column| (column.title.as_str(), column.width));
            heading::make_room(sheet, 0, headings)?;
        }
        for (at, column) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.set_column_format(at, formats.of(column.style, false))?;
            let format = if column.is_number {
                &formats.number_header
            } else {
                &formats.header
            };
            let title = text::clean(&column.title);
            sheet.write_string_with_format(0, at, text::within(&title, 255), format)?;
            let doc = self.table.columns[column.source].doc.as_deref();
            if let Some(doc) = doc.filter(|_| column.part == Part::Value) {
                let doc = text::clean(doc);
                let note = Note::new(text::within(&doc, 1_000)).set_author("");
                sheet.insert_note(0, at, &note.add_author_prefix(false))?;
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        sheet: &mut impl Target,
        row: u32,
        values: &[Value],
        is_total: bool,
    ) -> Result<(), XlsxError> {
        for (at, column) in (0_u16..).zip(&self.columns) {
            let at = (row, at);
            let value = values.get(column.source).unwrap_or(&Value::Missing);
            let number = match (column.part, value) {
                (Part::Value, value) => {
                    self.cells.value(sheet, at, value, &column.zone, is_total)?;
                    continue;
                }
                (Part::Before, Value::Change(change)) => {
                    let before = &change.before;
                    self.cells
                        .value(sheet, at, before, &column.zone, is_total)?;
                    continue;
                }
                (Part::Difference, Value::Change(change)) => difference(&change.difference),
                (Part::CountBefore, Value::Change(change)) => {
                    change.n.map(|n| (n as f64, Style::Integer))
                }
                (Part::Seconds, Value::Duration(seconds)) => Some((*seconds, of_number(*seconds))),
                _ => None,
            };
            if let Some((number, style)) = number.filter(|(number, _)| number.is_finite()) {
                self.cells.number(sheet, at, number, style, is_total)?;
            }
        }
        Ok(())
    }
}

/// Returns a difference as a number that may be negative, and how to show it.
pub(super) fn difference(value: &Value) -> Option<(f64, Style)> {
    match value {
        Value::Integer(number) => Some((*number as f64, Style::More)),
        Value::Number(number) => Some((*number, Style::More)),
        Value::Percent(points) | Value::Points(points) => Some((*points, Style::PointsMore)),
        Value::Duration(seconds) => Some((*seconds, Style::SecondsMore)),
        _ => None,
    }
}

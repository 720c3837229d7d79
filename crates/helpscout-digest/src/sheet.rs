//! A spreadsheet: a sheet for the summary and one for each table.
//!
//! In: a [`Digest`]. Out: an xlsx file. The sheet `Summary` has the key figures, native charts, links
//! to the other sheets, and the facts. Each table is a sheet of typed values below a frozen header:
//! durations are times with a column of seconds beside them, IDs are numbers as long as a
//! spreadsheet keeps all their digits, instants are times of the zone that the header names, and days
//! are dates. The sheet `Chart data` has the values of the charts. A heat map is a sheet with a color
//! scale.
//!
//! Text from outside is written as text, never as a formula, and a link is written only for an
//! https address. What a spreadsheet can't hold is not lost silently: rows continue on another
//! sheet, and the summary says which texts were cut and how many links
//! are only text or numbers.
//!
//! The bytes depend on the digest alone, with the date of [`Digest::read_at`].

mod assemble;
mod cells;
mod charts;
mod columns;
mod heading;
mod limits;
mod look;
mod names;
mod summary;
mod table;
mod tail;
mod text;

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::assemble::Addition;
use self::cells::Formats;
use self::limits::Limits;
use self::names::Names;
use self::table::Written;
use crate::{Block, Digest};

/// The level of compression, from 1 to 9. For 100,000 rows, level 6 takes a third more of the time of
/// the whole report, for a file that is a sixth smaller.
const COMPRESSION: u8 = 3;

/// Writes a report as xlsx.
///
/// ```
/// use helpscout_digest::{Column, Digest, Kind, Block, Table, Value, sheet};
///
/// let mut digest = Digest::new("Marta Lindqvist");
/// let columns = vec![Column::new("Mailbox", Kind::Text), Column::new("Replies", Kind::Integer)];
/// let rows = vec![vec![Value::Text("Support".to_owned()), Value::Integer(12)]];
/// digest.blocks.push(Block::Table(Table::new("mailboxes", "Mailboxes", columns, rows)));
/// let mut xlsx = Vec::new();
/// sheet::write(&digest, &mut xlsx)?;
/// assert!(xlsx.starts_with(b"PK"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If `out` or a temporary file can't be written, or if a table has more columns than a spreadsheet.
pub fn write(digest: &Digest<'_>, out: &mut (dyn io::Write + Send)) -> io::Result<()> {
    write_within(digest, Limits::default(), out)
}

fn write_within(
    digest: &Digest<'_>,
    limits: Limits,
    out: &mut (dyn io::Write + Send),
) -> io::Result<()> {
    let (mut workbook, additions) = workbook(digest, limits).map_err(io_error)?;
    if additions.is_empty() {
        return workbook.save_to_writer(out).map_err(io_error);
    }
    let mut xlsx = Vec::new();
    workbook.save_to_writer(&mut xlsx).map_err(io_error)?;
    drop(workbook);
    assemble::write(xlsx, additions, out)
}

/// Returns the workbook, and the rows that are not in it yet.
fn workbook(digest: &Digest<'_>, limits: Limits) -> Result<(Workbook, Vec<Addition>), XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(digest)?);
    workbook.set_zip_compression_level(COMPRESSION);
    let formats = Formats::new(&mut workbook)?;
    let mut names = Names::new(["Summary", "Chart data"]);
    let mut charts = charts::Charts::new("Chart data")?;
    let (mut sheets, mut tables, mut drawn) = (Vec::new(), Vec::new(), Vec::new());
    for block in &digest.blocks {
        match block {
            Block::Chart(chart) => drawn.push(charts.add(chart, &formats, &mut names)?),
            Block::Table(table) => {
                let Written {
                    sheets: written,
                    contents,
                } = table::write(table, limits, &formats, &mut names, &mut workbook)?;
                sheets.extend(written);
                tables.push(contents);
            }
            _ => {}
        }
    }
    let summary = summary::write("Summary", digest, &tables, drawn, &formats)?;
    workbook.push_worksheet(summary);
    let mut additions = Vec::new();
    for (sheet, tail) in sheets {
        workbook.push_worksheet(sheet);
        let sheet = workbook.worksheets().len();
        additions.extend(tail.map(|tail| Addition { sheet, tail }));
    }
    for sheet in charts.into_sheets() {
        workbook.push_worksheet(sheet);
    }
    Ok((workbook, additions))
}

/// Returns the properties of the file, which have no date but that of the report.
fn properties(digest: &Digest<'_>) -> Result<DocProperties, XlsxError> {
    let created = match digest.read_at {
        Some(instant) => ExcelDateTime::from_timestamp(instant.as_second())?,
        None => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    let (title, period) = (text::clean(&digest.title), text::clean(&digest.period));
    Ok(DocProperties::new()
        .set_title(text::within(&title, 255))
        .set_subject(text::within(&period, 255))
        .set_creation_datetime(&created))
}

/// Converts an error of the library, whose message says what is wrong.
fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::TempFileError(folder, error) => {
            let message = format!(
                "{error}, in the folder for temporary files, {}",
                folder.display()
            );
            io::Error::new(error.kind(), message)
        }
        other => io::Error::other(format!("the spreadsheet can't be written: {other}")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

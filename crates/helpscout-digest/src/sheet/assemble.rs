//! The file of the library, with the last rows of long tables in their sheets.

use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::tail::{BUFFER, Tail};

/// The level of compression for the sheets of long tables. Level 3 takes three times as long, for a file
/// that is a third smaller.
const COMPRESSION: i64 = 1;

/// The end of the rows of a sheet. In a text, the first character would be another.
const END_OF_ROWS: &str = "</sheetData>";

/// The start of the tag with the area of a sheet.
const START_OF_AREA: &str = "<dimension ref=\"";

/// The rows to add to a sheet.
pub(super) struct Addition {
    /// The position of the sheet in the workbook, counted from 1.
    pub(super) sheet: usize,
    pub(super) tail: Tail,
}

/// Writes a file with more rows.
pub(super) fn write(
    xlsx: Vec<u8>,
    mut additions: Vec<Addition>,
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(xlsx))?;
    let mut written = ZipWriter::new_stream(out);
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at)?;
        let name = file.name()?.into_owned();
        let is_meant =
            |addition: &Addition| name == format!("xl/worksheets/sheet{}.xml", addition.sheet);
        let Some(place) = additions.iter().position(is_meant) else {
            written.raw_copy_file(file)?;
            continue;
        };
        let size = file.size();
        drop(file);
        let (mut rows, length, last) = additions.swap_remove(place).tail.finish()?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(COMPRESSION))
            .unix_permissions(0o600)
            .last_modified_time(DateTime::default())
            .large_file(size.saturating_add(length) > u64::from(u32::MAX));
        written.start_file(name, options)?;
        let mut sheet = BufReader::with_capacity(BUFFER, archive.by_index(at)?);
        let mut out = BufWriter::with_capacity(BUFFER, &mut written);
        copy_until_end_of_rows(&mut sheet, last, &mut out)?;
        io::copy(&mut rows, &mut out)?;
        out.write_all(END_OF_ROWS.as_bytes())?;
        io::copy(&mut sheet, &mut out)?;
        out.flush()?;
    }
    written.finish()?;
    Ok(())
}

/// Copies the start of a sheet, with another last row of its area.
fn copy_until_end_of_rows(
    sheet: &mut impl BufRead,
    last: u32,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut tag = Vec::new();
    while sheet.read_until(b'>', &mut tag)? > 0 {
        if let Some(rows) = tag.strip_suffix(END_OF_ROWS.as_bytes()) {
            return out.write_all(rows);
        }
        match tag.strip_prefix(START_OF_AREA.as_bytes()).and_then(start) {
            // `A1:N10001`, without its number of rows.
            Some(area) => write!(out, "{START_OF_AREA}{area}{last}\"/>")?,
            None => out.write_all(&tag)?,
        }
        tag.clear();
    }
    Err(io::Error::other(
        "the spreadsheet can't be written: a sheet has no place for its rows",
    ))
}

/// Returns the area of a sheet without the digits at its end.
fn start(area: &[u8]) -> Option<&str> {
    let area = str::from_utf8(area).ok()?.strip_suffix("\"/>")?;
    Some(area.trim_end_matches(|char: char| char.is_ascii_digit()))
}

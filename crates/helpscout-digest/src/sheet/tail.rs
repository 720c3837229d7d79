//! The last rows of a long table, written without the library.
//!
//! In: the same cells as for a sheet of the library. Out: the same XML, in a temporary file, for a
//! fourth of the time. It has no links, which need memory until the file is complete. A test compares
//! every byte with what the library writes.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use rust_xlsxwriter::XlsxError;

use super::cells::{Shown, Target};
use super::look::Look;
use crate::temporary::in_temporary_folder;

/// The size of the buffers for the temporary file, in bytes.
pub(super) const BUFFER: usize = 64 * 1024;

/// Rows as XML.
#[derive(Debug)]
pub(super) struct Tail {
    /// The formats of the columns.
    columns: Vec<u32>,
    letters: Vec<String>,
    /// The cells of the current row.
    cells: String,
    /// The current row as cells name it, counted from 1. Empty before the first.
    row: String,
    /// The index of the current row.
    at: u32,
    file: BufWriter<File>,
}

impl Tail {
    /// Starts without rows. `columns` are the numbers of the formats of the columns.
    pub(super) fn new(columns: Vec<u32>) -> io::Result<Self> {
        let letters = (0..columns.len()).map(letters_of).collect();
        let file = tempfile::tempfile().map_err(in_temporary_folder)?;
        Ok(Self {
            columns,
            letters,
            cells: String::new(),
            row: String::new(),
            at: 0,
            file: BufWriter::with_capacity(BUFFER, file),
        })
    }

    /// Returns the XML, its length in bytes and the number of the last row.
    pub(super) fn finish(mut self) -> io::Result<(impl Read + use<>, u64, u32)> {
        self.end_row()?;
        let file = self.file.into_inner();
        let mut file = file.map_err(|error| in_temporary_folder(error.into_error()))?;
        let length = file.stream_position().map_err(in_temporary_folder)?;
        file.rewind().map_err(in_temporary_folder)?;
        Ok((BufReader::with_capacity(BUFFER, file), length, self.at + 1))
    }

    fn end_row(&mut self) -> io::Result<()> {
        if self.row.is_empty() {
            return Ok(());
        }
        self.cells.push_str("</row>");
        self.file
            .write_all(self.cells.as_bytes())
            .map_err(in_temporary_folder)?;
        self.cells.clear();
        Ok(())
    }

    /// Starts a cell, and its row if it is the first of it.
    fn start(&mut self, (row, column): (u32, u16), own: Option<&Look>) -> io::Result<()> {
        if self.row.is_empty() || self.at != row {
            self.end_row()?;
            self.at = row;
            self.row = (u64::from(row) + 1).to_string();
            for part in ["<row r=\"", &self.row, "\">"] {
                self.cells.push_str(part);
            }
        }
        let column = usize::from(column);
        let letters = self.letters.get(column).map_or("", String::as_str);
        for part in ["<c r=\"", letters, &self.row, "\""] {
            self.cells.push_str(part);
        }
        // The number 0 is that of no format, for which a cell has that of its column.
        let own = own.map(|look| look.id).filter(|id| *id != 0);
        let format = own.or_else(|| self.columns.get(column).copied());
        if let Some(format) = format.filter(|format| *format != 0) {
            // Writing to a text can't fail.
            let _ = write!(self.cells, " s=\"{format}\"");
        }
        Ok(())
    }
}

impl Target for Tail {
    fn number(&mut self, at: (u32, u16), number: f64, own: Option<&Look>) -> Result<(), XlsxError> {
        self.start(at, own)?;
        self.cells.push_str("><v>");
        // The same digits, in less time.
        let whole = number as i64;
        let is_whole = whole as f64 == number && whole.unsigned_abs() < 1 << 53;
        let _ = if is_whole && (whole != 0 || number.is_sign_positive()) {
            write!(self.cells, "{whole}")
        } else {
            write!(self.cells, "{number}")
        };
        self.cells.push_str("</v></c>");
        Ok(())
    }

    fn text(&mut self, at: (u32, u16), text: &str, own: Option<&Look>) -> Result<(), XlsxError> {
        if text.is_empty() {
            if own.is_some() {
                self.start(at, own)?;
                self.cells.push_str("/>");
            }
            return Ok(());
        }
        self.start(at, own)?;
        self.cells.push_str(" t=\"inlineStr\"><is><t");
        let is_space = ['\t', '\n', ' '];
        if text.starts_with(is_space) || text.ends_with(is_space) {
            self.cells.push_str(" xml:space=\"preserve\"");
        }
        self.cells.push('>');
        escape(&literal(text), &mut self.cells);
        self.cells.push_str("</t></is></c>");
        Ok(())
    }

    fn link(&mut self, _: (u32, u16), _: Shown<'_>, _: &str, _: &Look) -> Result<bool, XlsxError> {
        Ok(false)
    }
}

/// Appends a text without the characters that mean something in XML.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}

/// Returns a text in which a spreadsheet finds no escaped character, such as `_x000A_`.
fn literal(text: &str) -> Cow<'_, str> {
    let is_escape = |at: &usize| {
        let bytes = &text.as_bytes()[*at..];
        bytes.get(6) == Some(&b'_') && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
    };
    let mut escapes = text
        .match_indices("_x")
        .map(|(at, _)| at)
        .filter(is_escape)
        .peekable();
    if escapes.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let (mut literal, mut copied) = (String::new(), 0);
    for at in escapes {
        literal.push_str(&text[copied..at]);
        literal.push_str("_x005F");
        copied = at;
    }
    literal.push_str(&text[copied..]);
    Cow::Owned(literal)
}

/// Returns the letters of a column, such as `AB` for 27.
fn letters_of(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match (column / 26).checked_sub(1) {
        Some(before) => letters_of(before) + &last.to_string(),
        None => last.to_string(),
    }
}

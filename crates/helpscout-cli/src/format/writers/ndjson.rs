//! One JSON value on each line.

use std::io::Write;

use serde_json::value::RawValue;

use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::json_lines::JsonLines;
use crate::format::writer::{Omissions, RowWriter, Writer};

/// Writes a line for each row as it comes, for each item of a list, or for the whole answer.
pub(super) struct NdjsonWriter<'o> {
    out: &'o mut dyn Write,
    lines: JsonLines,
}

impl<'o> NdjsonWriter<'o> {
    pub(super) fn new(lines: JsonLines, out: &'o mut dyn Write) -> Self {
        Self { out, lines }
    }
}

impl RowWriter for NdjsonWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        Ok(self
            .lines
            .write(rows.iter().map(|row| row.get()), self.out)?)
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        Ok(Omissions::default())
    }
}

impl Writer for NdjsonWriter<'_> {
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        let written = match &document.content {
            Content::List(items) => {
                let items = items.iter().map(|item| item.get());
                self.lines.write(items, self.out)
            }
            Content::Object(json, _) => self.lines.write(std::iter::once(json.get()), self.out),
        };
        Ok(written?)
    }
}

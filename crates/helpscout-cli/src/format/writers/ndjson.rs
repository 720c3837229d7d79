//! One JSON value on each line.

use std::io::Write;

use serde_json::value::RawValue;

use crate::format::compact;
use crate::format::definitions::AnswerType;
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::shape::{Rewriter, Shapes};
use crate::format::writer::{Omissions, Writer};

/// Writes a line for each row as it comes, for each item of a list, or for the whole answer.
pub(super) struct NdjsonWriter<'o> {
    out: &'o mut dyn Write,
    /// `None` to write values as received.
    rewriter: Option<Rewriter>,
    lines: String,
}

impl<'o> NdjsonWriter<'o> {
    /// Creates a writer of values with numbers as described.
    pub(super) fn new(answer: AnswerType, out: &'o mut dyn Write) -> Self {
        Self {
            out,
            rewriter: Some(Rewriter::new(Shapes::of_rows(answer))),
            lines: String::new(),
        }
    }

    /// Creates a writer of values as received.
    pub(super) fn raw(out: &'o mut dyn Write) -> Self {
        Self {
            out,
            rewriter: None,
            lines: String::new(),
        }
    }

    fn write<'a>(&mut self, values: impl Iterator<Item = &'a str>) -> Result<(), WriteError> {
        self.lines.clear();
        for value in values {
            match &mut self.rewriter {
                Some(rewriter) => rewriter.append(value, Shapes::ROOT, &mut self.lines),
                None => compact::append(value, &mut self.lines),
            }
            self.lines.push('\n');
        }
        Ok(self.out.write_all(self.lines.as_bytes())?)
    }
}

impl Writer for NdjsonWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        self.write(rows.iter().map(|row| row.get()))
    }

    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        match &document.content {
            Content::List(items) => self.write(items.iter().map(|item| item.get())),
            Content::Object(json, _) => self.write(std::iter::once(json.get())),
        }
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        Ok(Omissions::default())
    }
}

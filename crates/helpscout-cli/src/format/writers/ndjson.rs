//! One JSON value on each line, with values as received.

use std::io::Write;

use serde_json::value::RawValue;

use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::ndjson;
use crate::format::writer::{Omissions, Writer};

/// Writes a line for each row as it comes, for each item of a list, or for the whole answer.
pub(super) struct NdjsonWriter<'o> {
    out: &'o mut dyn Write,
}

impl<'o> NdjsonWriter<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Self { out }
    }
}

impl Writer for NdjsonWriter<'_> {
    fn rows(&mut self, rows: Vec<Box<RawValue>>) -> Result<(), WriteError> {
        Ok(ndjson::write(rows.iter().map(|row| &**row), self.out)?)
    }

    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        match &document.content {
            Content::List(items) => ndjson::write(items.iter().copied(), self.out)?,
            Content::Object(json, _) => ndjson::write([*json], self.out)?,
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        Ok(Omissions::default())
    }
}

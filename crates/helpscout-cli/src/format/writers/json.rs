//! One JSON document, with values as received.

use std::io::Write;

use serde_json::value::RawValue;

use crate::format::document::Document;
use crate::format::error::WriteError;
use crate::format::json::{self, Array};
use crate::format::writer::{Omissions, RowWriter, Writer};

/// Writes rows as one array as they come; other answers byte for byte.
pub(super) struct JsonWriter<'o> {
    out: &'o mut dyn Write,
    /// `None` until rows come.
    array: Option<Array>,
}

impl<'o> JsonWriter<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Self { out, array: None }
    }
}

impl RowWriter for JsonWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        let array = self.array.get_or_insert_default();
        for row in rows {
            array.push(row.get(), self.out)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Some(array) = self.array {
            array.end(self.out)?;
        }
        Ok(Omissions::default())
    }
}

impl Writer for JsonWriter<'_> {
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        Ok(json::write_text(document.text, self.out)?)
    }
}

//! Comma-separated values with a header.

use std::io::Write;

use serde_json::value::RawValue;

use crate::format::definitions::AnswerType;
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::flatten::FlatAnswer;
use crate::format::grid::Grid;
use crate::format::writer::{Omissions, Writer};

/// Writes a record for each row or item, or the records of a flattened object.
pub(super) struct CsvWriter<'o> {
    answer: AnswerType,
    out: &'o mut dyn Write,
    /// `None` until rows come. All are kept, as the last may have a key that belongs in the header.
    rows: Option<Vec<Box<RawValue>>>,
    omissions: Omissions,
}

impl<'o> CsvWriter<'o> {
    pub(super) fn new(answer: AnswerType, out: &'o mut dyn Write) -> Self {
        Self {
            answer,
            out,
            rows: None,
            omissions: Omissions::default(),
        }
    }

    fn grid<'a>(
        answer: AnswerType,
        rows: impl Iterator<Item = &'a RawValue>,
    ) -> Result<Grid<'a>, WriteError> {
        Grid::read(answer.definitions, answer.columns, rows).map_err(WriteError::NotAnObject)
    }
}

impl Writer for CsvWriter<'_> {
    fn rows(&mut self, rows: Vec<Box<RawValue>>) -> Result<(), WriteError> {
        self.rows.get_or_insert_default().extend(rows);
        Ok(())
    }

    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        match document.structured()? {
            Content::List(items) => {
                let grid = Self::grid(self.answer, items.iter().copied())?;
                grid.write_csv(self.out)?;
            }
            Content::Object(_, fields) => {
                let AnswerType {
                    definitions,
                    object,
                    ..
                } = self.answer;
                let flat = FlatAnswer::of(definitions, object, fields);
                flat.write_csv(self.out)?;
                self.omissions.lists = flat.into_omitted();
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Some(rows) = &self.rows {
            let grid = Self::grid(self.answer, rows.iter().map(|row| &**row))?;
            grid.write_csv(self.out)?;
        }
        Ok(self.omissions)
    }
}

//! Comma-separated values with a header.

use serde_json::value::RawValue;

use crate::format::csv_rows::CsvRows;
use crate::format::definitions::AnswerType;
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::flatten::FlatAnswer;
use crate::format::shape::Shapes;
use crate::format::sink::Sink;
use crate::format::writer::{Omissions, Writer};

/// Writes a record for each row as it comes, or for each item of a list, or the records of a
/// flattened object.
pub(super) struct CsvWriter<'o> {
    answer: AnswerType,
    content: Records<'o>,
    omissions: Omissions,
}

/// What is written.
enum Records<'o> {
    /// Nothing so far.
    None(&'o mut dyn Sink),
    /// Rows.
    Rows(Box<CsvRows<'o>>),
    /// An object, which is complete.
    Object,
}

impl<'o> CsvWriter<'o> {
    pub(super) fn new(answer: AnswerType, out: &'o mut dyn Sink) -> Self {
        Self {
            answer,
            content: Records::None(out),
            omissions: Omissions::default(),
        }
    }

    fn write<'a>(&mut self, rows: impl Iterator<Item = &'a str> + Clone) -> Result<(), WriteError> {
        let content = std::mem::replace(&mut self.content, Records::Object);
        let mut records = match content {
            Records::Rows(records) => records,
            Records::None(out) => {
                let shapes = Shapes::of_rows(self.answer);
                Box::new(CsvRows::new(self.answer.columns, shapes, out))
            }
            Records::Object => return Ok(()),
        };
        let written = records.write(rows);
        self.content = Records::Rows(records);
        written
    }
}

impl Writer for CsvWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        self.write(rows.iter().map(|row| row.get()))
    }

    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        match document.structured()? {
            Content::List(items) => self.write(items.iter().map(|item| item.get()))?,
            Content::Object(_, fields) => {
                let content = std::mem::replace(&mut self.content, Records::Object);
                let Records::None(out) = content else {
                    return Ok(());
                };
                let AnswerType {
                    definitions,
                    object,
                    ..
                } = self.answer;
                let flat = FlatAnswer::of(definitions, object, fields);
                flat.write_csv(out)?;
                self.omissions.lists = flat.into_omitted();
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Records::Rows(records) = self.content {
            records.finish()?;
        }
        Ok(self.omissions)
    }
}

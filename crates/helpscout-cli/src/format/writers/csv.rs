//! Comma-separated values with a header.

use helpscout_description::Tables;
use serde_json::value::RawValue;

use crate::format::csv_rows::CsvRows;
use crate::format::definitions::AnswerType;
use crate::format::document::Document;
use crate::format::error::WriteError;
use crate::format::shape::Shapes;
use crate::format::sink::Sink;
use crate::format::tables;
use crate::format::writer::{Omissions, RowWriter, Writer};

/// Writes a record for each row as it comes, or the main table of an answer without pages.
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
    /// An answer without pages, which is complete.
    Complete,
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
        let content = std::mem::replace(&mut self.content, Records::Complete);
        let mut records = match content {
            Records::Rows(records) => records,
            Records::None(out) => {
                let shapes = Shapes::of_rows(self.answer);
                Box::new(CsvRows::new(self.answer.columns, shapes, out))
            }
            Records::Complete => return Ok(()),
        };
        let written = records.write(rows);
        self.content = Records::Rows(records);
        written
    }
}

impl RowWriter for CsvWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        self.write(rows.iter().map(|row| row.get()))
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Records::Rows(records) = self.content {
            records.finish()?;
        }
        Ok(self.omissions)
    }
}

impl Writer for CsvWriter<'_> {
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        let AnswerType {
            definitions,
            object,
            is_list,
            ..
        } = self.answer;
        let tables = Tables::of_answer(definitions.0, object, is_list);
        let filled = tables::fill(&tables, document.structured()?)?;
        let content = std::mem::replace(&mut self.content, Records::Complete);
        if let (Records::None(out), Some((main, others))) = (content, filled.tables.split_first()) {
            main.write_csv(definitions, out)?;
            let others = others.iter().filter(|table| !table.records.is_empty());
            self.omissions.omitted = others.map(|table| table.name.clone()).collect();
        }
        self.omissions.omitted.extend(filled.omitted);
        self.omissions.as_json = filled.as_json;
        Ok(())
    }
}

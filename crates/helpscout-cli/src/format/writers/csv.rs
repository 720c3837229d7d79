//! Comma-separated values with a header.

use std::io::Write;

use helpscout_description::Tables;
use serde_json::value::RawValue;

use crate::format::definitions::AnswerType;
use crate::format::document::Document;
use crate::format::error::WriteError;
use crate::format::grid::Grid;
use crate::format::tables;
use crate::format::writer::{Omissions, Writer};

/// Writes a record for each row, or the main table of an answer without pages.
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
        let AnswerType {
            definitions,
            object,
            is_list,
            ..
        } = self.answer;
        let tables = Tables::of_answer(definitions.0, object, is_list);
        let filled = tables::fill(&tables, document.structured()?)?;
        self.omissions.omitted = filled.omitted;
        self.omissions.as_json = filled.as_json;
        let Some((main, others)) = filled.tables.split_first() else {
            return Ok(());
        };
        main.write_csv(self.out)?;
        let others = others.iter().filter(|table| !table.records.is_empty());
        self.omissions
            .omitted
            .extend(others.map(|table| table.name.clone()));
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

//! Typed columns, compressed.

use std::mem;

use helpscout_arrow::Schema;
use helpscout_description::Tables;
use serde_json::value::RawValue;

use crate::format::definitions::AnswerType;
use crate::format::document::Document;
use crate::format::error::WriteError;
use crate::format::parquet::ParquetFile;
use crate::format::sink::Sink;
use crate::format::tables;
use crate::format::writer::{Omissions, RowWriter, Writer};

/// Writes rows as they come, or the main table of an answer without pages.
pub(super) struct ParquetWriter<'o> {
    answer: AnswerType,
    content: Content<'o>,
    omissions: Omissions,
}

/// What is written.
enum Content<'o> {
    /// Nothing so far.
    None(&'o mut dyn Sink),
    Rows(Box<ParquetFile<'o>>),
    /// An answer without pages, which is complete.
    Complete,
}

impl<'o> ParquetWriter<'o> {
    pub(super) fn new(answer: AnswerType, out: &'o mut dyn Sink) -> Self {
        Self {
            answer,
            content: Content::None(out),
            omissions: Omissions::default(),
        }
    }
}

impl RowWriter for ParquetWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        let mut file = match mem::replace(&mut self.content, Content::Complete) {
            Content::Rows(file) => file,
            Content::None(out) => {
                let AnswerType {
                    definitions,
                    columns,
                    ..
                } = self.answer;
                Box::new(ParquetFile::new(
                    &Schema::of_fields(definitions.0, columns),
                    out,
                )?)
            }
            Content::Complete => return Ok(()),
        };
        for row in rows {
            file.push(row.get())?;
        }
        self.content = Content::Rows(file);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Content::Rows(file) = self.content {
            file.finish()?;
        }
        Ok(self.omissions)
    }
}

impl Writer for ParquetWriter<'_> {
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        let AnswerType {
            definitions,
            object,
            is_list,
            ..
        } = self.answer;
        let tables = Tables::of_answer(definitions.0, object, is_list);
        let filled = tables::fill(&tables, document.structured()?)?;
        let content = mem::replace(&mut self.content, Content::Complete);
        if let (Content::None(out), Some(table)) = (content, tables.list.first())
            && let Some((main, others)) = filled.tables.split_first()
        {
            let schema = Schema::of(definitions.0, table, None);
            main.write_parquet(&schema, definitions, out)?;
            let others = others.iter().filter(|table| !table.records.is_empty());
            self.omissions.omitted = others.map(|table| table.name.clone()).collect();
        }
        self.omissions.omitted.extend(filled.omitted);
        Ok(())
    }
}

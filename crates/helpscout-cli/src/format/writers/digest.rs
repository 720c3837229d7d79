//! A report: an HTML page, a spreadsheet or Markdown.

use std::rc::Rc;

use helpscout_command::Format;
use helpscout_digest::Block;
use serde_json::value::RawValue;

use crate::format::definitions::AnswerType;
use crate::format::digest::{self, About, RowsTable};
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::json_object::JsonObject;
use crate::format::sink::Sink;
use crate::format::tables;
use crate::format::writer::{Omissions, RowWriter, Writer};

/// Keeps rows until all of them are there, and writes a report.
pub(super) struct DigestWriter<'o> {
    answer: AnswerType,
    about: Rc<About>,
    format: Format,
    out: &'o mut dyn Sink,
    /// `None` until rows come.
    table: Option<RowsTable>,
    /// Which part of a report the rows are.
    parts: Vec<String>,
    omissions: Omissions,
}

impl<'o> DigestWriter<'o> {
    pub(super) fn new(
        answer: AnswerType,
        about: Rc<About>,
        format: Format,
        out: &'o mut dyn Sink,
    ) -> Self {
        Self {
            answer,
            about,
            format,
            out,
            table: None,
            parts: Vec::new(),
            omissions: Omissions::default(),
        }
    }
}

impl DigestWriter<'_> {
    /// Returns the tables of lists within items of lists, of which the table of the items has only
    /// the names.
    fn tables_of_items(&self, content: &Content<'_>) -> Vec<Block<'static>> {
        let tables = self.answer.tables();
        let Ok(filled) = tables::fill(&tables, content) else {
            return Vec::new();
        };
        let inner = filled.tables.iter().filter(|table| {
            let described = table.described;
            described.leading > 0 && !described.is_series && !table.records.is_empty()
        });
        let typed = |table| Block::Table(digest::typed(table, self.answer.definitions));
        inner.map(typed).collect()
    }
}

impl RowWriter for DigestWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        let AnswerType {
            definitions,
            columns,
            important,
            is_chosen,
            ..
        } = self.answer;
        let new = || {
            let table = RowsTable::new(definitions, columns, important);
            table.with_all_columns(is_chosen)
        };
        let table = self.table.get_or_insert_with(new);
        for row in rows {
            let position = table.len() + 1;
            let fields = JsonObject::of(row).map_err(|_| WriteError::NotAnObject(position))?;
            table.push(&fields)?;
        }
        Ok(())
    }

    fn is_part(&mut self, line: &str) {
        self.parts.push(line.to_owned());
    }

    fn finish(mut self: Box<Self>) -> Result<Omissions, WriteError> {
        let about = Rc::make_mut(&mut self.about);
        about.extent.splice(0..0, self.parts.drain(..));
        if let Some(table) = self.table.take() {
            let title = &self.about.title;
            let (table, read_back, unknown) = table.finish("rows", title)?;
            let report = digest::of_blocks(&self.about, vec![Block::Table(table)]);
            digest::write(&report, self.format, self.out)?;
            read_back.check()?;
            self.omissions.unknown = unknown;
        }
        Ok(self.omissions)
    }
}

impl Writer for DigestWriter<'_> {
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        let content = document.structured()?;
        let mut report = digest::of_answer(self.answer, content, &self.about)?;
        let inner = self.tables_of_items(content);
        report.digest.blocks.extend(inner);
        digest::write(&report.digest, self.format, self.out)?;
        for read_back in &report.read_backs {
            read_back.check()?;
        }
        self.omissions.unknown = report.unknown;
        Ok(())
    }
}

//! A file of one table: the rows as they come, or the main table of an answer without pages.

use std::mem;

use serde_json::value::RawValue;

use crate::format::Form;
use crate::format::definitions::AnswerType;
use crate::format::document::Document;
use crate::format::error::WriteError;
use crate::format::sink::Sink;
use crate::format::tables;
use crate::format::writer::{Omissions, RowWriter, Writer};

/// Writes the rows of a report that has pages.
pub(super) trait Records<'o>: Sized {
    fn open(answer: AnswerType, out: &'o mut dyn Sink) -> Result<Self, WriteError>;

    /// Takes the rows of the next page.
    fn write(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError>;

    fn finish(self) -> Result<(), WriteError>;
}

pub(super) struct OneTable<'o, R> {
    form: Form,
    answer: AnswerType,
    content: Content<'o, R>,
    omissions: Omissions,
}

/// What is written.
enum Content<'o, R> {
    /// Nothing so far.
    None(&'o mut dyn Sink),
    Rows(Box<R>),
    /// An answer without pages, which is complete.
    Complete,
}

impl<'o, R> OneTable<'o, R> {
    pub(super) fn new(form: Form, answer: AnswerType, out: &'o mut dyn Sink) -> Self {
        Self {
            form,
            answer,
            content: Content::None(out),
            omissions: Omissions::default(),
        }
    }
}

impl<'o, R: Records<'o>> RowWriter for OneTable<'o, R> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        let mut records = match mem::replace(&mut self.content, Content::Complete) {
            Content::Rows(records) => records,
            Content::None(out) => Box::new(R::open(self.answer, out)?),
            Content::Complete => return Ok(()),
        };
        let written = records.write(rows);
        self.content = Content::Rows(records);
        written
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Content::Rows(records) = self.content {
            records.finish()?;
        }
        Ok(self.omissions)
    }
}

impl<'o, R: Records<'o>> Writer for OneTable<'o, R> {
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        let tables = self.answer.tables();
        let filled = tables::fill(&tables, document.structured()?)?;
        let content = mem::replace(&mut self.content, Content::Complete);
        if let (Content::None(out), Some((main, others))) = (content, filled.tables.split_first()) {
            main.write(self.form, self.answer.definitions, out)?;
            let others = others.iter().filter(|table| !table.records.is_empty());
            self.omissions.omitted = others.map(|table| table.name().to_owned()).collect();
        }
        self.omissions.omitted.extend(filled.omitted);
        self.omissions.as_json = filled.as_json;
        Ok(())
    }
}

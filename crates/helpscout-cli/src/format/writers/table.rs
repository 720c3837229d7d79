//! A table for people.

use std::io::Write;
use std::rc::Rc;

use serde_json::value::RawValue;

use crate::format::Look;
use crate::format::definitions::AnswerType;
use crate::format::digest::{About, Foot};
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::grid::GridTable;
use crate::format::json_object::JsonObject;
use crate::format::overview;
use crate::format::writer::{Omissions, RowWriter, Writer};

/// Writes one table of all rows, or an overview of an answer without pages.
pub(super) struct TableWriter<'o> {
    answer: AnswerType,
    look: Look,
    foot: Option<Foot>,
    out: &'o mut dyn Write,
    /// `None` until rows come.
    table: Option<GridTable<'static>>,
    rows: usize,
    omissions: Omissions,
}

impl<'o> TableWriter<'o> {
    pub(super) fn new(
        answer: AnswerType,
        look: Look,
        about: &Rc<About>,
        out: &'o mut dyn Write,
    ) -> Self {
        Self {
            answer,
            look,
            foot: Foot::of(look, about),
            out,
            table: None,
            rows: 0,
            omissions: Omissions::default(),
        }
    }
}

impl RowWriter for TableWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        let AnswerType {
            definitions,
            columns,
            important,
            is_chosen,
            ..
        } = self.answer;
        let new = || {
            let table = GridTable::new(definitions, columns, important, self.look);
            table.with_all_columns(is_chosen)
        };
        let table = self.table.get_or_insert_with(new);
        for row in rows {
            self.rows += 1;
            let row = JsonObject::of(row).map_err(|_| WriteError::NotAnObject(self.rows))?;
            table.push(&row)?;
        }
        Ok(())
    }

    fn is_part(&mut self, line: &str) {
        if let Some(foot) = &mut self.foot {
            foot.is_part(line);
        }
    }

    fn finish(mut self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Some(table) = self.table.take() {
            self.omissions = table.finish(self.out)?;
            if let Some(foot) = self.foot.take() {
                foot.write(self.out)?;
            }
        }
        Ok(self.omissions)
    }
}

impl Writer for TableWriter<'_> {
    fn document(&mut self, document: &Document<'_>) -> Result<(), WriteError> {
        let AnswerType {
            definitions,
            object,
            ..
        } = self.answer;
        let overview = match document.structured()? {
            Content::List(items) => {
                let rows = JsonObject::each(items.iter().copied());
                let rows = rows.map_err(WriteError::NotAnObject)?;
                overview::list(definitions, object, rows, self.look)
            }
            Content::Object(_, fields) => overview::object(definitions, object, fields, self.look),
        };
        self.omissions.too_wide = overview.left_out;
        self.omissions.empty = overview.empty;
        self.omissions.unknown = overview.unknown;
        self.out.write_all(overview.text.as_bytes())?;
        match self.foot.take() {
            Some(foot) => Ok(foot.write(self.out)?),
            None => Ok(()),
        }
    }
}

//! A table for people.

use std::io::Write;

use serde_json::value::RawValue;

use crate::format::Look;
use crate::format::definitions::AnswerType;
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::grid::Grid;
use crate::format::json_object::JsonObject;
use crate::format::overview;
use crate::format::writer::{Omissions, Writer};

/// Writes one table of all rows, or an overview of an answer without pages.
pub(super) struct TableWriter<'o> {
    answer: AnswerType,
    look: Look,
    out: &'o mut dyn Write,
    /// `None` until rows come. All are kept, as the longest value decides how wide a column is.
    rows: Option<Vec<Box<RawValue>>>,
    omissions: Omissions,
}

impl<'o> TableWriter<'o> {
    pub(super) fn new(answer: AnswerType, look: Look, out: &'o mut dyn Write) -> Self {
        Self {
            answer,
            look,
            out,
            rows: None,
            omissions: Omissions::default(),
        }
    }
}

impl Writer for TableWriter<'_> {
    fn rows(&mut self, rows: Vec<Box<RawValue>>) -> Result<(), WriteError> {
        self.rows.get_or_insert_default().extend(rows);
        Ok(())
    }

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
        self.omissions.unknown = overview.unknown;
        Ok(self.out.write_all(overview.text.as_bytes())?)
    }

    fn finish(mut self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Some(rows) = &self.rows {
            let rows = rows.iter().map(|row| &**row);
            let grid = Grid::read(self.answer.definitions, self.answer.columns, rows)
                .map_err(WriteError::NotAnObject)?;
            let table = grid.render_table(self.look);
            self.omissions.unknown = grid.unknown().cloned().collect();
            self.omissions.too_wide = table.left_out;
            self.out.write_all(table.text.as_bytes())?;
        }
        Ok(self.omissions)
    }
}

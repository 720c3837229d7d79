//! Hands the selected rows on to the writer of a format.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::column::Column;
use super::selection::Selection;
use super::sorted::SortedRows;
use crate::format::definitions::Definitions;
use crate::format::error::WriteError;
use crate::format::json_object::JsonObject;
use crate::format::writer::{Omissions, RowWriter, Selected};

/// The number of sorted rows that are written at a time.
const ROWS_AT_A_TIME: usize = 200;

/// Writes the selected rows with the writer of a format.
pub(super) struct SelectedRows<'o> {
    selection: Arc<Selection>,
    definitions: Definitions,
    writer: Box<dyn RowWriter + 'o>,
    /// The rows to sort, if they are to be sorted.
    sorted: Option<SortedRows>,
    counts: Selected,
}

impl<'o> SelectedRows<'o> {
    pub(super) fn new(
        selection: Arc<Selection>,
        definitions: Definitions,
        writer: Box<dyn RowWriter + 'o>,
    ) -> Self {
        let limit = selection.limit.unwrap_or(usize::MAX);
        Self {
            sorted: (!selection.order.is_empty()).then(|| SortedRows::new(limit)),
            selection,
            definitions,
            writer,
            counts: Selected::default(),
        }
    }

    /// Returns the row to write: all of it, or only the chosen columns.
    fn chosen(&self, row: &RawValue, fields: &JsonObject<'_>) -> Result<Box<RawValue>, WriteError> {
        match &self.selection.columns {
            None => Ok(row.to_owned()),
            Some(columns) => Ok(chosen(columns, fields)?),
        }
    }
}

impl RowWriter for SelectedRows<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        let selection = Arc::clone(&self.selection);
        let limit = selection.limit.unwrap_or(usize::MAX);
        let mut selected = Vec::new();
        for row in rows {
            self.counts.rows += 1;
            let fields = JsonObject::of(row);
            let fields = fields.map_err(|_| WriteError::NotAnObject(self.counts.rows))?;
            if !selection.is_met(&fields, self.definitions) {
                continue;
            }
            if let Some(sorted) = &mut self.sorted {
                sorted.push(row.get(), &fields, &selection.order, self.definitions)?;
            } else if self.counts.written < limit {
                self.counts.written += 1;
                selected.push(self.chosen(row, &fields)?);
            }
        }
        if self.sorted.is_some() {
            return Ok(());
        }
        // Also without rows, so that an empty page of a report becomes an empty report.
        self.writer.rows(&selected)
    }

    fn is_part(&mut self, line: &str) {
        self.writer.is_part(line);
    }

    fn finish(mut self: Box<Self>) -> Result<Omissions, WriteError> {
        if let Some(mut sorted) = self.sorted.take() {
            let count = sorted.sort(&self.selection.order);
            self.counts.written = count;
            let mut next = 0;
            loop {
                let mut batch = Vec::new();
                while next < count && batch.len() < ROWS_AT_A_TIME {
                    let row =
                        RawValue::from_string(sorted.read(next)?).map_err(std::io::Error::from)?;
                    let fields = JsonObject::of(&row);
                    let fields = fields.map_err(|_| WriteError::NotAnObject(next + 1))?;
                    batch.push(self.chosen(&row, &fields)?);
                    next += 1;
                }
                self.writer.rows(&batch)?;
                if next >= count {
                    break;
                }
            }
        }
        if let Some(line) = self.selection.described(self.counts) {
            self.writer.is_part(&line);
        }
        let omissions = self.writer.finish()?;
        Ok(Omissions {
            selected: Some(self.counts),
            ..omissions
        })
    }
}

/// Returns an object of the chosen columns, with their names as keys. A value that a row lacks is
/// null.
fn chosen(columns: &[Column], row: &JsonObject<'_>) -> std::io::Result<Box<RawValue>> {
    let mut text = String::from("{");
    for column in columns {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&serde_json::to_string(&column.name)?);
        text.push(':');
        text.push_str(column.value(row).map_or("null", RawValue::get));
    }
    text.push('}');
    Ok(RawValue::from_string(text)?)
}

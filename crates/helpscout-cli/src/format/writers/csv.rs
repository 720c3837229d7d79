//! Comma-separated values with a header.

use serde_json::value::RawValue;

use super::one_table::{OneTable, Records};
use crate::format::csv_rows::CsvRows;
use crate::format::definitions::AnswerType;
use crate::format::error::WriteError;
use crate::format::shape::Shapes;
use crate::format::sink::Sink;

pub(super) type CsvWriter<'o> = OneTable<'o, CsvRows<'o>>;

impl<'o> Records<'o> for CsvRows<'o> {
    fn open(answer: AnswerType, out: &'o mut dyn Sink) -> Result<Self, WriteError> {
        Ok(Self::new(answer.columns, Shapes::of_rows(answer), out))
    }

    fn write(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        self.write(rows.iter().map(|row| row.get()))
    }

    fn finish(self) -> Result<(), WriteError> {
        Ok(self.finish()?)
    }
}

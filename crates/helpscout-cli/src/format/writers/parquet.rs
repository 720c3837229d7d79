//! Typed columns, compressed.

use helpscout_arrow::Schema;
use serde_json::value::RawValue;

use super::one_table::{OneTable, Records};
use crate::format::definitions::AnswerType;
use crate::format::error::WriteError;
use crate::format::parquet::ParquetFile;
use crate::format::sink::Sink;

pub(super) type ParquetWriter<'o> = OneTable<'o, ParquetFile<'o>>;

impl<'o> Records<'o> for ParquetFile<'o> {
    fn open(answer: AnswerType, out: &'o mut dyn Sink) -> Result<Self, WriteError> {
        let schema = Schema::of_fields(answer.definitions.0, answer.columns);
        Self::new(&schema, out)
    }

    fn write(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        rows.iter().try_for_each(|row| self.push(row.get()))
    }

    fn finish(self) -> Result<(), WriteError> {
        self.finish()
    }
}

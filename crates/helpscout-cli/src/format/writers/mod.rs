//! One writer for each format.

mod csv;
mod json;
mod ndjson;
mod table;

use std::io::Write;

use super::definitions::AnswerType;
use super::writer::Writer;
use super::{Format, Look};

/// Opens the writer of a format. This is the one place where a report's format is chosen.
pub(crate) fn open<'o>(
    format: Format,
    look: Look,
    answer: AnswerType,
    out: &'o mut dyn Write,
) -> Box<dyn Writer + 'o> {
    match format {
        Format::Table => Box::new(table::TableWriter::new(answer, look, out)),
        Format::Json => Box::new(json::JsonWriter::new(out)),
        Format::Ndjson => Box::new(ndjson::NdjsonWriter::new(out)),
        Format::Csv => Box::new(csv::CsvWriter::new(answer, out)),
    }
}

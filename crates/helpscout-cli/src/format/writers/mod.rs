//! One writer for each format.

mod csv;
mod digest;
mod json;
mod ndjson;
mod one_table;
mod parquet;
mod table;

use std::rc::Rc;

use helpscout_command::Format;

use super::Form;
use super::definitions::AnswerType;
use super::digest::About;
use super::json_lines::JsonLines;
use super::shape::Shapes;
use super::sink::Sink;
use super::writer::Writer;

/// Opens the writer of a format. `about` is what a report says of itself. This is the one place where
/// a report's format is chosen.
pub(crate) fn open<'o>(
    form: Form,
    answer: AnswerType,
    about: &Rc<About>,
    out: &'o mut dyn Sink,
) -> Box<dyn Writer + 'o> {
    let Form { format, raw, look } = form;
    let answer = answer.in_zone(look.zone).with_ends(look.ends);
    match format {
        Format::Table => Box::new(table::TableWriter::new(answer, look, about, out)),
        Format::Json => Box::new(json::JsonWriter::new(out)),
        Format::Ndjson => {
            let lines = if raw {
                JsonLines::raw()
            } else {
                JsonLines::new(Shapes::of_rows(answer))
            };
            Box::new(ndjson::NdjsonWriter::new(lines, out))
        }
        Format::Csv => Box::new(csv::CsvWriter::new(form, answer, out)),
        Format::Parquet => Box::new(parquet::ParquetWriter::new(form, answer, out)),
        Format::Html | Format::Xlsx | Format::Markdown => {
            let about = Rc::clone(about);
            Box::new(digest::DigestWriter::new(answer, about, format, out))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::ValueEnum;
    use serde_json::value::RawValue;

    use super::*;
    use crate::format::Look;
    use crate::format::error::WriteError;
    use crate::format::samples;
    use crate::format::writer::Omissions;

    fn tags() -> AnswerType {
        let object = samples::object("FilterTag");
        AnswerType {
            definitions: samples::definitions(),
            object,
            row: Some(object),
            columns: &object.fields,
            important: &object.important,
            rest: None,
            is_list: false,
            is_chosen: false,
        }
    }

    /// Writes pages of rows and returns the bytes with what they omit.
    fn written(format: Format, pages: &[&[&str]]) -> Result<(Vec<u8>, Omissions), WriteError> {
        let mut out = Vec::new();
        let form = Form {
            format,
            raw: false,
            look: Look::default(),
        };
        let mut writer = open(form, tags(), &Rc::default(), &mut out);
        for page in pages {
            let row = |json: &&str| RawValue::from_string((*json).to_owned()).unwrap();
            let rows: Vec<_> = page.iter().map(row).collect();
            writer.rows(&rows)?;
        }
        let omissions = writer.finish()?;
        Ok((out, omissions))
    }

    #[test]
    fn pages_are_written_like_one_page_of_all_rows() {
        let rows = [
            r#"{"id": 1}"#,
            r#"{"id": 2, "name": "x"}"#,
            r#"{"mood": 3}"#,
        ];
        for format in Format::value_variants() {
            let whole = written(*format, &[&rows]).unwrap();
            let pages = written(*format, &[&rows[..1], &[], &rows[1..]]).unwrap();
            assert_eq!(whole, pages, "{format:?}");
        }
    }

    #[test]
    fn a_page_without_rows_is_an_empty_report() {
        let text = |format| String::from_utf8(written(format, &[&[]]).unwrap().0).unwrap();
        assert_eq!(text(Format::Json), "[]\n");
        assert_eq!(text(Format::Ndjson), "");
        assert_eq!(text(Format::Csv), "\"id\",\"name\"\n");
        assert!(text(Format::Table).starts_with("ID  Name"));
    }

    #[test]
    fn the_first_row_without_columns_is_counted_over_all_pages() {
        let formats = [
            Format::Csv,
            Format::Parquet,
            Format::Table,
            Format::Html,
            Format::Xlsx,
        ];
        for format in formats {
            let failed = written(format, &[&["{}", "{}"], &["7"]]).unwrap_err();
            assert!(matches!(failed, WriteError::NotAnObject(3)), "{failed:?}");
        }
    }
}

//! Comma-separated values: quoted as in RFC 4180, with a header whose names are always in quotes. Lines
//! end with a line feed.

use std::borrow::Cow;
use std::io::{self, Write};

use super::json_text;
use super::shape::{Rewriter, Shape};

/// Writes a header and records of the same length.
pub(crate) fn write<Record>(
    header: &[String],
    records: impl IntoIterator<Item = Record>,
    out: &mut dyn Write,
) -> io::Result<()>
where
    Record: IntoIterator<Item = String>,
{
    write_header(header, out)?;
    let mut writer = csv::Writer::from_writer(out);
    for record in records {
        writer.write_record(record).map_err(io_error)?;
    }
    writer.flush()
}

/// Writes the names of the columns, which precede all records.
///
/// Each of them is in quotes. A program that reads many files together may take the form of all of
/// them from the first one (DuckDB does), and that one may have no value that needs quotes, or no rows
/// at all. Without quotes in its header, the program would take those in other files for text.
pub(crate) fn write_header<Name: AsRef<str>>(
    names: impl IntoIterator<Item = Name>,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    let mut header = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    let names = names
        .into_iter()
        .map(|name| name.as_ref().as_bytes().to_owned());
    header.write_record(names).map_err(io_error)?;
    let header = header
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    out.write_all(&header)
}

/// Returns the underlying I/O error, so that callers can tell its kind.
pub(crate) fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Appends the text of a cell for a JSON value of that shape: a text [`guarded`] and without its
/// quotes, null as an empty text, lists and objects as JSON on one line.
pub(crate) fn append_cell(json: &str, shape: Shape, rewriter: &mut Rewriter, out: &mut String) {
    // A cell has no quotes, so a number is the same whether the service sends it as text or not.
    let shape = match shape {
        Shape::IntegerAsText if !json.starts_with(['[', '{']) => Shape::Integer,
        Shape::NumberAsText if !json.starts_with(['[', '{']) => Shape::Number,
        shape => shape,
    };
    if json == "null" {
        return;
    }
    let start = out.len();
    rewriter.append(json, shape, out);
    if out[start..].starts_with('"') {
        let text = json_text::text(json).unwrap_or(Cow::Borrowed(json));
        out.truncate(start);
        out.push_str(&guarded(&text));
    }
}

/// Returns the text in a form that a spreadsheet does not take for a formula.
///
/// Customers choose their own names and subjects, and a spreadsheet would run a name that starts
/// with `=` when the file is opened. An apostrophe in front makes spreadsheets show the text as it
/// is. For all text from outside, but not for numbers.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns whether a spreadsheet might take the text for a formula. Some ignore whitespace and
/// quotes in front, and some take full-width characters for the usual ones.
fn is_formula(text: &str) -> bool {
    let is_ignored = |char: char| {
        char.is_whitespace() || char.is_control() || matches!(char, '"' | '\u{feff}' | '\u{200b}')
    };
    let start = text.trim_start_matches(is_ignored);
    text.starts_with(['\t', '\r', '\n'])
        || start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::format::shape::Shapes;

    fn cell(json: &str, shape: Shape) -> String {
        let mut cell = String::new();
        append_cell(
            json,
            shape,
            &mut Rewriter::new(Shapes::of_numbers(&[])),
            &mut cell,
        );
        cell
    }

    #[test]
    fn names_of_columns_are_in_quotes_and_values_only_if_they_must_be() {
        let mut out = Vec::new();
        let header = ["id", "the \"last\" name"].map(str::to_owned);
        let records = [["1", "Zoë"], ["2", "a,b"]].map(|record| record.map(str::to_owned));
        write(&header, records, &mut out).unwrap();
        let expected = "\"id\",\"the \"\"last\"\" name\"\n1,Zoë\n2,\"a,b\"\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn text_that_looks_like_a_formula_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "+1",
            "-1+1",
            "@SUM(1)",
            "\t=1",
            "\rx",
            "\nx",
            " =1",
            "\u{a0}+1",
            "\"=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠x",
            "\u{feff}=1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in [
            "",
            "a=1",
            "'=1",
            "1-2",
            "#1",
            "Zoë",
            "2019-05-02T12:00:00Z",
            "–5",
            "  ",
        ] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn numbers_are_never_guarded_and_their_form_follows_the_description() {
        assert_eq!(cell("-5", Shape::Any), "-5");
        assert_eq!(cell("-5", Shape::Number), "-5.0");
        assert_eq!(cell("\"-5\"", Shape::Number), "-5.0");
        assert_eq!(cell("\"-5.0\"", Shape::Integer), "-5");
        assert_eq!(cell("\"7\"", Shape::IntegerAsText), "7");
        assert_eq!(cell("7", Shape::IntegerAsText), "7");
        assert_eq!(cell("\"7\"", Shape::NumberAsText), "7.0");
        assert_eq!(cell("\"-4.50\"", Shape::NumberAsText), "-4.50");
        assert_eq!(cell("7", Shape::NumberAsText), "7.0");
        assert_eq!(cell("\"-5\"", Shape::Any), "'-5");
        assert_eq!(cell("\"-5 \"", Shape::Number), "'-5 ");
    }

    #[test]
    fn other_values_are_as_received() {
        assert_eq!(cell("null", Shape::Number), "");
        assert_eq!(cell("true", Shape::Number), "true");
        assert_eq!(cell("[ 1, \"=x\" ]", Shape::Any), "[1,\"=x\"]");
        assert_eq!(
            cell(r#""bad \ud83d \"end\"""#, Shape::Any),
            "bad \u{fffd} \"end\""
        );
    }
}

//! Comma-separated values: quoted as in RFC 4180, with a header. Lines end with a line feed.

use std::io::{self, Write};

/// Writes a header and records of the same length.
pub(crate) fn write<Record>(
    header: &[String],
    records: impl IntoIterator<Item = Record>,
    out: &mut dyn Write,
) -> io::Result<()>
where
    Record: IntoIterator<Item = String>,
{
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header).map_err(io_error)?;
    for record in records {
        writer.write_record(record).map_err(io_error)?;
    }
    writer.flush()
}

/// Returns the underlying I/O error, so that callers can tell its kind.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Returns the text in a form that a spreadsheet does not take for a formula.
///
/// Customers choose their own names, and a spreadsheet would run a name that starts with `=` when
/// the file is opened. An apostrophe in front makes spreadsheets show the text as it is.
pub(crate) fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

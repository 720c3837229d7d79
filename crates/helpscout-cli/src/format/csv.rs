//! Comma separated values: quoted as RFC 4180 has it, with a header. Lines end with a line feed.

use std::io::{self, Write};

/// Writes a header and rows of as many cells.
pub(crate) fn write<Row>(
    header: &[String],
    rows: impl IntoIterator<Item = Row>,
    out: &mut dyn Write,
) -> io::Result<()>
where
    Row: IntoIterator<Item = String>,
{
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header).map_err(io_error)?;
    for row in rows {
        writer.write_record(row).map_err(io_error)?;
    }
    writer.flush()
}

/// The trouble with writing itself, so that a closed pipe is known as one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Text that a spreadsheet does not take for a formula.
///
/// Customers choose their own names, and a name that starts with `=` would be run when the file
/// is opened. Such text gets an apostrophe in front, which spreadsheets show as plain text.
pub(crate) fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

//! One JSON document, values as received.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::compact;

/// Writes all rows as one array, each row on its own line.
pub(crate) fn write<'a>(
    rows: impl IntoIterator<Item = &'a RawValue>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = String::from("[");
    let mut separator = "\n";
    for row in rows {
        line.push_str(separator);
        compact::append(row.get(), &mut line);
        out.write_all(line.as_bytes())?;
        line.clear();
        separator = ",\n";
    }
    let end = if separator == "\n" { "[]\n" } else { "\n]\n" };
    out.write_all(end.as_bytes())
}

/// Writes an answer that has no rows, byte for byte.
pub(crate) fn write_body(body: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(body.as_bytes())?;
    if !body.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(())
}

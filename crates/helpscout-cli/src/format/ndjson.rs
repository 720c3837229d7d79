//! One row on each line, values as received.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::compact;

/// Writes each row on its own line.
pub(crate) fn write<'a>(
    rows: impl IntoIterator<Item = &'a RawValue>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = String::new();
    for row in rows {
        line.clear();
        compact::append(row.get(), &mut line);
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

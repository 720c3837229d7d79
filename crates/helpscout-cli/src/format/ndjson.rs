//! One JSON value on each line, as received.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::compact;

/// Writes each value on a line of its own.
pub(crate) fn write<'a>(
    values: impl IntoIterator<Item = &'a RawValue>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = String::new();
    for value in values {
        line.clear();
        compact::append(value.get(), &mut line);
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

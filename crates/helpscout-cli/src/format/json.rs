//! One JSON document, with values as received.

use std::io::{self, Write};

use super::compact;

/// Writes an array, each item on a line of its own.
#[derive(Debug, Default)]
pub(crate) struct Array {
    has_items: bool,
    line: String,
}

impl Array {
    /// Writes the next item.
    pub(crate) fn push(&mut self, item: &str, out: &mut dyn Write) -> io::Result<()> {
        self.line.clear();
        self.line
            .push_str(if self.has_items { ",\n" } else { "[\n" });
        self.has_items = true;
        compact::append(item, &mut self.line);
        out.write_all(self.line.as_bytes())
    }

    /// Closes the array.
    pub(crate) fn end(self, out: &mut dyn Write) -> io::Result<()> {
        let end = if self.has_items { "\n]\n" } else { "[]\n" };
        out.write_all(end.as_bytes())
    }
}

/// Writes a JSON text byte for byte, and ends its last line.
pub(crate) fn write_text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(())
}

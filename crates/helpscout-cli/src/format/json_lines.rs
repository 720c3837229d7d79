//! JSON values, each on a line of its own.

use std::io::{self, Write};

use super::compact;
use super::shape::{Rewriter, Shapes};

/// Writes the lines of values.
#[derive(Debug)]
pub(crate) struct JsonLines {
    /// `None` to write values as received.
    rewriter: Option<Rewriter>,
    lines: String,
}

impl JsonLines {
    /// Creates lines of values with numbers as described.
    pub(crate) fn new(shapes: Shapes) -> Self {
        Self {
            rewriter: Some(Rewriter::new(shapes)),
            lines: String::new(),
        }
    }

    /// Creates lines of values as received.
    pub(crate) fn raw() -> Self {
        Self {
            rewriter: None,
            lines: String::new(),
        }
    }

    /// Writes a line for each value.
    pub(crate) fn write<'a>(
        &mut self,
        values: impl Iterator<Item = &'a str>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.lines.clear();
        for value in values {
            match &mut self.rewriter {
                Some(rewriter) => rewriter.append(value, Shapes::ROOT, &mut self.lines),
                None => compact::append(value, &mut self.lines),
            }
            self.lines.push('\n');
        }
        out.write_all(self.lines.as_bytes())
    }
}

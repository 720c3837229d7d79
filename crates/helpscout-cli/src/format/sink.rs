//! The destination of a format.

use std::io::{self, BufRead, Write};

/// A destination whose text can be replaced until it is complete.
pub(crate) trait Sink: Write {
    /// Replaces what was written. `edit` reads it and writes what replaces it.
    fn rewrite(&mut self, edit: Edit<'_>) -> io::Result<()>;
}

/// Reads a text and writes another.
pub(crate) type Edit<'a> = &'a mut dyn FnMut(&mut dyn BufRead, &mut dyn Write) -> io::Result<()>;

#[cfg(test)]
impl Sink for Vec<u8> {
    fn rewrite(&mut self, edit: Edit<'_>) -> io::Result<()> {
        let old = std::mem::take(self);
        edit(&mut old.as_slice(), self)
    }
}

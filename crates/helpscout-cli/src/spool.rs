//! Text that is kept until it is complete: in memory, or in a temporary file if it is long.
//!
//! The file has no name, so nothing is left of it however the program ends.

use std::io::{self, BufRead, BufReader, BufWriter, IntoInnerError, Read, Seek, SeekFrom, Write};

use helpscout_digest::in_temporary_folder;
use tempfile::SpooledTempFile;

/// The number of bytes that are kept in memory.
const MAX_IN_MEMORY: usize = 256 * 1024;

/// The size of the buffers for reading and writing, in bytes.
pub(crate) const BUFFER: usize = 64 * 1024;

/// Text that is written first and read afterwards.
#[derive(Debug)]
pub(crate) struct Spool(BufWriter<SpooledTempFile>);

impl Spool {
    pub(crate) fn new() -> Self {
        let file = SpooledTempFile::new(MAX_IN_MEMORY);
        Self(BufWriter::with_capacity(BUFFER, file))
    }

    /// Reads so many bytes from a position on, which are whole characters of what was written.
    ///
    /// # Errors
    /// Fails if the temporary file can't be written or read.
    pub(crate) fn read_at(&mut self, start: u64, length: usize) -> io::Result<String> {
        self.flush()?;
        let file = self.0.get_mut();
        file.seek(SeekFrom::Start(start))
            .map_err(in_temporary_folder)?;
        let mut text = vec![0; length];
        file.read_exact(&mut text).map_err(in_temporary_folder)?;
        String::from_utf8(text).map_err(io::Error::other)
    }

    /// Returns a reader of everything that was written.
    ///
    /// # Errors
    /// Fails if the temporary file can't be written or read.
    pub(crate) fn reader(&mut self) -> io::Result<impl BufRead + '_> {
        self.flush()?;
        let file = self.0.get_mut();
        file.rewind().map_err(in_temporary_folder)?;
        Ok(BufReader::with_capacity(BUFFER, file))
    }
}

impl Spool {
    /// Returns a reader of everything that was written, which can start again.
    ///
    /// # Errors
    /// Fails if the temporary file can't be written or read.
    pub(crate) fn into_reader(mut self) -> io::Result<SpoolReader> {
        self.flush()?;
        let file = self.0.into_inner().map_err(IntoInnerError::into_error)?;
        let mut reader = SpoolReader(BufReader::with_capacity(BUFFER, file));
        reader.rewind()?;
        Ok(reader)
    }
}

/// Reads what was written.
#[derive(Debug)]
pub(crate) struct SpoolReader(BufReader<SpooledTempFile>);

impl SpoolReader {
    /// Goes back to the start.
    pub(crate) fn rewind(&mut self) -> io::Result<()> {
        self.0.rewind().map_err(in_temporary_folder)
    }

    /// Fills a buffer with the next bytes.
    pub(crate) fn fill(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        self.0.read_exact(buffer).map_err(in_temporary_folder)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(in_temporary_folder)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(in_temporary_folder)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn parts_are_read_in_any_order() {
        let mut spool = Spool::new();
        for line in 0..100_000 {
            write!(spool, "{line:06}").unwrap();
        }
        for line in [99_999, 0, 50_000, 99_999] {
            assert_eq!(spool.read_at(line * 6, 6).unwrap(), format!("{line:06}"));
        }
    }

    #[test]
    fn a_long_text_is_read_as_it_was_written() {
        let mut spool = Spool::new();
        for line in 0..100_000 {
            writeln!(spool, "line {line}").unwrap();
        }
        for _ in 0..2 {
            let mut text = String::new();
            spool.reader().unwrap().read_to_string(&mut text).unwrap();
            assert!(text.starts_with("line 0\nline 1\n") && text.ends_with("\nline 99999\n"));
            assert_eq!(text.lines().count(), 100_000);
        }
    }
}

//! Stdout, where no lost write goes unnoticed, unless nobody wants to read on.

use std::io::{self, ErrorKind, IsTerminal, Write};

/// Stdout for as long as somebody reads it. A reader that has seen enough is not a failure:
/// whatever is written after that is dropped.
#[derive(Debug)]
pub(super) struct Stdout {
    stdout: helpscout_stdout::Stdout,
    has_reader: bool,
}

impl Stdout {
    /// Opens stdout.
    ///
    /// # Errors
    /// Fails if stdout was closed when the program started.
    pub(super) fn open() -> io::Result<Self> {
        Ok(Self {
            stdout: helpscout_stdout::Stdout::open()?,
            has_reader: true,
        })
    }

    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    fn unless_closed<T>(&mut self, outcome: io::Result<T>, otherwise: T) -> io::Result<T> {
        match outcome {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.has_reader = false;
                Ok(otherwise)
            }
            other => other,
        }
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.has_reader {
            return Ok(bytes.len());
        }
        let written = self.stdout.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.has_reader {
            return Ok(());
        }
        let flushed = self.stdout.flush();
        self.unless_closed(flushed, ())
    }
}

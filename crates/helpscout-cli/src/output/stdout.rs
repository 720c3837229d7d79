//! Stdout, where no lost write goes unnoticed.
//!
//! The standard library drops what is written to a stdout that is not open for writing, and so does
//! a program that was started without one: the library opens `/dev/null` in its place.

use std::io::{self, ErrorKind, IsTerminal, Write};

/// Stdout for as long as somebody reads it. A reader that has seen enough is not a failure:
/// whatever is written after that is dropped.
#[derive(Debug)]
pub(super) struct Stdout {
    file: Handle,
    has_reader: bool,
}

impl Stdout {
    /// Opens stdout.
    ///
    /// # Errors
    /// Fails if the program was started without a stdout.
    pub(super) fn open() -> io::Result<Self> {
        Ok(Self {
            file: handle()?,
            has_reader: true,
        })
    }

    pub(super) fn is_terminal(&self) -> bool {
        self.file.is_terminal()
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
        let written = self.file.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.has_reader {
            return Ok(());
        }
        let flushed = self.file.flush();
        self.unless_closed(flushed, ())
    }
}

/// Stdout without the standard library's own handling of errors.
#[cfg(unix)]
type Handle = std::fs::File;

#[cfg(unix)]
fn handle() -> io::Result<Handle> {
    use std::os::fd::AsFd;

    Ok(Handle::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// The library's stdout, which writes text to a console as the console wants it.
#[cfg(not(unix))]
type Handle = io::Stdout;

#[cfg(not(unix))]
fn handle() -> io::Result<Handle> {
    Ok(io::stdout())
}

//! What commands print: results to stdout, everything else to stderr.
//!
//! `print!` and `eprintln!` panic when the reader of a pipe is gone, as in
//! `cargo xtask generate --check | head -1`. These functions don't.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use crate::error::Error;

/// Prints a part of the command's result to stdout. A reader that has gone away is not an error.
pub(crate) fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("can't write to stdout: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints a line about the command's progress to stderr.
pub(crate) fn status(line: impl Display) {
    message(&format!("{line}\n"));
}

/// Prints text that has its own line ends to stderr.
pub(crate) fn message(text: &str) {
    // There is no place left to report a failure to.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints an error to stderr, unless that was done already.
pub(crate) fn error(error: &Error) {
    if !error.is_reported() {
        status(format_args!("error: {error}"));
    }
}

/// Returns whether a stream gets colors: only a terminal does, and `NO_COLOR` turns them off.
pub(crate) fn has_color(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Returns a number with its noun: `1 error`, `2 errors`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

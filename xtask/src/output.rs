//! What commands print: results to stdout, everything else to stderr.
//!
//! `print!` and `eprintln!` panic when the reader of a pipe is gone, as in
//! `cargo xtask generate --check | head -1`. These functions don't. A result that can't be printed
//! for another reason, such as a full disk or a closed stdout, is an error.

use std::fmt::Display;
use std::io::{self, Write};

use helpscout_stdout::is_styled;

use crate::error::Error;

/// Prints a part of the command's result to stdout. A reader that has gone away is not an error.
pub(crate) fn print(text: &str) -> Result<(), Error> {
    if text.is_empty() {
        return Ok(());
    }
    helpscout_stdout::print(text)
        .map_err(|error| Error::new(format!("can't write to stdout: {error}")))
}

/// Prints what the parser of the command line has to say: help and the version to stdout, mistakes
/// to stderr.
pub(crate) fn parser_message(message: &clap::Error) -> Result<(), Error> {
    let text = message.render();
    if message.use_stderr() {
        self::message(&styled(&text, is_styled(&io::stderr())));
        return Ok(());
    }
    print(&styled(&text, is_styled(&io::stdout())))
}

fn styled(text: &clap::builder::StyledStr, has_color: bool) -> String {
    if has_color {
        text.ansi().to_string()
    } else {
        text.to_string()
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

/// Returns a number with its noun: `1 error`, `2 errors`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

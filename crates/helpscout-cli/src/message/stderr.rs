//! Stderr: errors, warnings and notes, as text for people or as one JSON object per line.

use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use clap::builder::Styles;
use clap::builder::styling::Style;
use helpscout_command::ErrorFormat;
use helpscout_reports::Secrets;
use helpscout_stdout::{is_styled, stderr_width};
use serde::Serialize;

use super::text::{printable, wrapped};

/// The format of everything on stderr. A process has one stderr, so it has one format.
static FORMAT: OnceLock<ErrorFormat> = OnceLock::new();

/// The secrets that no error and no warning shows: those of the environment, and those of the
/// client once there is one.
static SECRETS: Mutex<Vec<Secrets>> = Mutex::new(Vec::new());

/// Whether nothing is printed.
static SILENT: AtomicBool = AtomicBool::new(false);

/// Hides these secrets in all errors and warnings from here on, also those that are added later.
pub(crate) fn hide_secrets(secrets: &Secrets) {
    let mut all = SECRETS.lock().unwrap_or_else(PoisonError::into_inner);
    all.push(secrets.clone());
}

/// Returns a text without secrets.
pub(crate) fn without_secrets(text: &str) -> String {
    let all = SECRETS.lock().unwrap_or_else(PoisonError::into_inner);
    all.iter().fold(text.to_owned(), |text, secrets| {
        secrets.hide(&text).into_owned()
    })
}

/// Sets the format of everything that is printed from here on. The first call decides.
pub(crate) fn use_format(format: ErrorFormat) {
    let _ = FORMAT.set(format);
}

/// Returns whether every line on stderr is a JSON object.
pub(crate) fn is_json() -> bool {
    FORMAT.get() == Some(&ErrorFormat::Json)
}

/// Prints a line for people. Programs that read JSON don't get it.
pub(crate) fn note(text: impl fmt::Display) {
    if !is_json() {
        let text = text.to_string();
        print(&format!("{}\n", fitted(&text, columns()).join("\n")));
    }
}

/// Prints that a result may not be what it seems to be.
pub(crate) fn warning(text: impl fmt::Display) {
    let text = without_secrets(&text.to_string());
    if is_json() {
        let message = printable_lines(&text);
        return print_json(&Remark {
            kind: "warning",
            message: &message,
        });
    }
    print(&paragraph(
        "warning",
        styles().get_invalid(),
        &text,
        columns(),
    ));
}

/// Prints a line of `--verbose`.
pub(crate) fn trace(text: impl fmt::Display) {
    let text = without_secrets(&text.to_string());
    if is_json() {
        let message = printable_lines(&text);
        return print_json(&Remark {
            kind: "trace",
            message: &message,
        });
    }
    print(&format!("{}\n", printable(&text)));
}

/// What is no failure. The kind says whether it is a warning or a line of a trace.
#[derive(Serialize)]
struct Remark<'a> {
    kind: &'a str,
    message: &'a str,
}

/// Prints nothing from here on, because a shell completes what is typed.
pub(crate) fn silence() {
    SILENT.store(true, Ordering::Relaxed);
}

/// Prints an object on a line.
pub(super) fn print_json(object: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(object) {
        print(&format!("{line}\n"));
    }
}

pub(super) fn print(text: &str) {
    if SILENT.load(Ordering::Relaxed) {
        return;
    }
    // If stderr is closed, there is no one left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Returns the styles of text on stderr.
pub(super) fn styles() -> Styles {
    if is_styled(&io::stderr()) {
        Styles::styled()
    } else {
        Styles::plain()
    }
}

/// Returns how many columns a line on stderr may have.
pub(crate) fn columns() -> usize {
    stderr_width().map_or(usize::MAX, usize::from)
}

/// Returns a text as lines of so many columns.
fn fitted(text: &str, columns: usize) -> Vec<String> {
    let lines = text.lines();
    lines.flat_map(|line| wrapped(line, columns)).collect()
}

/// Returns a text under a title, with all lines indented like the first, of so many columns.
pub(super) fn paragraph(title: &str, style: &Style, text: &str, columns: usize) -> String {
    let indent = " ".repeat(title.len() + 2);
    let text = printable_lines(text);
    let lines = fitted(&text, columns.saturating_sub(indent.len()));
    let body = lines.join(&format!("\n{indent}"));
    format!("{style}{title}:{style:#} {body}\n")
}

/// Returns a text without characters that would control a terminal, except for line ends.
pub(super) fn printable_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(printable).collect();
    lines.join("\n")
}

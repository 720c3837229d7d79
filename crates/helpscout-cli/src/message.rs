//! Failures and notes on stderr. A failure says what happened, where, and what to do next.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::builder::Styles;
use clap::builder::styling::Style;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    what: String,
    help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Usage,
    NotDone,
}

impl Failure {
    /// Creates a failure for a command line or an environment that is wrong: exit code 2.
    pub(crate) fn usage(what: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, what)
    }

    /// Creates a failure for a report that could not be retrieved in full: exit code 1.
    pub(crate) fn not_done(what: impl fmt::Display) -> Self {
        Self::new(Kind::NotDone, what)
    }

    fn new(kind: Kind, what: impl fmt::Display) -> Self {
        Self {
            kind,
            what: what.to_string(),
            help: None,
        }
    }

    /// Adds what to do next.
    pub(crate) fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(help.to_string());
        self
    }

    /// Prints the message to stderr and returns the exit code.
    pub(crate) fn print(&self) -> ExitCode {
        let stderr = std::io::stderr();
        let styles = if stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none() {
            Styles::styled()
        } else {
            Styles::plain()
        };
        // If stderr is closed, there is no one left to tell.
        let _ = stderr.lock().write_all(self.render(&styles).as_bytes());
        self.code()
    }

    fn code(&self) -> ExitCode {
        match self.kind {
            Kind::Usage => ExitCode::from(2),
            Kind::NotDone => ExitCode::from(1),
        }
    }

    fn render(&self, styles: &Styles) -> String {
        let mut text = paragraph("error", styles.get_error(), &self.what);
        if let Some(help) = &self.help {
            text.push('\n');
            text.push_str(&paragraph("  help", styles.get_valid(), help));
        }
        text
    }
}

fn paragraph(title: &str, style: &Style, text: &str) -> String {
    let indent = " ".repeat(title.len() + 2);
    let lines: Vec<String> = text.lines().map(printable).collect();
    let body = lines.join(&format!("\n{indent}"));
    format!("{style}{title}:{style:#} {body}\n")
}

/// Returns a line of text without characters that would control a terminal. For all text that
/// may come from outside.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|char| if is_control(char) { '\u{fffd}' } else { char })
        .collect()
}

/// Returns whether it is a control character or changes the direction of the text.
pub(crate) fn is_control(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns the first characters of a text, for messages.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut excerpt: String = text.chars().take(LONGEST).collect();
    if excerpt.len() < text.len() {
        excerpt.push('…');
    }
    printable(&excerpt)
}

/// Returns a number with its noun, in the plural unless it is 1.
pub(crate) fn counted(number: impl ToString, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Prints a line for people to stderr.
pub(crate) fn note(text: impl fmt::Display) {
    // If stderr is closed, there is no one left to tell.
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_indented_under_its_title_and_says_what_to_do() {
        let failure = Failure::usage("first line\nsecond line").help("do this\nor that");
        assert_eq!(
            failure.render(&Styles::plain()),
            "error: first line\n       second line\n\n  help: do this\n        or that\n"
        );
    }

    #[test]
    fn text_from_outside_cannot_control_the_terminal() {
        assert_eq!(
            printable("Zoë \u{1b}[31m\u{7}\u{202e}x"),
            "Zoë \u{fffd}[31m\u{fffd}\u{fffd}x"
        );
    }
}

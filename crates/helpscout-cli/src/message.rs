//! What goes wrong, as one message that says what, where and what to do next.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::builder::Styles;
use clap::builder::styling::Style;

/// Why the command did not do what it was asked.
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
    /// The command line or the environment asks for what can't be: exit code 2.
    pub(crate) fn usage(what: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, what)
    }

    /// The report could not be had whole: exit code 1.
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

    /// What to do next.
    pub(crate) fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(help.to_string());
        self
    }

    /// Prints the message to stderr.
    pub(crate) fn print(&self) -> ExitCode {
        let stderr = std::io::stderr();
        let styles = if stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none() {
            Styles::styled()
        } else {
            Styles::plain()
        };
        // Nobody is left to tell if stderr is closed.
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

/// A line of text that may come from outside, without what would steer a terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|char| if steers(char) { '\u{fffd}' } else { char })
        .collect()
}

/// Control characters, and those that turn the direction of writing round.
fn steers(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A line for people on stderr.
pub(crate) fn note(text: impl fmt::Display) {
    // Nobody is left to tell if stderr is closed.
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
    fn text_from_outside_cannot_steer_the_terminal() {
        assert_eq!(
            printable("Zoë \u{1b}[31m\u{7}\u{202e}x"),
            "Zoë \u{fffd}[31m\u{fffd}\u{fffd}x"
        );
    }
}

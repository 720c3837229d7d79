//! Text on its way to a terminal.
//!
//! Names and subjects are written by strangers. Whatever the format, no character of theirs controls
//! the terminal. Files and pipes get the text as it is.

use std::io::{self, BufRead, Write};

use helpscout_command::Format;

use crate::format::Form;
use crate::message::is_control;

/// The escape sequences that a text may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Styles {
    /// None.
    Plain,
    /// Those that begin and end bold text. Only for tables, whose cells have no escape characters.
    Bold,
}

impl Styles {
    /// Returns the styles that an answer in this form may have.
    pub(super) fn of(form: Form) -> Self {
        if form.format == Format::Table && form.look.color {
            Self::Bold
        } else {
            Self::Plain
        }
    }
}

const BOLD: [&str; 2] = ["\u{1b}[1m", "\u{1b}[0m"];

/// Copies a text. For a terminal, which has `styles`, control characters other than line feeds and
/// tabs become U+FFFD, and so do characters that change the direction of the text.
pub(super) fn copy(
    mut text: impl BufRead,
    out: &mut dyn Write,
    styles: Option<Styles>,
) -> io::Result<()> {
    let Some(styles) = styles else {
        loop {
            let bytes = text.fill_buf()?;
            if bytes.is_empty() {
                return out.flush();
            }
            out.write_all(bytes)?;
            let read = bytes.len();
            text.consume(read);
        }
    };
    let mut pending = Vec::new();
    loop {
        let bytes = text.fill_buf()?;
        let is_end = bytes.is_empty();
        pending.extend_from_slice(bytes);
        let read = bytes.len();
        text.consume(read);
        let (safe, done) = harmless(&pending, styles, is_end);
        out.write_all(safe.as_bytes())?;
        pending.drain(..done);
        if is_end {
            return out.flush();
        }
    }
}

/// Returns the text without what controls a terminal, and how many bytes of it were read: all,
/// unless a character or an escape sequence at the end is incomplete.
fn harmless(bytes: &[u8], styles: Styles, is_end: bool) -> (String, usize) {
    let mut safe = String::with_capacity(bytes.len());
    let mut done = 0;
    for chunk in bytes.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find(is_unsafe) {
            safe.push_str(&rest[..at]);
            done += at;
            rest = &rest[at..];
            let style = BOLD
                .into_iter()
                .find(|style| styles == Styles::Bold && rest.starts_with(style));
            let is_cut = BOLD.into_iter().any(|style| style.starts_with(rest));
            if let Some(style) = style {
                safe.push_str(style);
                done += style.len();
                rest = &rest[style.len()..];
            } else if is_cut
                && styles == Styles::Bold
                && !is_end
                && done + rest.len() == bytes.len()
            {
                return (safe, done);
            } else {
                let length = rest.chars().next().map_or(0, char::len_utf8);
                safe.push(char::REPLACEMENT_CHARACTER);
                done += length;
                rest = &rest[length..];
            }
        }
        safe.push_str(rest);
        done += rest.len();
        let invalid = chunk.invalid();
        let is_last = done + invalid.len() == bytes.len();
        if invalid.is_empty() || (is_last && !is_end && invalid.len() < 4) {
            continue;
        }
        safe.push(char::REPLACEMENT_CHARACTER);
        done += invalid.len();
    }
    (safe, done)
}

fn is_unsafe(char: char) -> bool {
    is_control(char) && !matches!(char, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::BufReader;

    use super::*;

    /// Copies a text to a terminal, a few bytes at a time.
    fn copied(text: &str, styles: Styles, buffer: usize) -> String {
        let mut out = Vec::new();
        let text = BufReader::with_capacity(buffer, text.as_bytes());
        copy(text, &mut out, Some(styles)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn control_characters_are_replaced_wherever_the_text_is_cut() {
        let text = "Zoë\t\u{1b}[2J\u{9b}31m\u{7f}\r\u{202e}x\u{0}\u{1f600}\n\u{1b}";
        let expected =
            "Zoë\t\u{fffd}[2J\u{fffd}31m\u{fffd}\u{fffd}\u{fffd}x\u{fffd}\u{1f600}\n\u{fffd}";
        for buffer in 1..text.len() + 2 {
            assert_eq!(copied(text, Styles::Plain, buffer), expected, "{buffer}");
            assert_eq!(copied(text, Styles::Bold, buffer), expected, "{buffer}");
        }
    }

    #[test]
    fn only_a_table_has_bold_text() {
        let text = "\u{1b}[1mName\u{1b}[0m\u{1b}[31m";
        for buffer in 1..text.len() + 2 {
            let bold = "\u{1b}[1mName\u{1b}[0m\u{fffd}[31m";
            assert_eq!(copied(text, Styles::Bold, buffer), bold, "{buffer}");
            let plain = "\u{fffd}[1mName\u{fffd}[0m\u{fffd}[31m";
            assert_eq!(copied(text, Styles::Plain, buffer), plain, "{buffer}");
        }
    }

    #[test]
    fn files_and_pipes_get_the_text_as_it_is() {
        let mut out = Vec::new();
        copy("\u{1b}[2J\u{9b}".as_bytes(), &mut out, None).unwrap();
        assert_eq!(out, "\u{1b}[2J\u{9b}".as_bytes());
    }
}

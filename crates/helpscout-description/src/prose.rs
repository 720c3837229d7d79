//! Prose: the sentences of a description, and what they may contain.
//!
//! Prose is plain text. The only markup is code: text on one line between two single backticks.
//! Everything else, such as brackets, tags, URLs and runs of several backticks, is text that
//! readers see as it is written. The spec reader reports prose that looks as if it meant something
//! else, and whoever shows prose renders its [`parts`], so that it never becomes markup.
//!
//! # Examples
//!
//! ```
//! use helpscout_description::prose::{Part, parts, plain};
//!
//! let prose = "The ID of a row, `results[].id`.";
//! let expected = [
//!     Part::Text("The ID of a row, "),
//!     Part::Code("results[].id"),
//!     Part::Text("."),
//! ];
//! assert_eq!(parts(prose), expected);
//! assert_eq!(plain(prose), "The ID of a row, results[].id.");
//! ```

use crate::quote::escaped;

/// A part of prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text that has no other meaning. It may contain whitespace of any kind.
    Text(&'a str),
    /// Code, without its backticks. It has no backticks and no line breaks, and is not empty.
    Code(&'a str),
}

/// Returns the parts of prose in their order. No two texts follow each other.
pub fn parts(prose: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut done = 0;
    let mut runs = backticks(prose).peekable();
    while let Some(open) = runs.next() {
        let Some(close) = runs.peek() else { break };
        let inside = &prose[open.end..close.start];
        if open.len() != 1 || close.len() != 1 || !is_code(inside) {
            continue;
        }
        if done < open.start {
            parts.push(Part::Text(&prose[done..open.start]));
        }
        parts.push(Part::Code(inside));
        done = close.end;
        runs.next();
    }
    if done < prose.len() {
        parts.push(Part::Text(&prose[done..]));
    }
    parts
}

/// Returns prose as text for a terminal: on one line, code without its backticks, and control and
/// invisible characters escaped.
pub fn plain(prose: &str) -> String {
    let mut text = String::with_capacity(prose.len());
    for part in parts(prose) {
        let (Part::Text(part) | Part::Code(part)) = part;
        text.push_str(part);
    }
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns the bytes of each run of backticks.
fn backticks(prose: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + prose[from..].find('`')?;
        let rest = &prose[start..];
        let length = rest.len() - rest.trim_start_matches('`').len();
        from = start + length;
        Some(start..from)
    })
}

fn is_code(inside: &str) -> bool {
    let breaks = |char: char| {
        matches!(
            char,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    !inside.contains(breaks) && !inside.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Part, parts, plain};

    #[test]
    fn code_is_on_one_line_between_two_single_backticks() {
        assert_eq!(parts(""), []);
        assert_eq!(parts("`a`"), [Part::Code("a")]);
        let expected = [Part::Text("a "), Part::Code("b [c]"), Part::Text(", d")];
        assert_eq!(parts("a `b [c]`, d"), expected);
        for text in [
            "it`s",
            "``a`` b",
            "```a```",
            "`a``b`",
            "`a\nb`",
            "` `",
            "``",
            "`a\u{2028}`",
        ] {
            assert_eq!(parts(text), [Part::Text(text)], "{text}");
        }
    }

    #[test]
    fn a_stray_run_of_backticks_does_not_swallow_code() {
        let expected = [Part::Text("``a "), Part::Code("b"), Part::Text(" c`")];
        assert_eq!(parts("``a `b` c`"), expected);
    }

    #[test]
    fn plain_text_has_one_line_and_no_invisible_characters() {
        assert_eq!(plain("a `b`,\n\t`c"), "a b, `c");
        assert_eq!(plain("a\u{1b}[31m\u{202e}b"), "a\\u{1b}[31m\\u{202e}b");
    }
}

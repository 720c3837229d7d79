//! What comes before a mistake in a JSON text: the last token, and what is still open.

use std::ops::Range;

/// The state in front of a byte of a JSON text.
#[derive(Default)]
pub(super) struct Before {
    /// The brackets and braces that are not closed yet.
    pub(super) open: Vec<usize>,
    /// The quote of the string that contains the byte.
    pub(super) string: Option<usize>,
    /// The last token: a string, a word, a number or a single character.
    pub(super) token: Range<usize>,
}

/// Reads a text up to a byte. What is read is correct JSON, apart from its very end.
pub(super) fn up_to(text: &str, end: usize) -> Before {
    let bytes = &text.as_bytes()[..end.min(text.len())];
    let mut before = Before::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at = match byte {
            b'"' => match end_of_string(bytes, at) {
                Some(end) => end,
                None => {
                    before.string = Some(at);
                    return before;
                }
            },
            b'{' | b'[' => {
                before.open.push(at);
                at + 1
            }
            b'}' | b']' => {
                before.open.pop();
                at + 1
            }
            byte if is_of_word(*byte) => {
                let rest = &bytes[at..];
                at + rest.iter().take_while(|byte| is_of_word(**byte)).count()
            }
            _ => at + 1,
        };
        if !byte.is_ascii_whitespace() {
            before.token = start..at;
        }
    }
    before
}

/// Returns the bracket or brace that is still open on a line which is not indented more than the
/// one that opens it, and does not close it. In a text with indentation, that is the one which
/// somebody forgot to close.
pub(super) fn unclosed(text: &str) -> Option<usize> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let closes = content.starts_with(['}', ']']);
        if let Some((at, column)) = open.last().copied()
            && !content.is_empty()
            && (indent < column || indent == column && !closes)
        {
            return Some(at);
        }
        let mut rest = 0;
        while let Some(byte) = content.as_bytes().get(rest) {
            let at = start + indent + rest;
            rest += 1;
            match byte {
                b'"' => rest = end_of_string(content.as_bytes(), rest - 1)?,
                b'{' | b'[' => open.push((at, indent)),
                b'}' | b']' => {
                    open.pop();
                }
                _ => {}
            }
        }
        start += line.len();
    }
    None
}

/// Returns the word, number or single character at a byte.
pub(super) fn word_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|byte| is_of_word(*byte));
    if !is_word(at) {
        let length = text.get(at..).and_then(|rest| rest.chars().next());
        return at..at + length.map_or(0, char::len_utf8);
    }
    let before = bytes[..at].iter().rev();
    let start = at - before.take_while(|byte| is_of_word(**byte)).count();
    let end = (at..).take_while(|at| is_word(*at)).last().unwrap_or(at) + 1;
    start..end
}

/// Returns the length of the string that a text starts with.
pub(super) fn string(text: &str) -> Option<usize> {
    text.starts_with('"')
        .then(|| end_of_string(text.as_bytes(), 0))
        .flatten()
}

fn end_of_string(bytes: &[u8], quote: usize) -> Option<usize> {
    let mut at = quote + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b'$')
}

//! List entries that don't start with a hyphen and a space, and what follows an entry in braces on its
//! line.

use super::complaint::Complaint;
use super::lines::Line;
use crate::text::Text;

/// The marks of lists elsewhere: bullets, dashes, and what Markdown has.
const MARKS: [char; 8] = [
    '*', '+', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{00b7}', '\u{2010}',
];

/// Returns what is wrong with the entry in the line of a byte, or the one above it.
pub(super) fn find(text: &Text, at: usize) -> Option<Complaint> {
    let index = text.line_of(at);
    let here = Line::of(text, index);
    let above = (0..index).rev().find_map(|index| Line::of(text, index));
    let lines = [here, above];
    let mut lines = lines.into_iter().flatten();
    lines.find_map(|line| mark(line).or_else(|| after(text, line)))
}

/// Returns what is wrong with the mark of the entry in the line of a byte.
pub(crate) fn mark_at(text: &Text, at: usize) -> Option<Complaint> {
    mark(Line::of(text, text.line_of(at))?)
}

/// Explains `* name: x`, `\u{2013} name: x` and `-{ name: x }`.
fn mark(line: Line<'_>) -> Option<Complaint> {
    let at = line.content_start();
    let help = "start a list entry with `- `";
    let first = line.content.chars().next()?;
    let rest = &line.content[first.len_utf8()..];
    if first == '-' && rest.starts_with(['{', '[']) {
        let message = "a space is missing after the hyphen";
        return Some(Complaint::new(at..at + 1, message, help).fix(at + 1..at + 1, " "));
    }
    let content = rest.trim_start_matches(' ');
    let is_entry = rest.len() > content.len()
        && (content.starts_with(['{', '[', '\'', '"']) || Line { content, ..line }.has_key());
    let end = at + first.len_utf8();
    (MARKS.contains(&first) && is_entry && line.column == line.indent).then(|| {
        let message = format!("`{first}` does not start a list entry");
        Complaint::new(at..end, message, help).fix(at..end, "-")
    })
}

/// Explains what follows the brace or bracket that closes an entry.
fn after(text: &Text, line: Line<'_>) -> Option<Complaint> {
    let is_entry = line.column > line.indent && line.content.starts_with(['{', '[']);
    let end = line.content_start() + closed(line.content).filter(|_| is_entry)?;
    let rest = text.as_str()[end..line.end()].trim_start();
    let start = line.end() - rest.len();
    if rest.is_empty() || rest.starts_with('#') && start > end {
        return None;
    }
    let span = start..line.end();
    if rest.starts_with('#') {
        let message = "no space follows the entry";
        let help = "put a space before `#`, so that a comment starts there";
        return Some(Complaint::new(span, message, help).fix(end..end, " "));
    }
    if rest.starts_with(['-', '{', ',']) {
        let message = "another entry follows on the line";
        let help = "start each entry on a line of its own, with `- `";
        return Some(Complaint::new(span, message, help));
    }
    let message = "text follows the end of the entry";
    let help = "remove it, or put quotes around a text that contains braces or brackets";
    Some(Complaint::new(span, message, help))
}

/// Returns the byte after the brace or bracket that closes the first one of a text, unless one of the other
/// kind comes before.
fn closed(content: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut is_start = true;
    for (at, char) in content.char_indices() {
        match (quote, char) {
            (Some(open), char) if char == open => quote = None,
            (None, '\'' | '"') if is_start => quote = Some(char),
            (None, '{' | '[') => open.push(char),
            (None, '}' | ']') => {
                let opener = if char == '}' { '{' } else { '[' };
                open.pop().filter(|open| *open == opener)?;
                if open.is_empty() {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        // Quotes mean something only at the start of a value.
        is_start = matches!(char, '{' | '[' | ',' | ':') || is_start && char == ' ';
    }
    None
}

//! Slips of one character, and lines that are indented differently from those around them. A parser
//! notices most of them on the next line.

use super::complaint::Complaint;
use super::lines::Line;
use crate::schema::is_key;
use crate::text::Text;

/// Returns the slip that makes a parser stop at a byte.
pub(super) fn find(text: &Text, at: usize) -> Option<Complaint> {
    let index = text.line_of(at);
    let here = Line::of(text, index);
    let above = match here {
        Some(here) => here.above(text),
        None => (0..index).rev().find_map(|index| Line::of(text, index)),
    };
    let lines = [above, here];
    let mut lines = lines.into_iter().flatten();
    lines
        .find_map(|line| hyphen(line).or_else(|| colon(text, line)))
        .or_else(|| here.and_then(|here| comma(here, at)))
        .or_else(|| here.and_then(|here| indentation(text, here)))
}

/// Explains `-use: x`.
fn hyphen(line: Line<'_>) -> Option<Complaint> {
    let rest = line.content.strip_prefix('-')?;
    let (word, _) = rest.split_once(':')?;
    let at = line.content_start();
    is_key(word).then(|| {
        let message = "a space is missing after the hyphen";
        Complaint::new(
            at..at + 1,
            message,
            "write `- ` at the start of a list entry",
        )
        .fix(at + 1..at + 1, " ")
    })
}

/// Explains `type:text`, `type text`, `type = text` and `type：text`.
fn colon(text: &Text, line: Line<'_>) -> Option<Complaint> {
    let word = line.word();
    if !is_key(word) || line.has_key() {
        return None;
    }
    let start = line.content_start();
    let end = start + word.len();
    let rest = &line.content[word.len()..];
    let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
    let skipped = rest.len() - trimmed.len();
    let help = format!("write `{word}: ` and the value");
    if let Some(value) = rest.strip_prefix(':') {
        let spaces = value.len() - value.trim_start().len();
        let message = format!("a space is missing after `{word}:`");
        let complaint = Complaint::new(start..end + 1, message, help);
        return Some(complaint.fix(end + 1..end + 1 + spaces, " "));
    }
    for sign in ["\u{ff1a}", "=>", ":=", "="] {
        let Some(value) = trimmed.strip_prefix(sign) else {
            continue;
        };
        let spaces = value.len() - value.trim_start().len();
        let until = end + skipped + sign.len() + spaces;
        let message = format!("`{sign}` stands where a colon is expected");
        let span = end + skipped..end + skipped + sign.len();
        return Some(Complaint::new(span, message, help).fix(end..until, ": "));
    }
    let is_sibling = |other: Option<Line<'_>>| {
        other.is_some_and(|other| other.has_key() && other.column == line.column)
    };
    let is_plain = rest.is_empty() || rest.starts_with(' ');
    let has_colon = line.content.contains(": ") || line.content.ends_with(':');
    if !is_plain || has_colon || !(is_sibling(line.above(text)) || is_sibling(line.below(text))) {
        return None;
    }
    let message = format!("a colon is missing after `{word}`");
    Some(Complaint::new(start..end, message, help).fix(end..end, ":"))
}

/// Explains `{ name: x type: text }`.
fn comma(line: Line<'_>, at: usize) -> Option<Complaint> {
    let before = line.content.get(..at.checked_sub(line.content_start())?)?;
    let before = before.trim_end_matches(':');
    let (rest, word) = before.rsplit_once(' ')?;
    let value = rest.trim_end();
    let ends_value = !value.is_empty() && !value.ends_with([',', '{', '[', ':', '-']);
    if !is_key(word) || !ends_value || !value.contains(['{', '[']) {
        return None;
    }
    let start = line.content_start() + rest.len() + 1;
    let end = line.content_start() + value.len();
    let message = format!("a comma is missing before `{word}`");
    let help = "write `, ` between the keys of a map in braces";
    Some(Complaint::new(start..start + word.len(), message, help).fix(end..end, ","))
}

/// Explains a key that is indented differently from the key above it.
fn indentation(text: &Text, line: Line<'_>) -> Option<Complaint> {
    let above = line.above(text)?;
    let is_entry = line.column > line.indent;
    if !line.has_key() || is_entry || !above.has_key() || above.column == line.column {
        return None;
    }
    let is_between = above.content.ends_with(':') && line.column > above.column;
    if is_between || line.column.abs_diff(above.column) > 1 && line.column < above.column {
        return None;
    }
    let spaces = |count| {
        if count == 1 {
            "1 space".to_owned()
        } else {
            format!("{count} spaces")
        }
    };
    let message = format!(
        "the line is indented by {}, and the key above it by {}",
        spaces(line.column),
        spaces(above.column)
    );
    let at = line.content_start();
    let help = format!(
        "indent it by {}, like the key above it",
        spaces(above.column)
    );
    let below = line.below(text);
    let is_last = below.is_none_or(|below| below.indent <= line.column.min(above.column));
    let is_last = is_last || below.is_some_and(|below| below.column == above.column);
    let indentation = " ".repeat(above.column);
    let complaint = Complaint::new(at..at + line.word().len(), message, help);
    Some(complaint.fix_if(is_last, line.start..at, indentation))
}

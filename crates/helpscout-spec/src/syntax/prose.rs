//! Texts for people that YAML reads as something else unless they have quotes.

use std::ops::Range;

use helpscout_description::quote::bare;

use super::complaint::Complaint;
use super::lines::Line;
use crate::schema::is_key;
use crate::text::Text;

/// The keys whose values are written for people.
const KEYS: [&str; 6] = ["doc", "summary", "because", "documented", "title", "todo"];

/// The characters that mean something at the start of a value.
const SPECIAL: [char; 14] = [
    '{', '[', '}', ']', '*', '&', '!', '|', '>', '%', '@', '`', '\'', '"',
];

/// Returns the text in the line of a byte that needs quotes.
pub(crate) fn find(text: &Text, at: usize) -> Option<Complaint> {
    let line = Line::of(text, text.line_of(at))?;
    let value = value(line, at)?;
    let said = &text.as_str()[value.clone()];
    let (at_fault, why) = fault(said)?;
    if said.starts_with("!!") {
        let tag = said.split(' ').next().unwrap_or_default();
        let span = value.start..value.start + tag.len();
        let message = "the value has a YAML tag, which spec files can't contain";
        return Some(Complaint::new(
            span,
            message,
            format!("remove `{}`", bare(tag)),
        ));
    }
    let message = format!("a text that {why} needs quotes");
    let help = format!(
        "put single quotes around the whole text{}",
        if said.contains('\'') {
            ", and write `''` for each quote inside of it"
        } else {
            ""
        }
    );
    let span = value.start + at_fault.start..value.start + at_fault.end;
    let complaint = Complaint::new(span, message, help);
    let below = line.below(text);
    // A brace may belong to what is around the text.
    let is_whole = below.is_none_or(|below| below.indent <= line.column)
        && said.matches('{').count() == said.matches('}').count()
        && !said.contains(" #");
    let inner = said
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .unwrap_or(said);
    let quoted = format!("'{}'", inner.replace("''", "'").replace('\'', "''"));
    Some(complaint.fix_if(is_whole, value, quoted))
}

/// Returns why a text needs quotes, and the part of it that does.
fn fault(said: &str) -> Option<(Range<usize>, String)> {
    let first = said.chars().next()?;
    if let Some(inner) = said
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        let at = inner.replace("''", "\0\0").find('\'')? + 1;
        return Some((at..at + 1, "contains `'`".to_owned()));
    }
    if SPECIAL.contains(&first) {
        let first = if first == '`' {
            "a backtick".to_owned()
        } else {
            format!("`{first}`")
        };
        return Some((0..1, format!("starts with {first}")));
    }
    if said.starts_with("- ") || said.starts_with("? ") {
        return Some((0..1, format!("starts with `{}`", &said[..2])));
    }
    let colon = said
        .find(": ")
        .or_else(|| said.strip_suffix(':').map(str::len))?;
    Some((colon..colon + 1, "contains a colon and a space".to_owned()))
}

/// Returns the bytes of the text for people around a byte of a line, or the last one before it.
fn value(line: Line<'_>, at: usize) -> Option<Range<usize>> {
    let content = line.content;
    let limit = at.saturating_sub(line.content_start()).max(1);
    let word = line.word();
    let after = content[word.len()..].trim_start_matches([':', ' ']);
    let is_flow =
        content.starts_with(['{', '[']) || !KEYS.contains(&word) && after.starts_with(['{', '[']);
    let starts = KEYS.iter().flat_map(|key| {
        let keys = content.match_indices(key);
        keys.map(|(at, key)| (at, at + key.len()))
    });
    let starts = starts.filter(|(start, end)| {
        let before = &content[..*start];
        let is_key = before.is_empty() || is_flow && before.ends_with(['{', ',', ' ']);
        is_key && content[*end..].starts_with(": ") && *start < limit
    });
    let (_, colon) = starts.max_by_key(|(start, _)| *start)?;
    let rest = &content[colon + 2..];
    let start = colon + 2 + (rest.len() - rest.trim_start().len());
    let mut end = content.len();
    if is_flow {
        end = content.rfind('}').filter(|end| *end > start)?;
        if let Some(next) = next_key(&content[start..end]) {
            end = start + next;
        }
    }
    let length = content[start..end].trim_end().len();
    let offset = line.content_start();
    (length > 0).then_some(offset + start..offset + start + length)
}

/// Returns where `, key: ` follows in a map in braces.
fn next_key(rest: &str) -> Option<usize> {
    rest.match_indices(", ").map(|(at, _)| at).find(|at| {
        let after = &rest[at + 2..];
        after.split_once(": ").is_some_and(|(word, _)| is_key(word))
    })
}

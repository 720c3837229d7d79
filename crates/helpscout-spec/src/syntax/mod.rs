//! Explains the errors of the YAML parser and says what to do about them.

mod complaint;
mod entries;
mod lines;
mod prose;
mod slips;
mod unclosed;

use std::ops::Range;

use crate::code::Code;
use crate::finding::Finding;
use crate::text::Text;
use complaint::Complaint;
use lines::Line;

pub(crate) use entries::mark_at as list_mark;
pub(crate) use prose::find as text_without_quotes;

/// Explains a text without quotes that starts like a block of text, where braces are around it.
pub(crate) fn block_in_braces(text: &Text, span: Range<usize>, value: &str) -> Finding {
    let line = text.as_str()[span.clone()]
        .lines()
        .next()
        .unwrap_or_default();
    let is_block = line.starts_with(['|', '>'])
        && line[1..]
            .trim_end()
            .chars()
            .all(|char| "+-123456789".contains(char));
    if !is_block && let Some(complaint) = prose::find(text, span.start) {
        return complaint.finding(Code::Syntax, text);
    }
    let first = value.chars().next().unwrap_or_default();
    let (message, help) = if is_block {
        (
            format!("a block of text with `{first}` can't stand inside of braces"),
            "put quotes around the text, or write the entry without braces, with a line for each key",
        )
    } else {
        (
            format!("a text can't start with `{first}`"),
            "put quotes around the text",
        )
    };
    Complaint::new(span.start..span.start + line.len(), message, help).finding(Code::Syntax, text)
}

/// Explains why the YAML parser stops at a byte of a text. `info` is what it says about that.
pub(crate) fn explain(text: &Text, at: usize, info: &str) -> Finding {
    complaint(text, at, info).finding(Code::Syntax, text)
}

fn complaint(text: &Text, at: usize, info: &str) -> Complaint {
    if info.contains("escape") || info.contains("hexadecimal") {
        return escape(text, at);
    }
    if let Some(conflict) = conflict(text).or_else(|| fence(text)) {
        return conflict;
    }
    let is_about_quotes = info.contains("trailing content");
    let unclosed = || unclosed::find(text, text.line_of(at));
    let prose = || prose::find(text, at);
    let found = if is_about_quotes {
        // A quote of a line above that is open until here.
        let line = text.line_of(at);
        let above = unclosed().filter(|found| text.line_of(found.start()) < line);
        above.or_else(prose).or_else(unclosed)
    } else {
        unclosed().or_else(prose)
    };
    entries::find(text, at)
        .or(found)
        .or_else(|| slips::find(text, at))
        .unwrap_or_else(|| known(text, at, info))
}

/// Explains the marks that Git leaves in a file with a conflict.
fn conflict(text: &Text) -> Option<Complaint> {
    let mut lines = 0..text.line_count();
    let index = lines.find(|index| {
        let line = text.line(*index);
        line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")
    })?;
    let start = text.start_of(index);
    Some(Complaint::new(
        start..start + 7,
        "the file has a merge conflict that is not resolved",
        "choose one of the two versions, and remove the lines that start with `<<<<<<<`, `=======` \
         and `>>>>>>>`",
    ))
}

/// Explains the fence of a block of code, as Markdown has it.
fn fence(text: &Text) -> Option<Complaint> {
    let mut lines = 0..text.line_count();
    let index = lines.find(|index| !text.line(*index).trim().is_empty())?;
    let line = text.line(index);
    let start = text.start_of(index);
    (line.starts_with("```") || line.starts_with("~~~")).then(|| {
        Complaint::new(
            start..start + line.len(),
            "the file starts with the fence of a code block",
            "remove the lines that start with the fence",
        )
    })
}

/// Explains an escape between double quotes. The parser names only the quote.
fn escape(text: &Text, quote: usize) -> Complaint {
    let rest = &text.as_str()[quote..];
    let mut at = 0;
    while let Some(next) = rest[at..].find('\\') {
        at += next;
        let escaped = &rest[at + 1..];
        if !is_escape(escaped) {
            break;
        }
        at += 1 + escaped.chars().next().map_or(0, char::len_utf8);
    }
    let escaped = rest.get(at + 1..).unwrap_or_default();
    let at = quote + at;
    if let Some(high) = surrogate(escaped) {
        let low = escaped[5..].strip_prefix('\\').and_then(surrogate);
        return half(at, high, low);
    }
    Complaint::new(
        at..at + 2,
        "the escape after the backslash is unknown",
        "write `\\\\` for a backslash, or use single quotes, in which it has no special meaning",
    )
    .fix(at..at + 1, "\\\\")
}

/// Returns the half of a character that a text begins with. In JSON, two of them are one character.
fn surrogate(escaped: &str) -> Option<u16> {
    let code = hexadecimal(escaped.strip_prefix('u')?.get(..4)?)?;
    let code = u16::try_from(code).ok()?;
    (0xD800..=0xDFFF).contains(&code).then_some(code)
}

/// Returns the number that digits mean. There is no sign.
fn hexadecimal(digits: &str) -> Option<u32> {
    let is_code = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| is_code)
}

/// Explains an escape of JSON that is half of a character. `low` is the half that follows it.
fn half(at: usize, high: u16, low: Option<u16>) -> Complaint {
    let pair = [high, low.unwrap_or_default()];
    if let Some(Ok(whole)) = char::decode_utf16(pair).next() {
        let whole = format!("\\U{:08X}", u32::from(whole));
        return Complaint::new(
            at..at + 12,
            "YAML has no pairs of escapes for one character, as JSON has them",
            format!("write the character itself, or `{whole}`"),
        )
        .fix(at..at + 12, whole);
    }
    Complaint::new(
        at..at + 6,
        "the escape is half of a character",
        "write the whole character itself, or remove the escape",
    )
}

/// Returns whether a text starts with what may follow a backslash between double quotes.
fn is_escape(text: &str) -> bool {
    let is_hex = |digits: usize| {
        let code = text.get(1..=digits).and_then(hexadecimal);
        code.is_some_and(|code| char::from_u32(code).is_some())
    };
    match text.chars().next() {
        Some('x') => is_hex(2),
        Some('u') => is_hex(4),
        Some('U') => is_hex(8),
        Some(char) => "0abt\tnvfre \"/\\N_LP\n\r".contains(char),
        None => false,
    }
}

/// A part of the parser's message, what it means, and what to do about it.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a colon stands where no key can be",
        "put quotes around a text that contains a colon followed by a space; otherwise check the \
         indentation",
    ),
    (
        "illegal placement of ':' indicator",
        "a colon stands where no key can be",
        "close the bracket or brace above, or put quotes around a text with a colon",
    ),
    (
        "simple key expected",
        "a key is expected here",
        "write `key: value`, indented like the keys around it",
    ),
    (
        "unexpected character",
        "a text can't start with this character",
        "put quotes around the text",
    ),
    (
        "only valid inside a block",
        "a list entry can't start here",
        "close the brace, bracket or quote above, or check the indentation",
    ),
    (
        "trailing content after double-quoted scalar",
        "text follows a closing quote",
        "close the quote above; inside single quotes, write `''` for a quote",
    ),
    (
        "found unexpected end of stream",
        "the file ends inside a quoted text",
        "close the quote",
    ),
    (
        "found unexpected document indicator",
        "the document ends inside a quoted text",
        "close the quote",
    ),
    (
        "did not find expected ',' or '}'",
        "a comma or `}` is expected here",
        "close the brace, or put quotes around a text with special characters",
    ),
    (
        "expected ',' or ']'",
        "a comma or `]` is expected here",
        "close the bracket, or put quotes around a text with special characters",
    ),
    (
        "unexpected eof",
        "the file ends inside a brace or bracket",
        "close the brace or bracket",
    ),
    (
        "did not find expected key",
        "the line is indented differently from those around it",
        "indent it like the keys above it",
    ),
    (
        "did not find expected '-' indicator",
        "the line is indented differently from those around it",
        "indent it like the keys above it, or start a list entry with `- `",
    ),
    (
        "block sequence entries are not allowed",
        "a list can't start here",
        "start the list on a line of its own, indented more than its key",
    ),
    (
        "invalid indentation",
        "the line is not indented enough",
        "indent it more than the key it belongs to",
    ),
    (
        "misplaced bracket",
        "this bracket or brace closes one that was not opened",
        "remove it, or put quotes around the text",
    ),
    (
        "mapping keys are not allowed",
        "`? ` can't start a text",
        "put quotes around the text",
    ),
    (
        "block scalar",
        "`|` or `>` is followed by a text",
        "start the text on the next line, or put quotes around it",
    ),
    (
        "must be followed by a valid YAML whitespace",
        "no space follows the colon",
        "write a space after the colon",
    ),
    (
        "expected whitespace",
        "no space follows the value",
        "write a space, or put quotes around the text",
    ),
    (
        "directive",
        "a line can't start with `%`",
        "put quotes around a text that starts with `%`; spec files have no directives",
    ),
    (
        "tag",
        "a value can't start with `!`",
        "put quotes around a text that starts with `!`; spec files have no tags",
    ),
    (
        "unprintable",
        "the file contains a character that can't be printed",
        "remove the character",
    ),
    (
        "document end marker",
        "text follows the end of the document",
        "remove `...` and what follows it",
    ),
    (
        "document start",
        "a key is expected here",
        "write `key: value`, indented like the keys around it",
    ),
    (
        "node content",
        "a value is expected here",
        "write a value, or put quotes around a text with special characters",
    ),
    (
        "next token",
        "a text can't start with this character",
        "put quotes around the text",
    ),
    (
        "plain scalar",
        "a text can't contain this character without quotes",
        "put quotes around the text",
    ),
];

/// Explains a line without a colon where a key is expected. The parser names the line below.
fn no_colon(text: &Text, at: usize) -> Complaint {
    let above = (0..text.line_of(at))
        .rev()
        .find_map(|index| Line::of(text, index));
    let span = above.map_or(at..at, |line| line.content_start()..line.end());
    Complaint::new(
        span,
        "this line has no colon, but a key is expected",
        "write `key: value`; indent the next lines of a text more than its key",
    )
}

fn known(text: &Text, at: usize, info: &str) -> Complaint {
    if info.contains("simple key expect ':'") {
        return no_colon(text, at);
    }
    let span = at..at + text.as_str()[at..].chars().next().map_or(0, char::len_utf8);
    match KNOWN.iter().find(|(part, ..)| info.contains(part)) {
        Some((_, message, help)) => Complaint::new(span, *message, *help),
        None => Complaint::new(
            span,
            "this is not YAML",
            "look for a quote or brace that is not closed, or put quotes around the text",
        ),
    }
}

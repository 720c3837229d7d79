//! The example body of a page.

use std::ops::Range;

use helpscout_description::Operation;
use helpscout_description::quote::is_invisible;
use helpscout_spec::pattern;
use serde_json::Value;

use crate::answered;

/// The most example bodies of an answer besides the first one.
const MOST_OTHERS: usize = 8;

/// An example body.
pub(crate) struct Body {
    /// Its lines, counted from 0.
    pub(crate) lines: Range<usize>,
    /// The body, or why it can't be used.
    pub(crate) value: Result<Value, Unusable>,
}

/// Why an example body can't be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It is no JSON, for this reason.
    NoJson(String),
    /// It is neither an object nor a list of objects.
    NoKeys,
}

impl Body {
    /// Finds the first example body from a line on, outside the page's tables. If the page has a
    /// status line, the body comes after it.
    pub(crate) fn find(
        lines: &[&str],
        first: usize,
        is_in_table: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let status = status(lines).unwrap_or(0);
        let line = (status.max(first)..lines.len())
            .find(|line| starts(lines, *line) && !is_in_table(*line))?;
        Some(Self::at(lines, line))
    }

    /// Finds the example body of the request: it comes before the status line, before another body, or
    /// right after the head of a request that has a body.
    pub(crate) fn sent(lines: &[&str], is_in_table: impl Fn(usize) -> bool) -> Option<Self> {
        let is_start = |line: &usize| starts(lines, *line) && !is_in_table(*line);
        let line = (0..status(lines).unwrap_or(lines.len())).find(is_start)?;
        let sent = Self::at(lines, line);
        let is_answered = status(lines).is_some()
            || (sent.lines.end..lines.len())
                .any(|line| is_start(&line) || answered::status(lines[line]).is_some())
            || follows_request(lines, line);
        is_answered.then_some(sent)
    }

    /// Returns the lines where other bodies of the same answer start: they have a key of this one, and
    /// those of errors have none.
    pub(crate) fn others(&self, lines: &[&str], is_in_table: impl Fn(usize) -> bool) -> Vec<usize> {
        let Ok(own) = &self.value else {
            return Vec::new();
        };
        let mut others = Vec::new();
        let mut line = self.lines.end;
        while line < lines.len() && others.len() < MOST_OTHERS {
            if !starts(lines, line) || is_in_table(line) {
                line += 1;
                continue;
            }
            let other = Self::at(lines, line);
            let is_other = |value: &Value| value != own && has_common_key(value, own);
            if other.value.is_ok_and(|value| is_other(&value)) {
                others.push(line);
            }
            line = other.lines.end.max(line + 1);
        }
        others
    }

    fn at(lines: &[&str], line: usize) -> Self {
        let text = balanced(&lines[line..].join("\n"));
        // Pages have non-breaking blanks, which JSON does not allow.
        let value = serde_json::from_str(&text)
            .or_else(|error| serde_json::from_str(&with_plain_blanks(&text)).map_err(|_| error))
            .map_err(|error| Unusable::NoJson(error.to_string()));
        let value = value.and_then(|value: Value| {
            if has_keys(&value) {
                Ok(value)
            } else {
                Err(Unusable::NoKeys)
            }
        });
        let end = line + text.matches('\n').count() + 1;
        Self {
            lines: line..end,
            value,
        }
    }
}

/// Returns the line with the status of the answer.
fn status(lines: &[&str]) -> Option<usize> {
    lines.iter().position(|line| {
        let line = line.trim_start();
        line.starts_with("HTTP/") && line.contains(" 2")
    })
}

/// Returns whether the head of a request with a body is right above a line: its first line, and perhaps
/// headers.
fn follows_request(lines: &[&str], line: usize) -> bool {
    let is_first = |line: &str| {
        let mut words = line.split_whitespace();
        let method = words.next().unwrap_or_default();
        Operation::has_body(method) && words.next().is_some_and(|path| path.starts_with('/'))
    };
    let is_header = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        line.contains(':') && (pattern::HEADER.matches)(name)
    };
    let above = lines[..line].iter().rev().map(|line| line.trim());
    above
        .filter(|line| !line.is_empty() && !line.starts_with("```"))
        .find(|line| !is_header(line))
        .is_some_and(is_first)
}

/// Returns whether a body may start at a line.
fn starts(lines: &[&str], line: usize) -> bool {
    let text = lines[line].trim_start();
    text.starts_with('{') && !text.starts_with("{%")
        || text == "["
        || text.starts_with("[{")
        || text.starts_with("[ {")
        || text.strip_prefix("[[").is_some_and(starts_value)
}

/// Returns whether a text starts with a number, a text or a list.
fn starts_value(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(|char: char| char.is_ascii_digit() || "\"[{-".contains(char))
}

/// Returns whether a body is an object or a list of objects.
fn has_keys(body: &Value) -> bool {
    match body {
        Value::Array(items) => items.iter().all(Value::is_object),
        body => body.is_object(),
    }
}

/// Returns whether two bodies are both lists, or objects with the same key at their top.
fn has_common_key(body: &Value, other: &Value) -> bool {
    match (body, other) {
        (Value::Array(_), Value::Array(_)) => true,
        (Value::Object(body), Value::Object(other)) => {
            body.keys().any(|key| other.contains_key(key))
        }
        _ => false,
    }
}

/// Returns text with blanks in place of special ones, and without characters that have no width.
fn with_plain_blanks(text: &str) -> String {
    let visible = text.chars().filter(|char| !is_invisible(*char));
    let plain = |char: char| match char {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ' ',
        '“' | '”' => '"',
        char => char,
    };
    visible.map(plain).collect()
}

/// Returns the text up to the bracket that closes the first one.
fn balanced(text: &str) -> String {
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    for (at, char) in text.char_indices() {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' if is_text => is_escaped = true,
            '"' => is_text = !is_text,
            '{' | '[' if !is_text => depth += 1,
            '}' | ']' if !is_text => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return text[..at + 1].to_owned();
                }
            }
            _ => {}
        }
    }
    text.to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Body, Unusable};

    fn find(text: &str) -> Option<Result<String, Unusable>> {
        let lines: Vec<&str> = text.split('\n').collect();
        Some(
            Body::find(&lines, 0, |_| false)?
                .value
                .map(|value| value.to_string()),
        )
    }

    #[test]
    fn the_body_ends_where_its_bracket_closes() {
        let text =
            "GET /v2/a\n{\"not\": 1}\nHTTP/1.1 200 OK\n\n{ \"a\": [\"}\", \"\\\"{\"]\n}\nmore }";
        assert_eq!(find(text), Some(Ok("{\"a\":[\"}\",\"\\\"{\"]}".to_owned())));
    }

    #[test]
    fn a_body_that_is_not_json_is_an_error() {
        assert!(find("HTTP/1.1 200 OK\n{ \"a\": 1, ... }").unwrap().is_err());
        assert_eq!(find("nothing"), None);
    }
}

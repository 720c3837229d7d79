//! What the headings of a page say about the tables below them.

use crate::text::clean;
use crate::title::Subject;

/// The most lines between a heading and its table.
const FURTHEST: usize = 8;

/// Returns the nearest heading above a line.
pub(crate) fn above(lines: &[&str], at: usize) -> Option<String> {
    let mut headings = headings(lines, at);
    headings.next().map(plain)
}

/// Returns what the headings above a line say about a table there.
pub(crate) fn subject_above(lines: &[&str], at: usize) -> Option<Subject> {
    headings(lines, at).find_map(subject)
}

/// Returns the headings above a line from the nearest on, up to the first one that is marked.
fn headings<'l>(lines: &'l [&'l str], at: usize) -> impl Iterator<Item = &'l str> {
    let filled = lines[..at]
        .iter()
        .rev()
        .filter(|line| !line.trim().is_empty());
    let mut is_over = false;
    let near = filled.take(FURTHEST).map_while(move |line| {
        let is_before = !is_over;
        is_over |= line.trim_start().starts_with('#');
        is_before.then_some(*line)
    });
    near.filter(|line| is_heading(line))
}

fn plain(line: &str) -> String {
    clean(line.trim().trim_start_matches('#'))
}

/// Returns what a heading says about a table.
pub(crate) fn subject(heading: &str) -> Option<Subject> {
    let lower = heading.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_response = has(&["response", "return", "answer", "result", "output"]);
    if has(&["error", "status code", "rate limit", "event"]) {
        Some(Subject::Other)
    } else if has(&["header"]) {
        Some(if is_response {
            Subject::AnswerHeaders
        } else {
            Subject::Headers
        })
    } else if is_response {
        Some(Subject::Fields)
    } else if has(&["body", "payload"]) {
        Some(Subject::Body)
    } else if has(&["parameter", "argument", "query", "filter", "request"]) {
        Some(Subject::Parameters)
    } else if has(&["field", "attribute", "propert", "object", "schema", "model"]) {
        Some(Subject::Fields)
    } else {
        None
    }
}

/// Returns whether a line is a heading: marked as one, or short and without the end of a sentence.
pub(crate) fn is_heading(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with('#') {
        return true;
    }
    let methods = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HTTP/"];
    if methods.iter().any(|method| line.contains(method)) {
        return false;
    }
    let words = line.split_whitespace().count();
    let is_plain = line.chars().all(|char| {
        char.is_alphanumeric() || char.is_whitespace() || "-'’/&`()[]_.:".contains(char)
    });
    let has_letter = line.contains(|char: char| char.is_alphabetic());
    is_plain && has_letter && (1..=5).contains(&words) && line.len() <= 60 && !line.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::{above, subject};
    use crate::title::Subject;

    #[test]
    fn headings_say_what_a_table_is_about() {
        for (heading, expected) in [
            ("Query parameters:", Some(Subject::Parameters)),
            ("Response parameters", Some(Subject::Fields)),
            ("The ticket object", Some(Subject::Fields)),
            ("Request headers", Some(Subject::Headers)),
            ("Request body", Some(Subject::Body)),
            ("Response body", Some(Subject::Fields)),
            ("Error codes", Some(Subject::Other)),
            ("More", None),
        ] {
            assert_eq!(subject(heading), expected, "{heading}");
        }
        let lines = [
            "## Query `parameters`",
            "",
            "These parameters narrow the list down.",
            "",
        ];
        assert_eq!(above(&lines, 4).as_deref(), Some("Query parameters"));
    }
}

//! Parts of a page that look like a table but could not be read.

use std::ops::Range;

use crate::text::{clean, is_break};
use crate::title::{Column, column};

/// The most bytes of a leftover that are quoted.
const QUOTED: usize = 60;

/// A part of a page that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leftover {
    /// Its first line, counted from 1.
    pub(crate) line: usize,
    /// Its first words.
    pub(crate) words: String,
}

impl Leftover {
    /// Creates a leftover of lines: of the first one that has words.
    pub(crate) fn of(lines: &[&str], range: &Range<usize>) -> Self {
        let found = range.clone().map(|at| Self::new(lines, at));
        let mut found = found.filter(|leftover| leftover.words.contains(char::is_alphanumeric));
        found
            .next()
            .unwrap_or_else(|| Self::new(lines, range.start))
    }

    fn new(lines: &[&str], at: usize) -> Self {
        let plain = clean(&lines[at].replace(['\t', '|'], " "));
        let words = plain.char_indices().take_while(|(at, _)| *at < QUOTED);
        Self {
            line: at + 1,
            words: words
                .map(|(_, char)| char)
                .collect::<String>()
                .trim()
                .to_owned(),
        }
    }
}

/// Returns the parts of a page that look like tables, outside the lines that were understood.
pub(crate) fn leftovers(lines: &[&str], understood: &[Range<usize>]) -> Vec<Leftover> {
    let is_free = |line: usize| !understood.iter().any(|range| range.contains(&line));
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if !is_free(at) {
            at += 1;
            continue;
        }
        let end = (at..lines.len())
            .find(|line| !is_free(*line) || !is_tabular(lines[*line]))
            .unwrap_or(lines.len());
        let is_titled = is_line_of_titles(lines[at]);
        if end - at > 1 || is_titled {
            found.push(Leftover::new(lines, at));
            // The rows below a line of titles need not look like those of a table.
            let below = (at + 1..lines.len()).find(|line| lines[*line].trim().is_empty());
            at = end.max(below.filter(|_| is_titled).unwrap_or(end));
        } else if is_list_heading(lines[at])
            && let Some(below) = first_below(lines, at).filter(|below| is_free(*below))
        {
            found.push(Leftover::new(lines, below));
            at = below;
        }
        at += 1;
    }
    found
}

/// Returns whether a line has several cells.
fn is_tabular(line: &str) -> bool {
    let text = line.trim();
    if text.is_empty() || text.starts_with(['{', '}', '"', '<']) || text.contains("://") {
        return text.starts_with("<td") || text.starts_with("<th") || text.starts_with("<tr");
    }
    let has_gap = text
        .split("  ")
        .filter(|part| !part.trim().is_empty())
        .count()
        > 1;
    text.contains('\t') || text.contains(" | ") || text.contains("| ") || has_gap
}

/// Returns whether a line has nothing but the titles of columns.
fn is_line_of_titles(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let known = words
        .iter()
        .filter(|word| column(word) != Column::Other)
        .count();
    let has_name = words
        .iter()
        .any(|word| matches!(column(word), Column::Name(_)));
    has_name && words.len() >= 3 && known == words.len()
}

/// Returns whether a line announces parameters or fields.
fn is_list_heading(line: &str) -> bool {
    let plain = clean(line.trim().trim_start_matches('#')).to_lowercase();
    let plain = plain.trim_end_matches(':');
    let words: Vec<&str> = plain.split_whitespace().collect();
    let ends = [
        "parameters",
        "params",
        "arguments",
        "attributes",
        "fields",
        "filters",
        "properties",
        "query",
        "options",
    ];
    let last = words.last().copied().unwrap_or_default();
    words.len() <= 3 && ends.contains(&last) && !line.contains(['|', '\t'])
}

/// Returns the first line below a heading, unless it says that there is nothing.
fn first_below(lines: &[&str], at: usize) -> Option<usize> {
    let below = (at + 1..lines.len()).find(|line| !lines[*line].trim().is_empty())?;
    let text = clean(lines[below]).to_lowercase();
    let says_none = ["none", "no ", "this endpoint has no", "there are no", "n/a"];
    let is_none = says_none.iter().any(|words| text.starts_with(words))
        || matches!(text.as_str(), "-" | "–" | "—");
    (!is_none && !is_break(lines[below]) && !is_list_heading(lines[below])).then_some(below)
}

#[cfg(test)]
mod tests {
    use super::leftovers;

    #[test]
    fn what_looks_like_a_table_is_quoted() {
        let found = |text: &str| {
            let lines: Vec<&str> = text.lines().collect();
            let found = leftovers(&lines, &[]);
            let found = found
                .into_iter()
                .map(|left| format!("{} {}", left.line, left.words));
            found.collect::<Vec<_>>().join("; ")
        };
        assert_eq!(found("Text\n\na\tb\nc\td\n"), "3 a b");
        assert_eq!(
            found("Name Type Description\nuser number The user\n"),
            "1 Name Type Description"
        );
        assert_eq!(
            found("Query parameters\n\nthe user, the page\n"),
            "3 the user, the page"
        );
        assert_eq!(
            found("Query parameters\nNone.\n\nText, with one gap.  Or two.\n"),
            ""
        );
    }
}

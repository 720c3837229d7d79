//! Prose: the texts that become rustdoc and the help of the command line.

use std::ops::Range;

use helpscout_description::quote::{is_invisible, quoted};

use super::checker::Checker;
use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::position::At;

/// Checks a description; reports one that is missing. `at` is the described thing, and `name` the
/// key that has its name.
pub(super) fn doc(raw: Option<&str>, at: At<'_>, name: &str, checker: &mut Checker<'_>) -> String {
    match raw {
        Some(text) => {
            check(text, at.key("doc"), checker);
            text.to_owned()
        }
        None => {
            let at = at.key(name);
            let shown = at
                .scalar()
                .map_or(String::new(), |scalar| quoted(&scalar.text));
            let message = format!("{shown} is not documented");
            let finding = Finding::new(Code::Undocumented, at.place(), message);
            checker.report(finding.help("add `doc:` in your own words"));
            String::new()
        }
    }
}

/// Checks a text that becomes documentation.
pub(super) fn check(text: &str, at: At<'_>, checker: &mut Checker<'_>) {
    if let Some(char) = text.chars().find(|char| is_refused(*char)) {
        let message = format!(
            "the text contains the invisible character U+{:04X}",
            char as u32
        );
        let finding = Finding::new(Code::ControlInProse, at.place(), message);
        return checker.report(finding.help("remove the character"));
    }
    let Some(prose) = outside_code(text) else {
        let message = "a backtick is not closed";
        let place = part(at, "`");
        let finding = Finding::new(Code::Backticks, place, message);
        return checker.report(finding.help("put code between two backticks on one line"));
    };
    if let Some(url) = bare_url(&prose) {
        let message = format!("rustdoc does not turn {} into a link", quoted(url));
        let finding = Finding::new(Code::BareUrl, part(at, url), message);
        checker.report(finding.help("write `<https://...>` or `[words](https://...)`"));
    }
    if let Some(link) = link_like(&prose) {
        let message = format!("rustdoc reads {} as a link to an item", quoted(link));
        let finding = Finding::new(Code::LinkLike, part(at, link), message);
        checker.report(finding.help("put backticks around it"));
    }
    if let Some(tag) = html_like(&prose) {
        let message = format!("rustdoc reads {} as HTML", quoted(tag));
        let finding = Finding::new(Code::HtmlLike, part(at, tag), message);
        checker.report(finding.help("put backticks around it"));
    }
}

fn is_refused(char: char) -> bool {
    (char.is_control() && char != '\n') || is_invisible(char)
}

/// Returns the place of a part of a text, or of the whole text if the file spells it differently.
fn part(at: At<'_>, part: &str) -> Place {
    match at.find(part) {
        Some(span) => at.span(span),
        None => at.place(),
    }
}

/// Returns the text with all code blanked out, or `None` if a backtick is not closed.
fn outside_code(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return None;
    }
    let blanked = parts
        .iter()
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => (*part).to_owned(),
            _ => "_".repeat(part.chars().count()),
        });
    Some(blanked.collect::<Vec<_>>().join("_"))
}

fn bare_url(prose: &str) -> Option<&str> {
    let starts = ["https://", "http://"].into_iter();
    let start = starts.filter_map(|scheme| prose.find(scheme)).min()?;
    if prose[..start].ends_with(['<', '(']) {
        return None;
    }
    let rest = &prose[start..];
    let end = rest.find(|char: char| char.is_whitespace() || char == '>');
    Some(rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ')']))
}

fn link_like(prose: &str) -> Option<&str> {
    bracketed(prose, '[', ']').find_map(|range| {
        let is_link = prose[range.end..].starts_with(['(', ':']);
        (!is_link).then(|| &prose[range])
    })
}

fn html_like(prose: &str) -> Option<&str> {
    bracketed(prose, '<', '>').find_map(|range| {
        let inside = &prose[range.start + 1..range.end - 1];
        let is_tag = inside.starts_with(|char: char| char.is_ascii_alphabetic() || char == '/');
        (is_tag && !inside.contains("://")).then(|| &prose[range])
    })
}

/// Returns the parts from an opening character to the next closing one, inclusive.
fn bracketed(text: &str, open: char, close: char) -> impl Iterator<Item = Range<usize>> {
    let mut start = None;
    text.char_indices().filter_map(move |(at, char)| {
        if char == open {
            start = Some(at);
        } else if char == close {
            let range = start.take()?..at + close.len_utf8();
            let is_empty = range.len() == open.len_utf8() + close.len_utf8();
            return (!is_empty).then_some(range);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::{bare_url, html_like, link_like, outside_code};

    #[test]
    fn links_and_code_are_what_markdown_has_them_for() {
        for text in [
            "see <https://example.com>",
            "see [the page](https://example.com/page)",
            "see [the page][page] and [page]: there",
            "`[x]` and `https://example.com` and `<b>`",
            "a < b, and c > d",
            "an empty list [] and a range [1..",
        ] {
            let prose = outside_code(text).unwrap_or_default();
            assert_eq!(bare_url(&prose), None, "{text}");
            assert_eq!(html_like(&prose), None, "{text}");
            if !text.contains("][") {
                assert_eq!(link_like(&prose), None, "{text}");
            }
        }
    }

    #[test]
    fn what_rustdoc_would_misread_is_found() {
        assert_eq!(bare_url("at http://a.b/c."), Some("http://a.b/c"));
        assert_eq!(link_like("the rows[] of [page]"), Some("[page]"));
        assert_eq!(link_like("((([a [b] c])))"), Some("[b]"));
        assert_eq!(html_like("a List<String> of"), Some("<String>"));
        assert_eq!(html_like("a </b> tag"), Some("</b>"));
        assert_eq!(outside_code("one `two"), None);
    }
}

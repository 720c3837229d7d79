//! Prose: the texts that become rustdoc and the help of the command line.

use std::ops::Range;

use helpscout_description::prose::{Part, parts};
use helpscout_description::quote::quoted;

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

/// Checks a text that becomes documentation. What [`prose`](helpscout_description::prose) calls text
/// is shown as it is written, so markup in it would surprise its readers.
pub(super) fn check(text: &str, at: At<'_>, checker: &mut Checker<'_>) {
    if let Some(comment) = at.comment() {
        let message = "the text ends here, because ` #` starts a comment";
        let finding = Finding::new(Code::CutByComment, at.span(comment), message);
        checker.report(finding.help(
            "put the whole text in quotes if this is a part of it; otherwise, move the comment to \
             a line of its own",
        ));
    }
    if let Some(run) = stray_backticks(text) {
        let message = "a backtick is neither the start nor the end of code";
        let finding = Finding::new(Code::Backticks, part(at, text, run), message);
        return checker.report(finding.help("put code between two single backticks on one line"));
    }
    let prose = outside_code(text);
    if let Some(range) = url(&prose) {
        let message = format!(
            "the text contains the URL {}",
            quoted(&prose[range.clone()])
        );
        let finding = Finding::new(Code::BareUrl, part(at, text, range), message);
        checker.report(finding.help("put backticks around it; only `docs:` is a link"));
    }
    if let Some(range) = link_like(&prose) {
        let message = format!("{} looks like a link", quoted(&text[range.clone()]));
        let finding = Finding::new(Code::LinkLike, part(at, text, range), message);
        checker.report(finding.help("put backticks around it"));
    }
    if let Some(range) = html_like(&prose) {
        let message = format!("{} looks like HTML", quoted(&text[range.clone()]));
        let finding = Finding::new(Code::HtmlLike, part(at, text, range), message);
        checker.report(finding.help("put backticks around it"));
    }
}

/// Returns the place of a part of a text, or of the whole text if the file spells it differently.
fn part(at: At<'_>, text: &str, part: Range<usize>) -> Place {
    // The part itself may occur several times; what follows it as well seldom does.
    let rest = at.find(&text[part.start..]).map(|rest| rest.start);
    let start = rest.or_else(|| at.find(&text[part.clone()]).map(|found| found.start));
    match start {
        Some(start) => at.span(start..start + part.len()),
        None => at.place(),
    }
}

/// Returns the first run of backticks that encloses no code.
fn stray_backticks(text: &str) -> Option<Range<usize>> {
    let prose = outside_code(text);
    let start = prose.find('`')?;
    let length = prose[start..]
        .bytes()
        .take_while(|byte| *byte == b'`')
        .count();
    Some(start..start + length)
}

/// Returns the text with all code blanked out. Every other part stays where it is.
fn outside_code(text: &str) -> String {
    let parts = parts(text).into_iter().map(|part| match part {
        Part::Text(text) => text.to_owned(),
        Part::Code(code) => "_".repeat(code.len() + 2),
    });
    parts.collect()
}

fn url(prose: &str) -> Option<Range<usize>> {
    let colon = prose.find("://")?;
    let scheme = prose[..colon].trim_end_matches(|char: char| char.is_ascii_alphanumeric());
    let end = prose[colon..].find(|char: char| char.is_whitespace() || "<>()[]".contains(char));
    let end = end.map_or(prose.len(), |end| colon + end);
    let end = prose[..end].trim_end_matches(['.', ',', ';']).len();
    Some(scheme.len()..end)
}

fn link_like(prose: &str) -> Option<Range<usize>> {
    bracketed(prose).next()
}

/// Returns what looks like a tag, a comment or a declaration, up to its end if it has one.
fn html_like(prose: &str) -> Option<Range<usize>> {
    let starts = prose.match_indices('<').map(|(start, _)| start);
    let mut tags = starts.filter_map(|start| {
        let inside = &prose[start + 1..];
        let starts_tag = |char: char| char.is_ascii_alphabetic() || "/!?".contains(char);
        let word = inside
            .split(|char: char| char.is_whitespace() || char == '>')
            .next();
        let is_url = word.is_some_and(|word| word.contains("://"));
        let end = match inside.find(['>', '<', '\n']) {
            Some(end) if inside[end..].starts_with('>') => start + end + 2,
            _ => start + 1 + word.map_or(0, str::len),
        };
        (inside.starts_with(starts_tag) && !is_url).then_some(start..end)
    });
    tags.next()
}

/// Returns the parts from a square bracket to the next closing one, inclusive.
fn bracketed(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = None;
    text.char_indices().filter_map(move |(at, char)| {
        if char == '[' {
            start = Some(at);
        } else if char == ']' {
            let range = start.take()?..at + 1;
            return (range.len() > 2).then_some(range);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::{html_like, link_like, outside_code, stray_backticks, url};

    #[test]
    fn plain_sentences_and_code_are_good() {
        for text in [
            "`[x]` and `https://example.com` and `<b>`",
            "a < b, and c > d, or a<=b",
            "an empty list [] and a range [1..",
            "either/or, at 12:30, and so on...",
        ] {
            let prose = outside_code(text);
            assert_eq!(stray_backticks(text), None, "{text}");
            assert_eq!(url(&prose), None, "{text}");
            assert_eq!(html_like(&prose), None, "{text}");
            assert_eq!(link_like(&prose), None, "{text}");
        }
    }

    #[test]
    fn what_looks_like_markup_is_found() {
        let urls = |text| url(text).map(|range| &text[range]);
        assert_eq!(urls("at http://a.b/c."), Some("http://a.b/c"));
        assert_eq!(urls("see <https://a.b>"), Some("https://a.b"));
        assert_eq!(urls("see [a](ftp://a.b)"), Some("ftp://a.b"));
        let links = |text| link_like(text).map(|range| &text[range]);
        assert_eq!(links("the rows[] of [page]"), Some("[page]"));
        assert_eq!(links("((([a [b] c])))"), Some("[b]"));
        assert_eq!(links("[a](javascript:b)"), Some("[a]"));
        let tags = |text| html_like(text).map(|range| &text[range]);
        assert_eq!(tags("a List<String> of"), Some("<String>"));
        assert_eq!(tags("a </b> tag"), Some("</b>"));
        assert_eq!(tags("a <!-- comment"), Some("<!--"));
        assert_eq!(tags("a <img src=x"), Some("<img"));
        let runs = |text| stray_backticks(text).map(|range| &text[range]);
        assert_eq!(runs("one `two"), Some("`"));
        assert_eq!(runs("`a` ``b` c"), Some("``"));
        assert_eq!(runs("```\na\n```"), Some("```"));
    }
}

//! The title of a page.

use crate::text::clean;
use crate::words::{singular, words};

/// Returns the title of a page: the first line, unless it is not about what the path names, because
/// the page was copied with the menus around it. Then it is the line nearest to the request that is.
pub(crate) fn title(lines: &[&str], path: &str) -> Option<String> {
    let mut titles = lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty() && !line.contains("://"));
    let first = title_of(titles.clone().next()?);
    let literal = path
        .split('/')
        .rfind(|part| !part.is_empty() && !part.starts_with('{'));
    let wanted = literal.map(terms).unwrap_or_default();
    let is_about = |title: &String| {
        let terms = terms(title);
        wanted.iter().all(|term| terms.contains(term))
    };
    if first.as_ref().is_none_or(is_about) {
        return first;
    }
    let before = titles.by_ref().take_while(|line| !line.contains(path));
    let nearest = before.filter_map(title_of).filter(is_about).last();
    nearest.or(first)
}

/// Returns the title that a line is, if it could be one.
fn title_of(line: &str) -> Option<String> {
    let title = clean(line.trim_start_matches('#'));
    let is_title = title
        .chars()
        .all(|char| char.is_alphanumeric() || char.is_whitespace() || "-'’/&".contains(char));
    (is_title && (1..=80).contains(&title.len()) && !title.starts_with('/')).then_some(title)
}

/// Returns the words of a name or a title in the singular.
fn terms(name: &str) -> Vec<String> {
    words(name).split(' ').map(singular).collect()
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_title_is_about_what_the_path_names() {
        let menus = [
            "Acme Developers",
            "Docs",
            "User Snoozes",
            "Tags",
            "# Get User Snoozes",
        ];
        let page = [
            &menus[..],
            &["What was snoozed.", "GET /v2/user/snoozes", "Snoozes"],
        ]
        .concat();
        let title_for = |lines: &[&str], path: &str| title(lines, path).unwrap_or_default();
        assert_eq!(title_for(&page, "/v2/user/snoozes"), "Get User Snoozes");
        assert_eq!(title_for(&page, "/v2/snoozes/{id}"), "Snoozes");
        assert_eq!(title_for(&page, "/v2/widgets"), "Acme Developers");
        // A first line about the same thing is the title, whatever follows.
        assert_eq!(title_for(&page[2..], "/v2/user/snoozes"), "User Snoozes");
        assert_eq!(
            title(&["What it is, and why.", "Snoozes"], "/snoozes"),
            None
        );
    }
}

//! The names of sheets, which are unique and valid whatever the titles of tables are.

use std::collections::HashSet;

use super::text;

/// The UTF-16 code units of a name.
const MAX_LENGTH: usize = 31;

/// The names so far, in lowercase, as case makes no difference.
#[derive(Debug)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// Starts with names that are taken.
    pub(super) fn new(taken: impl IntoIterator<Item = &'static str>) -> Self {
        // A spreadsheet program reserves this one for the history of changes.
        let taken = taken.into_iter().chain(["History"]);
        Self(taken.map(str::to_lowercase).collect())
    }

    /// Returns a name that no other sheet has.
    pub(super) fn free(&mut self, title: &str) -> String {
        let name = valid(title);
        let numbered = (2_u64..).map(|number| {
            let ending = format!(" ({number})");
            let start = text::within(&name, MAX_LENGTH - ending.len());
            format!("{start}{ending}")
        });
        let mut free = std::iter::once(name.clone()).chain(numbered);
        let free = free.find(|free| !self.0.contains(&free.to_lowercase()));
        let free = free.unwrap_or(name);
        self.0.insert(free.to_lowercase());
        free
    }
}

/// Words with which no name ends, because another one would follow.
const JOINTS: [&str; 21] = [
    "a", "an", "and", "at", "behind", "by", "for", "from", "in", "of", "on", "one", "or", "per",
    "than", "that", "the", "to", "whose", "which", "with",
];

/// Returns a title that is too long as a shorter phrase: without its article, and up to its first comma.
fn phrase(title: &str) -> String {
    let bare = title.strip_prefix("The ").unwrap_or(title);
    let end = bare
        .find([',', ';', '('])
        .filter(|end| *end > MAX_LENGTH / 4);
    let bare = bare[..end.unwrap_or(bare.len())].trim_end();
    let mut chars = bare.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Returns a name that was cut without the words at its end that lead to others.
fn without_joints(name: &str) -> &str {
    let mut name = name;
    while let Some((rest, last)) = name.rsplit_once(' ') {
        if !JOINTS.contains(&last) {
            break;
        }
        name = rest.trim_end();
    }
    name
}

/// Returns a title as a name without the characters that no name may have.
fn valid(title: &str) -> String {
    let replaced = |char: char| match char {
        '[' | '{' => '(',
        ']' | '}' => ')',
        ':' | '*' | '?' | '/' | '\\' => ' ',
        other => other,
    };
    let title: String = text::clean(title).chars().map(replaced).collect();
    let words: Vec<&str> = title.split_whitespace().collect();
    let title = words.join(" ");
    let is_edge = |char: char| char == '\'' || char.is_whitespace();
    let title = title.trim_matches(is_edge);
    let shorter = (text::within(title, MAX_LENGTH) != title).then(|| phrase(title));
    let title = shorter.as_deref().unwrap_or(title);
    let mut name = text::within(title, MAX_LENGTH);
    // Half a word is cut off, unless that is half of the name.
    if title[name.len()..].starts_with(|next: char| next != ' ')
        && let Some(end) = name.rfind(' ').filter(|end| *end > MAX_LENGTH / 2)
    {
        name = &name[..end];
    }
    if name != title {
        name = without_joints(name);
    }
    match name.trim_matches(is_edge) {
        "" => "Table".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_unique_in_any_case() {
        let mut names = Names::new(["Summary"]);
        let cases = [
            ("Conversations", "Conversations"),
            ("CONVERSATIONS", "CONVERSATIONS (2)"),
            ("summary", "summary (2)"),
            ("History", "History (2)"),
            ("'By: mailbox / [a]?*'", "By mailbox (a)"),
            ("", "Table"),
            (":::", "Table (2)"),
            ("a\u{7}b", "a\u{fffd}b"),
            (
                "Conversations that wait for a reply longer than a day",
                "Conversations that wait",
            ),
            (
                "Conversations that wait for a reply longer than a week",
                "Conversations that wait (2)",
            ),
            (
                "The conversations behind the figures of a user, one row each",
                "Conversations (3)",
            ),
            (
                "The ratings in an interval, one row for each",
                "Ratings in an interval",
            ),
            ("The one", "The one"),
            (
                "Conversationalists-of-the-whole company",
                "Conversationalists-of-the-whole",
            ),
            (
                "A conversationalistofthewholecompany",
                "A conversationalistofthewholeco",
            ),
            ("𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳", "𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳"),
        ];
        for (title, expected) in cases {
            let name = names.free(title);
            assert_eq!(name, expected);
            assert!(name.encode_utf16().count() <= MAX_LENGTH, "{name}");
        }
    }
}

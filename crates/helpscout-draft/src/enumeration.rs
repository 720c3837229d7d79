//! The values of a parameter or a field, as far as its type and its description list them.

use crate::kind::Kind;
use crate::phrase;

/// Returns the values that a description lists. If the page calls its type an enumeration, a bare list
/// is enough: `Why it waits: vacation, illness, other`.
pub(crate) fn values(kind: Kind, description: &str) -> Option<Vec<String>> {
    let bare = || {
        let is_enumeration = kind == Kind::Enumeration;
        is_enumeration.then(|| bare(description)).flatten()
    };
    phrase::values(description).or_else(bare)
}

/// Returns the words of the first sentence that is a list and nothing else, apart from what stands
/// before a colon.
fn bare(description: &str) -> Option<Vec<String>> {
    let lists = description.split(". ").filter_map(|sentence| {
        let list = sentence.rsplit(": ").next().unwrap_or(sentence);
        let words = list.trim_end_matches('.').split(',').map(str::trim);
        let words: Vec<&str> = words.collect();
        let is_word = |word: &&str| {
            phrase::is_value(word) && word.starts_with(|char: char| char.is_ascii_alphabetic())
        };
        let is_list = (2..=60).contains(&words.len()) && words.iter().all(is_word);
        is_list.then(|| words.into_iter().map(str::to_owned).collect())
    });
    lists.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::values;
    use crate::kind::Kind;

    #[test]
    fn a_bare_list_has_the_values_of_an_enumeration_only() {
        for (text, expected) in [
            (
                "Why it waits: vacation, illness, other",
                "vacation illness other",
            ),
            (
                "Why it waits: vacation, illness. Optional",
                "vacation illness",
            ),
            ("vacation, illness.", "vacation illness"),
            ("One of vacation or illness", "vacation illness"),
            ("Why it waits: vacation, or a long illness", ""),
            ("The reason, if any", ""),
            ("The reason: vacation", ""),
        ] {
            let found = values(Kind::Enumeration, text).unwrap_or_default();
            assert_eq!(found.join(" "), expected, "{text}");
        }
        assert_eq!(values(Kind::Text, "Fields: name, email"), None);
    }
}

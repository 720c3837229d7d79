//! What descriptions say about values that are null or missing.

/// Returns whether a description says that the value may be null.
pub(crate) fn may_be_null(description: &str) -> bool {
    let plain = words_of(description);
    let is_null = |word: &str| matches!(word, "null" | "nullable" | "nil");
    let is_not = |word: &str| matches!(word, "not" | "never" | "non" | "no" | "cannot");
    plain.iter().enumerate().any(|(at, word)| {
        // `never null`, `can't be null`, `will not be null`
        is_null(word)
            && !plain[at.saturating_sub(2)..at]
                .iter()
                .any(|word| is_not(word))
    })
}

/// Returns whether a description says that the key may be missing.
pub(crate) fn may_be_missing(description: &str) -> bool {
    const PHRASES: [[&str; 2]; 22] = [
        ["only", "present"],
        ["present", "only"],
        ["present", "if"],
        ["present", "when"],
        ["only", "included"],
        ["included", "only"],
        ["included", "if"],
        ["included", "when"],
        ["only", "returned"],
        ["returned", "only"],
        ["returned", "if"],
        ["returned", "when"],
        ["only", "available"],
        ["available", "only"],
        ["be", "missing"],
        ["be", "absent"],
        ["be", "omitted"],
        ["absent", "if"],
        ["absent", "when"],
        ["omitted", "if"],
        ["omitted", "when"],
        ["missing", "if"],
    ];
    let plain = words_of(description);
    plain.windows(2).any(|pair| {
        let is_pair = |phrase: &[&str; 2]| pair.iter().eq(phrase);
        PHRASES.iter().any(is_pair)
    })
}

/// Returns the words of a text in lower case. `can't` is the words `can` and `not`.
fn words_of(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('’', "'").replace("n't", " not");
    let words = lower.split(|char: char| !char.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{may_be_missing, may_be_null};

    #[test]
    fn null_is_named_or_ruled_out() {
        for text in [
            "May be null",
            "URL, `null` if there is none",
            "The day (nullable)",
            "null on the last page",
        ] {
            assert!(may_be_null(text), "{text}");
        }
        for text in [
            "Never null",
            "Can't be null",
            "will not be null",
            "non-null",
            "The number of nulls",
            "",
        ] {
            assert!(!may_be_null(text), "{text}");
        }
    }

    #[test]
    fn keys_may_be_missing() {
        for text in [
            "Only present if the call was held",
            "Options, present only for drop-downs",
            "May be omitted",
            "Returned when `expand` is set",
        ] {
            assert!(may_be_missing(text), "{text}");
        }
        assert!(!may_be_missing("The only agent who was present"));
    }
}

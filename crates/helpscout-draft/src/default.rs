//! The default of a parameter, as its description states it.

use crate::phrase::{after, is_value, values};
use crate::text::without_quotes;

/// Words behind `default` that are no values.
const THINGS: [&str; 13] = [
    "order",
    "value",
    "values",
    "sort",
    "sorting",
    "behavior",
    "behaviour",
    "setting",
    "settings",
    "off",
    "on",
    "is",
    "to",
];

/// Returns the default value: `defaults to false`, `default 25`, `one of a (default), b`.
pub(crate) fn find(description: &str) -> Option<String> {
    let plain = |word: &str| {
        let word = word.trim_matches(['"', '\'', '(', ')', '.', ',', ';', '“', '”', '[', ']']);
        is_value(word).then(|| word.to_owned())
    };
    let mut words = after(
        description,
        &[
            "defaults to",
            "default value is",
            "default value:",
            "default value of",
            "default value",
            "default is",
            "default of",
            "default:",
            "default =",
            "defaults:",
            "by default",
        ],
    );
    if let Some(value) = words.next().and_then(plain) {
        return Some(value);
    }
    let values = values(description).unwrap_or_default();
    // Without a verb, only what is clearly a value is the default: `the default order` is not.
    let is_certain = |word: &String| {
        let is_word = matches!(word.as_str(), "true" | "false") || values.contains(word);
        is_word || word.parse::<f64>().is_ok()
    };
    let word = after(description, &["default"]).next().and_then(plain);
    if let Some(word) = word.filter(is_certain) {
        return Some(word);
    }
    if let Some(word) = clause(description) {
        return Some(word);
    }
    // `(default order)` does not name a value.
    let alone = ["(default ", "[default "].iter().find_map(|mark| {
        let at = description.to_ascii_lowercase().find(mark)?;
        let rest = description.get(at + mark.len()..)?;
        let inside = rest[..rest.find([')', ']'])?].trim();
        (!THINGS.contains(&inside)).then(|| plain(inside)).flatten()
    });
    if alone.is_some() {
        return alone;
    }
    let marks = ["(default", "[default", "by default"];
    let before = marks.iter().find_map(|mark| {
        let at = description.to_ascii_lowercase().find(mark)?;
        description.get(..at)?.split_whitespace().next_back()
    });
    before.and_then(plain).filter(is_certain)
}

/// Returns the value of a clause that has nothing else: `ISO code; default en`, `default "en"`.
fn clause(description: &str) -> Option<String> {
    let clauses = description.split([';', ',', '(', ')', '[', ']']);
    let mut clauses = clauses.flat_map(|clause| clause.split(". "));
    clauses.find_map(|clause| {
        let clause = clause.trim().trim_end_matches('.');
        let (first, rest) = clause.split_once([' ', ':'])?;
        let rest = rest.trim();
        let is_default = first.eq_ignore_ascii_case("default");
        let value = without_quotes(rest);
        let is_one = is_value(value) || value != rest && value.split(' ').all(is_value);
        (is_default && is_one && !THINGS.contains(&value)).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn defaults_are_found() {
        assert_eq!(
            find("hours (defaults to false ); otherwise the default of true").as_deref(),
            Some("false")
        );
        assert_eq!(find("by default 25").as_deref(), Some("25"));
        assert_eq!(find("the default"), None);
        for (text, expected) in [
            ("Rows on a page, default 25", Some("25")),
            ("Rows (default: 25, max 50)", Some("25")),
            ("Rows, 25 by default", Some("25")),
            ("One of day (default), week, month", Some("day")),
            ("Whether to, default false", Some("false")),
            ("Overrides the default order", None),
            ("The time zone (default UTC)", Some("UTC")),
            ("Sorted (default order)", None),
            ("ISO code; default en", Some("en")),
            ("Default en", Some("en")),
            ("`ASC|DESC`, default ASC", Some("ASC")),
            ("Default \"very high\".", Some("very high")),
            ("Rows. Default sorting", None),
            (
                "`+created` or `-created`, default: -created",
                Some("-created"),
            ),
            ("The offset, default -1", Some("-1")),
            ("Rows, default - 25", Some("25")),
        ] {
            assert_eq!(find(text).as_deref(), expected, "{text}");
        }
    }
}

//! Example values that descriptions have, for lack of a column in the table.

/// Phrases that introduce an example.
const INTRODUCTIONS: [&str; 15] = [
    "for example",
    "for instance",
    "examples:",
    "example:",
    "example =",
    "e.g.,",
    "e.g.",
    "e.g",
    "eg:",
    "eg.",
    "eg,",
    "ex:",
    "ex.",
    "sample:",
    "such as",
];

/// Returns the example value in a description: `Example: 25`, `e.g. 2019-05-02`, `for example "12.50"`.
///
/// Prose may follow such a phrase, too. So a value stands in quotes, has a digit, or ends the
/// sentence.
pub(crate) fn example(description: &str) -> Option<String> {
    let lower = description.to_ascii_lowercase();
    INTRODUCTIONS.iter().find_map(|phrase| {
        let starts = lower.match_indices(phrase).map(|(at, _)| at);
        let mut values = starts.filter_map(|at| {
            let is_word = !lower[..at].ends_with(|char: char| char.is_alphanumeric());
            let rest = description.get(at + phrase.len()..)?;
            is_word.then(|| value(rest)).flatten()
        });
        values.next()
    })
}

/// Returns the value at the start of a text.
fn value(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', ':', ',', '=', '(']);
    let mut chars = text.chars();
    let close = match chars.next()? {
        '"' => Some('"'),
        '\'' => Some('\''),
        '“' => Some('”'),
        _ => None,
    };
    if let Some(close) = close {
        let (inside, _) = chars.as_str().split_once(close)?;
        let is_value = !inside.is_empty() && !inside.contains(char::is_whitespace);
        return is_value.then(|| inside.to_owned());
    }
    let word = text.split_whitespace().next()?;
    let is_last = word.len() == text.trim_end().len();
    let value = word.trim_end_matches(['.', ',', ';', ')', ':', ']']);
    let ends = is_last || word.len() > value.len() && !word.ends_with(',');
    let is_value = ends || value.contains(|char: char| char.is_ascii_digit() || char == '|');
    (is_value && !value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn examples_are_found() {
        for (text, expected) in [
            ("Rows. Example: 25", Some("25")),
            ("Rows. Example: 25. Default: 100", Some("25")),
            ("The first day, e.g. 2024-02-01", Some("2024-02-01")),
            ("IDs (e.g. 12|15). At most 20.", Some("12|15")),
            ("The lowest amount, for example \"12.50\"", Some("12.50")),
            ("The state, for example open.", Some("open")),
            ("The cursor. Example: eyJvIjoiaWQi", Some("eyJvIjoiaWQi")),
            ("IDs, e.g. a|b, separated by pipes", Some("a|b")),
            (
                "ISO 8601, such as 2019-03-15T08:00:00Z.",
                Some("2019-03-15T08:00:00Z"),
            ),
            ("An amount such as \"10.00\"", Some("10.00")),
            ("The customer's ID. Eg: 12345", Some("12345")),
            ("A code (ex. A7)", Some("A7")),
            ("The index. 5", None),
            ("Filters, such as the state or the team", None),
            ("Filters, e.g. the state or the team", None),
            ("For example, users that were removed are counted", None),
            ("", None),
        ] {
            assert_eq!(example(text).as_deref(), expected, "{text}");
        }
    }
}

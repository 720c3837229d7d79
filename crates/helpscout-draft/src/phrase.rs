//! Facts that pages state in descriptions, for lack of a column in the table.

use helpscout_description::{ListStyle, Unit};

/// Returns the values that a description lists: `one of a , b or c`, `valid values are a, b`.
pub(crate) fn values(description: &str) -> Option<Vec<String>> {
    const INTRODUCTIONS: [&str; 7] = [
        "values are",
        "values include",
        "values:",
        "values",
        "one of the following",
        "one of",
        "either",
    ];
    let plain = without_parentheses(description);
    let lower = plain.to_ascii_lowercase();
    let (words, rest) = INTRODUCTIONS.iter().find_map(|words| {
        let at = lower.find(words)?;
        let is_word = !lower[..at].ends_with(|char: char| char.is_alphanumeric());
        is_word.then(|| (*words, &plain[at + words.len()..]))
    })?;
    let rest = rest.trim_start_matches([':', ' ']);
    let end = rest.find([';', ':']).unwrap_or(rest.len());
    let end = rest.find(". ").map_or(end, |dot| dot.min(end));
    // Without commas, only an unambiguous phrase introduces a list.
    let is_certain = words.starts_with("values") && words != "values";
    let values = items(rest[..end].trim_end_matches('.'), is_certain);
    let is_list = (2..=60).contains(&values.len());
    is_list.then_some(values)
}

fn items(list: &str, may_be_blanks: bool) -> Vec<String> {
    let trim = |word: &str| {
        word.trim_matches(['"', '\'', '`', '“', '”', '.'])
            .to_owned()
    };
    let has_commas = list.contains(',');
    let words = list.split_whitespace().collect::<Vec<_>>();
    let has_joints = words.iter().any(|word| matches!(*word, "or" | "and"));
    if !has_commas && !has_joints {
        let words: Vec<String> = words.into_iter().map(trim).collect();
        let are_values = may_be_blanks && words.iter().all(|word| is_value(word));
        return if are_values { words } else { Vec::new() };
    }
    let joined = format!(" {list} ")
        .replace(" or ", " , ")
        .replace(" and ", " , ");
    let mut values: Vec<String> = Vec::new();
    for item in joined
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
    {
        let value = trim(item);
        if !is_value(&value) {
            // The text after the last value is prose again.
            let first = item.split_whitespace().next().map(trim).unwrap_or_default();
            if is_value(&first) && !values.contains(&first) {
                values.push(first);
            }
            break;
        }
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn is_value(word: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_-.{}$<>%".contains(char);
    !word.is_empty() && word.len() <= 80 && word.chars().all(is_part)
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let keep = |char: &char| {
        match char {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(keep).collect()
}

/// Returns the default value: `defaults to false`.
pub(crate) fn default(description: &str) -> Option<String> {
    let word = after(
        description,
        &[
            "defaults to",
            "default is",
            "default value is",
            "default of",
            "default:",
            "by default",
        ],
    )?;
    let word = word.trim_matches(['"', '\'', '(', ')', '.', ',', ';']);
    is_value(word).then(|| word.to_owned())
}

/// Returns the smallest and the largest value: `between 1 and 10`, `max 50`.
pub(crate) fn limits(description: &str) -> (Option<i64>, Option<i64>) {
    let number = |word: &str| -> Option<i64> {
        word.trim_matches(|char: char| !char.is_ascii_digit() && char != '-')
            .parse()
            .ok()
    };
    if let Some(first) = after(description, &["between", "from"]).and_then(number) {
        let lower = description.to_ascii_lowercase();
        let rest = lower
            .split_once("between")
            .or_else(|| lower.split_once("from"));
        let second = rest
            .and_then(|(_, rest)| after(rest, &["and", "to"]))
            .and_then(number);
        if second.is_some_and(|second| first <= second) {
            return (Some(first), second);
        }
    }
    let most = [
        "maximum value is",
        "maximum of",
        "maximum is",
        "maximum:",
        "maximum",
        "max.",
        "max:",
        "max",
        "up to",
        "at most",
        "no more than",
    ];
    let least = [
        "minimum value is",
        "minimum of",
        "minimum is",
        "minimum:",
        "minimum",
        "min.",
        "min:",
        "min",
        "at least",
    ];
    let (low, high) = (
        after(description, &least).and_then(number),
        after(description, &most).and_then(number),
    );
    match (low, high) {
        (Some(low), Some(high)) if low > high => (None, None),
        limits => limits,
    }
}

/// Returns the word after the first of these phrases that occurs.
fn after<'t>(text: &'t str, phrases: &[&str]) -> Option<&'t str> {
    let lower = text.to_ascii_lowercase();
    phrases.iter().find_map(|phrase| {
        let at = lower.find(phrase)?;
        let is_word = !lower[..at].ends_with(|char: char| char.is_alphanumeric());
        let rest = &text[at + phrase.len()..];
        let is_end =
            phrase.ends_with([':', '.']) || !rest.starts_with(|char: char| char.is_alphanumeric());
        (is_word && is_end)
            .then(|| rest.split_whitespace().next())
            .flatten()
    })
}

/// Returns how several values of a parameter are sent, if the description says so.
pub(crate) fn list_style(description: &str) -> Option<ListStyle> {
    let lower = description.to_ascii_lowercase().replace('-', " ");
    let phrases = ["comma separated", "separated by comma", "comma delimited"];
    let is_comma_list = phrases.iter().any(|phrase| lower.contains(phrase));
    is_comma_list.then_some(ListStyle::Comma)
}

/// Returns whether a parameter is required; `None` if the page does not say so.
pub(crate) fn required(column: &str, name: &str, description: &str) -> Option<bool> {
    match column.to_ascii_lowercase().as_str() {
        "yes" | "true" | "required" | "y" => return Some(true),
        "no" | "false" | "optional" | "n" => return Some(false),
        _ => {}
    }
    let text = format!("{name} {description}").to_ascii_lowercase();
    let is_marked = |word: &str| {
        text.contains(&format!("({word})"))
            || text.contains(&format!("{word}."))
            || text.ends_with(&format!(" {word}"))
    };
    if is_marked("not required") || is_marked("optional") || text.contains("optional ") {
        return Some(false);
    }
    is_marked("required").then_some(true)
}

/// Returns the unit of a number: `(in seconds)`, `percentage of`.
pub(crate) fn unit(name: &str, description: &str) -> Option<Unit> {
    let lower = description.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    if lower.contains("in seconds")
        || lower.contains("(seconds)")
        || lower.contains("number of seconds")
    {
        return Some(Unit::Seconds);
    }
    if lower.contains("percent")
        || name.starts_with("percent")
        || name.ends_with("percent")
        || name.ends_with("percentage")
    {
        return Some(Unit::Percent);
    }
    let is_days = lower.contains("in days") || lower.contains("(days)") || name == "totaldays";
    is_days.then_some(Unit::Days)
}

/// Returns whether a number may have a fraction.
pub(crate) fn is_fraction(name: &str, description: &str) -> bool {
    let lower = description.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    lower.starts_with("average")
        || lower.contains(" average")
        || lower.contains("ratio")
        || name.starts_with("avg")
        || name.contains("average")
        || name.ends_with("perday")
        || name.ends_with("score")
}

#[cfg(test)]
mod tests {
    use helpscout_description::Unit;

    use super::{default, limits, required, unit, values};

    #[test]
    fn lists_of_values_are_found() {
        for (text, expected) in [
            (
                "Conversation status, one of active , pending , closed",
                "active pending closed",
            ),
            (
                "types to filter on, valid values are email , chat , phone",
                "email chat phone",
            ),
            ("Must be one of ASC or DESC", "ASC DESC"),
            (
                "Status of the conversation, Accepted values are: active pending closed spam",
                "active pending closed spam",
            ),
            (
                "Resolution. One of the following: \"day\", \"week\" (default) or \"month\". More, or less.",
                "day week month",
            ),
            ("Possible values: a-b, c_d and e.", "a-b c_d e"),
            ("must be one of a, b, c and nothing else", "a b c nothing"),
        ] {
            assert_eq!(
                values(text).unwrap_or_default().join(" "),
                expected,
                "{text}"
            );
        }
        for text in [
            "one of the conversations the user saw",
            "A user",
            "",
            "values",
            "The values of a field",
        ] {
            assert_eq!(values(text), None, "{text}");
        }
    }

    #[test]
    fn defaults_limits_and_units_are_found() {
        assert_eq!(
            default("hours (defaults to false ); otherwise the default of true").as_deref(),
            Some("false")
        );
        assert_eq!(default("by default 25").as_deref(), Some("25"));
        assert_eq!(default("the default"), None);
        assert_eq!(limits("rows, between 1 and 10"), (Some(1), Some(10)));
        assert_eq!(limits("rows (max 50)"), (None, Some(50)));
        assert_eq!(limits("at least 1, at most 9"), (Some(1), Some(9)));
        assert_eq!(limits("the maximum is secret"), (None, None));
        assert_eq!(limits("from 2019 on"), (None, None));
        assert_eq!(required("", "user", "The user (required)"), Some(true));
        assert_eq!(
            required("", "user", "office hours are required to be on"),
            None
        );
        assert_eq!(
            unit("a", "Resolution time, in seconds"),
            Some(Unit::Seconds)
        );
        assert_eq!(unit("percentGreat", ""), Some(Unit::Percent));
    }
}

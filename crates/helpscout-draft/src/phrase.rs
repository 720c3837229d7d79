//! Facts that pages state in descriptions, for lack of a column in the table.

use helpscout_description::{ListStyle, Unit};

use crate::words::words;

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

/// Returns the default value: `defaults to false`, `default 25`, `one of a (default), b`.
pub(crate) fn default(description: &str) -> Option<String> {
    let plain = |word: &str| {
        let word = word.trim_matches(['"', '\'', '(', ')', '.', ',', ';', '“', '”', '[', ']']);
        is_value(word).then(|| word.to_owned())
    };
    let word = after(
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
    if let Some(value) = word.and_then(plain) {
        return Some(value);
    }
    let values = values(description).unwrap_or_default();
    // Without a verb, only what is clearly a value is the default: `the default order` is not.
    let is_certain = |word: &String| {
        let is_word = matches!(word.as_str(), "true" | "false") || values.contains(word);
        is_word || word.parse::<f64>().is_ok()
    };
    let word = after(description, &["default"]).and_then(plain);
    if let Some(word) = word.filter(is_certain) {
        return Some(word);
    }
    let marks = ["(default", "[default", "by default"];
    let before = marks.iter().find_map(|mark| {
        let at = description.to_ascii_lowercase().find(mark)?;
        description.get(..at)?.split_whitespace().next_back()
    });
    before.and_then(plain).filter(is_certain)
}

/// Returns the smallest and the largest value: `between 1 and 10`, `1 to 7`, `max 50`.
pub(crate) fn limits(description: &str) -> (Option<i64>, Option<i64>) {
    if let Some((low, high)) = range(description) {
        return (Some(low), Some(high));
    }
    let most = [
        "maximum value is",
        "maximum value of",
        "maximum value",
        "maximum of",
        "maximum is",
        "maximum:",
        "maximum",
        "max. value",
        "max value",
        "max.",
        "max:",
        "max =",
        "max",
        "up to",
        "at most",
        "no more than",
        "not more than",
        "less than or equal to",
        "cannot exceed",
        "can't exceed",
        "must not exceed",
        "<=",
        "≤",
    ];
    let least = [
        "minimum value is",
        "minimum value of",
        "minimum value",
        "minimum of",
        "minimum is",
        "minimum:",
        "minimum",
        "min. value",
        "min value",
        "min.",
        "min:",
        "min =",
        "min",
        "at least",
        "no less than",
        "not less than",
        "greater than or equal to",
        ">=",
        "≥",
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

/// Returns the number that a word is, apart from punctuation and thousands: `1,000.`.
fn number(word: &str) -> Option<i64> {
    let is_digit = |char: char| char.is_ascii_digit();
    let word = word.trim_matches(|char: char| !is_digit(char) && char != '-');
    let word = word.trim_end_matches('-');
    let mut groups = word.split(',');
    let first = groups.next()?;
    let are_thousands = groups.all(|group| group.len() == 3);
    (are_thousands && first.len() <= 4 || first == word)
        .then(|| word.replace(',', "").parse().ok())
        .flatten()
}

/// Returns the ends of a range: `between 1 and 7`, `from 1 to 7`, `one of 1…7`, `1-7`, `[1, 7]`.
fn range(description: &str) -> Option<(i64, i64)> {
    // Dashes and dots between two numbers are joints.
    let text = ["…", "...", "..", "–", "—", "‑"]
        .iter()
        .fold(description.to_lowercase(), |text, joint| {
            text.replace(joint, " to ")
        });
    let text = text
        .replace('[', " between ")
        .replace(']', " ; ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let text = with_spaced_dashes(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends = words.windows(3).enumerate().find_map(|(at, window)| {
        let [low, joint, high] = window else {
            return None;
        };
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let is_between = matches!(before, "between" | "range" | "range:" | "from");
        // Only a range that ends a phrase limits the value: `from 1 to 7 days` limits something else.
        let after = words
            .get(at + 3)
            .map(|word| word.trim_matches(['.', ',', ';', '(', ')', ':']));
        let is_end = high.ends_with(['.', ',', ';', ':'])
            || after.is_none_or(|word| {
                matches!(
                    word,
                    "" | "inclusive" | "inclusively" | "or" | "and" | "default" | "defaults"
                )
            });
        let is_range = match *joint {
            "and" => is_between,
            "to" | "through" => is_between || is_end,
            _ => false,
        };
        let (low, high) = (number(low)?, number(high)?);
        (is_range && low <= high).then_some((low, high))
    });
    // `[1, 7]` has no joint.
    ends.or_else(|| {
        words.windows(4).find_map(|window| {
            let [between, low, high, end] = window else {
                return None;
            };
            let is_pair = *between == "between" && low.ends_with(',') && *end == ";";
            let (low, high) = (number(low)?, number(high)?);
            (is_pair && low <= high).then_some((low, high))
        })
    })
}

/// Returns text with blanks around the dashes between two numbers.
fn with_spaced_dashes(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    // A date has several dashes.
    let is_date = |at: usize| {
        let near = chars.iter().skip(at.saturating_sub(6)).take(12);
        near.filter(|char| **char == '-').count() > 1
    };
    let mut spaced = String::with_capacity(text.len());
    for (at, char) in chars.iter().enumerate() {
        if *char == '-' && at > 0 && is_digit(at - 1) && is_digit(at + 1) && !is_date(at) {
            spaced.push_str(" to ");
        } else {
            spaced.push(*char);
        }
    }
    spaced
}

/// Returns the word after the first of these phrases that occurs.
fn after<'t>(text: &'t str, phrases: &[&str]) -> Option<&'t str> {
    let lower = text.to_ascii_lowercase();
    phrases.iter().find_map(|phrase| {
        let at = lower.find(phrase)?;
        let is_word = !lower[..at].ends_with(|char: char| char.is_alphanumeric());
        let rest = &text[at + phrase.len()..];
        let is_end = phrase.ends_with([':', '.', '=', '≤', '≥'])
            || !rest.starts_with(|char: char| char.is_alphanumeric());
        let rest = rest.trim_start_matches([':', '=', '(', ' ', '-', '–', '`']);
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

/// Returns whether a parameter is required; `None` if the page does not say so. `beside` stands
/// beside the name.
pub(crate) fn required(
    column: &str,
    beside: &str,
    type_name: &str,
    description: &str,
) -> Option<bool> {
    let column = column.to_lowercase();
    let word = column
        .split(|char: char| !char.is_alphanumeric())
        .find(|word| !word.is_empty());
    match word.unwrap_or(column.trim()) {
        // `Required if …` is not always required.
        "required" | "yes" | "mandatory" | "always" if is_conditional(&column) => {
            return Some(false);
        }
        "yes" | "true" | "required" | "y" | "mandatory" | "always" | "x" | "✓" | "✔" | "☑"
        | "✅" | "●" | "•" | "*" | "1" => return Some(true),
        "no" | "false" | "optional" | "n" | "never" | "✗" | "✘" | "☐" | "❌" | "○" | "-" | "–"
        | "—" | "0" | "not" => return Some(false),
        _ => {}
    }
    for text in [beside.to_lowercase(), type_name.to_lowercase()] {
        let has = |words: &str| text.contains(words);
        if has("optional") || has("not required") || is_conditional(&text) {
            return Some(false);
        }
        if has("required") || has("mandatory") {
            return Some(true);
        }
    }
    if beside.starts_with('*') {
        return Some(true);
    }
    let text = description.to_lowercase();
    let is_marked = |word: &str| {
        text.contains(&format!("({word})"))
            || text.contains(&format!("[{word}]"))
            || text.contains(&format!("{word}."))
            || text.starts_with(&format!("{word},"))
            || text.starts_with(&format!("{word}:"))
            || text.starts_with(&format!("{word};"))
            || text.ends_with(&format!(" {word}"))
            || text == word
    };
    if is_marked("not required") || is_marked("optional") || text.contains("optional ") {
        return Some(false);
    }
    if is_conditional(&text) {
        return None;
    }
    (is_marked("required") || is_marked("mandatory")).then_some(true)
}

/// Returns whether a text requires something under a condition only.
fn is_conditional(lower: &str) -> bool {
    [
        "required if",
        "required when",
        "required unless",
        "required for",
        "mandatory if",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

/// Returns whether the cell of a column says yes.
pub(crate) fn is_yes(cell: &str) -> bool {
    required(cell, "", "", "") == Some(true)
}

/// Returns what a column `Required` says if a column `Optional` says this.
pub(crate) fn opposite(cell: &str) -> &'static str {
    match required(cell, "", "", "") {
        _ if cell.eq_ignore_ascii_case("optional") => "no",
        Some(true) => "no",
        Some(false) => "yes",
        None => "",
    }
}

/// A unit of time that is not one of the spec language.
pub(crate) fn foreign_unit(name: &str, description: &str) -> Option<&'static str> {
    let units = [
        (
            "milliseconds",
            &["milliseconds", "millisecond", "millis", "msec", "ms"][..],
        ),
        ("microseconds", &["microseconds", "microsecond"]),
        ("minutes", &["minutes", "mins"]),
        ("hours", &["hours", "hrs"]),
    ];
    let found = units
        .iter()
        .find(|(_, words)| is_measured(name, description, words));
    found.map(|(unit, _)| *unit)
}

/// Returns the unit of a number: `(in seconds)`, `Seconds it stayed closed`, `percentage of`.
pub(crate) fn unit(name: &str, description: &str) -> Option<Unit> {
    if foreign_unit(name, description).is_some() {
        return None;
    }
    if is_measured(
        name,
        description,
        &["seconds", "second", "secs", "sec", "s"],
    ) {
        return Some(Unit::Seconds);
    }
    let lower = description.to_lowercase();
    let name = name.to_lowercase();
    if lower.contains("percent")
        || name.starts_with("percent")
        || name.ends_with("percent")
        || name.ends_with("percentage")
        || lower.contains("(%)")
        || lower.contains("in %")
    {
        return Some(Unit::Percent);
    }
    let is_days = is_measured(&name, description, &["days"]) || name == "totaldays";
    is_days.then_some(Unit::Days)
}

/// Returns whether a number is measured in a unit: its description starts with the unit, has it in
/// parentheses, or after words such as `in` or `number of`; or its name ends with the unit.
fn is_measured(name: &str, description: &str, unit: &[&str]) -> bool {
    let last = words(name);
    let last = last.rsplit(' ').next().unwrap_or_default();
    if last.len() > 1 && unit.contains(&last) {
        return true;
    }
    let lower = description.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.iter().enumerate().any(|(at, word)| {
        let plain = word.trim_matches(|char: char| !char.is_alphanumeric());
        if !unit.contains(&plain) {
            return false;
        }
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at]);
        let is_in_parentheses = word.starts_with(['(', '['])
            && word
                .trim_end_matches(['.', ',', ';', ':'])
                .ends_with([')', ']']);
        let is_first = at == 0 && plain.len() > 2;
        // `in 30 seconds` is a time, not a unit.
        let is_after = matches!(
            before(1),
            "in" | "as"
                | "(in"
                | "of"
                | "total"
                | "whole"
                | "unit:"
                | "units:"
                | "business"
                | "many"
                | "(business"
                | "calendar"
        ) && (before(1) != "of"
            || matches!(before(2), "number" | "amount" | "count" | "total"));
        is_in_parentheses || is_first || (is_after && plain.len() > 1)
    })
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

    use super::{default, foreign_unit, limits, required, unit, values};

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
        for (text, expected) in [
            ("max 50", (None, Some(50))),
            ("One of 1…7", (Some(1), Some(7))),
            ("A weekday, 1 to 7", (Some(1), Some(7))),
            ("A weekday (1-7)", (Some(1), Some(7))),
            ("1..7, where 1 is Monday", (Some(1), Some(7))),
            ("from 0 through 23", (Some(0), Some(23))),
            ("Rows [1, 100]", (Some(1), Some(100))),
            ("Rows. Maximum 1,000.", (None, Some(1000))),
            ("Must be <= 9", (None, Some(9))),
            ("reset after 1 to 7 days", (None, None)),
            ("since 2019-05-02", (None, None)),
        ] {
            assert_eq!(limits(text), expected, "{text}");
        }
        for (text, expected) in [
            ("Rows on a page, default 25", Some("25")),
            ("Rows (default: 25, max 50)", Some("25")),
            ("Rows, 25 by default", Some("25")),
            ("One of day (default), week, month", Some("day")),
            ("Whether to, default false", Some("false")),
            ("Overrides the default order", None),
        ] {
            assert_eq!(default(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_required_is_found() {
        let described = |text: &str| required("", "", "", text);
        assert_eq!(described("The user (required)"), Some(true));
        assert_eq!(described("Required. The user"), Some(true));
        assert_eq!(described("Required if there is no team"), None);
        assert_eq!(described("office hours are required to be on"), None);
        assert_eq!(required("", "", "string, required", ""), Some(true));
        assert_eq!(required("", "(optional)", "string", ""), Some(false));
        assert_eq!(required("", "*", "", ""), Some(true));
        for (cell, expected) in [
            ("Yes", true),
            ("✓", true),
            ("no", false),
            ("Mandatory", true),
            ("—", false),
        ] {
            assert_eq!(required(cell, "", "", ""), Some(expected), "{cell}");
        }
    }

    #[test]
    fn units_are_found() {
        for text in [
            "Seconds it stayed closed",
            "How long it waited (seconds)",
            "Total time in whole seconds",
            "Number of seconds",
        ] {
            assert_eq!(unit("closedFor", text), Some(Unit::Seconds), "{text}");
        }
        for text in [
            "Milliseconds it stayed closed",
            "Time (ms)",
            "in milliseconds",
            "in calendar minutes",
        ] {
            assert_eq!(unit("closedFor", text), None, "{text}");
            assert!(foreign_unit("closedFor", text).is_some(), "{text}");
        }
        assert_eq!(unit("wait_seconds", ""), Some(Unit::Seconds));
        assert_eq!(unit("seconds_count", "The second one"), None);
        assert_eq!(unit("a", "refreshed in 30 seconds"), None);
        assert_eq!(
            unit("a", "Resolution time, in seconds"),
            Some(Unit::Seconds)
        );
        assert_eq!(unit("percentGreat", ""), Some(Unit::Percent));
    }
}

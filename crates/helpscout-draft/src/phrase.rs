//! Facts that pages state in descriptions, for lack of a column in the table.

use crate::kind::{Kind, kind};
use crate::text::without_quotes;

/// Returns the values that a description lists: `one of a , b or c`, `valid values are a, b`,
/// `list of channels: a, b`, `a or b` and nothing else, or `can be "a" or "b"`.
pub(crate) fn values(description: &str) -> Option<Vec<String>> {
    bulleted(description)
        .or_else(|| introduced(description))
        .or_else(|| listed(description))
        .or_else(|| alternatives(description))
        .or_else(|| named(description))
}

/// Returns the values in quotes after a verb: `Can be "open" or "closed"`.
fn named(description: &str) -> Option<Vec<String>> {
    const VERBS: [&str; 8] = [
        "can be",
        "may be",
        "must be",
        "should be",
        "set to",
        "accepts",
        "is",
        "are",
    ];
    let lower = description.to_ascii_lowercase();
    let lists = VERBS.iter().flat_map(|verb| lower.match_indices(verb));
    let mut lists = lists.filter_map(|(at, verb)| {
        let is_word = !lower[..at].ends_with(|char: char| char.is_alphanumeric());
        let rest = description[at + verb.len()..].trim_start_matches([':', ' ']);
        let values = in_quotes(rest);
        let are_values = values.iter().all(|value| value != "null");
        (is_word && are_values && (2..=60).contains(&values.len())).then_some(values)
    });
    lists.next()
}

/// Returns the values that start the items of a list: `one of: • email – by mail • chat – by chat`.
fn bulleted(description: &str) -> Option<Vec<String>> {
    let items = description.split('•').skip(1);
    let value = |item: &str| {
        let quoted = in_quotes(item.trim());
        let first = item.split_whitespace().next().unwrap_or_default();
        let plain = first.trim_matches(['"', '\'', '`', '“', '”', ':', ',', ';', '.']);
        let behind = item
            .trim_start()
            .strip_prefix(first)
            .unwrap_or_default()
            .trim();
        // A value is alone, or what separates it from its explanation is a mark.
        let is_apart = behind.is_empty()
            || first.ends_with(':')
            || behind.starts_with(['–', '—', '-', ':', '(', ',', ';', '=', '.']);
        match quoted.into_iter().next() {
            Some(value) => Some(value),
            None => {
                let is_one = !plain.is_empty() && plain.len() <= 80 && !plain.contains(',');
                (is_apart && is_one).then(|| plain.to_owned())
            }
        }
    };
    let values: Vec<String> = items.map(value).collect::<Option<_>>()?;
    (2..=60).contains(&values.len()).then_some(values)
}

/// Returns the values after `list of channels:`.
fn listed(description: &str) -> Option<Vec<String>> {
    let plain = without_parentheses(description);
    let at = plain.to_ascii_lowercase().find("list of ")?;
    let (things, list) = plain[at..].split_once(':')?;
    let list = list.split([';', ':']).next()?;
    let list = list.split(". ").next()?;
    let values = items(list.trim_end_matches('.'), false);
    let are_things = things.split_whitespace().count() <= 4 && !things.contains('.');
    (are_things && (2..=60).contains(&values.len())).then_some(values)
}

/// Returns the words of a sentence that has nothing else: `open, closed or snoozed`.
fn alternatives(description: &str) -> Option<Vec<String>> {
    let plain = without_parentheses(description);
    let sentence = plain.split(". ").next()?.split(';').next()?;
    let sentence = sentence.rsplit(": ").next()?;
    let sentence = sentence.split(", default").next()?.trim();
    let sentence = sentence.trim_end_matches('.');
    // A slash joins words of prose, too, but not where there is nothing else: `asc/desc`.
    let is_slashed = !sentence.contains(char::is_whitespace) && !sentence.contains("//");
    let sentence = &if is_slashed {
        sentence.replace('/', "|")
    } else {
        sentence.to_owned()
    };
    if !sentence.contains(" or ") && !sentence.contains('|') {
        return None;
    }
    let plain = sentence.replace(" or ", ",").replace('|', ",");
    let words = plain.split(',').map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    // Only values in quotes may have blanks.
    let unquoted = |word: &str| {
        let value = without_quotes(word);
        let is_one = value == word || value.split(' ').all(is_value);
        if is_one {
            value.to_owned()
        } else {
            word.to_owned()
        }
    };
    let words: Vec<String> = words.map(unquoted).collect();
    let starts = |word: &String, is: fn(&char) -> bool| word.chars().next().filter(is).is_some();
    let is_lower = words
        .iter()
        .all(|word| starts(word, char::is_ascii_lowercase));
    let is_upper = words
        .iter()
        .all(|word| !word.contains(|char: char| char.is_lowercase()));
    let is_word = |word: &String| {
        let is_type = kind(word) != Kind::Unknown || matches!(word.as_str(), "null" | "false");
        let is_whole = is_value(word) || plain.contains(&format!("\"{word}\""));
        is_whole && starts(word, char::is_ascii_alphabetic) && !is_type
    };
    let are_values = (is_lower || is_upper) && words.iter().all(is_word);
    (are_values && (2..=60).contains(&words.len())).then_some(words)
}

/// Returns the values after a phrase such as `one of`.
pub(crate) fn introduced(description: &str) -> Option<Vec<String>> {
    const INTRODUCTIONS: [&str; 8] = [
        "enum:",
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

/// Returns the values that are in quotes, which may have blanks, up to other text.
fn in_quotes(list: &str) -> Vec<String> {
    let marks = [('`', '`'), ('"', '"'), ('“', '”'), ('\'', '\'')];
    let Some((open, close)) = marks.into_iter().find(|(open, _)| list.starts_with(*open)) else {
        return Vec::new();
    };
    let mut values: Vec<String> = Vec::new();
    let mut rest = list;
    while let Some((value, after)) = rest
        .strip_prefix(open)
        .and_then(|inside| inside.split_once(close))
    {
        if !value.split(' ').all(is_value) {
            break;
        }
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
        let Some(next) = after.find(open) else {
            break;
        };
        let between = after[..next].split([',', '|', '/', ' ']);
        if !between
            .into_iter()
            .all(|word| matches!(word, "" | "or" | "and"))
        {
            break;
        }
        rest = &after[next..];
    }
    values
}

fn items(list: &str, may_be_blanks: bool) -> Vec<String> {
    let quoted = in_quotes(list.trim_start());
    if quoted.len() > 1 {
        return quoted;
    }
    let trim = |word: &str| {
        word.trim_matches(['"', '\'', '`', '“', '”', '.'])
            .to_owned()
    };
    let list = &list.replace('|', ",");
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
        let is_quoted = item.starts_with(['"', '“', '`']) && item.ends_with(['"', '”', '`']);
        let is_whole = is_quoted && value.split(' ').all(is_value);
        if !is_value(&value) && !is_whole {
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

pub(crate) fn is_value(word: &str) -> bool {
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

/// Returns the word after each of these phrases, in their order.
pub(crate) fn after<'t>(text: &'t str, phrases: &[&str]) -> impl Iterator<Item = &'t str> {
    let lower = text.to_ascii_lowercase();
    let places = phrases.iter().flat_map(move |phrase| {
        let places = lower.match_indices(phrase);
        let is_word = |at: &usize| !lower[..*at].ends_with(|char: char| char.is_alphanumeric());
        let places: Vec<usize> = places.map(|(at, _)| at).filter(is_word).collect();
        let places = places.into_iter();
        places.map(|at| {
            (
                at + phrase.len(),
                phrase.ends_with([':', '.', '=', '≤', '≥']),
            )
        })
    });
    let places: Vec<(usize, bool)> = places.collect();
    places.into_iter().filter_map(|(at, is_end)| {
        let rest = &text[at..];
        let is_end = is_end || !rest.starts_with(|char: char| char.is_alphanumeric());
        let rest = rest.trim_start_matches([':', '=', '(', ' ', '`']);
        // `default - 25` has a dash, `default -created` a value with one.
        let dash = rest.strip_prefix("- ").or_else(|| rest.strip_prefix("– "));
        let rest = dash.unwrap_or(rest);
        let rest = rest.trim_start_matches([' ', '`', '(']);
        is_end.then(|| rest.split_whitespace().next()).flatten()
    })
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
pub(crate) fn is_conditional(lower: &str) -> bool {
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

/// Returns what a line says about a name that is not in it, if it says only whether that is required:
/// `Required`, `*`, `(optional)`.
pub(crate) fn mark(line: &str) -> Option<&'static str> {
    let is_around = |char: char| char.is_whitespace() || "[]()`_.,:;".contains(char);
    let plain = line.trim().trim_matches(is_around).replace("**", "");
    match plain.to_lowercase().as_str() {
        "required" | "mandatory" | "*" => Some("required"),
        "optional" | "not required" => Some("optional"),
        _ => None,
    }
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
    use super::{required, values};

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
            ("ASC|DESC, default ASC", "ASC DESC"),
            (
                "Filter by role. Can be \"agent\", \"admin\" or \"light_agent\"",
                "agent admin light_agent",
            ),
            ("The side; must be 'left' or 'right'.", "left right"),
            ("open | closed", "open closed"),
            ("asc/desc", "asc desc"),
            ("open, closed or \"on hold\"", "open closed on hold"),
            ("One of: • email – by mail • chat – by chat", "email chat"),
            (
                "Status of the conversation, Accepted values are: active pending closed spam",
                "active pending closed spam",
            ),
            (
                "Resolution. One of the following: \"day\", \"week\" (default) or \"month\". More, or less.",
                "day week month",
            ),
            ("Possible values: a-b, c_d and e.", "a-b c_d e"),
            ("One of 'a' or 'b', depending on 'c'", "a b"),
            ("One of `drag`, `drop`, and `c` for others", "drag drop c"),
            ("must be one of a, b, c and nothing else", "a b c nothing"),
            ("values: card | sepa | transfer", "card sepa transfer"),
            ("Pipe-separated list of channels: web, email.", "web email"),
            ("asc or desc. Defaults to desc.", "asc desc"),
            ("The order: asc or desc", "asc desc"),
            ("open, closed or snoozed", "open closed snoozed"),
        ] {
            assert_eq!(
                values(text).unwrap_or_default().join(" "),
                expected,
                "{text}"
            );
        }
        for (text, expected) in [
            (
                "One of `low`, `high` or `very high`.",
                ["low", "high", "very high"],
            ),
            (
                "Allowed values: \"in progress\" | \"drag and drop\" | \"on\"",
                ["in progress", "drag and drop", "on"],
            ),
            ("one of “a”, “b”, or “c d”", ["a", "b", "c d"]),
        ] {
            assert_eq!(values(text).unwrap_or_default(), expected, "{text}");
        }
        for text in [
            "one of the conversations the user saw",
            "A user",
            "",
            "values",
            "The values of a field",
            "string or null",
            "Ascending or descending",
            "the agent or the team",
            "A list of users: those of the team",
        ] {
            assert_eq!(values(text), None, "{text}");
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
}

//! The names that tables give parameters and fields, with what stands beside them.

use crate::kind::is_type;
use crate::text::{clean, entities};

/// The name in a cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    /// How far it is indented, if that is more than a blank.
    pub(crate) indent: usize,
    /// The number of marks before it that stand for levels: `>`, `»`, `└`.
    pub(crate) marks: usize,
    /// The words behind it, such as a type or `required`.
    pub(crate) rest: String,
}

/// Marks before a name that stand for a level each.
const LEVELS: &str = ">»›↳└├│─∟→";

/// Returns the name in a cell.
pub(crate) fn parse(cell: &str) -> Name {
    let cell = entities(cell);
    let indent = cell.chars().take_while(|char| char.is_whitespace()).count();
    let text = clean(&cell);
    let is_mark = |char: char| LEVELS.contains(char) || char.is_whitespace();
    let name = text.trim_start_matches(is_mark);
    let before = &text[..text.len() - name.len()];
    let marks = before
        .chars()
        .filter(|char| LEVELS.contains(*char) && *char != '─');
    let name = name
        .trim_start_matches(['-', '•', '*', '·', '–'])
        .trim_start();
    let (name, rest) = split(name);
    Name {
        marks: marks.count(),
        indent,
        rest,
        text: name,
    }
}

/// Splits a cell into the name and the words about it. Both parts may have blanks: a path may be
/// written `results > id`.
fn split(cell: &str) -> (String, String) {
    let end = cell.find(|char: char| char.is_whitespace() || "(*=,?".contains(char));
    let Some(end) = end else {
        return (cell.trim_end_matches(':').to_owned(), String::new());
    };
    let (name, rest) = cell.split_at(end);
    let rest = rest.trim();
    if name.is_empty() {
        return (cell.to_owned(), String::new());
    }
    let is_path = |rest: &str| rest.starts_with(['>', '→', '»', '›', '/', '.', '[']);
    if is_path(rest) || name.ends_with(['>', '.', '/']) {
        let (step, rest) = split(rest.trim_start_matches(['>', '→', '»', '›', ' ']));
        return (format!("{name}>{step}"), rest);
    }
    (name.trim_end_matches(':').to_owned(), rest.to_owned())
}

/// Returns whether a cell has nothing but a name, and words that say more about it.
pub(crate) fn is_name(cell: &str) -> bool {
    let name = parse(cell);
    let is_part = |char: char| char.is_alphanumeric() || "_.-[]{}>/$@:'\"\\".contains(char);
    let starts = name
        .text
        .starts_with(|char: char| char.is_alphanumeric() || "_[{$@:".contains(char));
    let has_letter = name.text.contains(|char: char| char.is_alphabetic());
    let is_short = name.text.len() <= 120 && name.text.chars().all(is_part);
    starts && has_letter && is_short && (name.rest.is_empty() || is_about(&name.rest))
}

/// Returns whether words only say more about a name.
fn is_about(rest: &str) -> bool {
    let known = [
        "required",
        "optional",
        "deprecated",
        "mandatory",
        "nullable",
    ];
    let mut words = rest.split(|char: char| !char.is_alphanumeric());
    let is_known = words.all(|word| word.is_empty() || known.contains(&&*word.to_lowercase()));
    is_known || is_type(rest) || rest.starts_with(['=', '('])
}

#[cfg(test)]
mod tests {
    use super::{is_name, parse};

    #[test]
    fn names_are_told_from_what_stands_beside_them() {
        for (cell, text, rest, marks) in [
            ("user", "user", "", 0),
            ("`user` *", "user", "*", 0),
            ("user* (number)", "user", "* (number)", 0),
            ("» id", "id", "", 1),
            (">> id", "id", "", 2),
            ("tickets > id", "tickets>id", "", 0),
            ("tickets.id:", "tickets.id", "", 0),
            ("page[size] integer", "page[size]", "integer", 0),
            ("filter\u{200b}Tags", "filterTags", "", 0),
        ] {
            let name = parse(cell);
            let found = (name.text.as_str(), name.rest.as_str(), name.marks);
            assert_eq!(found, (text, rest, marks), "{cell}");
            assert!(is_name(cell), "{cell}");
        }
        assert_eq!(parse("\u{a0}\u{a0}id").indent, 2);
        assert!(!is_name("The user") && !is_name("12") && !is_name(""));
    }
}

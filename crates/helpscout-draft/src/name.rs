//! The names that tables give parameters and fields, with what stands beside them.

use crate::kind::is_typed;
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

/// Returns the names in a cell that has several: `` `a`, `b` ``, `c and d`, `e (or f)`, or a name on
/// each line. Otherwise, this is the only one.
pub(crate) fn names(cell: &str) -> Vec<Name> {
    let first = parse(cell);
    let plain = entities(cell);
    let lower = plain.to_ascii_lowercase();
    let aliases = ["(or ", "(also ", "(alias ", "(alias: "];
    let alias = aliases
        .iter()
        .find_map(|start| lower.find(start).map(|at| (at, at + start.len())));
    let plain = match alias {
        Some((at, end)) if plain.trim_end().ends_with(')') => {
            format!(
                "{}, {}",
                &plain[..at],
                plain[end..].trim_end().trim_end_matches(')')
            )
        }
        _ => plain,
    };
    let joints = [
        "<br>", "<br/>", "<br />", "\n", ";", " and ", " or ", " & ", " | ",
    ];
    let listed = joints
        .iter()
        .fold(plain, |text, joint| text.replace(joint, ","));
    let pieces = listed.split(',').map(str::trim);
    let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    let mut names = Vec::new();
    for piece in &pieces {
        let name = parse(piece);
        let is_whole = [('[', ']'), ('(', ')')]
            .iter()
            .all(|(open, close)| piece.matches(*open).count() == piece.matches(*close).count());
        // `user, string` is a name and its type, unlike `` `user`, `id` ``.
        let is_marked = piece.starts_with(['`', '*', '<']);
        let is_fact = !names.is_empty() && !is_marked && is_about(piece);
        let is_plain = is_whole && is_name(piece) && !name.rest.starts_with('=');
        if !is_plain || is_fact {
            return vec![first];
        }
        names.push(Name {
            indent: first.indent,
            marks: first.marks,
            ..name
        });
    }
    if names.len() > 1 { names } else { vec![first] }
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
pub(crate) fn is_about(rest: &str) -> bool {
    let known = [
        "required",
        "optional",
        "deprecated",
        "mandatory",
        "nullable",
    ];
    let mut words = rest.split(|char: char| !char.is_alphanumeric());
    let is_known = words.all(|word| word.is_empty() || known.contains(&&*word.to_lowercase()));
    is_known || is_typed(rest) || rest.starts_with(['=', '('])
}

#[cfg(test)]
mod tests {
    use super::{is_name, names, parse};

    #[test]
    fn a_cell_may_have_several_names() {
        for (cell, expected) in [
            ("`a`, `b`", "a b"),
            ("c and d", "c d"),
            ("`e` <br> `f`", "e f"),
            ("`i` (or `j`)", "i j"),
            ("`limit`, `offset` *", "limit offset"),
            ("page[size], page[number]", "page[size] page[number]"),
            ("`name`, `id`", "name id"),
            ("user, string", "user"),
            ("user, required", "user"),
            ("user (a, b)", "user"),
            ("state=open, closed", "state"),
            ("filter[a, b]", "filter[a"),
            ("tickets > id", "tickets>id"),
            ("user, whoever it is", "user"),
        ] {
            let found = names(cell);
            let found: Vec<_> = found.iter().map(|name| name.text.as_str()).collect();
            assert_eq!(found.join(" "), expected, "{cell}");
        }
    }

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

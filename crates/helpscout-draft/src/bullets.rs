//! Lists in place of tables: `- user (number, required): the user`.

use crate::grid::{Grid, GridRow};
use crate::kind::{is_type, is_typed};
use crate::name::{is_name, names};
use crate::text::{clean, is_break};

/// Returns the list that starts at a line.
pub(crate) fn read(lines: &[&str], at: usize) -> Option<Grid> {
    let mut rows: Vec<GridRow> = Vec::new();
    let mut end = at;
    for (number, line) in lines.iter().enumerate().skip(at) {
        if line.trim().is_empty() {
            continue;
        }
        let is_below = number == end && line.starts_with([' ', '\t']);
        match item(line) {
            Some(cells) => rows.push(GridRow::new(cells)),
            None if is_below && !is_break(line) && !rows.is_empty() => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.cells.last_mut()) {
                    cell.push_str(&format!(" {}", line.trim()));
                }
            }
            None => break,
        }
        end = number + 1;
    }
    // Prose has lists, too: only a type shows that this is a list of parameters or fields.
    let is_typed = |row: &GridRow| row.cells.get(1).is_some_and(|cell| is_type(cell));
    let typed = rows.iter().filter(|row| is_typed(row)).count();
    let head = ["Name", "Type", "Description"].map(str::to_owned).to_vec();
    (typed > 0 && 2 * typed >= rows.len()).then_some(Grid {
        head,
        rows,
        unread: Vec::new(),
        lines: at..end,
    })
}

/// Returns the name, the type and the description of an item.
fn item(line: &str) -> Option<Vec<String>> {
    let text = line.trim_start();
    let indent = &line[..line.len() - text.len()];
    let text = text.strip_prefix(['-', '*', '•', '·', '–'])?;
    let text = text.strip_prefix([' ', '\t', '\u{a0}'])?;
    if let Some(cells) = several(text) {
        return Some(cells);
    }
    let text = clean(text);
    let end = text.find(|char: char| char.is_whitespace() || "(:".contains(char));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    if !is_name(name) {
        return None;
    }
    let (type_name, description) = typed(rest);
    Some(vec![
        format!("{indent}{name}"),
        type_name.to_owned(),
        description.to_owned(),
    ])
}

/// Splits the text behind a name into the type and the description: `(number, required): the user`,
/// `integer – the page`, `: integer. The page`.
fn typed(rest: &str) -> (&str, &str) {
    let joints = [':', '-', '–', '—', '.', ',', ' '];
    let rest = rest.trim_start_matches(joints);
    let inside = [('(', ')'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| rest.strip_prefix(open)?.split_once(close));
    let (type_name, rest) = match inside {
        Some((inside, rest)) if is_typed(inside) => (inside, rest),
        _ => {
            let ends = [":", "–", "—", " - ", ". "];
            let parts = ends.iter().filter_map(|end| rest.split_once(end));
            let mut parts = parts.filter(|(before, _)| is_type(before));
            parts.next().unwrap_or(if is_type(rest) {
                (rest, "")
            } else {
                ("", rest)
            })
        }
    };
    (type_name, rest.trim_start_matches(joints))
}

/// Returns the names, the type and the description of an item with several names:
/// `` `limit`, `offset` (integer): paging ``.
fn several(text: &str) -> Option<Vec<String>> {
    let ends = text
        .match_indices(['(', '[', ':', '–', '—'])
        .map(|(at, _)| at)
        .chain(text.match_indices(" - ").map(|(at, _)| at));
    let end = ends.min()?;
    let (cell, rest) = text.split_at(end);
    if names(cell).len() < 2 {
        return None;
    }
    let rest = clean(rest);
    let (type_name, description) = typed(&rest);
    let cells = [cell.trim(), type_name, description];
    Some(cells.map(str::to_owned).to_vec())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::read;

    #[test]
    fn items_have_a_name_a_type_and_a_description() {
        let text = "- `user` (number, required): the user,\n  whoever it is\n* page integer - the page\n\nMore";
        let lines: Vec<&str> = text.lines().collect();
        let rows = read(&lines, 0).unwrap().rows;
        let cells: Vec<String> = rows.iter().map(|row| row.cells.join("|")).collect();
        assert_eq!(
            cells,
            [
                "user|number, required|the user, whoever it is",
                "page|integer|the page"
            ]
        );
        let text = [
            "- `limit`, `offset` (integer, max 50): paging",
            "- `q` (string): words",
        ];
        let rows = read(&text, 0).unwrap().rows;
        assert_eq!(
            rows[0].cells.join("|"),
            "`limit`, `offset`|integer, max 50|paging"
        );
        assert!(read(&["- one: two", "- three"], 0).is_none());
    }
}

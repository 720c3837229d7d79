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
    let rest = rest.trim_start();
    let (type_name, rest) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, rest)) if is_typed(inside) => (inside, rest),
        // The type may also stand between the name and a colon.
        _ => match rest
            .split_once([':', '–', '—'])
            .or_else(|| rest.split_once(" - "))
        {
            Some((before, after)) if is_typed(before) => (before, after),
            _ => ("", rest),
        },
    };
    let description = rest.trim_start_matches([':', '-', '–', '—', '.', ',', ' ']);
    Some(vec![
        format!("{indent}{name}"),
        type_name.to_owned(),
        description.to_owned(),
    ])
}

/// Returns the names, the type and the description of an item with several names:
/// `` `limit`, `offset` (integer): paging ``.
fn several(text: &str) -> Option<Vec<String>> {
    let ends = text
        .match_indices(['(', ':', '–', '—'])
        .map(|(at, _)| at)
        .chain(text.match_indices(" - ").map(|(at, _)| at));
    let end = ends.min()?;
    let (cell, rest) = text.split_at(end);
    if names(cell).len() < 2 {
        return None;
    }
    let rest = clean(rest);
    let inside = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let (type_name, rest) = match inside {
        Some((inside, rest)) if is_typed(inside) => (inside, rest),
        _ => ("", rest.as_str()),
    };
    let description = rest.trim_start_matches([':', '-', '–', '—', '.', ',', ' ']);
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

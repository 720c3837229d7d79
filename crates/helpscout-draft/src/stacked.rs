//! Tables that lost their columns when they were copied: each cell is on a line of its own.
//!
//! Either the titles come first, one below the other, or there are none: each entry has a line with a
//! name, a line with a type, and a description.

use crate::grid::{Grid, GridRow};
use crate::kind::is_type;
use crate::name::{is_name, parse};
use crate::text::is_break;
use crate::title::{Column, column, is_head};

/// The most columns of a table without lines.
const WIDEST: usize = 8;

/// The most lines of a description.
const TALLEST: usize = 30;

/// Returns the table that starts at a line.
pub(crate) fn read(lines: &[&str], at: usize) -> Option<Grid> {
    titled(lines, at).or_else(|| untitled(lines, at))
}

/// Returns a table whose titles stand below each other.
fn titled(lines: &[&str], at: usize) -> Option<Grid> {
    let titles = titles(lines, at);
    let (width, first) = (titles.len(), titles.last()?.0 + 1);
    let head: Vec<String> = titles.into_iter().map(|(_, title)| title).collect();
    let has_types = head
        .get(1)
        .is_some_and(|title| column(title) == Column::Type);
    if width < 2 || !is_head(&head) || !matches!(column(&head[0]), Column::Name(_)) {
        return None;
    }
    let next = |from: usize| (from..lines.len()).find(|line| !lines[*line].trim().is_empty());
    let starts = |line: usize| {
        let type_line = next(line + 1).map_or("", |line| lines[line]);
        is_name(lines[line]) && (!has_types || is_type(type_line))
    };
    let mut rows: Vec<GridRow> = Vec::new();
    let (mut end, mut line) = (first, next(first));
    while let Some(at) = line {
        let is_full = rows.last().is_none_or(|row| row.cells.len() >= width);
        let gap = at - end;
        if starts(at) && (has_types || is_full) {
            rows.push(GridRow::new(vec![lines[at].to_owned()]));
        } else if is_break(lines[at]) || rows.is_empty() || (is_full && gap > 0) {
            break;
        } else if let Some(row) = rows.last_mut() {
            match row.cells.last_mut().filter(|_| is_full) {
                Some(cell) if has_types => cell.push_str(&format!(" {}", lines[at].trim())),
                Some(_) => break,
                None => row.cells.push(lines[at].trim().to_owned()),
            }
        }
        end = at + 1;
        line = next(end);
    }
    Some(Grid {
        head,
        rows,
        lines: at..end,
    })
    .filter(|grid| !grid.rows.is_empty())
}

/// Returns the titles that start at a line, each with its line.
fn titles(lines: &[&str], at: usize) -> Vec<(usize, String)> {
    let below = lines.iter().enumerate().skip(at).take(2 * WIDEST);
    let filled = below.filter(|(_, line)| !line.trim().is_empty());
    let is_title = |line: &str| !line.contains(['\t', '|']) && column(line) != Column::Other;
    filled
        .take_while(|(_, line)| is_title(line))
        .take(WIDEST)
        .map(|(number, line)| (number, line.trim().to_owned()))
        .collect()
}

/// Returns entries of a name, a type and a description.
fn untitled(lines: &[&str], at: usize) -> Option<Grid> {
    let mut rows = Vec::new();
    let (mut end, mut next) = (at, Some(at));
    while let Some(start) = next {
        let Some((name, type_name, first)) = entry(lines, start) else {
            break;
        };
        let (description, after) = description(lines, first);
        rows.push(GridRow::new(vec![name, type_name, description]));
        end = after;
        next = (after..lines.len()).find(|line| !lines[*line].trim().is_empty());
    }
    let head = ["Name", "Type", "Description"].map(str::to_owned).to_vec();
    Some(Grid {
        head,
        rows,
        lines: at..end,
    })
    .filter(|grid| !grid.rows.is_empty())
}

/// Returns the name and the type of the entry that starts at a line, and the line below them.
fn entry(lines: &[&str], at: usize) -> Option<(String, String, usize)> {
    let line = lines.get(at)?;
    let is_entry = is_name(line) && !is_break(line) && !line.trim_end().ends_with([':', '.']);
    if !is_entry || line.contains(['|', '\t']) {
        return None;
    }
    let name = parse(line);
    if is_type(&name.rest) {
        return Some((name.text, name.rest, at + 1));
    }
    let is_filled = |line: &usize| !lines[*line].trim().is_empty();
    let below = (at + 1..lines.len().min(at + 3)).find(is_filled)?;
    let type_line = lines[below].trim();
    let rest = name.rest;
    is_type(type_line).then(|| (name.text, format!("{type_line} {rest}"), below + 1))
}

/// Returns the description that starts at a line, and the line below it.
fn description(lines: &[&str], first: usize) -> (String, usize) {
    let mut text = String::new();
    let (mut end, mut is_gap) = (first, false);
    for (number, line) in lines.iter().enumerate().skip(first).take(TALLEST) {
        let line = line.trim();
        if line.is_empty() {
            is_gap = !text.is_empty();
            continue;
        }
        let lower = line.to_lowercase();
        let facts = [
            "default",
            "can be one of",
            "one of",
            "possible",
            "allowed",
            "valid",
            "example",
        ];
        let is_fact = facts.iter().any(|fact| lower.starts_with(fact));
        let is_other = is_break(line) || line.contains(['|', '\t']) || line.starts_with("GET ");
        if is_other || entry(lines, number).is_some() || (is_gap && !is_fact) {
            break;
        }
        let is_apart = is_fact && !text.is_empty() && !text.ends_with(['.', ':', ';']);
        text.push_str(if is_apart { ". " } else { " " });
        text.push_str(line);
        (end, is_gap) = (number + 1, false);
    }
    (text.trim().to_owned(), end)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::read;

    fn cells(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        let grid = read(&lines, 0).unwrap();
        let rows = grid.rows.iter();
        rows.map(|row| {
            row.cells
                .iter()
                .map(|cell| cell.trim())
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect()
    }

    #[test]
    fn titles_may_stand_below_each_other() {
        let text = "Parameter\nType\nDescription\nuser\nnumber\nThe user,\nwhoever it is\npage\n\
                    number\nThe page\n\nMore about it\n";
        assert_eq!(
            cells(text),
            [
                "user|number|The user, whoever it is",
                "page|number|The page"
            ]
        );
    }

    #[test]
    fn entries_may_have_no_titles() {
        let text = "limit\ninteger\n\nHow many.\n\nDefault: 25\n\norder string Required\nThe order.\n\nText\n";
        assert_eq!(
            cells(text),
            [
                "limit|integer|How many. Default: 25",
                "order|string Required|The order."
            ]
        );
    }
}

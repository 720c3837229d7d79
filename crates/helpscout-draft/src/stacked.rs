//! Tables that lost their columns when they were copied: each cell is on a line of its own.
//!
//! Either the titles come first, one below the other, or there are none: each entry has a line with a
//! name, a line with a type, and a description.

use crate::grid::{Grid, GridRow};
use crate::kind::is_typed;
use crate::name::{is_name, names, parse};
use crate::phrase;
use crate::pipes;
use crate::text::{clean, is_break};
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
        is_named(lines[line]) && (!has_types || is_typed(type_line))
    };
    let says_required = head.iter().any(|title| column(title) == Column::Required);
    let mut rows: Vec<GridRow> = Vec::new();
    let (mut end, mut line) = (first, next(first));
    while let Some(at) = line {
        let is_full = rows.last().is_none_or(|row| row.cells.len() >= width);
        let gap = at - end;
        let mark = phrase::mark(lines[at]).filter(|_| !says_required);
        if let Some((row, mark)) = rows.last_mut().zip(mark) {
            row.cells[0].push_str(&format!(" {mark}"));
        } else if (starts(at) && (has_types || is_full))
            || (has_types && is_full && untyped(lines, at).is_some())
        {
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
        unread: Vec::new(),
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
    let mut rows: Vec<GridRow> = Vec::new();
    let (mut end, mut next) = (at, Some(at));
    let mut may_be_apart = true;
    while let Some(start) = next {
        let is_first = rows.is_empty();
        let entry = entry(lines, start).or_else(|| untyped(lines, start).filter(|_| !is_first));
        let Some(Entry { mut cells, first }) = entry else {
            break;
        };
        // Where descriptions follow their types, what comes after an empty line is none.
        let (description, marks, after) = description(lines, first, may_be_apart);
        may_be_apart &= is_first
            || lines[first..after]
                .iter()
                .any(|line| line.trim().is_empty());
        for mark in marks {
            cells[0].push_str(&format!(" {mark}"));
        }
        cells.push(description);
        rows.push(GridRow::new(cells));
        end = after;
        next = (after..lines.len()).find(|line| !lines[*line].trim().is_empty());
    }
    let head = ["Name", "Type", "Description"].map(str::to_owned).to_vec();
    Some(Grid {
        head,
        rows,
        unread: Vec::new(),
        lines: at..end,
    })
    .filter(|grid| !grid.rows.is_empty())
}

/// The start of an entry.
struct Entry {
    /// Its name and its type.
    cells: Vec<String>,
    /// The line below them.
    first: usize,
}

/// Returns whether a line has a name or several.
fn is_named(line: &str) -> bool {
    is_name(line) || names(line).len() > 1
}

/// Returns the entry that starts at a line: a name, and a type beside it or below it.
fn entry(lines: &[&str], at: usize) -> Option<Entry> {
    let line = lines.get(at)?;
    let is_entry = is_named(line) && !is_break(line) && !line.trim_end().ends_with([':', '.']);
    if !is_entry || phrase::mark(line).is_some() || line.contains(['|', '\t']) {
        return None;
    }
    let name = parse(line);
    if is_typed(&name.rest) {
        let cells = vec![name.text, name.rest];
        return Some(Entry {
            cells,
            first: at + 1,
        });
    }
    let is_filled = |line: &usize| !lines[*line].trim().is_empty();
    let next = |from: usize| (from..lines.len().min(from + 2)).find(is_filled);
    let mut below = next(at + 1)?;
    let mut cell = line.trim().to_owned();
    // What is required may be marked between the name and the type.
    while let Some(mark) = phrase::mark(lines[below]) {
        cell.push_str(&format!(" {mark}"));
        below = next(below + 1)?;
    }
    let type_line = lines[below].trim();
    is_typed(type_line).then(|| Entry {
        cells: vec![cell, type_line.to_owned()],
        first: below + 1,
    })
}

/// Returns the entry that starts at a line with a name that is no word, whose type is not known. It
/// is one only where the entry above ends: `page_size`, then `PageSize`.
fn untyped(lines: &[&str], at: usize) -> Option<Entry> {
    let line = lines.get(at)?.trim();
    let above = at.checked_sub(1).map_or("", |above| lines[above].trim());
    let ends = above.is_empty() || above.ends_with('.');
    let is_type = |line: &str| {
        let words = line.split_whitespace().count();
        (1..=3).contains(&words) && !line.ends_with('.') && !is_break(line)
    };
    let type_line = lines.get(at + 1).map_or("", |line| line.trim());
    (ends && is_identifier(line) && is_type(type_line)).then(|| Entry {
        cells: vec![line.to_owned(), type_line.to_owned()],
        first: at + 2,
    })
}

/// Returns whether a line has nothing but a name that can't be a word: `page_size`, `pageSize`.
fn is_identifier(line: &str) -> bool {
    let plain = clean(line);
    let has_hump = plain
        .as_bytes()
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_.[]-".contains(char);
    let is_one = plain.chars().all(is_part) && plain.starts_with(|char: char| char.is_alphabetic());
    is_one && !is_break(line) && (has_hump || plain.contains(['_', '[']))
}

/// Returns the description that starts at a line, or below an empty one if it may, the marks in it such as `required`, and the line
/// below it.
fn description(
    lines: &[&str],
    first: usize,
    may_be_apart: bool,
) -> (String, Vec<&'static str>, usize) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let (mut end, mut is_gap) = (first, false);
    for (number, line) in lines.iter().enumerate().skip(first).take(TALLEST) {
        let line = line.trim();
        if line.is_empty() {
            is_gap = !text.is_empty() || !may_be_apart;
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
            "max",
            "min",
        ];
        let mark = phrase::mark(line);
        let is_fact = mark.is_some() || facts.iter().any(|fact| lower.starts_with(fact));
        // `asc|desc` is no row.
        let is_row = line.starts_with('|') || pipes::starts(lines, number);
        let is_other = is_break(line) || is_row || line.contains('\t') || line.starts_with("GET ");
        let is_entry = entry(lines, number).is_some() || untyped(lines, number).is_some();
        if is_other || is_entry || (is_gap && !is_fact) {
            break;
        }
        (end, is_gap) = (number + 1, false);
        if let Some(mark) = mark {
            marks.push(mark);
            continue;
        }
        let is_apart = is_fact && !text.is_empty() && !text.ends_with(['.', ':', ';']);
        text.push_str(if is_apart { ". " } else { " " });
        text.push_str(line);
    }
    (text.trim().to_owned(), marks, end)
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

    #[test]
    fn entries_may_follow_each_other_without_an_empty_line() {
        let text = "order\nstring\nrequired\nThe order.\nwhen\n*\ndate\nThe day\npage_size\n\
                    integer (max. 100)\nRows.\nsort_by\nSortField\nThe field.\n";
        assert_eq!(
            cells(text),
            [
                "order required|string|The order.",
                "when required|date|The day",
                "page_size|integer (max. 100)|Rows.",
                "sort_by|SortField|The field."
            ]
        );
        let titled = "Parameter\nType\nDescription\nuser\nnumber\nRequired\nThe user\npage\n\
                      integer, 1-9\nThe page\n";
        assert_eq!(
            cells(titled),
            [
                "user required|number|The user",
                "page|integer, 1-9|The page"
            ]
        );
    }
}

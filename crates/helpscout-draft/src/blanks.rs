//! Tables whose columns are aligned with blanks.

use crate::grid::{Grid, GridRow};
use crate::text::is_break;
use crate::title::is_head;

/// A word or several in a line, with the column of its first character.
struct Cell {
    at: usize,
    text: String,
}

/// Returns the table that starts at a line.
pub(crate) fn read(lines: &[&str], at: usize) -> Option<Grid> {
    let head = cells(lines[at]);
    let titles: Vec<String> = head.iter().map(|cell| cell.text.clone()).collect();
    if head.len() < 2 || !is_head(&titles) {
        return None;
    }
    let starts: Vec<usize> = head.iter().map(|cell| cell.at).collect();
    let mut rows: Vec<GridRow> = Vec::new();
    let mut end = at + 1;
    for (line, text) in lines.iter().enumerate().skip(at + 1) {
        let is_after_gap = line > end;
        if text.trim().is_empty() || is_rule(text) {
            end += usize::from(!text.trim().is_empty());
            continue;
        }
        let cells = cells(text);
        let is_rest = cells[0].at + 1 >= starts[1];
        let next = lines.get(line + 1).map_or("", |next| next);
        let is_single = cells.len() == 1 && !is_rest;
        let goes_on = is_single && !next.trim().is_empty() && {
            let next = self::cells(next);
            next[0].at + 1 >= starts[1]
        };
        let ends = is_break(text.trim())
            || text.contains('|')
            || (is_single && !goes_on)
            || (is_after_gap && is_rest)
            || is_head(
                &cells
                    .iter()
                    .map(|cell| cell.text.clone())
                    .collect::<Vec<_>>(),
            );
        if ends || (is_rest && rows.is_empty()) {
            break;
        }
        let placed = placed(cells, &starts);
        match rows.last_mut().filter(|_| is_rest) {
            Some(row) => append(row, placed),
            None => rows.push(GridRow::new(placed)),
        }
        end = line + 1;
    }
    (!rows.is_empty()).then_some(Grid {
        head: titles,
        rows,
        unread: Vec::new(),
        lines: at..end,
    })
}

/// Returns the parts of a line that are separated by two blanks or more.
fn cells(line: &str) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut blanks = 2;
    for (at, char) in line.chars().enumerate() {
        if char.is_whitespace() {
            blanks += if char == '\t' { 2 } else { 1 };
            continue;
        }
        match cells.last_mut() {
            Some(cell) if blanks < 2 => {
                cell.text.push_str(&" ".repeat(blanks));
                cell.text.push(char);
            }
            _ => cells.push(Cell {
                at,
                text: char.to_string(),
            }),
        }
        blanks = 0;
    }
    cells
}

fn is_rule(line: &str) -> bool {
    let is_line = line.contains("--") || line.contains("==");
    is_line && line.chars().all(|char| "-= ".contains(char))
}

/// Returns the text of each column. A part belongs to the last column that starts before its end.
fn placed(cells: Vec<Cell>, starts: &[usize]) -> Vec<String> {
    let mut placed = vec![String::new(); starts.len()];
    // The indentation of a name may say that its field is inside another one.
    if let Some(first) = cells.first().filter(|first| first.at < starts[1]) {
        placed[0] = " ".repeat(first.at.saturating_sub(starts[0]));
    }
    let is_complete = cells.len() == starts.len();
    let mut least = 0;
    for (number, cell) in cells.into_iter().enumerate() {
        let by_place = starts.iter().rposition(|start| *start <= cell.at + 1);
        let column = if is_complete {
            number
        } else {
            by_place.unwrap_or(0).max(least).min(starts.len() - 1)
        };
        least = column + 1;
        if placed[column].trim().is_empty() {
            placed[column].push_str(&cell.text);
        } else {
            placed[column].push_str(&format!(" {}", cell.text));
        }
    }
    placed
}

fn append(row: &mut GridRow, rest: Vec<String>) {
    for (cell, rest) in row.cells.iter_mut().zip(rest) {
        if !rest.trim().is_empty() {
            cell.push(' ');
            cell.push_str(rest.trim());
        }
    }
}

//! Tables whose cells are separated by pipes.
//!
//! In a page saved from a browser, each line is a cell, and a pipe follows it. In Markdown, each
//! line is a row between pipes. The reader decides row by row which of both it is.

use crate::grid::{Grid, GridRow};
use crate::text::is_break;
use crate::title::is_head;

/// The most lines of a head, and the most columns of one that goes on.
const HEAD: usize = 10;

/// Returns the table that starts at a line.
pub(crate) fn read(lines: &[&str], at: usize) -> Option<Grid> {
    let (head, first) = head(lines, at)?;
    let is_fenced = lines[at].trim().starts_with('|');
    // A grid has a rule below each row.
    let is_grid = first > 0 && lines[first - 1].trim().starts_with('+');
    let start = if at > 0 && is_rule(lines[at - 1].trim()) {
        at - 1
    } else {
        at
    };
    Some(Reader::new(lines, head, is_fenced, is_grid).read(start, first))
}

/// Returns whether a table starts at a line.
pub(crate) fn starts(lines: &[&str], at: usize) -> bool {
    head(lines, at).is_some()
}

/// Returns the cells of the head that starts at a line, and the first line of its rows.
fn head(lines: &[&str], at: usize) -> Option<(Vec<String>, usize)> {
    let mut text = lines[at].trim().to_owned();
    if !text.contains('|') || is_rule(&text) {
        return None;
    }
    for (next, line) in lines.iter().enumerate().skip(at + 1).take(HEAD) {
        let line = line.trim();
        if is_rule(line) {
            let cells = cells(&text);
            return (cells.len() > 1).then_some((cells, next + 1));
        }
        if line.is_empty() {
            continue;
        }
        // A line between pipes is a row, not one of several cells of a head.
        let is_row = text.starts_with('|') || line.starts_with('|');
        if is_row || !(text.ends_with('|') && line.ends_with('|')) || cells(&text).len() > HEAD {
            break;
        }
        text.push_str(line);
    }
    // Without a rule below it, a line is a head only if it has titles that are known.
    let cells = cells(lines[at].trim());
    is_head(&cells).then_some((cells, at + 1))
}

/// Returns whether a line is the rule between head and rows, or between rows.
fn is_rule(line: &str) -> bool {
    let is_line = line.contains("--") || line.contains("==");
    let is_crossed = line.contains(['|', '+']);
    is_line && is_crossed && line.chars().all(|char| "|-=+: ".contains(char))
}

fn cells(head: &str) -> Vec<String> {
    let head = head.strip_prefix('|').unwrap_or(head);
    let head = head.strip_suffix('|').unwrap_or(head);
    split(head)
}

/// Splits a line at the pipes that are not escaped.
fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for char in line.chars() {
        match (char, cells.last_mut()) {
            ('|', _) if !is_escaped => cells.push(String::new()),
            (char, Some(cell)) => cell.push(char),
            (_, None) => {}
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    cells
}

struct Reader<'l> {
    lines: &'l [&'l str],
    head: Vec<String>,
    rows: Vec<GridRow>,
    /// Whether the head starts with a pipe, and so does each row.
    is_fenced: bool,
    is_grid: bool,
    /// The complete cells of the current row.
    cells: Vec<String>,
    /// The cell of the current row that may go on in the next line.
    open: String,
}

impl<'l> Reader<'l> {
    fn new(lines: &'l [&'l str], head: Vec<String>, is_fenced: bool, is_grid: bool) -> Self {
        Self {
            lines,
            head,
            rows: Vec::new(),
            is_fenced,
            is_grid,
            cells: Vec::new(),
            open: String::new(),
        }
    }

    fn read(mut self, start: usize, first: usize) -> Grid {
        let mut at = first;
        while let Some(line) = self.lines.get(at).copied() {
            let text = line.trim();
            let is_rule = is_rule(text);
            let ends = if !self.is_between_rows() {
                is_break(text)
            } else if self.is_fenced {
                !text.is_empty() && !text.starts_with('|') && !is_rule
            } else {
                !text.is_empty() && !text.contains('|') && !is_rule
            };
            if ends || (!self.is_grid && head(self.lines, at).is_some()) {
                break;
            }
            if !text.is_empty() && !is_rule {
                self.line(line.trim_end(), at);
            }
            at += 1;
        }
        if !self.is_between_rows() {
            self.close(true);
        }
        Grid {
            head: self.head,
            rows: self.rows,
            unread: Vec::new(),
            lines: start..at,
        }
    }

    fn is_between_rows(&self) -> bool {
        self.cells.is_empty() && self.open.is_empty()
    }

    fn line(&mut self, line: &str, at: usize) {
        let is_start = self.is_between_rows();
        // The indentation of the first cell may say that its field is inside another one.
        let (line, is_fenced) = match line.trim_start().strip_prefix('|') {
            Some(rest) if is_start => (rest, line.ends_with('|')),
            _ if is_start => (line, false),
            _ => (line.trim_start(), false),
        };
        let mut cells = split(line);
        let last = cells.pop().unwrap_or_default();
        for cell in cells {
            let open = std::mem::take(&mut self.open);
            self.cells.push(joined(&open, &cell));
        }
        self.open = joined(&self.open, &last).trim_end().to_owned();
        if self.open.trim().is_empty() {
            self.open.clear();
        }
        let is_last = self.cells.len() + 1 == self.head.len();
        let is_full = self.cells.len() >= self.head.len();
        // A row on a single line may have no last pipe, or not all cells.
        let is_whole = is_start && (is_fenced || is_last && !self.open.is_empty());
        if is_full || (is_whole && self.is_new_row(at + 1)) {
            self.close(false);
        }
    }

    /// Returns whether a line starts a row or ends the table, so that the row above is complete.
    fn is_new_row(&self, at: usize) -> bool {
        let next = self.lines.get(at).map_or("", |line| line.trim());
        let has_own_cells = split(next).len() == self.head.len() && !next.ends_with('|');
        next.starts_with('|') || !next.contains('|') || has_own_cells
    }

    /// Ends the current row. Surplus cells belong to its last column.
    fn close(&mut self, is_cut: bool) {
        let mut cells = std::mem::take(&mut self.cells);
        let open = std::mem::take(&mut self.open);
        if !open.is_empty() {
            cells.push(open);
        }
        if cells.len() > self.head.len() {
            let rest = cells.split_off(self.head.len()).join(" ");
            if let Some(last) = cells.last_mut() {
                last.push_str(&format!(" {rest}"));
            }
        }
        self.rows.push(GridRow { cells, is_cut });
    }
}

/// Returns a cell with the text that goes on.
fn joined(start: &str, rest: &str) -> String {
    if start.is_empty() {
        rest.to_owned()
    } else {
        format!("{start} {rest}")
    }
}

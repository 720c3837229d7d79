//! A table of any number of rows, in little memory.
//!
//! The widths of columns depend on all cells. The cells are therefore kept in a [`Spool`] until all
//! of them are there, and then drawn a few rows at a time. Every part is drawn together with the
//! cells that decide the widths, so all parts have the same ones.

use std::io::{self, BufRead, Write};
use std::rc::Rc;

use super::Look;
use super::table::{self, Heading, Layout, Longest, READABLE};
use crate::spool::Spool;

/// The number of rows that are drawn at a time.
const ROWS_AT_A_TIME: usize = 500;

/// Separates cells. Text of cells has no control characters.
const SEPARATOR: char = '\u{1f}';

/// A table whose rows are added one by one.
#[derive(Debug)]
pub(crate) struct LongTable {
    look: Look,
    columns: Vec<Column>,
    cells: Spool,
    rows: usize,
}

#[derive(Debug)]
struct Column {
    heading: Heading,
    longest: Longest,
    /// The first of the widest cells.
    widest: Rc<str>,
    /// For each width from [`READABLE`] to that of the terminal, the cell with the longest line if
    /// cells are wrapped at that width.
    wrapped: Vec<Wrapped>,
}

#[derive(Clone, Debug, Default)]
struct Wrapped {
    longest_line: usize,
    cell: Rc<str>,
}

impl LongTable {
    /// Creates a table with these columns.
    pub(crate) fn new(headings: Vec<Heading>, look: Look) -> Self {
        let columns = headings
            .into_iter()
            .map(|heading| Column::new(heading, look));
        Self {
            look,
            columns: columns.collect(),
            cells: Spool::new(),
            rows: 0,
        }
    }

    /// Adds a row with a cell for each column.
    pub(crate) fn push(&mut self, cells: &[String]) -> io::Result<()> {
        self.rows += 1;
        let mut line = String::new();
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.add(cell);
            line.push_str(cell);
            line.push(SEPARATOR);
        }
        line.push('\n');
        self.cells.write_all(line.as_bytes())
    }

    /// Writes the columns at these positions, each with its heading. Returns the titles of the
    /// columns that did not fit.
    pub(crate) fn finish(
        mut self,
        shown: &[usize],
        headings: Vec<Heading>,
        out: &mut dyn Write,
    ) -> io::Result<Vec<String>> {
        let columns: Vec<&Column> = shown.iter().map(|at| &self.columns[*at]).collect();
        let widths = columns.iter().zip(&headings);
        let widths = widths.map(|(column, heading)| column.longest.widths(heading));
        let layout = Layout::of(&headings, widths.collect(), self.look);
        let deciding = deciding(&columns);
        let rows =
            |rows: &[Vec<String>]| layout.draw(deciding.iter().chain(rows).map(Vec::as_slice));
        if self.rows == 0 {
            out.write_all(layout.draw(std::iter::empty()).as_bytes())?;
            // Nothing is missing from a table without rows.
            return Ok(Vec::new());
        }
        let once = rows(&[]);
        let deciding_lines = lines(&rows(&deciding)) - lines(&once);
        let heading_lines = lines(&once) - deciding_lines;
        out.write_all(before(&once, heading_lines).as_bytes())?;

        let mut cells = self.cells.reader()?;
        loop {
            let next = read(&mut cells, shown)?;
            if next.is_empty() {
                break;
            }
            let drawn = rows(&next);
            let skipped = before(&drawn, heading_lines + deciding_lines).len();
            out.write_all(&drawn.as_bytes()[skipped..])?;
        }
        drop(cells);
        Ok(layout.left_out())
    }
}

impl Column {
    fn new(heading: Heading, look: Look) -> Self {
        let widths = match look.width {
            Some(width) if heading.is_text() => READABLE..usize::from(width) + 1,
            _ => 0..0,
        };
        Self {
            heading,
            longest: Longest::default(),
            widest: Rc::default(),
            wrapped: vec![Wrapped::default(); widths.len()],
        }
    }

    fn add(&mut self, cell: &str) {
        if self.longest.add(&self.heading, cell).is_some() {
            self.widest = Rc::from(cell);
        }
        let mut shared: Option<Rc<str>> = None;
        for (wrapped, width) in self.wrapped.iter_mut().zip(READABLE..) {
            // No line is longer than that.
            if wrapped.longest_line >= width {
                continue;
            }
            let longest_line = table::longest_line(cell, width);
            if longest_line > wrapped.longest_line {
                wrapped.longest_line = longest_line;
                wrapped.cell = Rc::clone(shared.get_or_insert_with(|| Rc::from(cell)));
            }
        }
    }

    /// Returns the cells that decide the width of the column.
    fn deciding(&self) -> Vec<&str> {
        let mut cells: Vec<&str> = vec![&self.widest];
        for wrapped in &self.wrapped {
            if cells.last() != Some(&&*wrapped.cell) && !wrapped.cell.is_empty() {
                cells.push(&wrapped.cell);
            }
        }
        cells
    }
}

/// Returns rows of the cells that decide the widths of columns, and of empty cells.
fn deciding(columns: &[&Column]) -> Vec<Vec<String>> {
    let columns: Vec<Vec<&str>> = columns.iter().map(|column| column.deciding()).collect();
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |column: &Vec<&str>, row: usize| column.get(row).copied().unwrap_or("").to_owned();
    (0..rows)
        .map(|row| columns.iter().map(|column| cell(column, row)).collect())
        .collect()
}

/// Reads the next rows with the cells at these positions.
fn read(cells: &mut dyn BufRead, shown: &[usize]) -> io::Result<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    let mut line = String::new();
    while rows.len() < ROWS_AT_A_TIME {
        line.clear();
        if cells.read_line(&mut line)? == 0 {
            break;
        }
        let all: Vec<&str> = line.split(SEPARATOR).collect();
        let cell = |at: &usize| all.get(*at).copied().unwrap_or("").to_owned();
        rows.push(shown.iter().map(cell).collect());
    }
    Ok(rows)
}

fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Returns the first lines of a text.
fn before(text: &str, lines: usize) -> &str {
    let Some(last) = lines.checked_sub(1) else {
        return "";
    };
    let end = text.match_indices('\n').nth(last);
    end.map_or(text, |(at, _)| &text[..=at])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

//! Tables whose cells are separated by tabs, as browsers and spreadsheets copy them.
//!
//! A line is a row, unless a cell has several lines: a row goes on until it has all its cells.

use crate::grid::{Grid, GridRow};
use crate::kind::is_typed;
use crate::name::is_name;
use crate::text::is_break;
use crate::title::{Column, column, is_head};

/// The most lines of a cell.
const TALLEST: usize = 30;

/// Returns the table that starts at a line.
pub(crate) fn read(lines: &[&str], at: usize) -> Option<Grid> {
    let head = cells(lines[at]).filter(|cells| is_head(cells) || is_record(cells))?;
    let has_types = column(head.get(1)?) == Column::Type;
    let record = is_record(&head).then(|| head[0].clone());
    let mut reader = Reader {
        lines,
        width: head.len(),
        has_types,
        record,
        rows: Vec::new(),
    };
    let end = reader.read(at + 1);
    Some(Grid {
        head,
        rows: reader.rows,
        unread: Vec::new(),
        lines: at..end,
    })
}

/// Returns the cells of a line that has a tab between two of them.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim_end();
    let is_row = line.trim_start().contains('\t');
    is_row.then(|| line.split('\t').map(str::to_owned).collect())
}

/// Returns whether a line is the first of a table that has a line for each fact: `Name`, tab, `user`.
fn is_record(cells: &[String]) -> bool {
    let [title, value] = cells else { return false };
    matches!(column(title), Column::Name(_)) && is_name(value) && column(value) == Column::Other
}

struct Reader<'l> {
    lines: &'l [&'l str],
    width: usize,
    /// Whether the second column has types.
    has_types: bool,
    /// The title of the first fact of each record, if the table has a line for each fact.
    record: Option<String>,
    rows: Vec<GridRow>,
}

impl Reader<'_> {
    /// Reads the rows that start at a line, and returns the line after the last one.
    fn read(&mut self, first: usize) -> usize {
        let (mut at, mut end) = (first, first);
        while let Some(line) = self.lines.get(at) {
            if line.trim().is_empty() {
                at += 1;
                continue;
            }
            match cells(line) {
                Some(cells) if self.is_other_head(&cells) => break,
                // After an empty line, only a complete row goes on with the table.
                Some(cells) if at > end && !self.is_row(&cells) => break,
                Some(cells) => self.row(cells),
                None if !self.goes_on(at) => break,
                None => self.append(line),
            }
            at += 1;
            end = at;
        }
        end
    }

    /// Returns whether cells are the head of another table. The name of a record may be `type`.
    fn is_other_head(&self, cells: &[String]) -> bool {
        let is_titled = |first: &String| column(first) != Column::Other;
        // The type of a record may be `header`, too.
        let is_fact =
            self.record.is_some() && cells.len() == 2 && cells.first().is_some_and(is_titled);
        is_head(cells) && !is_fact
    }

    /// Adds the cells of a line: a new row, or the rest of the one above.
    fn row(&mut self, cells: Vec<String>) {
        let width = self.width;
        let is_rest = self.rows.last().is_some_and(|row| {
            row.cells.len() + cells.len() - 1 <= width && row.cells.len() < width
        });
        if !is_rest || self.is_row(&cells) {
            self.rows.push(GridRow::new(self.fitted(cells)));
            return;
        }
        let mut cells = cells.into_iter();
        if let Some(first) = cells.next() {
            self.append(&first);
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.extend(cells);
        }
    }

    /// Returns cells, with the surplus ones in the last column.
    fn fitted(&self, mut cells: Vec<String>) -> Vec<String> {
        if cells.len() > self.width {
            let rest = cells.split_off(self.width).join(" ");
            if let Some(last) = cells.last_mut() {
                last.push_str(&format!(" {rest}"));
            }
        }
        cells
    }

    /// Returns whether cells are the start of a row, as far as its name and its type show.
    fn is_row(&self, cells: &[String]) -> bool {
        let is_typed = cells.get(1).is_some_and(|cell| is_typed(cell));
        cells.first().is_some_and(|cell| is_name(cell)) && (is_typed || !self.has_types)
            || cells.len() == self.width
    }

    fn append(&mut self, text: &str) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            cell.push(' ');
            cell.push_str(text.trim());
        }
    }

    /// Returns whether a line without tabs belongs to the cell above: a later line completes the row
    /// or starts the next one, or the cell introduces a list.
    fn goes_on(&self, at: usize) -> bool {
        let Some(row) = self.rows.last() else {
            return false;
        };
        let is_open = row.cells.len() < self.width;
        let mut gaps = 0;
        for line in self.lines.iter().skip(at).take(TALLEST) {
            let text = line.trim();
            if is_break(text) || gaps > 1 {
                break;
            }
            gaps = if text.is_empty() { gaps + 1 } else { 0 };
            if let Some(cells) = cells(line) {
                let is_rest = is_open && row.cells.len() + cells.len() - 1 <= self.width;
                return !is_head(&cells) && (is_rest || self.is_row(&cells));
            }
        }
        let line = self.lines.get(at).map_or("", |line| line.trim());
        let is_below = at > 0 && !self.lines[at - 1].trim().is_empty();
        let cell = row.cells.last().map_or("", |cell| cell.trim_end());
        let is_item =
            line.starts_with(['-', '*', '•', '·', '–']) || line.starts_with(char::is_lowercase);
        !is_break(line) && is_below && (is_open || is_item || cell.ends_with([':', ',']))
    }
}

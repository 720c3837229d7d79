//! Tables: text in a block of code, or a list if the rows lead somewhere.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::message::Message;
use super::text;
use crate::{Column, Kind, Table, Value, Words};

/// The maximum number of rows.
pub(super) const MAX_ROWS: usize = 10;

/// The maximum number of items of a list beside other tables.
const MAX_ITEMS: usize = 5;

/// The maximum width of a table, which fits into a message.
const MAX_WIDTH: usize = 78;

/// The maximum width of a cell.
const MAX_CELL: usize = 36;

/// The maximum number of values in an item of a list.
const MAX_VALUES: usize = 4;

/// The room between columns.
const GAP: &str = "  ";

/// Writes a table with as many of its first rows as fit. `tables` is the number of tables in the
/// message. Returns whether there is room for the table.
pub(super) fn write(table: &Table<'_>, tables: usize, message: &mut Message) -> bool {
    let title = text::bold(&text::short(&table.title, text::TITLE));
    let all = table.rows.len();
    if all == 0 && table.total.is_none() {
        return message.paragraph(&format!("{title}\n\nNo rows."));
    }
    let rows = (0..all.min(MAX_ROWS)).map(|at| table.rows.row(at));
    let rows: Vec<Vec<Value>> = rows.collect();
    let mut cells = rows.iter().flatten();
    let leads_somewhere = cells.any(|value| matches!(value, Value::Link { .. }));
    let most = if leads_somewhere && tables > 1 {
        MAX_ITEMS
    } else {
        MAX_ROWS
    };
    let mut shown = rows.len().min(most);
    loop {
        let mut written = title.clone();
        if shown < all {
            let all = Words.count(all as u64);
            let _ = write!(written, " (the first {shown} of {all})");
        }
        written.push_str("\n\n");
        written.push_str(&if leads_somewhere {
            list(table, &rows[..shown])
        } else {
            grid(table, &rows[..shown])
        });
        if message.paragraph(written.trim_end()) {
            return true;
        }
        if shown <= 1 {
            return false;
        }
        shown /= 2;
    }
}

/// Returns an item for each row.
fn list(table: &Table<'_>, rows: &[Vec<Value>]) -> String {
    let mut columns = table.columns.iter();
    let link = columns.position(|column| column.kind == Kind::Link);
    let link = link.unwrap_or(0);
    let mut shown: Vec<usize> = by_importance(&table.columns);
    shown.retain(|at| *at != link);
    shown.truncate(MAX_VALUES);
    shown.sort_unstable();
    let mut list = String::new();
    for row in rows.iter().chain(&table.total) {
        let first = match row.get(link) {
            Some(Value::Link { text, url, .. }) => text::link(text, url),
            Some(value) => text::paragraph(&Words.of(value)),
            None => String::new(),
        };
        let values = shown.iter().filter_map(|at| {
            let value = row.get(*at).filter(|value| **value != Value::Missing)?;
            let title = text::short(&table.columns[*at].title, MAX_CELL);
            let words = text::short(&Words.of(value), text::FACT);
            Some(format!("{} {}", text::inline(&title), text::inline(&words)))
        });
        let values: Vec<String> = values.collect();
        let _ = writeln!(list, "- {first}: {}", values.join(", "));
    }
    list
}

/// Returns a block of code. A long heading is divided into two lines.
fn grid(table: &Table<'_>, rows: &[Vec<Value>]) -> String {
    let titles: Vec<String> = table
        .columns
        .iter()
        .map(|column| cell(&column.title))
        .collect();
    let mut lines: Vec<Vec<String>> = Vec::new();
    for row in rows.iter().chain(&table.total) {
        let values = (0..table.columns.len()).map(|at| match row.get(at) {
            Some(value) => cell(&Words.of(value)),
            None => String::new(),
        });
        lines.push(values.collect());
    }
    let mut heads = Vec::new();
    let mut widths = Vec::new();
    for (at, title) in titles.iter().enumerate() {
        let body = lines.iter().map(|line| line[at].width()).max().unwrap_or(0);
        let head = divided(title, body);
        widths.push(body.max(head[0].width()).max(head[1].width()));
        heads.push(head);
    }
    let shown = fitting(&table.columns, &widths);
    let is_divided = shown.iter().any(|at| !heads[*at][0].is_empty());
    let head = (usize::from(!is_divided)..2)
        .map(|line| heads.iter().map(|head| head[line].to_owned()).collect());
    let rules: Vec<String> = shown.iter().map(|at| "-".repeat(widths[*at])).collect();
    let rules = rules.join(GAP);
    let mut grid = "```\n".to_owned();
    let line = |cells: &Vec<String>| row_of(cells, &shown, &widths, &table.columns);
    for cells in head.collect::<Vec<Vec<String>>>() {
        let _ = writeln!(grid, "{}", line(&cells));
    }
    let _ = writeln!(grid, "{rules}");
    for (number, cells) in lines.iter().enumerate() {
        if number > 0 && number == rows.len() {
            let _ = writeln!(grid, "{rules}");
        }
        let _ = writeln!(grid, "{}", line(cells));
    }
    grid.push_str("```");
    grid
}

/// Returns a line of the columns that are shown.
fn row_of(cells: &[String], shown: &[usize], widths: &[usize], columns: &[Column]) -> String {
    let mut line = String::new();
    for at in shown {
        let room = " ".repeat(widths[*at] - cells[*at].width());
        let gap = if line.is_empty() { "" } else { GAP };
        let _ = if is_right(columns[*at].kind) {
            write!(line, "{gap}{room}{}", cells[*at])
        } else {
            write!(line, "{gap}{}{room}", cells[*at])
        };
    }
    line.trim_end().to_owned()
}

/// Divides a heading that is wider than its column into two lines, as even as possible. The first
/// line is empty if one is enough.
fn divided(title: &str, width: usize) -> [&str; 2] {
    let whole = ["", title];
    if title.width() <= width {
        return whole;
    }
    let parts = title
        .match_indices(' ')
        .map(|(at, space)| [&title[..at], &title[at + space.len()..]]);
    let narrowest = parts.min_by_key(|[first, second]| first.width().max(second.width()));
    narrowest.unwrap_or(whole)
}

/// Returns the columns that fit, in their order. Those that are never left out may be too wide.
fn fitting(columns: &[Column], widths: &[usize]) -> Vec<usize> {
    let mut shown = Vec::new();
    let mut width = 0;
    for at in by_importance(columns) {
        let more = widths[at] + GAP.len();
        if columns[at].dispensable == 0 || width + more <= MAX_WIDTH + GAP.len() {
            width += more;
            shown.push(at);
        }
    }
    shown.sort_unstable();
    shown
}

/// Returns the columns, beginning with those that are left out last.
fn by_importance(columns: &[Column]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|at| columns[*at].dispensable);
    order
}

fn is_right(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Integer | Kind::Number | Kind::Percent | Kind::Points | Kind::Duration | Kind::Change
    )
}

/// Returns a text for a cell, shortened if it is too long.
fn cell(text: &str) -> String {
    let text = text::code(text);
    if text.width() <= MAX_CELL {
        return text;
    }
    let mut short = String::new();
    for character in text.chars() {
        let width = short.width() + unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if width >= MAX_CELL {
            break;
        }
        short.push(character);
    }
    short + "…"
}

//! Tables: text in a block of code, or a list if the rows lead somewhere.

use std::fmt::Write;
use std::io;

use unicode_width::UnicodeWidthStr;

use super::text;
use crate::{Column, Kind, Table, Value, Words};

/// The maximum number of rows.
const MAX_ROWS: usize = 10;

/// The maximum width of a table, which fits into a message.
const MAX_WIDTH: usize = 78;

/// The maximum width of a cell.
const MAX_CELL: usize = 36;

/// The maximum number of values in an item of a list.
const MAX_VALUES: usize = 5;

/// The room between columns.
const GAP: &str = "  ";

pub(super) fn write(table: &Table<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "\n{}", text::bold(&table.title))?;
    if let Some(caption) = &table.caption {
        writeln!(out, "\n{}", text::paragraph(caption))?;
    }
    let all = table.rows.len();
    let rows: Vec<Vec<Value>> = (0..all.min(MAX_ROWS))
        .map(|at| table.rows.row(at))
        .collect();
    if all == 0 && table.total.is_none() {
        return writeln!(out, "\nNo rows.");
    }
    let leads_somewhere = rows
        .iter()
        .flatten()
        .any(|value| matches!(value, Value::Link { .. }));
    let left_out = if leads_somewhere {
        list(table, &rows, out)?
    } else {
        grid(table, &rows, out)?
    };
    let mut notes = Vec::new();
    if all > MAX_ROWS {
        let all = Words.count(all as u64);
        notes.push(format!("The first {MAX_ROWS} of {all} rows."));
    }
    if !left_out.is_empty() {
        let names: Vec<String> = left_out.iter().map(|name| text::inline(name)).collect();
        notes.push(format!("Left out: {}.", names.join(", ")));
    }
    if notes.is_empty() {
        Ok(())
    } else {
        writeln!(out, "\n{}", notes.join(" "))
    }
}

/// Writes an item for each row. Returns the names of columns that are left out.
fn list<'t>(
    table: &'t Table<'_>,
    rows: &[Vec<Value>],
    out: &mut dyn io::Write,
) -> io::Result<Vec<&'t str>> {
    let link = table
        .columns
        .iter()
        .position(|column| column.kind == Kind::Link);
    let link = link.unwrap_or(0);
    let mut shown: Vec<usize> = by_importance(&table.columns);
    shown.retain(|at| *at != link);
    shown.truncate(MAX_VALUES);
    shown.sort_unstable();
    writeln!(out)?;
    let total = table.total.as_ref();
    for row in rows.iter().chain(total) {
        let first = match row.get(link) {
            Some(Value::Link { text, url }) => text::link(text, url),
            Some(value) => text::paragraph(&Words.of(value)),
            None => String::new(),
        };
        let values = shown.iter().filter_map(|at| {
            let value = row.get(*at).filter(|value| **value != Value::Missing)?;
            let (title, words) = (&table.columns[*at].title, Words.of(value));
            Some(format!("{} {}", text::inline(title), text::inline(&words)))
        });
        let values: Vec<String> = values.collect();
        writeln!(out, "- {first}: {}", values.join(", "))?;
    }
    let left_out = table.columns.iter().enumerate();
    let left_out = left_out.filter(|(at, _)| *at != link && !shown.contains(at));
    Ok(left_out.map(|(_, column)| column.title.as_str()).collect())
}

/// Writes a block of code. Returns the names of columns that are left out.
fn grid<'t>(
    table: &'t Table<'_>,
    rows: &[Vec<Value>],
    out: &mut dyn io::Write,
) -> io::Result<Vec<&'t str>> {
    let head = table.columns.iter().map(|column| cell(&column.title));
    let mut lines: Vec<Vec<String>> = vec![head.collect()];
    for row in rows.iter().chain(&table.total) {
        let values = (0..table.columns.len()).map(|at| match row.get(at) {
            Some(value) => cell(&Words.of(value)),
            None => String::new(),
        });
        lines.push(values.collect());
    }
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|at| lines.iter().map(|line| line[at].width()).max().unwrap_or(0))
        .collect();
    let shown = fitting(&table.columns, &widths);
    writeln!(out, "\n```")?;
    for (number, line) in lines.iter().enumerate() {
        let is_total = table.total.is_some() && number + 1 == lines.len();
        if number == 1 || is_total && number > 1 {
            let rules: Vec<String> = shown.iter().map(|at| "-".repeat(widths[*at])).collect();
            writeln!(out, "{}", rules.join(GAP))?;
        }
        let mut written = String::new();
        for at in &shown {
            let room = " ".repeat(widths[*at] - line[*at].width());
            let gap = if written.is_empty() { "" } else { GAP };
            let _ = if is_right(table.columns[*at].kind) {
                write!(written, "{gap}{room}{}", line[*at])
            } else {
                write!(written, "{gap}{}{room}", line[*at])
            };
        }
        writeln!(out, "{}", written.trim_end())?;
    }
    writeln!(out, "```")?;
    let left_out = table.columns.iter().enumerate();
    let left_out = left_out.filter(|(at, _)| !shown.contains(at));
    Ok(left_out.map(|(_, column)| column.title.as_str()).collect())
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
        Kind::Integer | Kind::Number | Kind::Percent | Kind::Duration | Kind::Change
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

//! Tables.

use std::io;

use maud::{Markup, html};

use super::columns::{Columns, is_long};
use crate::{Column, Kind, Table, Value, Words, link};

/// The number of rows from which on a table scrolls by itself.
const LONG: usize = 25;

/// The largest number of rows that are written twice, if not all columns fit: the days of two months.
/// Longer tables are as wide as their columns.
const MOST_TWICE: usize = 62;

/// The number of columns that can be left out on paper one by one. Those after them are left out
/// together.
const SINGLE: usize = 24;

/// Writes a table with at most `max_rows` rows. `level` is that of its heading.
pub(super) fn write(
    table: &Table<'_>,
    number: usize,
    level: u8,
    max_rows: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let id = format!("table-{number}");
    let rows = table.rows.len();
    let shown = rows.min(max_rows);
    let start = html! {
        (heading(&table.title, &id, level))
        @if let Some(caption) = &table.caption {
            p.caption { (caption) }
        }
        @if shown < rows {
            p.cut {
                "The first " (Words.count(shown as u64)) " of " (Words.count(rows as u64))
                " rows are shown. To get all of them, write the report as a spreadsheet (xlsx) or "
                "as CSV."
            }
        }
    };
    write!(out, "<section class=\"table\">{}", start.into_string())?;
    if rows == 0 && table.total.is_none() {
        out.write_all(b"<p class=\"empty\">No rows.</p>")?;
    } else {
        let fitting = Columns::of(table);
        let is_long = shown > LONG;
        if !fitting.more.is_empty() {
            let on_paper = on_paper(table, &fitting).into_string();
            out.write_all(on_paper.as_bytes())?;
        }
        if shown > MOST_TWICE && !fitting.more.is_empty() {
            let place = format!("class=\"scroll long\" role=\"region\" aria-labelledby=\"{id}\"");
            let class = format!("rows{}", left_out(table, &fitting));
            let all = Columns::all(table).shown;
            grid(table, &all, shown, (&place, &class), out)?;
        } else {
            let class = if is_long { "scroll long" } else { "scroll" };
            let place = format!("class=\"{class}\" role=\"region\" aria-labelledby=\"{id}\"");
            grid(table, &fitting.shown, shown, (&place, "rows whole"), out)?;
            if !fitting.more.is_empty() {
                let summary = format!("{id}-more");
                write!(
                    out,
                    "<details><summary id=\"{summary}\">More columns of {}</summary>",
                    html! { (table.title) }.into_string()
                )?;
                let place =
                    format!("class=\"{class}\" role=\"region\" aria-labelledby=\"{summary}\"");
                grid(table, &fitting.more, shown, (&place, "whole"), out)?;
                out.write_all(b"</details>")?;
            }
        }
    }
    let meanings = meanings(&table.columns).into_string();
    write!(out, "{meanings}</section>")
}

/// Says which columns are not on paper, where only those are that fit.
fn on_paper(table: &Table<'_>, fitting: &Columns) -> Markup {
    let missing = fitting.more.iter().filter(|at| !fitting.shown.contains(at));
    let missing = missing.filter_map(|at| table.columns.get(*at));
    let missing: Vec<&str> = missing.map(|column| column.title.as_str()).collect();
    html! {
        p.cut.paper { "Not on paper, but on the page: " (missing.join("; ")) "." }
    }
}

/// Returns the classes that leave out columns on paper.
fn left_out(table: &Table<'_>, fitting: &Columns) -> String {
    let missing = (0..table.columns.len()).filter(|at| !fitting.shown.contains(at));
    let classes = missing.map(|at| match at + 1 {
        number if number > SINGLE => " less-more".to_owned(),
        number => format!(" less-{number}"),
    });
    let mut classes: Vec<String> = classes.collect();
    classes.dedup();
    classes.concat()
}

/// Writes columns of the first rows. `place` has the attributes of what is around them, and the class
/// of the table.
fn grid(
    table: &Table<'_>,
    shown: &[usize],
    rows: usize,
    (around, class): (&str, &str),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let head = head(&table.columns, shown).into_string();
    write!(
        out,
        "<div {around} tabindex=\"0\"><table class=\"{class}\">{head}<tbody>"
    )?;
    for at in 0..rows {
        let row = row(&table.columns, shown, &table.rows.row(at));
        out.write_all(row.into_string().as_bytes())?;
    }
    out.write_all(b"</tbody>")?;
    if let Some(total) = &table.total {
        let total = html! { tfoot { (row(&table.columns, shown, total)) } };
        out.write_all(total.into_string().as_bytes())?;
    }
    out.write_all(b"</table></div>")
}

/// Returns a heading of a level from 2 to 3.
pub(super) fn heading(text: &str, id: &str, level: u8) -> Markup {
    html! {
        @if level <= 2 {
            h2 id=(id) { (text) }
        } @else {
            h3 id=(id) { (text) }
        }
    }
}

fn head(columns: &[Column], shown: &[usize]) -> Markup {
    html! {
        thead {
            tr {
                @for column in shown.iter().filter_map(|at| columns.get(*at)) {
                    th scope="col" class=[class(column.kind)] { (column.title) }
                }
            }
        }
    }
}

/// Returns a row. Its first cell is its name.
fn row(columns: &[Column], shown: &[usize], values: &[Value]) -> Markup {
    html! {
        tr {
            @for (at, column) in shown.iter().filter_map(|at| Some((*at, columns.get(*at)?))) {
                @let value = values.get(at).unwrap_or(&Value::Missing);
                @let class = cell_class(column.kind, value);
                @if at == 0 {
                    th scope="row" class=[class] data-v=[sort_key(value)] { (cell(value)) }
                } @else {
                    td class=[class] data-v=[sort_key(value)] { (cell(value)) }
                }
            }
        }
    }
}

fn class(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Integer
        | Kind::Number
        | Kind::Percent
        | Kind::Points
        | Kind::Duration
        | Kind::Change => Some("number"),
        Kind::Word | Kind::Id | Kind::Instant | Kind::Date => Some("fixed"),
        Kind::Text | Kind::Link => None,
    }
}

/// Returns the class of a cell. Where there is no value, the cell is aligned like the others.
fn cell_class(kind: Kind, value: &Value) -> Option<&'static str> {
    match (class(kind), value) {
        (Some("number"), Value::Missing) => Some("number none"),
        (_, Value::Missing) => Some("none"),
        (None, value) if is_long(value) => Some("words"),
        (class, _) => class,
    }
}

fn cell(value: &Value) -> Markup {
    let words = Words.of(value);
    html! {
        @match value {
            Value::Link { url, .. } if link::is_page(url) => {
                a href=(url) rel="noopener noreferrer" target="_blank" { (words) }
            }
            Value::Instant(instant) => {
                time datetime=(instant.strftime("%Y-%m-%dT%H:%M:%S%:z")) { (words) }
            }
            Value::Date(_) => time datetime=(words) { (words) },
            _ => (words),
        }
    }
}

/// Returns the number by which rows are sorted, unless they are sorted by their text.
fn sort_key(value: &Value) -> Option<String> {
    match value {
        Value::Integer(number)
        | Value::Id(number)
        | Value::Link {
            number: Some(number),
            ..
        } => Some(number.to_string()),
        Value::Number(number)
        | Value::Percent(number)
        | Value::Share {
            percent: number, ..
        }
        | Value::Points(number)
        | Value::Duration(number) => number.is_finite().then(|| number.to_string()),
        Value::Instant(instant) => Some(instant.timestamp().as_second().to_string()),
        Value::Place { order, .. } => Some(order.to_string()),
        Value::Change(change) => match change.percent {
            Some(percent) => sort_key(&Value::Number(percent)),
            None => sort_key(&change.difference),
        },
        Value::Missing | Value::Text(_) | Value::Date(_) | Value::Link { .. } => None,
    }
}

/// Returns what the columns mean, if a column says so.
fn meanings(columns: &[Column]) -> Markup {
    let meanings = columns
        .iter()
        .filter_map(|column| Some((&column.title, column.doc.as_ref()?)));
    html! {
        @if columns.iter().any(|column| column.doc.is_some()) {
            details {
                summary { "What the columns mean" }
                dl {
                    @for (title, doc) in meanings {
                        dt { (title) }
                        dd { (doc) }
                    }
                }
            }
        }
    }
}

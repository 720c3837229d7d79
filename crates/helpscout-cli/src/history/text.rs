//! A history on a terminal: the tables, and the key figures at the end, where they are seen first.

use std::io::{self, Write};

use helpscout_digest::{Kind, Table, Unit, Value, Words};
use helpscout_figures::{Histogram, Measure};
use helpscout_reports::Seconds;

use super::figures::Figures;
use super::question::{Question, TableName};
use super::result::History;
use super::rows::HistoryRow;
use super::selected::Picked;
use super::{row_tables, tables, view};
use crate::format::Look;
use crate::format::cell::points as points_of;
use crate::format::chart::Chart;
use crate::format::long_table::LongTable;
use crate::format::table::{Heading, NOTHING};
use crate::message::{counted, printable, wrapped};

/// The largest number of groups that have a table of a few lines below it.
const SHORT: usize = 12;

/// The width of the tables of figures where nothing says how wide they may be, as in a file. With
/// --compare they have more columns than people read.
const PAGE_WIDTH: u16 = 160;

/// Writes a history. Returns the titles of the columns that did not fit.
pub(super) fn write(
    history: &History,
    question: &Question,
    picked: Option<&Picked>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<Vec<String>> {
    if let Some(picked) = picked {
        let found = tables::one(history, question.main_table());
        let found = found.map(|found| table(&picked.of(found), look, out));
        return found.unwrap_or_else(|| Ok(Vec::new()));
    }
    if let Some(table) = question.table {
        return one(history, table, look, out);
    }
    let mut too_wide = Vec::new();
    if history.figures.replies == 0 {
        writeln!(out, "No replies in this interval.")?;
        if question.by.is_none() && history.before.is_none() && history.sla.targets().is_empty() {
            return Ok(too_wide);
        }
    }
    let mut has_table = history.figures.replies == 0;
    match question.main_table() {
        TableName::Groups => {
            if has_table {
                writeln!(out)?;
            }
            too_wide.extend(one(history, TableName::Groups, look, out)?);
        }
        TableName::Conversations if history.figures.rows > 0 => {
            too_wide.extend(one(history, TableName::Conversations, look, out)?);
        }
        _ => {}
    }
    has_table |= question.main_table() != TableName::Figures;
    if !history.sla.targets().is_empty() {
        if std::mem::replace(&mut has_table, true) {
            writeln!(out)?;
        }
        writeln!(out, "Targets")?;
        too_wide.extend(table(&tables::targets(history), look, out)?);
    }
    if has_table {
        writeln!(out)?;
    }
    too_wide.extend(summary(history, look, out)?);
    if question.by.is_none_or(|_| {
        history
            .groups
            .iter()
            .all(|groups| groups.list.len() <= SHORT)
    }) {
        histogram(history, look, out)?;
    }
    Ok(too_wide)
}

/// Writes the counts and the key figures.
pub(super) fn summary(
    history: &History,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<Vec<String>> {
    paragraph(&overview(history), look, out)?;
    table(&tables::figures(history), look, out)
}

/// Writes sentences in lines that end between words.
fn paragraph(text: &str, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let columns = look.width.map_or(usize::MAX, usize::from);
    for line in text.lines().flat_map(|line| wrapped(line, columns)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes one table.
fn one(
    history: &History,
    name: TableName,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<Vec<String>> {
    match name {
        TableName::Conversations => conversations(history, look, out),
        TableName::Figures => table(&tables::figures(history), look, out),
        TableName::Breaches => table(&row_tables::breaches(history), look, out),
        TableName::Groups => {
            let Some(groups) = history.groups.first() else {
                return Ok(Vec::new());
            };
            let groups = tables::groups(history, groups);
            let too_wide = table(&groups, look, out)?;
            paragraph(groups.caption.as_deref().unwrap_or_default(), look, out)?;
            Ok(too_wide)
        }
    }
}

fn conversations(history: &History, look: Look, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let is_several = history.users.len() > 1;
    let headings = || {
        if is_several {
            view::headings_with_user()
        } else {
            view::headings()
        }
    };
    let mut table = LongTable::new(headings(), look);
    for user in &history.users {
        for row in &user.rows {
            let mut cells = view::cells(&HistoryRow::from(row));
            if is_several {
                cells.insert(1, printable(&user.title()));
            }
            table.push(&cells)?;
        }
    }
    let all: Vec<usize> = (0..headings().len()).collect();
    table.finish(&all, headings(), out)
}

/// Returns the counts in a line.
fn overview(history: &History) -> String {
    let words = |number: usize| match i64::try_from(number) {
        Ok(number) => Words.of(&Value::Integer(number)),
        Err(_) => number.to_string(),
    };
    let counts = |figures: &Figures| {
        let replies = if figures.replies == 1 {
            "reply"
        } else {
            "replies"
        };
        let conversations = counted(words(figures.conversations), "conversation");
        format!("{} {replies} in {conversations}", words(figures.replies))
    };
    let mut line = counts(&history.figures);
    if history.users.len() > 1 {
        line.push_str(&format!(" of {}", counted(history.users.len(), "user")));
    }
    if let Some(before) = &history.before {
        line.push_str(&format!("; before: {}", counts(&before.figures)));
    }
    line
}

/// Writes how the response times are distributed.
fn histogram(history: &History, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let histogram = Histogram::of(&history.distribution(Measure::Response));
    if histogram.counts.len() < 2 {
        return Ok(());
    }
    let ranges = histogram.limits.windows(2).zip(&histogram.counts);
    let rows = ranges
        .clone()
        .map(|(range, count)| vec![Words.range(Unit::Seconds, range), count.to_string()]);
    let chart = Chart {
        headings: vec![
            Heading::word(Measure::Response.title()),
            Heading::number("n"),
        ],
        rows: rows.collect(),
        bars: ranges.map(|(_, count)| vec![*count as f64]).collect(),
        parts: Vec::new(),
        at: 1,
        kept: 2,
    };
    writeln!(out)?;
    out.write_all(chart.render(look).text.as_bytes())
}

/// Writes a table for people. Columns without a value are left out.
fn table(table: &Table<'_>, look: Look, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let mut is_used = vec![false; table.columns.len()];
    let rows = table.rows.len();
    for at in 0..rows {
        for (is_used, value) in is_used.iter_mut().zip(table.rows.row(at)) {
            *is_used |= value != Value::Missing;
        }
    }
    let shown = |at: &usize| *at == 0 || is_used[*at] || rows == 0;
    let shown: Vec<usize> = (0..table.columns.len()).filter(shown).collect();
    let headings = || -> Vec<Heading> {
        let columns = shown.iter().map(|at| &table.columns[*at]);
        columns
            .map(|column| heading(&column.title, column.kind).dispensable(column.dispensable))
            .collect()
    };
    let look = Look {
        width: Some(look.width.unwrap_or(PAGE_WIDTH)),
        ..look
    };
    let mut long = LongTable::new(headings(), look);
    let total = table.total.iter().cloned();
    for row in (0..rows).map(|at| table.rows.row(at)).chain(total) {
        let cells = shown
            .iter()
            .map(|at| row.get(*at).map_or_else(String::new, cell));
        long.push(&cells.collect::<Vec<_>>())?;
    }
    let all: Vec<usize> = (0..shown.len()).collect();
    long.finish(&all, headings(), out)
}

fn heading(title: &str, kind: Kind) -> Heading {
    match kind {
        Kind::Text => Heading::text(title),
        Kind::Word | Kind::Date | Kind::Instant => Heading::word(title),
        _ => Heading::number(title),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Missing => NOTHING.to_owned(),
        Value::Duration(seconds) => Seconds(*seconds).to_string(),
        Value::Change(change) => {
            let before = cell(&change.before);
            match (change.percent, change.difference.as_ref()) {
                (Some(percent), _) => format!("{percent:+.1} % (was {before})"),
                (None, Value::Percent(points)) => {
                    format!("{} (was {before})", points_of(*points))
                }
                (None, _) => format!("was {before}"),
            }
        }
        value => printable(&Words.of(value)),
    }
}

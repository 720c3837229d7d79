//! A comparison as a report: an HTML page, a spreadsheet or Markdown.

use std::io;

use helpscout_description::Unit;
use helpscout_digest::{Block, Column, Kind, Rows, Table, Value};

use super::figures::Figure;
use super::figures_of_both::Comparison;
use crate::format::digest::{self, About};
use crate::output::Output;

/// Rows that are there already. There are few figures.
struct Lines(Vec<Vec<Value>>);

impl Rows for Lines {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn row(&self, at: usize) -> Vec<Value> {
        self.0.get(at).cloned().unwrap_or_default()
    }
}

/// Writes the figures in a table for each kind.
pub(super) fn write(comparison: &Comparison, about: &About, output: &mut Output) -> io::Result<()> {
    let tables = [
        ("counts", "Counts", Kind::Integer),
        ("times", "Times", Kind::Duration),
        ("shares", "Shares", Kind::Percent),
        ("numbers", "Other figures", Kind::Number),
    ];
    let blocks = tables.into_iter().filter_map(|(name, title, kind)| {
        let figures = comparison.figures.iter();
        let lines = figures.filter(|figure| kind_of(figure) == kind);
        let lines: Vec<Vec<Value>> = lines.map(|figure| line(figure, kind)).collect();
        let is_empty = lines.is_empty();
        let table = Table::new(name, title, columns(kind), Lines(lines));
        (!is_empty).then_some(Block::Table(table))
    });
    let mut report = digest::of_blocks(about, blocks.collect());
    if !comparison.conditions.is_empty() {
        let conditions = comparison.conditions.join(" and ");
        let rows = comparison.counted();
        let line = format!(
            "{}, compared with {}, where {conditions}",
            rows.now, rows.before
        );
        report.extent.push(line);
    }
    report.period = comparison.periods.now.description();
    report.compared_with = Some(comparison.periods.before.description());
    let format = output.format();
    digest::write(&report, format, output)
}

fn columns(kind: Kind) -> Vec<Column> {
    let mut columns = vec![
        Column::new("Figure", Kind::Text),
        Column::new("Value", kind),
        Column::new("Before", kind),
    ];
    if kind == Kind::Percent {
        let points = Column::new("Change in points", Kind::Number);
        columns.push(points.doc("The difference in percentage points."));
    } else {
        columns.push(Column::new("Change", kind));
        columns.push(Column::new("Percent", Kind::Percent));
    }
    columns.push(Column::new("n", Kind::Integer));
    columns.push(Column::new("n before", Kind::Integer));
    columns
}

fn kind_of(figure: &Figure) -> Kind {
    match figure.unit {
        _ if figure.is_count => Kind::Integer,
        Some(Unit::Seconds | Unit::Minutes | Unit::Milliseconds) => Kind::Duration,
        Some(Unit::Percent) => Kind::Percent,
        _ => Kind::Number,
    }
}

fn line(figure: &Figure, kind: Kind) -> Vec<Value> {
    let value = |number: Option<f64>| {
        let Some(number) = number else {
            return Value::Missing;
        };
        match (kind, figure.unit) {
            (Kind::Integer, _) => Value::Integer(number as i64),
            (Kind::Duration, Some(Unit::Minutes)) => Value::Duration(number * 60.0),
            (Kind::Duration, Some(Unit::Milliseconds)) => Value::Duration(number / 1000.0),
            (Kind::Duration, _) => Value::Duration(number),
            (Kind::Percent, _) => Value::Percent(number),
            _ => Value::Number(number),
        }
    };
    let difference = figure.change().map(|change| change.difference());
    let count = |n: usize| i64::try_from(n).map_or(Value::Missing, Value::Integer);
    let mut line = vec![
        Value::Text(figure.title.clone()),
        value(figure.values.now),
        value(figure.values.before),
    ];
    if kind == Kind::Percent {
        line.push(difference.map_or(Value::Missing, Value::Number));
    } else {
        line.push(value(difference));
        line.push(figure.percent().map_or(Value::Missing, Value::Percent));
    }
    line.extend([count(figure.n.now), count(figure.n.before)]);
    line
}

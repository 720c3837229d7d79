//! A comparison as a report for people.

use helpscout_description::{Operation, Unit};
use helpscout_digest::{Block, Change, Column, Digest, Kind, Table, Value};

use super::figures::Figure;
use super::{Both, Comparison};
use crate::about::read_at;

/// Returns the report: a table of times, and one of everything else.
pub(super) fn digest(comparison: &Comparison, operation: &Operation) -> Digest<'static> {
    let mut digest = Digest::new(operation.summary.trim_end_matches('.'));
    let Both { now, before } = comparison.periods.each(|period| period.description());
    digest.period = now;
    digest.compared_with = Some(before);
    digest.read_at = read_at();
    digest.fact("Source", operation.docs.clone());
    let is_time = |figure: &&Figure| figure.unit == Some(Unit::Seconds);
    let others = comparison.figures.iter().filter(|figure| !is_time(figure));
    let times = comparison.figures.iter().filter(is_time);
    for (name, title, figures) in [
        ("figures", "Figures", others.collect::<Vec<_>>()),
        ("times", "Times", times.collect()),
    ] {
        if !figures.is_empty() {
            digest
                .blocks
                .push(Block::Table(table(name, title, &figures)));
        }
    }
    digest
}

fn table(name: &str, title: &str, figures: &[&Figure]) -> Table<'static> {
    let kind = match name {
        "times" => Kind::Duration,
        _ => Kind::Number,
    };
    let columns = vec![
        Column::new("Figure", Kind::Text),
        Column::new("Value", kind),
        Column::new("Before", kind),
        Column::new("Change", Kind::Change),
        Column::new("n", Kind::Integer).dispensable(2),
        Column::new("n before", Kind::Integer).dispensable(1),
    ];
    let value: fn(f64) -> Value = match kind {
        Kind::Duration => Value::Duration,
        _ => Value::Number,
    };
    let optional = |number: Option<f64>| number.map_or(Value::Missing, value);
    let count = |number: usize| i64::try_from(number).map_or(Value::Missing, Value::Integer);
    let rows = figures.iter().map(|figure| {
        let change = figure.change().map(|change| {
            Value::Change(Change {
                before: Box::new(value(change.before)),
                difference: Box::new(value(change.difference())),
                percent: change.percent(),
                n: Some(figure.n.before as u64),
            })
        });
        vec![
            Value::Text(figure.title.clone()),
            optional(figure.values.now),
            optional(figure.values.before),
            change.unwrap_or_default(),
            count(figure.n.now),
            count(figure.n.before),
        ]
    });
    Table::new(name, title, columns, rows.collect::<Vec<_>>())
}

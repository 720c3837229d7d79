//! Pairs the figures of two periods.

use std::collections::BTreeSet;

use helpscout_description::{Field, Operation, Unit};
use helpscout_figures::{Change, Distribution, Scale};

use super::both::Both;
use super::tally::{Column, Counts, Key, Tally};
use crate::format::cell;
use crate::format::definitions::{AnswerType, Definitions};

/// A figure in two periods.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// Its name for programs: `rows`, `responseTime.median`, `status=closed`, `day=1,hour=9`.
    pub(super) key: String,
    /// Its name for people.
    pub(super) title: String,
    pub(super) unit: Option<Unit>,
    /// Whether it is a number of rows or things.
    pub(super) is_count: bool,
    pub(super) scale: Scale,
    pub(super) values: Both<Option<f64>>,
    /// The numbers of values that it is calculated from.
    pub(super) n: Both<usize>,
}

impl Figure {
    /// Returns the change, if both periods have a value.
    pub(super) fn change(&self) -> Option<Change> {
        Change::of(self.values.before, self.values.now)
    }

    /// Returns the change in percent, unless that says nothing of such a figure.
    pub(super) fn percent(&self) -> Option<f64> {
        self.change()?.percent(self.scale)
    }
}

/// Returns the figures of two periods of an operation. The first is the number of rows.
pub(super) fn of(operation: &'static Operation, tallies: &Both<Tally>) -> Vec<Figure> {
    let definitions = AnswerType::of(operation).definitions;
    let n = tallies.each(|tally| tally.rows);
    let mut figures = vec![count("rows".to_owned(), "Rows".to_owned(), n, n)];
    let columns = tallies.now.columns.iter().zip(&tallies.before.columns);
    for (now, before) in columns {
        match (now, before) {
            (Column::Numbers(field, now), Column::Numbers(_, before)) => {
                figures.extend(of_numbers(field, Both { now, before }));
            }
            (Column::Words(field, now), Column::Words(_, before)) => {
                let words: BTreeSet<&String> = now.keys().chain(before.keys()).collect();
                for word in words {
                    let rows = Both { now, before };
                    let rows = rows.each(|words| words.get(word).copied().unwrap_or_default());
                    let name = match word.as_str() {
                        "" => format!("no {}", cell::title_of(field).to_lowercase()),
                        word => definitions.word(field, word),
                    };
                    let title = format!("{}: {name}", cell::title_of(field));
                    figures.push(count(format!("{}={word}", field.wire), title, rows, n));
                }
            }
            _ => {}
        }
    }
    if let (Some(now), Some(before)) = (&tallies.now.counts, &tallies.before.counts) {
        figures.extend(of_counts(definitions, Both { now, before }));
    }
    figures
}

fn of_numbers(field: &Field, values: Both<&Vec<Option<f64>>>) -> Vec<Figure> {
    let distributions = values.each(|values| Distribution::of(values.iter().copied()));
    let n = distributions.each(Distribution::count);
    let title = cell::title_of(field);
    let figure = |name: &str, words: &str, value: &dyn Fn(&Distribution) -> Option<f64>| Figure {
        key: format!("{}.{name}", field.wire),
        title: format!("{title}: {words}"),
        unit: field.unit,
        is_count: false,
        scale: cell::scale_of(field),
        values: distributions.each(value),
        n,
    };
    vec![
        figure("median", "median", &Distribution::median),
        figure("mean", "mean", &Distribution::mean),
        figure("p90", "90th percentile", &|times| times.percentile(90.0)),
    ]
}

fn of_counts(definitions: Definitions, counts: Both<&Counts>) -> Vec<Figure> {
    let Counts {
        count: counted,
        keys,
        ..
    } = counts.now;
    let total = counts.each(|counts| counts.counts.values().sum::<f64>());
    let n = total.each(|total| *total as usize);
    let all = counts.now.counts.keys().chain(counts.before.counts.keys());
    let all: BTreeSet<&Vec<Key>> = all.collect();
    let mut figures = vec![count(
        format!("{}.total", counted.wire),
        "Total".to_owned(),
        n,
        n,
    )];
    for values in all {
        let parts = keys.iter().zip(values);
        let key: Vec<String> = parts
            .clone()
            .map(|(field, value)| format!("{}={}", field.wire, value.text()))
            .collect();
        let titles: Vec<String> = parts
            .map(|(field, value)| {
                let text = value.text();
                match definitions.word(field, &text) {
                    same if same == text => format!("{} {text}", cell::title_of(field)),
                    word => word,
                }
            })
            .collect();
        let value = counts.each(|counts| counts.counts.get(values).copied().unwrap_or_default());
        figures.push(Figure {
            key: key.join(","),
            title: titles.join(", "),
            unit: None,
            is_count: true,
            scale: Scale::Amount,
            values: value.each(|value| Some(*value)),
            n,
        });
    }
    figures
}

fn count(key: String, title: String, values: Both<usize>, n: Both<usize>) -> Figure {
    Figure {
        key,
        title,
        unit: None,
        is_count: true,
        scale: Scale::Amount,
        values: values.each(|value| Some(*value as f64)),
        n,
    }
}

impl<T> Both<T> {
    /// Returns the result of a function for both periods.
    pub(super) fn each<'b, U>(&'b self, value: impl Fn(&'b T) -> U) -> Both<U> {
        Both {
            now: value(&self.now),
            before: value(&self.before),
        }
    }
}

//! A chart with its title, its legend and its data.

use maud::{Markup, html};

use super::{svg, table};
use crate::{Chart, Plot, Reference, Series, Unit, Words, scale};

/// The number of shades of a heat map above zero.
const LEVELS: usize = svg::LEVELS;

/// Where a chart is in the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its number, from 1 on.
    pub(super) number: usize,
    /// The level of its heading.
    pub(super) level: u8,
    /// Whether it has the row to itself.
    pub(super) is_wide: bool,
    /// The maximum number of rows of its data.
    pub(super) max_rows: usize,
}

/// Returns a chart.
pub(super) fn of(chart: &Chart, place: Place) -> Markup {
    let id = format!("chart-{}", place.number);
    html! {
        figure class=[place.is_wide.then_some("wide")] aria-labelledby=(id) {
            figcaption {
                (table::heading(&chart.title, &id, place.level))
                p { (chart.summary) }
            }
            (legend(chart))
            (svg::draw(chart, &id, place.is_wide))
            @if let Some(note) = &chart.note {
                p.limits { (note) }
            }
            (data(chart, place.max_rows))
        }
    }
}

/// Returns what the colors mean, if there are several.
fn legend(chart: &Chart) -> Markup {
    let (series, is_line) = match &chart.plot {
        Plot::Line { series, .. } => (series.as_slice(), true),
        Plot::Bars { series, .. } => (series.as_slice(), false),
        Plot::Histogram { references, .. } => return marks(chart, references),
        Plot::HeatMap { values, .. } => return shades(chart, values),
    };
    html! {
        @if series.len() > 1 {
            ul.legend {
                @for (at, named) in series.iter().enumerate() {
                    li {
                        span.swatch.(svg::color(series, at)).line[is_line] aria-hidden="true" {}
                        (named.name)
                    }
                }
            }
        }
    }
}

fn shades(chart: &Chart, values: &[Vec<Option<f64>>]) -> Markup {
    let most = svg::most(values.iter().flatten().copied());
    html! {
        @if most > 0.0 {
            ul.legend {
                li { span.swatch.h0 aria-hidden="true" {} "none" }
                @for level in 1..=LEVELS {
                    @if let Some(range) = range_of_level(chart.unit, level, most) {
                        li { span.swatch.{ "h" (level) } aria-hidden="true" {} (range) }
                    }
                }
            }
        }
    }
}

/// Returns the range of a shade in words, unless it is empty.
fn range_of_level(unit: Unit, level: usize, most: f64) -> Option<String> {
    let top = scale::top_of_level(level, most, LEVELS);
    if unit != Unit::Count {
        return Some(format!("up to {}", Words.in_unit(unit, top)));
    }
    let from = scale::top_of_level(level - 1, most, LEVELS).floor() + 1.0;
    let to = top.floor();
    if from == to {
        return Some(Words.number(to));
    }
    (from < to).then(|| format!("{} to {}", Words.number(from), Words.number(to)))
}

/// Returns the marked values of a histogram.
fn marks(chart: &Chart, references: &[Reference]) -> Markup {
    html! {
        @if !references.is_empty() {
            ul.legend {
                @for reference in references {
                    li {
                        span.swatch.dashed aria-hidden="true" {}
                        (reference.name) " " (Words.in_unit(chart.unit, reference.value))
                    }
                }
            }
        }
    }
}

/// Returns the data of a chart as a table, for those who don't see it or want the exact values.
fn data(chart: &Chart, max_rows: usize) -> Markup {
    let (columns, rows) = match &chart.plot {
        Plot::Line { steps, series } => by_name("", steps, series),
        Plot::Bars {
            categories, series, ..
        } => by_name("", categories, series),
        Plot::Histogram { limits, counts, .. } => ranges(chart, limits, counts),
        Plot::HeatMap {
            rows,
            columns,
            values,
        } => {
            let head = std::iter::once(String::new()).chain(columns.iter().cloned());
            let rows = rows.iter().cloned().zip(values.iter().cloned());
            (head.collect(), rows.collect())
        }
    };
    let is_counts = matches!(chart.plot, Plot::Histogram { .. });
    let unit = if is_counts { Unit::Count } else { chart.unit };
    let words = |value: &Option<f64>| match value {
        Some(value) => Words.in_unit(unit, *value),
        None => "–".to_owned(),
    };
    html! {
        details {
            summary { "Data of this chart" }
            div.scroll role="region" aria-label={ "Data: " (chart.title) } tabindex="0" {
                table {
                    thead {
                        tr {
                            @for (at, column) in columns.iter().enumerate() {
                                @if at == 0 && column.is_empty() {
                                    td {}
                                } @else {
                                    th scope="col" class=[(at > 0).then_some("number")] { (column) }
                                }
                            }
                        }
                    }
                    tbody {
                        @for (name, values) in rows.iter().take(max_rows) {
                            tr {
                                th scope="row" { (name) }
                                @for value in values {
                                    td.number { (words(value)) }
                                }
                            }
                        }
                    }
                }
            }
            @if rows.len() > max_rows {
                p.cut {
                    "The first " (Words.count(max_rows as u64)) " of "
                    (Words.count(rows.len() as u64)) " rows are shown."
                }
            }
        }
    }
}

/// Headings, and rows with their names.
type Data = (Vec<String>, Vec<(String, Vec<Option<f64>>)>);

fn by_name(first: &str, names: &[String], series: &[Series]) -> Data {
    let head = series.iter().map(|series| series.name.clone());
    let rows = names.iter().enumerate().map(|(at, name)| {
        let values = series.iter().map(|series| svg::value(series, at));
        (name.clone(), values.collect())
    });
    let head = std::iter::once(first.to_owned()).chain(head);
    (head.collect(), rows.collect())
}

fn ranges(chart: &Chart, limits: &[f64], counts: &[u64]) -> Data {
    let rows = counts.iter().zip(limits.windows(2)).map(|(count, range)| {
        let name = Words.range(chart.unit, range);
        (name, vec![Some(*count as f64)])
    });
    (
        vec!["Range".to_owned(), "Values".to_owned()],
        rows.collect(),
    )
}

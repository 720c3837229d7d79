//! Upright bars, for categories with short names in an order, such as days.

use maud::{Markup, html};

use super::axis::{self, Area, percent, pixels};
use super::series;
use crate::scale::Scale;
use crate::{Series, Words};

/// The share of a category's room that its bars fill.
const FILLED: f64 = 0.62;

/// The number of categories up to which bars say their values.
const MAX_LABELS: usize = 16;

pub(super) fn draw(
    area: Area<'_>,
    categories: &[String],
    series: &[Series],
    is_stacked: bool,
) -> Markup {
    let all = categories.len();
    let of = |at: usize| series.iter().map(move |series| series::value(series, at));
    if !(0..all).any(|at| of(at).any(|value| value.is_some())) {
        return area.nothing();
    }
    let tallest = (0..all).map(|at| series::longest(series, at, is_stacked));
    let scale = area.scale(area.chart.unit, tallest.fold(0.0, f64::max));
    let place = |at: usize| (at as f64 + 0.5) / all as f64;
    let plot = html! {
        @for (at, category) in categories.iter().enumerate() {
            @for column in columns(&scale, series, at, is_stacked) {
                (bar(area, &column, place(at), category, series, all))
            }
        }
    };
    area.with_axes(area.chart.unit, &scale, area.names(categories, place), plot)
}

/// A bar of a category.
struct Column {
    series: usize,
    value: f64,
    /// Where it is in the room of the category, and its width, both from 0 to 1.
    x: f64,
    width: f64,
    y: f64,
    height: f64,
}

fn columns(scale: &Scale, series: &[Series], at: usize, is_stacked: bool) -> Vec<Column> {
    let width = if is_stacked {
        1.0
    } else {
        1.0 / series.len() as f64
    };
    let mut below = 0.0;
    let mut columns = Vec::new();
    for (number, series) in series.iter().enumerate() {
        let Some(value) = series::value(series, at) else {
            continue;
        };
        let bottom = if is_stacked { below } else { 0.0 };
        below += value.max(0.0);
        let y = axis::y(scale, bottom + value.max(0.0));
        columns.push(Column {
            series: number,
            value,
            x: if is_stacked {
                0.0
            } else {
                number as f64 * width
            },
            width,
            y,
            height: axis::y(scale, bottom) - y,
        });
    }
    columns
}

fn bar(
    area: Area<'_>,
    column: &Column,
    center: f64,
    category: &str,
    all: &[Series],
    categories: usize,
) -> Markup {
    let room = FILLED / categories as f64;
    let x = center - room / 2.0 + column.x * room;
    let words = Words.in_unit(area.chart.unit, column.value);
    let is_labeled = categories <= MAX_LABELS && all.len() == 1 && words.len() <= 7;
    let series = &all[column.series];
    html! {
        rect.bar.(series::color(all, column.series)) x=(percent(x))
            y=(pixels(column.y)) width=(percent(column.width * room)) height=(pixels(column.height)) {
            title { (category) ", " (series.name) ": " (words) }
        }
        @if is_labeled {
            text.label.roomy x=(percent(center)) y=(pixels(column.y - 6.0)) { (words) }
        }
    }
}

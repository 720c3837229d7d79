//! Bars that lie, for categories with long names, such as agents. Each name is above its bars, so it
//! may be as long as the page is wide.

use maud::{Markup, html};

use super::axis::{Area, percent, pixels};
use super::series;
use crate::scale::share;
use crate::{Series, Words};

/// The number of categories that are drawn. The data has all.
const MAX_CATEGORIES: usize = 40;

const NAME: f64 = 20.0;
const BAR: f64 = 14.0;
const GAP: f64 = 3.0;
const BETWEEN: f64 = 12.0;

pub(super) fn draw(
    area: Area<'_>,
    categories: &[String],
    series: &[Series],
    is_stacked: bool,
) -> Markup {
    if categories.is_empty() || series.is_empty() {
        return area.nothing();
    }
    let drawn = categories.len().min(MAX_CATEGORIES);
    let longest = (0..drawn).map(|at| series::longest(series, at, is_stacked));
    let most = longest.fold(0.0, f64::max);
    let bars = if is_stacked { 1 } else { series.len() };
    let height = NAME + bars as f64 * (BAR + GAP) + BETWEEN;
    let labels = (0..drawn).map(|at| label(area, series, at, is_stacked).chars().count());
    let class = format!("right-{}", labels.max().unwrap_or(1).clamp(1, 16));
    let content = html! {
        @for (at, category) in categories.iter().take(drawn).enumerate() {
            @let top = at as f64 * height;
            text.category x="0" y=(pixels(top + 13.0)) { (category) }
            @if is_stacked {
                (stacked(area, category, series, at, top + NAME, most))
            } @else {
                @for number in 0..series.len() {
                    @let y = top + NAME + number as f64 * (BAR + GAP);
                    (single(area, category, series, (at, number), y, most))
                }
            }
        }
    };
    html! {
        (area.svg(drawn as f64 * height, &class, content))
        @if drawn < categories.len() {
            p.cut {
                "The first " (drawn) " of " (Words.count(categories.len() as u64))
                " are drawn. The data below has all of them."
            }
        }
    }
}

/// Returns the longest text beside the bars of a category.
fn label(area: Area<'_>, series: &[Series], at: usize, is_stacked: bool) -> String {
    let words = series.iter().map(|series| words(area, series, at));
    if is_stacked {
        return String::new();
    }
    words
        .max_by_key(|words| words.chars().count())
        .unwrap_or_default()
}

fn words(area: Area<'_>, series: &Series, at: usize) -> String {
    match series::value(series, at) {
        Some(value) => Words.in_unit(area.chart.unit, value),
        None => "–".to_owned(),
    }
}

fn single(
    area: Area<'_>,
    category: &str,
    all: &[Series],
    (at, number): (usize, usize),
    y: f64,
    most: f64,
) -> Markup {
    let series = &all[number];
    let color = series::color(all, number);
    let length = share(series::value(series, at).unwrap_or(0.0), most);
    let words = words(area, series, at);
    html! {
        rect.bar.(color) x="0" y=(pixels(y)) rx="2"
            width=(percent(length)) height=(pixels(BAR)) {
            title { (category) ", " (series.name) ": " (words) }
        }
        text.beside x=(percent(length)) dx="8" y=(pixels(y + BAR / 2.0)) dy="0.34em" { (words) }
    }
}

fn stacked(
    area: Area<'_>,
    category: &str,
    series: &[Series],
    at: usize,
    y: f64,
    most: f64,
) -> Markup {
    let mut sum = 0.0;
    let parts: Vec<(usize, f64, f64)> = series
        .iter()
        .enumerate()
        .map(|(number, series)| {
            let start = share(sum, most);
            sum += series::value(series, at).unwrap_or(0.0).max(0.0);
            (number, start, share(sum, most) - start)
        })
        .collect();
    html! {
        @for (number, start, length) in parts {
            rect.bar.(series::color(series, number)) x=(percent(start)) y=(pixels(y))
                width=(percent(length)) height=(pixels(BAR)) {
                title { (category) ", " (series[number].name) ": " (words(area, &series[number], at)) }
            }
        }
    }
}

//! Lines over time. Where a value is missing, the line has a gap.

use std::fmt::Write;

use maud::{Markup, html};

use super::axis::{self, Area, HEIGHT, TOP, percent, pixels};
use super::series;
use crate::scale::Scale;
use crate::{Series, Words};

/// The width of the coordinates of lines, which are stretched to the width of the plot.
const WIDTH: f64 = 1000.0;

/// The number of steps up to which each value has a dot.
const MAX_DOTS: usize = 62;

pub(super) fn draw(area: Area<'_>, steps: &[String], all: &[Series]) -> Markup {
    let values = all
        .iter()
        .flat_map(|series| (0..steps.len()).map(|at| series::value(series, at)));
    if values.clone().flatten().next().is_none() {
        return area.nothing();
    }
    let unit = area.chart.unit;
    let scale = area.scale(unit, series::most(values));
    let place = |at: usize| (at as f64 + 0.5) / steps.len() as f64;
    let plot = html! {
        svg.lines x="0" y=(pixels(TOP)) width="100%" height=(pixels(HEIGHT))
            viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" {
            // The first line is the main one, so it is drawn last.
            @for (at, series) in all.iter().enumerate().rev() {
                @let color = series::color(all, at);
                @for run in runs(series, steps.len()) {
                    @let points = points(&scale, &run, place);
                    // A mail program that drops the style would fill them with black.
                    @if at == 0 && run.len() > 1 {
                        path.area.(color) d=(closed(&run, place, &points)) fill="none" {}
                    }
                    @if run.len() > 1 {
                        path.line.(color) d=(points) fill="none" stroke="currentColor" {}
                    }
                }
            }
        }
        @for at in (0..all.len()).rev() {
            (dots(area, &scale, all, at, steps))
        }
    };
    area.with_axes(unit, &scale, area.names(steps, place), plot)
}

/// Returns the steps that follow each other without a missing value, each with its value.
fn runs(series: &Series, steps: usize) -> Vec<Vec<(usize, f64)>> {
    let mut runs = vec![Vec::new()];
    for at in 0..steps {
        match (series::value(series, at), runs.last_mut()) {
            (Some(value), Some(run)) => run.push((at, value)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn points(scale: &Scale, run: &[(usize, f64)], place: impl Fn(usize) -> f64) -> String {
    let mut path = String::new();
    for (at, value) in run {
        let letter = if path.is_empty() { 'M' } else { 'L' };
        let x = pixels(place(*at) * WIDTH);
        let y = pixels(axis::y(scale, *value) - TOP);
        let _ = write!(path, "{letter}{x} {y}");
    }
    path
}

/// Returns the path of the area between a line and zero.
fn closed(run: &[(usize, f64)], place: impl Fn(usize) -> f64, points: &str) -> String {
    let ends = [run.last(), run.first()].into_iter().flatten();
    let ends = ends.map(|(at, _)| format!("L{} {}", pixels(place(*at) * WIDTH), pixels(HEIGHT)));
    format!("{points}{}Z", ends.collect::<String>())
}

/// Returns a dot for each value, which says its value. In a long line, only lone values have one.
fn dots(area: Area<'_>, scale: &Scale, all: &[Series], at: usize, steps: &[String]) -> Markup {
    let color = series::color(all, at);
    let series = &all[at];
    let runs = runs(series, steps.len()).into_iter();
    let dots = runs
        .filter(|run| steps.len() <= MAX_DOTS || run.len() == 1)
        .flatten();
    html! {
        @for (step, value) in dots {
            circle.dot.(color) r="3.5" cx=(percent((step as f64 + 0.5) / steps.len() as f64))
                cy=(pixels(axis::y(scale, value))) {
                title {
                    (steps[step]) ", " (series.name) ": "
                    (Words.in_unit(area.chart.unit, value))
                }
            }
        }
    }
}

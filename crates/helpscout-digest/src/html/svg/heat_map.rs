//! A shade for each hour of each day of the week.

use maud::{Markup, html};

use super::axis::{Area, percent, pixels};
use super::series;
use crate::{Words, scale};

/// The number of shades above zero.
pub(crate) const LEVELS: usize = 4;

const TOP: f64 = 22.0;
const CELL: f64 = 30.0;

/// The longest value that is written into a cell.
const MAX_VALUE: usize = 4;

pub(super) fn draw(
    area: Area<'_>,
    rows: &[String],
    columns: &[String],
    values: &[Vec<Option<f64>>],
) -> Markup {
    if rows.is_empty() || columns.is_empty() {
        return area.nothing();
    }
    let most = series::most(values.iter().flatten().copied());
    let all = columns.len() as f64;
    let longest = rows.iter().map(|name| name.chars().count()).max();
    let class = format!("heat left-{}", longest.unwrap_or(1).clamp(1, 12));
    let every = columns.len().div_ceil(12);
    let content = html! {
        @for (at, name) in columns.iter().enumerate() {
            text.name.roomy[at % (every * 3) != 0] x=(percent((at as f64 + 0.5) / all)) y="12" { (name) }
        }
        @for (row, name) in rows.iter().enumerate() {
            @let y = TOP + row as f64 * CELL;
            text.tick x="-10" y=(pixels(y + CELL / 2.0)) dy="0.32em" { (name) }
            @for (column, hour) in columns.iter().enumerate() {
                @let value = values.get(row).and_then(|row| row.get(column)).copied().flatten();
                (cell(area, &format!("{name} {hour}"), value, most, (column as f64 / all, y, 1.0 / all)))
            }
        }
    };
    area.svg(TOP + rows.len() as f64 * CELL + 2.0, &class, content)
}

fn cell(
    area: Area<'_>,
    name: &str,
    value: Option<f64>,
    most: f64,
    (x, y, width): (f64, f64, f64),
) -> Markup {
    let words = match value {
        Some(value) => Words.in_unit(area.chart.unit, value).replace(" %", ""),
        None => "–".to_owned(),
    };
    let class = match value {
        Some(value) => format!("h{}", scale::level(value, most, LEVELS)),
        None => "gap".to_owned(),
    };
    let is_written = value.is_some_and(|value| value > 0.0) && words.chars().count() <= MAX_VALUE;
    html! {
        rect.cell.(class) x=(percent(x)) y=(pixels(y)) width=(percent(width)) height=(pixels(CELL)) rx="4" {
            title { (name) ": " (words) }
        }
        @if is_written {
            text.inside.roomy.(class) x=(percent(x + width / 2.0)) y=(pixels(y + CELL / 2.0)) dy="0.34em" {
                (words)
            }
        }
    }
}

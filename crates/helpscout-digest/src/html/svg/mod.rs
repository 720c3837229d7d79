//! Charts as SVG that fits into any width without a script.
//!
//! Lengths along the width are percentages of the plot, and lengths along the height are pixels.
//! Texts therefore keep their size on a phone. What is left of the plot, such as the names of ticks,
//! is in the padding of the element. Labels that have room only on a wide page have a class of their
//! own, by which the style hides them. The style has all colors.

mod axis;
mod bars;
mod columns;
mod heat_map;
mod histogram;
mod line;
mod series;

use maud::Markup;

pub(super) use self::heat_map::LEVELS;
pub(super) use self::series::{color, most, value};
use crate::{Chart, Plot};

/// The longest name that fits below a column.
const MAX_NAME: usize = 11;

/// Draws a chart.
pub(super) fn draw(chart: &Chart, id: &str, is_wide: bool) -> Markup {
    let area = axis::Area { id, chart, is_wide };
    match &chart.plot {
        Plot::Line { steps, series } => line::draw(area, steps, series),
        Plot::Bars {
            categories,
            series,
            stacked,
        } => {
            let are_short = categories
                .iter()
                .all(|name| name.chars().count() <= MAX_NAME);
            if are_short && (6..=62).contains(&categories.len()) {
                columns::draw(area, categories, series, *stacked)
            } else {
                bars::draw(area, categories, series, *stacked)
            }
        }
        Plot::Histogram {
            limits,
            counts,
            references,
        } => histogram::draw(area, limits, counts, references),
        Plot::HeatMap {
            rows,
            columns,
            values,
        } => heat_map::draw(area, rows, columns, values),
    }
}

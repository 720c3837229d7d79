//! The values and the colors of series.

use crate::{Chart, Plot, Series};

/// The number of colors.
const COLORS: usize = 6;

/// Returns whether a chart compares one thing with another, such as a period with the one before.
pub(in crate::html) fn is_pair(chart: &Chart) -> bool {
    match &chart.plot {
        Plot::Line { series, .. } => series.len() == 2,
        Plot::Bars {
            series, stacked, ..
        } => series.len() == 2 && !stacked,
        Plot::Histogram { .. } | Plot::HeatMap { .. } => false,
    }
}

/// Returns the class of a series' color.
pub(in crate::html) fn color(series: usize, is_pair: bool) -> String {
    if is_pair && series == 1 {
        "before".to_owned()
    } else {
        format!("c{}", series % COLORS)
    }
}

/// Returns a value of a series if there is one.
pub(in crate::html) fn value(series: &Series, at: usize) -> Option<f64> {
    let value = series.values.get(at).copied().flatten();
    value.filter(|value| value.is_finite())
}

/// Returns the largest value, or zero.
pub(in crate::html) fn most(values: impl Iterator<Item = Option<f64>>) -> f64 {
    values
        .flatten()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max)
}

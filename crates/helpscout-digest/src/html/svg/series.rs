//! The values and the colors of series.

use crate::Series;

/// The number of colors.
const COLORS: usize = 6;

/// Returns the class of a series' color. Series of an earlier period have a color that recedes.
pub(crate) fn color(all: &[Series], at: usize) -> String {
    let is_earlier = |series: &&Series| series.is_earlier();
    if all.get(at).as_ref().is_some_and(is_earlier) {
        return "before".to_owned();
    }
    let earlier = all.iter().take(at).filter(is_earlier).count();
    format!("c{}", (at - earlier) % COLORS)
}

/// Returns a value of a series if there is one.
pub(crate) fn value(series: &Series, at: usize) -> Option<f64> {
    let value = series.values.get(at).copied().flatten();
    value.filter(|value| value.is_finite())
}

/// Returns the length of the longest bar of a category, or that of the bar that stacks all its values,
/// or zero.
pub(crate) fn longest(all: &[Series], at: usize, is_stacked: bool) -> f64 {
    let values = all.iter().map(|series| value(series, at));
    if is_stacked {
        values.flatten().map(|value| value.max(0.0)).sum()
    } else {
        most(values)
    }
}

/// Returns the largest value, or zero.
pub(crate) fn most(values: impl Iterator<Item = Option<f64>>) -> f64 {
    values
        .flatten()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max)
}

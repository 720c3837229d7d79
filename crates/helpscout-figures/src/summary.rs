//! The key figures of a distribution.

/// The key figures of a distribution, in the unit of its values. A figure is `None` if there are no
/// values, which is not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// The number of values that the figures are calculated from.
    pub n: usize,
    /// The number of missing values, which the figures leave out.
    pub missing: usize,
    /// The arithmetic mean.
    pub mean: Option<f64>,
    /// The median, which is the 50th percentile.
    pub median: Option<f64>,
    /// The 90th percentile.
    pub p90: Option<f64>,
    /// The 95th percentile.
    pub p95: Option<f64>,
    /// The smallest value.
    pub min: Option<f64>,
    /// The largest value.
    pub max: Option<f64>,
}

//! Key figures of durations.
//!
//! In: values in seconds, some of which are missing. Out: counts, means and percentiles
//! ([`Distribution`] and its [`Summary`]), histograms ([`Histogram`]), changes between two periods
//! ([`Change`]), and how many values keep a target ([`Sla`]). Nothing here knows where the values
//! come from.
//!
//! Percentiles are interpolated linearly between the two nearest values. That is `PERCENTILE.INC` in
//! spreadsheets, the default of numpy and pandas, and `linear` in polars.

mod change;
mod compliance;
mod distribution;
mod duration;
mod histogram;
mod sla;
mod summary;

pub use change::{Change, Scale};
pub use compliance::Compliance;
pub use distribution::Distribution;
pub use duration::{DurationError, seconds_of};
pub use histogram::Histogram;
pub use sla::{Measure, Sla, SlaError, Target};
pub use summary::Summary;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

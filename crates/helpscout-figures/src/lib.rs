//! Key figures of durations.
//!
//! In: values in seconds, some of which are missing. Out: counts, means and percentiles
//! ([`Distribution`]), histograms, and changes between two periods ([`Change`]). Nothing here knows
//! where the values come from.

mod change;
mod distribution;

pub use change::Change;
pub use distribution::Distribution;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

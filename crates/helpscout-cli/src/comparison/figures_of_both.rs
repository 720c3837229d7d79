//! The result of a comparison.

use helpscout_period::Period;

use super::both::Both;
use super::figures::Figure;

/// The figures of two periods.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub(super) periods: Both<Period>,
    pub(super) figures: Vec<Figure>,
}

//! The result of a comparison.

use helpscout_period::Period;

use super::both::Both;
use super::figures::Figure;

/// The figures of two periods.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub(super) periods: Both<Period>,
    pub(super) figures: Vec<Figure>,
    /// The number of all rows, whether they are counted or not.
    pub(super) read: Both<usize>,
    /// The conditions that the counted rows meet, as they were typed.
    pub(super) conditions: Vec<String>,
}

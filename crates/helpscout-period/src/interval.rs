//! Intervals of whole seconds.

use jiff::Timestamp;

/// An interval of whole seconds in UTC. Both ends are part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The first second.
    pub start: Timestamp,
    /// The last second.
    pub end: Timestamp,
}

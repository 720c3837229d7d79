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

impl Interval {
    /// Returns the number of seconds, both ends included.
    pub fn seconds(&self) -> i64 {
        self.end.as_second() - self.start.as_second() + 1
    }

    /// Returns the seconds that are in both intervals. Returns `None` if there are none.
    pub(crate) fn common(&self, other: Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let end = self.end.min(other.end);
        (start <= end).then_some(Self { start, end })
    }
}

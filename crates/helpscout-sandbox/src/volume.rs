//! How many rows a report has: more than the desk has, or fewer at first.

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, ops::Range, sync::Mutex};

use crate::lock::lock;

/// Rows that arrive while a client reads the report.
///
/// The newest rows of every report with pages are held back at first and appear as calls are made.
/// A reply that is held back does not count in any figure, so other rows of its conversation may
/// change when it arrives. Where figures are made up, the last rows are held back.
///
/// ```
/// use helpscout_sandbox::Growth;
///
/// // The first two answers lack three rows; from the third on, all are there.
/// let at_once = Growth::of(3).after(2);
/// // Each of the next hundred calls shows one more row.
/// let steady = Growth::of(100).by(1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Growth {
    rows: usize,
    after: u64,
    by: usize,
}

impl Growth {
    /// Holds back this many rows until the second call for the report.
    pub fn of(rows: usize) -> Self {
        Self {
            rows,
            after: 1,
            by: usize::MAX,
        }
    }

    /// Holds back all of these rows in the first `calls` answers. All calls for a path since the
    /// sandbox started are counted together, whatever their parameters. Refused calls do not count;
    /// calls that meet a [fault](crate::Faults) do.
    pub fn after(mut self, calls: u64) -> Self {
        self.after = calls;
        self
    }

    /// Shows this many more rows with each call after those.
    pub fn by(mut self, rows: usize) -> Self {
        self.by = rows;
        self
    }

    /// Returns how many rows the answer to a call lacks. Calls are counted from 1.
    fn held_back(self, call: u64) -> usize {
        let steps = usize::try_from(call.saturating_sub(self.after)).unwrap_or(usize::MAX);
        self.rows.saturating_sub(steps.saturating_mul(self.by))
    }
}

/// Decides for each call how many rows there are.
pub(crate) struct Volumes {
    factor: u32,
    growth: Option<Growth>,
    /// Calls so far, by path.
    calls: Mutex<BTreeMap<String, u64>>,
}

/// How many rows there are for one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Volume {
    /// How many of the newest rows are not shown.
    pub(crate) held_back: usize,
    /// How often each of the other rows is shown.
    pub(crate) factor: u32,
}

impl Volumes {
    pub(crate) fn new(factor: u32, growth: Option<Growth>) -> Self {
        Self {
            factor,
            growth,
            calls: Mutex::default(),
        }
    }

    /// Counts a call for a path. Returns how many rows there are for it.
    pub(crate) fn for_call(&self, path: &str) -> Volume {
        let held_back = self.growth.map_or(0, |growth| {
            let mut calls = lock(&self.calls);
            let call = calls.entry(path.to_owned()).or_default();
            *call = call.saturating_add(1);
            growth.held_back(*call)
        });
        Volume {
            held_back,
            factor: self.factor,
        }
    }
}

impl Volume {
    /// Returns how many rows are shown for `rows` rows that are not held back.
    pub(crate) fn count(self, rows: usize) -> usize {
        let factor = usize::try_from(self.factor).unwrap_or(usize::MAX);
        rows.saturating_mul(factor)
    }

    /// Returns the row and the number of its copy for each of `places`, if all copies of a row
    /// follow one another.
    pub(crate) fn row_by_row(self, places: Range<usize>) -> impl Iterator<Item = (usize, u32)> {
        let factor = self.factor.max(1);
        places.map(move |place| {
            let copy = place as u64 % u64::from(factor);
            (place / factor as usize, copy as u32)
        })
    }

    /// Returns the row and the number of its copy for each of `places`, if all `rows` rows are
    /// listed once for each copy, starting or ending with the first copy.
    pub(crate) fn copy_by_copy(
        self,
        places: Range<usize>,
        rows: usize,
        first_copy_first: bool,
    ) -> impl Iterator<Item = (usize, u32)> {
        let rows = rows.max(1);
        let last = self.factor.saturating_sub(1);
        places.map(move |place| {
            let copy = (place / rows) as u32;
            let copy = if first_copy_first { copy } else { last - copy };
            (place % rows, copy)
        })
    }
}

//! How many rows a report has: more than the desk, or fewer for now.

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, ops::Range, sync::Mutex};

use crate::service::lock;

/// Rows that arrive while somebody reads them.
///
/// The newest rows of every report with pages are held back at first, and shown as calls for it
/// come. A reply that is held back counts nowhere, so figures stay computed from what is there, and
/// other rows of its conversation may change when it arrives. Where figures are made up, the last
/// rows are held back.
///
/// ```
/// use helpscout_sandbox::Growth;
///
/// // Three rows are missing in the first two answers; from the third on, all are there.
/// let at_once = Growth::of(3).after(2);
/// // One more with every call, for the next hundred calls.
/// let steady = Growth::of(100).by(1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    rows: usize,
    after: u64,
    by: usize,
}

impl Growth {
    /// Holds back so many rows, and shows all of them with the second call for the report.
    pub fn of(rows: usize) -> Self {
        Self {
            rows,
            after: 1,
            by: usize::MAX,
        }
    }

    /// Shows nothing new in the first `calls` answers. Calls for one path are counted together,
    /// whatever they ask of it, from the sandbox's start. Refused calls do not count; calls that
    /// meet a [fault](crate::Faults) do.
    pub fn after(mut self, calls: u64) -> Self {
        self.after = calls;
        self
    }

    /// Shows so many more rows with every call from there on.
    pub fn by(mut self, rows: usize) -> Self {
        self.by = rows;
        self
    }

    /// How many rows are missing in the answer to a call, counted from 1.
    fn held_back(self, call: u64) -> usize {
        let steps = usize::try_from(call.saturating_sub(self.after)).unwrap_or(usize::MAX);
        self.rows.saturating_sub(steps.saturating_mul(self.by))
    }
}

/// Says for each call how many rows there are.
pub(crate) struct Volumes {
    factor: u32,
    growth: Option<Growth>,
    /// Calls so far, by path.
    calls: Mutex<BTreeMap<String, u64>>,
}

/// How many rows there are for one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Volume {
    /// The newest of the desk's rows that are not shown.
    pub(crate) held_back: usize,
    /// How often each row that is shown is there.
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

    /// Counts a call for a path.
    pub(crate) fn of_call(&self, path: &str) -> Volume {
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
    /// How many rows come of `rows`, none of which is held back.
    pub(crate) fn count(self, rows: usize) -> usize {
        let factor = usize::try_from(self.factor).unwrap_or(usize::MAX);
        rows.saturating_mul(factor)
    }

    /// Where the rows at `places` come from, when all copies of a row stand together: the row, and
    /// which copy of it.
    pub(crate) fn row_by_row(self, places: Range<usize>) -> impl Iterator<Item = (usize, u32)> {
        let factor = self.factor.max(1);
        places.map(move |place| {
            let copy = place as u64 % u64::from(factor);
            (place / factor as usize, copy as u32)
        })
    }

    /// Where the rows at `places` come from, when all of `rows` are gone through once for each
    /// copy, the first copy first or last.
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

//! Cuts one page from the rows of a report, and holds back or repeats rows as configured.

use serde_json::Value;

use super::computed::Computed;
use crate::{interpret::PageWindow, volume::Volume};

/// The difference between the IDs of two copies of a row. It exceeds the differences within a desk,
/// so IDs are unique.
pub(super) const ID_SPAN: i64 = 2_000_000_000;
/// The same for conversation numbers.
pub(super) const NUMBER_SPAN: i64 = 100_000;

/// Returns when the first of the newest `count` rows arrived.
pub(super) fn first_held_back(mut arrivals: Vec<(i64, i64)>, count: usize) -> Option<(i64, i64)> {
    arrivals.sort_unstable();
    arrivals.get(arrivals.len().saturating_sub(count)).copied()
}

/// Cuts a page from sorted rows. The rows that arrived last are held back.
pub(super) fn page<T>(
    mut rows: Vec<T>,
    arrived: impl Fn(&T) -> (i64, i64),
    volume: Volume,
    window: PageWindow,
    to_json: impl Fn(&T, i64) -> Value,
) -> Computed {
    if volume.held_back > 0 {
        let arrivals = rows.iter().map(&arrived).collect();
        if let Some(first) = first_held_back(arrivals, volume.held_back) {
            rows.retain(|row| arrived(row) < first);
        }
    }
    let count = volume.count(rows.len());
    let places = window.places(count);
    let copies = volume.row_by_row(places);
    Computed::Page {
        window,
        rows: copies
            .map(|(row, copy)| to_json(&rows[row], i64::from(copy)))
            .collect(),
        count,
        around: Value::Null,
    }
}

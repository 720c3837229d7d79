//! The result of a computation.

use serde_json::Value;

use crate::interpret::PageWindow;

/// What was computed for one call. Objects contain every figure that the computation knows, under
/// its documented name. The description decides which figures are sent, and where.
pub(crate) enum Computed {
    /// One page of rows.
    Page {
        window: PageWindow,
        rows: Vec<Value>,
        /// The number of rows on all pages.
        count: usize,
        /// What the answer contains besides its rows; null if nothing.
        around: Value,
    },
    /// The whole answer of an operation without pages: an object or an array.
    Body(Value),
    /// The path names something that does not exist.
    NotFound,
}

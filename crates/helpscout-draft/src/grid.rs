//! A table as it stands on a page, whatever separates its cells.

use std::ops::Range;

/// A table: the cells of its head and of its rows, as they stand on the page.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<GridRow>,
    /// The texts in it that belong to no row.
    pub(crate) unread: Vec<String>,
    /// The lines of the page that belong to the table, counted from 0.
    pub(crate) lines: Range<usize>,
}

/// A row of a table. It may have fewer cells than the head.
#[derive(Clone, Debug, Default)]
pub(crate) struct GridRow {
    pub(crate) cells: Vec<String>,
    /// Whether the page ends the row before its last cell.
    pub(crate) is_cut: bool,
}

impl GridRow {
    pub(crate) fn new(cells: Vec<String>) -> Self {
        Self {
            cells,
            is_cut: false,
        }
    }
}

//! Which columns of a table fit beside each other into a page.

use crate::{Column, Table, Value, Words};

/// The number of rows that are measured.
const MEASURED: usize = 200;

/// The room for the columns of a table in pixels.
const ROOM: usize = 1_006;

/// The width of a character in pixels, roughly.
const CHARACTER: usize = 7;

/// The room between columns in pixels.
const GAP: usize = 18;

/// The room of the arrow by which a column is sorted, in pixels.
const ARROW: usize = 16;

/// The length of a text that is not divided into lines.
const WHOLE: usize = 28;

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns {
    /// Those that fit, in their order. The first is always one of them.
    pub(super) shown: Vec<usize>,
    /// The first, and those that don't fit. Empty if all fit.
    pub(super) more: Vec<usize>,
}

impl Columns {
    /// Returns the columns of a table that fit, the most important of them.
    pub(super) fn of(table: &Table<'_>) -> Self {
        let mut widths: Vec<usize> = table.columns.iter().map(head).collect();
        let rows = 0..table.rows.len().min(MEASURED);
        let rows = rows.map(|at| table.rows.row(at)).chain(table.total.clone());
        for row in rows {
            for (width, value) in widths.iter_mut().zip(&row) {
                *width = (*width).max(body(value));
            }
        }
        let mut by_importance: Vec<usize> = (0..widths.len()).collect();
        by_importance.sort_by_key(|at| (*at > 0, table.columns[*at].dispensable));
        let mut room = ROOM + GAP;
        let (mut shown, mut more) = (Vec::new(), Vec::new());
        for at in by_importance {
            let width = widths[at] + GAP;
            // A column that is less important is not shown before one that did not fit.
            if at == 0 || more.is_empty() && width <= room {
                room = room.saturating_sub(width);
                shown.push(at);
            } else {
                more.push(at);
            }
        }
        shown.sort_unstable();
        if !more.is_empty() {
            more.push(0);
            more.sort_unstable();
        }
        Self { shown, more }
    }

    /// Returns all columns of a table, whether they fit or not.
    pub(super) fn all(table: &Table<'_>) -> Self {
        Self {
            shown: (0..table.columns.len()).collect(),
            more: Vec::new(),
        }
    }
}

/// Returns whether a value is a text that is divided into lines where there is little room.
pub(super) fn is_long(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.chars().count() > WHOLE)
}

fn body(value: &Value) -> usize {
    Words.of(value).chars().count().min(WHOLE) * CHARACTER
}

/// Returns the width of a heading, which may have two lines.
fn head(column: &Column) -> usize {
    let length = |text: &str| text.chars().count();
    let title = column.title.as_str();
    let parts = title
        .match_indices(' ')
        .map(|(at, _)| length(&title[..at]).max(length(&title[at + 1..])));
    let longest = parts.min().unwrap_or_else(|| length(title));
    longest.min(WHOLE) * CHARACTER + ARROW
}

//! A table, its columns, and the places of values.

use crate::api::{Field, Object};

/// The name of the table with the single values of an answer.
pub const SUMMARY: &str = "summary";

/// The name of the table with the rows of all pages, or the items of an answer that is a list.
pub const ROWS: &str = "rows";

/// The name of the table with the points of the current and the previous interval, and of its column
/// that tells the intervals apart.
pub const SERIES: &str = "series";

/// A table: a record for each object in one place of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<'a> {
    /// The name, unique among the tables of an answer even without regard to case. It consists of
    /// ASCII letters, digits and `.`, `-`, `_`, so it can be part of the name of a file.
    pub name: String,
    /// The columns, with different names.
    pub columns: Vec<Column<'a>>,
    /// How many columns at the start don't come from the object: the keys of the items that contain
    /// it and, if the table is a series, the column [`SERIES`] last.
    pub leading: usize,
    /// Whether the table has the points of two intervals.
    pub is_series: bool,
    /// The column that identifies a record, for lists within it. `None` if the position does.
    pub identity: Option<usize>,
    /// The places of the values of an object.
    pub layout: Layout<'a>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column<'a> {
    /// The name: the dotted path of the value within the object of a record.
    pub name: String,
    /// The field whose values the column has. `None` for a position (a whole number) and for the key
    /// of an interval (a text).
    pub field: Option<&'a Field>,
}

/// The places of the values of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout<'a> {
    /// The object.
    pub object: &'a Object,
    /// A part for each field of the object.
    pub parts: Vec<Part<'a>>,
}

/// A field and the place of its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// The field.
    pub field: &'a Field,
    /// The place.
    pub place: Place<'a>,
}

/// The place of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Place<'a> {
    /// The column of the table with this index.
    Column(usize),
    /// The columns of the same table in which the values of a nested object belong.
    Object(Layout<'a>),
    /// The table with this index, in which each item of the list is a record.
    Table(usize),
}

//! The flat tables of an answer.
//!
//! An answer is one JSON value. Spreadsheets and databases take tables, with columns that stay the
//! same from one answer to the next. [`Tables`] derives them from the description alone, never from
//! an answer:
//!
//! - All single values of an answer are one record of the table [`SUMMARY`]. A value in a nested
//!   object has a dotted name, such as `current.closed`.
//! - Each list of objects is a table of its own, with a record for each item. Its name is the path of
//!   the list: `users` or `tags.top`.
//! - A list within an item is a table, too. Its first columns say which item a record belongs to:
//!   `fields.id` has the ID of the item or, if items have no ID, `fields.position` its position,
//!   counted from 1.
//! - The points of the current and of the previous interval are one table, [`SERIES`]. Its column
//!   `series` tells the intervals apart.
//! - The rows of an answer with pages, and the items of an answer that is a list, are the table
//!   [`ROWS`]. The rows of pages have no other tables: lists within a row are values of the row.
//!
//! Everything else is a value in one column, as JSON text if it isn't a single value: lists of single
//! values, objects without described keys, and objects that contain themselves.
//!
//! # Examples
//! ```
//! # #[cfg(feature = "embedded")]
//! # fn main() -> Result<(), &'static str> {
//! use helpscout_description::Tables;
//!
//! let api = helpscout_description::embedded();
//! let company = api.operation("company").ok_or("not described")?;
//!
//! let tables = Tables::of(api, company);
//! let names: Vec<&str> = tables.list.iter().map(|table| table.name.as_str()).collect();
//! assert_eq!(names, ["summary", "filterTags", "users"]);
//! let users = &tables.list[2];
//! assert_eq!(users.columns[0].name, "user");
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "embedded"))]
//! # fn main() {}
//! ```

mod builder;

use self::builder::Builder;
use crate::api::{Api, Field, Object, Operation};

/// The name of the table with the single values of an answer.
pub const SUMMARY: &str = "summary";

/// The name of the table with the rows of all pages, or the items of an answer that is a list.
pub const ROWS: &str = "rows";

/// The name of the table with the points of the current and the previous interval, and of its column
/// that tells the intervals apart.
pub const SERIES: &str = "series";

/// The tables of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables<'a> {
    /// The tables: the main one first, the others in the order of the documented page. There is at
    /// least one.
    pub list: Vec<Table<'a>>,
    /// What the answer is.
    pub answer: Answer<'a>,
}

/// What an answer is, and where its values belong.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<'a> {
    /// Rows on pages. Each row is a record of the first table, the only one.
    Rows,
    /// A list. Each item is a record of the first table.
    List,
    /// An object with single values, which are a record of the first table.
    Record,
    /// An object that has only lists of objects, in these places.
    Lists(Layout<'a>),
}

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

impl<'a> Tables<'a> {
    /// Derives the tables of an operation's answers.
    ///
    /// # Panics
    /// Panics if the description lacks the object that the operation answers with. A checked one has
    /// it.
    pub fn of(api: &'a Api, operation: &'a Operation) -> Self {
        if operation.pages.is_some() {
            return Self::of_rows(api, operation);
        }
        let object = api.object(&operation.response);
        let object = object.expect("a checked description has the object of every answer");
        Self::of_answer(api, object, operation.list)
    }

    /// Derives the tables of an answer without pages: an object, or a list of them.
    pub fn of_answer(api: &'a Api, object: &'a Object, is_list: bool) -> Self {
        let mut builder = Builder::new(api);
        let answer = if is_list {
            builder.items(object);
            Answer::List
        } else {
            match builder.answer(object) {
                Some(lists) => Answer::Lists(lists),
                None => Answer::Record,
            }
        };
        Self {
            list: builder.finish(),
            answer,
        }
    }

    /// Returns the table of that name.
    pub fn table(&self, name: &str) -> Option<&Table<'a>> {
        self.list.iter().find(|table| table.name == name)
    }

    fn of_rows(api: &'a Api, operation: &'a Operation) -> Self {
        let object = api.row_type(operation).and_then(|ty| api.object_of(ty));
        let object = object.or_else(|| api.object(&operation.response));
        let object = object.expect("a checked description has the object of every answer");
        let mut builder = Builder::new(api);
        builder.rows(object);
        Self {
            list: builder.finish(),
            answer: Answer::Rows,
        }
    }
}

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
mod table;

use self::builder::Builder;
pub use self::table::{Column, Layout, Part, Place, ROWS, SERIES, SUMMARY, Table};
use crate::api::{Api, Object, Operation};

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

impl<'a> Tables<'a> {
    /// Derives the tables of an operation's answers. There are none if the answers have no content.
    ///
    /// # Panics
    /// Panics if the description lacks the object that the operation answers with. A checked one has
    /// it.
    pub fn of(api: &'a Api, operation: &'a Operation) -> Self {
        if operation.pages.is_some() {
            return Self::of_rows(api, operation);
        }
        if operation.has_no_content() {
            return Self {
                list: Vec::new(),
                answer: Answer::Record,
            };
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

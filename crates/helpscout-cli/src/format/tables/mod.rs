//! The tables of an answer without pages, with a record for each object.
//!
//! In: the tables that the description has for the answer, and the answer as received. Out: the same
//! tables with records. Nothing gets lost: what the description does not know is in additional
//! columns, or named as omitted where no table can have it.
//!
//! `fill` distributes the values of an answer, `paths` are their names, `filled` writes the tables.

mod fill;
mod filled;
mod paths;

pub(crate) use self::fill::fill;
pub(crate) use self::filled::{Cell, FilledColumn, FilledTable};

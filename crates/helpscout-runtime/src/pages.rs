//! Reads all pages of a report.
//!
//! The pages are a stream in order. The stream ends after the last page or with an error, and never
//! early without one. How pages follow each other depends on the style of the report, which
//! [`course`] knows; pages whose addresses are known in advance are requested several at a time.
//!
//! The first page announces the number of pages and rows, as far as the service says it. Every other
//! page must agree with it, because rows that are added or removed in the meantime shift the others
//! from page to page. For the same reason no row may come twice, where the operation says what
//! identifies a row. A program that needs the whole report reads it again then; [`walk`] has the
//! rule for that.

mod course;
mod event;
mod link;
mod page;
mod progress;
mod row_identity;
mod seen;
mod streams;
mod walk;

pub use self::event::{Restart, WalkEvent};
pub(crate) use self::page::{read_raw_page, read_rows};
pub use self::streams::{Pages, RawPages, RawRows, RawWalk, Rows};
pub(crate) use self::walk::collect;

//! The iterators that the blocking client returns.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::driver::Driver;
use crate::error::Error;
use crate::operation::Paged;
use crate::pages::{self, WalkEvent};
use crate::position::Position;
use crate::raw_page::RawPage;
use crate::response::Response;

/// An iterator that waits for a stream.
pub(super) trait Driven {
    /// The stream.
    type Stream;

    /// Creates the iterator of a stream, which the driver's thread moves on.
    fn new(stream: Self::Stream, driver: Arc<Driver>) -> Self;
}

/// Defines an iterator over the items of a stream, which ends after the first error.
macro_rules! iterator {
    ($(#[$docs:meta])* $name:ident $(<$query:ident>)?, $item:ty) => {
        $(#[$docs])*
        #[must_use = "an iterator does nothing unless it is used"]
        pub struct $name $(<$query: Paged>)? {
            stream: pages::$name $(<$query>)?,
            driver: Arc<Driver>,
            /// Whether it ended because this thread must not wait.
            is_refused: bool,
        }

        impl$(<$query: Paged>)? Driven for $name $(<$query>)? {
            type Stream = pages::$name $(<$query>)?;

            fn new(stream: Self::Stream, driver: Arc<Driver>) -> Self {
                Self {
                    stream,
                    driver,
                    is_refused: false,
                }
            }
        }

        impl$(<$query: Paged>)? Iterator for $name $(<$query>)? {
            type Item = Result<$item, Error>;

            fn next(&mut self) -> Option<Self::Item> {
                if self.is_refused {
                    return None;
                }
                match self.driver.wait(self.stream.next()) {
                    Ok(item) => item.transpose(),
                    Err(error) => {
                        self.is_refused = true;
                        Some(Err(error))
                    }
                }
            }
        }

        impl$(<$query: Paged>)? FusedIterator for $name $(<$query>)? {}

        impl$(<$query: Paged>)? fmt::Debug for $name $(<$query>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.stream.fmt(f)
            }
        }
    };
}

/// Implements the questions about the progress.
macro_rules! progress {
    ($name:ident $(<$query:ident>)?) => {
        impl$(<$query: Paged>)? $name $(<$query>)? {
            /// Returns the position of the last page that arrived: its number, and the numbers of
            /// pages and rows that the report has, as far as the service says them. Returns `None`
            /// before the first page.
            pub fn position(&self) -> Option<Position> {
                self.stream.position()
            }

            /// Returns how many pages have been taken out of the iterator so far, at least in part.
            pub fn pages_read(&self) -> u64 {
                self.stream.pages_read()
            }
        }
    };
}

iterator!(
    /// The pages of a report in order, from [`Client::pages`](super::Client::pages). It ends after
    /// the last page or after the first error, and never early without an error.
    Pages<Q>,
    Response<Q::Response>
);
iterator!(
    /// The rows of a report in order, from [`Client::rows`](super::Client::rows). It ends after the
    /// last row or after the first error, and never early without an error.
    Rows<Q>,
    Q::Row
);
iterator!(
    /// The pages of any report in order, with the rows as received, from
    /// [`Client::raw_pages`](super::Client::raw_pages). It ends like [`Pages`].
    RawPages,
    RawPage
);
iterator!(
    /// The rows of any report in order, as received, from
    /// [`Client::raw_rows`](super::Client::raw_rows). It ends like [`Rows`].
    RawRows,
    Box<RawValue>
);
iterator!(
    /// The pages of any report in order, and restarts, from
    /// [`Client::raw_walk`](super::Client::raw_walk).
    RawWalk,
    WalkEvent
);
progress!(Pages<Q>);
progress!(Rows<Q>);
progress!(RawPages);
progress!(RawRows);

impl<Q: Paged> Rows<Q> {
    /// Returns how many rows have been taken out of the iterator so far.
    pub fn rows_read(&self) -> u64 {
        self.stream.rows_read()
    }
}

impl RawRows {
    /// Returns how many rows have been taken out of the iterator so far.
    pub fn rows_read(&self) -> u64 {
        self.stream.rows_read()
    }
}

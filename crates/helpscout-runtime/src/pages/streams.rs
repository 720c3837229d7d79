//! The streams that a client returns: the pages or the rows of a report, and how far they are.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::stream::{FusedStream, Stream};
use serde_json::value::RawValue;
use sync_wrapper::SyncWrapper;

use super::event::WalkEvent;
use super::page::{Content, Page, Read, read_page, read_raw_page, read_rows};
use super::walk::{rewalk, walk};
use crate::call::Caller;
use crate::error::Error;
use crate::operation::Paged;
use crate::position::Position;
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;

/// The pages of a report in order, from [`Client::pages`](crate::Client::pages).
///
/// [`next`](Self::next) returns one page after the other. It is also a
/// [`Stream`](https://docs.rs/futures-core), whose items are results, for those who use its
/// combinators. It ends after the last page or after the first error, and never early without an
/// error. Dropping it stops its requests.
///
/// ```no_run
/// # use helpscout_runtime::{Client, Error, Paged};
/// # async fn example<Q: Paged + Send + 'static>(client: Client, query: Q) -> Result<(), Error> {
/// let mut pages = client.pages(query);
/// while let Some(page) = pages.next().await? {
///     println!("{} after {} attempts", page.status(), page.attempts());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct Pages<Q: Paged>(Walk<Response<Q::Response>>);

/// The rows of a report in order, from [`Client::rows`](crate::Client::rows).
///
/// [`next`](Self::next) returns one row after the other. It is also a
/// [`Stream`](https://docs.rs/futures-core), whose items are results, for those who use its
/// combinators. It ends after the last row or after the first error, and never early without an
/// error. Dropping it stops its requests.
///
/// ```no_run
/// # use helpscout_runtime::{Client, Error, Paged};
/// # async fn example<Q: Paged + Send + 'static>(client: Client, query: Q) -> Result<(), Error> {
/// let mut rows = client.rows(query);
/// while let Some(row) = rows.next().await? {
///     if let Some(position) = rows.position() {
///         println!("row {} of {}", rows.rows_read(), position.count);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct Rows<Q: Paged>(RowWalk<Vec<Q::Row>, Q::Row>);

/// The pages of any report in order, with the rows as received, from
/// [`Client::raw_pages`](crate::Client::raw_pages). It is used like [`Pages`].
///
/// ```no_run
/// # use helpscout_runtime::{Client, Error, Request};
/// # async fn example(client: Client, request: Request) -> Result<(), Error> {
/// let mut pages = client.raw_pages(request);
/// while let Some(page) = pages.next().await? {
///     println!("page {} has {} rows", page.position.page, page.rows.len());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct RawPages(Walk<RawPage>);

/// The rows of any report in order, as received, from
/// [`Client::raw_rows`](crate::Client::raw_rows). It is used like [`Rows`].
///
/// ```no_run
/// # use helpscout_runtime::{Client, Error, Request};
/// # async fn example(client: Client, request: Request) -> Result<(), Error> {
/// let mut rows = client.raw_rows(request);
/// while let Some(row) = rows.next().await? {
///     println!("{row}"); // one line of NDJSON
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct RawRows(RowWalk<RawPage, Box<RawValue>>);

/// The pages of any report in order, and restarts, from
/// [`Client::raw_walk`](crate::Client::raw_walk).
#[must_use = "a stream does nothing unless it is read"]
pub struct RawWalk {
    /// `None` after the end or an error.
    events: Option<Items<WalkEvent>>,
}

/// Items are only taken by who has the stream for itself, so threads may share what else it has.
type Items<T> = SyncWrapper<Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>>;

/// Pages, and the position of the last one.
struct Walk<T> {
    /// `None` after the end or an error.
    pages: Option<Items<Page<T>>>,
    position: Option<Position>,
    pages_read: u64,
}

/// Rows, which arrive page by page.
struct RowWalk<P, R> {
    pages: Walk<P>,
    rows_of: fn(P) -> Vec<R>,
    rows: vec::IntoIter<R>,
    rows_read: u64,
}

impl<T: Content> Walk<T> {
    fn new(caller: Caller, request: Request, read: Read<T>) -> Self {
        Self {
            pages: Some(SyncWrapper::new(Box::pin(walk(caller, request, read)))),
            position: None,
            pages_read: 0,
        }
    }
}

impl<T> Walk<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let Some(pages) = &mut self.pages else {
            return Poll::Ready(None);
        };
        Poll::Ready(match ready!(pages.get_mut().as_mut().poll_next(context)) {
            Some(Ok(page)) => {
                self.position = Some(page.position);
                self.pages_read += 1;
                Some(Ok(page.content))
            }
            Some(Err(error)) => {
                self.end();
                Some(Err(error))
            }
            None => {
                self.end();
                None
            }
        })
    }

    fn position(&self) -> Option<Position> {
        self.position.clone()
    }

    fn pages_read(&self) -> u64 {
        self.pages_read
    }

    fn end(&mut self) {
        self.pages = None;
    }

    fn has_ended(&self) -> bool {
        self.pages.is_none()
    }
}

impl<P, R> RowWalk<P, R> {
    fn new(pages: Walk<P>, rows_of: fn(P) -> Vec<R>) -> Self {
        Self {
            pages,
            rows_of,
            rows: Vec::new().into_iter(),
            rows_read: 0,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R, Error>>> {
        loop {
            if let Some(row) = self.rows.next() {
                self.rows_read += 1;
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.rows = (self.rows_of)(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn position(&self) -> Option<Position> {
        self.pages.position()
    }

    fn pages_read(&self) -> u64 {
        self.pages.pages_read()
    }

    fn has_ended(&self) -> bool {
        self.pages.has_ended() && self.rows.as_slice().is_empty()
    }
}

impl<Q: Paged + 'static> Pages<Q>
where
    Q::Response: Send,
{
    pub(crate) fn new(caller: Caller, request: Request) -> Self {
        Self(Walk::new(caller, request, read_page::<Q>))
    }
}

impl<Q: Paged + 'static> Rows<Q> {
    pub(crate) fn new(caller: Caller, request: Request) -> Self {
        let pages = Walk::new(caller, request, read_rows::<Q>);
        Self(RowWalk::new(pages, |rows| rows))
    }
}

impl RawPages {
    pub(crate) fn new(caller: Caller, request: Request) -> Self {
        Self(Walk::new(caller, request, read_raw_page))
    }
}

impl RawRows {
    pub(crate) fn new(caller: Caller, request: Request) -> Self {
        let pages = Walk::new(caller, request, read_raw_page);
        Self(RowWalk::new(pages, |page| page.rows))
    }
}

impl RawWalk {
    pub(crate) fn new(caller: Caller, request: Request) -> Self {
        let events = rewalk(caller, request, read_raw_page);
        Self {
            events: Some(SyncWrapper::new(Box::pin(events))),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<WalkEvent, Error>>> {
        let Some(events) = &mut self.events else {
            return Poll::Ready(None);
        };
        let event = ready!(events.get_mut().as_mut().poll_next(context));
        if !matches!(event, Some(Ok(_))) {
            self.events = None;
        }
        Poll::Ready(event)
    }

    fn has_ended(&self) -> bool {
        self.events.is_none()
    }
}

/// Implements what streams of pages and of rows have in common.
macro_rules! walk {
    ($name:ident $(<$query:ident>)?, $item:ty) => {
        impl$(<$query: Paged>)? $name$(<$query>)? {
            /// Returns the position of the last page that arrived: its number, and the numbers of
            /// pages and rows that the report has, as far as the service says them. Returns `None`
            /// before the first page.
            pub fn position(&self) -> Option<Position> {
                self.0.position()
            }

            /// Returns how many pages have been taken out of the stream so far, at least in part.
            pub fn pages_read(&self) -> u64 {
                self.0.pages_read()
            }

            fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<$item, Error>>> {
                self.0.poll(context)
            }

            fn has_ended(&self) -> bool {
                self.0.has_ended()
            }
        }

        impl$(<$query: Paged>)? fmt::Debug for $name$(<$query>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("position", &self.position())
                    .finish_non_exhaustive()
            }
        }
    };
}

/// Implements what reads a stream.
macro_rules! stream {
    ($name:ident $(<$query:ident>)?, $item:ty) => {
        impl$(<$query: Paged>)? $name$(<$query>)? {
            /// Returns the next item, or `None` after the last one or after an error.
            ///
            /// Unlike the `next` of `StreamExt`, it returns a result of an option, so that a loop needs
            /// one `?`. No item is lost if the future is dropped.
            ///
            /// # Errors
            /// Returns an error if a page can't be retrieved, or if the report changes while it is
            /// being read. The stream has then ended.
            pub async fn next(&mut self) -> Result<Option<$item>, Error> {
                poll_fn(|context| self.poll(context)).await.transpose()
            }
        }

        // No item is pinned in a stream.
        impl$(<$query: Paged>)? Unpin for $name$(<$query>)? {}

        impl$(<$query: Paged>)? Stream for $name$(<$query>)? {
            type Item = Result<$item, Error>;

            fn poll_next(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                self.get_mut().poll(context)
            }
        }

        impl$(<$query: Paged>)? FusedStream for $name$(<$query>)? {
            fn is_terminated(&self) -> bool {
                self.has_ended()
            }
        }
    };
}

walk!(Pages<Q>, Response<Q::Response>);
walk!(RawPages, RawPage);
walk!(Rows<Q>, Q::Row);
walk!(RawRows, Box<RawValue>);
stream!(Pages<Q>, Response<Q::Response>);
stream!(RawPages, RawPage);
stream!(Rows<Q>, Q::Row);
stream!(RawRows, Box<RawValue>);
stream!(RawWalk, WalkEvent);

impl<Q: Paged> Rows<Q> {
    /// Returns how many rows have been taken out of the stream so far.
    pub fn rows_read(&self) -> u64 {
        self.0.rows_read
    }
}

impl RawRows {
    /// Returns how many rows have been taken out of the stream so far.
    pub fn rows_read(&self) -> u64 {
        self.0.rows_read
    }
}

impl fmt::Debug for RawWalk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawWalk").finish_non_exhaustive()
    }
}

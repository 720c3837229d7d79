//! The answers to several queries, as an iterator.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::Arc;

use futures_util::Stream;

use super::driver::Driver;
use crate::all_of::{self, Answered};
use crate::error::Error;

/// The answers to several queries, from [`Client::all_of`](super::Client::all_of) and
/// [`Client::send_each`](super::Client::send_each).
///
/// A query that fails is an [`Answered`] with an error, and the others go on. Meanwhile, up to
/// [`queries_in_flight`](Self::queries_in_flight) other queries are being answered. Within a task of
/// a tokio runtime each query fails, because waiting there would block other tasks.
///
/// ```no_run
/// # use helpscout_runtime::{Paged, blocking};
/// # fn example<Q: Paged + Send + 'static>(client: blocking::Client, queries: Vec<Q>) {
/// for answered in client.all_of(queries).unordered() {
///     match answered.result {
///         Ok(rows) => println!("query {}: {} rows", answered.index, rows.len()),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// # }
/// ```
#[must_use = "an iterator does nothing unless it is used"]
pub struct AllOf<'a, Q, T> {
    stream: all_of::AllOf<'a, Q, T>,
    driver: Arc<Driver>,
}

impl<'a, Q, T> AllOf<'a, Q, T> {
    pub(super) fn new(stream: all_of::AllOf<'a, Q, T>, driver: Arc<Driver>) -> Self {
        Self { stream, driver }
    }

    /// Returns the answers as they arrive, in place of the order of the queries. So one slow report
    /// does not hold up the answers after it.
    pub fn unordered(mut self) -> Self {
        self.stream = self.stream.unordered();
        self
    }

    /// Sets how many queries are being answered, or have an answer that was not returned yet, at the
    /// same time; see [`queries_in_flight`](crate::AllOf::queries_in_flight) of the async one.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Paged, blocking};
    /// # fn example<Q: Paged + Send + 'static>(client: blocking::Client, queries: Vec<Q>) -> Result<(), Error> {
    /// let reports = client.all_of(queries).queries_in_flight(2).try_collect()?;
    /// println!("{} reports", reports.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn queries_in_flight(mut self, queries: usize) -> Self {
        self.stream = self.stream.queries_in_flight(queries);
        self
    }

    /// Returns all answers in the order of the queries, or the first error that arrives, which stops
    /// the other queries; see [`try_collect`](crate::AllOf::try_collect) of the async one.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Endpoint, Error, blocking};
    /// # fn example<Q: Endpoint + Send + 'static>(client: blocking::Client, queries: [Q; 3]) -> Result<(), Error> {
    /// for response in client.send_each(queries).try_collect()? {
    ///     println!("{}", response.status());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::all`](super::Client::all) or
    /// [`Client::send`](super::Client::send) for any of the queries.
    pub fn try_collect(self) -> Result<Vec<T>, Error> {
        self.driver.wait(self.stream.try_collect())?
    }
}

impl<Q, T> Iterator for AllOf<'_, Q, T> {
    type Item = Answered<Q, T>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.driver.wait(self.stream.next()) {
            Ok(answered) => answered,
            Err(error) => self.stream.refuse(error),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.size_hint()
    }
}

impl<Q, T> FusedIterator for AllOf<'_, Q, T> {}

impl<Q, T> fmt::Debug for AllOf<'_, Q, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(f)
    }
}

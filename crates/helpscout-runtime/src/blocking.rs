//! A client for programs without async code, such as scripts. It requires the feature `blocking`.
//!
//! Create it with [`Client::from_env`], or with the same builder as an async client, whose last
//! call is then [`build_blocking`](crate::ClientBuilder::build_blocking). It has the same methods,
//! which block until the response arrives, and returns iterators instead of streams.
//!
//! ```no_run
//! # use helpscout_runtime as helpscout_reports;
//! use helpscout_reports::{Error, Paged, blocking};
//!
//! # fn example<Q: Paged + Send + 'static>(query: Q) -> Result<(), Error> {
//! let client = blocking::Client::from_env()?;
//! for row in client.rows(query) {
//!     let row = row?;
//! }
//! # Ok(())
//! # }
//! ```

mod all_of;
mod driver;
mod iterators;
mod waiting;

use std::fmt;
use std::sync::Arc;

use serde_json::value::RawValue;

pub use self::all_of::AllOf;
use self::driver::Driver;
use self::iterators::Driven;
pub use self::iterators::{Pages, RawPages, RawRows, RawWalk, Rows};
use crate::client;
use crate::error::Error;
use crate::operation::{Endpoint, Paged};
use crate::options::CallOptions;
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;
use crate::secrets::Secrets;

/// Sends calls to Help Scout's Reports API and blocks until the responses arrive.
///
/// A client is cheap to clone. Clones share the token, the connections, the rate limit and the
/// retry budget, even across threads. The client starts a thread for network I/O, so that pages
/// arrive while a program is busy with the rows before them. The thread ends when the last clone
/// and the last iterator are dropped.
///
/// Within a task of a tokio runtime every call returns an error, because waiting there would block
/// other tasks. Use the [async client](crate::Client) there, or make the call within
/// `tokio::task::spawn_blocking` or `block_in_place`, where waiting is allowed.
///
/// A fork of the process, such as a worker of Python's `multiprocessing`, does not have the thread, so
/// every call there returns an error. Create the client in the forked process.
///
/// ```no_run
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Error, Paged, Request, blocking};
///
/// # fn example<Q: Paged + Clone + Send + 'static>(query: Q) -> Result<(), Error> {
/// let client = blocking::Client::from_env()?;
///
/// // All rows of a report, one after the other.
/// let mut rows = client.rows(query.clone());
/// while let Some(_row) = rows.next().transpose()? {
///     println!("row {}", rows.rows_read());
/// }
///
/// // One response, decoded and as received.
/// let response = client.send(&query)?;
/// let raw = client.send_raw(&Request::of(&query))?;
/// println!("{} {}", response.status(), raw.value());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    client: client::Client,
    driver: Arc<Driver>,
}

impl Client {
    /// Sends one call and decodes the response.
    ///
    /// For a paged report this is one page: the page that is set in the query, or the first.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Endpoint, Error, blocking};
    /// # fn example<Q: Endpoint>(client: blocking::Client, query: Q) -> Result<(), Error> {
    /// let response = client.send(&query)?;
    /// println!("{} {:?}", response.status(), response.rate_limit());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`send`](crate::Client::send) of the async client.
    pub fn send<Q: Endpoint>(&self, query: &Q) -> Result<Response<Q::Response>, Error> {
        self.driver.wait(self.client.send(query))?
    }

    /// Sends one call and returns the body as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Endpoint, Error, Request, blocking};
    /// # fn example<Q: Endpoint>(client: blocking::Client, query: Q) -> Result<(), Error> {
    /// let raw = client.send_raw(&Request::of(&query))?;
    /// println!("{}", raw.value());
    /// let decoded = raw.read::<Q>()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`send_raw`](crate::Client::send_raw) of the async client.
    pub fn send_raw(&self, request: &Request) -> Result<Response<String>, Error> {
        self.driver.wait(self.client.send_raw(request))?
    }

    /// Returns an iterator over all pages of a report in order. Several pages are requested at a
    /// time, but none before the first call of `next`.
    ///
    /// The iterator ends after the last page or after the first error, and never early without an
    /// error.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Paged, blocking};
    /// # fn example<Q: Paged + Send + 'static>(client: blocking::Client, query: Q) -> Result<(), Error> {
    /// for page in client.pages(query) {
    ///     println!("{}", page?.status());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<Q: Paged + Send + 'static>(&self, query: Q) -> Pages<Q> {
        Pages::new(self.client.pages(query), self.driver.clone())
    }

    /// Returns an iterator over all rows of a report in order. See [`Client::pages`].
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Paged, blocking};
    /// # fn example<Q: Paged + Send + 'static>(client: blocking::Client, query: Q) -> Result<(), Error> {
    /// let mut rows = client.rows(query);
    /// while let Some(row) = rows.next().transpose()? {
    ///     if let Some(position) = rows.position() {
    ///         println!("row {} of {}", rows.rows_read(), position.count);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<Q: Paged + Send + 'static>(&self, query: Q) -> Rows<Q> {
        Rows::new(self.client.rows(query), self.driver.clone())
    }

    /// Returns all rows of a report. If the report changes while it is being read, it is read
    /// again, up to three times in all.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Paged, blocking};
    /// # fn example<Q: Paged + Send + 'static>(client: blocking::Client, query: Q) -> Result<(), Error> {
    /// println!("{} rows", client.all(query)?.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`all`](crate::Client::all) of the async client.
    pub fn all<Q: Paged + Send + 'static>(&self, query: Q) -> Result<Vec<Q::Row>, Error> {
        self.driver.wait(self.client.all(query))?
    }

    /// Makes several queries and returns an iterator over their reports, each with all of its rows;
    /// see [`all_of`](crate::Client::all_of) of the async client.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Paged, blocking};
    /// # fn example<Q: Paged + Send + 'static>(client: blocking::Client, queries: Vec<Q>) -> Result<(), Error> {
    /// for answered in client.all_of(queries) {
    ///     println!("query {}: {} rows", answered.index, answered.result?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_of<'a, Q, I>(&self, queries: I) -> AllOf<'a, Q, Vec<Q::Row>>
    where
        Q: Paged + Send + 'static,
        I: IntoIterator<Item = Q, IntoIter: Send + 'a>,
    {
        AllOf::new(self.client.all_of(queries), self.driver.clone())
    }

    /// Makes several queries, each with one call as by [`Client::send`], and returns an iterator over
    /// the responses; see [`send_each`](crate::Client::send_each) of the async client.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Endpoint, Error, blocking};
    /// # fn example<Q: Endpoint + Send + 'static>(client: blocking::Client, queries: Vec<Q>) -> Result<(), Error> {
    /// for response in client.send_each(queries).try_collect()? {
    ///     println!("{}", response.status());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_each<'a, Q, I>(&self, queries: I) -> AllOf<'a, Q, Response<Q::Response>>
    where
        Q: Endpoint + Send + 'static,
        I: IntoIterator<Item = Q, IntoIter: Send + 'a>,
    {
        AllOf::new(self.client.send_each(queries), self.driver.clone())
    }

    /// Returns one page of a report with the rows as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Request, blocking};
    /// # fn example(client: blocking::Client, request: Request) -> Result<(), Error> {
    /// let page = client.raw_page(&request)?;
    /// println!("page {} of {}", page.position.page, page.position.pages);
    /// for row in &page.rows {
    ///     println!("{row}"); // the JSON of the row
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`raw_page`](crate::Client::raw_page) of the async client.
    pub fn raw_page(&self, request: &Request) -> Result<Response<RawPage>, Error> {
        self.driver.wait(self.client.raw_page(request))?
    }

    /// Returns all pages like [`Client::pages`], for any operation, with the rows as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Request, blocking};
    /// # fn example(client: blocking::Client, request: Request) -> Result<(), Error> {
    /// for page in client.raw_pages(request) {
    ///     let page = page?;
    ///     println!("page {}: {} rows", page.position.page, page.rows.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_pages(&self, request: Request) -> RawPages {
        RawPages::new(self.client.raw_pages(request), self.driver.clone())
    }

    /// Returns an iterator over all pages, which starts again if the report changes while it is
    /// being read; see [`raw_walk`](crate::Client::raw_walk) of the async client.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Request, WalkEvent, blocking};
    /// # fn example(client: blocking::Client, request: Request) -> Result<(), Error> {
    /// let mut rows = Vec::new();
    /// for event in client.raw_walk(request) {
    ///     match event? {
    ///         WalkEvent::Page(page) => rows.extend(page.rows),
    ///         WalkEvent::Restart(_) => rows.clear(),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_walk(&self, request: Request) -> RawWalk {
        RawWalk::new(self.client.raw_walk(request), self.driver.clone())
    }

    /// Returns all rows like [`Client::rows`], for any operation, as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Request, blocking};
    /// # fn example(client: blocking::Client, request: Request) -> Result<(), Error> {
    /// for row in client.raw_rows(request) {
    ///     println!("{}", row?); // one line of NDJSON
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_rows(&self, request: Request) -> RawRows {
        RawRows::new(self.client.raw_rows(request), self.driver.clone())
    }

    /// Returns all rows like [`Client::all`], for any operation, as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Request, blocking};
    /// # fn example(client: blocking::Client, request: Request) -> Result<(), Error> {
    /// println!("{} rows", client.raw_all(request)?.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::all`].
    pub fn raw_all(&self, request: Request) -> Result<Vec<Box<RawValue>>, Error> {
        self.driver.wait(self.client.raw_all(request))?
    }

    /// Returns the secrets of this client; see [`secrets`](crate::Client::secrets) of the async client.
    ///
    /// ```
    /// # use helpscout_runtime::{Error, blocking};
    /// # fn main() -> Result<(), Error> {
    /// let client = blocking::Client::builder().access_token("4f9c1d7e20b8").build_blocking()?;
    /// assert_eq!(client.secrets().hide("bad token 4f9c1d7e20b8"), "bad token [hidden]");
    /// # Ok(())
    /// # }
    /// ```
    pub fn secrets(&self) -> &Secrets {
        self.client.secrets()
    }

    /// Returns the HTTP request that a call would send; see
    /// [`http_request`](crate::Client::http_request) of the async client. Sends nothing.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Error, Request, blocking};
    /// # fn example(client: blocking::Client, request: Request) -> Result<(), Error> {
    /// println!("GET {}", client.http_request(&request)?.url());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if the query is invalid, as sending it does.
    pub fn http_request(&self, request: &Request) -> Result<reqwest::Request, Error> {
        self.client.http_request(request)
    }

    /// Returns the proxy that calls go through; see [`proxy`](crate::Client::proxy) of the async
    /// client.
    ///
    /// ```
    /// # use helpscout_runtime::{Error, blocking};
    /// # fn main() -> Result<(), Error> {
    /// let builder = blocking::Client::builder().sandbox("http://127.0.0.1:8080");
    /// assert_eq!(builder.build_blocking()?.proxy(), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn proxy(&self) -> Option<String> {
        self.client.proxy()
    }

    /// Returns a client that makes calls with these options; see [`with`](crate::Client::with) of
    /// the async client.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use helpscout_runtime::{CallOptions, Endpoint, Error, blocking};
    /// # fn example(client: blocking::Client, query: impl Endpoint) -> Result<(), Error> {
    /// let quick = client.with(CallOptions::new().deadline(Duration::from_secs(10)));
    /// let page = quick.send(&query)?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "the options are those of the client that is returned"]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with(options),
            driver: self.driver.clone(),
        }
    }

    pub(crate) fn new(client: client::Client) -> Result<Self, Error> {
        let driver = Arc::new(Driver::start()?);
        Ok(Self { client, driver })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

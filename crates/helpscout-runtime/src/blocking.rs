//! A client for programs without async code, such as scripts. It requires the feature `blocking`.
//!
//! Create it with the same builder, whose last call is
//! [`build_blocking`](crate::ClientBuilder::build_blocking). It has the same methods, which block
//! until the response arrives, and returns iterators instead of streams.
//!
//! ```no_run
//! use helpscout_runtime::{Client, Paged};
//!
//! # fn example<Q: Paged + Send + 'static>(query: Q) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder()
//!     .client_credentials(std::env::var("HELPSCOUT_APP_ID")?, std::env::var("HELPSCOUT_APP_SECRET")?)
//!     .build_blocking()?;
//! for row in client.rows(query) {
//!     let row = row?;
//! }
//! # Ok(())
//! # }
//! ```

mod waiting;

use std::iter::FusedIterator;
use std::pin::Pin;
use std::sync::Arc;
use std::thread;

use futures_core::Stream;
use futures_util::StreamExt;
use serde_json::value::RawValue;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::client;
use crate::error::{Error, Kind};
use crate::operation::{Endpoint, Paged};
use crate::options::CallOptions;
use crate::pages::WalkEvent;
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;

/// Sends calls to Help Scout's Reports API and blocks until the responses arrive.
///
/// A client is cheap to clone. Clones share the token, the connections, the rate limit and the
/// retry budget, even across threads. The client starts a thread for network I/O, so that pages
/// arrive while a program is busy with the rows before them. The thread ends when the last clone
/// and the last iterator are dropped.
///
/// Within a task of a tokio runtime every call returns an error, because waiting there would block
/// other tasks. Use [`crate::Client`] there, or make the call within
/// [`spawn_blocking`](tokio::task::spawn_blocking) or `block_in_place`, where waiting is allowed.
#[derive(Clone, Debug)]
pub struct Client {
    client: client::Client,
    driver: Arc<Driver>,
}

impl Client {
    /// Sends one call and decodes the response.
    ///
    /// For a paged report this is one page: the page that is set in the query, or the first.
    ///
    /// # Errors
    /// Returns the errors of [`crate::Client::send`].
    pub fn send<Q: Endpoint>(&self, query: &Q) -> Result<Response<Q::Response>, Error> {
        self.driver.wait(self.client.send(query))?
    }

    /// Sends one call and returns the body as received.
    ///
    /// # Errors
    /// Returns the errors of [`crate::Client::send_raw`].
    pub fn send_raw(&self, request: &Request) -> Result<Response<String>, Error> {
        self.driver.wait(self.client.send_raw(request))?
    }

    /// Returns an iterator over all pages of a report in order. Several pages are requested at a
    /// time, but none before the first call of `next`.
    ///
    /// The iterator ends after the last page or after the first error, and never early without an
    /// error.
    pub fn pages<Q: Paged + Send + 'static>(
        &self,
        query: Q,
    ) -> impl FusedIterator<Item = Result<Response<Q::Response>, Error>> + Send + use<Q> {
        self.walk(self.client.pages(query))
    }

    /// Returns an iterator over all rows of a report in order. See [`Client::pages`].
    pub fn rows<Q: Paged + Send + 'static>(
        &self,
        query: Q,
    ) -> impl FusedIterator<Item = Result<Q::Row, Error>> + Send + use<Q> {
        self.walk(self.client.rows(query))
    }

    /// Returns all rows of a report. If the report changes while it is being read, it is read
    /// again, up to three times in all.
    ///
    /// # Errors
    /// Returns the errors of [`crate::Client::all`].
    pub fn all<Q: Paged + Send + 'static>(&self, query: Q) -> Result<Vec<Q::Row>, Error> {
        self.driver.wait(self.client.all(query))?
    }

    /// Returns one page of a report with the rows as received.
    ///
    /// # Errors
    /// Returns the errors of [`crate::Client::raw_page`].
    pub fn raw_page(&self, request: &Request) -> Result<Response<RawPage>, Error> {
        self.driver.wait(self.client.raw_page(request))?
    }

    /// Returns all pages like [`Client::pages`], for any operation, with the rows as received.
    pub fn raw_pages(
        &self,
        request: Request,
    ) -> impl FusedIterator<Item = Result<RawPage, Error>> + Send + use<> {
        self.walk(self.client.raw_pages(request))
    }

    /// Returns an iterator over all pages, which starts again if the report changes while it is
    /// being read; see [`crate::Client::raw_walk`].
    pub fn raw_walk(
        &self,
        request: Request,
    ) -> impl FusedIterator<Item = Result<WalkEvent, Error>> + Send + use<> {
        self.walk(self.client.raw_walk(request))
    }

    /// Returns all rows like [`Client::rows`], for any operation, as received.
    pub fn raw_rows(
        &self,
        request: Request,
    ) -> impl FusedIterator<Item = Result<Box<RawValue>, Error>> + Send + use<> {
        self.walk(self.client.raw_rows(request))
    }

    /// Returns all rows like [`Client::all`], for any operation, as received.
    ///
    /// # Errors
    /// Returns the errors of [`Client::all`].
    pub fn raw_all(&self, request: Request) -> Result<Vec<Box<RawValue>>, Error> {
        self.driver.wait(self.client.raw_all(request))?
    }

    /// Returns a client that makes calls with these options; see [`crate::Client::with`].
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

    fn walk<T>(&self, stream: impl Stream<Item = Result<T, Error>> + Send + 'static) -> Walk<T> {
        Walk {
            stream: Some(Box::pin(stream)),
            driver: self.driver.clone(),
        }
    }
}

/// A thread that runs the network I/O.
#[derive(Debug)]
struct Driver {
    handle: Handle,
    /// The thread ends when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Driver {
    fn start() -> Result<Self, Error> {
        let fail = |error: std::io::Error| {
            let problem = format!("could not start the thread of the blocking client ({error})");
            Error::new(Kind::Setup(problem)).caused_by(error)
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(fail)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        // The runtime is dropped on this thread, where blocking is allowed.
        let drive = move || drop(runtime.block_on(stopped));
        thread::Builder::new()
            .name("helpscout".to_owned())
            .spawn(drive)
            .map_err(fail)?;
        Ok(Self {
            handle,
            _stop: stop,
        })
    }

    fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Error> {
        if waiting::would_block_tasks() {
            let problem = "the blocking client was used within a task of a tokio runtime, where it would \
                           block other tasks; create the client with `build()` there and await it, \
                           or make the call within `tokio::task::spawn_blocking`";
            return Err(Error::new(Kind::Setup(problem.to_owned())));
        }
        Ok(waiting::wait_for(&self.handle, work))
    }
}

type Items<T> = dyn Stream<Item = Result<T, Error>> + Send;

struct Walk<T> {
    /// `None` after the end or an error.
    stream: Option<Pin<Box<Items<T>>>>,
    driver: Arc<Driver>,
}

impl<T> Iterator for Walk<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let item = match self.driver.wait(stream.next()) {
            Ok(item) => item,
            Err(error) => Some(Err(error)),
        };
        if !matches!(item, Some(Ok(_))) {
            self.stream = None;
        }
        item
    }
}

impl<T> FusedIterator for Walk<T> {}

//! The client for programs without async code, such as scripts. Behind the feature `blocking`.
//!
//! It has the same builder, which ends in
//! [`build_blocking`](crate::ClientBuilder::build_blocking), and the same methods, which wait;
//! streams are iterators.
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

use std::iter::FusedIterator;
use std::pin::Pin;
use std::sync::Arc;
use std::thread;

use futures_core::Stream;
use futures_util::StreamExt;
use serde_json::value::RawValue;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::error::{Error, Kind};
use crate::{CallOptions, Endpoint, Paged, RawPage, Request, Response};

/// Sends calls to Help Scout's Reports API and waits for the answers.
///
/// Cheap to clone; clones share the token, the connections, the rate limit and the retry budget,
/// also across threads. A thread of the client's own does the network's part, so that pages on
/// their way come in while a program is busy with the rows before them. It ends with the last
/// clone and the last iterator.
///
/// On a thread of a tokio runtime every call is an error, since waiting there would hold up the
/// other tasks: such a program has [`crate::Client`].
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::Client,
    driver: Arc<Driver>,
}

impl Client {
    /// Sends one call and decodes the answer. Of a paged report this is one page: the one set in
    /// the query, or the first.
    ///
    /// # Errors
    /// As [`crate::Client::send`].
    pub fn send<Q: Endpoint>(&self, query: &Q) -> Result<Response<Q::Response>, Error> {
        self.driver.wait(self.client.send(query))?
    }

    /// Sends one call and returns the body as received.
    ///
    /// # Errors
    /// As [`crate::Client::send_raw`].
    pub fn send_raw(&self, request: &Request) -> Result<Response<String>, Error> {
        self.driver.wait(self.client.send_raw(request))?
    }

    /// Every page of a report, in order, several asked for at a time, none before the first is
    /// taken.
    ///
    /// The iterator ends after the last page, or after its first error; never early without one.
    pub fn pages<Q: Paged + Send + 'static>(
        &self,
        query: Q,
    ) -> impl FusedIterator<Item = Result<Response<Q::Response>, Error>> + Send + use<Q> {
        self.walk(self.client.pages(query))
    }

    /// Every row of a report, in order; otherwise as [`Client::pages`].
    pub fn rows<Q: Paged + Send + 'static>(
        &self,
        query: Q,
    ) -> impl FusedIterator<Item = Result<Q::Row, Error>> + Send + use<Q> {
        self.walk(self.client.rows(query))
    }

    /// All rows of a report. If it changes while it is read, it is read again, three times at
    /// most.
    ///
    /// # Errors
    /// As [`crate::Client::all`].
    pub fn all<Q: Paged + Send + 'static>(&self, query: Q) -> Result<Vec<Q::Row>, Error> {
        self.driver.wait(self.client.all(query))?
    }

    /// One page of a report, its rows as received.
    ///
    /// # Errors
    /// As [`crate::Client::raw_page`].
    pub fn raw_page(&self, request: &Request) -> Result<Response<RawPage>, Error> {
        self.driver.wait(self.client.raw_page(request))?
    }

    /// As [`Client::pages`], for any operation, with rows as received.
    pub fn raw_pages(
        &self,
        request: Request,
    ) -> impl FusedIterator<Item = Result<RawPage, Error>> + Send + use<> {
        self.walk(self.client.raw_pages(request))
    }

    /// As [`Client::rows`], for any operation, with rows as received.
    pub fn raw_rows(
        &self,
        request: Request,
    ) -> impl FusedIterator<Item = Result<Box<RawValue>, Error>> + Send + use<> {
        self.walk(self.client.raw_rows(request))
    }

    /// As [`Client::all`], for any operation, with rows as received.
    ///
    /// # Errors
    /// As [`Client::all`].
    pub fn raw_all(&self, request: Request) -> Result<Vec<Box<RawValue>>, Error> {
        self.driver.wait(self.client.raw_all(request))?
    }

    /// The same client for calls with other settings; see [`crate::Client::with`].
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with(options),
            driver: self.driver.clone(),
        }
    }

    pub(crate) fn new(client: crate::Client) -> Result<Self, Error> {
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

/// A thread that runs what is going on in the network.
#[derive(Debug)]
struct Driver {
    handle: Handle,
    /// The thread ends when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Driver {
    fn start() -> Result<Self, Error> {
        let fail = |error: std::io::Error| {
            let problem = format!("the thread of the blocking client can't be started ({error})");
            Error::new(Kind::Setup(problem)).caused_by(error)
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(fail)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        // The runtime is dropped on this thread, where waiting is allowed.
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
        if Handle::try_current().is_ok() {
            let problem = "the blocking client was used on a thread of a tokio runtime, where waiting \
                           holds up other tasks; build the client with `build()` there, and await it";
            return Err(Error::new(Kind::Setup(problem.to_owned())));
        }
        Ok(self.handle.block_on(work))
    }
}

type Items<T> = dyn Stream<Item = Result<T, Error>> + Send;

struct Walk<T> {
    /// None after the end or an error.
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

//! The client: what a program calls.

use std::fmt;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::stream::{self, TryStreamExt};
use serde_json::value::RawValue;

use crate::call::Service;
use crate::{
    CallOptions, ClientBuilder, Endpoint, Error, Paged, RawPage, Request, Response, decode, pages,
};

/// Sends calls to Help Scout's Reports API.
///
/// Cheap to clone; clones share the token, the connections, the rate limit and the retry budget,
/// so a program makes one and clones it. Needs a tokio runtime. Dropping a future or a stream
/// stops its work.
///
/// Calls are repeated after connection trouble, 429, 500, 502, 503 and 504, within the limits set
/// at the [builder](ClientBuilder).
///
/// ```no_run
/// use futures_util::TryStreamExt;
/// use helpscout_runtime::{Client, Error, Paged};
///
/// async fn count<Q: Paged + Send + 'static>(query: Q) -> Result<usize, Box<dyn std::error::Error>> {
///     let client = Client::builder()
///         .client_credentials(std::env::var("HELPSCOUT_APP_ID")?, std::env::var("HELPSCOUT_APP_SECRET")?)
///         .build()?;
///     let mut rows = std::pin::pin!(client.rows(query));
///     let mut count = 0;
///     while let Some(_row) = rows.try_next().await? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[derive(Clone)]
pub struct Client {
    service: Arc<Service>,
    options: Arc<CallOptions>,
}

impl Client {
    /// Settings for a new client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The same client for calls with other settings. It shares the token, the connections, the
    /// rate limit and the retry budget with this one, which stays as it is.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use helpscout_runtime::{CallOptions, Client, Endpoint, Error};
    /// # async fn example(client: Client, query: impl Endpoint) -> Result<(), Error> {
    /// let quick = client.with(CallOptions::new().deadline(Duration::from_secs(10)));
    /// let page = quick.send(&query).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Given to a client that has options already, both count; where both say something, the
    /// later ones.
    pub fn with(&self, options: CallOptions) -> Self {
        let options = CallOptions::clone(&self.options).and(options);
        Self {
            service: self.service.clone(),
            options: Arc::new(options),
        }
    }

    /// Sends one call and decodes the answer. Of a paged report this is one page: the one set in
    /// the query, or the first.
    ///
    /// # Errors
    /// If the query is not valid, no token can be had, the service refuses, no answer comes, or
    /// the answer has another shape; see [`Error`].
    pub async fn send<Q: Endpoint>(&self, query: &Q) -> Result<Response<Q::Response>, Error> {
        let request = Request::of(query);
        decode::typed(self.send_raw(&request).await?, &request)
    }

    /// Sends one call and returns the body as received.
    ///
    /// # Errors
    /// As [`Client::send`], but for the shape of the answer.
    pub async fn send_raw(&self, request: &Request) -> Result<Response<String>, Error> {
        self.service.call(request, &self.options).await
    }

    /// Every page of a report, in order, several asked for at a time.
    ///
    /// The stream ends after the last page, or after its first error. It never ends early without
    /// one: a page that can't be had, or a report that changes while it is read, is an error.
    pub fn pages<Q: Paged + Send + 'static>(
        &self,
        query: Q,
    ) -> impl Stream<Item = Result<Response<Q::Response>, Error>> + Send + 'static + use<Q> {
        let request = Request::of(&query);
        pages::walk(self.clone(), request, pages::read_page::<Q>)
    }

    /// Every row of a report, in order; otherwise as [`Client::pages`].
    pub fn rows<Q: Paged + Send + 'static>(
        &self,
        query: Q,
    ) -> impl Stream<Item = Result<Q::Row, Error>> + Send + 'static + use<Q> {
        let request = Request::of(&query);
        flat(pages::walk(self.clone(), request, pages::read_rows::<Q>))
    }

    /// All rows of a report. If it changes while it is read, it is read again, three times at
    /// most.
    ///
    /// # Errors
    /// As [`Client::send`], for any page; and if the report keeps changing.
    pub async fn all<Q: Paged + Send + 'static>(&self, query: Q) -> Result<Vec<Q::Row>, Error> {
        let request = Request::of(&query);
        let pages = pages::collect(self, request, pages::read_rows::<Q>).await?;
        Ok(pages.into_iter().flatten().collect())
    }

    /// One page of a report, its rows as received.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn raw_page(&self, request: &Request) -> Result<Response<RawPage>, Error> {
        decode::raw_page(self.send_raw(request).await?, request)
    }

    /// As [`Client::pages`], for any operation, with rows as received.
    pub fn raw_pages(
        &self,
        request: Request,
    ) -> impl Stream<Item = Result<RawPage, Error>> + Send + 'static + use<> {
        pages::walk(self.clone(), request, pages::read_raw_page)
    }

    /// As [`Client::rows`], for any operation, with rows as received.
    pub fn raw_rows(
        &self,
        request: Request,
    ) -> impl Stream<Item = Result<Box<RawValue>, Error>> + Send + 'static + use<> {
        flat(self.raw_pages(request).map_ok(|page| page.rows))
    }

    /// As [`Client::all`], for any operation, with rows as received.
    ///
    /// # Errors
    /// As [`Client::all`].
    pub async fn raw_all(&self, request: Request) -> Result<Vec<Box<RawValue>>, Error> {
        let pages = pages::collect(self, request, pages::read_raw_page).await?;
        Ok(pages.into_iter().flat_map(|page| page.rows).collect())
    }

    pub(crate) fn new(service: Service) -> Self {
        Self {
            service: Arc::new(service),
            options: Arc::default(),
        }
    }

    pub(crate) fn options(&self) -> &CallOptions {
        &self.options
    }

    pub(crate) fn pages_in_flight(&self) -> usize {
        self.service.pages_in_flight
    }

    pub(crate) fn max_pages(&self) -> i64 {
        self.service.max_pages
    }
}

fn flat<T: Send + 'static>(
    pages: impl Stream<Item = Result<Vec<T>, Error>> + Send + 'static,
) -> impl Stream<Item = Result<T, Error>> + Send + 'static {
    pages
        .map_ok(|rows| stream::iter(rows.into_iter().map(Ok)))
        .try_flatten()
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.service.base_url.authority())
            .field("tokens", &self.service.tokens)
            .finish_non_exhaustive()
    }
}

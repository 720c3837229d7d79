//! The client, whose methods a program calls.

use std::fmt;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::call::{Caller, Service};
use crate::decode;
use crate::error::Error;
use crate::operation::{Endpoint, Paged};
use crate::options::CallOptions;
use crate::pages::{self, Pages, RawPages, RawRows, RawWalk, Rows};
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;
use crate::secrets::Secrets;

/// Sends calls to Help Scout's Reports API.
///
/// A client is cheap to clone. Clones share the token, the connections, the rate limit and the
/// retry budget, so a program needs one client and clones it. The client requires a tokio runtime.
/// Dropping a future or a stream stops its work.
///
/// The client retries calls after connection problems and after statuses that state a temporary
/// problem (408, 425, 429 and server errors, except permanent ones such as 501), within the limits
/// that are set on the [builder](crate::ClientBuilder).
///
/// ```no_run
/// use helpscout_runtime::{Client, Error, Paged};
///
/// async fn count<Q: Paged + Send + 'static>(query: Q) -> Result<usize, Box<dyn std::error::Error>> {
///     let client = Client::builder()
///         .client_credentials(std::env::var("HELPSCOUT_APP_ID")?, std::env::var("HELPSCOUT_APP_SECRET")?)
///         .build()?;
///     let mut rows = client.rows(query);
///     let mut count = 0;
///     while let Some(_row) = rows.next().await? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[derive(Clone)]
pub struct Client(Caller);

impl Client {
    /// Returns a client that makes calls with these options.
    ///
    /// It shares the token, the connections, the rate limit and the retry budget with this client,
    /// which does not change.
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
    /// If this client already has options, they still apply, except those that `options` sets
    /// again.
    pub fn with(&self, options: CallOptions) -> Self {
        let options = CallOptions::clone(&self.0.options).and(options);
        Self(Caller {
            service: self.0.service.clone(),
            options: Arc::new(options),
        })
    }

    /// Sends one call and decodes the response.
    ///
    /// For a paged report this is one page: the page that is set in the query, or the first.
    ///
    /// # Errors
    /// Returns an error if the query is invalid, no token can be obtained, the service refuses the
    /// call, no response arrives, or the response has another shape; see [`Error`].
    pub async fn send<Q: Endpoint>(&self, query: &Q) -> Result<Response<Q::Response>, Error> {
        let request = Request::of(query);
        decode::typed(self.send_raw(&request).await?, &request)
    }

    /// Sends one call and returns the body as received.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`], except for a response of another shape.
    pub async fn send_raw(&self, request: &Request) -> Result<Response<String>, Error> {
        self.0.call(request).await
    }

    /// Returns a stream of all pages of a report in order. Several pages are requested at a time,
    /// but none before the stream is read.
    ///
    /// The stream ends after the last page or after the first error. It never ends early without an
    /// error: it is an error if a page can't be retrieved, or if the report changes while it is
    /// being read.
    pub fn pages<Q: Paged + Send + 'static>(&self, query: Q) -> Pages<Q> {
        Pages::new(self.0.clone(), Request::of(&query))
    }

    /// Returns a stream of all rows of a report in order. See [`Client::pages`].
    pub fn rows<Q: Paged + Send + 'static>(&self, query: Q) -> Rows<Q> {
        Rows::new(self.0.clone(), Request::of(&query))
    }

    /// Returns all rows of a report. If the report changes while it is being read, it is read
    /// again, up to three times in all.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`] for any page, and an error if the report keeps
    /// changing.
    pub async fn all<Q: Paged + Send + 'static>(&self, query: Q) -> Result<Vec<Q::Row>, Error> {
        let request = Request::of(&query);
        let pages = pages::collect(&self.0, request, pages::read_rows::<Q>).await?;
        Ok(pages.into_iter().flatten().collect())
    }

    /// Returns one page of a report with the rows as received.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`].
    pub async fn raw_page(&self, request: &Request) -> Result<Response<RawPage>, Error> {
        decode::raw_page(self.send_raw(request).await?, request)
    }

    /// Returns all pages like [`Client::pages`], for any operation, with the rows as received.
    pub fn raw_pages(&self, request: Request) -> RawPages {
        RawPages::new(self.0.clone(), request)
    }

    /// Returns a stream of all pages like [`Client::raw_pages`], which starts again if the report
    /// changes while it is being read, like [`Client::all`].
    ///
    /// It is for a program that passes pages on as they come, or shows progress. On
    /// [`WalkEvent::Restart`](crate::WalkEvent::Restart) the program must discard the pages before
    /// it, because the stream continues with the first page. The stream ends after the last page,
    /// or with an error if the report keeps changing or a page can't be retrieved.
    ///
    /// ```no_run
    /// use helpscout_runtime::{Client, Error, Request, WalkEvent};
    ///
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// let mut events = client.raw_walk(request);
    /// let mut rows = Vec::new();
    /// while let Some(event) = events.next().await? {
    ///     match event {
    ///         WalkEvent::Page(page) => {
    ///             eprintln!("page {} of {}", page.position.page, page.position.pages);
    ///             rows.extend(page.rows);
    ///         }
    ///         WalkEvent::Restart(restart) => {
    ///             eprintln!("{}; reading the report again", restart.reason);
    ///             rows.clear();
    ///         }
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_walk(&self, request: Request) -> RawWalk {
        RawWalk::new(self.0.clone(), request)
    }

    /// Returns all rows like [`Client::rows`], for any operation, as received.
    pub fn raw_rows(&self, request: Request) -> RawRows {
        RawRows::new(self.0.clone(), request)
    }

    /// Returns all rows like [`Client::all`], for any operation, as received.
    ///
    /// # Errors
    /// Returns the errors of [`Client::all`].
    pub async fn raw_all(&self, request: Request) -> Result<Vec<Box<RawValue>>, Error> {
        let pages = pages::collect(&self.0, request, pages::read_raw_page).await?;
        Ok(pages.into_iter().flat_map(|page| page.rows).collect())
    }

    /// Returns the secrets of this client: the app's secret, the tokens that it has used so far, the
    /// refresh token, and the password of a proxy that the environment sets.
    ///
    /// The client hides them in its errors. A program can hide them in its own messages about what
    /// the service sent.
    pub fn secrets(&self) -> &Secrets {
        &self.0.service.http.secrets
    }

    pub(crate) fn new(service: Service) -> Self {
        Self(Caller {
            service: Arc::new(service),
            options: Arc::default(),
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.service.base_url.authority())
            .field("tokens", &self.0.service.tokens)
            .finish_non_exhaustive()
    }
}

//! The client, whose methods a program calls.

use std::fmt;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::all_of::AllOf;
use crate::call::{Caller, Shared};
use crate::decode;
use crate::error::Error;
use crate::operation::{Endpoint, Paged};
use crate::options::CallOptions;
use crate::pages::{self, Pages, RawPages, RawRows, RawWalk, Rows};
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;
use crate::secrets::Secrets;

/// Sends calls to a service, which is Help Scout's Reports API by default.
///
/// A client is cheap to clone. Clones share the token, the connections, the rate limit and the
/// retry budget, so a program needs one client and clones it. The client requires a tokio runtime;
/// a call outside of one panics. Dropping a future or a stream stops its work.
///
/// The client retries calls after connection problems and after statuses that state a temporary
/// problem (408, 425, 429 and server errors, except permanent ones such as 501), within the limits
/// that are set on the [builder](crate::ClientBuilder). A call that may change something at the
/// service each time, which is a PATCH, or a POST that is not described as safe, is retried only if it
/// certainly had no effect: if no connection was made, or after a 429. After a 401 every call is made
/// once more with a new token.
///
/// [`Client::from_env`] sets a client up from environment variables, and [`Client::builder`] has every
/// setting. A query then becomes rows, a response, or text:
///
/// ```no_run
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Client, Error, Paged, Request};
///
/// # async fn example<Q: Paged + Clone + Send + 'static>(query: Q) -> Result<(), Error> {
/// let client = Client::from_env()?;
///
/// // All rows of a report, one after the other.
/// let mut rows = client.rows(query.clone());
/// while let Some(_row) = rows.next().await? {
///     println!("row {}", rows.rows_read());
/// }
///
/// // One response, decoded.
/// let response = client.send(&query).await?;
/// println!("{} {:?}", response.status(), response.rate_limit());
///
/// // One response as received. It can still be decoded.
/// let raw = client.send_raw(&Request::of(&query)).await?;
/// println!("{}", raw.value());
/// let decoded = raw.read::<Q>()?;
/// # Ok(())
/// # }
/// ```
///
/// | for | one call | a whole report | several queries |
/// |---|---|---|---|
/// | typed values | [`send`](Client::send) | [`rows`](Client::rows), [`pages`](Client::pages), [`all`](Client::all) | [`all_of`](Client::all_of), [`send_each`](Client::send_each) |
/// | what the service sent | [`send_raw`](Client::send_raw), [`raw_page`](Client::raw_page) | [`raw_rows`](Client::raw_rows), [`raw_pages`](Client::raw_pages), [`raw_walk`](Client::raw_walk), [`raw_all`](Client::raw_all) | |
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
    #[must_use = "the options are those of the client that is returned"]
    pub fn with(&self, options: CallOptions) -> Self {
        let options = CallOptions::clone(&self.0.options).and(options);
        Self(Caller {
            service: self.0.service.clone(),
            options: Arc::new(options),
        })
    }

    /// Sends one call and decodes the response.
    ///
    /// For a paged report this is one page: the page that is set in the query, or the first. The
    /// [`Response`] also has the status and the headers, but not the text of the body; for that see
    /// [`Client::send_raw`].
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint, Error};
    /// # async fn example<Q: Endpoint>(client: Client, query: Q) -> Result<(), Error> {
    /// let response = client.send(&query).await?;
    /// if let Some(limit) = response.rate_limit() {
    ///     println!("{} of {} calls are left in this minute", limit.remaining, limit.limit);
    /// }
    /// let answer = response.into_value();
    /// # Ok(())
    /// # }
    /// ```
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
    /// [`Request::of`] makes the request of a typed query, and
    /// [`Response::read`] decodes the text, so a program can have both from
    /// one call.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint, Request};
    /// # async fn example<Q: Endpoint>(client: Client, query: Q) -> Result<(), Box<dyn std::error::Error>> {
    /// let raw = client.send_raw(&Request::of(&query)).await?;
    /// std::fs::write("report.json", raw.value())?;
    /// let decoded = raw.read::<Q>()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`], except for a response of another shape.
    pub async fn send_raw(&self, request: &Request) -> Result<Response<String>, Error> {
        self.0.call(request).await
    }

    /// Returns a stream of all pages of a report in order. Several pages are requested at a time,
    /// unless each page says where the next one is, but none before the stream is read.
    ///
    /// The stream ends after the last page or after the first error. It never ends early without an
    /// error: it is an error if a page can't be retrieved, or if the report changes while it is
    /// being read. [`Paging`](crate::Paging#what-is-noticed) says how far that is noticed, which
    /// depends on what the service says about its pages.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged + Send + 'static>(client: Client, query: Q) -> Result<(), Error> {
    /// let mut pages = client.pages(query);
    /// while let Some(page) = pages.next().await? {
    ///     if let Some(position) = pages.position() {
    ///         println!("page {} of {}, {}", position.page, position.pages, page.status());
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<Q: Paged + Send + 'static>(&self, query: Q) -> Pages<Q> {
        Pages::new(self.0.clone(), Request::of(&query))
    }

    /// Returns a stream of all rows of a report in order. See [`Client::pages`].
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged<Row: std::fmt::Debug> + Send + 'static>(client: Client, query: Q) -> Result<(), Error> {
    /// let mut rows = client.rows(query);
    /// while let Some(row) = rows.next().await? {
    ///     println!("{row:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<Q: Paged + Send + 'static>(&self, query: Q) -> Rows<Q> {
        Rows::new(self.0.clone(), Request::of(&query))
    }

    /// Returns all rows of a report. If the report changes while it is being read, it is read
    /// again, up to three times in all.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged + Send + 'static>(client: Client, query: Q) -> Result<(), Error> {
    /// let rows = client.all(query).await?;
    /// println!("{} rows", rows.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`] for any page, and an error if the report keeps
    /// changing.
    pub async fn all<Q: Paged + Send + 'static>(&self, query: Q) -> Result<Vec<Q::Row>, Error> {
        let request = Request::of(&query);
        let pages = pages::collect(&self.0, request, pages::read_rows::<Q>).await?;
        Ok(pages.into_iter().flatten().collect())
    }

    /// Makes several queries and returns a stream of their reports, each with all of its rows as
    /// from [`Client::all`].
    ///
    /// The stream keeps the order of the queries, or yields the reports as they arrive; see
    /// [`AllOf`]. A query that fails does not stop the others. The queries can be an iterator that
    /// borrows, such as one over the users of an account, and they are taken from it as needed. For
    /// an endpoint without pages [`Client::send_each`] is simpler, because a whole response counts as
    /// its only row here.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged + Send + 'static>(
    /// #     client: Client, names: Vec<String>, query_of: fn(&str) -> Q,
    /// # ) {
    /// let mut answers = client.all_of(names.iter().map(|name| query_of(name)));
    /// while let Some(answered) = answers.next().await {
    ///     let name = &names[answered.index];
    ///     match answered.result {
    ///         Ok(rows) => println!("{name}: {} rows", rows.len()),
    ///         Err(error) => eprintln!("{name}: {error}"),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn all_of<'a, Q, I>(&self, queries: I) -> AllOf<'a, Q, Vec<Q::Row>>
    where
        Q: Paged + Send + 'static,
        I: IntoIterator<Item = Q, IntoIter: Send + 'a>,
    {
        AllOf::reports(self.0.clone(), queries.into_iter())
    }

    /// Makes several queries, each with one call as by [`Client::send`], and returns a stream of the
    /// responses. See [`Client::all_of`].
    ///
    /// It is for endpoints whose response is not split into pages, which are most of them, and for
    /// programs that need the status or the headers. Of a paged report it is one page.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint, Error};
    /// # async fn example<Q: Endpoint + Send + 'static>(client: Client, queries: [Q; 3]) -> Result<(), Error> {
    /// for response in client.send_each(queries).try_collect().await? {
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
        AllOf::calls(self.0.clone(), queries.into_iter())
    }

    /// Returns one page of a report with the rows as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// let page = client.raw_page(&request).await?;
    /// println!("{} of {} rows", page.rows.len(), page.position.count);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`].
    pub async fn raw_page(&self, request: &Request) -> Result<Response<RawPage>, Error> {
        decode::raw_page(self.send_raw(request).await?, request)
    }

    /// Returns all pages like [`Client::pages`], for any operation, with the rows as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// let mut pages = client.raw_pages(request);
    /// while let Some(page) = pages.next().await? {
    ///     println!("page {}: {} rows", page.position.page, page.rows.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
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
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, Error, Request, WalkEvent};
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
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// let mut rows = client.raw_rows(request);
    /// while let Some(row) = rows.next().await? {
    ///     println!("{row}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_rows(&self, request: Request) -> RawRows {
        RawRows::new(self.0.clone(), request)
    }

    /// Returns all rows like [`Client::all`], for any operation, as received.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// for row in client.raw_all(request).await? {
    ///     println!("{row}"); // one line of NDJSON
    /// }
    /// # Ok(())
    /// # }
    /// ```
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
    ///
    /// ```
    /// # use helpscout_runtime::{Client, Error};
    /// # fn main() -> Result<(), Error> {
    /// let client = Client::builder().client_credentials("app", "s3cret").build()?;
    /// assert_eq!(client.secrets().hide("the secret is s3cret"), "the secret is [hidden]");
    /// # Ok(())
    /// # }
    /// ```
    pub fn secrets(&self) -> &Secrets {
        &self.0.service.http.secrets
    }

    /// Returns the HTTP request that a call would send, for a program that shows it. Sends nothing.
    ///
    /// The header with the token is missing, because a token may have to be requested first. For a
    /// paged report, it is the request of the page that is set in the query, or of the first.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, Operation, Query, Request};
    ///
    /// const USERS: &Operation = &Operation {
    ///     id: "list_users",
    ///     path: "/v2/users",
    ///     ..Operation::DEFAULT
    /// };
    /// let client = Client::builder().access_token("token").build()?;
    /// let request = client.http_request(&Request::new(USERS, Query::new().with("mailbox", 123)))?;
    /// assert_eq!(request.url().as_str(), "https://api.helpscout.net/v2/users?mailbox=123");
    /// # Ok::<(), helpscout_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if the query is invalid, as sending it does.
    pub fn http_request(&self, request: &Request) -> Result<reqwest::Request, Error> {
        self.0.service.http_request(request, &self.0.options)
    }

    /// Returns the proxy that calls go through, with the environment variable that names it, such as
    /// `proxy.example:3128 (HTTPS_PROXY)`. There is no password in it.
    ///
    /// Returns `None` if there is no proxy for this service, or if the program itself changed how the
    /// client connects.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// // Calls of this machine go through no proxy.
    /// let client = Client::builder().sandbox("http://127.0.0.1:8080").build()?;
    /// assert_eq!(client.proxy(), None);
    /// # Ok::<(), helpscout_runtime::Error>(())
    /// ```
    pub fn proxy(&self) -> Option<String> {
        self.0.service.http.proxies.described()
    }

    pub(crate) fn new(service: Shared) -> Self {
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

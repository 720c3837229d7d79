//! The questions that a program asks about an error: what it is about, and whether a later try may
//! help.

use std::time::Duration;

use super::kind::Kind;
use super::{Error, ErrorKind};

impl Error {
    /// Returns whether a later try may help.
    ///
    /// It is true for the network, a time limit, the rate limit, a temporary problem of the service,
    /// and a report that kept changing. It is false for what stays wrong until somebody changes it,
    /// such as the credentials, the query, a certificate or a proxy that refuses.
    ///
    /// The client has already retried the call where that helps, within the limits of the
    /// [builder](crate::ClientBuilder). So the program can keep the job for later. Trying again at
    /// once rarely helps; see [`Error::retry_after`]. A PATCH, or a POST that is not described as safe,
    /// may have had its effect already, and so may a request that exchanges a refresh token or an
    /// authorization code. Such a request is not retried, which the message says; the program decides
    /// whether to repeat it.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request, mut later: Vec<Request>) -> Result<(), Error> {
    /// match client.send_raw(&request).await {
    ///     Ok(response) => println!("{}", response.value()),
    ///     Err(error) if error.is_transient() => later.push(request),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_transient(&self) -> bool {
        match self.kind() {
            ErrorKind::RateLimited
            | ErrorKind::Unavailable
            | ErrorKind::Connect
            | ErrorKind::Timeout
            | ErrorKind::Interrupted => true,
            ErrorKind::Inconsistent => self.has_moved(),
            ErrorKind::Proxy => {
                matches!(&self.0.kind, Kind::Proxy(fault) if !fault.is_permanent)
            }
            _ => false,
        }
    }

    /// Returns how long to wait before another call may succeed, counted from the time of the
    /// error, or `None` if that is not known.
    ///
    /// It is what the service asked for in the header `X-RateLimit-Retry-After` or `Retry-After` of
    /// its last response, even if that is longer than the client itself
    /// [waits](crate::ClientBuilder::longest_wait). If the client made no call because the account's
    /// calls of this minute are used up, it is the time until the next minute. Most responses have
    /// no such header, so a program needs a wait of its own for `None`.
    ///
    /// The wait is at most a year, so it can be added to an instant.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use helpscout_runtime::{Client, Request};
    /// # async fn example(client: Client, request: Request) {
    /// if let Err(error) = client.send_raw(&request).await
    ///     && error.is_transient()
    /// {
    ///     let wait = error.retry_after().unwrap_or(Duration::from_secs(60));
    ///     println!("next try in {} s", wait.as_secs());
    /// }
    /// # }
    /// ```
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0.kind {
            Kind::Refused(refusal) => refusal.retry_after,
            Kind::NoCalls { wait, .. } => Some(*wait),
            _ => None,
        }
    }

    /// Returns whether the account has made too many calls in this minute.
    ///
    /// It is true if the service kept responding with 429 until the client gave up, and if no call
    /// was free before the call's deadline. All apps of an account share its limit. The program can
    /// try again in a minute, raise the [`deadline`](crate::ClientBuilder::deadline), or keep fewer
    /// calls in [reserve](crate::ClientBuilder::rate_reserve).
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Request};
    /// # async fn example(client: Client, request: Request) {
    /// if let Err(error) = client.send_raw(&request).await
    ///     && error.is_rate_limited()
    /// {
    ///     println!("no call is free for {:?}", error.retry_after());
    /// }
    /// # }
    /// ```
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Returns whether the service rejected the credentials or the token.
    ///
    /// It is true for a 401, also after the client tried once with a new token, and for a refused
    /// request for a token. Retrying does not help: check the ID and secret of the app, or obtain
    /// another access token, which lasts for about two days.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(request: Request) -> Result<(), Error> {
    /// let client = Client::builder().access_token("expired").build()?;
    /// if let Err(error) = client.send_raw(&request).await
    ///     && error.is_unauthorized()
    /// {
    ///     eprintln!("get another token, then start again");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// Returns whether the service refused an operation that only some plans include.
    ///
    /// It is true for a 403 of such an operation. Either the account's plan does not include it, or
    /// the user that the app belongs to does not have permission to view reports; the response does
    /// not say which. [`Error::advice`] names the plans. A 403 of another operation, or of a request
    /// for a token, is [`ErrorKind::Forbidden`]. One with a web page is [`ErrorKind::Refused`], because
    /// something else answered, such as a filter of the network.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// match client.send_raw(&request).await {
    ///     Ok(response) => println!("{}", response.value()),
    ///     Err(error) if error.is_plan_refusal() => println!("this account has no such report"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_plan_refusal(&self) -> bool {
        self.kind() == ErrorKind::PlanRefused
    }

    /// Returns whether no complete response arrived in time.
    ///
    /// It is true if the last attempt took longer than the
    /// [`timeout`](crate::ClientBuilder::timeout) or a limit of the HTTP client, such as the
    /// `read_timeout` that [`configure_http`](crate::ClientBuilder::configure_http) may set, and if the
    /// whole call, with its retries and its waits, took longer than the
    /// [`deadline`](crate::ClientBuilder::deadline). Try again, allow more time, or request a shorter
    /// interval, which the service answers faster.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use helpscout_runtime::{CallOptions, Client, Request};
    /// # async fn example(client: Client, request: Request) {
    /// let quick = client.with(CallOptions::new().deadline(Duration::from_secs(5)));
    /// let answer = quick.send_raw(&request).await;
    /// if answer.is_err_and(|error| error.is_timeout()) {
    ///     println!("the report takes longer than 5 seconds");
    /// }
    /// # }
    /// ```
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns whether the client could not connect to the service.
    ///
    /// It is true for any reason: the network ([`ErrorKind::Connect`]), a proxy
    /// ([`ErrorKind::Proxy`]), or a rejected certificate ([`ErrorKind::Certificate`]). The request
    /// did not reach the service. [`Error::is_transient`] tells whether a later try may help, and
    /// [`Error::advice`] says what to check.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(request: Request) -> Result<(), Error> {
    /// let client = Client::builder().access_token("token").base_url("http://127.0.0.1:9").build()?;
    /// let error = client.send_raw(&request).await.unwrap_err();
    /// assert!(error.is_connect());
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_connect(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Connect | ErrorKind::Proxy | ErrorKind::Certificate
        )
    }

    /// Returns whether the response ended before it was complete.
    ///
    /// It is true if the connection was lost, or if the JSON of the response ends too early, on
    /// every attempt. A later try may help. If it does not, check the proxies between this machine
    /// and the service.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Request};
    /// # async fn example(client: Client, request: Request) {
    /// if let Err(error) = client.send_raw(&request).await
    ///     && error.is_interrupted()
    /// {
    ///     eprintln!("the response was cut off {} times", error.attempts());
    /// }
    /// # }
    /// ```
    pub fn is_interrupted(&self) -> bool {
        self.kind() == ErrorKind::Interrupted
    }

    /// Returns whether a complete response could not be decoded.
    ///
    /// It is true if the response is not JSON, such as the page of a proxy, or JSON of another shape
    /// than documented. Retrying does not help. The message names the place in the JSON,
    /// [`Error::body`] returns what arrived, and [`Client::send_raw`](crate::Client::send_raw)
    /// returns a response whatever its shape.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint};
    /// # async fn example<Q: Endpoint>(client: Client, query: Q) {
    /// if let Err(error) = client.send(&query).await
    ///     && error.is_decode()
    /// {
    ///     eprintln!("{error}");
    ///     eprintln!("the whole response: {}", error.body().unwrap_or_default());
    /// }
    /// # }
    /// ```
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Returns whether the query is invalid, so that nothing was sent.
    ///
    /// It is true if a required parameter is missing or empty, if an interval does not start before
    /// its end, and for each other rule that the documentation states.
    /// [`Error::violations`] lists all problems, each with its parameter. The program must change
    /// the query.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Operation, Query, Request, Rule};
    ///
    /// const REPORT: &Operation = &Operation {
    ///     id: "company_overall",
    ///     path: "/v2/reports/company",
    ///     required: &["start", "end"],
    ///     rules: &[Rule::interval("start", "end")],
    ///     ..Operation::DEFAULT
    /// };
    ///
    /// let query = Query::new().with("start", "2019-05-02T12:00:00Z");
    /// let error = Request::new(REPORT, query).validate().unwrap_err();
    /// assert!(error.is_invalid_query());
    /// assert_eq!(error.violations()[0].parameter, "end");
    /// ```
    pub fn is_invalid_query(&self) -> bool {
        self.kind() == ErrorKind::InvalidQuery
    }

    /// Returns whether the pages of a report are inconsistent.
    ///
    /// It is true if rows were added or removed while the pages were being read, so that a row may
    /// be missing or come twice. [`Client::all`](crate::Client::all) has then read the report three
    /// times; a stream can't start again and ends with this error. Read the report again, or choose
    /// an interval that ends in the past. It is also true if the service sent another page than the
    /// requested one, or if a page leads to an earlier page, to another host, or nowhere although it
    /// is not the last. A later try does not help then; see [`Error::is_transient`].
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged + Send + 'static>(client: Client, query: Q) -> Result<(), Error> {
    /// let mut rows = client.rows(query);
    /// loop {
    ///     match rows.next().await {
    ///         Ok(Some(_row)) => {}
    ///         Ok(None) => break,
    ///         Err(error) if error.is_inconsistent() => {
    ///             println!("the rows so far are not reliable");
    ///             break;
    ///         }
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_inconsistent(&self) -> bool {
        self.kind() == ErrorKind::Inconsistent
    }
}

//! Settings of single calls that override those of the client.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::error::Violation;
use crate::operation::{How, Operation};
use crate::query::{self, Query};
use crate::wait::{Observer, Wait};
use crate::wire::ToWire;

/// Settings for single calls, which are passed to [`Client::with`](crate::Client::with).
///
/// ```no_run
/// use std::time::Duration;
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{CallOptions, Client, Request};
///
/// # async fn example(client: Client, request: Request) -> Result<(), helpscout_runtime::Error> {
/// let impatient = CallOptions::new()
///     .timeout(Duration::from_secs(5))
///     .deadline(Duration::from_secs(20))
///     .max_attempts(2);
/// let response = client.with(impatient).send_raw(&request).await?;
///
/// // A parameter that is not documented yet, and a header for a gateway's log.
/// let traced = CallOptions::new()
///     .query("rating", "great")
///     .header("X-Request-Source", "nightly-pull");
/// let rows = client.with(traced).raw_all(request).await?;
/// # Ok(())
/// # }
/// ```
///
/// If an option can't be sent, the call fails before anything is sent; see
/// [`Error::is_invalid_query`](crate::Error::is_invalid_query).
#[derive(Clone, Default)]
#[must_use]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
    counter: Option<CallCounter>,
    observer: Option<Observer>,
    query: BTreeMap<String, String>,
    headers: HeaderMap,
    problems: Vec<Violation>,
}

/// Counts the requests of calls, which use up the account's rate limit. Clones share one count.
///
/// Every attempt is counted: for each page, after a failure or a 429, and for pages that were
/// requested ahead and not needed. Requests for access tokens are not counted, and neither are
/// attempts that failed because no connection could be made.
///
/// The service may have counted others in two cases. An attempt that ends at its time limit counts,
/// although the connection may not have been made until then. And an attempt counts once, even if the
/// service redirected it to another path and it was sent there again.
///
/// ```no_run
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{CallCounter, CallOptions, Client, Request};
///
/// # async fn example(client: Client, request: Request) -> Result<(), helpscout_runtime::Error> {
/// let counter = CallCounter::new();
/// let counted = client.with(CallOptions::new().counted_by(&counter));
/// let rows = counted.raw_all(request).await?;
/// println!("{} rows took {} calls", rows.len(), counter.sent());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct CallCounter(Arc<AtomicU64>);

impl CallCounter {
    /// Creates a counter at 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns how many requests were sent, without those that redirects led to.
    pub fn sent(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The headers that only the client sets: those with the token, those that define where a request
/// goes and where it ends, and the one for compressed responses, which it can't read.
const OWN_HEADERS: [HeaderName; 10] = [
    header::ACCEPT_ENCODING,
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::HOST,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Returns whether only the client sets the header.
pub(crate) fn is_own(name: &HeaderName) -> bool {
    OWN_HEADERS.contains(name)
}

impl CallOptions {
    /// Creates options that override nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time limit of one attempt, from connecting to the last byte.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::CallOptions;
    ///
    /// let options = CallOptions::new().timeout(Duration::from_secs(5));
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.refuse_zero("timeout", timeout.is_zero());
        self.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of one call with all attempts and waits. If several pages are read, each
    /// page is a call.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::CallOptions;
    ///
    /// // An attempt may take 5 seconds, and the whole call 20.
    /// let options = CallOptions::new()
    ///     .timeout(Duration::from_secs(5))
    ///     .deadline(Duration::from_secs(20));
    /// ```
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.refuse_zero("deadline", deadline.is_zero());
        self.deadline = Some(deadline);
        self
    }

    /// Sets the maximum number of requests for one call, including the first. With 1 the client
    /// never retries, except once after the service rejected a token.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::CallOptions;
    ///
    /// let once = CallOptions::new().max_attempts(1);
    /// ```
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.refuse_zero("max_attempts", attempts == 0);
        self.max_attempts = Some(attempts);
        self
    }

    /// Counts the requests of the calls with this counter.
    pub fn counted_by(mut self, counter: &CallCounter) -> Self {
        self.counter = Some(counter.clone());
        self
    }

    /// Sets a function that is called before each wait of the calls, in place of
    /// [`ClientBuilder::on_wait`](crate::ClientBuilder::on_wait). So a server that makes the calls of
    /// several users with one client knows who waits. Waits of a request for a token concern all calls,
    /// and are told only to the function of the client.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::CallOptions;
    ///
    /// let options = CallOptions::new()
    ///     .on_wait(|wait| eprintln!("this call waits {} s", wait.length.as_secs()));
    /// ```
    pub fn on_wait(mut self, tell: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer::new(tell));
        self
    }

    /// Adds a query parameter. An earlier extra parameter of this name is replaced.
    ///
    /// It can't replace a parameter that the query sets or one that is checked before sending.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::CallOptions;
    ///
    /// let options = CallOptions::new().query("rating", "great").query("limit", 50);
    /// ```
    pub fn query(mut self, name: impl Into<String>, value: impl ToWire) -> Self {
        let name = name.into();
        let text = value.to_wire();
        if name.is_empty() {
            self.refuse(name, "an extra parameter has an empty name; give it a name");
        } else if value.is_sendable() {
            self.query.insert(name, text);
        } else {
            let problem = query::unsendable(&name, &text);
            self.refuse(name, &problem);
        }
        self
    }

    /// Adds a header. An earlier extra header of this name is replaced.
    ///
    /// Only the client sets `Authorization` and the headers that HTTP itself needs, such as `Host`.
    /// It can't replace a header that is a parameter of the operation and that the query sets, or that
    /// is checked before sending. A `Content-Type` replaces that of a JSON body, which stays JSON.
    ///
    /// The header is sent again if a redirect within the service is followed. If a custom HTTP
    /// client follows a redirect to another host, the header is sent there as well.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::CallOptions;
    ///
    /// let options = CallOptions::new().header("X-Request-Source", "nightly-pull");
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let Ok(parsed) = name.parse::<HeaderName>() else {
            let problem =
                format!("`{name}` is not a valid header name; use letters, digits and `-`");
            self.refuse(name.to_owned(), &problem);
            return self;
        };
        if is_own(&parsed) {
            let problem = match parsed {
                header::AUTHORIZATION => {
                    "the header `authorization` carries the client's token; set credentials on the client builder"
                        .to_owned()
                }
                header::ACCEPT_ENCODING => {
                    "the header `accept-encoding` would ask for a compressed response, which the client can't read; remove it"
                        .to_owned()
                }
                _ => format!("the header `{parsed}` is set by the client; remove it"),
            };
            self.refuse(parsed.as_str().to_owned(), &problem);
            return self;
        }
        match HeaderValue::from_str(value) {
            Ok(mut value) => {
                // The value may be a secret, such as the key of a gateway.
                value.set_sensitive(true);
                self.headers.insert(parsed, value);
            }
            Err(_) => {
                let problem = format!(
                    "the value of the header `{parsed}` contains characters that can't be sent, such as a line break; remove them"
                );
                self.refuse(parsed.as_str().to_owned(), &problem);
            }
        }
        self
    }

    /// Returns these options, overridden by those that `later` sets.
    pub(crate) fn and(mut self, later: Self) -> Self {
        self.timeout = later.timeout.or(self.timeout);
        self.deadline = later.deadline.or(self.deadline);
        self.max_attempts = later.max_attempts.or(self.max_attempts);
        self.counter = later.counter.or(self.counter);
        self.observer = later.observer.or(self.observer);
        self.query.extend(later.query);
        for (name, value) in &later.headers {
            self.headers.insert(name, value.clone());
        }
        self.problems.extend(later.problems);
        self
    }

    /// Returns who hears of the waits of a call, which is `others` unless it is set.
    pub(crate) fn observer<'a>(&'a self, others: &'a Observer) -> &'a Observer {
        self.observer.as_ref().unwrap_or(others)
    }

    /// Counts a request that is sent.
    pub(crate) fn count(&self) {
        if let Some(CallCounter(count)) = &self.counter {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Takes back a request that did not reach the service.
    pub(crate) fn discount(&self) {
        if let Some(CallCounter(count)) = &self.counter {
            count.fetch_sub(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn extra_query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) const fn extra_headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the problems with these options, by themselves and together with a query.
    pub(crate) fn violations(&self, operation: &Operation, query: &Query) -> Vec<Violation> {
        let mut found = self.problems.clone();
        let taken = self
            .query
            .keys()
            .filter(|name| query.get(name).is_some() || checks(operation, name));
        found.extend(taken.map(|name| Violation {
            parameter: name.clone().into(),
            message: format!(
                "`{name}` is a parameter of the query, which an extra parameter can't replace; set it in the query"
            ),
        }));
        let headers = operation
            .sent
            .iter()
            .filter(|sent| sent.how == How::Header)
            .filter(|sent| self.headers.contains_key(sent.name))
            .filter(|sent| query.get(sent.name).is_some() || checks(operation, sent.name));
        found.extend(headers.map(|sent| Violation {
            parameter: sent.name.into(),
            message: format!(
                "the header `{}` is a parameter of the query, which an extra header can't replace; set it in the query",
                sent.name
            ),
        }));
        found
    }

    fn refuse_zero(&mut self, name: &'static str, is_zero: bool) {
        if is_zero {
            let problem = format!("`{name}` is 0, so nothing could be sent; raise it");
            self.refuse(name.to_owned(), &problem);
        }
    }

    fn refuse(&mut self, parameter: String, problem: &str) {
        self.problems.push(Violation {
            parameter: parameter.into(),
            message: problem.to_owned(),
        });
    }
}

/// Returns whether the parameter is checked before sending, which an extra parameter would bypass.
fn checks(operation: &Operation, name: &str) -> bool {
    operation.required.contains(&name)
        || operation.rules.iter().any(|rule| rule.names(name))
        || operation
            .pages
            .is_some_and(|pages| pages.parameter() == Some(name))
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("max_attempts", &self.max_attempts)
            .field("query", &self.query)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

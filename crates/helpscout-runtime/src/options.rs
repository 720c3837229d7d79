//! What single calls do otherwise than the client's settings say.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::error::Violation;
use crate::wire::ToWire;
use crate::{Operation, Request};

/// Settings for single calls, given with [`Client::with`](crate::Client::with).
///
/// ```no_run
/// use std::time::Duration;
/// use helpscout_runtime::{CallOptions, Client, Request};
///
/// # async fn example(client: Client, request: Request) -> Result<(), helpscout_runtime::Error> {
/// let impatient = CallOptions::new()
///     .timeout(Duration::from_secs(5))
///     .deadline(Duration::from_secs(20))
///     .max_attempts(2);
/// let answer = client.with(impatient).send_raw(&request).await?;
///
/// // A parameter the documentation does not have yet, and a mark for a gateway's log.
/// let traced = CallOptions::new()
///     .query("rating", "great")
///     .header("X-Request-Source", "nightly-pull");
/// let answers = client.with(traced).raw_all(request).await?;
/// # Ok(())
/// # }
/// ```
///
/// What can't be sent is an error of the call, before anything is sent:
/// [`Error::is_invalid_query`](crate::Error::is_invalid_query).
#[derive(Clone, Default)]
#[must_use]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
    query: BTreeMap<String, String>,
    headers: HeaderMap,
    problems: Vec<Violation>,
}

/// Headers that carry the token or say where the request goes and where it ends.
const OWN_HEADERS: [HeaderName; 9] = [
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

impl CallOptions {
    /// Nothing otherwise than the client's settings say.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long one attempt may take, from connecting to the last byte.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.refuse_zero("timeout", timeout.is_zero());
        self.timeout = Some(timeout);
        self
    }

    /// How long one call may take with all attempts and waits; in a walk, each page is a call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.refuse_zero("deadline", deadline.is_zero());
        self.deadline = Some(deadline);
        self
    }

    /// How many requests are sent for one call at most, counting the first; 1 never repeats, but
    /// for the one after a refused token.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.refuse_zero("max_attempts", attempts == 0);
        self.max_attempts = Some(attempts);
        self
    }

    /// One more query parameter; an earlier extra one of this name is replaced.
    ///
    /// It can't replace a parameter that the query sets, nor one that is checked before sending.
    pub fn query(mut self, name: impl Into<String>, value: impl ToWire) -> Self {
        let name = name.into();
        if name.is_empty() {
            self.refuse(name, "an extra parameter has no name; give it one");
        } else {
            self.query.insert(name, value.to_wire());
        }
        self
    }

    /// One more header; an earlier extra one of this name is replaced.
    ///
    /// `Authorization` and those that HTTP itself needs (such as `Host`) stay the client's own. A
    /// redirect within the service repeats it; one that a client of the caller's own follows to
    /// another host repeats it there.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let Ok(parsed) = name.parse::<HeaderName>() else {
            let problem = format!("`{name}` is no name of a header; use letters, digits and `-`");
            self.refuse(name.to_owned(), &problem);
            return self;
        };
        if OWN_HEADERS.contains(&parsed) {
            let problem = match parsed {
                header::AUTHORIZATION => {
                    "the header `authorization` carries the client's token; set credentials at the builder"
                        .to_owned()
                }
                _ => format!("the header `{parsed}` is set by the client; leave it out"),
            };
            self.refuse(parsed.as_str().to_owned(), &problem);
            return self;
        }
        match HeaderValue::from_str(value) {
            Ok(mut value) => {
                // It may be a secret, such as a gateway's key.
                value.set_sensitive(true);
                self.headers.insert(parsed, value);
            }
            Err(_) => {
                let problem = format!(
                    "the value for the header `{parsed}` has characters that can't be sent, such as a line break"
                );
                self.refuse(parsed.as_str().to_owned(), &problem);
            }
        }
        self
    }

    /// These options, with those of `later` where both say something.
    pub(crate) fn and(mut self, later: Self) -> Self {
        self.timeout = later.timeout.or(self.timeout);
        self.deadline = later.deadline.or(self.deadline);
        self.max_attempts = later.max_attempts.or(self.max_attempts);
        self.query.extend(later.query);
        for (name, value) in &later.headers {
            self.headers.insert(name, value.clone());
        }
        self.problems.extend(later.problems);
        self
    }

    pub(crate) fn extra_query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) const fn extra_headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What is wrong with these options in themselves, and for this request.
    pub(crate) fn violations(&self, request: &Request) -> Vec<Violation> {
        let mut found = self.problems.clone();
        let taken = self.query.keys().filter(|name| {
            request.query().get(name).is_some() || checks(request.operation(), name)
        });
        found.extend(taken.map(|name| Violation {
            parameter: name.clone().into(),
            message: format!(
                "`{name}` belongs to the query, and an extra parameter can't replace it; set it there"
            ),
        }));
        found
    }

    fn refuse_zero(&mut self, name: &'static str, is_zero: bool) {
        if is_zero {
            let problem = format!("`{name}` is 0, with which nothing could be sent; raise it");
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

/// Whether the parameter is checked before sending, which an extra one would go around.
fn checks(operation: &Operation, name: &str) -> bool {
    operation.required.contains(&name)
        || operation.rules.iter().any(|rule| rule.names(name))
        || operation.pages.is_some_and(|pages| pages.parameter == name)
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

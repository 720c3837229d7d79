//! What can go wrong with a call, as data.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;

use super::refusal::{Body, Refusal};
use crate::identity::Identity;
use crate::operation::Operation;
use crate::proxy::UsedProxy;
use crate::wait::WaitReason;

#[derive(Clone)]
pub(super) struct Failure {
    pub(super) kind: Kind,
    pub(super) stage: Stage,
    pub(super) operation: Option<&'static Operation>,
    pub(super) page: Option<i64>,
    /// Which query it was, if several were made together.
    pub(super) query: Option<QueryPlace>,
    pub(super) attempts: u32,
    /// How many times the report was read, if it kept changing.
    pub(super) walks: u32,
    pub(super) given_up: Option<GivenUp>,
    /// The status and the correlation ID of a response whose body is not there, unless the kind has
    /// them.
    pub(super) answered: Option<(StatusCode, Option<String>)>,
    pub(super) source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// One of several queries.
#[derive(Clone, Debug)]
pub(super) struct QueryPlace {
    /// The index of the first is 0.
    pub(super) index: usize,
    /// The parameters without secrets, such as `end=…, start=…`.
    pub(super) parameters: String,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Setup(String),
    /// The environment lacks credentials, or a variable can't be read.
    Environment {
        problem: String,
        advice: String,
    },
    Query(Vec<Violation>),
    Refused(Box<Refusal>),
    /// The caller's token provider failed, or its function that stores refresh tokens.
    Provider(String),
    /// One of these functions did not return in time.
    Hung {
        function: &'static str,
        after: Duration,
        advice: &'static str,
    },
    Connect {
        host: String,
        cause: String,
        obstacle: Obstacle,
        /// Whether it fails in the same way until somebody changes the set-up.
        is_permanent: bool,
    },
    Proxy(Box<ProxyFault>),
    /// The certificate of the service was rejected.
    Certificate {
        host: String,
        fault: CertificateFault,
        /// The text of the TLS library.
        detail: String,
    },
    Timeout {
        after: Duration,
        /// Whether the HTTP client has a shorter limit than that of an attempt, which ended it.
        is_of_http_client: bool,
    },
    /// The connection was lost before the response was complete.
    Interrupted {
        cause: String,
    },
    /// The JSON of a response ended too early.
    Truncated(Box<Undecodable>),
    TooLarge {
        limit: usize,
    },
    /// A redirect was not followed. `is_here` says that it leads to the host of the base URL.
    Redirect {
        status: StatusCode,
        to: String,
        is_here: bool,
    },
    /// The redirect policy of the program ended the call with an error.
    RedirectPolicy {
        cause: String,
    },
    /// The caller's HTTP client followed a redirect to another host.
    Elsewhere {
        status: StatusCode,
        by: String,
    },
    /// No call could be made before the deadline.
    NoCalls {
        wait: Duration,
        reason: WaitReason,
    },
    Deadline {
        after: Duration,
    },
    Decode(Box<Undecodable>),
    Walk(WalkTrouble),
    /// The program stopped the work of the call.
    Stopped(String),
}

/// What the client was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Call,
    Token {
        /// What the token was requested with, if the service issues a new one with each token.
        grant: Option<&'static str>,
    },
}

/// Why the client did not retry a failure that it could have retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenUp {
    Attempts,
    /// The service may have done already what the call asks for.
    Effect,
    Deadline(Duration),
    Budget,
}

/// A proxy that refused the connection or could not be reached.
#[derive(Clone, Debug)]
pub(crate) struct ProxyFault {
    /// The host and port of the service.
    pub(crate) host: String,
    pub(crate) proxy: UsedProxy,
    /// The status, if the proxy responded in place of the service.
    pub(crate) status: Option<StatusCode>,
    pub(crate) problem: ProxyProblem,
    /// Whether it fails in the same way until somebody changes the set-up.
    pub(crate) is_permanent: bool,
}

/// What is wrong with a proxy.
#[derive(Clone, Debug)]
pub(crate) enum ProxyProblem {
    /// It responds with 407.
    Password,
    Other(String),
}

impl fmt::Display for ProxyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password => {
                "it requires a user name and password (407 Proxy Authentication Required)"
            }
            Self::Other(problem) => problem,
        })
    }
}

/// Returns whether the words of hyper are those for an answer that it can't read.
pub(super) fn is_malformed(cause: &str) -> bool {
    cause.starts_with("invalid ") && cause.ends_with(" parsed")
}

/// What is in the way of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// Nothing on this machine listens at the port.
    Silence,
    /// The host refuses connections to the port.
    Refusal,
    /// The host was not found by its name.
    Name,
    Other,
}

/// Why a certificate was rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CertificateFault {
    Untrusted,
    Expired,
    Early,
    OtherHost,
    OtherPurpose,
    Revoked,
    Other,
}

impl fmt::Display for CertificateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Untrusted => "its issuer is not trusted",
            Self::Expired => "it has expired",
            Self::Early => "it is not valid yet",
            Self::OtherHost => "it is the certificate of another host",
            Self::OtherPurpose => "it is not the certificate of a server",
            Self::Revoked => "it was revoked",
            Self::Other => "it is not valid",
        })
    }
}

/// A body that is not JSON, or JSON of another shape, or that ends too early.
#[derive(Clone, Debug)]
pub(crate) struct Undecodable {
    /// The status, or `None` for a body that did not come with a response.
    pub(crate) status: Option<StatusCode>,
    pub(crate) correlation_id: Option<String>,
    /// The dotted path of the value. It is empty if the whole body is meant.
    pub(crate) path: String,
    pub(crate) problem: String,
    /// Whether the problem is that the body is compressed, which the client never asks for.
    pub(crate) is_compressed: bool,
    pub(crate) body: Body,
}

/// Why the pages that were read are not a consistent report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WalkTrouble {
    /// Rows were added or removed while the pages were being read.
    Moved {
        what: &'static str,
        before: i64,
        after: i64,
    },
    /// Rows of this page came before, because others were added or removed.
    Repeated {
        ids: Vec<Identity>,
        /// How many more rows came twice.
        others: usize,
        /// The pages that had them first, which may include this page.
        pages: Vec<i64>,
    },
    /// The service returned another page than the requested one.
    Stuck { asked: i64, got: i64 },
    /// The report ended before all announced rows were read.
    Short { rows: i64, count: i64 },
    /// The service returned the rows from another row on than the requested one.
    OtherRow { asked: i64, got: i64 },
    /// The way to the next page is that of an earlier page.
    Circle {
        /// The start of a sentence: `the cursor of` or `the link to`.
        what: &'static str,
    },
    /// A page without rows that is not the last, so the next one would start at the same row.
    NoRows,
    /// A page that is not the last, but has no cursor for the next one.
    NoCursor,
    /// The link to the next page leads to another place than the call went.
    Elsewhere { link: String, expected: String },
    TooMany {
        /// The number of pages, if the service says it.
        pages: Option<i64>,
        limit: i64,
    },
    /// The pages up to this one are larger than a report may be.
    TooLarge { bytes: u64, limit: u64 },
}

/// One problem with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The wire name of the parameter. For a problem with
    /// [`CallOptions`](crate::CallOptions) it is the name of the header or setting.
    pub parameter: Cow<'static, str>,
    /// A message that says what the value is, what is wrong with it and what to do.
    pub message: String,
}

impl Violation {
    /// Returns the violation of a field of an object, which is the one with this index in the list with
    /// this name.
    pub(crate) fn inside(self, name: &str, index: usize) -> Self {
        Self {
            parameter: format!("{name}[{index}].{}", self.parameter).into(),
            message: format!("in `{name}[{index}]`, {}", self.message),
        }
    }
}

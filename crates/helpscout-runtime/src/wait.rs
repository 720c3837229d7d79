//! Reports waits to the log and to an observer such as a progress bar.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::Instant;

use crate::status::Shown;

/// A wait before the client sends the next request, which
/// [`ClientBuilder::on_wait`](crate::ClientBuilder::on_wait) passes to a function.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Client, Wait};
///
/// fn tell(wait: &Wait) {
///     let operation = wait.operation.unwrap_or("access token");
///     eprintln!("{operation}: waiting {} s: {}", wait.length.as_secs(), wait.reason);
/// }
///
/// let builder = Client::builder().on_wait(tell);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Wait {
    /// The length of the wait.
    pub length: Duration,
    /// The reason for the wait.
    pub reason: WaitReason,
    /// The operation that waits, or `None` for a request for a token.
    pub operation: Option<&'static str>,
    /// The page that waits, counted from 1. It is `None` if the operation has no numbered pages, or if
    /// the query names none, although the service returns the first one then.
    pub page: Option<i64>,
}

/// Why the client waits.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::WaitReason;
///
/// assert_eq!(WaitReason::RateLimited.to_string(), "rate limited");
/// assert_eq!(WaitReason::Connection.to_string(), "connection problem");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The service responded that the account made too many calls.
    RateLimited,
    /// Only the reserve is left of the calls of this minute.
    Reserve,
    /// The program allows only so many calls per minute; see
    /// [`ClientBuilder::calls_per_minute`](crate::ClientBuilder::calls_per_minute).
    Pace,
    /// The service responded with this status, which states a temporary problem.
    Unavailable(StatusCode),
    /// The connection failed, was lost or timed out.
    Connection,
}

impl fmt::Display for WaitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RateLimited => f.write_str("rate limited"),
            Self::Reserve => f.write_str("keeping the rate reserve"),
            Self::Pace => f.write_str("keeping the calls per minute"),
            Self::Unavailable(status) => {
                write!(f, "the service responded with {}", Shown(*status))
            }
            Self::Connection => f.write_str("connection problem"),
        }
    }
}

/// The function that is called before each wait.
#[derive(Clone, Default)]
pub(crate) struct Observer(Option<Arc<Tell>>);

type Tell = dyn Fn(&Wait) + Send + Sync;

impl Observer {
    pub(crate) fn new(tell: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    pub(crate) fn tell(&self, wait: &Wait) {
        tracing::info!(
            operation = wait.operation,
            page = wait.page,
            milliseconds = wait.length.as_millis() as u64,
            reason = %wait.reason,
            "waiting"
        );
        if let Some(tell) = &self.0 {
            tell(wait);
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "set" } else { "none" })
    }
}

/// Returns the instant after `length`. A length of more than 30 years counts as 30 years, which
/// keeps the instant in range.
pub(crate) fn from_now(length: Duration) -> Instant {
    const DECADES: Duration = Duration::from_secs(30 * 365 * 86_400);
    let now = Instant::now();
    now.checked_add(length.min(DECADES)).unwrap_or(now)
}

//! Waits, made visible: to the log, and to an observer such as a progress bar.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::Instant;

/// A pause the client makes before it sends the next request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Wait {
    /// How long it is.
    pub length: Duration,
    /// Why it is made.
    pub reason: WaitReason,
    /// The operation that waits; none for a token.
    pub operation: Option<&'static str>,
    /// The page that waits, if the operation has pages.
    pub page: Option<i64>,
}

/// Why the client waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The service said that too many calls were made.
    RateLimited,
    /// The calls of this minute are used up to the reserve.
    Reserve,
    /// The service answered that it can't answer now.
    Unavailable(StatusCode),
    /// The connection failed, broke or took too long.
    Connection,
}

impl fmt::Display for WaitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RateLimited => f.write_str("rate limited"),
            Self::Reserve => f.write_str("keeping the reserve of calls"),
            Self::Unavailable(status) => write!(f, "the service answered {status}"),
            Self::Connection => f.write_str("connection trouble"),
        }
    }
}

/// Who is told of waits.
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

/// The instant `length` from now, or one that never comes if that is out of range.
pub(crate) fn from_now(length: Duration) -> Instant {
    const DECADES: Duration = Duration::from_secs(30 * 365 * 86_400);
    let now = Instant::now();
    now.checked_add(length.min(DECADES)).unwrap_or(now)
}

//! The kind of an error: one word for what went wrong.

use std::fmt;

use reqwest::StatusCode;

use super::kind::{Failure, Kind, Stage, WalkTrouble};
use super::refusal::Refusal;
use crate::status;

/// What went wrong with a call. Every [`Error`](crate::Error) has exactly one kind.
///
/// [`ErrorKind::as_str`] returns a stable name for output that programs read.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Client, ErrorKind};
///
/// let error = Client::builder().build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Setup);
/// assert_eq!(error.kind().as_str(), "setup");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up or used in a way that can't work, such as without credentials. Nothing
    /// was sent. The message says what to change.
    Setup,
    /// The query is invalid, so nothing was sent; see
    /// [`Error::is_invalid_query`](crate::Error::is_invalid_query).
    InvalidQuery,
    /// The service rejected the credentials or the token; see
    /// [`Error::is_unauthorized`](crate::Error::is_unauthorized).
    Unauthorized,
    /// The account's plan or the user's role does not include the operation; see
    /// [`Error::is_plan_refusal`](crate::Error::is_plan_refusal).
    PlanRefused,
    /// The app's user does not have permission. An administrator of the account can change that.
    Forbidden,
    /// The service does not know the path or an ID in it. Check the base URL and the IDs of the
    /// query.
    NotFound,
    /// The account has made too many calls in this minute; see
    /// [`Error::is_rate_limited`](crate::Error::is_rate_limited).
    RateLimited,
    /// The service has a temporary problem, such as a 503. A later try may help; see
    /// [`Error::retry_after`](crate::Error::retry_after).
    Unavailable,
    /// The service refused the call with another status, such as 400 or 501. Of a 400,
    /// [`Error::field_errors`](crate::Error::field_errors) has what the service says about each
    /// parameter.
    Refused,
    /// The program's own token provider failed, or its function that stores refresh tokens. The
    /// source of the error is the error of that function; there is none if the function did not return
    /// in time.
    TokenProvider,
    /// The client could not connect to the service; see
    /// [`Error::is_connect`](crate::Error::is_connect).
    Connect,
    /// A proxy refused the connection, or could not be reached. The message names the proxy and
    /// where it is set.
    Proxy,
    /// The certificate of the service is not trusted, has expired, or is that of another host. The
    /// message says which, and what to do.
    Certificate,
    /// No complete response arrived in time, for one attempt or for the whole call; see
    /// [`Error::is_timeout`](crate::Error::is_timeout).
    Timeout,
    /// The response ended before it was complete; see
    /// [`Error::is_interrupted`](crate::Error::is_interrupted).
    Interrupted,
    /// The service redirected the call to a place to which the token is not sent, or more often than
    /// the HTTP client follows. If the service has moved, change the base URL.
    Redirect,
    /// The response or the report is larger than the limit that is set on the builder. Request a
    /// shorter interval, or raise the limit that the message names.
    TooLarge,
    /// A complete response could not be decoded; see
    /// [`Error::is_decode`](crate::Error::is_decode).
    Decode,
    /// The pages of a report are inconsistent; see
    /// [`Error::is_inconsistent`](crate::Error::is_inconsistent).
    Inconsistent,
    /// The program stopped the call, for example because it shut down the tokio runtime.
    Stopped,
}

impl ErrorKind {
    /// Every kind of this version.
    pub const ALL: &'static [Self] = &[
        Self::Setup,
        Self::InvalidQuery,
        Self::Unauthorized,
        Self::PlanRefused,
        Self::Forbidden,
        Self::NotFound,
        Self::RateLimited,
        Self::Unavailable,
        Self::Refused,
        Self::TokenProvider,
        Self::Connect,
        Self::Proxy,
        Self::Certificate,
        Self::Timeout,
        Self::Interrupted,
        Self::Redirect,
        Self::TooLarge,
        Self::Decode,
        Self::Inconsistent,
        Self::Stopped,
    ];

    /// Returns the name of the kind in lower case with underscores, such as `rate_limited`. The
    /// name of a kind never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::InvalidQuery => "invalid_query",
            Self::Unauthorized => "unauthorized",
            Self::PlanRefused => "plan_refused",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Refused => "refused",
            Self::TokenProvider => "token_provider",
            Self::Connect => "connect",
            Self::Proxy => "proxy",
            Self::Certificate => "certificate",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
            Self::Redirect => "redirect",
            Self::TooLarge => "too_large",
            Self::Decode => "decode",
            Self::Inconsistent => "inconsistent",
            Self::Stopped => "stopped",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

pub(super) fn classify(failure: &Failure) -> ErrorKind {
    match &failure.kind {
        Kind::Setup(_) | Kind::Environment { .. } => ErrorKind::Setup,
        Kind::Query(_) => ErrorKind::InvalidQuery,
        Kind::Refused(refusal) => classify_refusal(failure, refusal),
        Kind::Provider(_) | Kind::Hung { .. } => ErrorKind::TokenProvider,
        Kind::Connect { .. } => ErrorKind::Connect,
        Kind::Timeout { .. } | Kind::Deadline { .. } => ErrorKind::Timeout,
        Kind::Proxy(_) => ErrorKind::Proxy,
        Kind::Certificate { .. } => ErrorKind::Certificate,
        Kind::Interrupted { .. } | Kind::Truncated(_) => ErrorKind::Interrupted,
        Kind::TooLarge { .. }
        | Kind::Walk(WalkTrouble::TooMany { .. } | WalkTrouble::TooLarge { .. }) => {
            ErrorKind::TooLarge
        }
        Kind::Redirect { .. } | Kind::RedirectPolicy { .. } | Kind::Elsewhere { .. } => {
            ErrorKind::Redirect
        }
        Kind::NoCalls { .. } => ErrorKind::RateLimited,
        Kind::Decode(_) => ErrorKind::Decode,
        Kind::Walk(_) => ErrorKind::Inconsistent,
        Kind::Stopped(_) => ErrorKind::Stopped,
    }
}

fn classify_refusal(failure: &Failure, refusal: &Refusal) -> ErrorKind {
    let has_plans = failure
        .operation
        .is_some_and(|operation| !operation.plans.is_empty());
    match (failure.stage, refusal.status) {
        (Stage::Token { .. }, StatusCode::BAD_REQUEST) => ErrorKind::Unauthorized,
        (_, StatusCode::UNAUTHORIZED) => ErrorKind::Unauthorized,
        // A filter on the way answers with a page.
        (_, StatusCode::FORBIDDEN) if refusal.is_page() => ErrorKind::Refused,
        (Stage::Call, StatusCode::FORBIDDEN) if has_plans => ErrorKind::PlanRefused,
        (_, StatusCode::FORBIDDEN) => ErrorKind::Forbidden,
        (_, StatusCode::NOT_FOUND | StatusCode::GONE) => ErrorKind::NotFound,
        (_, StatusCode::TOO_MANY_REQUESTS) => ErrorKind::RateLimited,
        (_, status) if status::is_temporary(status) => ErrorKind::Unavailable,
        _ => ErrorKind::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_are_listed_in_order_up_to_the_last() {
        for (position, kind) in ErrorKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, position);
        }
        assert_eq!(ErrorKind::ALL.last(), Some(&ErrorKind::Stopped));
    }
}

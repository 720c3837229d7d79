//! The kinds of faults, and their names.

use std::{fmt, str::FromStr};

/// One way for an answer to go wrong. Each kind has a name, which [`Display`](fmt::Display) writes
/// and [`FromStr`] parses.
///
/// A 429 or 500 comes from the service: it has a correlation ID, and the rate-limit headers where
/// good answers have them. Another status or an HTML page comes from a gateway in front of the
/// service, and has neither.
///
/// ```
/// use helpscout_sandbox::Fault;
///
/// assert_eq!(Fault::RateLimitedDate.to_string(), "429-date");
/// assert_eq!("cut".parse(), Ok(Fault::Cut));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// `408`: a 408 without a body.
    RequestTimeout,
    /// `429`: a 429 with the wait in `X-RateLimit-Retry-After`, as documented.
    RateLimited,
    /// `429-seconds`: a 429 with the wait in `Retry-After` only, in seconds.
    RateLimitedSeconds,
    /// `429-fraction`: a 429 with the wait in `Retry-After` only, in seconds with a fraction of a
    /// half.
    RateLimitedFraction,
    /// `429-date`: a 429 with the wait in `Retry-After` only, as the date when it ends.
    RateLimitedDate,
    /// `429-silent`: a 429 that does not say how long to wait.
    RateLimitedSilent,
    /// `500`: a 500 with an error body in the service's format.
    ServerError,
    /// `501`: a 501 with an HTML page, which states a permanent fault.
    NotImplemented,
    /// `502`: a 502 with an HTML page.
    BadGateway,
    /// `503`: a 503 with an HTML page.
    Unavailable,
    /// `504`: a 504 without a body.
    GatewayTimeout,
    /// `522`: a 522 with an HTML page, a status that gateways use and no standard defines.
    OriginTimeout,
    /// `cut`: a 200 with half of its body, after which the connection is closed.
    Cut,
    /// `truncate`: a 200 with half of its body and no length, so that only the closed connection
    /// ends it.
    Truncated,
    /// `empty`: a 200 without a body.
    Empty,
    /// `html`: a 200 with an HTML page instead of JSON. Whether to retry is up to the client.
    Html,
    /// `drop`: the connection is closed before the first byte of the answer.
    Dropped,
    /// `stall`: the answer, after a silence.
    Stalled,
    /// `stall-body`: half of the body, a silence, then the rest.
    StalledBody,
}

/// A word that is not the name of a fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not a fault; the faults are {}", names())]
pub struct UnknownFault {
    /// The word.
    found: String,
}

impl Fault {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::RequestTimeout,
        Self::RateLimited,
        Self::RateLimitedSeconds,
        Self::RateLimitedFraction,
        Self::RateLimitedDate,
        Self::RateLimitedSilent,
        Self::ServerError,
        Self::NotImplemented,
        Self::BadGateway,
        Self::Unavailable,
        Self::GatewayTimeout,
        Self::OriginTimeout,
        Self::Cut,
        Self::Truncated,
        Self::Empty,
        Self::Html,
        Self::Dropped,
        Self::Stalled,
        Self::StalledBody,
    ];

    /// The kinds that a client can recover from by retrying, and that cost it little time.
    pub const TRANSIENT: &'static [Self] = &[
        Self::RequestTimeout,
        Self::RateLimited,
        Self::RateLimitedSeconds,
        Self::RateLimitedFraction,
        Self::RateLimitedDate,
        Self::ServerError,
        Self::BadGateway,
        Self::Unavailable,
        Self::GatewayTimeout,
        Self::OriginTimeout,
        Self::Cut,
        Self::Truncated,
        Self::Empty,
        Self::Dropped,
    ];

    /// Returns the name that the kind is parsed from.
    pub fn name(self) -> &'static str {
        match self {
            Self::RequestTimeout => "408",
            Self::RateLimited => "429",
            Self::RateLimitedSeconds => "429-seconds",
            Self::RateLimitedFraction => "429-fraction",
            Self::RateLimitedDate => "429-date",
            Self::RateLimitedSilent => "429-silent",
            Self::ServerError => "500",
            Self::NotImplemented => "501",
            Self::BadGateway => "502",
            Self::Unavailable => "503",
            Self::GatewayTimeout => "504",
            Self::OriginTimeout => "522",
            Self::Cut => "cut",
            Self::Truncated => "truncate",
            Self::Empty => "empty",
            Self::Html => "html",
            Self::Dropped => "drop",
            Self::Stalled => "stall",
            Self::StalledBody => "stall-body",
        }
    }

    /// Returns true if the fault sends something else instead of the good answer.
    pub(crate) fn replaces_the_answer(self) -> bool {
        match self {
            Self::RequestTimeout
            | Self::RateLimited
            | Self::RateLimitedSeconds
            | Self::RateLimitedFraction
            | Self::RateLimitedDate
            | Self::RateLimitedSilent
            | Self::ServerError
            | Self::NotImplemented
            | Self::BadGateway
            | Self::Unavailable
            | Self::GatewayTimeout
            | Self::OriginTimeout
            | Self::Html => true,
            Self::Cut
            | Self::Truncated
            | Self::Empty
            | Self::Dropped
            | Self::Stalled
            | Self::StalledBody => false,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let mut known = Self::ALL.iter().copied();
        known
            .find(|fault| fault.name() == text)
            .ok_or_else(|| UnknownFault {
                found: text.to_owned(),
            })
    }
}

fn names() -> String {
    let names: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    names.join(", ")
}

//! The kinds of faults, and their names.

use std::{fmt, str::FromStr};

/// One way for an answer to go wrong. Each has a name ([`Display`](fmt::Display)) by which it can
/// be parsed.
///
/// A 429 and a 500 come from the service: with correlation id, and with the rate limit where good
/// answers have it. A 502, 503, 504 or HTML page comes from something in front of it, and has
/// neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// `429`: the wait in `X-RateLimit-Retry-After`, as documented.
    RateLimited,
    /// `429-seconds`: the wait in `Retry-After` alone, in seconds.
    RateLimitedSeconds,
    /// `429-date`: the wait in `Retry-After` alone, as the date on which it is over.
    RateLimitedDate,
    /// `429-silent`: no word on how long to wait.
    RateLimitedSilent,
    /// `500`: a refusal in the service's own form.
    ServerError,
    /// `502`: an HTML page.
    BadGateway,
    /// `503`: an HTML page.
    Unavailable,
    /// `504`: nothing but the status.
    GatewayTimeout,
    /// `cut`: a 200 of which half the body comes, then the connection is closed.
    Cut,
    /// `html`: a 200 with an HTML page in place of JSON. Whether that is worth another attempt is
    /// for the client to decide.
    Html,
    /// `drop`: the connection is closed before a byte of the answer.
    Dropped,
    /// `stall`: silence, then the answer.
    Stalled,
    /// `stall-body`: half the answer, silence, then the rest.
    StalledBody,
}

/// A word that names no kind of fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault {found:?}; the faults are {}", names())]
pub struct UnknownFault {
    /// The word.
    found: String,
}

impl Fault {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::RateLimited,
        Self::RateLimitedSeconds,
        Self::RateLimitedDate,
        Self::RateLimitedSilent,
        Self::ServerError,
        Self::BadGateway,
        Self::Unavailable,
        Self::GatewayTimeout,
        Self::Cut,
        Self::Html,
        Self::Dropped,
        Self::Stalled,
        Self::StalledBody,
    ];

    /// The kinds that every patient client gets over, and that cost it little time.
    pub const TRANSIENT: &'static [Self] = &[
        Self::RateLimited,
        Self::RateLimitedSeconds,
        Self::RateLimitedDate,
        Self::ServerError,
        Self::BadGateway,
        Self::Unavailable,
        Self::GatewayTimeout,
        Self::Cut,
        Self::Dropped,
    ];

    /// The name it is parsed by.
    pub fn name(self) -> &'static str {
        match self {
            Self::RateLimited => "429",
            Self::RateLimitedSeconds => "429-seconds",
            Self::RateLimitedDate => "429-date",
            Self::RateLimitedSilent => "429-silent",
            Self::ServerError => "500",
            Self::BadGateway => "502",
            Self::Unavailable => "503",
            Self::GatewayTimeout => "504",
            Self::Cut => "cut",
            Self::Html => "html",
            Self::Dropped => "drop",
            Self::Stalled => "stall",
            Self::StalledBody => "stall-body",
        }
    }

    /// Whether nothing of the good answer is needed, because something else is sent.
    pub(crate) fn replaces_the_answer(self) -> bool {
        match self {
            Self::RateLimited
            | Self::RateLimitedSeconds
            | Self::RateLimitedDate
            | Self::RateLimitedSilent
            | Self::ServerError
            | Self::BadGateway
            | Self::Unavailable
            | Self::GatewayTimeout
            | Self::Html => true,
            Self::Cut | Self::Dropped | Self::Stalled | Self::StalledBody => false,
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

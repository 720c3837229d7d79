//! Reads the headers of a response: text, numbers, the correlation ID and the rate limit.

use reqwest::header::HeaderMap;

/// The account's calls per minute, as reported by one response.
///
/// All apps and users of an account share them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of calls that the account can make per minute.
    pub limit: u32,
    /// The number of calls that are left in this minute.
    pub remaining: u32,
}

impl RateLimit {
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        Some(Self {
            limit: number(headers, "x-ratelimit-limit-minute")?,
            remaining: number(headers, "x-ratelimit-remaining-minute")?,
        })
    }
}

pub(crate) fn correlation_id(headers: &HeaderMap) -> Option<String> {
    text(headers, "correlation-id").map(str::to_owned)
}

/// Returns the text of a header without surrounding whitespace, or `None` if it is missing, empty
/// or not text.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}

fn number(headers: &HeaderMap, name: &str) -> Option<u32> {
    // A negative count means that no calls are left.
    let number: i64 = text(headers, name)?.parse().ok()?;
    Some(u32::try_from(number.max(0)).unwrap_or(u32::MAX))
}

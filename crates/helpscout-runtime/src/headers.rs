//! Reads the headers of a response: text, numbers, the correlation ID and the rate limit.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::service::Service;

/// The account's calls per minute, as reported by one response.
///
/// All apps and users of an account share them. The client itself keeps to the limit; see
/// [`ClientBuilder::rate_reserve`](crate::ClientBuilder::rate_reserve).
///
/// ```no_run
/// # use helpscout_runtime::{Client, Error, Request};
/// # async fn example(client: Client, request: Request) -> Result<(), Error> {
/// let response = client.send_raw(&request).await?;
/// if response.rate_limit().is_some_and(|rate| rate.remaining < rate.limit / 10) {
///     eprintln!("the account has used nine of ten calls of this minute");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of calls that the account can make per minute.
    pub limit: u32,
    /// The number of calls that are left in this minute.
    pub remaining: u32,
}

/// The names of the headers for the rate limit. As text they would be slower to find.
#[derive(Debug)]
pub(crate) struct RateLimitNames {
    limit: HeaderName,
    remaining: HeaderName,
}

impl RateLimitNames {
    /// Returns the names that the service has. No response has a header with an invalid name.
    pub(crate) fn of(service: &Service) -> Option<Self> {
        let names = service.rate_limit?;
        Some(Self {
            limit: names.limit.parse().ok()?,
            remaining: names.remaining.parse().ok()?,
        })
    }

    pub(crate) fn read(&self, headers: &HeaderMap) -> Option<RateLimit> {
        Some(RateLimit {
            limit: number(headers, &self.limit)?,
            remaining: number(headers, &self.remaining)?,
        })
    }
}

/// Reads the header that the service has for the ID of a response.
pub(crate) fn correlation_id(headers: &HeaderMap, service: &Service) -> Option<String> {
    text(headers, service.correlation_id?).map(str::to_owned)
}

/// Returns the text of a header without surrounding whitespace, or `None` if it is missing, empty
/// or not text.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    // A response has few headers, so to look at each is faster than to hash a name, which comes as
    // text here.
    let named =
        |(known, _): &(&HeaderName, &HeaderValue)| known.as_str().eq_ignore_ascii_case(name);
    let (_, value) = headers.iter().find(named)?;
    trimmed(value)
}

/// Returns the text of a header as [`text`] does.
pub(crate) fn trimmed(value: &HeaderValue) -> Option<&str> {
    let text = value.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u32> {
    // A negative count means that no calls are left.
    let number: i64 = trimmed(headers.get(name)?)?.parse().ok()?;
    Some(u32::try_from(number.max(0)).unwrap_or(u32::MAX))
}

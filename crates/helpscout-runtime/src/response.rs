//! An answer together with what its headers say.

use std::ops::Deref;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::{Endpoint, Error, decode};

/// An answer of the service. Behaves as its value; the rest is asked for by method.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
}

/// The account's calls per minute, as of one answer. All apps and users of an account share them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls a minute has.
    pub limit: u32,
    /// How many of them are left in this minute.
    pub remaining: u32,
}

impl<T> Response<T> {
    /// The decoded body.
    pub const fn value(&self) -> &T {
        &self.value
    }

    pub(crate) const fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// The decoded body, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status, always one of success.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What is left of the account's calls per minute, if the service says so.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.headers)
    }

    /// The service's own mark of this answer, which its support asks for.
    pub fn correlation_id(&self) -> Option<String> {
        correlation_id(&self.headers)
    }

    /// How many requests were sent for it, counting the first.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) const fn new(
        value: T,
        status: StatusCode,
        headers: HeaderMap,
        attempts: u32,
    ) -> Self {
        Self {
            value,
            status,
            headers,
            attempts,
        }
    }

    pub(crate) fn with_value<U>(self, value: U) -> Response<U> {
        Response::new(value, self.status, self.headers, self.attempts)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl Response<String> {
    /// The body as the answer to a query of type `Q`, for those who want both from one call.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint, Error, Request};
    /// # async fn example<Q: Endpoint>(client: Client, query: Q) -> Result<(), Error> {
    /// let raw = client.send_raw(&Request::of(&query)).await?;
    /// let page = raw.read::<Q>()?;
    /// println!("{} bytes", raw.value().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the body is not what the type says; see [`Error::is_decode`].
    pub fn read<Q: Endpoint>(&self) -> Result<Q::Response, Error> {
        decode::text(&self.value).map_err(|misfit| misfit.in_answer(self).of(Q::OPERATION, None))
    }
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

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}

fn number(headers: &HeaderMap, name: &str) -> Option<u32> {
    // Below zero is as good as none left.
    let number: i64 = text(headers, name)?.parse().ok()?;
    Some(u32::try_from(number.max(0)).unwrap_or(u32::MAX))
}

//! A decoded response together with its status and headers.

use std::fmt;
use std::ops::Deref;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::headers::{self, RateLimit, RateLimitNames};
use crate::secrets::Secrets;
use crate::service::Service;

/// A response of the service.
///
/// It dereferences to the decoded body. Methods return the status, the headers and what the
/// headers say.
///
/// A decoded response does not keep the text of its body, because that would double the memory of
/// each page of a report, and few programs need it. A program that does calls
/// [`Client::send_raw`](crate::Client::send_raw), whose response is the text, and decodes that with
/// [`read`](Response::read).
///
/// ```no_run
/// # use helpscout_runtime::{Client, Endpoint, Error, Request};
/// # async fn example<Q: Endpoint>(client: Client, query: Q) -> Result<(), Error> {
/// let decoded = client.send(&query).await?;
/// println!("{} after {} attempts", decoded.status(), decoded.attempts());
///
/// let raw = client.send_raw(&Request::of(&query)).await?;
/// println!("{} bytes: {}", raw.value().len(), raw.value());
/// let decoded = raw.read::<Q>()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
    /// The service that it came from, which defines what its headers mean.
    service: &'static Service,
    /// What is hidden in the error if the body does not decode.
    secrets: Secrets,
}

impl<T> Response<T> {
    /// Returns the decoded body.
    pub const fn value(&self) -> &T {
        &self.value
    }

    pub(crate) const fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// Returns the decoded body and drops the rest of the response.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint, Error};
    /// # async fn example<Q: Endpoint>(client: Client, query: Q) -> Result<Q::Response, Error> {
    /// let report = client.send(&query).await?.into_value();
    /// # Ok(report)
    /// # }
    /// ```
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the status, which is always a success status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// let response = client.send_raw(&request).await?;
    /// let date = response.headers().get("date").and_then(|date| date.to_str().ok());
    /// # Ok(())
    /// # }
    /// ```
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the account's rate limit, or `None` if the service did not send it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimitNames::of(self.service)?.read(&self.headers)
    }

    /// Returns the service's ID of this response, which the service's support asks for.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Request};
    /// # async fn example(client: Client, request: Request) -> Result<(), Error> {
    /// let response = client.send_raw(&request).await?;
    /// eprintln!("correlation ID {:?}, after {} attempts", response.correlation_id(), response.attempts());
    /// # Ok(())
    /// # }
    /// ```
    pub fn correlation_id(&self) -> Option<String> {
        headers::correlation_id(&self.headers, self.service)
    }

    /// Returns the number of requests that were sent to get this response, including the first.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) const fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    pub(crate) const fn new(
        value: T,
        status: StatusCode,
        headers: HeaderMap,
        attempts: u32,
        service: &'static Service,
        secrets: Secrets,
    ) -> Self {
        Self {
            value,
            status,
            headers,
            attempts,
            service,
            secrets,
        }
    }

    pub(crate) fn with_value<U>(self, value: U) -> Response<U> {
        Response::new(
            value,
            self.status,
            self.headers,
            self.attempts,
            self.service,
            self.secrets,
        )
    }
}

impl<T, U> Response<(T, U)> {
    /// Takes what does not belong to the body out of it.
    pub(crate) fn split(self) -> (Response<T>, U) {
        let Self {
            value: (value, other),
            status,
            headers,
            attempts,
            service,
            secrets,
        } = self;
        let response = Response::new(value, status, headers, attempts, service, secrets);
        (response, other)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &Shown(&self.headers, &self.secrets))
            .field("attempts", &self.attempts)
            .finish()
    }
}

/// Headers as they may be shown: a gateway that helps with debugging may repeat those of the request.
struct Shown<'a>(&'a HeaderMap, &'a Secrets);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(headers, secrets) = *self;
        let mut map = f.debug_map();
        for (name, value) in headers {
            let text = String::from_utf8_lossy(value.as_bytes());
            map.entry(&name.as_str(), &secrets.hide(&text));
        }
        map.finish()
    }
}

//! Sends one request and reads the complete response, within a time limit and a size limit.
//!
//! If the body of a refusal does not arrive, its status and headers are kept, because they say what to
//! do next.

use std::time::Duration;

use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use reqwest::{StatusCode, Url, Version};
use tokio::time::Instant;

use crate::base_url;
use crate::connections::{Connection, Connections, is_same_place};
use crate::error::{Error, Kind, ProxyFault, ProxyProblem, Refusal};
use crate::headers::{self, correlation_id};
use crate::loopback::{self, Outside};
use crate::network::network_error;
use crate::operation::Operation;
use crate::proxy::Proxies;
use crate::secrets::{HIDDEN, Secrets};
use crate::service::Service;
use crate::truncation::Ending;

#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(crate) connections: Connections,
    /// The maximum size of a body in bytes.
    pub(crate) max_body: usize,
    pub(crate) proxies: Proxies,
    pub(crate) service: &'static Service,
    /// What is hidden in errors.
    pub(crate) secrets: Secrets,
}

/// The maximum number of bytes that are allocated for a body before it arrives.
const MOST_ROOM: usize = 256 << 10;

/// A response with any status. It is complete, except for the body of a refusal.
pub(crate) struct Received<'a> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Why the body of a refusal is not complete.
    incomplete: Option<Error>,
    /// What is wrong with the body, if it is compressed, which the client never asks for.
    pub(crate) compressed: Option<String>,
    version: Version,
    /// The URL of the request.
    asked: &'a Url,
    /// The URL of the response, if it is another one after a redirect.
    redirected: Option<Url>,
    /// The service that was called.
    pub(crate) service: &'static Service,
    /// What is hidden in errors.
    pub(crate) secrets: Secrets,
}

impl Http {
    /// Sends a request, whose URL is `asked`, and reads the response. `answered` is told the status and
    /// the headers before the body is there.
    pub(crate) async fn exchange<'a>(
        &self,
        mut request: reqwest::Request,
        asked: &'a Url,
        connection: Connection,
        timeout: Duration,
        answered: &(dyn Fn(StatusCode, &HeaderMap) + Sync),
    ) -> Result<Box<Received<'a>>, Error> {
        *request.timeout_mut() = Some(timeout);
        let sent_at = Instant::now();
        let fail = |error| self.network_error(error, asked, sent_at, timeout);
        let (client, connection) = self.connections.client(connection);
        let unanswered = self.connections.sent_on(connection, sent_at);
        let response = client.execute(request).await;
        unanswered.end();
        let mut response = response.map_err(|error| {
            let error = fail(error);
            if connection == Connection::Kept && error.is_lost() {
                self.connections.doubt();
            }
            error
        })?;
        let is_redirected = self
            .check_source(&response, asked)
            .map_err(|error| error.hiding(&self.secrets))?;
        answered(response.status(), response.headers());
        let mut body = Vec::new();
        let incomplete = match self.read(&mut response, &mut body, &fail).await {
            Ok(()) => None,
            Err(error) if response.status().is_success() => {
                let id = correlation_id(response.headers(), self.service);
                return Err(error.answered(response.status(), id).hiding(&self.secrets));
            }
            Err(error) => Some(error),
        };
        Ok(Box::new(self.received(
            response,
            is_redirected,
            asked,
            body,
            incomplete,
        )))
    }

    async fn read(
        &self,
        response: &mut reqwest::Response,
        body: &mut Vec<u8>,
        fail: &(dyn Fn(reqwest::Error) -> Error + Sync),
    ) -> Result<(), Error> {
        let limit = self.max_body;
        let too_large = || Error::new(Kind::TooLarge { limit });
        let announced = response.content_length().unwrap_or(0);
        if announced > limit as u64 {
            return Err(too_large());
        }
        // The announced length may be wrong, so at most the size of a usual page is allocated.
        let room = usize::try_from(announced).map_or(MOST_ROOM, |length| length.min(MOST_ROOM));
        body.reserve_exact(room);
        while let Some(chunk) = response.chunk().await.map_err(fail)? {
            if body.len() + chunk.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(())
    }

    fn received<'a>(
        &self,
        mut response: reqwest::Response,
        is_redirected: bool,
        asked: &'a Url,
        body: Vec<u8>,
        incomplete: Option<Error>,
    ) -> Received<'a> {
        let headers = std::mem::take(response.headers_mut());
        Received {
            status: response.status(),
            compressed: compressed(&headers, &body),
            headers,
            body,
            incomplete,
            version: response.version(),
            redirected: is_redirected.then(|| response.url().clone()),
            asked,
            service: self.service,
            secrets: self.secrets.clone(),
        }
    }

    fn network_error(
        &self,
        error: reqwest::Error,
        asked: &Url,
        sent_at: Instant,
        timeout: Duration,
    ) -> Error {
        let waited = sent_at.elapsed();
        network_error(error, asked, &self.proxies, waited, timeout).hiding(&self.secrets)
    }

    /// Checks that a response is one of the service. Returns whether a redirect led to it.
    fn check_source(&self, response: &reqwest::Response, asked: &Url) -> Result<bool, Error> {
        let is_redirected = response.url() != asked;
        if is_redirected && !is_same_place(response.url(), asked) {
            // Only a custom HTTP client follows such a redirect. The response is not the service's.
            return Err(Error::new(Kind::Elsewhere {
                status: response.status(),
                by: place(response.url()),
            }));
        }
        if let Some(address) = response.remote_addr()
            && asked.scheme() == "http"
            && !loopback::is_loopback(address.ip())
        {
            // Only a custom HTTP client connects there. At least nothing else is sent.
            return Err(Error::new(Kind::Setup(
                Outside::Address(address).to_string(),
            )));
        }
        check_proxy(response.status(), asked, &self.proxies)?;
        Ok(is_redirected)
    }
}

/// Checks that a status is not that of a proxy.
fn check_proxy(status: StatusCode, asked: &Url, proxies: &Proxies) -> Result<(), Error> {
    if status != StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        return Ok(());
    }
    Err(Error::new(Kind::Proxy(Box::new(ProxyFault {
        host: base_url::authority(asked),
        proxy: proxies.used(None),
        status: Some(status),
        problem: ProxyProblem::Password,
        is_permanent: true,
    }))))
}

/// Returns what is wrong with a body if it is compressed, and not only said to be.
fn compressed(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let coding = headers::trimmed(headers.get(CONTENT_ENCODING)?)?;
    let is_text = coding.eq_ignore_ascii_case("identity") || std::str::from_utf8(body).is_ok();
    (!is_text).then(|| format!("it is compressed ({coding}), which was not asked for"))
}

impl<'a> Received<'a> {
    /// Creates the response to a call of `asked` from its parts, without a call.
    pub(crate) fn of_parts(
        (status, headers, body): (StatusCode, HeaderMap, Vec<u8>),
        asked: &'a Url,
        service: &'static Service,
    ) -> Result<Self, Error> {
        check_proxy(status, asked, &Proxies::default())?;
        Ok(Self {
            status,
            compressed: compressed(&headers, &body),
            headers,
            body,
            incomplete: None,
            version: Version::default(),
            redirected: None,
            asked,
            service,
            secrets: Secrets::new(),
        })
    }

    /// Checks that the status is a success, and that the body does not end too early.
    pub(crate) fn check(&self, operation: &Operation) -> Result<(), Error> {
        if !self.status.is_success() {
            return Err(self.refusal());
        }
        self.check_ending(Some(operation))
    }

    /// Checks that the body of a successful response, to an operation if it is one, does not end too
    /// early.
    pub(crate) fn check_ending(&self, operation: Option<&Operation>) -> Result<(), Error> {
        if operation.is_some_and(|operation| operation.may_lack(&self.body)) {
            return Ok(());
        }
        let ending = Ending {
            status: self.status,
            version: self.version,
            headers: &self.headers,
            body: &self.body,
            service: self.service,
        };
        ending.check().map_err(|error| error.hiding(&self.secrets))
    }

    /// Checks that no redirect was followed.
    pub(crate) fn check_place(&self) -> Result<(), Error> {
        let Some(redirected) = &self.redirected else {
            return Ok(());
        };
        let elsewhere = Kind::Elsewhere {
            status: self.status,
            by: target(redirected),
        };
        Err(Error::new(elsewhere).hiding(&self.secrets))
    }

    /// Returns the error for a response whose status is not a success.
    pub(crate) fn refusal(&self) -> Error {
        if let Some((to, is_here)) = self.redirect_target() {
            let redirect = Kind::Redirect {
                status: self.status,
                to,
                is_here,
            };
            return Error::new(redirect).hiding(&self.secrets);
        }
        let body = String::from_utf8_lossy(&self.body);
        let mut refusal = Refusal::read(
            self.status,
            &self.headers,
            &body,
            self.service,
            &self.secrets,
        );
        refusal.path = self.secrets.hide(self.asked.path()).into_owned();
        if let Some(compressed) = &self.compressed {
            refusal.message = self.secrets.hide(compressed).into_owned();
            refusal.is_compressed = true;
        }
        match &self.incomplete {
            Some(cause) => Error::of_incomplete(refusal, cause),
            None => Error::new(Kind::Refused(Box::new(refusal))),
        }
    }

    /// Returns what a redirect leads to, and whether that is at the same host.
    fn redirect_target(&self) -> Option<(String, bool)> {
        if !self.status.is_redirection() {
            return None;
        }
        let location = headers::text(&self.headers, "location")?;
        let place = location.split(['?', '#']).next().unwrap_or_default();
        let answered = self.redirected.as_ref().unwrap_or(self.asked);
        Some(match answered.join(location) {
            // A host is spelled in another way in a URL than in the header.
            Ok(_) if self.secrets.hide(place) != place => {
                (format!("a URL with a secret ({HIDDEN})"), false)
            }
            Ok(url) => (target(&url), is_same_place(&url, self.asked)),
            Err(_) => ("an invalid URL".to_owned(), false),
        })
    }
}

fn place(url: &Url) -> String {
    format!("{}://{}", url.scheme(), base_url::authority(url))
}

/// Returns a URL for messages, without what may be secret: a password and the query.
fn target(url: &Url) -> String {
    match url.host() {
        Some(_) => format!("{}{}", place(url), url.path()),
        // Of a URL such as `javascript:`, everything else is its content.
        None => format!("a `{}:` URL", url.scheme()),
    }
}

//! Sends one request and reads the complete response, within a time limit and a size limit.

use std::error::Error as StdError;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{StatusCode, redirect};

use crate::base_url::{self, BaseUrl};
use crate::error::{Error, Kind, Refusal};
use crate::headers;
use crate::tls;

#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(crate) client: reqwest::Client,
    /// The maximum size of a body in bytes.
    pub(crate) max_body: usize,
}

/// The maximum number of bytes that are allocated for a body before it arrives.
const MOST_ROOM: usize = 256 << 10;

/// A complete response with any status.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// The path of the request without the query.
    pub(crate) path: String,
}

impl Http {
    pub(crate) async fn exchange(
        &self,
        mut request: reqwest::Request,
        timeout: Duration,
    ) -> Result<Received, Error> {
        let asked = request.url().clone();
        *request.timeout_mut() = Some(timeout);
        let fail = |error| network_error(error, &base_url::authority(&asked), timeout);

        let mut response = self.client.execute(request).await.map_err(fail)?;
        if !is_same_place(response.url(), &asked) {
            // Only a custom HTTP client follows such a redirect. The response is not the service's.
            return Err(Error::new(Kind::Elsewhere {
                status: response.status(),
                by: place(response.url()),
            }));
        }
        let announced = response.content_length().unwrap_or(0);
        if announced > self.max_body as u64 {
            return Err(Error::new(Kind::TooLarge {
                limit: self.max_body,
            }));
        }
        // The announced length may be wrong, so at most the size of a usual page is allocated.
        let room = usize::try_from(announced).map_or(MOST_ROOM, |length| length.min(MOST_ROOM));
        let mut body = Vec::with_capacity(room);
        while let Some(chunk) = response.chunk().await.map_err(fail)? {
            if body.len() + chunk.len() > self.max_body {
                return Err(Error::new(Kind::TooLarge {
                    limit: self.max_body,
                }));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Received {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body,
            path: asked.path().to_owned(),
        })
    }
}

impl Received {
    /// Returns the error for a response whose status is not a success. If the response repeats one
    /// of the `secrets`, it is replaced.
    pub(crate) fn refusal(&self, secrets: &[&str]) -> Error {
        if let Some(to) = self.redirect_host() {
            return Error::new(Kind::Redirect {
                status: self.status,
                to,
            });
        }
        let mut body = String::from_utf8_lossy(&self.body).into_owned();
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            body = body.replace(*secret, "[hidden]");
        }
        let refusal = Refusal {
            path: self.path.clone(),
            ..Refusal::read(self.status, &self.headers, body)
        };
        Error::new(Kind::Refused(Box::new(refusal)))
    }

    fn redirect_host(&self) -> Option<String> {
        if !self.status.is_redirection() {
            return None;
        }
        let location = headers::text(&self.headers, "location")?;
        Some(match location.parse::<reqwest::Url>() {
            Ok(url) => place(&url),
            Err(_) => "another path".to_owned(),
        })
    }
}

fn is_same_place(left: &reqwest::Url, right: &reqwest::Url) -> bool {
    left.scheme() == right.scheme()
        && left.host_str() == right.host_str()
        && left.port_or_known_default() == right.port_or_known_default()
}

fn place(url: &reqwest::Url) -> String {
    format!("{}://{}", url.scheme(), base_url::authority(url))
}

/// The caller's changes to the HTTP client.
pub(crate) type Configure =
    Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// Creates the HTTP client.
pub(crate) fn connector(
    base_url: &BaseUrl,
    configure: Option<Configure>,
) -> Result<reqwest::Client, Error> {
    let mut builder = tls::set_up(reqwest::Client::builder(), base_url)?
        .redirect(same_place())
        .connect_timeout(Duration::from_secs(20))
        .user_agent(concat!("helpscout-reports/", env!("CARGO_PKG_VERSION")));
    if !base_url.is_encrypted() {
        // Without encryption the service runs on this machine, where no proxy is needed.
        builder = builder.no_proxy();
    }
    if let Some(configure) = configure {
        builder = configure(builder);
    }
    builder.build().map_err(|error| {
        let cause = root_cause(&error);
        Error::new(Kind::Setup(format!(
            "could not create the HTTP client ({cause})"
        )))
        .caused_by(error)
    })
}

/// Follows redirects only to where the token may be sent. Other redirects are returned as
/// responses.
fn same_place() -> redirect::Policy {
    const MOST: usize = 5;
    redirect::Policy::custom(|attempt| {
        let same = attempt
            .previous()
            .first()
            .is_some_and(|start| is_same_place(start, attempt.url()));
        if same && attempt.previous().len() <= MOST {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

fn network_error(error: reqwest::Error, host: &str, timeout: Duration) -> Error {
    // The URL contains the query, which may be personal data.
    let error = error.without_url();
    let cause = root_cause(&error);
    let kind = if error.is_connect() {
        Kind::Connect {
            host: host.to_owned(),
            cause,
        }
    } else if error.is_timeout() {
        Kind::Timeout { after: timeout }
    } else {
        Kind::Interrupted { cause }
    };
    Error::new(kind).caused_by(error)
}

fn root_cause(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

//! Sends one request and reads the complete response, within a time limit and a size limit.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{StatusCode, Url, Version, redirect};
use tokio::time::Instant;

use crate::base_url::{self, BaseUrl};
use crate::error::{Error, Kind, ProxyFault, Refusal};
use crate::headers;
use crate::loopback::{self, Outside};
use crate::network::{self, network_error, root_cause};
use crate::proxy::{Proxies, variables};
use crate::secrets::{HIDDEN, Secrets};
use crate::service::Service;
use crate::tls;
use crate::truncation::Ending;

#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(crate) client: reqwest::Client,
    /// The maximum size of a body in bytes.
    pub(crate) max_body: usize,
    pub(crate) proxies: Proxies,
    pub(crate) service: &'static Service,
    /// What is hidden in errors.
    pub(crate) secrets: Secrets,
}

/// The maximum number of bytes that are allocated for a body before it arrives.
const MOST_ROOM: usize = 256 << 10;

/// A complete response with any status.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    version: Version,
    /// The URL of the request.
    asked: Url,
    /// The URL of the response, if it is another one after a redirect.
    redirected: Option<Url>,
    /// The service that was called.
    pub(crate) service: &'static Service,
    /// What is hidden in errors.
    pub(crate) secrets: Secrets,
}

impl Http {
    pub(crate) async fn exchange(
        &self,
        request: reqwest::Request,
        timeout: Duration,
    ) -> Result<Received, Error> {
        let received = self.receive(request, timeout).await;
        received.map_err(|error| error.hiding(&self.secrets))
    }

    async fn receive(
        &self,
        mut request: reqwest::Request,
        timeout: Duration,
    ) -> Result<Received, Error> {
        let asked = request.url().clone();
        *request.timeout_mut() = Some(timeout);
        let start = Instant::now();
        // The HTTP client may have limits of its own.
        let waited = || start.elapsed().min(timeout);
        let fail = |error| network_error(error, &asked, &self.proxies, waited());

        let mut response = self.client.execute(request).await.map_err(fail)?;
        let mut body = Vec::with_capacity(self.check_start(&response, &asked)?);
        while let Some(chunk) = response.chunk().await.map_err(fail)? {
            if body.len() + chunk.len() > self.max_body {
                return Err(Error::new(Kind::TooLarge {
                    limit: self.max_body,
                }));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(self.received(response, asked, body))
    }

    /// Checks what is known of a response before its body, and returns how many bytes to allocate.
    fn check_start(&self, response: &reqwest::Response, asked: &Url) -> Result<usize, Error> {
        if !is_same_place(response.url(), asked) {
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
        if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            return Err(Error::new(Kind::Proxy(Box::new(ProxyFault {
                host: base_url::authority(asked),
                proxy: self.proxies.used(None),
                status: Some(response.status()),
                problem: network::unauthorized(),
                is_permanent: true,
            }))));
        }
        let announced = response.content_length().unwrap_or(0);
        if announced > self.max_body as u64 {
            return Err(Error::new(Kind::TooLarge {
                limit: self.max_body,
            }));
        }
        // The announced length may be wrong, so at most the size of a usual page is allocated.
        Ok(usize::try_from(announced).map_or(MOST_ROOM, |length| length.min(MOST_ROOM)))
    }

    fn received(&self, mut response: reqwest::Response, asked: Url, body: Vec<u8>) -> Received {
        Received {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body,
            version: response.version(),
            redirected: (*response.url() != asked).then(|| response.url().clone()),
            asked,
            service: self.service,
            secrets: self.secrets.clone(),
        }
    }
}

impl Received {
    /// Checks that the body of a successful response does not end too early.
    pub(crate) fn check_ending(&self) -> Result<(), Error> {
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
        let refusal = Refusal {
            path: self.secrets.hide(self.asked.path()).into_owned(),
            ..Refusal::read(
                self.status,
                &self.headers,
                &body,
                self.service,
                &self.secrets,
            )
        };
        Error::new(Kind::Refused(Box::new(refusal)))
    }

    /// Returns what a redirect leads to, and whether that is at the same host.
    fn redirect_target(&self) -> Option<(String, bool)> {
        if !self.status.is_redirection() {
            return None;
        }
        let location = headers::text(&self.headers, "location")?;
        let place = location.split(['?', '#']).next().unwrap_or_default();
        let answered = self.redirected.as_ref().unwrap_or(&self.asked);
        Some(match answered.join(location) {
            // A host is spelled in another way in a URL than in the header.
            Ok(_) if self.secrets.hide(place) != place => {
                (format!("a URL with a secret ({HIDDEN})"), false)
            }
            Ok(url) => (target(&url), is_same_place(&url, &self.asked)),
            Err(_) => ("an invalid URL".to_owned(), false),
        })
    }
}

fn is_same_place(left: &Url, right: &Url) -> bool {
    left.scheme() == right.scheme()
        && left.host_str() == right.host_str()
        && left.port_or_known_default() == right.port_or_known_default()
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

/// The caller's changes to the HTTP client.
pub(crate) type Configure =
    Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// Creates the HTTP client. `tokens` is the URL of the token endpoint, if there is one.
pub(crate) fn connector(
    base_url: &BaseUrl,
    tokens: Option<Url>,
    configure: Option<Configure>,
) -> Result<(reqwest::Client, Proxies), Error> {
    if !base_url.is_this_machine() {
        variables::check(base_url.url())?;
    }
    let is_changed = configure.is_some();
    let mut builder = reqwest::Client::builder()
        .redirect(same_place(tokens))
        .connect_timeout(Duration::from_secs(20))
        .user_agent(concat!("helpscout-reports/", env!("CARGO_PKG_VERSION")));
    let mut proxies = Proxies::default();
    if base_url.is_this_machine() {
        // A proxy has another idea of what this machine is.
        builder = builder.no_proxy();
    } else {
        proxies = Proxies::of_system(base_url.url());
    }
    if let Some(configure) = configure {
        builder = configure(builder);
        proxies = proxies.changed();
    }
    // What was set may be another builder altogether, and without this it could not be built.
    builder = tls::set_up(builder, base_url)?;
    if !base_url.is_encrypted() {
        builder = builder.dns_resolver(loopback::Resolver);
        // Otherwise there is no proxy and no other resolver. With a layer, each call would copy
        // what makes connections six times.
        if is_changed {
            builder = builder.connector_layer(loopback::Guard);
        }
    }
    let client = builder.build().map_err(|error| {
        let cause = root_cause(&error);
        Error::new(Kind::Setup(format!(
            "could not create the HTTP client ({cause})"
        )))
        .caused_by(error)
    })?;
    Ok((client, proxies))
}

/// Checks what can be checked of a custom HTTP client: over http, a token must not leave this
/// machine.
///
/// # Errors
/// Returns an error if the client would resolve the name of the host itself, or may use a proxy.
pub(crate) fn custom(base_url: &BaseUrl) -> Result<Proxies, Error> {
    let proxies = Proxies::of_system(base_url.url());
    if !base_url.is_encrypted() {
        if !base_url.is_address() {
            return Err(Error::new(Kind::Setup(format!(
                "the base URL uses http, and `http_client` may resolve its host {} to another machine, so that others could read the token; use 127.0.0.1 or [::1] in place of the name, or `configure_http` in place of `http_client`",
                base_url.authority()
            ))));
        }
        if let Some(source) = proxies.source() {
            return Err(Error::new(Kind::Setup(format!(
                "the base URL uses http, and `http_client` may use the proxy for http that is set ({source}), so that others could read the token; add {} to NO_PROXY, or use `configure_http` in place of `http_client`",
                base_url.host()
            ))));
        }
    }
    Ok(proxies.changed())
}

/// Follows redirects only to where the token may be sent, and none of a request for a token, which
/// contains a secret and would be repeated without it. Other redirects are returned as responses.
fn same_place(tokens: Option<Url>) -> redirect::Policy {
    const MOST: usize = 5;
    redirect::Policy::custom(move |attempt| {
        let same = attempt
            .previous()
            .first()
            .filter(|start| tokens.as_ref() != Some(start))
            .is_some_and(|start| is_same_place(start, attempt.url()));
        if same && attempt.previous().len() <= MOST {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

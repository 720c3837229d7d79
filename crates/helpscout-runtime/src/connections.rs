//! The connections of a client: those that are kept for the next request, and new ones.
//!
//! A firewall, a load balancer or a VPN may forget a connection that nobody uses, and tell no one. The
//! next request on it is lost, and so is each one on the others that were kept at the same time. So
//! there are two HTTP clients with the same settings, of which one keeps no connections.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::{Url, redirect};
use tokio::time::Instant;

use crate::base_url::BaseUrl;
use crate::error::{Error, Kind};
use crate::loopback;
use crate::network::root_cause;
use crate::proxy::{Proxies, variables};
use crate::tls::{Roots, Tls};
use crate::wait::from_now;

/// How long a connection without a request is kept. Most load balancers keep one for a minute or more.
const KEPT: Duration = Duration::from_secs(50);

/// How long a request waits at least before it says something about its connection that nobody waits
/// for a response any longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The caller's changes to the HTTP client.
pub(crate) type Configure = Box<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// Which connection a request is sent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// One that was kept, if there is one.
    Kept,
    New,
}

/// The HTTP clients with which clones of a client send.
#[derive(Clone)]
pub(crate) struct Connections {
    keeping: reqwest::Client,
    /// A client that connects for each request.
    connecting: reqwest::Client,
    doubtful_until: Arc<Mutex<Option<Instant>>>,
}

/// A request that waits for its response. Whoever waits may give up before the request does, with a
/// deadline for instance, and then no error tells of the connection.
pub(crate) struct Unanswered<'a> {
    connections: &'a Connections,
    /// When the request was sent on a kept connection.
    since: Option<Instant>,
}

impl Unanswered<'_> {
    /// Ends the wait with a response or an error.
    pub(crate) fn end(mut self) {
        self.since = None;
    }
}

impl Drop for Unanswered<'_> {
    fn drop(&mut self) {
        if self.since.is_some_and(|since| since.elapsed() >= PATIENCE) {
            self.connections.doubt();
        }
    }
}

impl Connections {
    /// Creates the HTTP clients. `tokens` is the URL of the token endpoint, if there is one.
    pub(crate) fn new(
        base_url: &BaseUrl,
        tokens: Option<&Url>,
        configure: Option<&Configure>,
        roots: &Roots,
    ) -> Result<(Self, Proxies), Error> {
        if !base_url.is_this_machine() {
            variables::check(base_url.url())?;
        }
        let mut proxies = if base_url.is_this_machine() {
            Proxies::default()
        } else {
            Proxies::of_system(base_url.url())
        };
        if configure.is_some() {
            proxies = proxies.changed();
        }
        let tls = Tls::new(base_url, roots)?;
        let builder = || builder(base_url, tokens, configure, &tls);
        let keeping = build(builder())?;
        let connecting = build(builder().pool_max_idle_per_host(0))?;
        Ok((Self::of(keeping, connecting), proxies))
    }

    /// Takes a custom HTTP client, of which there is no second one with the same settings.
    ///
    /// # Errors
    /// Returns an error if the base URL uses http, and the client would resolve the name of the host
    /// itself or may use a proxy, because a token must not leave this machine then.
    pub(crate) fn custom(
        client: reqwest::Client,
        base_url: &BaseUrl,
    ) -> Result<(Self, Proxies), Error> {
        let proxies = custom_proxies(base_url)?;
        Ok((Self::of(client.clone(), client), proxies))
    }

    fn of(keeping: reqwest::Client, connecting: reqwest::Client) -> Self {
        Self {
            keeping,
            connecting,
            doubtful_until: Arc::default(),
        }
    }

    /// Returns the HTTP client for a request, and which connection it takes.
    pub(crate) fn client(&self, wanted: Connection) -> (&reqwest::Client, Connection) {
        match wanted {
            Connection::Kept if !self.are_doubtful() => (&self.keeping, Connection::Kept),
            Connection::Kept | Connection::New => (&self.connecting, Connection::New),
        }
    }

    /// Notes that a request is sent at this time, which is now.
    pub(crate) fn sent_on(&self, connection: Connection, at: Instant) -> Unanswered<'_> {
        Unanswered {
            connections: self,
            since: (connection == Connection::Kept).then_some(at),
        }
    }

    /// Leaves the kept connections alone until they are too old to be used, after a request on one
    /// of them got no response.
    pub(crate) fn doubt(&self) {
        *self.until() = Some(from_now(KEPT));
    }

    fn are_doubtful(&self) -> bool {
        self.until().is_some_and(|until| Instant::now() < until)
    }

    fn until(&self) -> MutexGuard<'_, Option<Instant>> {
        self.doubtful_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn builder(
    base_url: &BaseUrl,
    tokens: Option<&Url>,
    configure: Option<&Configure>,
    tls: &Tls,
) -> reqwest::ClientBuilder {
    let mut builder = reqwest::Client::builder()
        .redirect(same_place(tokens.cloned()))
        .connect_timeout(Duration::from_secs(20))
        .pool_idle_timeout(KEPT)
        .user_agent(concat!("helpscout-reports/", env!("CARGO_PKG_VERSION")));
    if base_url.is_this_machine() {
        // A proxy has another idea of what this machine is.
        builder = builder.no_proxy();
    }
    if !cfg!(feature = "http2") {
        // reqwest copies each request, to repeat it if the connection refuses it. That is part of
        // HTTP/2 alone.
        builder = builder.retry(reqwest::retry::never().max_retries_per_request(0));
    }
    if let Some(configure) = configure {
        builder = configure(builder);
    }
    // What was set may be another builder altogether, and without this it could not be built.
    builder = tls.set_up(builder);
    if !base_url.is_encrypted() {
        builder = builder.dns_resolver(loopback::Resolver);
        // Otherwise there is no proxy and no other resolver. With a layer, each call would copy
        // what makes connections six times.
        if configure.is_some() {
            builder = builder.connector_layer(loopback::Guard);
        }
    }
    builder
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(|error| {
        let cause = root_cause(&error);
        Error::new(Kind::Setup(format!(
            "could not create the HTTP client ({cause})"
        )))
        .caused_by(error)
    })
}

/// Checks what can be checked of a custom HTTP client.
fn custom_proxies(base_url: &BaseUrl) -> Result<Proxies, Error> {
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

pub(crate) fn is_same_place(left: &Url, right: &Url) -> bool {
    left.scheme() == right.scheme()
        && left.host_str() == right.host_str()
        && left.port_or_known_default() == right.port_or_known_default()
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

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keeping.fmt(f)
    }
}

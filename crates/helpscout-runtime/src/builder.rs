//! The builder that sets up a client.

#[cfg(feature = "blocking")]
mod blocking;
mod build;
mod certificates;
mod credentials;
mod empty;
mod environment;
mod sandbox;

use std::fmt;
use std::time::Duration;

use crate::client::Client;
use crate::connections::Configure;
use crate::generated::service::SERVICE;
use crate::rate::MINUTE;
use crate::service::Service;
use crate::tls::Roots;
use crate::token::Source;
use crate::wait::{Observer, Wait};

/// Sets up a [`Client`].
///
/// Only the credentials have no default, unless calls of the service need none. If several are set,
/// the last ones are used.
///
/// ```no_run
/// use std::time::Duration;
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::Client;
///
/// # fn example(app_id: String, secret: String) -> Result<Client, helpscout_runtime::Error> {
/// Client::builder()
///     .client_credentials(app_id, secret)
///     .timeout(Duration::from_secs(30))
///     .rate_reserve(100)
///     .on_wait(|wait| eprintln!("waiting {} s: {}", wait.length.as_secs(), wait.reason))
///     .build()
/// # }
/// ```
///
/// | for | settings |
/// |---|---|
/// | credentials | [`client_credentials`](Self::client_credentials), [`access_token`](Self::access_token), [`api_key`](Self::api_key), [`basic_auth`](Self::basic_auth), [`refresh_token`](Self::refresh_token), [`authorization_code`](Self::authorization_code), [`token_provider`](Self::token_provider), [`credentials_from_env`](Self::credentials_from_env) |
/// | another service | [`base_url`](Self::base_url), [`sandbox`](Self::sandbox), [`service`](Self::service) |
/// | time and retries | [`timeout`](Self::timeout), [`deadline`](Self::deadline), [`max_attempts`](Self::max_attempts), [`longest_wait`](Self::longest_wait) |
/// | the account's calls | [`rate_reserve`](Self::rate_reserve), [`calls_per_minute`](Self::calls_per_minute), [`calls_in_flight`](Self::calls_in_flight), [`pages_in_flight`](Self::pages_in_flight), [`minute`](Self::minute) |
/// | size | [`max_body`](Self::max_body), [`max_report`](Self::max_report), [`max_pages`](Self::max_pages) |
/// | connections | [`configure_http`](Self::configure_http), [`root_certificates`](Self::root_certificates), [`http_client`](Self::http_client) |
/// | progress | [`on_wait`](Self::on_wait) |
///
/// The last call is [`build`](Self::build), or `build_blocking` with the feature `blocking`.
#[must_use]
pub struct ClientBuilder {
    service: &'static Service,
    source: Option<Source>,
    /// The URL of the service, unless it is the live one.
    base_url: Option<String>,
    /// Whether the base URL must be that of this machine, because it is that of a sandbox.
    is_sandbox: bool,
    http_client: Option<reqwest::Client>,
    configure_http: Option<Configure>,
    roots: Roots,
    observer: Observer,
    timeout: Duration,
    deadline: Duration,
    max_attempts: u32,
    longest_wait: Duration,
    rate_reserve: u32,
    minute: Duration,
    pages_in_flight: usize,
    calls_in_flight: Option<usize>,
    calls_per_minute: Option<u32>,
    max_pages: u32,
    max_body: usize,
    max_report: u64,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            service: &SERVICE,
            source: None,
            base_url: None,
            is_sandbox: false,
            http_client: None,
            configure_http: None,
            roots: Roots::default(),
            observer: Observer::default(),
            timeout: Duration::from_secs(60),
            deadline: Duration::from_secs(5 * 60),
            max_attempts: 8,
            longest_wait: Duration::from_secs(2 * 60),
            rate_reserve: 20,
            minute: MINUTE,
            pages_in_flight: 4,
            calls_in_flight: None,
            calls_per_minute: None,
            max_pages: 10_000,
            max_body: 64 << 20,
            max_report: 1 << 30,
        }
    }
}

impl Client {
    /// Returns a builder that sets up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl ClientBuilder {
    /// Sets the service that the client calls. The default is the service of
    /// [`Operation::DEFAULT`](crate::Operation::DEFAULT).
    ///
    /// A client of another API that was generated from a spec has the constant `SERVICE`. The client
    /// makes only calls of this service: the call of an operation of another one is an error before
    /// anything is sent, so that a token never reaches another service.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, Query, Request, Operation, Service};
    ///
    /// const TICKETS: &Service = &Service {
    ///     title: "Ticket Metrics",
    ///     base_url: "https://tickets.example",
    ///     environment: "TICKETS",
    ///     ..Service::DEFAULT
    /// };
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// // Calls have no token. A key in a header is a parameter of the operation, or an extra header.
    /// let client = Client::builder().service(TICKETS).build()?;
    ///
    /// // A token from elsewhere is sent.
    /// let client = Client::builder().service(TICKETS).access_token("token").build()?;
    ///
    /// // The service has no token endpoint, to which an ID and a secret could be sent.
    /// let error = Client::builder().service(TICKETS).client_credentials("app", "secret").build();
    /// assert!(error.unwrap_err().problem().contains("no token endpoint"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn service(mut self, service: &'static Service) -> Self {
        self.service = service;
        self
    }

    /// Sets the URL of the service, without the path of any operation: `https://api.helpscout.net`,
    /// not `https://api.helpscout.net/v2`. The default is the live service.
    ///
    /// An http URL is accepted only for a service on this machine: its host is a loopback address,
    /// such as `127.0.0.1`, or `localhost` or a name below it. Whatever the name resolves to, the
    /// client connects to loopback addresses only, and a call that would leave this machine is an
    /// error before anything is sent.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// let client = Client::builder()
    ///     .access_token("token")
    ///     .base_url("https://gateway.example/helpscout")
    ///     .build()?;
    ///
    /// let error = Client::builder().access_token("token").base_url("http://api.helpscout.net").build();
    /// assert!(error.unwrap_err().problem().contains("is not encrypted"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.is_sandbox = false;
        self
    }

    /// Sets the time limit of one attempt, from connecting to the last byte. The default is 60
    /// seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit of one call with all attempts and waits. If several pages are read, each
    /// page is a call. The default is 5 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the maximum number of requests for one call, including the first. The default is 8.
    ///
    /// With 1 the client never retries, except once after the service rejected a token. For a
    /// service on this machine the client tries to connect at most three times. If the certificate
    /// is rejected, the proxy refuses the connection, or the host does not exist, there is at most
    /// one more attempt, because that usually stays so until somebody changes the set-up. Attempts that
    /// failed in another way don't count towards these two limits.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the maximum length of a wait that the service asks for. The default is 2 minutes. If
    /// the service asks for more, the client retries after this time.
    ///
    /// A short limit makes the client call a service again that has just asked for a pause, and uses up
    /// the attempts. For a call that ends instead of waiting, lower its
    /// [`deadline`](ClientBuilder::deadline), or allow one [attempt](ClientBuilder::max_attempts).
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Sets how many of the account's calls per minute are reserved for its other apps. The default
    /// is 20. A reserve of more than half of the account's limit counts as half.
    pub fn rate_reserve(mut self, calls: u32) -> Self {
        self.rate_reserve = calls;
        self
    }

    /// Sets how long a minute of the service's rate limit is, for tests with a sandbox whose minute is
    /// shorter. The default is 60 seconds.
    pub fn minute(mut self, length: Duration) -> Self {
        self.minute = length;
        self
    }

    /// Sets how many pages of a report are requested at the same time, if their addresses are known
    /// before the page in front of them has come. The default is 4.
    ///
    /// While the program works on a page, the pages after it arrive: one less than this number, and
    /// after the first page one. With 1, a page is requested only when the program asks for it.
    pub fn pages_in_flight(mut self, pages: usize) -> Self {
        self.pages_in_flight = pages;
        self
    }

    /// Sets how many calls are in flight at the same time, over all reports, calls and clones of
    /// this client. The default is 8, or `pages_in_flight` if that is more.
    ///
    /// Other calls wait, in the order in which they were made, and the wait counts towards their
    /// [`deadline`](ClientBuilder::deadline). So a program can read many reports at once, such as
    /// one for each user, without a limit of its own. A call that waits for a retry or for the rate
    /// limit is not in flight. Requests for tokens don't count.
    pub fn calls_in_flight(mut self, calls: usize) -> Self {
        self.calls_in_flight = Some(calls);
        self
    }

    /// Sets how many calls this client makes per minute at most, over all reports, calls and clones.
    /// By default there is no limit but that of the account.
    ///
    /// The calls are spread evenly: with 60, one is made each second at most. So other apps of the
    /// account find calls left at any time. Retries count as calls, requests for tokens don't. A wait
    /// for the next call counts towards the [`deadline`](ClientBuilder::deadline) of the call, so a
    /// program that starts many calls at once allows them more time. The account's own limit and the
    /// [`rate_reserve`](ClientBuilder::rate_reserve) still apply.
    pub fn calls_per_minute(mut self, calls: u32) -> Self {
        self.calls_per_minute = Some(calls);
        self
    }

    /// Sets the maximum number of pages of a report. The default is 10,000. A report with more
    /// pages is an error: before the first row if the service says how many pages there are, and
    /// otherwise after this number of pages.
    pub fn max_pages(mut self, pages: u32) -> Self {
        self.max_pages = pages;
        self
    }

    /// Sets the maximum size of a response body in bytes. The default is 64 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets the maximum size of a report in bytes, which is that of the bodies of all its pages. The
    /// default is 1 GiB.
    ///
    /// It applies to every way to read a whole report: the rows in memory, such as those of
    /// [`Client::all`], need at least as much and often a few times more, and a program that passes
    /// rows on writes as much elsewhere. A report that is larger is an error, at the page that
    /// exceeds the limit, and is not read again. If a report is read again because it changed, the
    /// size counts from 0. Meanwhile, up to [`pages_in_flight`](ClientBuilder::pages_in_flight)
    /// more pages of up to [`max_body`](ClientBuilder::max_body) bytes each may be in memory.
    pub fn max_report(mut self, bytes: u64) -> Self {
        self.max_report = bytes;
        self
    }

    /// Changes how the client connects, for example through a proxy, and the header `User-Agent`, which
    /// is `helpscout-reports/` with the version by default.
    ///
    /// By default the client uses the proxy that the environment (`HTTPS_PROXY`, `ALL_PROXY`,
    /// `NO_PROXY`) or the system sets, but none for a service on this machine. It supports HTTP,
    /// HTTPS and SOCKS proxies. If the variable for the service has a value that is not the URL of
    /// such a proxy, [`ClientBuilder::build`] returns an error, even if another proxy is set here:
    /// otherwise the client would connect directly.
    ///
    /// Over http, each connection must be to this machine, including that to a proxy, and the client
    /// resolves names itself.
    ///
    /// The time limit of an attempt and the TLS settings stay those of the client, regardless of what
    /// is set here; `connect_timeout` (20 seconds by default) and `read_timeout` are limits besides.
    /// The client trusts the certificates that the platform trusts, so `tls_certs_merge` and the like
    /// have no effect here. For the certificate of a company's proxy or of a sandbox with TLS, add it to
    /// those of the platform, name a PEM file in the variable `SSL_CERT_FILE` (not on Windows or macOS),
    /// or pass it to [`root_certificates`](ClientBuilder::root_certificates).
    ///
    /// There are two HTTP clients with these settings, so the function is called twice. One keeps
    /// connections for the next call, for 50 seconds unless `pool_idle_timeout` is set. The other one
    /// makes a new connection for each request, and is used where a kept one may be dead: for a retry
    /// after a lost connection or a time limit, for other calls in the 50 seconds after such a failure,
    /// and for what can't be repeated.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, reqwest};
    ///
    /// # fn example() -> Result<(), reqwest::Error> {
    /// let proxy = reqwest::Proxy::https("http://proxy.example:3128")?;
    /// let builder = Client::builder().configure_http(|http| http.proxy(proxy));
    /// # Ok(())
    /// # }
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder
        + Clone
        + Send
        + 'static,
    ) -> Self {
        self.configure_http = Some(Box::new(move |http| configure.clone()(http)));
        self
    }

    /// Sets a custom HTTP client, for a program that already has one.
    ///
    /// [`ClientBuilder::configure_http`] has no effect on it.
    ///
    /// By default the client follows redirects only within the scheme, host and port of the base
    /// URL. A custom HTTP client follows its own redirect policy, with two limits: a request for a
    /// token, which contains the app's secret, is never repeated after a redirect, and a response
    /// from another scheme, host or port is an error. Extra headers
    /// ([`CallOptions::header`](crate::CallOptions::header)) and headers that are parameters of the
    /// operation are sent to the target of such a redirect, but the token and the body are
    /// not.
    ///
    /// With the feature `rustls-ring`, `reqwest` has no cryptography of its own: unless the program
    /// installs a provider of `rustls` for the whole process, such as with
    /// `rustls::crypto::ring::default_provider().install_default()`, `reqwest::Client::new()` panics. So
    /// use `configure_http` if only settings differ.
    ///
    /// The time limit of an attempt is [`timeout`](ClientBuilder::timeout), and not the `timeout` of the
    /// custom HTTP client. It keeps connections as it was set up, so a retry may take another one that is
    /// dead, too. If a firewall or a load balancer on the way forgets connections, give it a short
    /// `pool_idle_timeout`.
    ///
    /// A custom HTTP client uses its own proxies and its own resolver, which the client can't check.
    /// So with a base URL over http, the host must be an IP address, and the environment must not
    /// name a proxy for it.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, reqwest};
    ///
    /// # fn example(shared: reqwest::Client) {
    /// let builder = Client::builder().http_client(shared);
    /// # }
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Sets a function that is called before each wait, for a progress bar or a log.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, WaitReason};
    ///
    /// let builder = Client::builder().on_wait(|wait| {
    ///     if wait.reason == WaitReason::RateLimited {
    ///         eprintln!("the account has no calls left; waiting {} s", wait.length.as_secs());
    ///     }
    /// });
    /// ```
    pub fn on_wait(mut self, tell: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(tell);
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.title)
            .field("credentials", &self.source)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("max_attempts", &self.max_attempts)
            .field("longest_wait", &self.longest_wait)
            .field("rate_reserve", &self.rate_reserve)
            .field("minute", &self.minute)
            .field("pages_in_flight", &self.pages_in_flight)
            .field("calls_in_flight", &self.calls_in_flight)
            .field("calls_per_minute", &self.calls_per_minute)
            .field("max_pages", &self.max_pages)
            .field("max_body", &self.max_body)
            .field("max_report", &self.max_report)
            .finish_non_exhaustive()
    }
}

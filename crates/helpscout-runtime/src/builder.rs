//! How a client is set up.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::Client;
use crate::base_url::BaseUrl;
use crate::call::Service;
use crate::error::{Error, Kind};
use crate::http::{self, Configure, Http};
use crate::rate::RateBudget;
use crate::retry::Retry;
use crate::token::{AccessToken, Grant, Source, TokenEndpoint, Tokens};
use crate::wait::{Observer, Wait};

/// Settings of a [`Client`]. Only credentials have no default; of several, the last ones count.
///
/// ```no_run
/// use std::time::Duration;
/// use helpscout_runtime::Client;
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
#[must_use]
pub struct ClientBuilder {
    source: Option<Source>,
    base_url: String,
    http_client: Option<reqwest::Client>,
    configure_http: Option<Configure>,
    observer: Observer,
    timeout: Duration,
    deadline: Duration,
    max_attempts: u32,
    longest_wait: Duration,
    rate_reserve: u32,
    pages_in_flight: usize,
    max_pages: u32,
    max_body: usize,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            source: None,
            base_url: BaseUrl::LIVE.to_owned(),
            http_client: None,
            configure_http: None,
            observer: Observer::default(),
            timeout: Duration::from_secs(60),
            deadline: Duration::from_secs(5 * 60),
            max_attempts: 8,
            longest_wait: Duration::from_secs(2 * 60),
            rate_reserve: 20,
            pages_in_flight: 4,
            max_pages: 10_000,
            max_body: 64 << 20,
        }
    }
}

impl ClientBuilder {
    /// The id and secret of an app of one's own. The client gets tokens with them as needed.
    pub fn client_credentials(
        mut self,
        app_id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
    ) -> Self {
        self.source = Some(Source::App {
            id: app_id.into(),
            secret: secret.into(),
        });
        self
    }

    /// A token got elsewhere. It is not replaced: after about two days the service refuses it.
    pub fn access_token(mut self, token: impl Into<SecretString>) -> Self {
        self.source = Some(Source::Fixed(token.into()));
        self
    }

    /// The id and secret of an app, and the refresh token of a user who allowed it.
    ///
    /// Each refresh token works once and brings the next one, which `store` must keep, since it is
    /// needed after a restart. It is called before the new token is used; if it fails, so does the
    /// call, and storing is tried again with the next call.
    pub fn refresh_token<F, Fut, E>(
        mut self,
        app_id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
        store: F,
    ) -> Self
    where
        F: Fn(SecretString) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let first = Grant::Refresh(refresh_token.into());
        self.source = Some(Source::rotating(app_id.into(), secret.into(), first, store));
        self
    }

    /// The id and secret of an app, and the code the service sent a user back with. The first call
    /// trades the code for tokens; `store` keeps the refresh token as in
    /// [`ClientBuilder::refresh_token`].
    pub fn authorization_code<F, Fut, E>(
        mut self,
        app_id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
        code: impl Into<SecretString>,
        store: F,
    ) -> Self
    where
        F: Fn(SecretString) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let first = Grant::Code(code.into());
        self.source = Some(Source::rotating(app_id.into(), secret.into(), first, store));
        self
    }

    /// A source of tokens of one's own, asked when there is no token, shortly before one ends, and
    /// after one was refused.
    ///
    /// ```no_run
    /// use helpscout_runtime::{AccessToken, Client};
    ///
    /// let builder = Client::builder().token_provider(|| async {
    ///     std::fs::read_to_string("token").map(|token| AccessToken::new(token.trim()))
    /// });
    /// ```
    pub fn token_provider<F, Fut, E>(mut self, provide: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.source = Some(Source::provider(provide));
        self
    }

    /// Where the service is, without `/v2`. Default `https://api.helpscout.net`. Other than https
    /// is taken for this machine only.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// How long one attempt may take, from connecting to the last byte. Default 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long one call may take with all attempts and waits; in a walk, each page is a call.
    /// Default 5 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How many requests are sent for one call at most, counting the first. Default 8; 1 never
    /// repeats, but for the one after a refused token. Connecting to this machine is tried three
    /// times at most.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The longest wait that is granted when the service asks for one. Default 2 minutes; if it
    /// asks for more, the call is tried again after this.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// How many of the account's calls per minute are left to its other apps. Default 20; more
    /// than half of the account's limit counts as half.
    pub fn rate_reserve(mut self, calls: u32) -> Self {
        self.rate_reserve = calls;
        self
    }

    /// How many pages are asked for at the same time when a report is walked. Default 4.
    pub fn pages_in_flight(mut self, pages: usize) -> Self {
        self.pages_in_flight = pages;
        self
    }

    /// How many pages a report may have to be walked. Default 10,000; more is an error before the
    /// first row.
    pub fn max_pages(mut self, pages: u32) -> Self {
        self.max_pages = pages;
        self
    }

    /// How many bytes an answer may have. Default 64 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Changes how the client connects, for instance through a proxy of one's own. Time limits
    /// and encryption stay those of the client, whatever is set here; certificates are trusted as
    /// the platform trusts them.
    ///
    /// ```no_run
    /// use helpscout_runtime::{Client, reqwest};
    ///
    /// # fn example() -> Result<(), reqwest::Error> {
    /// let proxy = reqwest::Proxy::https("http://proxy.example:3128")?;
    /// let builder = Client::builder().configure_http(|http| http.proxy(proxy));
    /// # Ok(())
    /// # }
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure_http = Some(Box::new(configure));
        self
    }

    /// The HTTP client to send with, for a program that has one already; otherwise see
    /// [`ClientBuilder::configure_http`], which does nothing beside it.
    ///
    /// Without it, redirects are followed only within scheme, host and port of the base URL. The
    /// given client follows its own policy, with two limits: a request for a token, which has the
    /// app's secret, is never repeated by a redirect, and an answer from another place is an
    /// error. Extra headers ([`CallOptions::header`](crate::CallOptions::header)) follow such a
    /// redirect; the token does not.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Is told of each wait before it is made, for a progress bar or a log.
    pub fn on_wait(mut self, tell: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(tell);
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// If there are no credentials, they are empty, the base URL can't be used, a setting is zero,
    /// or encryption can't be set up.
    pub fn build(self) -> Result<Client, Error> {
        let refuse = |problem: &str| Err(Error::new(Kind::Setup(problem.to_owned())));
        let Some(source) = self.source else {
            return refuse(
                "no credentials; give `client_credentials` (an app's id and secret) or an `access_token`",
            );
        };
        if let Some(name) = empty_secret(&source) {
            return refuse(&format!("the {name} is empty; set it"));
        }
        let settings = [
            ("timeout", self.timeout.is_zero()),
            ("deadline", self.deadline.is_zero()),
            ("max_attempts", self.max_attempts == 0),
            ("pages_in_flight", self.pages_in_flight == 0),
            ("max_pages", self.max_pages == 0),
            ("max_body", self.max_body == 0),
        ];
        if let Some((name, _)) = settings.iter().find(|(_, is_zero)| *is_zero) {
            return refuse(&format!(
                "`{name}` is 0, with which nothing could be sent; raise it"
            ));
        }
        let base_url = BaseUrl::parse(&self.base_url)?;
        let client = match self.http_client {
            Some(client) => client,
            None => http::connector(&base_url, self.configure_http)?,
        };
        let http = Http {
            client,
            max_body: self.max_body,
        };
        let mut retry = Retry::new(self.max_attempts, self.longest_wait);
        if base_url.is_this_machine() {
            retry = retry.for_this_machine();
        }
        let retry = Arc::new(retry);
        let endpoint = TokenEndpoint {
            http: http.clone(),
            url: base_url.of_tokens(),
            retry: retry.clone(),
            observer: self.observer.clone(),
            timeout: self.timeout,
            deadline: self.deadline,
        };
        Ok(Client::new(Service {
            base_url,
            http,
            tokens: Tokens::new(source, endpoint),
            retry,
            rate: RateBudget::new(self.rate_reserve),
            observer: self.observer,
            timeout: self.timeout,
            deadline: self.deadline,
            pages_in_flight: self.pages_in_flight,
            max_pages: i64::from(self.max_pages),
        }))
    }
}

#[cfg(feature = "blocking")]
impl ClientBuilder {
    /// Makes a client for a program without async code. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`]; and if the system gives no thread.
    pub fn build_blocking(self) -> Result<crate::blocking::Client, Error> {
        crate::blocking::Client::new(self.build()?)
    }
}

fn empty_secret(source: &Source) -> Option<&'static str> {
    let secrets: Vec<(&'static str, &SecretString)> = match source {
        Source::Fixed(token) => vec![("access token", token)],
        Source::App { id, secret } => vec![("app id", id), ("app secret", secret)],
        Source::Rotating {
            id, secret, first, ..
        } => {
            let first = match first {
                Grant::Code(code) => ("authorization code", code),
                Grant::Refresh(token) => ("refresh token", token),
            };
            vec![("app id", id), ("app secret", secret), first]
        }
        Source::Provider(_) => Vec::new(),
    };
    let empty = |secret: &SecretString| secret.expose_secret().trim().is_empty();
    secrets
        .into_iter()
        .find_map(|(name, secret)| empty(secret).then_some(name))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.source)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("max_attempts", &self.max_attempts)
            .field("longest_wait", &self.longest_wait)
            .field("rate_reserve", &self.rate_reserve)
            .field("pages_in_flight", &self.pages_in_flight)
            .field("max_pages", &self.max_pages)
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}

//! The facts about a service that all its operations share.

/// The facts about a service that are needed to call it.
///
/// Generated code has one constant, `SERVICE`, which is made from `api.yaml`. The service of this
/// crate's own client is the default of [`Operation::DEFAULT`](crate::Operation::DEFAULT) and of
/// [`Client::builder`](crate::Client::builder). A client of another service is set up with
/// [`ClientBuilder::service`](crate::ClientBuilder::service). What it does not set comes from
/// [`Service::DEFAULT`], so that a new version with another field does not break it:
///
/// ```
/// use helpscout_runtime::{Client, Service};
///
/// const TICKETS: &Service = &Service {
///     title: "Ticket Metrics",
///     base_url: "https://tickets.example",
///     environment: "TICKETS",
///     correlation_id: Some("X-Request-Id"),
///     ..Service::DEFAULT
/// };
/// let client = Client::builder().service(TICKETS).build()?;
/// # Ok::<(), helpscout_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The name of the service for people, such as `Ticket Metrics`.
    pub title: &'static str,
    /// The URL of the live service, without the path of any operation and without a trailing slash.
    pub base_url: &'static str,
    /// The first part of the names of the environment variables with the credentials and the base
    /// URL: with `TICKETS` they are `TICKETS_APP_ID`, `TICKETS_APP_SECRET`, `TICKETS_ACCESS_TOKEN`
    /// and `TICKETS_BASE_URL`. With HTTP Basic, `TICKETS_API_KEY`, or `TICKETS_USER` and
    /// `TICKETS_PASSWORD`, take the place of the first two.
    pub environment: &'static str,
    /// The path of the token endpoint of OAuth2, or `None` if the service has none. Without one, a
    /// client sends a token only if it is given one that was obtained elsewhere.
    pub token: Option<&'static str>,
    /// HTTP Basic, or `None` if the service has none.
    pub basic: Option<Basic>,
    /// The headers of the rate limit, or `None` if the service has none.
    pub rate_limit: Option<RateLimitHeaders>,
    /// The response header with the ID of a response, which the service's support asks for, or
    /// `None` if there is none.
    pub correlation_id: Option<&'static str>,
}

impl Service {
    /// A service without a token, HTTP Basic, a rate limit or an ID of responses. Only the names and
    /// the URL are missing.
    pub const DEFAULT: Self = Self {
        title: "",
        base_url: "",
        environment: "",
        token: None,
        basic: None,
        rate_limit: None,
        correlation_id: None,
    };
}

/// HTTP Basic, which sends a user name and a password with every call.
///
/// A half that is the same for everyone is stated here, and the program gives the other one with
/// [`ClientBuilder::api_key`](crate::ClientBuilder::api_key). If neither is, it gives both with
/// [`ClientBuilder::basic_auth`](crate::ClientBuilder::basic_auth).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basic {
    /// The user name that everyone has, or `None` if the program gives it.
    pub user: Option<&'static str>,
    /// The password that everyone has, such as `X`, or `None` if the program gives it.
    pub password: Option<&'static str>,
}

/// What to set in the builder of a client for a service with a token endpoint, for messages.
pub(crate) const APP_OR_TOKEN: &str =
    "`client_credentials` (an app's ID and secret) or an `access_token`";

impl Basic {
    /// Returns whether the program gives only one half, the key.
    pub(crate) const fn takes_key(self) -> bool {
        self.user.is_some() || self.password.is_some()
    }

    /// Returns what to set in the builder of a client, for messages.
    pub(crate) const fn setting(self) -> &'static str {
        if self.takes_key() {
            "an `api_key`"
        } else {
            "`basic_auth` (a user name and a password)"
        }
    }
}

/// The names of the response headers with a rate limit, in any case.
///
/// The client always reads the standard header `Retry-After` as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitHeaders {
    /// The header with the number of calls per minute.
    pub limit: &'static str,
    /// The header with the number of calls that are left in this minute.
    pub remaining: &'static str,
    /// The header with the number of seconds to wait, which takes precedence over `Retry-After`.
    pub retry_after: &'static str,
}

impl RateLimitHeaders {
    /// Creates a value from the names of the headers with the calls per minute, the calls that are
    /// left, and the seconds to wait.
    ///
    /// ```
    /// use helpscout_runtime::RateLimitHeaders;
    ///
    /// const LIMITS: RateLimitHeaders =
    ///     RateLimitHeaders::new("X-Limit", "X-Remaining", "X-Retry-After");
    /// ```
    pub const fn new(
        limit: &'static str,
        remaining: &'static str,
        retry_after: &'static str,
    ) -> Self {
        Self {
            limit,
            remaining,
            retry_after,
        }
    }
}

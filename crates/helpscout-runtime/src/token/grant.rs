//! The ways to obtain a token: the requests to the token endpoint and its responses.

use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::access::AccessToken;
use super::basic::BasicSource;
use super::function::{BoxError, Function, told};
use crate::error::{Body, Error, Kind, NO_TOKEN, Undecodable};
use crate::headers::correlation_id;
use crate::http::{Http, Received};
use crate::retry::{Attempts, Retry};
use crate::service::Service;
use crate::wait::Observer;
use crate::wire::decodable;

type Pending<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

#[derive(Clone)]
pub(crate) enum Source {
    /// Calls need no token.
    Absent,
    Fixed(SecretString),
    Basic(BasicSource),
    App {
        id: SecretString,
        secret: SecretString,
    },
    Rotating {
        id: SecretString,
        secret: SecretString,
        first: Grant,
        /// Stores a new refresh token before it is used.
        store: Arc<dyn Fn(SecretString) -> Pending<()> + Send + Sync>,
    },
    Provider(Arc<dyn Fn() -> Pending<AccessToken> + Send + Sync>),
}

/// What a token is requested with if the service issues a new grant with each token.
#[derive(Clone, Debug)]
pub(crate) enum Grant {
    Code(SecretString),
    Refresh(SecretString),
}

/// The state of the rotation of refresh tokens.
#[derive(Default)]
pub(crate) struct Standing {
    grant: Option<Grant>,
    /// A new refresh token that is not stored yet, and the access token that came with it, which is
    /// used only after the refresh token is stored.
    unsaved: Option<(SecretString, AccessToken)>,
}

/// Why a token is requested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Calls wait for it.
    NeededNow,
    /// The token in use is still valid.
    InAdvance,
}

/// The endpoint that issues tokens.
#[derive(Debug)]
pub(crate) struct TokenEndpoint {
    pub(crate) http: Http,
    pub(crate) url: Url,
    pub(crate) retry: Arc<Retry>,
    pub(crate) observer: Observer,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
}

impl Source {
    pub(crate) fn rotating<F, Fut, E>(
        id: SecretString,
        secret: SecretString,
        first: Grant,
        store: F,
    ) -> Self
    where
        F: Fn(SecretString) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let store = Arc::new(move |token| pending(store(token)));
        Self::Rotating {
            id,
            secret,
            first,
            store,
        }
    }

    pub(crate) fn provider<F, Fut, E>(provide: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::Provider(Arc::new(move || pending(provide())))
    }

    pub(crate) fn standing(&self) -> Standing {
        match self {
            Self::Rotating { first, .. } => Standing {
                grant: Some(first.clone()),
                unsaved: None,
            },
            _ => Standing::default(),
        }
    }

    /// Returns whether tokens are requested from the token endpoint.
    pub(crate) fn needs_endpoint(&self) -> bool {
        match self {
            Self::App { .. } | Self::Rotating { .. } => true,
            Self::Absent | Self::Fixed(_) | Self::Basic(_) | Self::Provider(_) => false,
        }
    }

    /// Returns whether it does no harm if a request for a token is given up halfway because the
    /// program ends. A refresh token that was used but whose successor is not stored is lost, so a
    /// call waits for such a request, as programs wait for their calls.
    pub(super) fn may_be_interrupted(&self) -> bool {
        !matches!(self, Self::Rotating { .. })
    }

    /// Returns the secrets that the program gave for a service.
    pub(crate) fn secrets(&self, service: &Service) -> Vec<SecretString> {
        match self {
            Self::Fixed(secret) | Self::App { secret, .. } => vec![secret.clone()],
            Self::Basic(basic) => basic.secrets(service),
            Self::Rotating { secret, first, .. } => {
                let (Grant::Code(first) | Grant::Refresh(first)) = first;
                vec![secret.clone(), first.clone()]
            }
            Self::Absent | Self::Provider(_) => Vec::new(),
        }
    }

    pub(super) async fn ask(
        &self,
        endpoint: &TokenEndpoint,
        standing: &mut Standing,
        purpose: Purpose,
    ) -> Result<AccessToken, Error> {
        match self {
            // A source that has one token, or none, is not asked.
            Self::Absent | Self::Basic(_) => Ok(AccessToken::new(String::new())),
            Self::Fixed(token) => Ok(AccessToken::new(token.clone())),
            Self::App { id, secret } => {
                let form = [
                    ("grant_type", "client_credentials"),
                    ("client_id", id.expose_secret()),
                    ("client_secret", secret.expose_secret()),
                ];
                let response = endpoint.post(&form, None, purpose).await?;
                Ok(response.token())
            }
            Self::Rotating {
                id, secret, store, ..
            } => {
                if standing.unsaved.is_none()
                    && let Some(token) = standing.rotate(endpoint, id, secret).await?
                {
                    return Ok(token);
                }
                standing.save(endpoint, store.as_ref()).await
            }
            Self::Provider(provide) => {
                let provider = Function {
                    name: "the token provider",
                    after_panic: "",
                    advice: "Check what it waits for, or raise `deadline`",
                };
                let provided = endpoint.call(provider, || provide());
                provided.await?.map_err(|error| {
                    let problem = format!("the token provider failed: {}", told(&*error));
                    Error::new(Kind::Provider(problem)).caused_by_boxed(error)
                })
            }
        }
    }
}

fn pending<T, E: Into<BoxError>>(
    future: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Pending<T> {
    Box::pin(async move { future.await.map_err(Into::into) })
}

impl Standing {
    /// Returns whether the program has the refresh token that is valid now.
    pub(super) fn is_stored(&self) -> bool {
        self.unsaved.is_none()
    }

    /// Exchanges the grant for a token. Returns the token if there is no new refresh token to store
    /// first.
    async fn rotate(
        &mut self,
        endpoint: &TokenEndpoint,
        id: &SecretString,
        secret: &SecretString,
    ) -> Result<Option<AccessToken>, Error> {
        let (grant, kind, field, given) = match &self.grant {
            Some(Grant::Code(code)) => ("authorization code", "authorization_code", "code", code),
            Some(Grant::Refresh(token)) => {
                ("refresh token", "refresh_token", "refresh_token", token)
            }
            None => {
                let problem = "the authorization code has been used, and the service sent no refresh token with it; get a new code";
                return Err(Error::new(Kind::Provider(problem.to_owned())));
            }
        };
        let form = [
            ("grant_type", kind),
            (field, given.expose_secret()),
            ("client_id", id.expose_secret()),
            ("client_secret", secret.expose_secret()),
        ];
        let response = endpoint
            .post(&form, Some(grant), Purpose::NeededNow)
            .await?;
        let token = response.token();
        match response.refresh_token {
            Some(next) => {
                let next = SecretString::from(next);
                endpoint.http.secrets.add_issued(&next);
                self.grant = Some(Grant::Refresh(next.clone()));
                self.unsaved = Some((next, token));
                Ok(None)
            }
            None => {
                // A code can be used once. A refresh token that is not replaced stays valid.
                self.grant.take_if(|grant| matches!(grant, Grant::Code(_)));
                Ok(Some(token))
            }
        }
    }

    async fn save(
        &mut self,
        endpoint: &TokenEndpoint,
        store: &(dyn Fn(SecretString) -> Pending<()> + Send + Sync),
    ) -> Result<AccessToken, Error> {
        let Some((refresh, token)) = self.unsaved.clone() else {
            let problem = "there is no new refresh token to store".to_owned();
            return Err(Error::new(Kind::Provider(problem)));
        };
        let function = Function {
            name: "the function that stores refresh tokens",
            after_panic: "; the new refresh token is kept, and the next call stores it again",
            advice: "The new refresh token is kept, and the next call stores it again; check what the function waits for, or raise `deadline`",
        };
        let stored = endpoint.call(function, || store(refresh));
        stored.await?.map_err(|error| {
            let problem = format!(
                "the new refresh token could not be stored ({}); it is kept, and the next call stores it again",
                told(&*error)
            );
            Error::new(Kind::Provider(problem)).caused_by_boxed(error)
        })?;
        self.unsaved = None;
        Ok(token)
    }
}

impl TokenEndpoint {
    /// Calls a function of the program. Stops it if it does not return, because all calls of the client
    /// wait for it. Its limit ends before the deadline of the call that needs it, which then says why it
    /// failed.
    async fn call<T>(
        &self,
        function: Function,
        start: impl FnOnce() -> Pending<T>,
    ) -> Result<Result<T, BoxError>, Error> {
        let after = self.deadline / 10 * 9;
        let mut work = pin!(async { start().await });
        // Nothing else uses what the function left behind.
        let caught = poll_fn(|context| {
            match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
                Ok(poll) => poll.map(Ok),
                Err(panic) => Poll::Ready(Err(function.panicked(panic.as_ref()))),
            }
        });
        match tokio::time::timeout(after, caught).await {
            Ok(returned) => returned,
            Err(_) => Err(Error::new(Kind::Hung {
                function: function.name,
                after,
                advice: function.advice,
            })),
        }
    }

    /// Requests a token, with `grant` if it is something that the first request may have used up.
    async fn post(
        &self,
        form: &[(&str, &str)],
        grant: Option<&'static str>,
        purpose: Purpose,
    ) -> Result<TokenResponse, Error> {
        let mut attempts = Attempts::start(&self.retry, &self.observer, self.deadline);
        if purpose == Purpose::InAdvance {
            // Nobody waits for it, so it takes nothing from the budget for retries.
            attempts = attempts.only_one();
        }
        attempts.are_repeatable = grant.is_none();
        loop {
            attempts.made += 1;
            let timeout = attempts.time_for_one(self.timeout);
            tracing::debug!(attempt = attempts.made, "requesting an access token");
            let (request, connection) = (self.request(form), attempts.connection());
            let received = self
                .http
                .exchange(request, &self.url, connection, timeout, &|_, _| {})
                .await;
            let error = match received.and_then(|received| self.read(&received)) {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let asked = error.retry_after();
            let recovered = attempts.recover(error, asked).await;
            recovered.map_err(|error| error.while_getting_a_token_with(grant))?;
        }
    }

    fn read(&self, received: &Received<'_>) -> Result<TokenResponse, Error> {
        received.check_place()?;
        if !received.status.is_success() {
            self.note_tokens(&received.body);
            return Err(received.refusal().without_tokens());
        }
        // A response that is not understood may still contain a token.
        received.check_ending(None).map_err(Error::without_tokens)?;
        self.retry.succeeded();
        let response = read(received)
            .map_err(|error| error.hiding(&received.secrets))
            .map_err(Error::without_tokens)?;
        tracing::debug!("received an access token");
        Ok(response)
    }

    /// Adds the tokens in a refusal to the secrets, so that the error does not show them.
    fn note_tokens(&self, body: &[u8]) {
        let body = String::from_utf8_lossy(body);
        let body: Value = serde_json::from_str(&decodable(&body)).unwrap_or_default();
        for key in ["access_token", "refresh_token", "id_token"] {
            if let Some(token) = body[key].as_str() {
                self.http.secrets.add_issued(&SecretString::from(token));
            }
        }
    }

    /// Creates a request whose body can be read only once. If a redirect (307, 308) asks for the
    /// body again, there is none, so that no redirect policy can send a secret to another host.
    fn request(&self, form: &[(&str, &str)]) -> reqwest::Request {
        let mut fields = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form {
            fields.append_pair(name, value);
        }
        let form = fields.finish();
        let mut request = reqwest::Request::new(Method::POST, self.url.clone());
        request.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        *request.body_mut() = Some(reqwest::Body::wrap(form));
        request
    }
}

struct TokenResponse {
    access_token: String,
    expires_in: Value,
    refresh_token: Option<String>,
}

impl TokenResponse {
    fn token(&self) -> AccessToken {
        let token = AccessToken::new(self.access_token.clone());
        let seconds = match &self.expires_in {
            Value::String(text) => text.parse().ok(),
            other => other.as_f64(),
        };
        match seconds.map(|seconds: f64| Duration::try_from_secs_f64(seconds.max(0.0))) {
            Some(Ok(lifetime)) => token.with_lifetime(lifetime),
            // Without a readable lifetime the token is used until the service rejects it.
            Some(Err(_)) | None => token,
        }
    }
}

fn read(received: &Received<'_>) -> Result<TokenResponse, Error> {
    let body = String::from_utf8_lossy(&received.body);
    let read: Value = serde_json::from_str(&decodable(&body)).unwrap_or_else(|error| {
        // The JSON error repeats what it found, so it is not kept.
        let place = format!("line {}, column {}", error.line(), error.column());
        tracing::debug!(place, "could not decode the response with the token");
        Value::Null
    });
    // A blank text is no token.
    let text = |value: &Value| {
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        text.map(str::to_owned)
    };
    let Some(access_token) = text(&read["access_token"]) else {
        let undecodable = Undecodable {
            status: Some(received.status),
            correlation_id: correlation_id(&received.headers, received.service),
            path: String::new(),
            problem: received
                .compressed
                .clone()
                .unwrap_or_else(|| NO_TOKEN.to_owned()),
            is_compressed: received.compressed.is_some(),
            body: Body(body.into_owned()),
        };
        return Err(Error::new(Kind::Decode(Box::new(undecodable))));
    };
    Ok(TokenResponse {
        access_token,
        expires_in: read["expires_in"].clone(),
        refresh_token: text(&read["refresh_token"]),
    })
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "no token",
            Self::Fixed(_) => "a fixed access token",
            Self::Basic(basic) => basic.name(),
            Self::App { .. } => "client credentials",
            Self::Rotating {
                first: Grant::Code(_),
                ..
            } => "an authorization code",
            Self::Rotating {
                first: Grant::Refresh(_),
                ..
            } => "a refresh token",
            Self::Provider(_) => "a token provider",
        })
    }
}

//! The ways to a token: what is asked of the token address, and what its answer means.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::AccessToken;
use crate::error::{Body, Error, Kind, Undecodable};
use crate::http::{Http, Received};
use crate::response::correlation_id;
use crate::retry::{Attempts, Retry, asked_wait};
use crate::wait::Observer;

type BoxError = Box<dyn StdError + Send + Sync>;
type Pending<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

#[derive(Clone)]
pub(crate) enum Source {
    Fixed(SecretString),
    App {
        id: SecretString,
        secret: SecretString,
    },
    Rotating {
        id: SecretString,
        secret: SecretString,
        first: Grant,
        /// Keeps a new refresh token before it is used.
        store: Arc<dyn Fn(SecretString) -> Pending<()> + Send + Sync>,
    },
    Provider(Arc<dyn Fn() -> Pending<AccessToken> + Send + Sync>),
}

/// What a token is asked for with when the service gives a new grant with each token.
#[derive(Clone, Debug)]
pub(crate) enum Grant {
    Code(SecretString),
    Refresh(SecretString),
}

/// What has come of rotation so far.
#[derive(Default)]
pub(crate) struct Standing {
    grant: Option<Grant>,
    /// A token whose refresh token is not stored yet; used only when it is.
    unsaved: Option<(SecretString, AccessToken)>,
}

/// The address that gives tokens.
#[derive(Debug)]
pub(crate) struct TokenEndpoint {
    pub(crate) http: Http,
    pub(crate) url: Url,
    pub(crate) retry: Arc<Retry>,
    pub(crate) observer: Observer,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
}

/// Whether asking twice does the same as asking once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeatable {
    Yes,
    /// The first request may have spent the grant.
    OnlyIfNotProcessed,
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

    pub(crate) const fn rotates(&self) -> bool {
        matches!(self, Self::Rotating { .. })
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

    pub(super) async fn ask(
        &self,
        endpoint: &TokenEndpoint,
        standing: &mut Standing,
    ) -> Result<AccessToken, Error> {
        match self {
            Self::Fixed(token) => Ok(AccessToken::new(token.clone())),
            Self::App { id, secret } => {
                let form = [
                    ("grant_type", "client_credentials"),
                    ("client_id", id.expose_secret()),
                    ("client_secret", secret.expose_secret()),
                ];
                let answer = endpoint.post(&form, Repeatable::Yes).await?;
                Ok(answer.token())
            }
            Self::Rotating {
                id, secret, store, ..
            } => {
                if standing.unsaved.is_none()
                    && let Some(token) = standing.rotate(endpoint, id, secret).await?
                {
                    return Ok(token);
                }
                standing.save(store.as_ref()).await
            }
            Self::Provider(provide) => provide().await.map_err(|error| {
                let problem = format!("the token provider failed: {error}");
                Error::new(Kind::Provider(problem)).caused_by_boxed(error)
            }),
        }
    }
}

fn pending<T, E: Into<BoxError>>(
    future: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Pending<T> {
    Box::pin(async move { future.await.map_err(Into::into) })
}

impl Standing {
    /// Trades the grant in; the token is returned if there is no new grant to store first.
    async fn rotate(
        &mut self,
        endpoint: &TokenEndpoint,
        id: &SecretString,
        secret: &SecretString,
    ) -> Result<Option<AccessToken>, Error> {
        let (kind, field, given) = match &self.grant {
            Some(Grant::Code(code)) => ("authorization_code", "code", code),
            Some(Grant::Refresh(token)) => ("refresh_token", "refresh_token", token),
            None => {
                let problem =
                    "the authorization code is used up, and no refresh token came with it";
                return Err(Error::new(Kind::Provider(problem.to_owned())));
            }
        };
        let form = [
            ("grant_type", kind),
            (field, given.expose_secret()),
            ("client_id", id.expose_secret()),
            ("client_secret", secret.expose_secret()),
        ];
        let answer = endpoint.post(&form, Repeatable::OnlyIfNotProcessed).await?;
        let token = answer.token();
        match answer.refresh_token {
            Some(next) => {
                let next = SecretString::from(next);
                self.grant = Some(Grant::Refresh(next.clone()));
                self.unsaved = Some((next, token));
                Ok(None)
            }
            None => {
                // A code works once; a refresh token that is not replaced stays.
                self.grant.take_if(|grant| matches!(grant, Grant::Code(_)));
                Ok(Some(token))
            }
        }
    }

    async fn save(
        &mut self,
        store: &(dyn Fn(SecretString) -> Pending<()> + Send + Sync),
    ) -> Result<AccessToken, Error> {
        let Some((refresh, token)) = self.unsaved.clone() else {
            let problem = "no token is waiting to be stored".to_owned();
            return Err(Error::new(Kind::Provider(problem)));
        };
        store(refresh).await.map_err(|error| {
            let problem = format!(
                "the new refresh token could not be stored ({error}); it is kept, and storing is tried again with the next call"
            );
            Error::new(Kind::Provider(problem)).caused_by_boxed(error)
        })?;
        self.unsaved = None;
        Ok(token)
    }
}

impl TokenEndpoint {
    async fn post(
        &self,
        form: &[(&str, &str)],
        repeatable: Repeatable,
    ) -> Result<TokenAnswer, Error> {
        let mut attempts = Attempts::start(&self.retry, &self.observer, self.deadline);
        loop {
            attempts.made += 1;
            let timeout = attempts.time_for_one(self.timeout);
            let (error, asked) = match self.http.exchange(self.request(form), timeout).await {
                Ok(received) if received.status.is_success() => {
                    self.retry.succeeded();
                    tracing::debug!("got an access token");
                    return read(received).map_err(|error| attempts.finish(error));
                }
                Ok(received) => {
                    let is_secret = |name: &str| !matches!(name, "grant_type" | "client_id");
                    let secrets: Vec<&str> = form
                        .iter()
                        .filter(|(name, _)| is_secret(name))
                        .map(|(_, value)| *value)
                        .collect();
                    let asked = asked_wait(&received.headers, Timestamp::now());
                    (received.refusal(&secrets), asked)
                }
                Err(error) => (error, None),
            };
            if repeatable == Repeatable::OnlyIfNotProcessed && !was_not_processed(&error) {
                return Err(attempts.finish(error));
            }
            attempts.recover(error, asked).await?;
        }
    }

    /// The body is one that can be read only once: where a redirect (307, 308) asks for it again,
    /// there is none, so that no redirect policy, be it the caller's, can send a secret elsewhere.
    fn request(&self, form: &[(&str, &str)]) -> reqwest::Request {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let mut request = reqwest::Request::new(Method::POST, self.url.clone());
        request.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        *request.body_mut() = Some(reqwest::Body::wrap(form));
        request
    }
}

fn was_not_processed(error: &Error) -> bool {
    error.is_connect() || error.status() == Some(StatusCode::TOO_MANY_REQUESTS)
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default)]
    expires_in: serde_json::Value,
    #[serde(default)]
    refresh_token: Option<String>,
}

impl TokenAnswer {
    fn token(&self) -> AccessToken {
        let token = AccessToken::new(self.access_token.clone());
        let seconds = match &self.expires_in {
            serde_json::Value::String(text) => text.parse().ok(),
            other => other.as_f64(),
        };
        match seconds.map(|seconds: f64| Duration::try_from_secs_f64(seconds.max(0.0))) {
            Some(Ok(lifetime)) => token.with_lifetime(lifetime),
            // Without a readable lifetime it serves until it is refused.
            Some(Err(_)) | None => token,
        }
    }
}

fn read(received: Received) -> Result<TokenAnswer, Error> {
    serde_json::from_slice(&received.body).map_err(|error| {
        let body = String::from_utf8_lossy(&received.body);
        // A broken answer may still hold a token.
        let is_harmless = !body.contains("token");
        let undecodable = Undecodable {
            status: Some(received.status),
            correlation_id: correlation_id(&received.headers),
            path: String::new(),
            problem: "it is no JSON object with an `access_token`".to_owned(),
            body: Body(if is_harmless {
                body.into_owned()
            } else {
                "[hidden]".to_owned()
            }),
        };
        // The reader's own error repeats what it found, so it is not kept.
        let place = format!("line {}, column {}", error.line(), error.column());
        tracing::debug!(place, "the token answer can't be read");
        Error::new(Kind::Decode(Box::new(undecodable)))
    })
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fixed(_) => "a fixed access token",
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

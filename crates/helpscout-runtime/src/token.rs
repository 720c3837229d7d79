//! Access tokens: one for all clones of a client, got when needed, replaced in time.
//!
//! In: credentials, and the token that was refused, if one was. Out: a token to send. Calls that
//! need a token at the same time share one request for it, also when that request fails. What is
//! asked of the service, and how, is in `grant`.

mod grant;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;
use tracing::Instrument;

use crate::error::{Error, Kind};
use grant::Standing;
pub(crate) use grant::{Grant, Source, TokenEndpoint};

/// A token, as a provider of the caller's own gives it.
#[derive(Clone, Debug)]
pub struct AccessToken {
    value: SecretString,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token that is used until the service refuses it.
    pub fn new(value: impl Into<SecretString>) -> Self {
        Self {
            value: value.into(),
            lifetime: None,
        }
    }

    /// A token that is replaced shortly before `lifetime` has passed.
    #[must_use]
    pub const fn with_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// Where the calls of a client get their token.
pub(crate) struct Tokens(Arc<Inner>);

struct Inner {
    source: Source,
    endpoint: TokenEndpoint,
    state: Arc<Mutex<State>>,
    /// How many times a token was asked for, with or without success. Who waits and then finds
    /// that it has risen takes what came of it.
    rounds: AtomicU64,
}

struct State {
    held: Option<Held>,
    /// The number of the last token.
    number: u64,
    failure: Option<Failure>,
    standing: Standing,
}

/// The last round brought no token.
struct Failure {
    /// The number of the token it should have replaced.
    replacing: u64,
    error: Error,
}

/// A token in use; the number tells it from those before.
#[derive(Clone)]
pub(crate) struct Held {
    value: SecretString,
    number: u64,
    renew_at: Option<Instant>,
}

impl Held {
    pub(crate) fn expose(&self) -> &str {
        self.value.expose_secret()
    }

    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        let mut header =
            HeaderValue::try_from(format!("Bearer {}", self.expose())).map_err(|error| {
                let problem =
                    "the access token has characters that can't be sent, such as a line break";
                Error::new(Kind::Provider(problem.to_owned())).caused_by(error)
            })?;
        header.set_sensitive(true);
        Ok(header)
    }

    fn is_fresh(&self) -> bool {
        self.renew_at
            .is_none_or(|renew_at| Instant::now() < renew_at)
    }
}

impl Tokens {
    pub(crate) fn new(source: Source, endpoint: TokenEndpoint) -> Self {
        let state = State {
            held: None,
            number: 0,
            failure: None,
            standing: source.standing(),
        };
        Self(Arc::new(Inner {
            source,
            endpoint,
            state: Arc::new(Mutex::new(state)),
            rounds: AtomicU64::new(0),
        }))
    }

    /// Whether another token can be had after one was refused.
    pub(crate) fn are_renewable(&self) -> bool {
        !matches!(self.0.source, Source::Fixed(_))
    }

    /// A token to send, and not the one that was refused.
    ///
    /// # Errors
    /// If none can be had.
    pub(crate) async fn get(&self, refused: Option<&Held>) -> Result<Held, Error> {
        let inner = &self.0;
        if let Source::Fixed(value) = &inner.source {
            return Ok(Held {
                value: value.clone(),
                number: 0,
                renew_at: None,
            });
        }
        let seen = inner.rounds.load(Ordering::Acquire);
        let mut state = inner.state.clone().lock_owned().await;
        let waited_for_one = inner.rounds.load(Ordering::Acquire) != seen;
        if let Some(settled) = state.settled(refused, waited_for_one) {
            return settled;
        }
        let round = inner.clone().round(state);
        if !inner.source.rotates() {
            return round.await;
        }
        // A caller that goes away now must not lose the only valid refresh token.
        let task = tokio::spawn(round.in_current_span());
        task.await.unwrap_or_else(|stopped| {
            let problem = "the request for a token was stopped".to_owned();
            Err(Error::new(Kind::Provider(problem)).caused_by(stopped))
        })
    }
}

impl State {
    /// What earlier rounds have brought, if no new one is needed.
    fn settled(&mut self, refused: Option<&Held>, waited: bool) -> Option<Result<Held, Error>> {
        if let Some(refused) = refused {
            self.held.take_if(|held| held.number == refused.number);
        }
        // A token that lives for no time at all still serves those who waited for it.
        if let Some(held) = self.held.as_ref().filter(|held| waited || held.is_fresh()) {
            return Some(Ok(held.clone()));
        }
        let failure = self.failure.as_ref()?;
        let is_about_the_same = refused.is_some_and(|refused| refused.number == failure.replacing);
        (waited || is_about_the_same).then(|| Err(failure.error.clone()))
    }
}

impl Inner {
    async fn round(self: Arc<Self>, mut state: OwnedMutexGuard<State>) -> Result<Held, Error> {
        let asked_at = Instant::now();
        let outcome = self.source.ask(&self.endpoint, &mut state.standing).await;
        self.rounds.fetch_add(1, Ordering::AcqRel);
        match outcome {
            Ok(token) => {
                state.number += 1;
                state.failure = None;
                let lifetime = token.lifetime.map(|lifetime| lifetime - margin(lifetime));
                let held = Held {
                    value: token.value,
                    number: state.number,
                    renew_at: lifetime.and_then(|lifetime| asked_at.checked_add(lifetime)),
                };
                state.held = Some(held.clone());
                Ok(held)
            }
            Err(error) => {
                let error = error.while_getting_a_token();
                state.held = None;
                state.failure = Some(Failure {
                    replacing: state.number,
                    error: error.clone(),
                });
                Err(error)
            }
        }
    }
}

/// How long before its end a token is replaced.
fn margin(lifetime: Duration) -> Duration {
    (lifetime / 10).min(Duration::from_secs(60))
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source.fmt(f)
    }
}

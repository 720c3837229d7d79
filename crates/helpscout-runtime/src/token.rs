//! Access tokens, which all clones of a client share.
//!
//! A token is requested when it is first needed, and replaced shortly before it expires or after
//! the service rejected it. Calls that need a token at the same time share one request for it, even
//! if that request fails. `grant` has the requests themselves.

mod access;
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

pub use self::access::AccessToken;
use self::grant::Standing;
pub(crate) use self::grant::{Grant, Source, TokenEndpoint};
use crate::error::{Error, Kind};

/// The source of tokens for the calls of a client.
pub(crate) struct Tokens(Arc<Inner>);

struct Inner {
    source: Source,
    endpoint: TokenEndpoint,
    state: Arc<Mutex<State>>,
    /// The number of requests for a token so far, with or without success. A call that waited and
    /// then finds a higher number uses the outcome of that request.
    rounds: AtomicU64,
}

struct State {
    held: Option<Held>,
    /// The number of the last token.
    number: u64,
    failure: Option<Failure>,
    standing: Standing,
}

/// The failure of the last request for a token.
struct Failure {
    /// The number of the token that it should have replaced.
    replacing: u64,
    error: Error,
}

/// A token in use. The number distinguishes it from earlier tokens.
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
                    "the access token contains characters that can't be sent, such as a line break; remove them";
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

    /// Returns whether a rejected token can be replaced.
    pub(crate) fn are_renewable(&self) -> bool {
        !matches!(self.0.source, Source::Fixed(_))
    }

    /// Returns a token to send, which is not the rejected one.
    ///
    /// # Errors
    /// Returns an error if no token can be obtained.
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
        // If the caller stops waiting now, the only valid refresh token must not be lost.
        let task = tokio::spawn(round.in_current_span());
        task.await.unwrap_or_else(|stopped| {
            let problem = "the request for a token was canceled".to_owned();
            Err(Error::new(Kind::Provider(problem)).caused_by(stopped))
        })
    }
}

impl State {
    /// Returns the outcome of earlier requests, or `None` if a new request is needed.
    fn settled(&mut self, refused: Option<&Held>, waited: bool) -> Option<Result<Held, Error>> {
        if let Some(refused) = refused {
            self.held.take_if(|held| held.number == refused.number);
        }
        // A token that expires at once can still be used by the calls that waited for it.
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

/// Returns how long before its expiry a token is replaced.
fn margin(lifetime: Duration) -> Duration {
    (lifetime / 10).min(Duration::from_secs(60))
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source.fmt(f)
    }
}

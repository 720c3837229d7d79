//! Access tokens, which all clones of a client share.
//!
//! A token is requested when it is first needed, and replaced before it expires or after the service
//! rejected it. Calls that need a token at the same time share one request for it, even if that
//! request fails. The request is a task of its own, which goes on if these calls are dropped. `grant`
//! has the requests themselves.
//!
//! Shortly before a token expires, a call starts the request for the next one in advance and goes on
//! with the token in use, as all others do until it expires. If the request in advance fails, no call
//! notices, and a later one starts another.

mod access;
mod basic;
mod function;
mod grant;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Mutex as AsyncMutex, watch};
use tokio::task::{JoinError, JoinHandle};
use tokio::time::Instant;
use tracing::{Instrument, Span};

pub use self::access::AccessToken;
pub(crate) use self::basic::BasicSource;
pub(crate) use self::grant::{Grant, Source, TokenEndpoint};
use self::grant::{Purpose, Standing};
use crate::error::{Body, Error, Kind, Undecodable};
use crate::secrets::HIDDEN;

/// The source of tokens for the calls of a client.
pub(crate) struct Tokens(Arc<Inner>);

struct Inner {
    source: Source,
    /// The token of a source that has only one, or none.
    fixed: Option<Held>,
    endpoint: TokenEndpoint,
    state: Mutex<State>,
    /// Locked by the only request in flight.
    standing: AsyncMutex<Standing>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The number of the last token.
    number: u64,
    failure: Option<Failure>,
    in_flight: Option<Ticket>,
}

type Outcome = Result<Held, Error>;

/// Waits for the outcome of a request in flight. It closes without an outcome if the runtime of the
/// request is shut down.
type Ticket = watch::Receiver<Option<Outcome>>;

/// The failure of the last request for a token.
struct Failure {
    /// The number of the token that it should have replaced.
    replacing: u64,
    error: Error,
}

/// A token in use. The number distinguishes it from earlier tokens.
#[derive(Clone)]
pub(crate) struct Held {
    /// The header with the token, which is the same for all calls, or `None` if they need none.
    pub(crate) header: Option<HeaderValue>,
    number: u64,
    renewal: Option<Renewal>,
}

/// When a token is replaced, at best in advance.
#[derive(Clone, Copy)]
struct Renewal {
    at: Instant,
    /// When the token expires. Until then it is better than none.
    expiry: Instant,
}

/// The time before the expiry of a token that is not enough for a call with it.
const TOO_LATE: Duration = Duration::from_secs(1);

impl Held {
    fn is_fresh(&self) -> bool {
        self.renewal
            .is_none_or(|renewal| Instant::now() < renewal.at)
    }

    /// Returns whether a call can still be made with the token, whether or not it is to be replaced.
    fn is_usable(&self) -> bool {
        self.renewal.is_none_or(|renewal| renewal.left() > TOO_LATE)
    }

    /// Returns the token, to be replaced later, after its replacement failed before it had to be
    /// there. The next attempt is after half of the time that is left, so that there are a few, and
    /// not before the service wants to be asked again.
    fn put_off(self, asked: Option<Duration>) -> Option<Self> {
        let renewal = self.renewal?;
        let left = renewal.left();
        let pause = asked.unwrap_or_default().clamp(left / 2, left);
        (left > TOO_LATE).then(|| Self {
            renewal: Some(Renewal {
                at: Instant::now() + pause,
                ..renewal
            }),
            ..self
        })
    }
}

impl Renewal {
    fn left(self) -> Duration {
        self.expiry.saturating_duration_since(Instant::now())
    }
}

/// Returns the header with a token.
fn header(token: &SecretString, kind: fn(String) -> Kind) -> Result<HeaderValue, Error> {
    let token = token.expose_secret();
    if token.trim().is_empty() {
        return Err(Error::new(kind("the access token is empty".to_owned())));
    }
    let mut header = HeaderValue::try_from(format!("Bearer {token}")).map_err(|error| {
        let problem =
            "the access token contains characters that can't be sent, such as a line break";
        Error::new(kind(problem.to_owned())).caused_by(error)
    })?;
    header.set_sensitive(true);
    Ok(header)
}

/// Returns the fault of a token that comes from the program.
fn own(problem: &str) -> String {
    format!("{problem}; check where it comes from")
}

/// Returns the fault of an answer with a token that can't be sent.
fn unsendable(problem: String) -> Kind {
    Kind::Decode(Box::new(Undecodable {
        status: None,
        correlation_id: None,
        path: "access_token".to_owned(),
        problem,
        is_compressed: false,
        body: Body(HIDDEN.to_owned()),
    }))
}

impl Tokens {
    /// # Errors
    /// Returns an error if the source has only one token, and it can't be sent.
    pub(crate) fn new(source: Source, endpoint: TokenEndpoint) -> Result<Self, Error> {
        let standing = source.standing();
        let header = match &source {
            Source::Absent => Some(None),
            Source::Fixed(value) => {
                Some(Some(header(value, |problem| Kind::Setup(own(&problem)))?))
            }
            Source::Basic(basic) => Some(Some(basic.header(endpoint.http.service)?)),
            _ => None,
        };
        let fixed = header.map(|header| Held {
            header,
            number: 0,
            renewal: None,
        });
        Ok(Self(Arc::new(Inner {
            source,
            fixed,
            endpoint,
            state: Mutex::default(),
            standing: AsyncMutex::new(standing),
        })))
    }

    /// Returns whether a rejected token can be replaced.
    pub(crate) fn are_renewable(&self) -> bool {
        self.0.fixed.is_none()
    }

    /// Returns the token in use, or `None` if there is none or it is to be replaced.
    pub(crate) fn held(&self) -> Option<Held> {
        if let Some(fixed) = &self.0.fixed {
            return Some(fixed.clone());
        }
        let state = self.0.state();
        state.held.as_ref().filter(|held| held.is_fresh()).cloned()
    }

    /// Returns a token to send, which is not the rejected one.
    ///
    /// # Errors
    /// Returns an error if no token can be obtained.
    pub(crate) async fn get(&self, refused: Option<&Held>) -> Outcome {
        if let Some(fixed) = &self.0.fixed {
            return Ok(fixed.clone());
        }
        loop {
            let (mut ticket, request) = match self.0.settle_or_join(refused) {
                Next::Settled(outcome) => return outcome,
                Next::Join(ticket) => (ticket, None),
                Next::Start(ticket, request) => (ticket, Some(request)),
            };
            if let Ok(Some(outcome)) = ticket.wait_for(Option::is_some).await.as_deref() {
                return outcome.clone();
            }
            // If another call started it, its runtime is gone, or it was in advance and failed. This
            // one starts another.
            if let Some(request) = request {
                return Err(stopped(request).await);
            }
        }
    }
}

/// Returns the error of a request that ended without an outcome.
async fn stopped(request: JoinHandle<()>) -> Error {
    let problem = "the request for a token was canceled, because the tokio runtime was shut down";
    let error = Error::new(Kind::Stopped(problem.to_owned())).while_getting_a_token();
    match request.await.map_err(JoinError::try_into_panic) {
        // The functions of the program can't have panicked, so it is a mistake of this crate.
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        Err(Err(stopped)) => error.caused_by(stopped),
        Ok(()) => error,
    }
}

/// What a call that needs a token does next.
enum Next {
    Settled(Outcome),
    /// Waits for the request that another call started.
    Join(Ticket),
    /// Waits for a request that was just started.
    Start(Ticket, JoinHandle<()>),
}

impl Inner {
    fn settle_or_join(self: &Arc<Self>, refused: Option<&Held>) -> Next {
        let mut state = self.state();
        if let Some(outcome) = state.settled(refused) {
            return Next::Settled(outcome);
        }
        let usable = state.held.as_ref().filter(|held| held.is_usable()).cloned();
        match (state.ticket(), usable) {
            (Some(_), Some(usable)) => Next::Settled(Ok(usable)),
            (Some(ticket), None) => Next::Join(ticket),
            (None, Some(usable)) if self.source.may_be_interrupted() => {
                self.start(state, Purpose::InAdvance);
                Next::Settled(Ok(usable))
            }
            (None, _) => {
                let (ticket, request) = self.start(state, Purpose::NeededNow);
                Next::Start(ticket, request)
            }
        }
    }

    /// Starts a request. It goes on if the caller stops waiting, so that the next call finds its
    /// outcome, and a new refresh token is not lost.
    fn start(
        self: &Arc<Self>,
        mut state: MutexGuard<'_, State>,
        purpose: Purpose,
    ) -> (Ticket, JoinHandle<()>) {
        let (sender, ticket) = watch::channel(None);
        state.in_flight = Some(ticket.clone());
        drop(state);
        let span = match purpose {
            Purpose::NeededNow => Span::current(),
            // The span of the call that starts it ends with the call.
            Purpose::InAdvance => {
                let span = tracing::info_span!(parent: None, "helpscout_token");
                span.follows_from(Span::current());
                span
            }
        };
        let request = self.clone().request(sender, purpose).instrument(span);
        (ticket, tokio::spawn(request))
    }

    async fn request(self: Arc<Self>, sender: watch::Sender<Option<Outcome>>, purpose: Purpose) {
        let asked_at = Instant::now();
        let (asked, is_stored) = {
            let mut standing = self.standing.lock().await;
            let asked = self
                .source
                .ask(&self.endpoint, &mut standing, purpose)
                .await;
            // What a program says about its tokens may repeat them.
            let asked = asked.map_err(|error| error.hiding(&self.endpoint.http.secrets));
            (asked, standing.is_stored())
        };
        if let Ok(token) = &asked {
            self.endpoint.http.secrets.add_issued(&token.value);
        }
        // A token that can't be sent is asked for again, as if there were none.
        let asked = asked.and_then(|token| {
            let kind = match self.source {
                Source::Provider(_) => |problem: String| Kind::Provider(own(&problem)),
                _ => unsendable,
            };
            Ok((header(&token.value, kind)?, token.lifetime))
        });
        let outcome = match asked {
            Ok((header, lifetime)) => Ok(self.state().replace(header, lifetime, asked_at)),
            Err(error) => self.state().fail(error, is_stored, purpose),
        };
        // A request in advance is not repeated. Who needs a token by now repeats it.
        let is_repeated = |error: &Error| purpose == Purpose::InAdvance && error.is_transient();
        if !outcome.as_ref().is_err_and(is_repeated) {
            sender.send_replace(Some(outcome));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the outcome of earlier requests, or `None` if that of another one is needed.
    fn settled(&mut self, refused: Option<&Held>) -> Option<Outcome> {
        if let Some(refused) = refused {
            self.held.take_if(|held| held.number == refused.number);
        }
        if let Some(held) = self.held.as_ref().filter(|held| held.is_fresh()) {
            return Some(Ok(held.clone()));
        }
        let failure = self.failure.as_ref()?;
        let is_about_the_same = refused.is_some_and(|refused| refused.number == failure.replacing);
        is_about_the_same.then(|| Err(failure.error.clone()))
    }

    /// Returns the ticket of the request in flight.
    fn ticket(&self) -> Option<Ticket> {
        let is_alive = |ticket: &&Ticket| ticket.has_changed().is_ok();
        self.in_flight.as_ref().filter(is_alive).cloned()
    }

    /// Takes a new token into use.
    fn replace(
        &mut self,
        header: HeaderValue,
        lifetime: Option<Duration>,
        asked_at: Instant,
    ) -> Held {
        self.in_flight = None;
        self.number += 1;
        self.failure = None;
        let renewal = lifetime.and_then(|lifetime| {
            Some(Renewal {
                at: asked_at.checked_add(lifetime - margin(lifetime))?,
                expiry: asked_at.checked_add(lifetime)?,
            })
        });
        let held = Held {
            header: Some(header),
            number: self.number,
            renewal,
        };
        self.held = Some(held.clone());
        held
    }

    /// Goes on with the token in use if it is still valid. It is not, if the service rejected it, and
    /// not to be used if a new refresh token is not stored, which the program has to know at once.
    fn fail(&mut self, error: Error, is_stored: bool, purpose: Purpose) -> Outcome {
        self.in_flight = None;
        let asked = error.retry_after();
        let error = error.while_getting_a_token();
        self.held = self
            .held
            .take()
            .filter(|_| is_stored)
            .and_then(|held| held.put_off(asked));
        if let Some(held) = &self.held {
            tracing::warn!(%error, "the access token could not be replaced, and stays in use until it expires");
            return Ok(held.clone());
        }
        if purpose == Purpose::NeededNow {
            self.failure = Some(Failure {
                replacing: self.number,
                error: error.clone(),
            });
        }
        Err(error)
    }
}

/// Returns how long before its expiry a token is replaced. No call waits for it, so it is early enough
/// for a token endpoint that is down for some minutes.
fn margin(lifetime: Duration) -> Duration {
    (lifetime / 10).min(Duration::from_secs(5 * 60))
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source.fmt(f)
    }
}

//! What can go wrong with a call, as one type that answers questions.
//!
//! In: what sending, paging and decoding found. Out: [`Error`], whose text says which operation
//! and page, what happened, in the service's own words, and what to do next. The text is written
//! in `message`, the service's answers are read in `refusal`.

mod message;
mod refusal;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;

use crate::{Operation, WaitReason};
pub use refusal::FieldError;
pub(crate) use refusal::{Body, Refusal};

/// Why a call failed.
///
/// Ask it with the methods below; show it with `Display`, which is one message for people. It
/// holds no secrets.
///
/// ```no_run
/// # use helpscout_runtime::{Client, Request};
/// # async fn example(client: Client, request: Request) {
/// match client.send_raw(&request).await {
///     Ok(answer) => println!("{}", answer.value()),
///     Err(error) if error.is_plan_refusal() => println!("the account has no reports"),
///     Err(error) => eprintln!("{error}"),
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Error(Box<Failure>);

#[derive(Clone)]
struct Failure {
    kind: Kind,
    stage: Stage,
    operation: Option<&'static Operation>,
    page: Option<i64>,
    attempts: u32,
    given_up: Option<GivenUp>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Setup(String),
    Query(Vec<Violation>),
    Refused(Box<Refusal>),
    /// The caller's provider of tokens, or store for them, failed.
    Provider(String),
    Connect {
        host: String,
        cause: String,
    },
    Timeout {
        after: Duration,
    },
    Cut {
        cause: String,
    },
    TooLarge {
        limit: usize,
    },
    Redirect {
        status: StatusCode,
        to: String,
    },
    /// A client of the caller's own followed a redirect to another place.
    Elsewhere {
        status: StatusCode,
        by: String,
    },
    /// No call could be made before the deadline.
    NoCalls {
        wait: Duration,
        reason: WaitReason,
    },
    Deadline {
        after: Duration,
    },
    Decode(Box<Undecodable>),
    Walk(WalkTrouble),
}

/// What the client was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Call,
    Token,
}

/// Why a failure that could have been repeated was not repeated any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenUp {
    Attempts,
    Deadline(Duration),
    Budget,
}

/// An answer that is no JSON, or JSON of another shape.
#[derive(Clone, Debug)]
pub(crate) struct Undecodable {
    /// None for a body that did not come with the answer to a call.
    pub(crate) status: Option<StatusCode>,
    pub(crate) correlation_id: Option<String>,
    /// Dotted path of the value; empty if the whole body is meant.
    pub(crate) path: String,
    pub(crate) problem: String,
    pub(crate) body: Body,
}

/// Why the pages of a report do not make a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WalkTrouble {
    /// Rows came or went while the pages were read.
    Moved {
        what: &'static str,
        before: i64,
        after: i64,
        walks: u32,
    },
    /// Asked for one page, got another.
    Stuck {
        asked: i64,
        got: i64,
    },
    /// The report ended before all announced rows came.
    Short {
        rows: usize,
        count: i64,
    },
    TooMany {
        pages: i64,
        limit: i64,
    },
}

/// One thing that is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The wire name of the parameter; of [`CallOptions`](crate::CallOptions), the name of the
    /// header or setting.
    pub parameter: Cow<'static, str>,
    /// What was given, what is wrong with it and what to do.
    pub message: String,
}

impl Error {
    /// Whether the service refused the call because too many were made in this minute.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.0.kind, Kind::NoCalls { .. })
            || self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the credentials or the token were refused.
    pub fn is_unauthorized(&self) -> bool {
        match (self.0.stage, self.status()) {
            (_, Some(StatusCode::UNAUTHORIZED)) => true,
            (Stage::Token, Some(status)) => status == StatusCode::BAD_REQUEST,
            _ => false,
        }
    }

    /// Whether the service refused an operation that only some plans have.
    pub fn is_plan_refusal(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
            && self.0.stage == Stage::Call
            && self
                .0
                .operation
                .is_some_and(|operation| !operation.plans.is_empty())
    }

    /// Whether no answer came in time, for an attempt or for the whole call.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Timeout { .. } | Kind::Deadline { .. })
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Connect { .. })
    }

    /// Whether the connection broke before the answer was whole.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.0.kind, Kind::Cut { .. })
    }

    /// Whether an answer came whole but could not be understood.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode(_))
    }

    /// Whether the query was found wrong before anything was sent; see [`Error::violations`].
    pub fn is_invalid_query(&self) -> bool {
        matches!(self.0.kind, Kind::Query(_))
    }

    /// Whether the pages of a report do not make a whole, mostly since rows came or went while
    /// they were read.
    pub fn is_inconsistent(&self) -> bool {
        matches!(self.0.kind, Kind::Walk(_))
    }

    /// What is wrong with the query, if it was found wrong before sending.
    pub fn violations(&self) -> &[Violation] {
        match &self.0.kind {
            Kind::Query(violations) => violations,
            _ => &[],
        }
    }

    /// The status of the last answer, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.kind {
            Kind::Refused(refusal) => Some(refusal.status),
            Kind::Decode(answer) => answer.status,
            Kind::Redirect { status, .. } | Kind::Elsewhere { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The service's own mark of the last answer, which its support asks for.
    pub fn correlation_id(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Refused(refusal) => refusal.correlation_id.as_deref(),
            Kind::Decode(answer) => answer.correlation_id.as_deref(),
            _ => None,
        }
    }

    /// What the service says about single parameters.
    pub fn field_errors(&self) -> &[FieldError] {
        match &self.0.kind {
            Kind::Refused(refusal) => &refusal.fields,
            _ => &[],
        }
    }

    /// The body of the last answer, if one came.
    pub fn body(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Refused(refusal) => Some(&refusal.body),
            Kind::Decode(answer) => Some(&answer.body),
            _ => None,
        }
    }

    /// The operation that was called: `user_conversation_history`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// The page that was asked for, if one was.
    pub fn page(&self) -> Option<i64> {
        self.0.page
    }

    /// How many requests were sent for the call, counting the first; 0 if none was.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    pub(crate) fn new(kind: Kind) -> Self {
        Self(Box::new(Failure {
            kind,
            stage: Stage::Call,
            operation: None,
            page: None,
            attempts: 0,
            given_up: None,
            source: None,
        }))
    }

    pub(crate) fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    pub(crate) fn caused_by_boxed(mut self, source: Box<dyn StdError + Send + Sync>) -> Self {
        self.0.source = Some(Arc::from(source));
        self
    }

    pub(crate) fn of(mut self, operation: &'static Operation, page: Option<i64>) -> Self {
        self.0.operation = Some(operation);
        self.0.page = page;
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn given_up(mut self, reason: GivenUp) -> Self {
        self.0.given_up = Some(reason);
        self
    }

    pub(crate) fn while_getting_a_token(mut self) -> Self {
        self.0.stage = Stage::Token;
        self
    }

    /// Whether walking the report again may help.
    pub(crate) fn has_moved(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Walk(WalkTrouble::Moved { .. } | WalkTrouble::Short { .. })
        )
    }

    pub(crate) fn after_walks(mut self, made: u32) -> Self {
        if let Kind::Walk(WalkTrouble::Moved { walks, .. }) = &mut self.0.kind {
            *walks = made;
        }
        self
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message::write(&self.0, f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.operation())
            .field("page", &self.0.page)
            .field("attempts", &self.0.attempts)
            .field("stage", &self.0.stage)
            .field("kind", &self.0.kind)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

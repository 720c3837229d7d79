//! The error of a call: one type with methods that answer questions.
//!
//! `kind` has what can go wrong as data, `questions` has the methods that ask about it, `refusal`
//! reads the service's error responses, and `message` writes the text, which says which operation
//! and page failed, what happened, in the service's own words, and what to do next.

mod advice;
mod class;
mod hiding;
mod kind;
mod message;
mod questions;
mod refusal;
mod walk;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use reqwest::StatusCode;

pub(crate) use self::advice::length;
pub use self::class::ErrorKind;
pub use self::kind::Violation;
pub(crate) use self::kind::{
    CertificateFault, GivenUp, Kind, Obstacle, ProxyFault, ProxyProblem, Stage, Undecodable,
    WalkTrouble,
};
use self::kind::{Failure, QueryPlace};
pub use self::refusal::FieldError;
pub(crate) use self::refusal::{Body, Refusal};
use crate::operation::Operation;
use crate::secrets::{HIDDEN, Secrets};

/// The problem of a response with which a token should have come.
pub(crate) const NO_TOKEN: &str = "it is not a JSON object with an `access_token`";

/// Why a call failed.
///
/// [`kind`](Error::kind) says in one word what went wrong, and methods such as
/// [`is_transient`](Error::is_transient) answer the questions that a program usually has. `Display`
/// writes one message for people, which says where it happened, what happened, and what to do next.
/// [`source`](StdError::source) returns the error of the HTTP client, the JSON reader or the system
/// that caused it, if there is one. The message already contains the text of the innermost cause.
/// Of a cause that contains a secret, only the text is kept, with the secret replaced. What prints both,
/// such as `{error:#}` of `anyhow`, says a cause twice: print `{error}`.
///
/// A test makes the error of any response with
/// [`Request::answered_with`](crate::Request::answered_with).
///
/// An error contains no secrets. Whatever the service, a proxy or the program repeats of them is
/// replaced by `[hidden]` before it becomes a part of the error, in whatever spelling; see
/// [`Secrets::hide`](crate::Secrets::hide).
///
/// ```no_run
/// # use helpscout_runtime::{Client, ErrorKind, Request};
/// # async fn example(client: Client, request: Request) {
/// match client.send_raw(&request).await {
///     Ok(response) => println!("{}", response.value()),
///     Err(error) => match error.kind() {
///         ErrorKind::PlanRefused => println!("the plan does not include reports"),
///         ErrorKind::Unauthorized => println!("check the ID and secret of the app"),
///         _ if error.is_transient() => println!("{error}; trying again later"),
///         _ => eprintln!("{error}"),
///     },
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Error(Box<Failure>);

impl Error {
    /// Returns what went wrong, as one of a few kinds. Each error has exactly one.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, ErrorKind};
    ///
    /// let error = Client::builder().build().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Setup);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        class::classify(&self.0)
    }

    /// Returns the part of the message that says where and what happened, without the advice.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// let error = Client::builder().access_token("").build().unwrap_err();
    /// assert_eq!(error.problem(), "the access token is empty; set it");
    /// assert_eq!(error.advice(), None);
    /// ```
    pub fn problem(&self) -> String {
        message::problem(&self.0)
    }

    /// Returns the part of the message that says what to do next, or `None` if the problem says
    /// it already. `Display` writes both parts.
    pub fn advice(&self) -> Option<String> {
        advice::advice(&self.0)
    }

    /// Returns the problems with an invalid query, and nothing for other errors. See
    /// [`Error::is_invalid_query`].
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Request};
    /// # async fn example(client: Client, request: Request) {
    /// if let Err(error) = request.validate() {
    ///     for violation in error.violations() {
    ///         println!("{}: {}", violation.parameter, violation.message);
    ///     }
    /// }
    /// # }
    /// ```
    pub fn violations(&self) -> &[Violation] {
        match &self.0.kind {
            Kind::Query(violations) => violations,
            _ => &[],
        }
    }

    /// Returns the status of the last response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.kind {
            Kind::Refused(refusal) => Some(refusal.status),
            Kind::Decode(undecodable) | Kind::Truncated(undecodable) => undecodable.status,
            Kind::Redirect { status, .. } | Kind::Elsewhere { status, .. } => Some(*status),
            Kind::Proxy(fault) => fault.status,
            _ => self.0.answered.as_ref().map(|(status, _)| *status),
        }
    }

    /// Returns the service's ID of the last response, which Help Scout's support asks for.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Request};
    /// # async fn example(client: Client, request: Request) {
    /// if let Err(error) = client.send_raw(&request).await
    ///     && let (Some(status), Some(id)) = (error.status(), error.correlation_id())
    /// {
    ///     eprintln!("{status} for {:?}, correlation ID {id}", error.operation());
    /// }
    /// # }
    /// ```
    pub fn correlation_id(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Refused(refusal) => refusal.correlation_id.as_deref(),
            Kind::Decode(undecodable) | Kind::Truncated(undecodable) => {
                undecodable.correlation_id.as_deref()
            }
            _ => self.0.answered.as_ref()?.1.as_deref(),
        }
    }

    /// Returns what the service says about individual parameters. It is empty for most errors.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Request};
    /// # async fn example(client: Client, request: Request) {
    /// if let Err(error) = client.send_raw(&request).await {
    ///     for field in error.field_errors() {
    ///         println!("{}: {}", field.path, field.message); // start: must be a date
    ///     }
    /// }
    /// # }
    /// ```
    pub fn field_errors(&self) -> &[FieldError] {
        match &self.0.kind {
            Kind::Refused(refusal) => &refusal.fields,
            _ => &[],
        }
    }

    /// Returns the body of the last response, if there was one. It is as received, except that
    /// secrets are replaced by `[hidden]`, and that only the first MiB is kept. Of a refusal whose body
    /// was lost, it is what arrived. It is `None` if the body of a successful response was lost, came too
    /// late or is larger than [`max_body`](crate::ClientBuilder::max_body), and for a whole page that
    /// does not fit the others of its report.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Request};
    /// # async fn example(client: Client, request: Request) -> std::io::Result<()> {
    /// if let Err(error) = client.raw_page(&request).await
    ///     && let Some(body) = error.body()
    /// {
    ///     std::fs::write("undocumented.json", body)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn body(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Refused(refusal) => Some(&refusal.body),
            Kind::Decode(undecodable) | Kind::Truncated(undecodable) => Some(&undecodable.body),
            _ => None,
        }
    }

    /// Returns the ID of the operation, such as `user_conversation_history`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// Returns the number of the requested page, counted from 1, if the call was for one page. It is
    /// `None` for a query that names no page, although the service returns the first one then.
    pub fn page(&self) -> Option<i64> {
        self.0.page
    }

    /// Returns the index of the query whose call failed, if several queries were made together; see
    /// [`Client::all_of`](crate::Client::all_of). The first query has the index 0.
    /// The message has the parameters of the query as well.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged + Send + 'static>(client: Client, queries: Vec<Q>, names: &[&str]) {
    /// if let Err(error) = client.all_of(queries).try_collect().await
    ///     && let Some(index) = error.query_index()
    /// {
    ///     eprintln!("{}: {error}", names[index]);
    /// }
    /// # }
    /// ```
    pub fn query_index(&self) -> Option<usize> {
        self.0.query.as_ref().map(|query| query.index)
    }

    /// Returns how often the call was tried, including the first time and attempts that found no
    /// connection. It is 0 if it was not tried at all.
    ///
    /// If a report is read, each page is a call of its own, and this is about the page that
    /// [`Error::page`] names. A [`CallCounter`](crate::CallCounter) counts the requests of all pages.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    pub(crate) fn new(kind: Kind) -> Self {
        Self(Box::new(Failure {
            kind,
            stage: Stage::Call,
            operation: None,
            page: None,
            query: None,
            attempts: 0,
            walks: 0,
            given_up: None,
            answered: None,
            source: None,
        }))
    }

    /// Creates the error of a refusal whose body did not arrive completely because of `cause`.
    pub(crate) fn of_incomplete(mut refusal: Refusal, cause: &Self) -> Self {
        refusal.incomplete = Some(cause.problem());
        let mut error = Self::new(Kind::Refused(Box::new(refusal)));
        error.0.source.clone_from(&cause.0.source);
        error
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

    /// Adds which of several queries failed, and its parameters without secrets.
    pub(crate) fn of_query(
        mut self,
        index: usize,
        operation: &'static Operation,
        parameters: String,
    ) -> Self {
        self.0.operation.get_or_insert(operation);
        self.0.query = Some(QueryPlace { index, parameters });
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds what is known of the response whose body is not there.
    pub(crate) fn answered(mut self, status: StatusCode, correlation_id: Option<String>) -> Self {
        self.0.answered = Some((status, correlation_id));
        self
    }

    pub(crate) fn given_up(mut self, reason: GivenUp) -> Self {
        self.0.given_up = Some(reason);
        self
    }

    /// Hides the secrets in every text of the error that is from outside. Whatever creates an error
    /// from such a text calls this.
    pub(crate) fn hiding(mut self, secrets: &Secrets) -> Self {
        hiding::hide_in_kind(&mut self.0.kind, secrets);
        if let Some((_, Some(id))) = &mut self.0.answered {
            *id = secrets.hide(id).into_owned();
        }
        self.0.source = self
            .0
            .source
            .map(|source| hiding::hide_in_source(source, secrets));
        self
    }

    /// Hides the body, unless it is a web page, because it may contain a token. Of a refusal, this is
    /// known unless its body is incomplete.
    pub(crate) fn without_tokens(mut self) -> Self {
        match &mut self.0.kind {
            Kind::Decode(undecodable) | Kind::Truncated(undecodable)
                if !undecodable.body.trim().is_empty()
                    && refusal::html_page(&undecodable.body).is_none() =>
            {
                undecodable.body = Body(HIDDEN.to_owned());
                if !undecodable.is_compressed {
                    undecodable.problem = NO_TOKEN.to_owned();
                }
                self.0.source = None;
            }
            Kind::Refused(refusal) if refusal.incomplete.is_some() => refusal.hide_tokens(),
            _ => {}
        }
        self
    }

    pub(crate) fn while_getting_a_token(self) -> Self {
        match self.0.stage {
            Stage::Call => self.while_getting_a_token_with(None),
            Stage::Token { .. } => self,
        }
    }

    pub(crate) fn while_getting_a_token_with(mut self, grant: Option<&'static str>) -> Self {
        self.0.stage = Stage::Token { grant };
        self
    }

    /// Returns whether the connection was lost or said nothing in time, so that it is not used again.
    pub(crate) fn is_lost(&self) -> bool {
        match &self.0.kind {
            Kind::Interrupted { .. } | Kind::Timeout { .. } => true,
            Kind::Refused(refusal) => refusal.incomplete.is_some(),
            _ => false,
        }
    }

    /// Returns whether no request reached the service.
    pub(crate) fn is_unsent(&self) -> bool {
        self.is_connect() || self.kind() == ErrorKind::Setup
    }

    /// Returns whether a call certainly had no effect, because it did not reach the service, or was
    /// refused before it was processed.
    pub(crate) fn is_without_effect(&self) -> bool {
        self.is_connect() || self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether reading the report again may help.
    pub(crate) fn has_moved(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Walk(
                WalkTrouble::Moved { .. }
                    | WalkTrouble::Repeated { .. }
                    | WalkTrouble::Short { .. }
            )
        )
    }

    pub(crate) fn after_walks(mut self, made: u32) -> Self {
        if self.has_moved() {
            self.0.walks = made;
        }
        self
    }

    pub(crate) fn details(&self) -> &Kind {
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
        // `unwrap`, and a `main` that returns an error, show nothing else.
        f.debug_struct("Error")
            .field("message", &format_args!("{self}"))
            .field("operation", &self.operation())
            .field("page", &self.0.page)
            .field("query", &self.0.query)
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

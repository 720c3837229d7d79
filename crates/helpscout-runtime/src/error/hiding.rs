//! Hides secrets in the texts of an error.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::kind::{Kind, ProxyFault, ProxyProblem, Undecodable, WalkTrouble};
use super::refusal::Refusal;
use crate::identity::Identity;
use crate::secrets::Secrets;

/// Hides the secrets in every text of a kind. The match has no arm for all other kinds, so that a
/// new one is not forgotten.
pub(super) fn hide_in_kind(kind: &mut Kind, secrets: &Secrets) {
    match kind {
        Kind::Setup(text)
        | Kind::Provider(text)
        | Kind::Stopped(text)
        | Kind::Interrupted { cause: text }
        | Kind::RedirectPolicy { cause: text }
        | Kind::Redirect { to: text, .. }
        | Kind::Elsewhere { by: text, .. } => secrets.hide_in(text),
        Kind::Environment { problem, advice } => {
            secrets.hide_in(problem);
            secrets.hide_in(advice);
        }
        Kind::Query(violations) => {
            for violation in violations {
                secrets.hide_in(violation.parameter.to_mut());
                secrets.hide_in(&mut violation.message);
            }
        }
        Kind::Refused(refusal) => hide_in_refusal(refusal, secrets),
        Kind::Connect { host, cause, .. } => {
            secrets.hide_in(host);
            secrets.hide_in(cause);
        }
        Kind::Proxy(fault) => hide_in_proxy(fault, secrets),
        Kind::Certificate { host, detail, .. } => {
            secrets.hide_in(host);
            secrets.hide_in(detail);
        }
        Kind::Truncated(undecodable) | Kind::Decode(undecodable) => {
            hide_in_undecodable(undecodable, secrets);
        }
        Kind::Walk(trouble) => hide_in_walk(trouble, secrets),
        Kind::Hung { .. }
        | Kind::Timeout { .. }
        | Kind::TooLarge { .. }
        | Kind::NoCalls { .. }
        | Kind::Deadline { .. } => {}
    }
}

fn hide_in_refusal(refusal: &mut Refusal, secrets: &Secrets) {
    let Refusal {
        status: _,
        message,
        is_compressed: _,
        fields,
        correlation_id,
        retry_after: _,
        body,
        incomplete,
        path,
    } = refusal;
    for text in [message, &mut body.0, path] {
        secrets.hide_in(text);
    }
    for text in [correlation_id, incomplete].into_iter().flatten() {
        secrets.hide_in(text);
    }
    for field in fields {
        secrets.hide_in(&mut field.path);
        secrets.hide_in(&mut field.message);
        if let Some(rejected) = &mut field.rejected {
            secrets.hide_in(rejected);
        }
    }
}

fn hide_in_proxy(fault: &mut ProxyFault, secrets: &Secrets) {
    secrets.hide_in(&mut fault.host);
    if let ProxyProblem::Other(problem) = &mut fault.problem {
        secrets.hide_in(problem);
    }
    if let Some(address) = &mut fault.proxy.address {
        secrets.hide_in(address);
    }
}

fn hide_in_undecodable(undecodable: &mut Undecodable, secrets: &Secrets) {
    let Undecodable {
        status: _,
        correlation_id,
        path,
        problem,
        is_compressed: _,
        body,
    } = undecodable;
    for text in [path, problem, &mut body.0] {
        secrets.hide_in(text);
    }
    if let Some(text) = correlation_id {
        secrets.hide_in(text);
    }
}

fn hide_in_walk(trouble: &mut WalkTrouble, secrets: &Secrets) {
    match trouble {
        WalkTrouble::Repeated { ids, .. } => {
            for id in ids {
                let mut text = id.to_string();
                secrets.hide_in(&mut text);
                *id = Identity::from(&text);
            }
        }
        WalkTrouble::Elsewhere { link, expected } => {
            secrets.hide_in(link);
            secrets.hide_in(expected);
        }
        WalkTrouble::Moved { .. }
        | WalkTrouble::Stuck { .. }
        | WalkTrouble::Short { .. }
        | WalkTrouble::OtherRow { .. }
        | WalkTrouble::Circle { .. }
        | WalkTrouble::NoRows
        | WalkTrouble::NoCursor
        | WalkTrouble::TooMany { .. }
        | WalkTrouble::TooLarge { .. } => {}
    }
}

type Source = Arc<dyn StdError + Send + Sync>;

/// Returns the source of an error, or only its texts if they contain a secret.
pub(super) fn hide_in_source(source: Source, secrets: &Secrets) -> Source {
    let has_secret = |text: &str| secrets.hide(text) != text;
    // The `Debug` text usually has that of the other causes.
    let is_clean = !has_secret(&format!("{source:?}"))
        && chain(source.as_ref()).all(|cause| !has_secret(&cause.to_string()));
    if is_clean {
        return source;
    }
    let texts: Vec<String> = chain(source.as_ref())
        .map(|cause| secrets.hide(&cause.to_string()).into_owned())
        .collect();
    let cause = texts
        .into_iter()
        .rev()
        .fold(None, |source, text| Some(Box::new(Cause { text, source })));
    match cause {
        Some(cause) => Arc::from(cause as Box<dyn StdError + Send + Sync>),
        None => source,
    }
}

/// Returns an error and its sources, up to a number that no real chain has.
fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    const MOST: usize = 64;
    std::iter::successors(Some(error), |&error| error.source()).take(MOST)
}

/// An error of which only the text is left.
#[derive(Debug)]
struct Cause {
    text: String,
    source: Option<Box<Self>>,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

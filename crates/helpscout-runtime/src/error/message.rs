//! Writes the text of an error: where it happened, what happened, and what to do next.

use std::fmt::{self, Formatter, Write};

use super::advice::{advice, length};
use super::kind::{
    Failure, GivenUp, Kind, ProxyFault, Stage, Undecodable, Violation, is_malformed,
};
use super::refusal::{Refusal, excerpt, html_page};
use super::walk;
use crate::proxy::UsedProxy;
use crate::status::Shown;

pub(super) fn write(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    write_problem(failure, f)?;
    if let Some(advice) = advice(failure) {
        write!(f, ". {advice}")?;
    }
    Ok(())
}

/// Returns where and what happened.
pub(super) fn problem(failure: &Failure) -> String {
    Problem(failure).to_string()
}

struct Problem<'a>(&'a Failure);

impl fmt::Display for Problem<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_problem(self.0, f)
    }
}

fn write_problem(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    write_place(failure, f)?;
    write_event(failure, f)?;
    if failure.walks > 1 {
        write!(f, " (read {} times)", failure.walks)?;
    }
    write_attempts(failure, f)
}

fn write_place(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    if let Some(operation) = failure.operation {
        f.write_str(operation.id)?;
        if let Some(page) = failure.page {
            write!(f, ", page {page}")?;
        }
        if let Some(query) = &failure.query {
            let parameters = excerpt(&query.parameters);
            write!(f, ", query at index {} ({parameters})", query.index)?;
        }
        f.write_str(": ")?;
    }
    match failure.stage {
        Stage::Token { .. } => f.write_str("could not get an access token: "),
        Stage::Call => Ok(()),
    }
}

fn write_event(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    match &failure.kind {
        Kind::Setup(problem)
        | Kind::Environment { problem, .. }
        | Kind::Provider(problem)
        | Kind::Stopped(problem) => f.write_str(problem),
        Kind::Hung {
            function, after, ..
        } => write!(f, "{function} did not return within {}", length(*after)),
        Kind::Query(violations) => write_violations(violations, f),
        Kind::Refused(refusal) => write_refusal(refusal, f),
        Kind::Connect { host, cause, .. } => write!(f, "can't connect to {host} ({cause})"),
        Kind::Proxy(fault) => write_proxy(fault, f),
        Kind::Certificate {
            host,
            fault,
            detail,
        } => write!(
            f,
            "the certificate of {host} was rejected: {fault} ({detail})"
        ),
        Kind::Timeout {
            after,
            is_of_http_client,
        } => {
            let after = length(*after);
            write!(f, "no complete response within {after}")?;
            if *is_of_http_client {
                f.write_str(", because of a time limit of the HTTP client")?;
            }
            Ok(())
        }
        Kind::Interrupted { cause } if is_malformed(cause) => {
            write!(f, "the response is not HTTP, or is malformed ({cause})")
        }
        Kind::Interrupted { cause } => write!(
            f,
            "the connection was lost before the response was complete ({cause})"
        ),
        Kind::TooLarge { limit } => {
            write!(f, "the response is larger than the limit of {limit} bytes")
        }
        Kind::Redirect { status, to, .. } => {
            write!(
                f,
                "the service responded with {}, a redirect to {to}, which was not followed",
                Shown(*status)
            )
        }
        Kind::RedirectPolicy { cause } => write!(
            f,
            "the redirect policy of the HTTP client ended the call ({cause})"
        ),
        Kind::Elsewhere { status, by } => {
            write!(
                f,
                "the response ({}) came from {by}, to which a redirect led",
                Shown(*status)
            )
        }
        Kind::NoCalls { wait, reason } => write!(
            f,
            "no call can be made for the next {} ({reason}), which exceeds the deadline",
            length(*wait)
        ),
        Kind::Deadline { after } => {
            write!(f, "the call did not finish within {}", length(*after))
        }
        Kind::Decode(undecodable) => write_undecodable(undecodable, f),
        Kind::Truncated(undecodable) => write_truncated(undecodable, f),
        Kind::Walk(trouble) => walk::write(trouble, failure.page, f),
    }
}

fn write_violations(violations: &[Violation], f: &mut Formatter<'_>) -> fmt::Result {
    match violations {
        [only] => write!(f, "request not sent: {}", only.message),
        several => {
            write!(f, "request not sent; {} problems:", several.len())?;
            several
                .iter()
                .try_for_each(|violation| write!(f, "\n  {}", violation.message))
        }
    }
}

fn write_refusal(refusal: &Refusal, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "the service responded with {}", Shown(refusal.status))?;
    if !refusal.message.is_empty() {
        write!(f, ": {}", refusal.message.trim_end_matches('.'))?;
    }
    for field in &refusal.fields {
        let path = if field.path.is_empty() {
            "?"
        } else {
            &field.path
        };
        write!(f, "; {path}: {}", field.message)?;
        if let Some(rejected) = &field.rejected {
            write!(f, " (got {rejected})")?;
        }
    }
    if let Some(cause) = &refusal.incomplete {
        write!(f, "; its body is incomplete: {cause}")?;
    }
    write_correlation(refusal.correlation_id.as_deref(), f)
}

fn write_proxy(fault: &ProxyFault, f: &mut Formatter<'_>) -> fmt::Result {
    let UsedProxy {
        address,
        variable,
        may_be_programs,
    } = &fault.proxy;
    write!(f, "can't connect to {} through the proxy", fault.host)?;
    if let Some(address) = address {
        write!(f, " {address}")?;
    }
    if let Some(variable) = variable.filter(|_| !may_be_programs) {
        write!(f, " ({variable})")?;
    }
    write!(f, ": {}", fault.problem)
}

fn write_truncated(truncated: &Undecodable, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("the response ")?;
    if let Some(status) = truncated.status {
        write!(f, "({}) ", Shown(status))?;
    }
    if truncated.body.trim().is_empty() {
        f.write_str("is empty, not JSON")?;
    } else {
        write!(
            f,
            "ended before its JSON was complete ({}); it starts with: {}",
            truncated.problem,
            excerpt(&truncated.body)
        )?;
    }
    write_correlation(truncated.correlation_id.as_deref(), f)
}

fn write_undecodable(undecodable: &Undecodable, f: &mut Formatter<'_>) -> fmt::Result {
    match undecodable.status {
        Some(status) => write!(f, "the response ({}) ", Shown(status))?,
        None => f.write_str("the body ")?,
    }
    if let Some(page) = html_page(&undecodable.body) {
        write!(f, "is {page}, not JSON")?;
    } else if undecodable.body.trim().is_empty() {
        f.write_str("is empty, not JSON")?;
    } else {
        f.write_str("could not be decoded")?;
        if !undecodable.path.is_empty() {
            write!(f, " at {}", undecodable.path)?;
        }
        write!(
            f,
            ": {}; it starts with: {}",
            undecodable.problem,
            excerpt(&undecodable.body)
        )?;
    }
    write_correlation(undecodable.correlation_id.as_deref(), f)
}

fn write_correlation(id: Option<&str>, f: &mut Formatter<'_>) -> fmt::Result {
    match id {
        Some(id) => write!(f, " (correlation ID {})", excerpt(id)),
        None => Ok(()),
    }
}

fn write_attempts(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    if let Kind::Walk(_) = failure.kind {
        // The page came, so that it does not matter how often it was requested.
        return Ok(());
    }
    if failure.attempts > 1 {
        write!(f, " ({} attempts", failure.attempts)?;
        match failure.given_up {
            Some(GivenUp::Deadline(deadline)) => {
                write!(
                    f,
                    "; another would exceed the deadline of {}",
                    length(deadline)
                )?;
            }
            Some(GivenUp::Budget) => {
                f.write_str("; not retried again because too many calls of this client fail")?;
            }
            Some(GivenUp::Effect) => write!(f, "; {NOT_REPEATABLE}")?,
            Some(GivenUp::Attempts) | None => {}
        }
        return f.write_char(')');
    }
    match failure.given_up {
        Some(GivenUp::Deadline(deadline)) => {
            write!(
                f,
                " (not retried because another attempt would exceed the deadline of {})",
                length(deadline)
            )
        }
        Some(GivenUp::Budget) => {
            f.write_str(" (not retried because too many calls of this client fail)")
        }
        Some(GivenUp::Effect) => write!(f, " ({NOT_REPEATABLE})"),
        Some(GivenUp::Attempts) | None => Ok(()),
    }
}

const NOT_REPEATABLE: &str =
    "not retried because the service may have done already what the call asks for";

//! The text of an error: where, what happened, and what to do next.

use std::fmt::{self, Formatter, Write};
use std::time::Duration;

use reqwest::StatusCode;

use super::refusal::{excerpt, html_page};
use super::{Failure, GivenUp, Kind, Refusal, Stage, Undecodable, Violation, WalkTrouble};
use crate::Seconds;

pub(super) fn write(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    write_place(failure, f)?;
    write_event(failure, f)?;
    write_attempts(failure, f)?;
    if let Some(advice) = advice(failure) {
        write!(f, ". {advice}")?;
    }
    Ok(())
}

fn write_place(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    match (failure.operation, failure.page) {
        (Some(operation), Some(page)) => write!(f, "{}, page {page}: ", operation.id)?,
        (Some(operation), None) => write!(f, "{}: ", operation.id)?,
        (None, _) => {}
    }
    match failure.stage {
        Stage::Token => f.write_str("no access token: "),
        Stage::Call => Ok(()),
    }
}

fn write_event(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    match &failure.kind {
        Kind::Setup(problem) | Kind::Provider(problem) => f.write_str(problem),
        Kind::Query(violations) => write_violations(violations, f),
        Kind::Refused(refusal) => write_refusal(refusal, f),
        Kind::Connect { host, cause } => write!(f, "can't connect to {host} ({cause})"),
        Kind::Timeout { after } => write!(f, "no whole answer within {}", length(*after)),
        Kind::Cut { cause } => write!(
            f,
            "the connection broke before the answer was whole ({cause})"
        ),
        Kind::TooLarge { limit } => {
            write!(f, "the answer is longer than the limit of {limit} bytes")
        }
        Kind::Redirect { status, to } => {
            write!(
                f,
                "the service answered {status} and points to {to}, which is not followed"
            )
        }
        Kind::Elsewhere { status, by } => {
            write!(
                f,
                "the answer ({status}) came from {by}, where a redirect led"
            )
        }
        Kind::NoCalls { wait, reason } => write!(
            f,
            "no call can be made for {} ({reason}), which is past the deadline",
            length(*wait)
        ),
        Kind::Deadline { after } => write!(f, "not done within {}", length(*after)),
        Kind::Decode(answer) => write_undecodable(answer, f),
        Kind::Walk(trouble) => write_walk(trouble, f),
    }
}

fn write_violations(violations: &[Violation], f: &mut Formatter<'_>) -> fmt::Result {
    match violations {
        [only] => write!(f, "not sent: {}", only.message),
        several => {
            write!(f, "not sent, {} things are wrong:", several.len())?;
            several
                .iter()
                .try_for_each(|violation| write!(f, "\n  {}", violation.message))
        }
    }
}

fn write_refusal(refusal: &Refusal, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "the service answered {}", refusal.status)?;
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
            write!(f, " (given {rejected})")?;
        }
    }
    write_correlation(refusal.correlation_id.as_deref(), f)
}

fn write_undecodable(answer: &Undecodable, f: &mut Formatter<'_>) -> fmt::Result {
    match answer.status {
        Some(status) => write!(f, "the answer ({status}) ")?,
        None => f.write_str("the body ")?,
    }
    if let Some(page) = html_page(&answer.body) {
        write!(f, "is {page}, not JSON")?;
    } else if answer.body.trim().is_empty() {
        f.write_str("is empty, not JSON")?;
    } else {
        f.write_str("can't be read")?;
        if !answer.path.is_empty() {
            write!(f, " at {}", answer.path)?;
        }
        write!(
            f,
            ": {}; it starts with: {}",
            answer.problem,
            excerpt(&answer.body)
        )?;
    }
    write_correlation(answer.correlation_id.as_deref(), f)
}

fn write_correlation(id: Option<&str>, f: &mut Formatter<'_>) -> fmt::Result {
    match id {
        Some(id) => write!(f, " (correlation id {})", excerpt(id)),
        None => Ok(()),
    }
}

fn write_walk(trouble: &WalkTrouble, f: &mut Formatter<'_>) -> fmt::Result {
    match trouble {
        WalkTrouble::Moved {
            what,
            before,
            after,
            walks,
        } => {
            write!(
                f,
                "the report changed while its pages were read: {what} was {before}, now {after}"
            )?;
            match walks {
                0 | 1 => Ok(()),
                walks => write!(f, " ({walks} walks made)"),
            }
        }
        WalkTrouble::Stuck { asked, got } => {
            write!(
                f,
                "asked for page {asked}, the service answered with page {got}"
            )
        }
        WalkTrouble::Short { rows, count } => write!(
            f,
            "the report ended with {rows} rows, but {count} were announced"
        ),
        WalkTrouble::TooMany { pages, limit } => {
            write!(
                f,
                "the report has {pages} pages, more than the limit of {limit}"
            )
        }
    }
}

fn write_attempts(failure: &Failure, f: &mut Formatter<'_>) -> fmt::Result {
    if failure.attempts > 1 {
        write!(f, " ({} attempts", failure.attempts)?;
        match failure.given_up {
            Some(GivenUp::Deadline(deadline)) => {
                write!(f, "; another would not end within {}", length(deadline))?;
            }
            Some(GivenUp::Budget) => {
                f.write_str("; too many calls of this client fail to go on repeating")?
            }
            Some(GivenUp::Attempts) | None => {}
        }
        return f.write_char(')');
    }
    match failure.given_up {
        Some(GivenUp::Deadline(deadline)) => {
            write!(
                f,
                " (another attempt would not end within {})",
                length(deadline)
            )
        }
        Some(GivenUp::Budget) => {
            f.write_str(" (not repeated, as too many calls of this client fail)")
        }
        Some(GivenUp::Attempts) | None => Ok(()),
    }
}

fn advice(failure: &Failure) -> Option<String> {
    let text = match &failure.kind {
        Kind::Setup(_) | Kind::Provider(_) | Kind::Query(_) => return None,
        Kind::Refused(refusal) => return refusal_advice(failure, refusal),
        Kind::Connect { .. } => {
            "Check the network, and that the base URL (`base_url`, `--base-url`) is right"
        }
        Kind::Timeout { .. } | Kind::Deadline { .. } => "Try again, or allow more time",
        Kind::Cut { .. } => "Try again; if it stays, look at proxies between here and the service",
        Kind::TooLarge { .. } => "Ask for a shorter interval, or raise `max_body`",
        Kind::Redirect { .. } => {
            "Tokens only go to the host of the base URL; if the service has moved, change the base URL"
        }
        Kind::Elsewhere { .. } => {
            "Give `http_client` a redirect policy that stays at the host of the base URL"
        }
        Kind::NoCalls { .. } => "Try again in a minute, lower the reserve, or allow more time",
        Kind::Decode(answer) if html_page(&answer.body).is_some() => {
            "Check the base URL and proxies between here and the service"
        }
        Kind::Decode(_) => {
            "The service may have changed: compare the answer with the documented page"
        }
        Kind::Walk(WalkTrouble::Moved { .. }) => {
            "Read it again, or choose an interval that ends in the past"
        }
        Kind::Walk(WalkTrouble::TooMany { .. }) => {
            "Ask for a shorter interval, or raise `max_pages`"
        }
        Kind::Walk(_) => "Read it again; if it stays, report it to Help Scout",
    };
    Some(text.to_owned())
}

fn refusal_advice(failure: &Failure, refusal: &Refusal) -> Option<String> {
    let status = refusal.status;
    let operation = failure.operation;
    Some(match (failure.stage, status) {
        (Stage::Token, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) => {
            "Check the app's id and secret, and that the app still exists".to_owned()
        }
        (_, StatusCode::UNAUTHORIZED) => {
            "Check that the token has not expired and that the app's user is active".to_owned()
        }
        (Stage::Call, StatusCode::FORBIDDEN) => match operation.map(|it| it.plans) {
            Some(plans) if !plans.is_empty() => format!(
                "This needs an account on the {} plan, and a user who may see reports",
                plan_names(plans)
            ),
            _ => "The app's user has no right to this".to_owned(),
        },
        (_, StatusCode::NOT_FOUND) => {
            let what = "the base URL (`base_url`, `--base-url`), and ids in the query";
            match refusal.path.as_str() {
                "" => format!("Check {what}"),
                path => format!("{path} was asked for; check {what}"),
            }
        }
        (_, StatusCode::TOO_MANY_REQUESTS) => {
            "All apps of an account share its calls per minute; try again in a minute".to_owned()
        }
        (_, status) if status.is_server_error() => "Try again later".to_owned(),
        (Stage::Call, StatusCode::BAD_REQUEST) => match operation {
            Some(operation) => format!("Compare the query with {}", operation.docs),
            None => return None,
        },
        _ => return None,
    })
}

fn plan_names(plans: &[&str]) -> String {
    let names: Vec<String> = plans
        .iter()
        .map(|plan| {
            let mut letters = plan.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        })
        .collect();
    names.join(" or ")
}

/// Lengths here are settings and waits: exact below a second, rounded above.
fn length(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        Seconds(duration.as_secs_f64()).to_string()
    }
}

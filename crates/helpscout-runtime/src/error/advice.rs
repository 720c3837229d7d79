//! What to do after an error.

use std::time::Duration;

use reqwest::StatusCode;

use super::kind::{
    CertificateFault, Failure, Kind, Obstacle, ProxyFault, ProxyProblem, Stage, Undecodable,
    WalkTrouble, is_malformed,
};
use super::refusal::{Refusal, html_page};
use crate::operation::{Method, Operation};
use crate::proxy::UsedProxy;
use crate::rule::Rule;
use crate::status::is_temporary;
use crate::units::Seconds;
use crate::wait::WaitReason;

/// Returns what to do next.
pub(super) fn advice(failure: &Failure) -> Option<String> {
    let text = match &failure.kind {
        Kind::Setup(_) | Kind::Provider(_) | Kind::Query(_) | Kind::Stopped(_) => return None,
        Kind::Environment { advice, .. } => return Some(advice.clone()),
        Kind::Refused(refusal) if refusal.is_compressed => {
            let advice = refusal_advice(failure, refusal);
            return Some(format!(
                "{advice}. Check which proxy between this machine and the service compresses responses"
            ));
        }
        Kind::Refused(refusal) => return Some(refusal_advice(failure, refusal)),
        Kind::Proxy(fault) => return Some(proxy_advice(fault)),
        Kind::Certificate { fault, .. } => return Some(certificate_advice(*fault)),
        Kind::Connect { obstacle, .. } => connection_advice(*obstacle),
        Kind::Hung { advice, .. } => advice,
        Kind::Timeout {
            is_of_http_client: true,
            ..
        } => "Try again, or raise the `read_timeout` that `configure_http` or `http_client` sets",
        Kind::Timeout { .. } => "Try again, or raise `timeout`",
        Kind::Deadline { .. } => "Try again, or raise `deadline`",
        Kind::Interrupted { cause } if is_malformed(cause) => {
            "Check the base URL (`base_url`), such as whether its port expects https, and the proxies between this machine and the service"
        }
        Kind::Interrupted { .. } | Kind::Truncated(_) => {
            "Retry; if the problem persists, check the proxies between this machine and the service"
        }
        Kind::TooLarge { .. } if failure.stage != Stage::Call => {
            "A response with a token is small, so something else may have responded; check the base URL (`base_url`) and the proxies between this machine and the service"
        }
        Kind::TooLarge { .. } => return Some(format!("{}, or raise `max_body`", less(failure))),
        Kind::Redirect { is_here: true, .. } | Kind::Elsewhere { .. }
            if not_repeated(failure).is_some() =>
        {
            return not_repeated(failure).map(|reason| {
                format!("{reason}; if the service has moved, change the base URL (`base_url`)")
            });
        }
        Kind::Redirect { is_here: true, .. } => {
            "The service redirects the call more often than it is followed; check the base URL (`base_url`) and the proxies between this machine and the service"
        }
        Kind::Redirect { .. } => {
            "Tokens and secrets are sent only to the base URL; if this network asks to sign in first, do that; if the service has moved, change the base URL (`base_url`)"
        }
        Kind::RedirectPolicy { .. } => {
            "Check the base URL (`base_url`), and the redirect policy that `configure_http` or `http_client` sets"
        }
        Kind::Elsewhere { .. } => {
            "Give `http_client` a redirect policy that stays on the host of the base URL"
        }
        Kind::NoCalls {
            reason: WaitReason::Pace,
            ..
        } => "Allow more calls per minute, or raise `deadline`",
        Kind::NoCalls {
            reason: WaitReason::RateLimited,
            wait,
        } => {
            let again = again(Some(*wait));
            return Some(format!(
                "All apps of an account share one rate limit; {again}, or raise `deadline`"
            ));
        }
        Kind::NoCalls { .. } => "Try again in a minute, lower the reserve, or raise `deadline`",
        Kind::Decode(undecodable) => decode_advice(failure, undecodable),
        Kind::Walk(WalkTrouble::Moved { .. } | WalkTrouble::Repeated { .. }) => {
            if has_interval(failure) {
                "Retry, or choose an interval that ends in the past"
            } else {
                "Retry"
            }
        }
        Kind::Walk(WalkTrouble::Elsewhere { .. }) => {
            "Check the base URL (`base_url`), and compare the response with the documentation"
        }
        Kind::Walk(WalkTrouble::TooMany { .. }) => {
            return Some(format!("{}, or raise `max_pages`", less(failure)));
        }
        Kind::Walk(WalkTrouble::TooLarge { .. }) => {
            return Some(format!("{}, or raise `max_report`", less(failure)));
        }
        Kind::Walk(WalkTrouble::Short { .. }) => {
            "Retry; if the problem persists, report it to the service's support"
        }
        Kind::Walk(_) => "Another try does not help; report it to the service's support",
    };
    Some(text.to_owned())
}

fn decode_advice(failure: &Failure, undecodable: &Undecodable) -> &'static str {
    if undecodable.is_compressed {
        return "Check the base URL and the proxies between this machine and the service";
    }
    if html_page(&undecodable.body).is_some() {
        return "Check the base URL, the proxies between this machine and the service, and whether this network asks to sign in first";
    }
    let is_once = |operation: &Operation| !operation.is_repeatable();
    if failure.stage == Stage::Call && failure.operation.is_some_and(is_once) {
        return "The service accepted the call, so check what it did before you repeat it; compare the response with the documentation";
    }
    "The service may have changed; compare the response with the documentation"
}

const fn connection_advice(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Silence => {
            "Nothing listens there; check the base URL (`base_url`), and whether the server that it names, such as a sandbox, is running"
        }
        Obstacle::Refusal => {
            "Check the port in the base URL (`base_url`), and the firewalls between this machine and the service"
        }
        Obstacle::Name => {
            "The host was not found by its name; check the base URL (`base_url`) and the network connection"
        }
        Obstacle::Other => "Check the network connection and the base URL (`base_url`)",
    }
}

/// Returns how to request less.
fn less(failure: &Failure) -> &'static str {
    if has_interval(failure) {
        "Request a shorter interval"
    } else {
        "Request fewer rows"
    }
}

fn has_interval(failure: &Failure) -> bool {
    let is_interval = |rule: &Rule| matches!(rule, Rule::Interval { .. } | Rule::Dates { .. });
    let operation = failure.operation;
    operation.is_some_and(|operation| operation.rules.iter().any(is_interval))
}

/// Returns why a call, or a request for a token, is not made at the place to which a redirect leads, or
/// `None` if that is no reason.
fn not_repeated(failure: &Failure) -> Option<&'static str> {
    let method = failure.operation.map(|operation| operation.method);
    match (failure.stage, method) {
        (Stage::Token { .. }, _) => {
            Some("A request for a token contains a secret, so it is not repeated elsewhere")
        }
        (Stage::Call, Some(Method::Delete)) => {
            Some("A DELETE is not repeated elsewhere, so check whether anything was deleted")
        }
        (Stage::Call, Some(method)) if method.has_body() => {
            Some("A call with a body is not repeated elsewhere")
        }
        (Stage::Call, _) => None,
    }
}

fn not_found_advice(failure: &Failure, refusal: &Refusal) -> String {
    let is_delete = |operation: &Operation| operation.method == Method::Delete;
    let is_call = failure.stage == Stage::Call;
    if is_call && failure.attempts > 1 && failure.operation.is_some_and(is_delete) {
        return "An attempt before may have deleted it; if so, there is nothing left to do"
            .to_owned();
    }
    let what = if is_call {
        "the base URL (`base_url`) and the IDs in the query"
    } else {
        "the base URL (`base_url`)"
    };
    match refusal.path.as_str() {
        "" => format!("Check {what}"),
        path => format!("The requested path was {path}; check {what}"),
    }
}

fn refusal_advice(failure: &Failure, refusal: &Refusal) -> String {
    const PLACE: &str =
        "check the base URL (`base_url`) and the proxies between this machine and the service";
    let status = refusal.status;
    let operation = failure.operation;
    let basic = operation.and_then(|operation| operation.service.basic);
    match (failure.stage, status) {
        (_, status) if refusal.is_page() && is_answer_of_service(status) => {
            format!("Something else may have responded in place of the service; {PLACE}")
        }
        (
            Stage::Token { grant: Some(grant) },
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY,
        ) if refusal.is_unread() => format!(
            "Either the {grant} has been used or has expired, so that the user has to authorize the app again, or the app's ID and secret are wrong"
        ),
        // A refusal of the app itself may have the status 400, too (RFC 6749, section 5.2).
        (
            Stage::Token { grant: Some(grant) },
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY,
        ) if !refusal.message.contains("invalid_client") => {
            format!(
                "The {grant} has been used or has expired, so the user has to authorize the app again"
            )
        }
        (
            Stage::Token { .. },
            StatusCode::BAD_REQUEST
            | StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::UNPROCESSABLE_ENTITY,
        ) => "Check the app's ID and secret, and that the app still exists".to_owned(),
        (_, StatusCode::UNAUTHORIZED) if basic.is_some() => {
            let what = match basic {
                Some(basic) if basic.takes_key() => "the API key, and that it is still valid",
                _ => "the user name and the password",
            };
            format!("Check {what}")
        }
        (_, StatusCode::UNAUTHORIZED)
            if operation.is_some_and(|operation| operation.service.token.is_none()) =>
        {
            "Check which credentials the service expects: set an `access_token`, or the header or parameter of a key"
                .to_owned()
        }
        (_, StatusCode::UNAUTHORIZED) => {
            "Check that the token has not expired and that the app's user is active".to_owned()
        }
        (_, StatusCode::FORBIDDEN) => match operation {
            Some(operation) if !operation.plans.is_empty() => format!(
                "This operation requires the {} plan and a user with permission to view reports",
                plan_names(operation.plans)
            ),
            _ if basic.is_some() => {
                "The user of these credentials does not have permission for this operation"
                    .to_owned()
            }
            _ => "The app's user does not have permission for this operation".to_owned(),
        },
        (_, StatusCode::NOT_FOUND | StatusCode::GONE) => not_found_advice(failure, refusal),
        (_, StatusCode::TOO_MANY_REQUESTS) => {
            let again = again(refusal.retry_after);
            format!("All apps of an account share one rate limit; {again}")
        }
        (_, status) if is_temporary(status) => "Try again later".to_owned(),
        (_, StatusCode::NETWORK_AUTHENTICATION_REQUIRED) => {
            "Sign in to the network that this machine uses, then try again".to_owned()
        }
        (_, status) if status.is_server_error() => {
            format!("The status states a permanent fault, so another try does not help; {PLACE}")
        }
        (Stage::Call, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG) => {
            "The service or a proxy accepts no request of this size; ask for fewer values at once"
                .to_owned()
        }
        (Stage::Call, status) if status.is_client_error() => {
            let docs = operation.map_or("", |operation| operation.docs);
            let docs = if docs.is_empty() {
                "the documentation"
            } else {
                docs
            };
            match status {
                StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                    format!("Compare the query with {docs}")
                }
                _ => format!("Compare the query with {docs}, and {PLACE}"),
            }
        }
        _ => format!("Another server may have responded in place of the service; {PLACE}"),
    }
}

/// Returns whether a status says something of the query, the credentials or the plan.
fn is_answer_of_service(status: StatusCode) -> bool {
    status.is_client_error()
        && !is_temporary(status)
        && !matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::PROXY_AUTHENTICATION_REQUIRED
        )
}

/// Returns when to try again after so many calls that the service refuses more.
fn again(wait: Option<Duration>) -> String {
    match wait {
        Some(wait) if wait < Duration::from_millis(1) => "try again now".to_owned(),
        Some(wait) => format!("try again in {}", length(wait)),
        None => "try again in a minute".to_owned(),
    }
}

fn proxy_advice(fault: &ProxyFault) -> String {
    let UsedProxy {
        variable,
        may_be_programs,
        ..
    } = fault.proxy;
    const PROGRAM: &str = "Check the proxy that `configure_http` or `http_client` sets";
    match (variable, may_be_programs) {
        (Some(variable), false) => {
            let password = if let ProxyProblem::Password = fault.problem {
                ", and that it has the right user name and password, as in http://NAME:PASSWORD@proxy.example:3128"
            } else {
                ""
            };
            format!(
                "Check the proxy that the environment variable {variable} names{password}; NO_PROXY lists hosts that are called without a proxy"
            )
        }
        (None, false) => "Check the proxy in the network settings of the system".to_owned(),
        (Some(variable), true) => {
            format!("{PROGRAM}, and the environment variable {variable}")
        }
        (None, true) => PROGRAM.to_owned(),
    }
}

fn certificate_advice(fault: CertificateFault) -> String {
    const FILE: &str = "SSL_CERT_FILE";
    // Only on these systems the trusted certificates can be set for one program.
    let has_file = cfg!(not(any(windows, target_vendor = "apple")));
    match fault {
        CertificateFault::Untrusted | CertificateFault::Other if !has_file => {
            "If you trust the issuer, add its certificate to those that the system trusts, or pass its certificate to `root_certificates`"
                .to_owned()
        }
        CertificateFault::Untrusted | CertificateFault::Other => {
            match std::env::var_os(FILE).filter(|path| !path.is_empty()) {
                Some(_) => format!(
                    "{FILE} is set, so only the issuers in that file are trusted; add the issuer to the file, or unset {FILE}, or pass its certificate to `root_certificates`"
                ),
                None => format!(
                    "If you trust the issuer, such as that of a company's proxy or of a test service, add its certificate to those that the system trusts, or set {FILE} to a PEM file that contains it, or pass its certificate to `root_certificates`"
                ),
            }
        }
        CertificateFault::Expired | CertificateFault::Early => {
            "Check the clock of this machine; if it is right, the service or a proxy in front of it needs a new certificate".to_owned()
        }
        CertificateFault::OtherPurpose | CertificateFault::Revoked => {
            "The service or a proxy in front of it needs another certificate".to_owned()
        }
        CertificateFault::OtherHost => {
            "Check the base URL (`base_url`) and the proxies between this machine and the service".to_owned()
        }
    }
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

/// Formats a setting or a wait: in milliseconds below a second, with tenths below a minute, and
/// rounded to seconds above.
pub(crate) fn length(duration: Duration) -> String {
    let tenths = duration.as_millis() / 100;
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else if tenths < 600 && !tenths.is_multiple_of(10) {
        format!("{}.{}s", tenths / 10, tenths % 10)
    } else {
        Seconds(duration.as_secs_f64()).to_string()
    }
}

//! HTTP Basic: which user name and password the sandbox takes, and whether a call has them.

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use base64::prelude::{BASE64_STANDARD, Engine};
use helpscout_description::Basic;

use crate::{
    problem::Problem,
    token::{APP_ID, APP_SECRET, credentials},
};

/// What a refused call is answered with in the header `WWW-Authenticate`.
pub(crate) const CHALLENGE: HeaderValue =
    HeaderValue::from_static("Basic realm=\"sandbox\", charset=\"UTF-8\"");

/// Returns the user name and the password that the sandbox takes. The half that a program gives if the
/// other one is described is the secret.
pub(crate) fn accepted(basic: &Basic) -> (&str, &str) {
    let user = match &basic.password {
        Some(_) => APP_SECRET,
        None => APP_ID,
    };
    (
        basic.user.as_deref().unwrap_or(user),
        basic.password.as_deref().unwrap_or(APP_SECRET),
    )
}

/// Checks that a call has the credentials.
///
/// # Errors
/// Returns the refusal of the call.
pub(crate) fn check(basic: &Basic, headers: &HeaderMap) -> Result<(), Problem> {
    let (user, password) = accepted(basic);
    let message = match credentials(headers, "basic") {
        None => {
            "The call has no user name and password; send them in the header Authorization: Basic"
                .to_owned()
        }
        Some(encoded) => match decoded(encoded) {
            None => "The credentials in the header Authorization: Basic are not base64 of \
                     user:password in UTF-8"
                .to_owned(),
            Some(found) if found == format!("{user}:{password}") => return Ok(()),
            Some(_) => format!(
                "The user name or the password is wrong; this sandbox takes the user name \"{user}\" \
                 and the password \"{password}\""
            ),
        },
    };
    Err(Problem::new(StatusCode::UNAUTHORIZED, message))
}

fn decoded(encoded: &str) -> Option<String> {
    let bytes = BASE64_STANDARD.decode(encoded).ok()?;
    String::from_utf8(bytes)
        .ok()
        .filter(|text| text.contains(':'))
}

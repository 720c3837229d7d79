//! Access tokens: who gets one, and which are still good.

mod request;
#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, Hasher, RandomState},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use crate::desk::random::Random;
pub(crate) use request::TokenRequest;

/// The only app this sandbox knows.
pub(crate) const APP_ID: &str = "sandbox-app";
/// Its secret; it opens nothing but a sandbox.
pub(crate) const APP_SECRET: &str = "sandbox-secret";

/// All tokens that were handed out and are not spent.
pub(crate) struct Tokens {
    lifetime: Duration,
    /// How many calls an access token is good for, if not for any number.
    calls: Option<u32>,
    random: Random,
    access: HashMap<String, Access>,
    refresh: HashSet<String>,
    codes: HashSet<String>,
}

/// How long an access token is good.
struct Access {
    /// None never.
    expires: Option<Instant>,
    /// None for any number.
    calls_left: Option<u32>,
}

/// A refused token request, in the form of RFC 6749.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TokenError {
    pub(crate) status: StatusCode,
    error: &'static str,
    description: String,
}

impl Tokens {
    /// Access tokens are good for so long, and for so many calls if that is limited.
    pub(crate) fn new(lifetime: Duration, calls: Option<u32>) -> Self {
        // Tokens of two sandboxes must not be good for each other, whatever their seed.
        let random = Random::new(RandomState::new().build_hasher().finish());
        Self {
            lifetime,
            calls,
            random,
            access: HashMap::new(),
            refresh: HashSet::new(),
            codes: HashSet::new(),
        }
    }

    /// A code as the browser step of the authorization-code flow would hand it over; good once.
    pub(crate) fn issue_code(&mut self) -> String {
        let code = self.fresh();
        self.codes.insert(code.clone());
        code
    }

    /// Answers a token request.
    pub(crate) fn grant(
        &mut self,
        request: &TokenRequest,
        now: Instant,
    ) -> Result<Value, TokenError> {
        let grant = request.required("grant_type")?;
        if request.required("client_id")? != APP_ID
            || request.required("client_secret")? != APP_SECRET
        {
            return Err(TokenError {
                status: StatusCode::UNAUTHORIZED,
                error: "invalid_client",
                description: "The client id or secret is not the sandbox's own".to_owned(),
            });
        }
        match grant {
            "client_credentials" => Ok(self.token(now, None)),
            "authorization_code" => {
                if !self.codes.remove(request.required("code")?) {
                    return Err(TokenError::invalid(
                        "The code is unknown or already used".to_owned(),
                    ));
                }
                let refresh = self.issue_refresh();
                Ok(self.token(now, Some(refresh)))
            }
            "refresh_token" => {
                if !self.refresh.remove(request.required("refresh_token")?) {
                    return Err(TokenError::invalid(
                        "The refresh token is unknown or already used".to_owned(),
                    ));
                }
                let refresh = self.issue_refresh();
                Ok(self.token(now, Some(refresh)))
            }
            _ => Err(TokenError {
                status: StatusCode::BAD_REQUEST,
                error: "unsupported_grant_type",
                description:
                    "grant_type must be client_credentials, authorization_code or refresh_token"
                        .to_owned(),
            }),
        }
    }

    /// Whether the token was handed out and is still good. Counts as one of its calls then.
    pub(crate) fn admit(&mut self, token: &str, now: Instant) -> bool {
        let Some(access) = self.access.get_mut(token).filter(|one| one.is_good(now)) else {
            return false;
        };
        if let Some(left) = &mut access.calls_left {
            *left -= 1;
        }
        true
    }

    /// Makes every access token worthless that was handed out so far. Refresh tokens stay good.
    pub(crate) fn revoke(&mut self) {
        self.access.clear();
    }

    fn token(&mut self, now: Instant, refresh: Option<String>) -> Value {
        self.access.retain(|_, access| access.is_good(now));
        let token = self.fresh();
        let access = Access {
            expires: now.checked_add(self.lifetime),
            calls_left: self.calls,
        };
        self.access.insert(token.clone(), access);
        let mut answer = json!({
            "token_type": "bearer",
            "access_token": token,
            "expires_in": self.lifetime.as_secs(),
        });
        if let Some(refresh) = refresh {
            answer["refresh_token"] = json!(refresh);
        }
        answer
    }

    fn issue_refresh(&mut self) -> String {
        let token = self.fresh();
        self.refresh.insert(token.clone());
        token
    }

    fn fresh(&mut self) -> String {
        format!(
            "{:016x}{:016x}",
            self.random.below(u64::MAX),
            self.random.below(u64::MAX)
        )
    }
}

impl TokenError {
    fn invalid(description: String) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: "invalid_request",
            description,
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "error": self.error, "error_description": self.description })
    }
}

impl Access {
    fn is_good(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| now < expires) && self.calls_left != Some(0)
    }
}

/// What follows the scheme in the `Authorization` header, if that is the scheme.
pub(crate) fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (found, credentials) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    found
        .eq_ignore_ascii_case(scheme)
        .then(|| credentials.trim())
}

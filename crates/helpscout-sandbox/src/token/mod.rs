//! Access tokens: who gets one, and which are still valid.

mod authorization;
mod error;
mod request;
#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, Hasher, RandomState},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::desk::random::Random;
pub(crate) use authorization::credentials;
pub(crate) use error::TokenError;
pub(crate) use request::TokenRequest;

/// The only app that the sandbox knows.
pub(crate) const APP_ID: &str = "sandbox-app";
/// The app's secret, which is the same in every sandbox.
pub const APP_SECRET: &str = "sandbox-secret";

/// The tokens and codes that were issued and are not used up.
pub(crate) struct Tokens {
    lifetime: Duration,
    /// How many calls an access token is valid for; `None` for any number.
    calls: Option<u32>,
    random: Random,
    access: HashMap<String, Access>,
    refresh: HashSet<String>,
    codes: HashSet<String>,
}

/// How long an access token is valid.
struct Access {
    /// `None` if it does not expire.
    expires: Option<Instant>,
    /// `None` for any number.
    calls_left: Option<u32>,
}

impl Tokens {
    /// Creates a store without tokens. Access tokens will be valid for `lifetime`, and for `calls`
    /// calls if that is given.
    pub(crate) fn new(lifetime: Duration, calls: Option<u32>) -> Self {
        // A token must not be valid in another sandbox, even one with the same seed.
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

    /// Issues a code, as the browser step of the authorization-code flow would. It is valid once.
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
            return Err(TokenError::invalid_client());
        }
        match grant {
            "client_credentials" => Ok(self.token(now, None)),
            "authorization_code" => {
                if !self.codes.remove(request.required("code")?) {
                    return Err(TokenError::invalid_request(
                        "The code is unknown or already used",
                    ));
                }
                let refresh = self.issue_refresh();
                Ok(self.token(now, Some(refresh)))
            }
            "refresh_token" => {
                if !self.refresh.remove(request.required("refresh_token")?) {
                    return Err(TokenError::invalid_request(
                        "The refresh token is unknown or already used",
                    ));
                }
                let refresh = self.issue_refresh();
                Ok(self.token(now, Some(refresh)))
            }
            _ => Err(TokenError::unsupported_grant_type()),
        }
    }

    /// Returns true if the access token was issued and is still valid. If so, counts one of its
    /// calls.
    pub(crate) fn admit(&mut self, token: &str, now: Instant) -> bool {
        let Some(access) = self
            .access
            .get_mut(token)
            .filter(|access| access.is_valid(now))
        else {
            return false;
        };
        if let Some(left) = &mut access.calls_left {
            *left -= 1;
        }
        true
    }

    /// Revokes every access token issued so far. Refresh tokens stay valid.
    pub(crate) fn revoke(&mut self) {
        self.access.clear();
    }

    fn token(&mut self, now: Instant, refresh: Option<String>) -> Value {
        self.access.retain(|_, access| access.is_valid(now));
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

impl Access {
    fn is_valid(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| now < expires) && self.calls_left != Some(0)
    }
}

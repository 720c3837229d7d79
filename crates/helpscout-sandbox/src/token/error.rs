//! Errors of the token endpoint.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// A refused token request, as RFC 6749 describes it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TokenError {
    pub(crate) status: StatusCode,
    error: &'static str,
    description: String,
}

impl TokenError {
    /// Creates the error for a wrong client ID or secret.
    pub(super) fn invalid_client() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            error: "invalid_client",
            description: "The client ID or secret is not the sandbox's own".to_owned(),
        }
    }

    /// Creates the error for an unknown grant type.
    pub(super) fn unsupported_grant_type() -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: "unsupported_grant_type",
            description:
                "grant_type must be client_credentials, authorization_code or refresh_token"
                    .to_owned(),
        }
    }

    /// Creates the error for a request with any other mistake.
    pub(super) fn invalid_request(description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: "invalid_request",
            description: description.into(),
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "error": self.error, "error_description": self.description })
    }
}

//! Reads a token request from the query string, a form or JSON body, and HTTP Basic.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

use super::{authorization::credentials, error::TokenError};
use crate::urlencoded::{self, Pair};

/// The parts of a token request. They include secrets, so the type does not implement `Debug`.
pub(crate) struct TokenRequest {
    parts: BTreeMap<String, String>,
}

impl TokenRequest {
    /// Reads all parts. Each part may be given once, in one place. Only the ID of the client may be
    /// in the Basic credentials and again elsewhere, as some libraries send it.
    pub(crate) fn read(query: &str, headers: &HeaderMap, body: &[u8]) -> Result<Self, TokenError> {
        let mut pairs = urlencoded::decode(query);
        pairs.extend(read_body(headers, body)?);
        let elsewhere = pairs.len();
        pairs.extend(read_basic(headers)?);
        let mut parts = BTreeMap::new();
        for (index, Pair { name, value, lossy }) in pairs.into_iter().enumerate() {
            if lossy {
                return Err(TokenError::invalid_request(
                    "A part of the request is not UTF-8",
                ));
            }
            if let Some(given) = parts.get(&name) {
                if name == "client_id" && index >= elsewhere {
                    if *given == value {
                        continue;
                    }
                    return Err(TokenError::invalid_request(
                        "client_id differs from that of the Basic credentials",
                    ));
                }
                return Err(TokenError::invalid_request(format!(
                    "{name} was given more than once"
                )));
            }
            parts.insert(name, value);
        }
        Ok(Self { parts })
    }

    /// Returns a part that must be given.
    pub(super) fn required(&self, name: &str) -> Result<&str, TokenError> {
        let part = self
            .parts
            .get(name)
            .map(String::as_str)
            .filter(|part| !part.is_empty());
        part.ok_or_else(|| TokenError::invalid_request(format!("{name} is missing")))
    }
}

fn read_body(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Pair>, TokenError> {
    if body.is_empty() {
        return Ok(Vec::new());
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => {
            let text = std::str::from_utf8(body);
            text.map(urlencoded::decode)
                .map_err(|_| TokenError::invalid_request("The form is not UTF-8"))
        }
        "application/json" => read_json(body),
        _ => Err(TokenError::invalid_request(
            "The Content-Type must be application/x-www-form-urlencoded or application/json",
        )),
    }
}

fn read_json(body: &[u8]) -> Result<Vec<Pair>, TokenError> {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(TokenError::invalid_request("The body is not a JSON object"));
    };
    let members = members.into_iter().map(|(name, value)| match value {
        Value::String(value) => Ok(Pair {
            name,
            value,
            lossy: false,
        }),
        _ => Err(TokenError::invalid_request(format!(
            "{name} must be a string"
        ))),
    });
    members.collect()
}

/// Reads `Authorization: Basic`. Each half is form-encoded, as RFC 6749 requires.
fn read_basic(headers: &HeaderMap) -> Result<Vec<Pair>, TokenError> {
    let Some(credentials) = credentials(headers, "basic") else {
        return Ok(Vec::new());
    };
    let decoded = BASE64_STANDARD
        .decode(credentials)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((id, secret)) = decoded.as_deref().and_then(|text| text.split_once(':')) else {
        return Err(TokenError::invalid_request(
            "The Basic credentials are not base64 of id:secret",
        ));
    };
    let mut pairs = urlencoded::decode(&format!("client_id={id}"));
    pairs.extend(urlencoded::decode(&format!("client_secret={secret}")));
    Ok(pairs)
}

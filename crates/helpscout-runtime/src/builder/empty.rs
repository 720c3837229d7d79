//! Secrets that are no secrets.

use secrecy::{ExposeSecret, SecretString};

use crate::service::Service;
use crate::token::{Grant, Source};

/// Returns the name of a secret that has no characters but spaces.
pub(super) fn empty_secret(source: &Source, service: &Service) -> Option<&'static str> {
    let secrets: Vec<(&'static str, &SecretString)> = match source {
        Source::Fixed(token) => vec![("access token", token)],
        Source::Basic(basic) => basic.given(service),
        Source::App { id, secret } => vec![("app ID", id), ("app secret", secret)],
        Source::Rotating {
            id, secret, first, ..
        } => {
            let first = match first {
                Grant::Code(code) => ("authorization code", code),
                Grant::Refresh(token) => ("refresh token", token),
            };
            vec![("app ID", id), ("app secret", secret), first]
        }
        Source::Absent | Source::Provider(_) => Vec::new(),
    };
    let empty = |secret: &SecretString| secret.expose_secret().trim().is_empty();
    secrets
        .into_iter()
        .find_map(|(name, secret)| empty(secret).then_some(name))
}

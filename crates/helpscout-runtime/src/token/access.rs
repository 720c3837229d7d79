//! The value of an access token and how long it is valid.

use std::time::Duration;

use secrecy::SecretString;

use crate::secrets::unpadded;

/// An access token, as a custom token provider returns it; see
/// [`ClientBuilder::token_provider`](crate::ClientBuilder::token_provider).
///
/// ```
/// use std::time::Duration;
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::AccessToken;
///
/// let token = AccessToken::new("4f9c1d7e20b8").with_lifetime(Duration::from_secs(3600));
/// // `Debug` does not print it.
/// assert!(!format!("{token:?}").contains("4f9c"));
/// ```
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub(super) value: SecretString,
    pub(super) lifetime: Option<Duration>,
}

impl AccessToken {
    /// Creates a token that is used until the service rejects it. Whitespace around it is ignored.
    pub fn new(value: impl Into<SecretString>) -> Self {
        Self {
            value: unpadded(value.into()),
            lifetime: None,
        }
    }

    /// Sets the lifetime of the token from now on. Before its end, the token is replaced in the
    /// background, and used until then.
    #[must_use]
    pub const fn with_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

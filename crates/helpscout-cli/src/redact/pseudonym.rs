//! Pseudonyms: the same customer gets the same one in every run with the same key.
//!
//! A pseudonym is a keyed hash (HMAC-SHA-256), cut to 40 bits. Without the key, nobody can tell from
//! a pseudonym who it is, not even by trying all names or IDs. With the key, anybody can.

use std::env;
use std::fmt;

use helpscout_reports::secrecy::{ExposeSecret, SecretString};
use ring::hmac::{self, HMAC_SHA256, Key};
#[cfg(feature = "mcp")]
use ring::rand::{SecureRandom, SystemRandom};

use crate::message::Failure;

/// The variable of the environment that has the key.
pub(crate) const KEY: &str = "HELPSCOUT_REDACT_KEY";

const APP_SECRET: &str = "HELPSCOUT_APP_SECRET";

/// The fewest bytes of a key. A shorter one could be guessed.
pub(crate) const SHORTEST: usize = 16;

/// Makes pseudonyms with a key.
pub(crate) struct Pseudonyms(Key);

impl Pseudonyms {
    /// Returns pseudonyms with the key of the environment: the one for this purpose, or else one that
    /// is derived from the secret of the OAuth2 application, which may be that of a profile. A sandbox
    /// needs none, as its customers are made up.
    ///
    /// # Errors
    /// If there is no key, or one that is too short.
    pub(super) fn of_environment(
        is_sandbox: bool,
        kept_secret: Option<&SecretString>,
    ) -> Result<Self, Failure> {
        let how =
            "a random text of at least 16 characters, such as the output of: openssl rand -hex 16";
        match env::var(KEY) {
            Ok(key) if key.len() >= SHORTEST => return Ok(Self::new(key.as_bytes())),
            Ok(key) if key.is_empty() => {}
            Ok(_) => {
                return Err(Failure::usage(format!(
                    "{KEY} is shorter than {SHORTEST} bytes, so that it could be guessed"
                ))
                .help(format!("set it to {how}")));
            }
            Err(env::VarError::NotPresent) => {}
            Err(env::VarError::NotUnicode(_)) => {
                return Err(Failure::usage(format!("{KEY} is not Unicode"))
                    .help(format!("set it to {how}")));
            }
        }
        if is_sandbox {
            return Ok(Self::new(b"the sandbox"));
        }
        match (env::var(APP_SECRET), kept_secret) {
            (Ok(secret), _) if !secret.is_empty() => Ok(Self::new(secret.as_bytes())),
            (_, Some(secret)) => Ok(Self::new(secret.expose_secret().as_bytes())),
            _ => Err(Failure::usage(format!(
                "--redact needs a key for its pseudonyms, and neither {KEY} nor {APP_SECRET} is set"
            ))
            .help(format!("set {KEY} to {how}"))
            .help("keep it: another key gives other pseudonyms")),
        }
    }

    /// Returns pseudonyms for a server: with the key of the environment, or else with a random one,
    /// which is forgotten when the process ends.
    ///
    /// # Errors
    /// If the key is too short.
    #[cfg(feature = "mcp")]
    pub(super) fn of_server(is_sandbox: bool) -> Result<Self, Failure> {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        if is_sandbox || is_set(KEY) || is_set(APP_SECRET) {
            return Self::of_environment(is_sandbox, None);
        }
        let mut key = [0; 32];
        match SystemRandom::new().fill(&mut key) {
            Ok(()) => Ok(Self::new(&key)),
            Err(_) => Err(Failure::not_done("this machine gives no random numbers")),
        }
    }

    pub(super) fn new(secret: &[u8]) -> Self {
        // The key is used for nothing else, even if the secret is.
        let key = hmac::sign(&Key::new(HMAC_SHA256, secret), b"helpscout redact");
        Self(Key::new(HMAC_SHA256, key.as_ref()))
    }

    /// Returns ten digits that tell whether pseudonyms are made with the same key, and nothing else
    /// about it.
    pub(super) fn fingerprint(&self) -> String {
        self.digits("fingerprint", "")
    }

    /// Returns ten digits that stand for someone. `kind` is what identifies them: an ID or a name.
    pub(super) fn digits(&self, kind: &str, identity: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{kind}\0{identity}").as_bytes());
        let bytes = tag.as_ref().iter().take(5);
        bytes.map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pseudonyms(..)")
    }
}

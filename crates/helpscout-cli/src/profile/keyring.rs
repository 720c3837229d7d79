//! The keyring of the system: Keychain, Credential Manager or Secret Service.

use helpscout_reports::secrecy::{ExposeSecret, SecretString};
use keyring::{Entry, Error};

use super::name::ProfileName;
use crate::message::Failure;

const SERVICE: &str = "helpscout";

/// Keeps a secret. Returns that it did.
///
/// # Errors
/// Says why the keyring can't be used.
pub(super) fn keep(name: &ProfileName, secret: &SecretString) -> Result<bool, String> {
    let kept = entry(name).and_then(|entry| entry.set_password(secret.expose_secret()));
    kept.map(|()| true).map_err(|error| reason(&error))
}

/// Removes the secret of a profile, if there is one.
///
/// # Errors
/// Says why it may still be in the keyring.
pub(super) fn remove(name: &ProfileName) -> Result<(), String> {
    match entry(name).and_then(|entry| entry.delete_credential()) {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(reason(&error)),
    }
}

/// Returns the secret of a profile.
pub(super) fn secret(name: &ProfileName) -> Result<SecretString, Failure> {
    let found = entry(name).and_then(|entry| entry.get_password());
    found.map(SecretString::from).map_err(|error| {
        Failure::usage(format!(
            "can't read the secret of the profile {name} from the keyring of the system: {}",
            reason(&error)
        ))
        .help(format!(
            "unlock the keyring, or run helpscout login --profile {name} again"
        ))
    })
}

fn entry(name: &ProfileName) -> Result<Entry, Error> {
    Entry::new(SERVICE, &name.to_string())
}

/// Says what is wrong, also if the keyring could not be opened at all.
fn reason(error: &Error) -> String {
    match (error, Entry::store_status()) {
        (Error::NoDefaultStore, Err(error)) => error.to_string(),
        _ => error.to_string(),
    }
}

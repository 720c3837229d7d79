//! Credentials that `helpscout login` keeps on this machine, in one profile for each account.
//!
//! In: the name of a profile. Out: the ID and the secret of an app, and the service that they are for.
//! `name` says what a profile may be called, `folder` where the files are, and `file` reads and
//! replaces one. With the feature `keyring`, the secret itself is in the keyring of the system.

mod file;
mod folder;
#[cfg(feature = "keyring")]
mod keyring;
mod name;

use std::path::{Path, PathBuf};

use helpscout_reports::secrecy::SecretString;

#[cfg(feature = "mcp")]
pub(crate) use self::file::of_owner;
pub(crate) use self::file::{New, write_privately};
pub(crate) use self::folder::{cache as cache_folder, own as config_folder};
pub(crate) use self::name::ProfileName;
use crate::message::Failure;

/// The credentials of an account, as they were kept.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) name: ProfileName,
    pub(crate) app_id: SecretString,
    pub(crate) app_secret: SecretString,
    /// The service that accepted them, and the only one that they are sent to.
    pub(crate) base_url: String,
    /// The account, for people.
    pub(crate) account: Option<i64>,
    /// The user of the app, for people.
    pub(crate) user: Option<String>,
    pub(crate) place: Place,
}

/// Where the credentials of a profile are.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    /// Whether the secret is in the keyring of the system, and not in the file.
    pub(crate) is_in_keyring: bool,
    /// The permissions of the file, if others than its owner can read or change it.
    pub(crate) open_to_others: Option<u32>,
}

/// How credentials were kept.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) place: Place,
    /// Why the keyring of the system is not used, if it was tried.
    pub(crate) without_keyring: Option<String>,
    /// Why the secret that the profile had before is still in the keyring, if it is.
    pub(crate) left_in_keyring: Option<String>,
}

/// Returns the credentials of a profile, or `None` if there are none.
///
/// # Errors
/// If its file can't be read or was not written by `helpscout login`.
pub(crate) fn load(name: &ProfileName) -> Result<Option<Profile>, Failure> {
    let Some(path) = folder::file_of(name) else {
        return Ok(None);
    };
    let Some(text) = file::read(&path)? else {
        return Ok(None);
    };
    let (app_secret, is_in_keyring) = match text.app_secret {
        Some(secret) => (secret, false),
        None => (secret_in_keyring(name)?, true),
    };
    Ok(Some(Profile {
        app_id: text.app_id,
        app_secret,
        base_url: text.base_url,
        account: text.account,
        user: text.user,
        place: Place {
            open_to_others: file::open_to_others(&path),
            file: path,
            is_in_keyring,
        },
        name: name.clone(),
    }))
}

/// Checks that credentials can be kept, before anyone types them.
///
/// # Errors
/// If there is no folder for them, or it can't be written to.
pub(crate) fn check(name: &ProfileName) -> Result<(), Failure> {
    file::check(&file_of(name)?)
}

/// Returns the file of a profile.
fn file_of(name: &ProfileName) -> Result<PathBuf, Failure> {
    folder::file_of(name).ok_or_else(|| {
        Failure::usage("there is no folder to keep the credentials in").help(
            "set HOME or XDG_CONFIG_HOME, or set HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET in the \
             environment instead",
        )
    })
}

/// Keeps credentials, in place of those that the profile has. The secret is kept in the keyring of the
/// system if that is wanted and there is one.
///
/// # Errors
/// If there is no folder for them, or the file can't be written.
pub(crate) fn keep(
    name: &ProfileName,
    new: &New<'_>,
    wants_keyring: bool,
) -> Result<Kept, Failure> {
    let path = file_of(name)?;
    let was_in_keyring = is_in_keyring(&path);
    let kept = if wants_keyring {
        keep_in_keyring(name, new.app_secret)
    } else {
        Ok(false)
    };
    let is_in_keyring = matches!(kept, Ok(true));
    file::replace(&path, new, is_in_keyring)?;
    let left_in_keyring = if was_in_keyring && !is_in_keyring {
        remove_from_keyring(name).err()
    } else {
        None
    };
    Ok(Kept {
        place: Place {
            file: path,
            is_in_keyring,
            open_to_others: None,
        },
        without_keyring: kept.err(),
        left_in_keyring,
    })
}

/// Removes the credentials of a profile. Returns the file that had them, or `None` if there were none.
///
/// # Errors
/// If they can't be removed. The file stays if the secret does, because only the file says that the
/// keyring has one.
pub(crate) fn remove(name: &ProfileName) -> Result<Option<PathBuf>, Failure> {
    let Some(path) = folder::file_of(name) else {
        return Ok(None);
    };
    if is_in_keyring(&path) {
        remove_from_keyring(name).map_err(|reason| {
            Failure::usage(format!(
                "can't remove the secret of the profile {name} from the keyring of the system: {reason}"
            ))
            .help(format!(
                "run helpscout logout --profile {name} again where the keyring can be opened"
            ))
        })?;
    }
    Ok(file::remove(&path)?.then_some(path))
}

/// Returns whether the file of a profile says that its secret is in the keyring.
fn is_in_keyring(path: &Path) -> bool {
    matches!(file::read(path), Ok(Some(text)) if text.app_secret.is_none())
}

/// Returns the names of all profiles, in alphabetical order.
pub(crate) fn names() -> Vec<ProfileName> {
    folder::names()
}

#[cfg(feature = "keyring")]
use self::keyring::{
    keep as keep_in_keyring, remove as remove_from_keyring, secret as secret_in_keyring,
};

#[cfg(not(feature = "keyring"))]
use self::without_keyring::{
    keep as keep_in_keyring, remove as remove_from_keyring, secret as secret_in_keyring,
};

/// What takes the place of the keyring in a program without it.
#[cfg(not(feature = "keyring"))]
mod without_keyring {
    use helpscout_reports::secrecy::SecretString;

    use super::ProfileName;
    use crate::message::Failure;

    const UNKNOWN: &str = "this build of helpscout doesn't use it";

    /// Keeps nothing, and returns whether it did.
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn keep(_: &ProfileName, _: &SecretString) -> Result<bool, String> {
        Ok(false)
    }

    pub(super) fn remove(_: &ProfileName) -> Result<(), String> {
        Err(UNKNOWN.to_owned())
    }

    pub(super) fn secret(name: &ProfileName) -> Result<SecretString, Failure> {
        Err(Failure::usage(format!(
            "can't read the secret of the profile {name} from the keyring of the system: {UNKNOWN}"
        ))
        .help(format!(
            "run helpscout login --profile {name} again, or build helpscout with the feature keyring"
        )))
    }
}

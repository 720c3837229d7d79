//! The file of a profile, which only its owner can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use helpscout_reports::secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::message::{Failure, printable};

/// The most bytes of a file that is read.
const LONGEST: u64 = 64 << 10;

const HEAD: &str = "\
# Credentials for helpscout, written by `helpscout login`. Whoever has them can read the reports of
# the account, so keep this file to yourself. `helpscout logout` removes it.
";

/// What a file says.
pub(super) struct Text {
    pub(super) app_id: SecretString,
    /// The secret, unless it is in the keyring of the system.
    pub(super) app_secret: Option<SecretString>,
    pub(super) base_url: String,
    pub(super) account: Option<i64>,
    pub(super) user: Option<String>,
}

/// The keys of a file.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Keys {
    app_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_secret: Option<String>,
    base_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

/// Reads a file, or returns `None` if there is none.
pub(super) fn read(path: &Path) -> Result<Option<Text>, Failure> {
    let shown = shown(path);
    let again = "run helpscout login again, which replaces it";
    let unreadable = |error: &io::Error| Failure::usage(format!("can't read {shown}: {error}"));
    match fs::metadata(path) {
        // To open a pipe would wait for its other end.
        Ok(metadata) if !metadata.is_file() => {
            let problem = format!("{shown} is not a file, so it has no credentials");
            return Err(Failure::usage(problem).help("remove it, and run helpscout login"));
        }
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    }
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    if let Err(error) = read {
        return Err(unreadable(&error).help(again));
    }
    // The message of the parser would quote the file.
    let Ok(keys) = toml::from_str::<Keys>(&text) else {
        let problem = format!("{shown} is not what helpscout login writes");
        return Err(Failure::usage(problem).help(again));
    };
    Ok(Some(Text {
        app_id: keys.app_id.into(),
        app_secret: keys.app_secret.map(SecretString::from),
        base_url: keys.base_url,
        account: keys.account,
        user: keys.user,
    }))
}

/// What login keeps.
#[derive(Debug)]
pub(crate) struct New<'a> {
    pub(crate) app_id: &'a SecretString,
    pub(crate) app_secret: &'a SecretString,
    pub(crate) base_url: &'a str,
    pub(crate) account: Option<i64>,
    pub(crate) user: Option<&'a str>,
}

/// Replaces a file, or leaves it as it is if that fails. Nobody but its owner can read the new one.
pub(super) fn replace(path: &Path, new: &New<'_>, is_in_keyring: bool) -> Result<(), Failure> {
    let keys = Keys {
        app_id: new.app_id.expose_secret().to_owned(),
        app_secret: (!is_in_keyring).then(|| new.app_secret.expose_secret().to_owned()),
        base_url: new.base_url.to_owned(),
        account: new.account,
        user: new.user.map(str::to_owned),
    };
    let text = toml::to_string(&keys).unwrap_or_default();
    write_privately(path, format!("{HEAD}{text}").as_bytes()).map_err(|error| {
        Failure::not_done(format!("can't write {}: {error}", shown(path))).help(
            "the credentials were accepted, but are not kept; run helpscout login again, or set \
                 HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET in the environment instead",
        )
    })
}

/// Checks that a file can be written, and leaves nothing behind.
pub(super) fn check(path: &Path) -> Result<(), Failure> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut folders = path.ancestors().skip(1);
    // The folders below this one will be created.
    let folder = folders.find(|folder| folder.exists());
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let created = tempfile::tempfile_in(folder).map(|_| ());
    created.map_err(|error| {
        // The error would name the temporary file.
        let error = match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => error.kind().into(),
        };
        Failure::usage(format!(
            "the credentials can't be kept in {}: {error}",
            shown(&path)
        ))
        .help(
            "make its folder one that you can write to, or set HELPSCOUT_APP_ID and \
             HELPSCOUT_APP_SECRET in the environment instead",
        )
    })
}

/// Removes a file. Returns whether there was one.
pub(super) fn remove(path: &Path) -> Result<bool, Failure> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::not_done(format!(
            "can't remove {}: {error}",
            shown(path)
        ))),
    }
}

/// Writes a file that only its owner can read, in place of another one. A link stays one.
pub(crate) fn write_privately(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    create_privately(folder)?;
    // An error of `NamedTempFile::new_in` would name the temporary file.
    let mut file = tempfile::Builder::new().make_in(folder, |path| of_owner().open(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Returns how to create a file that only its owner can read, where there is such a thing.
pub(crate) fn of_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates a folder that only its owner can look into, unless it exists.
fn create_privately(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns the permissions of a file if others than its owner can read or change it.
#[cfg(unix)]
pub(super) fn open_to_others(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;

    let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Returns `None`, because who can read a file is not a part of its permissions here.
#[cfg(not(unix))]
pub(super) fn open_to_others(_: &Path) -> Option<u32> {
    None
}

fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}

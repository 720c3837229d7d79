//! The names of users, mailboxes and so on that were looked up, for the completion of a shell.
//!
//! In: the rows of look-ups. Out: the same rows in a later run, for one account each, from a file that
//! only its owner can read. Completion creates the file; look-ups refresh it if it is there, so that
//! whoever completes nothing has none. Nothing depends on it: what can't be read or written is left
//! out.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use helpscout_reports::jiff::Timestamp;
use helpscout_reports::secrecy::{ExposeSecret, SecretString};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use crate::profile;

const START: &str = "names-";
const ENDING: &str = ".json";

/// The most names of one list that are kept.
const MOST_NAMES: usize = 5_000;

/// The most bytes of a file that is read.
const LONGEST: u64 = 8 << 20;

/// Names that are younger than this many seconds need not be looked up again: a day.
const FRESH: i64 = 86_400;

/// Names that are older than this many seconds are not used at all: thirty days.
const OLDEST: i64 = 30 * 86_400;

/// The file of the account that this run calls.
static CURRENT: Mutex<Option<PathBuf>> = Mutex::new(None);

/// What has an ID and a name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Name {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) is_team: bool,
}

/// The names of a list, and how old they are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Remembered {
    Fresh(Vec<Name>),
    Old(Vec<Name>),
    /// They could not be looked up a moment ago, so that there is no point in another attempt.
    Unavailable,
    Nothing,
}

/// The lists in a file, by the operation that returns them.
type Lists = BTreeMap<String, List>;

#[derive(Debug, Deserialize, Serialize)]
struct List {
    /// When it was looked up, in seconds since 1970.
    at: i64,
    names: Vec<Name>,
}

/// Returns a name for an account that tells it from others. `base_url` and `identity` can't be read
/// from it.
pub(crate) fn account_of(base_url: &str, identity: &SecretString) -> String {
    let account = format!("{}\0{}", base_url.trim(), identity.expose_secret());
    let hash = digest(&SHA256, account.as_bytes());
    let hash = hash.as_ref().iter().take(8);
    hash.map(|byte| format!("{byte:02x}")).collect()
}

/// Uses the file of an account from here on, or none.
pub(crate) fn use_account(account: Option<&str>) {
    let file = account.and_then(|account| {
        let folder = profile::cache_folder()?;
        Some(folder.join(format!("{START}{account}{ENDING}")))
    });
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = file;
}

/// Returns the names of the list that an operation returns.
pub(crate) fn names(operation: &str) -> Remembered {
    let Some(list) = current().and_then(|file| read(&file).remove(operation)) else {
        return Remembered::Nothing;
    };
    let age = now().saturating_sub(list.at);
    match age {
        ..0 | OLDEST.. => Remembered::Nothing,
        0..60 if list.names.is_empty() => Remembered::Unavailable,
        _ if list.names.is_empty() => Remembered::Nothing,
        0..FRESH => Remembered::Fresh(list.names),
        _ => Remembered::Old(list.names),
    }
}

/// Keeps the names of a list. An empty list says that they could not be looked up.
pub(crate) fn keep(operation: &str, names: Vec<Name>) {
    let Some(file) = current() else {
        return;
    };
    let mut lists = read(&file);
    if names.len() > MOST_NAMES {
        lists.remove(operation);
    } else {
        let list = List { at: now(), names };
        lists.insert(operation.to_owned(), list);
    }
    if let Ok(text) = serde_json::to_vec(&lists) {
        let _ = profile::write_privately(&file, &text);
    }
}

/// Keeps the names of a list if names of the account are kept at all.
pub(crate) fn refresh(operation: &str, names: Vec<Name>) {
    if current().is_some_and(|file| file.is_file()) {
        keep(operation, names);
    }
}

/// Removes the names of all accounts.
pub(crate) fn forget_all() {
    let files = profile::cache_folder().and_then(|folder| fs::read_dir(folder).ok());
    for file in files.into_iter().flatten().flatten() {
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(START) && name.ends_with(ENDING) {
            let _ = fs::remove_file(file.path());
        }
    }
}

fn current() -> Option<PathBuf> {
    let current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
    current.clone()
}

fn read(file: &Path) -> Lists {
    let is_file = fs::metadata(file).is_ok_and(|metadata| metadata.is_file());
    let open = File::open(file).ok().filter(|_| is_file);
    let mut text = Vec::new();
    let read = open.map(|open| open.take(LONGEST).read_to_end(&mut text));
    match read {
        Some(Ok(_)) => serde_json::from_slice(&text).unwrap_or_default(),
        _ => Lists::new(),
    }
}

fn now() -> i64 {
    Timestamp::now().as_second()
}

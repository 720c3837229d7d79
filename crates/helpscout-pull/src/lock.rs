//! The lock on a folder.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, Write};
use std::path::Path;
use std::process;
use std::thread;
use std::time::Duration;

use fs4::{FileExt, TryLockError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::place::Place;

/// A lock that the operating system takes back when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _files: Vec<File>,
}

/// Who has a lock, for the message to the one who does not get it.
#[derive(Serialize, Deserialize)]
struct Holder {
    pid: u32,
    host: String,
    started: Timestamp,
}

/// How often a lock is tried, because somebody who looks has it for a moment.
const TRIES: u32 = 5;

/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_millis(20);

impl Lock {
    /// Returns whether a process has the lock, as far as that can be told.
    pub(crate) fn is_held(place: &Place) -> bool {
        let file = File::open(place.lock()).ok();
        // If it gets the lock, it gives it back as it is dropped.
        let tried = file.map(|file| FileExt::try_lock_shared(&file));
        matches!(tried, Some(Err(TryLockError::WouldBlock)))
    }

    /// Takes the lock, or says who has it.
    pub(crate) fn take(place: &Place, now: Timestamp) -> Result<Self, Error> {
        let path = place.lock();
        let mut options = OpenOptions::new();
        // Its text is that of the holder until the lock is taken.
        options.read(true).write(true).create(true).truncate(false);
        let opened = options.open(&path);
        let mut file = opened.map_err(|error| Error::io("can't open", &path, error))?;
        match try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(place, Some(&path))),
            Err(TryLockError::Error(error)) => {
                return Err(Error::io("can't lock", &path, error));
            }
        }
        let mut files = Vec::new();
        files.extend(lock_data(place)?);
        // Only people read it, so failing to write it is no reason to stop.
        let holder = Holder {
            pid: process::id(),
            host: host(),
            started: now,
        };
        if let Ok(text) = serde_json::to_string(&holder) {
            let _ = file.set_len(0);
            let _ = file.rewind();
            let _ = writeln!(file, "{text}");
        }
        files.push(file);
        Ok(Self { _files: files })
    }
}

/// Tries to lock a file, and again if somebody has it.
fn try_lock(file: &File) -> Result<(), TryLockError> {
    for _ in 1..TRIES {
        match FileExt::try_lock(file) {
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            tried => return tried,
        }
    }
    FileExt::try_lock(file)
}

/// Locks the folder of the data too, because two pulls can be given different folders for their
/// journals. File systems that can't lock folders are left alone.
fn lock_data(place: &Place) -> Result<Option<File>, Error> {
    // Opening a folder fails on Windows.
    let Ok(folder) = File::open(&place.dir) else {
        return Ok(None);
    };
    match FileExt::try_lock(&folder) {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(held(place, None)),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn held(place: &Place, lock: Option<&Path>) -> Error {
    let holder = lock.and_then(|path| fs::read(path).ok());
    let holder = holder.and_then(|text| serde_json::from_slice::<Holder>(&text).ok());
    let holder = match holder {
        Some(holder) => {
            // The file may be anybody's, so what it says can't be allowed to move the cursor.
            let host: String = holder.host.chars().filter(|c| !c.is_control()).collect();
            format!(
                ": process {} on {host}, started at {:.0}",
                holder.pid, holder.started
            )
        }
        None => String::new(),
    };
    Error::new(
        ErrorKind::Locked,
        format!(
            "another pull is running into {}{holder}",
            place.dir.display()
        ),
        "wait until it has ended, or stop it: a process that has ended holds no lock",
    )
}

/// Returns the name of this machine.
fn host() -> String {
    let kernel = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let variables = ["HOSTNAME", "COMPUTERNAME"];
    let mut variables = variables.iter().filter_map(|name| std::env::var(name).ok());
    let name = kernel.or_else(|| variables.next());
    name.map_or_else(|| "this machine".to_owned(), |name| name.trim().to_owned())
}

//! A pull of a month of one user from a service that may fail, and what is said about it.

use std::fs;
#[cfg(target_os = "linux")]
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::account;
use super::{paths, pull};
use crate::program::{Run, run};
use crate::service::Service;

pub(super) const HISTORY: &str = "user-conversation-history";

/// A month of days of one user.
pub(super) const MAY: [&str; 11] = [
    HISTORY,
    "--users",
    "1",
    "--since",
    "2019-05-01",
    "--until",
    "2019-06-01",
    "--format",
    "ndjson",
    "--in-flight",
    "1",
];

pub(super) fn row() -> String {
    r#"[{"number":5,"id":10,"customers":[],"responseTime":60}]"#.to_owned()
}

/// Starts a service whose calls for histories fail from one on, with this status, while `fails` is
/// set.
pub(super) fn failing_from(first: usize, status: u16) -> (Service, Arc<AtomicUsize>) {
    let fails = Arc::new(AtomicUsize::new(1));
    let is_failing = Arc::clone(&fails);
    let count = AtomicUsize::new(0);
    let service = account::start(move |_, _| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        if number >= first && is_failing.load(Ordering::SeqCst) == 1 {
            return Err((status, r#"{"message":"no reports for you"}"#.to_owned()));
        }
        Ok(row())
    });
    (service, fails)
}

/// Starts a service that answers every call.
pub(super) fn serving() -> Service {
    account::start(|_, _| Ok(row()))
}

pub(super) fn may(service: &Service, dir: &Path) -> Command {
    let mut command = pull(&MAY);
    command.arg("--to").arg(dir);
    service.asked_by(command)
}

/// Returns stderr with the temporary folder replaced.
pub(super) fn told(home: &TempDir, run: &Run) -> String {
    let real = fs::canonicalize(home.path()).unwrap();
    let told = run.stderr.replace(real.to_str().unwrap(), "HOME");
    told.replace(home.path().to_str().unwrap(), "HOME")
}

pub(super) fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

/// Runs a pull, which ends with this exit code and says these parts of sentences.
pub(super) fn ends(home: &TempDir, command: &mut Command, code: i32, parts: &[&str]) {
    let ended = run(command);
    assert_eq!(ended.code, Some(code), "{}", ended.stderr);
    assert_contains(&told(home, &ended), parts);
}

/// Pulls the rest, and checks that each day is there once.
pub(super) fn goes_on(service: &Service, dir: &Path) {
    let resumed = run(&mut may(service, dir));
    assert_eq!(resumed.code, Some(0), "{}", resumed.stderr);
    assert_eq!(paths(dir).len(), 31);
    let verified = run(pull(&["--verify", "--to"]).arg(dir));
    assert_eq!(verified.code, Some(0), "{}", verified.stderr);
}

/// Returns a shell that runs a script where a small disk in memory can be mounted at `$0`, in a name
/// space of its own, which needs no root where the system allows that.
#[cfg(target_os = "linux")]
pub(super) fn with_disk(disk: &Path, script: &str) -> Option<Command> {
    let shell = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["-Urm", "sh", "-c", script]).arg(disk);
        command
    };
    fs::create_dir(disk).unwrap();
    let tried = shell("mount -t tmpfs -o size=96k tmpfs \"$0\"").output();
    if tried.is_ok_and(|tried| tried.status.success()) {
        return Some(shell(script));
    }
    let _ = writeln!(
        std::io::stderr(),
        "skipped: this system mounts no disk for a user"
    );
    None
}

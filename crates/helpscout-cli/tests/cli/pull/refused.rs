//! A pull that can't be what is meant is refused before a report is asked for, with what to do.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;

use super::account;
#[cfg(target_os = "linux")]
use super::may::with_disk;
use super::may::{HISTORY, assert_contains, ends, goes_on, may, row, serving, told};
use super::{files, pull, pulled};
use crate::program::run;

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_read_only_is_told_before_anything_is_sent() {
    const SCRIPT: &str = r#"
        mount -t tmpfs -o size=1m tmpfs "$0" && mkdir "$0/data" && mount -o remount,ro "$0" || exit
        "$@" 2>&1; echo "exit code $?"
    "#;
    let home = tempdir().unwrap();
    let disk = home.path().join("disk");
    let Some(mut command) = with_disk(&disk, SCRIPT) else {
        return;
    };
    let service = serving();
    let plain = may(&service, &disk.join("data"));
    command.arg(plain.get_program()).args(plain.get_args());
    let ran = run(&mut service.asked_by(command));
    let expected = ["Read-only file system", "make it writable", "exit code 2\n"];
    assert_contains(&ran.stdout, &expected);
    assert_eq!(service.asked().len(), 0);
}

/// A container has a disk at `/data`, and may not write to `/`.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_a_whole_disk_is_refused_with_a_folder_that_works() {
    const WRITABLE: &str = r#"
        mount -t tmpfs -o size=1m tmpfs "$0" && mkdir "$0/data" || exit
        mount -t tmpfs -o size=1m tmpfs "$0/data" || exit
        "$@" 2>&1; echo "exit code $?"; ls -A "$0" "$0/data"; "$@/pulled" 2>&1; echo "exit code $?"
    "#;
    let read_only = WRITABLE.replace(
        "|| exit\n        \"$@\"",
        "&& mount -o remount,ro \"$0\" || exit\n        \"$@\"",
    );
    assert_ne!(WRITABLE, read_only);
    for (script, problem) in [
        (WRITABLE, "are on different disks"),
        (&read_only, "Read-only file system"),
    ] {
        let home = tempdir().unwrap();
        let disk = home.path().join("disk");
        let Some(mut command) = with_disk(&disk, script) else {
            return;
        };
        let service = serving();
        let plain = may(&service, &disk.join("data"));
        command.arg(plain.get_program()).args(plain.get_args());
        let ran = run(&mut service.asked_by(command));
        let below = format!(
            "the journal is beside the folder, so name a folder below it, such as --to {}",
            disk.join("data/pulled").display()
        );
        assert_contains(
            &ran.stdout,
            &[problem, &below, "exit code 2\n", "exit code 0\n"],
        );
    }
}

#[test]
fn a_folder_with_files_of_somebody_else_is_refused_before_anything_is_sent() {
    let service = serving();
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("holiday.jpg"), "").unwrap();
    ends(
        &home,
        &mut may(&service, &dir),
        2,
        &[
            "HOME/data holds a file",
            "holiday.jpg",
            "choose a new or an empty folder",
        ],
    );
    assert_eq!(service.asked().len(), 0);
    assert!(!home.path().join("data.pull").exists());

    fs::remove_file(dir.join("holiday.jpg")).unwrap();
    goes_on(&service, &dir);
    fs::write(dir.join(HISTORY).join("_SUCCESS"), "").unwrap();
    let before = service.asked().len();
    ends(
        &home,
        &mut may(&service, &dir),
        2,
        &[
            "that the journal HOME/data.pull/journal.ndjson does not list",
            "_SUCCESS",
        ],
    );
    assert_eq!(service.asked().len(), before);
    let verified = run(pull(&["--verify", "--to"]).arg(&dir));
    assert_eq!(verified.code, Some(1), "{}", verified.stderr);
    assert_contains(&verified.stderr, &["_SUCCESS", "is not in the journal"]);
}

#[test]
fn a_user_who_is_not_found_leaves_nothing_behind() {
    for has_folder in [false, true] {
        let home = tempdir().unwrap();
        let dir = home.path().join("data");
        if has_folder {
            fs::create_dir(&dir).unwrap();
        }
        let mut command = pull(&[
            HISTORY,
            "--users",
            "Nobody Here",
            "--since",
            "2019-05-01",
            "--until",
            "2019-05-02",
            "--sandbox",
            "--to",
        ]);
        ends(&home, command.arg(&dir), 2, &["Nobody Here"]);
        let left = fs::read_dir(home.path()).unwrap().count();
        assert_eq!((left, dir.is_dir()), (usize::from(has_folder), has_folder));
        if has_folder {
            assert_eq!(fs::read_dir(&dir).unwrap().count(), 0);
        }
    }
}

#[test]
fn a_damaged_journal_is_refused_before_anything_is_sent() {
    let service = serving();
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    goes_on(&service, &dir);
    let journal = home.path().join("data.pull/journal.ndjson");
    let text = fs::read_to_string(&journal).unwrap();
    let line = text.lines().nth(4).unwrap();
    fs::write(
        &journal,
        text.replace(line, &line.replace("\"rows\":1", "\"rows\":2")),
    )
    .unwrap();
    let before = service.asked().len();
    ends(
        &home,
        &mut may(&service, &dir),
        2,
        &[
            "HOME/data.pull/journal.ndjson is damaged in line 5",
            "from a backup",
        ],
    );
    for question in ["--status", "--verify"] {
        let asked = run(pull(&[question, "--to"]).arg(&dir));
        assert_eq!(asked.code, Some(2), "{}", asked.stderr);
    }
    assert_eq!(service.asked().len(), before);

    // What the error says to do: the line and the file of its unit are removed.
    let kept: Vec<&str> = text.lines().filter(|kept| *kept != line).collect();
    fs::write(&journal, kept.join("\n") + "\n").unwrap();
    let (_, rest) = line.split_once("\"path\":\"").unwrap();
    let (path, _) = rest.split_once('"').unwrap();
    fs::remove_file(dir.join(path)).unwrap();
    let before = account::histories(&service);
    goes_on(&service, &dir);
    assert_eq!(account::histories(&service) - before, 1);
}

#[test]
fn another_account_zone_or_format_is_refused_before_a_report_is_asked_for() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    pulled(
        &dir,
        &[
            HISTORY,
            "--users",
            "447723",
            "--since",
            "2019-05-06",
            "--until",
            "2019-05-07",
            "--format",
            "ndjson",
        ],
    );
    let before = files(&dir);
    let service = serving();
    let mut command = may(&service, &dir);
    command.args(["--zone", "Europe/Stockholm"]);
    ends(
        &home,
        &mut command,
        2,
        &[
            "HOME/data was pulled with other settings: account ",
            ", not 4242; --zone UTC, not Europe/Stockholm",
            "pull into another folder",
        ],
    );
    assert_eq!(account::histories(&service), 0);
    assert_eq!(files(&dir), before);
}

/// Pulls the days of May from the 6th until this one, with a key for pseudonyms.
fn until(dir: &Path, end: &str, key: &str, options: &[&str]) -> Command {
    let mut command = pull(&[
        HISTORY,
        "--users",
        "447723",
        "--format",
        "ndjson",
        "--sandbox",
    ]);
    command.args(["--since", "2019-05-06", "--until", end]);
    command.args(options).arg("--to").arg(dir);
    command.env("HELPSCOUT_REDACT_KEY", key);
    command
}

#[test]
fn another_key_for_pseudonyms_is_refused_and_no_key_is_recorded() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let [first, second] = ["a".repeat(16), "b".repeat(16)];
    let redacted = |end: &str, key: &str| until(&dir, end, key, &["--redact"]);
    let done = run(&mut redacted("2019-05-07", &first));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let (before, journal) = (files(&dir), home.path().join("data.pull/journal.ndjson"));
    for options in [&["--plan"][..], &[]] {
        let parts = [
            "HOME/data was pulled with other settings: pseudonyms made with the key of the fingerprint ",
            "set HELPSCOUT_REDACT_KEY to the earlier key, or pull into another folder",
        ];
        let mut command = redacted("2019-05-08", &second);
        ends(&home, command.args(options), 2, &parts);
    }
    assert_eq!(files(&dir), before);
    let recorded = fs::read_to_string(&journal).unwrap();
    assert!(recorded.contains("\"pseudonyms\":\""), "{recorded}");
    assert!(!recorded.contains(&first), "{recorded}");
    let done = run(&mut redacted("2019-05-08", &first));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(files(&dir).len() > before.len());
}

#[test]
fn settings_that_differ_are_named_as_their_options_are_typed() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let key = "a".repeat(16);
    let filtered = ["--redact", "--status-parameter", "closed"];
    let done = run(&mut until(&dir, "2019-05-07", &key, &filtered));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let redact = format!("{HISTORY}: --redact, which is not given now");
    let status = format!("{HISTORY}: --status-parameter closed, which is not given now");
    let mut plain = until(&dir, "2019-05-08", &key, &[]);
    ends(&home, &mut plain, 2, &[&redact, &status]);
    let active = ["--redact", "--status-parameter", "active"];
    let mut other = until(&dir, "2019-05-08", &key, &active);
    ends(
        &home,
        &mut other,
        2,
        &["--status-parameter closed, not active"],
    );
    // The options that a message names are options.
    let mut same = until(&dir, "2019-05-08", &key, &filtered);
    assert_eq!(run(&mut same).code, Some(0));
}

/// Memory is a disk of its own on Linux.
#[cfg(target_os = "linux")]
#[test]
fn a_journal_on_another_disk_is_refused_before_anything_is_sent_or_created() {
    use std::os::unix::fs::MetadataExt;

    let home = tempdir().unwrap();
    let device = |path: &Path| fs::metadata(path).unwrap().dev();
    let memory = tempfile::tempdir_in("/dev/shm");
    let memory = memory
        .ok()
        .filter(|memory| device(memory.path()) != device(home.path()));
    let Some(memory) = memory else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no other disk");
        return;
    };
    let service = serving();
    let mut command = may(&service, &home.path().join("data"));
    command.arg("--state").arg(memory.path().join("state"));
    ends(
        &home,
        &mut command,
        2,
        &[
            "are on different disks",
            "give --state a folder on the disk",
        ],
    );
    assert_eq!(service.asked().len(), 0);
    for folder in [home.path(), memory.path()] {
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_second_pull_is_refused_and_a_killed_one_holds_no_lock() {
    use std::sync::{Mutex, mpsc};

    let (tell, told_of) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let count = AtomicUsize::new(0);
    let service = account::start(move |_, _| {
        if count.fetch_add(1, Ordering::SeqCst) == 3 {
            tell.send(()).unwrap();
            // Until the other end is dropped.
            let _ = released.lock().unwrap().recv();
        }
        Ok(row())
    });
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let mut first = may(&service, &dir).stderr(Stdio::null()).spawn().unwrap();
    told_of.recv().unwrap();
    let before = service.asked().len();
    let second = run(&mut may(&service, &dir));
    assert_eq!(second.code, Some(1), "{}", second.stderr);
    let text = told(&home, &second);
    let process = format!(
        "another pull is running into HOME/data: process {} on ",
        first.id()
    );
    assert_contains(&text, &[&process, "started at "]);
    assert_eq!(service.asked().len(), before);
    // Looking needs no lock. This service answers while the other one waits.
    let other = serving();
    let status = run(pull(&["--status", "--to"]).arg(&dir));
    assert_eq!(status.code, Some(0), "{}", status.stderr);
    let plan = run(may(&other, &dir).arg("--plan"));
    assert_eq!(plan.code, Some(0), "{}", plan.stderr);
    assert_contains(&plan.stdout, &["to fetch: 2", " in the folder already"]);
    first.kill().unwrap();
    first.wait().unwrap();
    drop(release);
    goes_on(&service, &dir);
}

#[test]
fn places_where_no_folder_can_be_are_refused_before_anything_is_sent() {
    let service = serving();
    let home = tempdir().unwrap();
    File::create(home.path().join("file")).unwrap();
    for (dir, problem) in [
        ("file", "HOME/file is not a folder"),
        (
            "missing/data",
            "HOME/missing does not exist, so HOME/missing/data can't be created",
        ),
    ] {
        ends(
            &home,
            &mut may(&service, &home.path().join(dir)),
            2,
            &[problem, "help: "],
        );
    }
    assert_eq!(service.asked().len(), 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_not_be_written_is_refused_before_anything_is_sent() {
    use std::os::unix::fs::PermissionsExt;

    let service = serving();
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    fs::create_dir(&dir).unwrap();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o555)).unwrap();
    if File::create(dir.join("check")).is_ok() {
        let _ = writeln!(std::io::stderr(), "skipped: this user can write everywhere");
        return;
    }
    let parts = ["can't write to HOME/data", "make it writable"];
    ends(&home, &mut may(&service, &dir), 2, &parts);
    assert_eq!(service.asked().len(), 0);
}

#[test]
fn a_pull_of_nothing_says_what_there_is() {
    let nothing = run(pull(&["--sandbox", "--to", "data"]).env("HOME", "/nowhere"));
    assert_eq!(nothing.code, Some(2));
    for expected in [
        "required arguments were not provided:\n  <REPORT>...",
        "tip: write one or more of these, with spaces between them:\n",
        " user-conversation-history,",
        " users,",
    ] {
        assert!(nothing.stderr.contains(expected), "{}", nothing.stderr);
    }
    let json = run(&mut pull(&[
        "--sandbox",
        "--to",
        "data",
        "--errors",
        "json",
    ]));
    assert!(
        json.stderr.contains(", user-conversation-history, "),
        "{}",
        json.stderr
    );
}

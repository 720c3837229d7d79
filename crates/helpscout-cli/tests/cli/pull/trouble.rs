//! What goes wrong in the middle of a pull is told with what was kept and how to go on.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;

use super::account;
#[cfg(target_os = "linux")]
use super::may::with_disk;
use super::may::{
    HISTORY, MAY, assert_contains, ends, failing_from, goes_on, may, row, serving, told,
};
use super::{files, paths, pull};
use crate::program::{Run, program, run, send_signal};

#[test]
fn a_token_that_is_revoked_or_a_plan_that_loses_its_reports_ends_the_pull_and_keeps_what_is_there()
{
    for status in [401, 403] {
        let (service, fails) = failing_from(8, status);
        let home = tempdir().unwrap();
        let dir = home.path().join("data");
        let parts = ["7 of 31 units are kept", "go on with: helpscout pull"];
        ends(&home, &mut may(&service, &dir), 3, &parts);
        assert_eq!(paths(&dir).len(), 7);
        fails.store(0, Ordering::SeqCst);
        let before = account::histories(&service);
        goes_on(&service, &dir);
        assert_eq!(account::histories(&service) - before, 24);
    }
}

#[test]
fn what_all_units_in_flight_meet_is_told_once() {
    let (service, _) = failing_from(0, 403);
    let home = tempdir().unwrap();
    let mut command = pull(&MAY[..9]);
    command
        .args(["--in-flight", "4", "--to"])
        .arg(home.path().join("data"));
    let refused = run(&mut service.asked_by(command));
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    let text = told(&home, &refused);
    assert_eq!(text.matches("403 Forbidden").count(), 1, "{text}");
    assert_contains(
        &text,
        &["other units failed in the same way", "0 of 31 units"],
    );
}

#[test]
fn the_secret_of_the_sandbox_hides_no_word_of_the_advice() {
    let (service, _) = failing_from(0, 403);
    let home = tempdir().unwrap();
    let mut command = pull(&MAY[..9]);
    command
        .current_dir(&home)
        .env("HELPSCOUT_APP_SECRET", helpscout_sandbox::APP_SECRET)
        .args(["--to", "sandbox"]);
    let refused = run(&mut service.asked_by(command));
    assert!(
        refused.stderr.ends_with(" --to sandbox\n"),
        "{}",
        refused.stderr
    );
}

#[test]
fn calls_that_were_repeated_are_counted() {
    let count = AtomicUsize::new(0);
    let service = account::start(move |_, _| {
        if count.fetch_add(1, Ordering::SeqCst) < 2 {
            return Err((503, String::new()));
        }
        Ok(row())
    });
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let ran = run(&mut may(&service, &dir));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(account::histories(&service), 33);
    assert_contains(&ran.stderr, &["31 rows, 33 calls"]);
    let status = run(pull(&["--status=json", "--to"]).arg(&dir));
    assert_contains(&status.stdout, &["\"calls\":33"]);
}

#[cfg(unix)]
#[test]
fn a_pull_that_is_interrupted_says_what_is_kept_and_goes_on() {
    use std::sync::{Mutex, mpsc};

    let (tell, told_of) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let count = AtomicUsize::new(0);
    let service = account::start(move |_, _| {
        if count.fetch_add(1, Ordering::SeqCst) == 4 {
            tell.send(()).unwrap();
            // Until the other end is dropped, after the program has ended.
            let _ = released.lock().unwrap().recv();
        }
        Ok(row())
    });
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let mut command = may(&service, &dir);
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    told_of.recv().unwrap();
    send_signal("-INT", child.id());
    let interrupted = Run::from(child.wait_with_output().unwrap());
    assert_eq!(interrupted.code, Some(130), "{}", interrupted.stderr);
    drop(release);
    let text = told(&home, &interrupted);
    assert_contains(
        &text,
        &[
            "interrupted",
            "of 31 units are kept",
            "go on with: helpscout pull",
        ],
    );
    let kept = paths(&dir).len();
    assert!(kept >= 3);
    assert_contains(&text, &[&format!("{kept} of 31 units are kept")]);
    goes_on(&service, &dir);
}

#[cfg(unix)]
#[test]
fn a_file_that_can_not_grow_leaves_nothing_half() {
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let options = "pull user-conversation-history --sandbox --users 447723 --since 2019-05-01 \
                   --until 2019-06-01 --format ndjson";
    // Without the signal, a write beyond the limit is an error of the file system.
    let script = |limit: &str, window: &str| {
        let mut command = Command::new("sh");
        let program = program().get_program().to_owned();
        let line = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec \"$0\" {options} --window {window} --to \"$1\""
        );
        command.arg("-c").arg(line).arg(program).arg(&dir);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.stdin(Stdio::null());
        command
    };
    // The rows of a month have more bytes than that.
    let failed = run(&mut script("64", "month"));
    assert_eq!(failed.code, Some(1), "{}", failed.stderr);
    let text = told(&home, &failed);
    assert_contains(
        &text,
        &[
            "can't write HOME/data.pull/unfinished/",
            "File too large",
            "0 of 1 unit",
            "raise the limit of file sizes",
        ],
    );
    assert!(paths(&dir).is_empty());
    let state: Vec<String> = files(&home.path().join("data.pull")).into_keys().collect();
    assert_eq!(state, ["journal.ndjson", "lock"]);
    let done = run(&mut script("unlimited", "month"));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(paths(&dir).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_journal_that_can_not_grow_keeps_what_it_lists() {
    let service = serving();
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let plain = may(&service, &dir);
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""])
        .arg(plain.get_program())
        .args(plain.get_args())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::null());
    let failed = run(&mut service.asked_by(command));
    assert_eq!(failed.code, Some(1), "{}", failed.stderr);
    let text = told(&home, &failed);
    assert_contains(
        &text,
        &[
            "can't write to HOME/data.pull/journal.ndjson",
            "File too large",
            "units are kept",
        ],
    );
    let journal = fs::read_to_string(home.path().join("data.pull/journal.ndjson")).unwrap();
    assert!(journal.ends_with('\n'));
    let listed = journal.matches("{\"record\":{\"unit\":").count();
    assert!(listed > 1);
    assert_eq!(paths(&dir).len(), listed);
    goes_on(&service, &dir);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_with_more_space_the_pull_goes_on() {
    const SCRIPT: &str = r#"
        files() { find "$disk" -name '*.part' -o -path '*/data/*.ndjson' | sort; }
        disk=$0
        mount -t tmpfs -o size=96k tmpfs "$disk" || exit
        "$@" 2>&1; echo "exit code $?"; files
        mount -o remount,size=8m "$disk"; echo more space
        "$@" 2>&1; echo "exit code $?"; files
        "$1" pull --verify --to "$disk/data" 2>&1; echo "exit code $?"
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
    let (full, more) = ran.stdout.split_once("more space\n").unwrap();
    let files = |text: &str, ending: &str| {
        let lines = text.lines().filter(|line| line.ends_with(ending));
        lines.count()
    };
    let kept = files(full, "/part-0.ndjson");
    assert!((1..31).contains(&kept), "{full}");
    assert_contains(
        full,
        &[
            "No space left on device",
            &format!("{kept} of 31 units are kept"),
            "free space on this disk",
            "exit code 1\n",
        ],
    );
    assert_eq!(files(full, ".part"), 0, "{full}");
    assert_eq!(more.matches("exit code 0\n").count(), 2, "{more}");
    assert_eq!(files(more, "/part-0.ndjson"), 31, "{more}");
}

#[test]
fn a_user_who_was_deleted_is_told_and_the_others_are_pulled() {
    let service = account::start(|user, _| {
        if user == 3 {
            return Err((400, r#"{"message":"unknown user"}"#.to_owned()));
        }
        Ok(row())
    });
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    let mut command = pull(&[
        HISTORY,
        "--users",
        "1,3,2,3",
        "--since",
        "2019-05-06",
        "--until",
        "2019-05-08",
        "--format",
        "ndjson",
    ]);
    command.arg("--to").arg(&dir);
    ends(
        &home,
        &mut service.asked_by(command),
        2,
        &[
            "no user of this account has the ID 3; ",
            "user-conversation-history/user=3/window=2019-05-06",
            "unknown user",
            "4 of 6 units are kept",
        ],
    );
    assert_eq!(paths(&dir).len(), 4);
}

#[test]
fn windows_without_rows_are_files_that_are_not_fetched_again() {
    let service = account::start(|_, _| Ok("[]".to_owned()));
    for format in ["ndjson", "csv", "parquet"] {
        let home = tempdir().unwrap();
        let dir = home.path().join("data");
        let mut command = pull(&[
            HISTORY,
            "--users",
            "1",
            "--since",
            "2019-05-06",
            "--until",
            "2019-05-08",
            "--format",
            format,
        ]);
        command.arg("--to").arg(&dir);
        let mut command = service.asked_by(command);
        for _ in 0..2 {
            let ran = run(&mut command);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        }
        assert_eq!(paths(&dir).len(), 2);
        let verified = run(pull(&["--verify", "--to"]).arg(&dir));
        assert_eq!(verified.code, Some(0), "{}", verified.stderr);
    }
    assert_eq!(account::histories(&service), 6);
}

#[test]
fn a_journal_from_a_clock_that_was_ahead_is_told_and_fetched_again() {
    let service = serving();
    let home = tempdir().unwrap();
    let dir = home.path().join("data");
    goes_on(&service, &dir);
    // The program has no clock that can be set, so the journal is from a later year. A sum is that of
    // the text of its record.
    let journal = home.path().join("data.pull/journal.ndjson");
    let text = fs::read_to_string(&journal).unwrap();
    let year = &jiff::Timestamp::now().to_string()[..4];
    let ahead = text.lines().map(|line| {
        let (record, _) = line
            .strip_prefix("{\"record\":")
            .unwrap()
            .rsplit_once(",\"sum\":")
            .unwrap();
        let record = record.replace(&format!("\"fetchedAt\":\"{year}"), "\"fetchedAt\":\"2999");
        format!("{{\"record\":{record},\"sum\":\"{}\"}}\n", sum(&record))
    });
    fs::write(&journal, ahead.collect::<String>()).unwrap();
    let before = account::histories(&service);
    let again = run(&mut may(&service, &dir));
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert_contains(
        &again.stderr,
        &[
            "31 units were fetched at a time that is still to come",
            "One of the clocks was wrong",
        ],
    );
    assert_eq!(account::histories(&service) - before, 31);
    goes_on(&service, &dir);
}

/// Returns the checksum of a record of the journal.
fn sum(record: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, record.as_bytes());
    let digits = digest.as_ref().iter().take(8);
    digits.map(|byte| format!("{byte:02x}")).collect()
}

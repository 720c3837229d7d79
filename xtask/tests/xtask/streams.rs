//! Streams that nobody reads, that are closed, and that can't be written to.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{spec_copy, spec_with_a_mistake, text, workspace};

/// Runs the program through a shell, with these redirections.
fn redirected(arguments: &[&str], redirections: &str) -> Output {
    Command::new("sh")
        .args(["-c", &format!("exec \"$0\" \"$@\" {redirections}")])
        .arg(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(workspace())
        .output()
        .unwrap()
}

/// Runs the program with pipes whose readers are gone, and returns the exit code.
fn without_readers(arguments: &[&str]) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let command = command.args(arguments).current_dir(workspace());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    child.wait().unwrap().code()
}

/// Returns commands that print a result to stdout, each with its exit code.
fn printing(folder: &Path) -> Vec<(Vec<String>, i32)> {
    let wrong = spec_with_a_mistake(&folder.join("wrong"));
    let spec = spec_copy(&folder.join("right"));
    let (wrong, spec) = (wrong.to_str().unwrap(), spec.to_str().unwrap());
    let out = folder.join("out");
    let page = workspace().join("crates/helpscout-draft/tests/pages/user-tags.txt");
    let (out, page) = (out.to_str().unwrap(), page.to_str().unwrap());
    let file = "spec/reports/user/conversation-history.yaml";
    let commands: [(&[&str], i32); 13] = [
        (&["generate", "--check", "--spec", spec, "--out", out], 1),
        (&["openapi", "--check", "--spec", spec, "--out", out], 1),
        (&["openapi", "--print"], 0),
        (&["lint", "--spec", wrong], 1),
        (&["lint", "--format", "json"], 0),
        (&["lint", "--format", "sarif"], 0),
        (&["explain"], 0),
        (&["explain", "S012"], 0),
        (&["preview", file], 0),
        (&["verify", "--sandbox", "--format", "json"], 0),
        (&["new-report", page, "--out", "-"], 0),
        (&["--help"], 0),
        (&["generate", "--help"], 0),
    ];
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    commands
        .iter()
        .map(|(words, code)| (owned(words), *code))
        .collect()
}

fn words(command: &[String]) -> Vec<&str> {
    command.iter().map(String::as_str).collect()
}

#[test]
fn a_reader_that_has_gone_away_changes_no_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    for (command, code) in printing(folder.path()) {
        assert_eq!(without_readers(&words(&command)), Some(code), "{command:?}");
    }
    // Usage errors go to stderr.
    assert_eq!(without_readers(&["generat"]), Some(2));
}

#[test]
fn every_command_fails_if_its_output_goes_to_a_closed_stdout() {
    let folder = tempfile::tempdir().unwrap();
    for (command, _) in printing(folder.path()) {
        let output = redirected(&words(&command), ">&-");
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {told}");
        let expected = "error: can't write to stdout: it is closed\n";
        assert!(told.contains(expected), "{command:?}: {told}");
    }
}

#[test]
fn output_that_is_lost_is_a_failure_and_output_that_nobody_wants_is_none() {
    for (redirections, message) in [
        (">&- 2>&-", ""),
        ("1</dev/null", "error: can't write to stdout: Bad file"),
        #[cfg(target_os = "linux")]
        (">/dev/full", "error: can't write to stdout: No space left"),
    ] {
        for command in ["explain", "--help"] {
            let output = redirected(&[command], redirections);
            let told = text(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{redirections}: {told}");
            assert!(told.starts_with(message), "{redirections}: {told}");
        }
    }
    // Programs open /dev/null for reading and writing, too, to discard output.
    for redirections in [">/dev/null", "1<>/dev/null", "2>&-", "2</dev/null"] {
        for (command, code) in [("explain", 0), ("--help", 0), ("generat", 2)] {
            let output = redirected(&[command], redirections);
            assert_eq!(output.status.code(), Some(code), "{command} {redirections}");
        }
    }
}

#[test]
fn a_command_without_output_needs_no_stdout() {
    let clean = redirected(&["lint"], ">&- 2>&-");
    assert_eq!(clean.status.code(), Some(0));
}

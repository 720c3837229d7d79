//! The commands as a contributor runs them.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A copy of the committed spec, to edit.
fn spec_copy(folder: &Path) -> PathBuf {
    let to = folder.join("spec");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"), &to);
    to
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} has no {from:?}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

const REPORT: &str = "reports/user/conversation-history.yaml";

#[test]
fn the_committed_files_are_up_to_date() {
    let output = xtask(&["generate", "--check"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn generating_into_a_folder_writes_the_client_there_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = xtask(&["generate", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        text(&output.stderr).contains("created"),
        "{}",
        text(&output.stderr)
    );
    assert!(out.join("operations/user_conversation_history.rs").exists());
    let again = xtask(&["generate", "--out", out.to_str().unwrap()]);
    assert_eq!(text(&again.stderr), "everything is up to date\n");
}

#[test]
fn check_prints_a_diff_names_the_command_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let out = folder.path().join("out");
    let (spec_text, out_text) = (spec.to_str().unwrap(), out.to_str().unwrap());
    xtask(&["generate", "--spec", spec_text, "--out", out_text]);
    edit(
        &spec.join(REPORT),
        "  - name: sortField\n",
        "  - { name: agentGroup, type: UserId, example: 7, doc: Only replies of this group. }\n  - name: sortField\n",
    );
    let output = xtask(&[
        "generate", "--check", "--spec", spec_text, "--out", out_text,
    ]);
    assert_eq!(output.status.code(), Some(1));
    let diff = text(&output.stdout);
    assert!(
        diff.contains("+    pub fn agent_group(self, agent_group: UserId) -> Self {"),
        "{diff}"
    );
    let command = format!("cargo xtask generate --spec {spec_text} --out {out_text}");
    assert!(
        text(&output.stderr).contains(&command),
        "{}",
        text(&output.stderr)
    );
    let written = fs::read_to_string(out.join("operations/user_conversation_history.rs")).unwrap();
    assert!(!written.contains("agent_group"));
}

#[test]
fn a_spec_with_mistakes_is_reported_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    edit(&spec.join(REPORT), "type: FolderId", "type: FolderIdd");
    let out = folder.path().join("out");
    let output = xtask(&[
        "generate",
        "--spec",
        spec.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(message.contains("error[S"), "{message}");
    assert!(message.contains(&format!("--> {REPORT}:")), "{message}");
    assert!(message.contains("FolderId"), "{message}");
    assert!(!out.exists());
}

#[test]
fn lint_prints_findings_and_tells_by_its_exit_code() {
    let clean = xtask(&["lint"]);
    assert_eq!(
        (clean.status.code(), text(&clean.stdout)),
        (Some(0), String::new())
    );

    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    edit(&spec.join(REPORT), "type: FolderId", "type: FolderIdd");
    let output = xtask(&["lint", "--spec", spec.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stdout).contains("error[S"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn a_spec_folder_that_is_not_there_is_one_clear_message() {
    let output = xtask(&["generate", "--spec", "no/such/folder"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(message.contains("no/such/folder"), "{message}");
    assert!(!message.contains("panicked"), "{message}");
}

#[test]
fn a_file_of_others_in_the_output_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mod.rs"), "mod mine;\n").unwrap();
    let output = xtask(&["generate", "--out", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("was not generated and is left alone"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn unknown_commands_and_flags_are_usage_errors() {
    assert_eq!(xtask(&["generat"]).status.code(), Some(2));
    assert_eq!(xtask(&["generate", "--chek"]).status.code(), Some(2));
    assert_eq!(xtask(&[]).status.code(), Some(2));
}

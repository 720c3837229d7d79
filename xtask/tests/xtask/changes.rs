//! What an edit of the spec changes in the generated files, and for programs.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{REPORT, edit, spec_copy, text, workspace, xtask};

/// Stops the program even if the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn wait_for(file: &Path, expected: &str) {
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        if text.contains(expected) {
            return;
        }
        assert!(Instant::now() < patience, "no {expected:?} in\n{text}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn watch_generates_after_each_edit_and_mistakes_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let (out, log) = (folder.path().join("out"), folder.path().join("log"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let command = command.args(["generate", "--watch", "--spec"]).arg(&spec);
    let command = command.arg("--out").arg(&out).current_dir(workspace());
    let stderr = fs::File::create(&log).unwrap();
    let command = command.stdout(Stdio::null()).stderr(stderr);
    let _running = Running(command.spawn().unwrap());

    let file = out.join("operations/user_conversation_history.rs");
    wait_for(&log, "\ndone; waiting for changes in ");
    let before = fs::read_to_string(&file).unwrap();
    edit(&spec.join(REPORT), "summary: The", "summry: The");
    wait_for(&log, "\nfailed; waiting for changes in ");
    wait_for(&log, "did you mean `summary`?");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    edit(&spec.join(REPORT), "summry: The", "summary: All the");
    wait_for(&file, "/// All the conversations one user replied to");
}

#[test]
fn items_that_an_edit_removes_from_programs_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let out = folder.path().join("out");
    let (spec_text, out_text) = (spec.to_str().unwrap(), out.to_str().unwrap());
    let generate = |more: &[&str]| {
        let places = ["generate", "--spec", spec_text, "--out", out_text];
        let output = xtask(&[&places, more].concat());
        (output.status.code(), text(&output.stderr))
    };
    generate(&[]);
    let report = spec.join(REPORT);
    edit(
        &report,
        "  - name: sortOrder\n    type: SortOrder\n",
        "  - name: order\n    type: SortOrder\n",
    );
    edit(
        &report,
        "{ path: count, type: integer,",
        "{ path: count, type: integer, rust: rows,",
    );
    let expected = "\nThis breaks programs that use the client. Removed or changed:
  UserConversationHistory::sort_order(sort_order: SortOrder)
  UserConversationHistoryPage.count: i64
  UserConversationHistoryPage::new(page: i64, pages: i64, count: i64, results: impl IntoIterator<Item = ConversationReply>)\n";
    let (code, told) = generate(&["--check"]);
    assert_eq!(code, Some(1));
    assert!(told.contains(expected), "{told}");
    let (code, told) = generate(&[]);
    assert_eq!(code, Some(0));
    assert!(told.ends_with(expected), "{told}");
    // An addition breaks no program.
    let more =
        "  - { name: mood, type: text, example: calm, doc: Only in this mood. }\n  - name: order\n";
    edit(&report, "  - name: order\n", more);
    let (code, told) = generate(&[]);
    assert_eq!(code, Some(0));
    assert!(!told.contains("breaks"), "{told}");
}

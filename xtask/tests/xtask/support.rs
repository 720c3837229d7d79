//! The program under test, and copies of the committed spec.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const REPORT: &str = "reports/user/conversation-history.yaml";

/// Runs the program in the workspace.
pub(crate) fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(workspace())
        .args(arguments)
        .output()
        .unwrap()
}

pub(crate) fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap().to_path_buf()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Copies the committed spec, for tests that edit it.
pub(crate) fn spec_copy(folder: &Path) -> PathBuf {
    let to = folder.join("spec");
    copy(&workspace().join("spec"), &to);
    to
}

/// Copies the spec without the files that CONTRIBUTING.md drafts from a page, which are there
/// while somebody tries the commands.
pub(crate) fn spec_before_the_draft(folder: &Path) -> PathBuf {
    let spec = spec_copy(folder);
    for file in ["reports/user/tags.yaml", "reports/user/tags.json"] {
        let file = spec.join(file);
        if file.exists() {
            fs::remove_file(file).unwrap();
        }
    }
    spec
}

/// Copies the spec and adds an unknown type.
pub(crate) fn spec_with_a_mistake(folder: &Path) -> PathBuf {
    let spec = spec_copy(folder);
    edit(
        &spec.join(REPORT),
        "type: ConversationFilterStatus",
        "type: ConversationFilterStatuz",
    );
    spec
}

pub(crate) fn copy(from: &Path, to: &Path) {
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

pub(crate) fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} has no {from:?}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

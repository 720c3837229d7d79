//! What a tree does to a folder.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use helpscout_codegen::{MARKER, Names, Tree, TreeError};

fn generated(text: &str) -> String {
    format!("// {MARKER} from spec. Do not edit.\n{text}\n")
}

/// Creates a tree of the kind that owns `old.rs` and the modules in `sub`.
fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    tree.own("", Names::Listed(&["old.rs", "gone.rs"]));
    tree.own("sub", Names::Modules);
    for (path, text) in files {
        tree.insert(*path, generated(text));
    }
    tree
}

fn paths(folder: &Path) -> Vec<String> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    paths.sort();
    paths
}

#[test]
fn writing_creates_folders_and_leaves_no_temporary_files() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/folder");
    let tree = tree(&[("a.rs", "a"), ("sub/b.rs", "b")]);
    assert_eq!(tree.write(&out).unwrap().len(), 2);
    assert_eq!(paths(&out), ["a.rs", "sub"]);
    assert_eq!(
        fs::read_to_string(out.join("sub/b.rs")).unwrap(),
        generated("b")
    );
    assert_eq!(tree.changes(&out).unwrap(), []);
}

#[test]
fn a_file_that_is_right_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    tree(&[("a.rs", "a"), ("b.rs", "b")])
        .write(folder.path())
        .unwrap();
    let before = fs::metadata(folder.path().join("a.rs"))
        .unwrap()
        .modified()
        .unwrap();
    let changed = tree(&[("a.rs", "a"), ("b.rs", "B")])
        .write(folder.path())
        .unwrap();
    assert_eq!(
        changed
            .iter()
            .map(|change| change.path.as_str())
            .collect::<Vec<_>>(),
        ["b.rs"]
    );
    let after = fs::metadata(folder.path().join("a.rs"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(before, after);
}

#[test]
fn stale_files_go_and_files_of_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    tree(&[("old.rs", "x"), ("sub/old.rs", "x")])
        .write(folder.path())
        .unwrap();
    fs::write(folder.path().join("mine.rs"), "fn mine() {}\n").unwrap();
    fs::write(folder.path().join("sub/mine.rs"), "fn mine() {}\n").unwrap();
    tree(&[("new.rs", "x")]).write(folder.path()).unwrap();
    assert_eq!(paths(folder.path()), ["mine.rs", "new.rs", "sub"]);
    assert_eq!(paths(&folder.path().join("sub")), ["mine.rs"]);
}

#[test]
fn a_file_of_others_in_the_way_is_an_error_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.rs"), "fn mine() {}\n").unwrap();
    let error = tree(&[("a.rs", "a"), ("b.rs", "b")])
        .write(folder.path())
        .unwrap_err();
    assert!(
        matches!(&error, TreeError::Foreign(path) if path.ends_with("b.rs")),
        "{error}"
    );
    assert_eq!(paths(folder.path()), ["b.rs"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("b.rs")).unwrap(),
        "fn mine() {}\n"
    );
}

#[test]
fn changes_read_as_a_unified_diff() {
    let folder = tempfile::tempdir().unwrap();
    tree(&[("a.rs", "one\ntwo"), ("gone.rs", "x")])
        .write(folder.path())
        .unwrap();
    let changes = tree(&[("a.rs", "one\n2"), ("new.rs", "y")])
        .changes(folder.path())
        .unwrap();
    let diffs: Vec<_> = changes
        .iter()
        .map(|change| change.diff(&change.path))
        .collect();
    let head = format!(" // {MARKER} from spec. Do not edit.\n");
    assert_eq!(
        diffs[0],
        format!("--- a/a.rs\n+++ b/a.rs\n@@ -1,3 +1,3 @@\n{head} one\n-two\n+2\n")
    );
    assert!(
        diffs[1].starts_with("--- a/gone.rs\n+++ /dev/null\n@@ -1,2 +0,0 @@\n"),
        "{}",
        diffs[1]
    );
    assert!(
        diffs[2].starts_with("--- /dev/null\n+++ b/new.rs\n@@ -0,0 +1,2 @@\n"),
        "{}",
        diffs[2]
    );
}

#[test]
#[cfg(unix)]
fn written_files_can_be_read_by_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("plain");
    fs::write(&plain, "").unwrap();
    tree(&[("a.rs", "a")]).write(folder.path()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.path().join("a.rs")), mode(&plain));
}

#[test]
fn line_endings_alone_are_named_and_hide_no_other_difference() {
    let folder = tempfile::tempdir().unwrap();
    let right = tree(&[("a.rs", "one\ntwo"), ("b.rs", "one\ntwo")]);
    right.write(folder.path()).unwrap();
    for name in ["a.rs", "b.rs"] {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name), text.replace('\n', "\r\n")).unwrap();
    }
    let expected = tree(&[("a.rs", "one\ntwo"), ("b.rs", "one\n2")]);
    let changes = expected.changes(folder.path()).unwrap();
    let only: Vec<_> = changes
        .iter()
        .map(|change| (change.path.as_str(), change.is_only_line_endings()))
        .collect();
    assert_eq!(only, [("a.rs", true), ("b.rs", false)]);
    assert_eq!(
        changes[0].diff("a.rs"),
        "a.rs differs only in its line endings: it has CRLF instead of LF\n"
    );
    let diff = changes[1].diff("b.rs");
    assert!(diff.ends_with(" one\n-two\n+2\n"), "{diff}");
    // Writing repairs both.
    expected.write(folder.path()).unwrap();
    assert_eq!(expected.changes(folder.path()).unwrap(), []);
}

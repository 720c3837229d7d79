//! `cargo xtask lint --fix`.

use std::fs;
use std::path::Path;

use crate::support::{REPORT, edit, spec_copy, text, xtask};

fn lint(spec: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let mut arguments = vec!["lint", "--spec", spec.to_str().unwrap()];
    arguments.extend(more);
    let output = xtask(&arguments);
    let (code, out) = (output.status.code(), text(&output.stdout));
    (code, out, text(&output.stderr))
}

/// Makes five mistakes in two YAML files and an example.
fn with_mistakes(spec: &Path) {
    let report = spec.join(REPORT);
    edit(&report, "summary:", "sumary:");
    edit(&report, "type: SortOrder", "type: SortOrdr");
    edit(&report, "    type: UserId\n", "    type:UserId\n");
    edit(
        &spec.join("api.yaml"),
        "doc: The ID of a folder of a mailbox.",
        "doc: The ID\tof a folder",
    );
    edit(&report.with_extension("json"), "\"page\":", "'page':");
}

#[test]
fn certain_mistakes_are_mended_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let before = fs::read_to_string(spec.join(REPORT)).unwrap();
    with_mistakes(&spec);
    assert_eq!(lint(&spec, &[]).0, Some(1));

    let (code, diff, status) = lint(&spec, &["--fix"]);
    assert_eq!(code, Some(0), "{diff}{status}");
    for line in [
        "-sumary: ",
        "+summary: ",
        "-    type: SortOrdr",
        "+    type: SortOrder",
        "-    type:UserId",
        "+    type: UserId",
        "-  - { name: FolderId, doc: The ID\tof a folder }",
        "+  - { name: FolderId, doc: The ID of a folder }",
    ] {
        assert!(diff.contains(line), "{line}\n{diff}");
    }
    assert!(status.contains("fixed 5 findings in 3 files\n"), "{status}");
    assert_eq!(fs::read_to_string(spec.join(REPORT)).unwrap(), before);
    let again = lint(&spec, &["--fix"]);
    assert_eq!(again, (Some(0), String::new(), String::new()));
}

#[test]
fn what_is_left_is_printed_and_decides_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let report = spec.join(REPORT);
    edit(&report, "summary:", "sumary:");
    edit(&report, "type: ConversationFilterStatus", "type: Nothing");
    let (code, out, status) = lint(&spec, &["--fix"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("+summary: "), "{out}");
    assert!(
        out.contains("error[S050]: there is no type `Nothing`"),
        "{out}"
    );
    assert!(!out.contains("S030"), "{out}");
    assert!(status.contains("fixed 1 finding in 1 file\n"), "{status}");
    assert!(status.contains("has 1 error"), "{status}");
}

#[test]
fn programs_get_the_findings_that_are_left_and_people_the_changes() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    edit(&spec.join(REPORT), "summary:", "sumary:");
    let (code, out, status) = lint(&spec, &["--fix", "--format", "json"]);
    assert_eq!((code, out.as_str()), (Some(0), "[]\n"));
    assert!(status.contains("+summary: "), "{status}");
}

#[test]
fn without_the_option_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    with_mistakes(&spec);
    let files = [REPORT, "api.yaml"].map(|file| spec.join(file));
    let before = files.each_ref().map(|file| fs::read(file).unwrap());
    let (_, sarif, _) = lint(&spec, &["--format", "sarif"]);
    assert!(sarif.contains("\"insertedContent\""), "{sarif}");
    assert_eq!(files.each_ref().map(|file| fs::read(file).unwrap()), before);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let outside = folder.path().join("outside.yaml");
    fs::write(&outside, "sumary: x\n").unwrap();
    symlink(&outside, spec.join("reports/link.yaml")).unwrap();
    let report = spec.join(REPORT);
    edit(&report, "summary:", "sumary:");
    fs::set_permissions(&report, fs::Permissions::from_mode(0o600)).unwrap();
    let (code, out, _) = lint(&spec, &["--fix"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("symbolic link"), "{out}");
    assert_eq!(fs::read_to_string(&outside).unwrap(), "sumary: x\n");
    assert!(fs::read_to_string(&report).unwrap().contains("\nsummary: "));
    assert_eq!(
        fs::metadata(&report).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

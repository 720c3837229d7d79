//! Spec folders on disk.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use helpscout_spec::{Reading, read};

const API: &str = include_str!("wrong/good/api.yaml");
const REPORT: &str = include_str!("wrong/good/reports/desk/replies.yaml");
const BODY: &str = include_str!("wrong/good/reports/desk/replies.json");

/// Writes the good folder.
fn good_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "api.yaml", API);
    write(folder.path(), "reports/desk/replies.yaml", REPORT);
    write(folder.path(), "reports/desk/replies.json", BODY);
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Returns the findings of a folder, without the path of the folder itself.
fn told(folder: &Path) -> String {
    let Reading { api, findings, .. } = read(folder);
    assert_eq!(api.is_some(), !findings.has_errors());
    let parent = folder.ancestors().find(|path| path.is_dir()).unwrap();
    let text = findings.render(false);
    text.replace(&parent.display().to_string(), "SPEC")
}

#[test]
fn a_good_folder_reads_as_it_does_from_memory() {
    let folder = good_folder();
    assert_eq!(told(folder.path()), "");
    let sources = [
        ("api.yaml", API),
        ("reports/desk/replies.yaml", REPORT),
        ("reports/desk/replies.json", BODY),
    ];
    let from_memory = helpscout_spec::read_sources(&sources.into_iter().collect());
    assert_eq!(read(folder.path()).api, from_memory.api);
}

#[test]
fn a_folder_that_does_not_exist_is_one_finding() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(told(&folder.path().join("none")), @r"
    error[S001]: the folder can't be read: No such file or directory (os error 2)
     --> SPEC/none
      = help: check the path; `--spec` expects the folder that contains `api.yaml`
    ");
}

#[test]
fn a_file_instead_of_a_folder_is_one_finding() {
    let folder = good_folder();
    insta::assert_snapshot!(told(&folder.path().join("api.yaml")), @r"
    error[S001]: the folder can't be read: Not a directory (os error 20)
     --> SPEC/api.yaml
      = help: check the path; a spec folder contains `api.yaml`, `reports` and `lookups`
    ");
}

#[test]
fn an_empty_folder_lacks_its_api_file() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(told(folder.path()), @r"
    error[S004]: the spec folder has no `api.yaml`
     --> api.yaml
      = help: create it; it describes the service, its IDs, and what operations share
    ");
}

#[test]
fn hidden_files_and_other_files_are_left_alone() {
    let folder = good_folder();
    for name in [
        ".git/x.yaml",
        "reports/.#replies.yaml",
        "README.md",
        "schema.json",
        "reports/x.yaml~",
    ] {
        write(folder.path(), name, "operation: [");
    }
    assert_eq!(told(folder.path()), "");
}

#[test]
fn operations_are_ordered_by_path_and_lookups_come_first() {
    let folder = good_folder();
    let lookup = "operation: mailboxes\nrequest: GET /v2/mailboxes\ndocs: https://example.com/m\n\
                  summary: All mailboxes.\nresponse:\n  object: MailboxList\n  doc: The mailboxes.\n  \
                  fields: [{ path: count, type: integer, doc: How many. }]\nexamples: [mailboxes.json]\n";
    write(folder.path(), "lookups/mailboxes.yaml", lookup);
    write(folder.path(), "lookups/mailboxes.json", "{ \"count\": 1 }");
    let api = read(folder.path()).api.unwrap();
    let operations = api.operations.iter();
    let files: Vec<&str> = operations
        .map(|operation| operation.file.as_str())
        .collect();
    assert_eq!(
        files,
        ["lookups/mailboxes.yaml", "reports/desk/replies.yaml"]
    );
}

#[test]
fn a_file_that_could_not_be_read_is_not_missing_as_well() {
    let folder = good_folder();
    let large = " ".repeat(300_000);
    write(folder.path(), "api.yaml", &large);
    write(folder.path(), "reports/desk/replies.json", &large);
    let codes: Vec<&str> = read(folder.path())
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["S003", "S003"]);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;

    use super::{good_folder, told, write};

    #[test]
    fn folders_in_folders_end_somewhere() {
        let folder = good_folder();
        write(
            folder.path(),
            "reports/a/b/c/d/e/f/g/h/i/j.yaml",
            "operation: x",
        );
        insta::assert_snapshot!(told(folder.path()), @r"
        error[S002]: the folder is nested too deep, so it is not read
         --> reports/a/b/c/d/e/f/g/h
          = help: nest folders at most 8 levels deep
        ");
    }

    #[test]
    fn names_that_are_no_plain_text_are_told_without_harm() {
        let folder = good_folder();
        fs::write(folder.path().join("reports/\u{1b}[2J.yaml"), "").unwrap();
        fs::write(
            folder.path().join(OsStr::from_bytes(b"reports/\xff.yaml")),
            "",
        )
        .unwrap();
        insta::assert_snapshot!(told(folder.path()), @r"
        error[S002]: the file name is not UTF-8, or contains control or invisible characters
         --> reports/\u{1b}[2J.yaml
          = help: rename the file

        error[S002]: the file name is not UTF-8, or contains control or invisible characters
         --> reports/�.yaml
          = help: rename the file
        ");
    }

    #[test]
    fn a_file_too_large_is_not_even_read() {
        let folder = good_folder();
        let file = fs::File::create(folder.path().join("reports/large.yaml")).unwrap();
        file.set_len(1 << 40).unwrap();
        insta::assert_snapshot!(told(folder.path()), @r"
        error[S003]: the file has 1099511627776 bytes, but a file may have at most 262144
         --> reports/large.yaml
          = help: describe one operation in each file, and shorten example bodies
        ");
    }
}

//! `cargo xtask new-report` as a contributor runs it.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use crate::support::{text, workspace, xtask};

/// A page that is not described yet.
const PAGE: &str = "Desk Waits
This report shows how long people wait. Only available to Plus and Pro plans.
GET /v2/reports/desk/waits HTTP/1.1
Parameter | Type | Examples | Description |
---|---|---|---|
start |
date |
start=2019-05-02T12:00:00Z |
Start of the interval |
end |
date |
end=2019-06-02T12:00:00Z |
End of the interval |
HTTP/1.1 200 OK
{ \"waits\" : 3 }
Path | Type | Description |
---|---|---|
waits |
Number |
Waits in the interval |
";

const FILE: &str = "reports/desk/waits.yaml";

fn new_report(arguments: &[&str]) -> Output {
    xtask(&[&["new-report"], arguments].concat())
}

/// Creates a folder with a page, and a spec that has only the committed `api.yaml`.
fn folder(page: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (file, spec) = (folder.path().join("page.txt"), folder.path().join("spec"));
    fs::write(&file, page).unwrap();
    fs::create_dir(&spec).unwrap();
    fs::copy(workspace().join("spec/api.yaml"), spec.join("api.yaml")).unwrap();
    (folder, file, spec)
}

#[test]
fn a_page_becomes_a_spec_file_and_its_example_beside_it() {
    let (_folder, page, spec) = folder(PAGE);
    let (page, spec_text) = (page.to_str().unwrap(), spec.to_str().unwrap());
    let output = new_report(&[page, "--spec", spec_text]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("cargo xtask lint"));
    let yaml = fs::read_to_string(spec.join(FILE)).unwrap();
    assert!(
        yaml.starts_with("# yaml-language-server: $schema=../../schema.json\n"),
        "{yaml}"
    );
    assert!(yaml.contains("\nexamples: [waits.json]\n"), "{yaml}");
    let body = fs::read_to_string(spec.join("reports/desk/waits.json")).unwrap();
    assert_eq!(body, "{\n  \"waits\": 3\n}\n");

    let lint = xtask(&["lint", "--spec", spec_text]);
    let found = text(&lint.stdout);
    assert_eq!(lint.status.code(), Some(0), "{found}");
    assert!(found.contains("left to do: describe it"), "{found}");
}

#[test]
fn a_file_that_exists_is_never_overwritten() {
    let (_folder, page, spec) = folder(PAGE);
    let (page, spec_text) = (page.to_str().unwrap(), spec.to_str().unwrap());
    let body = spec.join("reports/desk/waits.json");
    fs::create_dir_all(body.parent().unwrap()).unwrap();
    fs::write(&body, "{}").unwrap();
    let output = new_report(&[page, "--spec", spec_text]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("waits.json exists already and is left alone"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(fs::read_to_string(&body).unwrap(), "{}");
    assert!(!spec.join(FILE).exists());
}

#[test]
fn a_request_that_the_spec_describes_is_refused() {
    let output = new_report(&["--request", "GET /v2/reports/user/conversation-history"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.contains("reports/user/conversation-history.yaml already describes"),
        "{message}"
    );
}

#[test]
fn out_names_another_file_or_prints_the_draft() {
    let (folder, page, spec) = folder(PAGE);
    let (page, spec_text) = (page.to_str().unwrap(), spec.to_str().unwrap());
    let printed = new_report(&[page, "--spec", spec_text, "--out", "-"]);
    assert_eq!(printed.status.code(), Some(0));
    assert!(text(&printed.stdout).contains("operation: desk_waits\n"));
    assert!(!spec.join("reports").exists());

    let inside = spec.join("reports/desk-waits.yaml");
    new_report(&[page, "--spec", spec_text, "--out", inside.to_str().unwrap()]);
    let yaml = fs::read_to_string(&inside).unwrap();
    assert!(
        yaml.starts_with("# yaml-language-server: $schema=../schema.json\n"),
        "{yaml}"
    );
    assert!(yaml.contains("examples: [desk-waits.json]") && inside.with_extension("json").exists());

    // Outside the spec folder, the paths are those of its place in the folder.
    let elsewhere = folder.path().join("waits.yaml");
    new_report(&[
        "--request",
        "GET /v2/reports/desk/other",
        "--spec",
        spec_text,
        "--out",
        elsewhere.to_str().unwrap(),
    ]);
    assert!(
        fs::read_to_string(&elsewhere)
            .unwrap()
            .contains("$schema=../../schema.json")
    );
}

#[test]
fn a_page_without_a_request_is_one_clear_message() {
    let (_folder, page, spec) = folder("Some page\n\nabout something\n");
    let output = new_report(&[page.to_str().unwrap(), "--spec", spec.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.contains("no request line found in 4 lines; expected one such as `GET /v2/"),
        "{message}"
    );
    assert!(message.contains("\n  1: Some page\n"), "{message}");
    let none = new_report(&["no/such/page.txt"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(text(&none.stderr).contains("can't read no/such/page.txt"));
    let no_spec = new_report(&["--request", "GET /v2/a", "--spec", "no/such/folder"]);
    assert_eq!(no_spec.status.code(), Some(1));
    assert!(text(&no_spec.stderr).contains("no/such/folder"));
}

#[test]
fn a_page_or_a_request_is_required() {
    assert_eq!(new_report(&[]).status.code(), Some(2));
    assert_eq!(
        new_report(&["page.txt", "--request", "GET /v2/a"])
            .status
            .code(),
        Some(2)
    );
}

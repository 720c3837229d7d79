//! `cargo xtask preview`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{
    REPORT, copy, edit, spec_before_the_draft, spec_copy, spec_with_a_mistake, text, workspace,
    xtask,
};

/// Returns every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
    found
}

/// Runs the command, which must succeed, and returns its output.
fn preview(arguments: &[&str]) -> String {
    let output = xtask(&[&["preview"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Runs the command, which must fail, and returns its message.
fn refused(arguments: &[&str]) -> String {
    let output = xtask(&[&["preview"], arguments].concat());
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    text(&output.stderr)
}

#[test]
fn a_drafted_file_is_shown_as_users_will_see_it_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_before_the_draft(folder.path());
    let spec_text = spec.to_str().unwrap();
    let page = workspace().join("crates/helpscout-draft/tests/pages/user-tags.txt");
    let drafted = xtask(&["new-report", page.to_str().unwrap(), "--spec", spec_text]);
    assert_eq!(drafted.status.code(), Some(0), "{}", text(&drafted.stderr));

    let before = files(folder.path());
    let file = spec.join("reports/user/tags.yaml");
    let shown = preview(&[file.to_str().unwrap(), "--spec", spec_text]);
    assert_eq!(files(folder.path()), before);
    insta::assert_snapshot!(shown);
}

#[test]
fn every_committed_file_can_be_previewed() {
    let reading = helpscout_spec::read(&workspace().join("spec"));
    for operation in reading.api.unwrap().operations {
        let shown = preview(&[&operation.file, "--only", "answer"]);
        let method = format!("\n\nGET {}", operation.path.split('{').next().unwrap());
        assert!(shown.contains(&method), "{shown}");
        assert!(!shown.contains("\"error\""), "{shown}");
    }
}

#[test]
fn the_preview_of_shared_types_is_their_rust() {
    let shown = preview(&["spec/api.yaml"]);
    assert!(shown.starts_with("Rust, from api.yaml\n"), "{shown}");
    for item in [
        "struct UserId(pub i64);",
        "enum SortOrder {",
        "struct RatingsPage {",
    ] {
        assert!(shown.contains(&format!("pub {item}")), "{item}");
    }
    assert!(!shown.contains("--help"), "{shown}");
    assert_eq!(
        preview(&["api.yaml", "--only", "rust", "--only", "rust"]),
        shown
    );
    let message = refused(&["api.yaml", "--only", "answer"]);
    assert!(message.contains("describes no operation"), "{message}");
}

#[test]
fn only_shows_a_single_part() {
    let rust = preview(&[REPORT, "--only", "rust"]);
    assert!(rust.contains("pub fn status(self, status: ConversationFilterStatus) -> Self;"));
    assert!(!rust.contains("--status"));
    let help = preview(&[REPORT, "--only", "help"]);
    let heading = "helpscout report user-conversation-history --help\n";
    assert!(help.starts_with(heading), "{help}");
    assert!(!help.contains("pub fn"));
}

#[test]
fn an_edit_shows_in_each_part_before_anything_is_generated() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let parameter =
        "  - name: mood\n    type: Mood\n    example: calm\n    doc: Only in this mood.\n";
    let with = format!("{parameter}  - name: sortField\n");
    edit(&spec.join(REPORT), "  - name: sortField\n", &with);
    let mood = "enums:\n  - name: Mood\n    doc: A mood.\n    values:\n      - { value: calm, doc: Calm. }\n";
    edit(&spec.join(REPORT), "enums:\n", mood);
    let field = "    - { path: 'results[].mood', type: Mood, optional: true, doc: The mood. }\n";
    let with = format!("{field}\nexamples:");
    edit(&spec.join(REPORT), "\nexamples:", &with);
    let shown = preview(&[REPORT, "--spec", spec.to_str().unwrap()]);
    for part in [
        "pub fn mood(self, mood: Mood) -> Self;",
        "pub mood: Option<Mood>,",
        "--mood <VALUE>",
        "Possible values:\n          - calm: Calm.",
        "\"mood\": \"calm\"",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

#[test]
fn a_request_is_shown_as_it_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec");
    std::fs::create_dir_all(spec.join("lookups")).unwrap();
    let api = "service:\n  title: Desk\n  base_url: https://api.example.com\n  \
               docs: https://docs.example.com/\n  plans: [{ name: pro, calls_per_minute: 800 }]\n";
    std::fs::write(spec.join("api.yaml"), api).unwrap();
    let operation = "operation: list_issues\nrequest: GET /projects/{path}/issues\n\
        docs: https://docs.example.com/issues\nsummary: Issues.\nparameters:\n  \
        - { name: path, type: text, required: true, example: group/sub group/project, doc: It. }\n  \
        - { name: 'filter[q]', type: text, required: true, example: 'a&b = 50%, ü', doc: It. }\n\
        response:\n  object: Issues\n  doc: It.\n  fields: [{ path: id, type: integer, doc: It. }]\n";
    std::fs::write(spec.join("lookups/issues.yaml"), operation).unwrap();
    let shown = preview(&["lookups/issues.yaml", "--spec", spec.to_str().unwrap()]);
    let sent = "GET /projects/group%2Fsub%20group%2Fproject/issues\
                ?filter[q]=a%26b%20=%2050%25,%20%C3%BC\n";
    assert!(shown.contains(sent), "{shown}");
}

#[test]
fn a_file_outside_the_spec_is_refused_with_an_example() {
    for (file, said) in [
        (
            "spec/reports/nowhere.yaml",
            "spec/reports/nowhere.yaml is not a file",
        ),
        ("README.md", "README.md is outside the spec folder"),
        ("spec/schema.json", "schema.json is not a spec file"),
    ] {
        let expected =
            format!("error: {said}; name a file in spec, such as spec/reports/email.yaml\n");
        assert_eq!(refused(&[file]), expected);
    }
}

#[test]
fn a_file_of_that_name_in_the_current_folder_is_not_mistaken_for_it() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
    let here = workspace().join("crates/helpscout-draft/tests/pages");
    let command = command.args(["preview", "api.yaml"]).current_dir(here);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn half_of_an_interval_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let api = spec.join("api.yaml");
    let text = fs::read_to_string(&api).unwrap();
    let place = text.find("name: previousEnd").unwrap();
    let example = text[place..].find("example: ").unwrap() + place;
    let end = text[example..].find(", doc").unwrap() + example + 2;
    fs::write(&api, format!("{}{}", &text[..example], &text[end..])).unwrap();
    let spec = spec.to_str().unwrap();
    let shown = preview(&[
        "reports/user/replies.yaml",
        "--only",
        "answer",
        "--spec",
        spec,
    ]);
    assert!(!shown.contains("previous"), "{shown}");
}

#[test]
fn parameters_of_which_one_is_required_need_an_example() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec");
    copy(&workspace().join("tests/specs/desk"), &spec);
    let file = "reports/requests.yaml";
    let options = ["--only", "answer", "--spec", spec.to_str().unwrap()];
    let shown = || xtask(&[&["preview", file], &options[..]].concat());

    edit(
        &spec.join(file),
        "type: DeskId, example: 10,",
        "type: DeskId,",
    );
    let output = shown();
    let call = text(&output.stdout);
    assert!(call.contains("requests?organization=3"), "{call}");

    let organization = "type: OrganizationId, example: 3,";
    edit(&spec.join(file), organization, "type: OrganizationId,");
    let told = text(&shown().stderr);
    let problem =
        "one of the parameters `desk`, `organization` is required, and none has an `example:`";
    assert!(told.contains(problem), "{told}");
}

#[test]
fn mistakes_in_the_spec_are_printed_and_nothing_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_with_a_mistake(folder.path());
    let output = xtask(&["preview", REPORT, "--spec", spec.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    let message = text(&output.stderr);
    assert!(message.contains("error[S050]"), "{message}");
    assert!(
        message.ends_with(" has 1 error; there is no preview\n"),
        "{message}"
    );
}

#[test]
fn an_operation_that_can_not_be_called_is_reported_after_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    edit(&spec.join(REPORT), "    example: 447723\n", "");
    let output = xtask(&["preview", REPORT, "--spec", spec.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("--status <VALUE>"));
    let message = text(&output.stderr);
    let expected = "error: reports/user/conversation-history.yaml: the required parameter `user` \
                    has no `example:`; add one, and the sandbox can be called\n";
    assert!(message.ends_with(expected), "{message}");
}

#[test]
fn the_preview_of_another_service_imports_nothing_of_this_client() {
    for (spec, file) in [
        ("desk", "reports/requests.yaml"),
        ("tickets", "reports/ticket-metrics.yaml"),
        ("versions", "lookups/customers.yaml"),
    ] {
        let folder = workspace().join("tests/specs").join(spec);
        let shown = preview(&[file, "--spec", folder.to_str().unwrap()]);
        assert!(shown.contains("pub struct"), "{shown}");
        assert!(!shown.contains("helpscout_reports"), "{shown}");
    }
    let own = preview(&["reports/email.yaml"]);
    assert!(own.contains("use helpscout_reports::prelude::*;"), "{own}");
}

#[test]
fn what_is_deprecated_is_marked_as_programs_see_it() {
    let spec = workspace().join("tests/specs/tickets");
    let file = "reports/ticket-metrics.yaml";
    let shown = preview(&[file, "--spec", spec.to_str().unwrap(), "--only", "rust"]);
    let setter = shown.find("pub fn sort_by(").unwrap();
    let before = shown[..setter].lines().rev().take(6).collect::<String>();
    assert!(
        before.contains("#[deprecated = \"Use `sort` instead.\"]"),
        "{shown}"
    );
}

#[test]
fn an_operation_that_changes_something_is_shown_without_help() {
    let preview = |file: &str| {
        let output = xtask(&["preview", "--spec", "tests/specs/changes", file]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let closed = preview("reports/close_ticket.yaml");
    assert!(
        closed.contains("offers only operations that read"),
        "{closed}"
    );
    assert!(
        closed.ends_with("Status 204, without content\n"),
        "{closed}"
    );
    let created = preview("reports/create_ticket.yaml");
    let (_, values) = created.rsplit_once("\n\n").unwrap();
    let values: serde_json::Value = serde_json::from_str(values).unwrap();
    assert!(values["id"].is_u64(), "{created}");
}

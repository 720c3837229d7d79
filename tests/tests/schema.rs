//! Tests the JSON schema that editors check spec files with, using a third-party validator: the
//! schema accepts every committed file and rejects what an editor should underline.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use helpscout_spec::Finding;
use serde_json::Value;

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

fn validator() -> jsonschema::Validator {
    let schema = fs::read_to_string(spec().join("schema.json")).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push(path);
        }
    }
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

#[track_caller]
fn assert_accepted(validator: &jsonschema::Validator, files: &[PathBuf]) {
    for path in files {
        let value = read(&fs::read_to_string(path).unwrap());
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(
            errors.is_empty(),
            "{}:\n{}",
            path.display(),
            errors.join("\n")
        );
    }
}

#[test]
fn every_committed_spec_file_is_accepted() {
    let validator = validator();
    let mut found = Vec::new();
    files(&spec(), &mut found);
    assert!(found.len() > 40, "{}", found.len());
    assert_accepted(&validator, &found);
}

#[test]
fn the_files_of_every_other_spec_are_accepted_by_the_schema_of_their_folder() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let good = spec().join("../crates/helpscout-spec/tests/wrong/good");
    let folders = fs::read_dir(specs).unwrap();
    let folders = folders.map(|folder| folder.unwrap().path()).chain([good]);
    let mut checked = 0;
    for folder in folders {
        let reading = helpscout_spec::read(&folder);
        let schema = serde_json::from_str(&reading.schema()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let mut found = Vec::new();
        files(&folder, &mut found);
        // An editor marks what `lint` warns about, too.
        found.retain(|path| {
            let is_here = |finding: &Finding| folder.join(&finding.place.file) == *path;
            !reading.findings.iter().any(is_here)
        });
        checked += found.len();
        assert_accepted(&validator, &found);
    }
    assert!(checked > 40, "{checked}");
}

#[test]
fn every_spec_file_names_the_schema_relative_to_itself() {
    let mut found = Vec::new();
    files(&spec(), &mut found);
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        let named = first
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap_or_else(|| panic!("{}: {first}", path.display()));
        let schema = path.parent().unwrap().join(named);
        assert!(schema.is_file(), "{}: {named}", path.display());
    }
}

/// Returns the file of a report with one thing changed.
fn changed(old: &str, new: &str) -> Value {
    let report = spec().join("reports/user/conversation-history.yaml");
    let text = fs::read_to_string(report).unwrap();
    assert!(text.contains(old), "{old:?}");
    read(&text.replacen(old, new, 1))
}

#[test]
fn what_an_editor_should_underline_is_refused() {
    let validator = validator();
    for (what, old, new) in [
        ("a misspelled key", "summary:", "sumary:"),
        (
            "a missing key",
            "request: GET /v2/reports/user/conversation-history\n",
            "",
        ),
        ("another method", "request: GET", "request: HEAD"),
        (
            "a name with capitals",
            "operation: user_conversation",
            "operation: userConversation",
        ),
        ("text for a list", "plans: [plus, pro]", "plans: plus"),
        ("text for a boolean", "required: true", "required: 'yes'"),
        ("an unknown unit", "unit: seconds", "unit: hours"),
        (
            "a field without a type",
            "      type: ConversationStatus\n",
            "",
        ),
        (
            "a path with an index",
            "path: results[].status",
            "path: results[0].status",
        ),
        (
            "a group with a type",
            "- use: filters",
            "- { use: filters, type: text }",
        ),
        (
            "an example that is not a JSON file",
            "conversation-history.json",
            "conversation-history.txt",
        ),
        (
            "an unknown list style",
            "examples:",
            "rules: [{ interval: { from: start } }]\n\nexamples:",
        ),
    ] {
        let value = changed(old, new);
        assert!(!validator.is_valid(&value), "{what} is accepted");
    }
}

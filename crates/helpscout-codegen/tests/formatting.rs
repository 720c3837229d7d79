//! Most of the generated code is written as the formatter would write it, without it.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use helpscout_codegen::Home;
use helpscout_description::Api;
use helpscout_spec::{Sources, read_sources};

/// The folders of all specs of this repository.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let specs = std::fs::read_dir(root.join("tests/specs")).unwrap();
    let mut folders: Vec<PathBuf> = specs.map(|entry| entry.unwrap().path()).collect();
    folders.push(root.join("spec"));
    folders
}

/// Asserts that every struct, enumeration and impl is as the formatter writes it.
#[track_caller]
fn assert_formatted(api: &Api, name: &str) {
    for (path, text) in helpscout_codegen::client(api, Home::Reports).files() {
        if !path.ends_with(".rs") {
            continue;
        }
        for item in syn::parse_file(text).unwrap().items {
            if matches!(item, syn::Item::Macro(_)) {
                continue;
            }
            let mut file = syn::parse_file("").unwrap();
            file.items.push(item);
            let formatted = prettyplease::unparse(&file);
            assert!(
                text.contains(&formatted),
                "{name}: {path} has this in another way:\n{formatted}"
            );
        }
    }
}

#[test]
fn the_code_of_every_spec_is_as_the_formatter_writes_it() {
    for folder in folders() {
        let api = helpscout_spec::read(&folder).api;
        let name = folder.display().to_string();
        assert_formatted(&api.unwrap_or_else(|| panic!("{name}")), &name);
    }
}

#[test]
fn names_of_every_length_are_broken_into_lines_as_the_formatter_breaks_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let api = std::fs::read_to_string(root.join("tests/specs/minimal/api.yaml")).unwrap();
    let long =
        |start: &str, length: usize| start.repeat(length / start.len() + 1)[..length].to_owned();
    let mut operation = String::from(
        "operation: lengths\nrequest: GET /v2/lengths\ndocs: https://example.com/lengths\n\
         summary: Lengths.\nparameters:\n",
    );
    for length in 4..48 {
        let name = long("aValue", length);
        for (end, ty, list) in [
            ("N", "integer", ""),
            ("T", "text", ""),
            ("L", "integer", ", list: comma"),
            ("M", "text", ", list: pipe"),
        ] {
            let required = length % 9 == 0;
            writeln!(
                operation,
                "  - {{ name: {name}{end}, type: {ty}{list}, required: {required}, doc: The value. }}"
            )
            .unwrap();
        }
    }
    operation.push_str("response:\n  object: LengthsReport\n  doc: All.\n  fields:\n");
    for length in 4..60 {
        let name = long("aValue", length);
        for (end, ty, more) in [
            ("N", "integer", ""),
            ("T", "text", ", optional: true"),
            ("D", "date", ", nullable: true"),
            ("R", "text", ""),
        ] {
            writeln!(
                operation,
                "    - {{ path: \"{name}{end}\", type: {ty}{more}, doc: A value. }}"
            )
            .unwrap();
        }
        writeln!(
            operation,
            "    - {{ path: \"{name}L[]\", type: text, optional: true, doc: A value. }}"
        )
        .unwrap();
    }
    // Objects whose `new` has short and long literals.
    for length in 1..30 {
        let name = long("aValue", length);
        writeln!(
            operation,
            "    - {{ path: \"o{length}\", object: Object{length}, doc: A value. }}"
        )
        .unwrap();
        writeln!(
            operation,
            "    - {{ path: \"o{length}.{name}\", type: integer, doc: A value. }}"
        )
        .unwrap();
        if length % 2 == 0 {
            writeln!(
                operation,
                "    - {{ path: \"o{length}.b\", type: integer, optional: true, doc: A value. }}"
            )
            .unwrap();
        }
    }
    let sources = Sources::new()
        .with("api.yaml", api)
        .with("reports/lengths.yaml", operation);
    let reading = read_sources(&sources);
    let findings = reading.findings.render(false);
    assert_formatted(
        &reading.api.unwrap_or_else(|| panic!("{findings}")),
        "lengths",
    );
}

//! Compares the table "Who may import whom" in `ARCHITECTURE.md` with the dependencies that Cargo
//! reports.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Crates of this workspace by name, each with the names of those it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// One row of the table.
struct Row {
    name: String,
    imports: BTreeSet<String>,
    /// Why the crate may import these.
    reason: String,
    /// What the crate must never know.
    never: String,
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Returns the names in backticks.
fn names(cell: &str) -> BTreeSet<String> {
    let parts = cell.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

fn table() -> Vec<Row> {
    let text = fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = text.split_once("\n## Who may import whom\n").unwrap();
    let rows = section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'));
    // The first two lines are the head of the table.
    let rows = rows.skip(2).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, imports, reason, never] = cells[..] else {
            panic!("expected four cells: {line}");
        };
        Row {
            name: names(name).into_iter().next().unwrap(),
            imports: names(imports),
            reason: reason.to_owned(),
            never: never.to_owned(),
        }
    });
    rows.collect()
}

/// Returns which crates of the workspace import which, according to Cargo. Optional dependencies
/// count; dependencies that only tests use don't.
fn imports() -> Imports {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(workspace())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let own: BTreeSet<String> = packages
        .iter()
        .map(|package| text(&package["name"]))
        .collect();
    let imports = packages.iter().map(|package| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        // The package `tests` contains only tests.
        let is_tests = package["name"] == "tests";
        let dependencies = dependencies
            .filter(|dependency| is_tests || dependency["kind"] != "dev")
            .map(|dependency| text(&dependency["name"]))
            .filter(|name| own.contains(name));
        (text(&package["name"]), dependencies.collect())
    });
    imports.collect()
}

#[test]
fn crates_import_each_other_as_the_table_says() {
    let rows = table().into_iter();
    let allowed: Imports = rows.map(|row| (row.name, row.imports)).collect();
    let imports = imports();
    let shown = |imports: &Imports| {
        let lines = imports.iter().map(|(name, imported)| {
            let imported: Vec<&str> = imported.iter().map(String::as_str).collect();
            format!("{name} -> {}\n", imported.join(", "))
        });
        lines.collect::<String>()
    };
    assert_eq!(
        shown(&imports),
        shown(&allowed),
        "left is what cargo says, right is the table of ARCHITECTURE.md"
    );
}

#[test]
fn every_row_of_the_table_has_a_reason_and_a_limit() {
    for Row {
        name,
        reason,
        never,
        ..
    } in table()
    {
        assert!(reason.len() > 20, "{name} has no reason");
        assert!(never.len() > 10, "{name} may know anything");
    }
}

#[test]
fn crates_import_each_other_in_no_circle() {
    let mut left = imports();
    while !left.is_empty() {
        let ground: BTreeSet<String> = left
            .iter()
            .filter(|(_, imported)| imported.iter().all(|name| !left.contains_key(name)))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!ground.is_empty(), "these import each other: {left:?}");
        left.retain(|name, _| !ground.contains(name));
    }
}

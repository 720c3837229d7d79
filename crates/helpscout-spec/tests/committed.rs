//! The committed description.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use helpscout_spec::{Api, Reading, read};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")
}

#[test]
fn the_committed_spec_reads_without_any_finding() {
    let Reading { api, findings, .. } = read(&folder());
    assert_eq!(findings.render(false), "");
    assert!(api.is_some());
}

#[test]
fn the_checked_description_survives_json() {
    let api = read(&folder()).api.unwrap();
    let json = serde_json::to_string(&api).unwrap();
    assert_eq!(serde_json::from_str::<Api>(&json).unwrap(), api);
}

#[test]
fn the_committed_schema_knows_the_names_of_the_committed_spec() {
    let committed = std::fs::read_to_string(folder().join("schema.json")).unwrap();
    let mut committed: Value = serde_json::from_str(&committed).unwrap();
    // The generator marks what it writes.
    committed.as_object_mut().unwrap().remove("$comment");
    let schema: Value = serde_json::from_str(&read(&folder()).schema()).unwrap();
    assert!(committed == schema, "run `cargo xtask generate`");
}

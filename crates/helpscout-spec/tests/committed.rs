//! The committed description.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use helpscout_spec::raw::{ApiFile, OperationFile};
use helpscout_spec::{Api, Reading, Sources, parse_sources, read};
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

/// Spec files are read from a tree that knows the place of every value. `serde_yaml` is an
/// independent reading of the same text.
#[test]
fn every_spec_file_reads_the_same_with_serde_yaml() {
    let tests = folder().join("../tests/specs");
    let others = std::fs::read_dir(tests).unwrap();
    let others = others.map(|entry| entry.unwrap().path());
    let mut files = 0;
    for folder in others.chain([folder()]) {
        let sources = Sources::load(&folder);
        let read = parse_sources(&sources);
        let text = |path: &str| str::from_utf8(sources.get(path).unwrap()).unwrap();
        let api: ApiFile = serde_yaml::from_str(text("api.yaml")).unwrap();
        assert_eq!(
            format!("{:?}", read.api.unwrap()),
            format!("{api:?}"),
            "{folder:?}"
        );
        for (path, operation) in &read.operations {
            let other: OperationFile = serde_yaml::from_str(text(path)).unwrap();
            assert_eq!(
                format!("{operation:?}"),
                format!("{other:?}"),
                "{folder:?}: {path}"
            );
            files += 1;
        }
    }
    assert!(files > 41, "{files} files");
}

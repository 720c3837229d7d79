//! Checks that the committed generated files are those that the spec generates.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use helpscout_codegen::{Home, Tree};
use helpscout_description::Api;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

fn api() -> Api {
    let reading = helpscout_spec::read(&workspace().join("spec"));
    assert_eq!(
        reading.findings.render(false),
        "",
        "the spec must have no findings"
    );
    reading.api.unwrap()
}

fn assert_up_to_date(tree: &Tree, folder: &str) {
    let changes = tree.changes(&workspace().join(folder)).unwrap();
    let diff: String = changes
        .iter()
        .map(|change| change.diff(&format!("{folder}/{}", change.path)))
        .collect();
    assert!(diff.is_empty(), "{diff}\nRun `cargo xtask generate`");
}

#[test]
fn the_committed_client_is_what_the_spec_generates() {
    assert_up_to_date(
        &helpscout_codegen::client(&api(), Home::Reports),
        "crates/helpscout-reports/src/generated",
    );
}

#[test]
fn the_service_of_the_runtime_is_that_of_the_spec() {
    assert_up_to_date(
        &helpscout_codegen::runtime(&api()),
        "crates/helpscout-runtime/src/generated",
    );
}

#[test]
fn the_embedded_description_is_what_the_spec_says() {
    assert_up_to_date(
        &helpscout_codegen::description(&api()),
        "crates/helpscout-description/src/generated",
    );
}

#[test]
fn the_committed_document_is_what_the_spec_generates() {
    assert_up_to_date(
        &helpscout_codegen::openapi(&api()),
        "crates/helpscout-codegen/openapi",
    );
}

#[test]
fn the_committed_schema_is_that_of_the_reader() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    assert_up_to_date(
        &helpscout_codegen::schema(&helpscout_spec::read(&spec).schema()),
        "spec",
    );
}

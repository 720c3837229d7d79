//! What must be true before a release, and is not while the next one is being written.
//! CONTRIBUTING.md says when to run these tests.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn read(file: &str) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(workspace.join(file)).unwrap()
}

#[test]
#[ignore = "true only before a release"]
fn the_repository_has_its_address() {
    let repository = env!("CARGO_PKG_REPOSITORY");
    assert!(
        !repository.contains(".invalid"),
        "{repository} is a placeholder; set `repository` and `homepage` in the root's Cargo.toml"
    );
}

#[test]
#[ignore = "true only before a release"]
fn the_changelog_has_a_dated_section_for_this_version() {
    let changelog = read("CHANGELOG.md");
    let start = format!("## {VERSION} - 20");
    assert!(
        changelog.lines().any(|line| line.starts_with(&start)),
        "CHANGELOG.md has no heading such as `{start}30-12-31`"
    );
}

#[test]
#[ignore = "true only before a release"]
fn the_documents_say_that_the_crates_are_published() {
    for (file, words) in [
        ("README.md", "not on crates.io"),
        (
            "crates/helpscout-reports/README.md",
            "Until the first release",
        ),
        (
            "crates/helpscout-cli/recipes/github-workflow.yml",
            "not on crates.io",
        ),
    ] {
        assert!(
            !read(file).contains(words),
            "{file} says what to do before the release ({words}); name the published crates"
        );
    }
}

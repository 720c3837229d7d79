//! What is of one vendor is generated from the spec. The runtime and the generator don't know it, so
//! that a client of another service needs neither of them changed.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use helpscout_reports::describe;
use helpscout_reports::reqwest::Url;

/// Returns the Rust files of a folder, without those that are generated or tests.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !matches!(name, "generated" | "tests") {
                found.extend(files(&path));
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
    found
}

/// Returns the lines of a file that are neither comments nor in its module of tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//") && !line.starts_with("#![doc"))
}

/// Returns a line in lower case without what are names of this project: those of its crates, and
/// `helpscout` as that of the client in logs.
fn without_own_names(line: &str) -> String {
    let line = line.to_lowercase();
    ["helpscout_", "helpscout-", "\"helpscout\""]
        .iter()
        .fold(line, |line, own| line.replace(own, ""))
}

#[test]
fn the_runtime_and_the_generator_do_not_know_the_vendor() {
    let service = &describe::api().service;
    let url: Url = service.base_url.parse().unwrap();
    let host = url.host_str().unwrap();
    let limits = service.rate_limit.as_ref().unwrap();
    let token = service.token.as_ref().unwrap();
    let version = token.path.split('/').nth(1).unwrap();
    let words: Vec<String> = [
        host,
        "helpscout",
        "help scout",
        &service.title,
        &limits.limit,
        &limits.remaining,
        &limits.retry_after,
        service.correlation_id.as_ref().unwrap(),
        &token.path,
        &format!("/{version}"),
    ]
    .iter()
    .map(|word| word.to_lowercase())
    .collect();

    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut lines = 0;
    for folder in [
        "crates/helpscout-runtime/src",
        "crates/helpscout-codegen/src",
        "crates/helpscout-openapi/src",
    ] {
        for file in files(&workspace.join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for line in code(&text) {
                lines += 1;
                let line = without_own_names(line);
                let found = words.iter().find(|word| line.contains(*word));
                assert_eq!(found, None, "{}: {line}", file.display());
            }
        }
    }
    assert!(lines > 5_000, "only {lines} lines were read");
}

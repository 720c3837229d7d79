//! Checks that nothing of one vendor is written into the generator and the runtime: what is special
//! about a service is in its `api.yaml`, so that another service needs no other generator.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The crates that serve any description.
const CRATES: [&str; 2] = ["helpscout-codegen", "helpscout-runtime"];

fn sources(crate_name: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut folders = vec![root.join(crate_name).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Returns the words that only the description of the service may have.
fn words() -> Vec<String> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let service = helpscout_spec::read(&spec).api.unwrap().service;
    let host = service.base_url.trim_start_matches("https://").to_owned();
    let token = service.token.unwrap();
    let limits = service.rate_limit.unwrap();
    let headers = [limits.limit, limits.remaining, limits.retry_after];
    let version = token.path.split('/').nth(1).map(|part| format!("/{part}"));
    let mut words = vec![
        "help scout".to_owned(),
        "inbox".to_owned(),
        service.environment,
        service.title,
        host,
        token.path,
    ];
    words.extend(headers);
    words.extend(service.correlation_id);
    words.extend(version);
    words.iter().map(|word| word.to_lowercase()).collect()
}

/// Returns the lines of a file without comments, up to its tests. Names of the workspace's packages
/// are left out, and what they have in common, by which threads and traces are named.
fn code(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate();
    lines
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line.to_lowercase()))
        .map(|(number, line)| {
            let names = ["helpscout_", "helpscout-", "\"helpscout\""];
            let line = names.iter().fold(line, |line, name| line.replace(name, ""));
            (number, line)
        })
        .collect()
}

#[test]
fn the_generator_and_the_runtime_name_no_vendor() {
    let words = words();
    assert!(words.contains(&"/v2".to_owned()), "{words:?}");
    let mut named = String::new();
    for path in CRATES.iter().flat_map(|name| sources(name)) {
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs")
            || path.components().any(|part| part.as_os_str() == "tests");
        let text = fs::read_to_string(&path).unwrap();
        let is_generated = text
            .lines()
            .next()
            .unwrap_or_default()
            .contains("@generated");
        if is_test || is_generated {
            continue;
        }
        for (number, line) in code(&text) {
            let found = words.iter().find(|word| line.contains(word.as_str()));
            if let Some(word) = found {
                named.push_str(&format!("{}:{number}: {word}\n", path.display()));
            } else if line.contains("helpscout") {
                named.push_str(&format!("{}:{number}: helpscout\n", path.display()));
            }
        }
    }
    assert!(named.is_empty(), "\n{named}");
}

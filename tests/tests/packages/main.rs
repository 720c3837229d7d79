//! Checks what the published packages contain, what they depend on, and what their manifests say.
#![allow(clippy::unwrap_used)]

mod manifests;
mod workspace;

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::{cargo, is_published, metadata, packages, text, workspace};

const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Returns the names and folders of the packages that are published.
fn published() -> Vec<(String, PathBuf)> {
    let metadata = metadata(&["--no-deps"]);
    let published = packages(&metadata).iter();
    let published = published.filter(|package| is_published(package));
    let published = published.map(|package| {
        let manifest = Path::new(text(&package["manifest_path"]));
        let folder = manifest.parent().unwrap().to_path_buf();
        (text(&package["name"]).to_owned(), folder)
    });
    published.collect()
}

/// Returns the files that the package of a crate contains.
fn contents(package: &str) -> Vec<String> {
    let files = cargo(&["package", "--list", "--allow-dirty", "-p", package]);
    // Windows separates folders by `\`.
    files.lines().map(|file| file.replace('\\', "/")).collect()
}

#[test]
fn packages_contain_sources_and_licenses_and_no_texts_of_tests() {
    let published = published();
    assert!(published.len() > 5, "{published:?}");
    for (package, folder) in published {
        let files = contents(&package);
        for license in LICENSES {
            assert!(
                files.iter().any(|file| file == license),
                "{package} has no {license}; copy it from the root"
            );
            // A copy and not a link: Git for Windows checks a link out as a file with its path.
            assert!(folder.join(license).symlink_metadata().unwrap().is_file());
            assert_eq!(
                fs::read_to_string(folder.join(license)).unwrap(),
                fs::read_to_string(workspace().join(license)).unwrap(),
                "{package}: {license} differs from the one in the root"
            );
        }
        for file in files {
            assert!(
                is_for_users(&file),
                "the package of {package} contains {file}; `include` in the root's Cargo.toml \
                 says what packages contain"
            );
        }
    }
}

/// Returns whether a package may contain a file: sources, examples, the README and licenses, and
/// what Cargo adds.
fn is_for_users(file: &str) -> bool {
    const ADDED: [&str; 4] = [
        ".cargo_vcs_info.json",
        "Cargo.lock",
        "Cargo.toml",
        "Cargo.toml.orig",
    ];
    let is_source = file.starts_with("src/") || file.starts_with("examples/");
    let is_text_of_tests = file.contains("/snapshots/") || file.ends_with("/public-api.txt");
    let is_other = file == "README.md" || ADDED.contains(&file) || LICENSES.contains(&file);
    is_source && !is_text_of_tests || is_other
}

#[test]
fn sources_include_only_files_that_are_in_their_package() {
    for (package, folder) in published() {
        let files = contents(&package);
        for file in files.iter().filter(|file| file.ends_with(".rs")) {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            for included in texts_of(&text, "include_str!(\"") {
                let included = joined(file, included);
                let is_there = files.contains(&included);
                assert!(
                    is_there,
                    "{package}: {file} includes {included}, which is not packaged"
                );
            }
        }
    }
}

/// Returns the texts in quotes after each `start`.
fn texts_of<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

/// Returns the path that a file names, from the folder of the package on.
fn joined(file: &str, relative: &str) -> String {
    let mut path: Vec<&str> = file.split('/').collect();
    path.pop();
    for part in relative.split('/') {
        match part {
            ".." => drop(path.pop()),
            "." => {}
            part => path.push(part),
        }
    }
    path.join("/")
}

#[test]
fn every_dependency_has_a_license_and_a_source_that_deny_toml_allows() {
    let rules = fs::read_to_string(workspace().join("deny.toml")).unwrap();
    let (licenses, registries) = (
        list(&rules, "\nallow = ["),
        list(&rules, "\nallow-registry = ["),
    );
    assert!(
        licenses.len() > 3 && registries.len() == 1,
        "{licenses:?} {registries:?}"
    );
    let metadata = metadata(&[]);
    let packages = packages(&metadata);
    assert!(packages.len() > 100);
    for package in packages {
        let (name, license) = (&package["name"], text(&package["license"]));
        let is_allowed = |license: &str| licenses.contains(&license.trim_matches(['(', ')', ' ']));
        let is_chosen = |choices: &str| {
            let choices = choices.replace('/', " OR ");
            choices.split(" OR ").any(is_allowed)
        };
        let allowed = license.split(" AND ").all(is_chosen);
        assert!(
            allowed,
            "{name}: {license} is not among the licenses of deny.toml"
        );
        // A package of the workspace has no source.
        if let Some(source) = package["source"].as_str() {
            let registry = source.strip_prefix("registry+").unwrap_or(source);
            assert!(registries.contains(&registry), "{name} is from {source}");
        }
    }
}

#[test]
fn the_client_asks_for_no_procedural_macro() {
    // The Unicode tables of `url` bring some, which a program can do without.
    let tree = "tree -p helpscout-reports -e normal --prefix none --prune idna_adapter";
    for features in ["", "--no-default-features", "--features blocking,http2"] {
        let arguments: Vec<&str> = tree.split(' ').chain(features.split_whitespace()).collect();
        let tree = cargo(&arguments);
        let has = |name: &str| tree.lines().any(|line| line.starts_with(name));
        assert!(has("helpscout-runtime ") && has("serde_core "), "{tree}");
        let macros: Vec<&str> = tree
            .lines()
            .filter(|line| line.contains("(proc-macro)"))
            .collect();
        assert!(
            macros.is_empty(),
            "every program that uses the client would compile {macros:?} {features}"
        );
    }
}

/// Returns the texts in a list.
fn list<'a>(rules: &'a str, start: &str) -> Vec<&'a str> {
    let (_, list) = rules.split_once(start).unwrap();
    let (list, _) = list.split_once(']').unwrap();
    list.split('"').skip(1).step_by(2).collect()
}

#[test]
fn git_writes_every_file_with_lf_on_every_system() {
    let attributes = fs::read_to_string(workspace().join(".gitattributes")).unwrap();
    let rules = attributes.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(rules.collect::<Vec<_>>(), ["* text=auto eol=lf"]);
}

//! Checks what the manifests of the crates say to those who look for a crate, and to Cargo.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::workspace::{is_published, metadata, packages, text};

/// The categories of crates.io that fit crates like these, by their slugs. crates.io ignores slugs
/// that it doesn't know. The whole list is on <https://crates.io/category_slugs>.
const CATEGORIES: [&str; 21] = [
    "api-bindings",
    "asynchronous",
    "command-line-interface",
    "command-line-utilities",
    "config",
    "data-structures",
    "date-and-time",
    "development-tools",
    "development-tools::build-utils",
    "development-tools::testing",
    "encoding",
    "filesystem",
    "mathematics",
    "network-programming",
    "os",
    "parser-implementations",
    "template-engine",
    "visualization",
    "web-programming",
    "web-programming::http-client",
    "web-programming::http-server",
];

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(text).collect()
}

#[test]
fn every_published_crate_says_what_it_is_and_where_to_find_more() {
    let metadata = metadata(&["--no-deps"]);
    let published = packages(&metadata)
        .iter()
        .filter(|package| is_published(package));
    let mut repositories = BTreeSet::new();
    for package in published {
        let name = text(&package["name"]);
        let description = text(&package["description"]);
        assert!(description.len() > 30, "{name}: {description:?}");
        assert!(!description.ends_with('.'), "{name}: {description:?}");
        assert_eq!(text(&package["license"]), "MIT OR Apache-2.0", "{name}");
        let repository = text(&package["repository"]);
        assert!(repository.starts_with("https://"), "{name}: {repository:?}");
        let homepage = text(&package["homepage"]);
        assert!(homepage.starts_with(repository), "{name}: {homepage:?}");
        repositories.insert((repository, homepage));
        let documentation = format!("https://docs.rs/{name}");
        assert_eq!(text(&package["documentation"]), documentation, "{name}");
        let folder = Path::new(text(&package["manifest_path"])).parent().unwrap();
        assert!(folder.join(text(&package["readme"])).is_file(), "{name}");
        assert_keywords(name, &texts(&package["keywords"]));
        let categories = texts(&package["categories"]);
        assert!(
            (1..=5).contains(&categories.len()),
            "{name}: {categories:?}"
        );
        for category in categories {
            assert!(CATEGORIES.contains(&category), "{name}: {category:?}");
        }
        let docs = &package["metadata"]["docs"]["rs"];
        assert_eq!(
            docs["all-features"], true,
            "{name}: docs.rs shows all features"
        );
        assert_eq!(texts(&docs["rustdoc-args"]), ["--cfg", "docsrs"], "{name}");
    }
    assert_eq!(repositories.len(), 1, "{repositories:?}");
}

/// Checks the rules of crates.io.
fn assert_keywords(name: &str, keywords: &[&str]) {
    assert!((1..=5).contains(&keywords.len()), "{name}: {keywords:?}");
    for keyword in keywords {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_+".contains(c);
        let starts_well = keyword.starts_with(|c: char| c.is_ascii_alphanumeric());
        assert!(
            keyword.len() <= 20 && starts_well && keyword.chars().all(is_plain),
            "{name}: {keyword:?}"
        );
    }
}

#[test]
fn crates_of_the_workspace_need_each_other_in_the_version_they_have() {
    let metadata = metadata(&["--no-deps"]);
    let versions: BTreeMap<&str, (&str, bool)> = packages(&metadata)
        .iter()
        .map(|package| {
            let version = text(&package["version"]);
            (text(&package["name"]), (version, is_published(package)))
        })
        .collect();
    let distinct: BTreeSet<&str> = versions.values().map(|(version, _)| *version).collect();
    assert_eq!(distinct.len(), 1, "{versions:?}");
    for package in packages(&metadata) {
        let name = text(&package["name"]);
        for dependency in package["dependencies"].as_array().unwrap() {
            let other = text(&dependency["name"]);
            // A crate may test itself with other features; Cargo doesn't publish that.
            let Some((version, is_published)) = versions.get(other).filter(|_| other != name)
            else {
                continue;
            };
            let required = text(&dependency["req"]);
            assert!(
                [format!("^{version}"), format!("={version}")].contains(&required.to_owned()),
                "{name} needs {other} {required}; the version is {version}"
            );
            // `cargo package --workspace` finds only crates that can be published.
            assert!(is_published, "{name} needs {other}, which is not published");
        }
    }
}

#[test]
fn every_crate_uses_its_dependencies() {
    for package in packages(&metadata(&["--no-deps"])) {
        let folder = Path::new(text(&package["manifest_path"])).parent().unwrap();
        let code = words(&folder.join("src"), |line| {
            !line.trim_start().starts_with("//")
        });
        let everything = words(folder, |_| true);
        for dependency in package["dependencies"].as_array().unwrap() {
            let renamed = dependency["rename"].as_str();
            let name = renamed.unwrap_or_else(|| text(&dependency["name"]));
            // Those of tests may be for examples in the documentation only.
            let words = match dependency["kind"] {
                Value::Null => &code,
                _ => &everything,
            };
            assert!(
                words.contains(&name.replace('-', "_")),
                "{} does not use {name}; remove it from its Cargo.toml",
                package["name"]
            );
        }
    }
}

/// Returns the words in the lines of Rust and Markdown files below a folder.
fn words(folder: &Path, counts: fn(&str) -> bool) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words.extend(self::words(&path, counts));
        } else if path
            .extension()
            .is_some_and(|end| end == "rs" || end == "md")
        {
            let text = fs::read_to_string(path).unwrap();
            let lines = text.lines().filter(|line| counts(line));
            let parts =
                lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
            words.extend(parts.map(str::to_owned));
        }
    }
    words
}

#[test]
fn no_dependency_needs_a_newer_compiler_than_the_crates_say() {
    let metadata = metadata(&["--all-features"]);
    let by_id: BTreeMap<&str, &Value> = packages(&metadata)
        .iter()
        .map(|package| (text(&package["id"]), package))
        .collect();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap().iter();
    let nodes: BTreeMap<&str, &Value> = nodes.map(|node| (text(&node["id"]), node)).collect();
    let own = packages(&metadata)
        .iter()
        .filter(|package| package["source"].is_null());
    let own: Vec<&Value> = own.filter(|package| is_published(package)).collect();
    let declared = version(text(&own[0]["rust_version"]));
    let mut waiting: Vec<&str> = own.iter().map(|package| text(&package["id"])).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let package = by_id[id];
        if let Some(needed) = package["rust_version"].as_str() {
            assert!(
                version(needed) <= declared,
                "{} {} needs Rust {needed}; `rust-version` in Cargo.toml says {declared:?}",
                package["name"],
                package["version"]
            );
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                waiting.push(text(&dependency["pkg"]));
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[test]
fn the_readmes_name_the_oldest_compiler() {
    let metadata = metadata(&["--no-deps"]);
    let root = Path::new(text(&metadata["workspace_root"]));
    let declared = packages(&metadata)
        .iter()
        .find(|package| is_published(package));
    let declared = text(&declared.unwrap()["rust_version"]);
    for readme in ["README.md", "crates/helpscout-reports/README.md"] {
        let shown = std::fs::read_to_string(root.join(readme)).unwrap();
        assert!(
            shown.contains(&format!("{declared} or newer")),
            "{readme} does not say that it needs Rust {declared} or newer"
        );
    }
}

/// Reads `1.88` and `1.88.0` as the same version.
fn version(text: &str) -> [u64; 3] {
    let mut parts = text.split('.').map(|part| part.parse().unwrap());
    [(); 3].map(|()| parts.next().unwrap_or(0))
}

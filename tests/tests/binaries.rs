//! What decides how the binaries of a release are built and found: the files agree with each other.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use toml::Table;

fn read(file: &str) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(workspace.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn parsed(file: &str) -> Table {
    read(file).parse().unwrap()
}

fn dist() -> Table {
    parsed("dist-workspace.toml")["dist"]
        .as_table()
        .unwrap()
        .clone()
}

fn cli() -> Table {
    parsed("crates/helpscout-cli/Cargo.toml")
}

#[test]
fn the_workflow_is_that_of_the_configured_dist() {
    let dist = dist();
    let workflow = read(".github/workflows/release.yml");
    let version = dist["cargo-dist-version"].as_str().unwrap();
    let installer = format!("/download/v{version}/cargo-dist-installer.sh");
    assert!(workflow.contains(&installer), "run `dist generate`");
    let tap = format!("repository: \"{}\"", dist["tap"].as_str().unwrap());
    assert!(workflow.contains(&tap), "run `dist generate`");
}

#[test]
fn binaries_for_linux_are_static() {
    let dist = dist();
    let targets = dist["targets"].as_array().unwrap();
    let targets: Vec<&str> = targets
        .iter()
        .filter_map(|target| target.as_str())
        .collect();
    let linux: Vec<&&str> = targets
        .iter()
        .filter(|target| target.contains("linux"))
        .collect();
    assert_eq!(
        linux,
        [&"aarch64-unknown-linux-musl", &"x86_64-unknown-linux-musl"]
    );
    // Without it, a report takes twice as long.
    let musl = "cfg(all(target_os = \"linux\", target_env = \"musl\"))";
    assert!(
        cli()["target"][musl]["dependencies"]
            .get("mimalloc")
            .is_some()
    );
}

#[test]
fn cargo_binstall_looks_for_the_archives_that_dist_makes() {
    let dist = dist();
    let binstall = cli()["package"]["metadata"]["binstall"].clone();
    let url = binstall["pkg-url"].as_str().unwrap();
    assert!(
        url.ends_with("/v{ version }/{ name }-{ target }{ archive-suffix }"),
        "{url}"
    );
    for target in dist["targets"].as_array().unwrap() {
        let target = target.as_str().unwrap();
        let overrides = binstall["overrides"].get(target);
        let setting = |key: &str| {
            let own = overrides.and_then(|overrides| overrides.get(key));
            own.unwrap_or(&binstall[key]).as_str().unwrap().to_owned()
        };
        // dist puts the files into a folder, except in an archive for Windows.
        let (format, place) = if target.contains("windows") {
            ("zip", "{ bin }{ binary-ext }")
        } else {
            ("txz", "{ name }-{ target }/{ bin }{ binary-ext }")
        };
        assert_eq!(setting("pkg-fmt"), format, "{target}");
        assert_eq!(setting("bin-dir"), place, "{target}");
    }
}

#[test]
fn the_image_contains_the_binary_of_a_release() {
    let image = read("Containerfile");
    assert!(parsed("Cargo.toml")["profile"].get("dist").is_some());
    let package = cli()["package"]["name"].as_str().unwrap().to_owned();
    let build = format!("cargo build --locked --profile dist --package {package}\n");
    assert!(image.contains(&build), "{image}");
    let binary = cli()["bin"][0]["name"].as_str().unwrap().to_owned();
    assert!(
        image.contains(&format!(" target/dist/{binary} ")),
        "{image}"
    );
    assert!(image.contains("\nFROM scratch\n"), "{image}");
}

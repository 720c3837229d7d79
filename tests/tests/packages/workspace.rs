//! What Cargo says about the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Runs Cargo in the workspace and returns what it prints. Cargo may download: a build does not bring the
/// dependencies of other platforms and of features that are off.
pub(crate) fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--locked")
        .current_dir(workspace())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

pub(crate) fn metadata(arguments: &[&str]) -> Value {
    let arguments = [&["metadata", "--format-version", "1"], arguments].concat();
    serde_json::from_str(&cargo(&arguments)).unwrap()
}

pub(crate) fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().unwrap()
}

/// A package with `publish = false` may be published to no registry, which is an empty list.
pub(crate) fn is_published(package: &Value) -> bool {
    package["publish"].is_null()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

//! The lists of what programs can name in the hand-written crates.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::{copy, edit, text, workspace};

/// A copy of what `generate` reads and writes, for tests that edit sources.
struct Copy(tempfile::TempDir);

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&workspace().join("spec"), &folder.path().join("spec"));
        for name in [
            "helpscout-description/src",
            "helpscout-reports/src",
            "helpscout-runtime/src",
            "helpscout-sandbox/src",
            "helpscout-codegen/openapi",
        ] {
            let name = format!("crates/{name}");
            copy(&workspace().join(&name), &folder.path().join(&name));
        }
        Self(folder)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn generate(&self, more: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("generate")
            .args(more)
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let told = text(&output.stdout) + &text(&output.stderr);
        (output.status.code(), told.replace('\\', "/"))
    }
}

#[test]
fn the_lists_name_what_programs_use() {
    let folder = workspace().join("crates/helpscout-runtime");
    let runtime = fs::read_to_string(folder.join("public-api.txt")).unwrap();
    for item in [
        "pub async fn Client::send<Q: Endpoint>(&self, query: &Q) -> ",
        // A macro of the crate defines this one.
        "pub async fn Rows<Q>::next(&mut self) -> ",
        "#[cfg(feature = \"blocking\")] pub struct blocking::Client { .. }",
        "#[non_exhaustive] pub enum ErrorKind",
        "impl Error for Error",
    ] {
        let has_it = runtime.lines().any(|line| line.starts_with(item));
        assert!(has_it, "{item}");
    }
}

#[test]
fn hand_written_items_that_an_edit_takes_from_programs_are_named() {
    let copy = Copy::new();
    assert_eq!(copy.generate(&[]).0, Some(0));
    let client = copy.path("crates/helpscout-runtime/src/client.rs");
    edit(
        &client,
        "pub fn secrets(&self)",
        "pub(crate) fn secrets(&self)",
    );
    let (code, told) = copy.generate(&["--check"]);
    assert_eq!(code, Some(1));
    let removed = "\n-pub fn Client::secrets(&self) -> &Secrets\n";
    assert!(told.contains(removed), "{told}");
    let lost = "Removed or changed:\n  pub fn Client::secrets(&self) -> &Secrets\n";
    assert!(told.contains(lost), "{told}");
    let (code, told) = copy.generate(&[]);
    assert_eq!(code, Some(0));
    assert!(
        told.contains("updated crates/helpscout-runtime/public-api.txt\n"),
        "{told}"
    );
    assert!(told.ends_with(lost), "{told}");
    assert_eq!(copy.generate(&["--check"]), (Some(0), String::new()));
}

#[test]
fn everything_else_is_generated_while_a_source_is_not_rust() {
    let copy = Copy::new();
    let client = copy.path("crates/helpscout-runtime/src/client.rs");
    edit(&client, "impl Client {", "impl Client {{");
    let ids = copy.path("crates/helpscout-reports/src/generated/ids.rs");
    fs::remove_file(&ids).unwrap();
    let (code, told) = copy.generate(&[]);
    assert_eq!(code, Some(1));
    assert!(ids.exists(), "{told}");
    let expected = "error: can't list the public items of helpscout-runtime: \
                    crates/helpscout-runtime/src/client.rs is not Rust: ";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn a_macro_that_cannot_be_expanded_is_named_instead_of_leaving_out_its_items() {
    let copy = Copy::new();
    let units = copy.path("crates/helpscout-runtime/src/units.rs");
    edit(&units, "\nunit!(Minutes,", "\nunit!(3,");
    let text = fs::read_to_string(&units).unwrap();
    let line = text
        .lines()
        .take_while(|line| *line != "unit!(3, of_minutes);");
    let (code, told) = copy.generate(&["--check"]);
    assert_eq!(code, Some(1));
    let expected = format!(
        "error: can't list the public items of helpscout-runtime: \
         crates/helpscout-runtime/src/units.rs:{}: the macro `unit!` can't be expanded: the call \
         fits none of its rules; ",
        line.count() + 1
    );
    assert!(told.contains(&expected), "{told}");
}

//! The text of `--help` for an operation.
//!
//! The command line is part of `helpscout-cli`, which depends on the generated client. Without the
//! feature `preview`, this program doesn't link it, so that generating works while the generated
//! client does not compile.

use std::path::Path;

use helpscout_description::{Api, Operation};

use super::section::Section;
use crate::error::Error;

/// Returns the help text of the operation.
#[cfg(feature = "preview")]
pub(crate) fn help(api: &Api, operation: &Operation, _: &Path) -> Result<Section, Error> {
    use helpscout_cli::describe::Descriptions;

    let client = helpscout_codegen::client(api);
    let json = client.get("operations.json").unwrap_or_default().to_owned();
    let descriptions = Descriptions::parse(json.leak()).map_err(Error::new)?;
    let help = helpscout_cli::help(Box::leak(Box::new(descriptions)), &operation.id);
    let (heading, text) =
        help.ok_or_else(|| Error::new(format!("{} has no help", operation.id)))?;
    Ok(Section { heading, text })
}

/// Returns the help text of the operation, as this program prints it when it is built with the
/// feature `preview`.
#[cfg(not(feature = "preview"))]
pub(crate) fn help(_: &Api, operation: &Operation, spec: &Path) -> Result<Section, Error> {
    use std::process::{Command, Stdio};

    use crate::workspace;

    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--package", "xtask"])
        .args(["--no-default-features", "--features", "preview"])
        .arg("--manifest-path")
        .arg(workspace::root().join("Cargo.toml"))
        .args(["--", "preview", &operation.file, "--only", "help", "--spec"])
        .arg(spec)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Error::new(format!("can't run cargo: {error}")))?;
    if !output.status.success() {
        return Err(
            Error::new("the command line can't be built, so there is no help to show")
                .at(&operation.file),
        );
    }
    // The heading, a rule, an empty line, and the text.
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    let (heading, rest) = page.split_once('\n').unwrap_or_default();
    let (_, text) = rest.split_once("\n\n").unwrap_or_default();
    Ok(Section {
        heading: heading.to_owned(),
        text: text.to_owned(),
    })
}

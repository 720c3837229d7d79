//! `cargo xtask openapi`.

use std::path::PathBuf;

use crate::artifact::{self, Artifact, Mode};
use crate::error::Error;
use crate::spec;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; print what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// Write nothing; print the document
    #[arg(long, conflicts_with_all = ["check", "out"])]
    print: bool,
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Write openapi.json to this folder [default: crates/helpscout-codegen/openapi]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let (spec, out) = (arguments.spec.as_deref(), arguments.out.as_deref());
    let api = spec::api(spec, "no files written")?;
    let mode = match arguments {
        Arguments { print: true, .. } => Mode::Print,
        Arguments { check: true, .. } => Mode::Check,
        _ => Mode::Write,
    };
    let document = Artifact::openapi(&api).moved_to(arguments.out.clone());
    let command = artifact::command("openapi", spec, out);
    artifact::run(&[document], &mode, &command)
}

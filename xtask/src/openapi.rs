//! `cargo xtask openapi`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::artefact::{self, Artefact, Mode};
use crate::{command, spec};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; print what would change and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// Write nothing; print the document
    #[arg(long, conflicts_with_all = ["check", "out"])]
    print: bool,
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Write openapi.json there [default: crates/helpscout-codegen/openapi]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let Some(api) = spec::api(arguments.spec.as_deref()) else {
        return ExitCode::FAILURE;
    };
    let mode = match arguments {
        Arguments { print: true, .. } => Mode::Print,
        Arguments { check: true, .. } => Mode::Check,
        _ => Mode::Write,
    };
    let document = Artefact::openapi(&api).moved_to(arguments.out.clone());
    let command = command(
        "openapi",
        arguments.spec.as_deref(),
        arguments.out.as_deref(),
    );
    artefact::run(&[document], &mode, &command)
}

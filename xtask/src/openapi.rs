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
    /// Write nothing; print the document for this version of OpenAPI, 3.1 if none is given
    #[arg(long, value_name = "VERSION", num_args = 0..=1, default_missing_value = "3.1",
        value_parser = ["3.1", "3.0"], conflicts_with_all = ["check", "out"])]
    print: Option<String>,
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Write openapi.json and openapi-3.0.json to this folder [default: crates/helpscout-codegen/openapi]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let (spec, out) = (arguments.spec.as_deref(), arguments.out.as_deref());
    let api = spec::api(spec, "no files written")?;
    if arguments.print.is_none() && out.is_none() && spec::is_of_another_service(spec, &api) {
        return Err(Error::usage(
            "the documents of this workspace are those of another service than the spec describes",
        )
        .next("give `--out DIR`, or `--print`"));
    }
    let documents = Artifact::openapi(&api).moved_to(arguments.out.clone());
    let mode = match (&arguments.print, arguments.check) {
        (Some(version), _) if version == "3.0" => Mode::Print("openapi-3.0.json"),
        (Some(_), _) => Mode::Print("openapi.json"),
        (None, true) => Mode::Check,
        (None, false) => Mode::Write,
    };
    let command = artifact::command("openapi", spec, out);
    artifact::run(&[documents], &mode, &command)
}

//! `cargo xtask lint`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::{colour, shown, workspace};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The spec folder [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let spec = arguments
        .spec
        .clone()
        .unwrap_or_else(|| workspace().join("spec"));
    let reading = helpscout_spec::read(&spec);
    print!("{}", reading.findings.render(colour(&std::io::stdout())));
    if reading.findings.has_errors() {
        eprintln!("{}: {} to mend", shown(&spec), errors(&reading.findings));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// `1 error`, `2 errors`.
pub(crate) fn errors(findings: &helpscout_spec::Findings) -> String {
    match findings.error_count() {
        1 => "1 error".to_owned(),
        n => format!("{n} errors"),
    }
}

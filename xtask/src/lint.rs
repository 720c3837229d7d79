//! `cargo xtask lint`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use helpscout_spec::Findings;

use crate::spec;
use crate::{colour, counted, print, shown};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people: each finding with its source line
    Text,
    /// For programs: an array of objects
    Json,
    /// For code hosts and editors: SARIF 2.1.0, with paths from the current folder on
    Sarif,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let spec = spec::folder(arguments.spec.as_deref());
    let findings = helpscout_spec::read(&spec).findings;
    print_findings(&findings, arguments.format, &spec);
    if findings.has_errors() {
        eprintln!(
            "{}: {} to mend",
            shown(&spec),
            counted(findings.error_count(), "error")
        );
    }
    if arguments.format == Format::Text && std::io::stderr().is_terminal() {
        eprint!("{}", hint(&findings));
    }
    match findings.has_errors() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

/// Findings about that spec folder, on stdout.
pub(crate) fn print_findings(findings: &Findings, format: Format, spec: &Path) {
    let text = match format {
        Format::Text => findings.render(colour(&std::io::stdout())),
        Format::Json => findings.json(),
        Format::Sarif => {
            let here = std::env::current_dir().unwrap_or_default();
            findings.sarif(spec, &here)
        }
    };
    if let Err(error) = print(&text) {
        eprintln!("error: can't print: {error}");
    }
}

/// The command that says more about the first finding; nothing if there is none.
fn hint(findings: &Findings) -> String {
    match findings.iter().next() {
        Some(finding) => format!("`cargo xtask explain {}` says more\n", finding.code),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::hint;
    use helpscout_spec::{Findings, Sources, read_sources};

    #[test]
    fn the_last_line_names_the_command_that_explains_the_first_finding() {
        let findings = read_sources(&Sources::new()).findings;
        assert_eq!(hint(&findings), "`cargo xtask explain S004` says more\n");
        assert_eq!(hint(&Findings::default()), "");
    }
}

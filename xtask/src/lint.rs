//! `cargo xtask lint`.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use helpscout_spec::Findings;

use crate::error::Error;
use crate::fixes;
use crate::output;
use crate::spec;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The format of the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Change the files where only one thing can be meant, such as a misspelled key. Prints the
    /// changes as a unified diff, to stderr if the format is not text, and then what is left
    #[arg(long)]
    fix: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people: each finding with its source line
    Text,
    /// For programs: an array of objects
    Json,
    /// For code hosts and editors: SARIF 2.1.0, with paths relative to the current folder
    Sarif,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let spec = spec::folder(arguments.spec.as_deref());
    if arguments.fix {
        fix(&spec, arguments.format)?;
    }
    let findings = helpscout_spec::read(&spec).findings;
    print_findings(&findings, arguments.format, &spec)?;
    if arguments.format == Format::Text && io::stderr().is_terminal() {
        output::message(&hint(&findings));
    }
    if findings.has_errors() {
        return Err(spec::has_errors(&spec, &findings));
    }
    Ok(())
}

/// Mends what can be mended, and prints the changes.
fn fix(spec: &Path, format: Format) -> Result<(), Error> {
    let diff = fixes::apply(spec)?;
    if format != Format::Text {
        output::message(&diff);
    } else if !diff.is_empty() {
        output::print(&format!("{diff}\n"))?;
    }
    Ok(())
}

/// Prints findings about a spec folder to stdout.
pub(crate) fn print_findings(
    findings: &Findings,
    format: Format,
    spec: &Path,
) -> Result<(), Error> {
    let text = match format {
        Format::Text => findings.render(helpscout_stdout::is_styled(&io::stdout())),
        Format::Json => findings.json(),
        Format::Sarif => {
            let current = std::env::current_dir().unwrap_or_default();
            findings.sarif(spec, &current)
        }
    };
    output::print(&text)
}

/// Returns a line that names the command which explains the first finding; nothing if there is
/// none.
fn hint(findings: &Findings) -> String {
    match findings.iter().next() {
        Some(finding) => format!(
            "for more about the first finding, run `cargo xtask explain {}`\n",
            finding.code
        ),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use helpscout_spec::{Findings, Sources, read_sources};

    use super::hint;

    #[test]
    fn the_last_line_names_the_command_that_explains_the_first_finding() {
        let findings = read_sources(&Sources::new()).findings;
        let expected = "for more about the first finding, run `cargo xtask explain S004`\n";
        assert_eq!(hint(&findings), expected);
        assert_eq!(hint(&Findings::default()), "");
    }
}

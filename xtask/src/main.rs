//! `cargo xtask`: the commands of whoever edits the spec.

mod artefact;
mod explain;
mod generate;
mod lint;
#[cfg(feature = "live")]
mod live;
mod new_report;
mod openapi;
mod preview;
mod spec;
mod verify;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Works on the spec folder and on what is generated from it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the generated files: the client's modules, the sandbox's description, the OpenAPI
    /// document, the schema.
    Generate(generate::Arguments),
    /// Writes the OpenAPI document, or prints it.
    Openapi(openapi::Arguments),
    /// Prints what is wrong with the spec, and where.
    Lint(lint::Arguments),
    /// Drafts a spec file from a documented page.
    NewReport(new_report::Arguments),
    /// Shows what a spec file will look like to users, and writes nothing.
    Preview(preview::Arguments),
    /// Explains the codes of findings, with examples.
    Explain(explain::Arguments),
    /// Holds kept or live answers of the service against the spec.
    Verify(verify::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::NewReport(arguments) => new_report::run(&arguments),
        Command::Preview(arguments) => preview::run(&arguments),
    }
}

/// The workspace this program was built in.
fn workspace() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_path_buf)
}

/// The command that brings the files up to date.
fn command(name: &str, spec: Option<&Path>, out: Option<&Path>) -> String {
    let option = |name: &str, path: Option<&Path>| {
        path.map(|path| format!(" --{name} {}", path.display()))
            .unwrap_or_default()
    };
    format!(
        "cargo xtask {name}{}{}",
        option("spec", spec),
        option("out", out)
    )
}

/// The path as a person in the current folder would write it.
fn shown(path: &Path) -> String {
    let relative = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    relative.as_deref().unwrap_or(path).display().to_string()
}

/// Colours only where a person looks.
fn colour(stream: &impl std::io::IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Prints what was asked for. Whoever reads may have had enough.
fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Says why it was not done.
fn fail(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::FAILURE
}

/// `1 error`, `2 errors`.
fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// Builds this program with one feature more and runs the same command with that.
#[cfg_attr(feature = "preview", allow(dead_code))]
fn again(feature: &str) -> Result<ExitCode, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = std::process::Command::new(cargo)
        .args(["run", "--quiet", "--package", "xtask"])
        .args(["--no-default-features", "--features", feature])
        .arg("--manifest-path")
        .arg(workspace().join("Cargo.toml"))
        .arg("--")
        .args(std::env::args_os().skip(1))
        .status();
    match status {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            Ok(ExitCode::from(code.unwrap_or(1)))
        }
        Err(error) => Err(format!("cargo can't be run: {error}")),
    }
}

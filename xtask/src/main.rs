//! `cargo xtask`: the commands for editing the spec.

mod artifact;
mod credentials;
mod error;
mod explain;
mod fixes;
mod generate;
mod lint;
mod new_report;
mod openapi;
mod output;
mod preview;
mod public_items;
mod service;
mod spec;
mod verify;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use error::Error;

/// Work on the spec folder and on the files generated from it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the generated files: the client's modules, the description as JSON, the OpenAPI
    /// document, the schema, and the lists of public items
    Generate(generate::Arguments),
    /// Write the OpenAPI document, or print it
    Openapi(openapi::Arguments),
    /// Check the spec and print every finding with its place
    Lint(lint::Arguments),
    /// Draft a spec file from a documented page
    NewReport(new_report::Arguments),
    /// Show what users will see of a spec file; write nothing
    Preview(preview::Arguments),
    /// Explain the codes of findings, with examples
    Explain(explain::Arguments),
    /// Compare answers of the service, saved or live, with the spec
    Verify(verify::Arguments),
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => return end_of_parsing(&message),
    };
    ended(run(arguments.command))
}

fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::NewReport(arguments) => new_report::run(&arguments),
        Command::Preview(arguments) => preview::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
    }
}

/// Prints the help, the version or a mistake in the arguments.
fn end_of_parsing(message: &clap::Error) -> ExitCode {
    let code = u8::try_from(message.exit_code()).unwrap_or(1);
    match output::parser_message(message) {
        Ok(()) => ExitCode::from(code),
        failed => ended(failed),
    }
}

fn ended(done: Result<(), Error>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            error.exit_code()
        }
    }
}

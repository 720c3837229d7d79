//! Help Scout reports on the command line.
//!
//! In: a command line, and credentials from the environment. Out: rows on stdout or in a file,
//! all of them or none; everything else on stderr.
//!
//! `command_line` puts the program together from its commands, each in the module of its name
//! (`list` is `report` for another group of operations). Below the commands are the `options` they
//! share, the `request` and `fetch` steps, and `deliver`, which writes the result with one of the
//! writers in `format`.
//!
//! The program `helpscout` is [`main`]. [`help`] is for tools that show the help of an operation
//! before the client for it is generated.

mod command_line;
mod connect;
mod deliver;
mod epilogue;
mod fetch;
mod format;
mod history;
mod interrupt;
mod message;
mod names;
mod notes;
mod options;
mod output;
mod parameters;
mod progress;
mod report;
mod request;
mod sandbox;
mod value;

use std::process::ExitCode;

use clap::ArgMatches;
use helpscout_description::{Api, Group};
use helpscout_reports::describe;

use crate::message::Failure;

/// Runs the program `helpscout` with the arguments and the environment of this process.
pub fn main() -> ExitCode {
    let matches = command_line::command(describe::api()).get_matches();
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.print(),
    }
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("history", matches)) => history::run(matches),
        Some(("sandbox", matches)) => sandbox::run(matches),
        Some(("list", matches)) => report::run(Group::Lookups, matches),
        Some((_, matches)) => report::run(Group::Reports, matches),
        None => Err(Failure::usage("no command was given")
            .help("run helpscout --help to list the commands")),
    }
}

/// Returns the command line that shows the help of an operation, and the help itself.
///
/// Returns `None` if the description has no operation with this id.
///
/// # Examples
/// ```
/// let help = helpscout_cli::help(helpscout_description::embedded(), "user_replies");
/// let (command, text) = help.ok_or("no such operation")?;
/// assert_eq!(command, "helpscout report user-replies --help");
/// assert!(text.contains("--view-by"));
/// # Ok::<(), &str>(())
/// ```
pub fn help(api: &Api, operation_id: &str) -> Option<(String, String)> {
    let words = names::words(api, operation_id)?;
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    // clap reports a request for help as an error whose text is the help.
    let parsed = command_line::command(api).try_get_matches_from(&words);
    let text = parsed.err()?.render().to_string();
    Some((words.join(" "), text))
}

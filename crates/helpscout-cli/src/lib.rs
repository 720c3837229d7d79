//! Help Scout's reports on the command line.
//!
//! In: a command line and credentials from the environment. Out: rows on stdout or in a file, all
//! of them or none; everything else on stderr. Options are in `arguments`, what a command does
//! is in the module of its name (`list` is a `report` of another group), how results are written
//! is in `format`.
//!
//! The program `helpscout` is [`main`]; [`help`] is for tools that show what it will say of an
//! operation which is not generated yet.

mod arguments;
mod connect;
mod deliver;
mod fetch;
mod format;
mod history;
mod interrupt;
mod message;
mod names;
mod output;
mod parameters;
mod progress;
mod report;
mod sandbox;
mod value;

use std::process::ExitCode;

use clap::ArgMatches;
use helpscout_reports::describe::{Descriptions, Group};

pub use helpscout_reports::describe;

use crate::message::Failure;

/// The program `helpscout`: its arguments and environment are those of the process.
pub fn main() -> ExitCode {
    let matches = arguments::command(describe::descriptions()).get_matches();
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
        None => Err(Failure::usage("no command was given").help("helpscout --help lists them")),
    }
}

/// How one operation of the given descriptions is called, and what `--help` says about it then.
/// None if there is no such operation.
///
/// # Examples
/// ```
/// use helpscout_cli::{describe, help};
///
/// let help = help(describe::descriptions(), "user_replies");
/// let (command, text) = help.ok_or("no such operation")?;
/// assert_eq!(command, "helpscout report user-replies --help");
/// assert!(text.contains("--view-by"));
/// # Ok::<(), &str>(())
/// ```
pub fn help(descriptions: &'static Descriptions, operation: &str) -> Option<(String, String)> {
    let words = arguments::words(descriptions, operation)?;
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    // Asked for its help, the parser answers with an error that is the text.
    let parsed = arguments::command(descriptions).try_get_matches_from(&words);
    let text = parsed.err()?.render().to_string();
    Some((words.join(" "), text))
}

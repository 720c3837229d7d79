//! Help Scout's reports on the command line.
//!
//! In: a command line and credentials from the environment. Out: rows on stdout or in a file, all
//! of them or none; everything else on stderr. Options are in `arguments`, what a command does
//! is in the module of its name (`list` is a `report` of another group), how results are written
//! is in `format`.

mod arguments;
mod connect;
mod deliver;
mod fetch;
mod format;
mod history;
mod interrupt;
mod message;
mod output;
mod parameters;
mod progress;
mod report;
mod sandbox;
mod value;

use std::process::ExitCode;

use clap::ArgMatches;
use helpscout_reports::describe::Group;

use crate::message::Failure;

fn main() -> ExitCode {
    let matches = arguments::command().get_matches();
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

//! Help Scout reports on the command line.
//!
//! In: a command line, and credentials from the environment. Out: rows on stdout or in a file,
//! all of them or none; everything else on stderr.
//!
//! The commands `report` and `list` come from `helpscout-command`, which makes them from the
//! description of the API. `command_line` adds the program's own commands, each in the module of its
//! name; `report` runs both `report` and `list`. Below the commands are the `request` and `fetch`
//! steps, and `deliver`, which writes pages as they come with one of the writers in `format`.
//!
//! The program `helpscout` is [`main`].

mod command_line;
mod connect;
mod deliver;
mod destination;
mod fetch;
mod format;
mod history;
mod interrupt;
mod message;
mod notes;
mod output;
mod progress;
mod report;
mod request;
mod sandbox;
mod spool;

use std::process::ExitCode;

use clap::ArgMatches;
use helpscout_description::Group;

use crate::message::Failure;

/// Runs the program `helpscout` with the arguments and the environment of this process.
pub fn main() -> ExitCode {
    let matches = command_line::command().get_matches();
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

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

mod chosen_format;
mod command_line;
mod connect;
mod day_series;
mod deliver;
mod destination;
mod evidence;
mod exit;
mod fetch;
mod format;
mod history;
mod interrupt;
mod message;
mod misuse;
mod notes;
mod output;
mod progress;
mod report;
mod request;
mod sandbox;
mod select;
mod spool;
mod suggestions;
mod unknown_ids;
mod waiting;
mod waits;
mod who;

use std::process::ExitCode;

use clap::ArgMatches;
use helpscout_command::{ErrorFormat, chosen};
use helpscout_description::Group;
use helpscout_reports::{ConversationsDrilldown, Endpoint, UserConversationHistory, describe};

use crate::message::Failure;

/// Runs the program `helpscout` with the arguments and the environment of this process.
pub fn main() -> ExitCode {
    message::hide_secrets(&connect::secrets_of_environment());
    let matches = match command_line::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            message::use_format(ErrorFormat::of_arguments(std::env::args_os()));
            let mut program = command_line::command();
            program.build();
            let typed = std::env::args_os();
            return misuse::answer(&suggestions::improved(error, &program, typed));
        }
    };
    message::use_format(error_format(&matches));
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.of(operation(&matches)).print(),
    }
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("history", matches)) => history::run(matches),
        Some(("sandbox", matches)) => sandbox::run(matches),
        Some(("waiting", matches)) => waiting::run(matches),
        Some(("list", matches)) => report::run(Group::Lookups, matches),
        Some((_, matches)) => report::run(Group::Reports, matches),
        None => Err(Failure::usage("no command was given")
            .help("run helpscout --help to list the commands")),
    }
}

/// Returns how to write errors. The innermost command has the options of all.
fn error_format(matches: &ArgMatches) -> ErrorFormat {
    let mut innermost = matches;
    while let Some((_, inner)) = innermost.subcommand() {
        innermost = inner;
    }
    let format = innermost.get_one::<ErrorFormat>("errors");
    format.copied().unwrap_or_default()
}

/// Returns the ID of the operation that the command is about.
fn operation(matches: &ArgMatches) -> Option<&'static str> {
    let group = match matches.subcommand()? {
        ("history", _) => return Some(UserConversationHistory::OPERATION.id),
        ("waiting", _) => return Some(ConversationsDrilldown::OPERATION.id),
        ("list", matches) => (Group::Lookups, matches),
        ("report", matches) => (Group::Reports, matches),
        _ => return None,
    };
    let (operation, _) = chosen(describe::api(), group.0, group.1)?;
    Some(&operation.id)
}

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

mod about;
mod account;
mod chosen_format;
mod command_line;
mod comparison;
mod completions;
mod connect;
mod credentials;
mod day_series;
mod deliver;
mod describe;
mod destination;
mod doctor;
mod dry_run;
mod evidence;
mod examples;
mod exit;
mod explain;
mod fetch;
mod format;
mod history;
mod interrupt;
mod login;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod message;
mod misuse;
mod notes;
mod output;
mod profile;
mod progress;
mod pull;
mod redact;
mod remembered;
mod report;
mod request;
mod run;
mod sandbox;
mod sandbox_thread;
mod select;
mod skill;
mod span;
mod spool;
mod suggestions;
mod trace;
mod unknown_ids;
mod waiting;
mod waits;
mod when;
mod who;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgMatches;
use helpscout_command::{ErrorFormat, chosen};
use helpscout_description::Group;
use helpscout_reports::describe::api;
use helpscout_reports::{ConversationsDrilldown, Endpoint, UserConversationHistory};

use crate::message::Failure;
use crate::run::Program;

/// Runs the program `helpscout` with the arguments and the environment of this process.
pub fn main() -> ExitCode {
    message::hide_secrets(&connect::secrets_of_environment());
    if let Some(code) = completions::answer(command_line::command) {
        return code;
    }
    let typed: Vec<OsString> = std::env::args_os().collect();
    let matches = match command_line::command_for(&typed).try_get_matches_from(&typed) {
        Ok(matches) => matches,
        Err(error) => {
            message::use_format(ErrorFormat::of_arguments(std::env::args_os()));
            if !suggestions::could_improve(&error) {
                return misuse::answer(&error);
            }
            let mut program = command_line::command();
            program.build();
            let typed = std::env::args_os();
            return misuse::answer(&suggestions::improved(error, &program, typed));
        }
    };
    if let Some(("run", matches)) = matches.subcommand() {
        // Options after the names are not parsed yet.
        message::use_format(ErrorFormat::of_arguments(std::env::args_os()));
        return match run::run(matches, &PROGRAM) {
            Ok(None) => ExitCode::SUCCESS,
            Ok(Some(exit)) => ExitCode::from(exit.code()),
            Err(failure) => failure.print(),
        };
    }
    message::use_format(error_format(&matches));
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.of(operation(&matches)).print(),
    }
}

/// What the reports of a file are run with.
const PROGRAM: Program = Program {
    command: command_line::command,
    check,
    files,
    run,
    print: |failure, matches| {
        failure.of(operation(matches)).print();
    },
};

/// Checks a command line, as far as nothing needs to be sent.
fn check(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("history", matches)) => history::check(matches),
        Some(("list", matches)) => report::check(Group::Lookups, matches),
        Some(("report", matches)) => report::check(Group::Reports, matches),
        Some(("pull", matches)) => pull::check(matches),
        Some(("waiting", matches)) => waiting::check(matches),
        _ => Ok(()),
    }
}

/// Returns the files that a command line would write, without links, and opens none.
fn files(matches: &ArgMatches) -> Result<BTreeSet<PathBuf>, Failure> {
    match matches.subcommand() {
        Some(("history", matches)) => history::files(matches),
        Some(("list", matches)) => report::files(Group::Lookups, matches),
        Some(("report", matches)) => report::files(Group::Reports, matches),
        Some(("waiting", matches)) => waiting::files(matches),
        _ => Ok(BTreeSet::new()),
    }
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    if innermost(matches).get_flag("verbose") {
        trace::start();
    }
    run_command(matches)?;
    let redaction = redact::current().filter(|_| !is_quiet(matches));
    if let Some(text) = redaction.and_then(|redaction| redaction.note()) {
        message::note(text);
    }
    Ok(())
}

fn run_command(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("completions", matches)) => completions::run(matches),
        Some(("describe", matches)) => describe::run(matches),
        Some(("doctor", matches)) => doctor::run(matches),
        Some(("explain", matches)) => explain::run(matches),
        Some(("history", matches)) => history::run(matches),
        Some(("pull", matches)) => pull::run(matches),
        Some(("login", matches)) => login::login(matches),
        Some(("logout", matches)) => login::logout(matches),
        Some(("man", matches)) => man::run(matches, command_line::command()),
        #[cfg(feature = "mcp")]
        Some(("mcp", matches)) => mcp::run(matches),
        Some(("sandbox", matches)) => sandbox::run(matches),
        Some(("skill", _)) => skill::run(),
        Some(("waiting", matches)) => waiting::run(matches),
        Some(("list", matches)) => report::run(Group::Lookups, matches),
        Some((_, matches)) => report::run(Group::Reports, matches),
        None => Err(Failure::usage("no command was given")
            .help("run helpscout --help to list the commands")),
    }
}

/// Returns how to write errors.
fn error_format(matches: &ArgMatches) -> ErrorFormat {
    let format = innermost(matches).get_one::<ErrorFormat>("errors");
    format.copied().unwrap_or_default()
}

fn is_quiet(matches: &ArgMatches) -> bool {
    innermost(matches).get_flag("quiet")
}

/// Returns the arguments of the innermost command, which has the options of all.
fn innermost(matches: &ArgMatches) -> &ArgMatches {
    let mut innermost = matches;
    while let Some((_, inner)) = innermost.subcommand() {
        innermost = inner;
    }
    innermost
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
    let (operation, _) = chosen(api(), group.0, group.1)?;
    Some(&operation.id)
}

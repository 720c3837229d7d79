//! The command line. Reports and their options come from the client's descriptions.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use helpscout_reports::describe::{self, Description, Descriptions, Group};
use std::fmt::Write;

use crate::format::Format;
use crate::names::{self, command_of};
use crate::{history, parameters, sandbox};

const CREDENTIALS: &str = "\
Credentials come from the environment, never from an argument:
  HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET   an OAuth2 application's id and secret
  HELPSCOUT_ACCESS_TOKEN                      a token got elsewhere; preferred if both are set

Exit codes: 0 done, 1 the report could not be had whole, 2 wrong usage.";

/// The whole command line, with these operations.
pub(crate) fn command(descriptions: &'static Descriptions) -> Command {
    Command::new("helpscout")
        .about("Help Scout's reports: as a table, CSV or JSON")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(CREDENTIALS)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(connection_options())
        .arg(
            Arg::new("quiet")
                .long("quiet")
                .short('q')
                .action(ArgAction::SetTrue)
                .global(true)
                .help("Say nothing on stderr but errors, and what CSV leaves out"),
        )
        .subcommand(group_command(descriptions, Group::Reports))
        .subcommand(group_command(descriptions, Group::Lookups))
        .subcommand(history::command())
        .subcommand(sandbox::command())
}

/// What to talk to.
pub(crate) fn connection_options() -> [Arg; 3] {
    [
        Arg::new("base-url")
            .long("base-url")
            .value_name("URL")
            .env("HELPSCOUT_BASE_URL")
            .hide_env_values(true)
            .global(true)
            .help_heading("Connection")
            .help("Where the service answers, without /v2; the live service if it is left out"),
        Arg::new("sandbox")
            .long("sandbox")
            .action(ArgAction::SetTrue)
            .global(true)
            .help_heading("Connection")
            .help("Ask a sandbox inside this process; the environment's credentials are not used"),
        Arg::new("attempts")
            .long("attempts")
            .value_name("NUMBER")
            .value_parser(value_parser!(u32).range(1..=100))
            .default_value("8")
            .global(true)
            .help_heading("Connection")
            .help("How often a call that fails is made before the report is given up"),
    ]
}

fn group_command(descriptions: &'static Descriptions, group: Group) -> Command {
    let (about, value_name, heading) = match group {
        Group::Lookups => (
            "Users, teams, mailboxes, folders, tags: what reports speak of by their ids",
            "NAME",
            "What can be listed",
        ),
        _ => (
            "One of the documented reports, rows as the service gives them",
            "REPORT",
            "Reports",
        ),
    };
    Command::new(command_of(group))
        .about(about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_value_name(value_name)
        .subcommand_help_heading(heading)
        .subcommands(
            names::operations(descriptions, group)
                .into_iter()
                .map(|(name, description)| operation_command(name, description)),
        )
}

fn operation_command(name: String, description: &'static Description) -> Command {
    let command = format!("{} {name}", command_of(description.group));
    Command::new(name)
        .about(&*description.summary)
        .after_long_help(epilogue(description, &command))
        .args(parameters::options(description))
        .args(result_options())
}

/// The words that call an operation, the program's own name first.
pub(crate) fn words(descriptions: &Descriptions, operation: &str) -> Option<[String; 3]> {
    let mut groups = [Group::Reports, Group::Lookups].into_iter();
    groups.find_map(|group| {
        let mut named = names::operations(descriptions, group).into_iter();
        let (name, _) = named.find(|(_, one)| one.id == operation)?;
        Some(["helpscout".to_owned(), command_of(group).to_owned(), name])
    })
}

/// Where the result goes, and how it is written.
pub(crate) fn result_options() -> [Arg; 2] {
    [
        Arg::new("format")
            .long("format")
            .short('f')
            .value_name("FORMAT")
            .value_parser(value_parser!(Format))
            .ignore_case(true)
            .help_heading("Result")
            .help("How the report is written")
            .long_help(
                "How the report is written. If it is left out, the name of the output file \
                 decides (.csv, .json, .ndjson, .jsonl, .txt for a table); else it is a table on \
                 a terminal, without colours if NO_COLOR is set, and ndjson in a file or a pipe.",
            ),
        Arg::new("output")
            .long("output")
            .short('o')
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help_heading("Result")
            .help("Write to this file, whole or not at all; - is stdout")
            .long_help(
                "Write to this file, whole or not at all: a file that exists stays as it is \
                 until the report is complete. - is stdout, where nothing is printed either \
                 before the report is complete.",
            ),
    ]
}

/// What stands below the options: an example, what the page leaves open, and where it is.
pub(crate) fn epilogue(description: &Description, command: &str) -> String {
    let mut text = format!("Example:\n  {}\n", example(description, command));
    if !description.plans.is_empty() {
        let _ = writeln!(
            text,
            "\nOnly for accounts on a plan with reports: {}.",
            description.plans.join(", ")
        );
    }
    if !description.notes.is_empty() {
        text.push_str("\nGood to know:\n");
    }
    for note in &description.notes {
        let _ = writeln!(text, "  - {}", note.replace('`', ""));
    }
    let _ = write!(text, "\nDocumented at {}", description.docs);
    text
}

/// A command with every required option.
fn example(description: &Description, command: &str) -> String {
    let required = names::options(description).filter(|(parameter, _)| parameter.required);
    required.fold(
        format!("helpscout {command}"),
        |text, (parameter, option)| {
            let value = parameter.example.join(",");
            format!("{text} \\\n      --{option} {value}")
        },
    )
}

/// The operation that was chosen, and what was said about it.
pub(crate) fn chosen(
    group: Group,
    matches: &ArgMatches,
) -> Option<(&'static Description, &ArgMatches)> {
    let (typed, matches) = matches.subcommand()?;
    let mut named = names::operations(describe::descriptions(), group).into_iter();
    let (_, description) = named.find(|(name, _)| name == typed)?;
    Some((description, matches))
}

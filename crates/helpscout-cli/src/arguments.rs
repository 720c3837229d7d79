//! The command line. Reports and their options come from the client's descriptions.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use heck::ToKebabCase;
use helpscout_reports::describe::{self, Description, Descriptions, Group};
use std::fmt::Write;

use crate::format::Format;
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
                .help("Say nothing on stderr but errors"),
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

/// The command that has the operations of a group below it.
pub(crate) fn command_of(group: Group) -> &'static str {
    match group {
        Group::Lookups => "list",
        _ => "report",
    }
}

fn group_command(descriptions: &'static Descriptions, group: Group) -> Command {
    let (about, value_name, heading) = match group {
        Group::Lookups => (
            "Users, teams, mailboxes, tags: what reports speak of by their ids",
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
            operations(descriptions, group)
                .into_iter()
                .map(operation_command),
        )
}

/// Those of one family side by side, as their paths have them.
fn operations(descriptions: &Descriptions, group: Group) -> Vec<&Description> {
    let all = descriptions.operations().iter();
    let mut of_group: Vec<_> = all.filter(|one| one.group == group).collect();
    of_group.sort_by_key(|one| one.path);
    of_group
}

fn operation_command(description: &'static Description) -> Command {
    let command = format!("{} {}", command_of(description.group), name(description));
    Command::new(name(description))
        .about(&*description.summary)
        .after_long_help(epilogue(description, &command))
        .args(parameters::options(description))
        .args(result_options())
}

/// What it is called on the command line: `list_users` is `users`, as it stands below `list`.
fn name(description: &Description) -> String {
    let id = description.id;
    let without_verb = match description.group {
        Group::Lookups => id.strip_prefix("list_").or_else(|| id.strip_prefix("get_")),
        _ => None,
    };
    without_verb.unwrap_or(id).to_kebab_case()
}

/// The words that call an operation, the program's own name first.
pub(crate) fn words(descriptions: &Descriptions, operation: &str) -> Option<[String; 3]> {
    let mut all = descriptions.operations().iter();
    let description = all.find(|one| one.id == operation)?;
    let group = command_of(description.group);
    Some(["helpscout".to_owned(), group.to_owned(), name(description)])
}

/// Where the result goes, and how it is written.
pub(crate) fn result_options() -> [Arg; 2] {
    [
        Arg::new("format")
            .long("format")
            .short('f')
            .value_name("FORMAT")
            .value_parser(value_parser!(Format))
            .help_heading("Result")
            .help("How the report is written")
            .long_help(
                "How the report is written. If it is left out, the name of the output file \
                 decides (.csv, .json, .ndjson, .jsonl, .txt for a table); else it is a table on \
                 a terminal, and ndjson where stdout is a pipe or a file.",
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
    let required = description
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    required.fold(format!("helpscout {command}"), |text, parameter| {
        let value = parameter.example.join(",");
        format!(
            "{text} \\\n      {} {value}",
            parameters::flag(parameter.name)
        )
    })
}

/// The operation that was chosen, and what was said about it.
pub(crate) fn chosen(
    group: Group,
    matches: &ArgMatches,
) -> Option<(&'static Description, &ArgMatches)> {
    let (typed, matches) = matches.subcommand()?;
    let mut operations = operations(describe::descriptions(), group).into_iter();
    let description = operations.find(|description| name(description) == typed)?;
    Some((description, matches))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn options_of_reports_and_our_own_do_not_collide() {
        command(describe::descriptions()).debug_assert();
    }

    #[test]
    fn a_look_up_is_called_by_what_it_lists_and_a_report_by_its_id() {
        let called = |id: &str, group: &str| {
            let json = format!(
                r#"{{"id": "{id}", "group": "{group}", "path": "/v2/x", "docs": "", "summary": "",
                     "notes": [], "plans": [], "parameters": [], "response": "X"}}"#
            );
            let description: Description = serde_json::from_str(json.leak()).unwrap();
            name(&description)
        };
        assert_eq!(called("list_team_members", "lookups"), "team-members");
        assert_eq!(called("get_me", "lookups"), "me");
        assert_eq!(called("list_things", "reports"), "list-things");
        assert_eq!(called("company", "reports"), "company");
    }
}

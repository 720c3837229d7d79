//! Which options take names and words, and of what.

use std::ffi::OsStr;

use clap::Command;
use clap_complete::ArgValueCompleter;
use helpscout_command::names::{command_of, operations, options};
use helpscout_command::{List, Lookup};
use helpscout_description::{Group, Operation};
use helpscout_reports::{ConversationsDrilldown, Endpoint, UserConversationHistory, describe};

use super::names::{Wanted, candidates};
use super::typed;
use super::words::{self, Rows};

/// Returns the program with the names that its options take. Where the options of a report of a file
/// are typed, `run` has them.
pub(super) fn with_values(create: fn() -> Command) -> Command {
    let program = with_names(create);
    let leaf = typed::named(&program).and_then(|named| {
        let mut words = named.command.iter();
        words.try_fold(&program, |command, word| command.find_subcommand(word))
    });
    let Some(leaf) = leaf.cloned() else {
        return program;
    };
    program.mut_subcommand("run", |_| leaf.name("run"))
}

fn with_names(create: fn() -> Command) -> Command {
    let program = with_words(create());
    let program = [Group::Reports, Group::Lookups]
        .into_iter()
        .fold(program, |program, group| {
            program.mut_subcommand(command_of(group), |command| {
                of_group(command, group, create)
            })
        });
    let own = [
        ("history", UserConversationHistory::OPERATION.id),
        ("waiting", ConversationsDrilldown::OPERATION.id),
    ];
    let program =
        own.into_iter().fold(program, |program, (name, operation)| {
            match describe::api().operation(operation) {
                Some(operation) => program.mut_subcommand(name, |command| {
                    let rows = if name == "waiting" {
                        Rows::Waiting
                    } else {
                        Rows::History
                    };
                    with_columns(of_operation(command, operation), rows, create)
                }),
                None => program,
            }
        });
    let reports = operations(describe::api(), Group::Reports).into_iter();
    let reports = reports.map(|(_, report)| report);
    let program = program.mut_subcommand("pull", |pull| reports.fold(pull, of_operation));
    let Some(users) = Lookup::of(describe::api(), "UserId") else {
        return program;
    };
    let program = program.mut_subcommand("pull", |pull| {
        pull.mut_arg("users", |user| {
            user.add(completer(users.list, Wanted::Several))
        })
        .mut_arg("team", |team| team.add(completer(users.list, Wanted::Team)))
    });
    program.mut_subcommand("history", |history| {
        // Several users may be named, although the report takes one.
        history
            .mut_arg("--user", |user| {
                user.add(completer(users.list, Wanted::Several))
            })
            .mut_arg("team", |team| team.add(completer(users.list, Wanted::Team)))
    })
}

/// Returns the program with the words that are the same for every account.
fn with_words(program: Command) -> Command {
    let program = program.mut_args(|arg| match arg.get_id().as_str() {
        "period" => arg.add(words::periods()),
        "compare" => arg.add(words::compared()),
        "zone" => arg.add(words::zones()),
        _ => arg,
    });
    let program = program.mut_subcommands(with_words);
    match program.get_name() {
        "run" => program.mut_arg("names", |names| names.add(words::reports_of_file())),
        "describe" => program.mut_arg("report", |report| report.add(words::reports())),
        "explain" => program.mut_arg("name", |name| name.add(words::explained())),
        _ => program,
    }
}

/// Returns a command with the columns of its rows.
fn with_columns(command: Command, rows: Rows, create: fn() -> Command) -> Command {
    command.mut_args(|arg| match arg.get_id().as_str() {
        "columns" | "sort" => arg.add(words::columns(rows, create, "")),
        "where" => arg.add(words::columns(rows, create, "=")),
        _ => arg,
    })
}

fn of_group(command: Command, group: Group, create: fn() -> Command) -> Command {
    let named = operations(describe::api(), group).into_iter();
    named.fold(command, |command, (name, operation)| {
        command.mut_subcommand(name, |command| {
            let command = of_operation(command, operation);
            with_columns(command, Rows::Of(operation), create)
        })
    })
}

fn of_operation(command: Command, operation: &'static Operation) -> Command {
    options(operation).fold(command, |command, (parameter, option)| {
        let id = format!("--{option}");
        let has_option = command
            .get_arguments()
            .any(|arg| arg.get_id() == id.as_str());
        let lookup = Lookup::of_parameter(describe::api(), parameter);
        match lookup.filter(|lookup| has_option && lookup.parent.is_none()) {
            Some(lookup) => {
                let wanted = if parameter.list.is_some() {
                    Wanted::Several
                } else {
                    Wanted::One
                };
                command.mut_arg(id, |arg| arg.add(completer(lookup.list, wanted)))
            }
            None => command,
        }
    })
}

fn completer(list: List<'static>, wanted: Wanted) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        typed
            .to_str()
            .map(|typed| candidates(&list, wanted, typed))
            .unwrap_or_default()
    })
}

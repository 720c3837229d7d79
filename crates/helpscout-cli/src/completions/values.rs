//! Which options take names, and of what.

use std::ffi::OsStr;

use clap::Command;
use clap_complete::ArgValueCompleter;
use helpscout_command::names::{command_of, operations, options};
use helpscout_command::{List, Lookup};
use helpscout_description::{Group, Operation};
use helpscout_reports::{ConversationsDrilldown, Endpoint, UserConversationHistory, describe};

use super::names::{Wanted, candidates};

/// Returns the program with the names that its options take.
pub(super) fn with_names(program: Command) -> Command {
    let program = [Group::Reports, Group::Lookups]
        .into_iter()
        .fold(program, |program, group| {
            program.mut_subcommand(command_of(group), |command| of_group(command, group))
        });
    let own = [
        ("history", UserConversationHistory::OPERATION.id),
        ("waiting", ConversationsDrilldown::OPERATION.id),
    ];
    let program =
        own.into_iter().fold(program, |program, (name, operation)| {
            match describe::api().operation(operation) {
                Some(operation) => {
                    program.mut_subcommand(name, |command| of_operation(command, operation))
                }
                None => program,
            }
        });
    let reports = describe::api().operations.iter();
    let reports = reports.filter(|report| report.group() == Group::Reports);
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

fn of_group(command: Command, group: Group) -> Command {
    let named = operations(describe::api(), group).into_iter();
    named.fold(command, |command, (name, operation)| {
        command.mut_subcommand(name, |command| of_operation(command, operation))
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

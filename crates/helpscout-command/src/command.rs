//! The program and its commands for the operations of each group.

use clap::{Arg, ArgMatches, Command};
use helpscout_description::prose::plain;
use helpscout_description::{Api, Group, Operation, Tables};

use crate::epilogue::epilogue;
use crate::interval::IntervalParameters;
use crate::names::{self, command_of};
use crate::{options, parameters};

/// Creates the program `helpscout` with the options that all commands have and the commands
/// `report` and `list`, which have a subcommand for each operation.
///
/// # Examples
/// ```
/// let program = helpscout_command::program(helpscout_description::embedded());
/// let typed = ["helpscout", "list", "mailboxes", "--quiet"];
/// let matches = program.try_get_matches_from(typed)?;
/// assert_eq!(matches.subcommand_name(), Some("list"));
/// # Ok::<(), clap::Error>(())
/// ```
pub fn program(api: &Api) -> Command {
    program_for(api, |_| true)
}

/// Creates the program of [`program`] to parse one command line: a command for an operation gets its
/// options only if `is_typed` says that its name is one of the words. The others are only listed in
/// help texts, which need no more than what they are about.
///
/// Most of the time that a program with many operations needs to start is spent on their options.
///
/// # Examples
/// ```
/// let typed = ["helpscout", "list", "users", "--help"];
/// let api = helpscout_description::embedded();
/// let program = helpscout_command::program_for(api, |name| typed.contains(&name));
/// let list = program.find_subcommand("list").ok_or("no list")?;
/// let options = |name| list.find_subcommand(name).map(|command| command.get_arguments().count());
/// assert!(options("users") > Some(0));
/// assert_eq!(options("teams"), Some(0));
/// # Ok::<(), &str>(())
/// ```
pub fn program_for(api: &Api, is_typed: impl Fn(&str) -> bool) -> Command {
    Command::new("helpscout")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(options::connection(api))
        .args([options::quiet(), options::verbose(), options::errors()])
        .subcommand(group_command(api, Group::Reports, &is_typed))
        .subcommand(group_command(api, Group::Lookups, &is_typed))
}

/// Returns the operation whose subcommand was typed, and the arguments of the subcommand. `matches`
/// are those of the group's command.
///
/// # Examples
/// ```
/// use helpscout_command::{chosen, program};
/// use helpscout_description::Group;
///
/// let api = helpscout_description::embedded();
/// let matches = program(api).try_get_matches_from(["helpscout", "list", "mailboxes"])?;
/// let list = matches.subcommand_matches("list").expect("it was typed");
/// let (operation, _) = chosen(api, Group::Lookups, list).expect("it was typed");
/// assert_eq!(operation.id, "list_mailboxes");
/// # Ok::<(), clap::Error>(())
/// ```
pub fn chosen<'a, 'm>(
    api: &'a Api,
    group: Group,
    matches: &'m ArgMatches,
) -> Option<(&'a Operation, &'m ArgMatches)> {
    let (typed, matches) = matches.subcommand()?;
    let mut operations = names::operations(api, group).into_iter();
    let (_, operation) = operations.find(|(name, _)| name == typed)?;
    Some((operation, matches))
}

fn group_command(api: &Api, group: Group, is_typed: &impl Fn(&str) -> bool) -> Command {
    let (about, value_name, heading) = match group {
        Group::Lookups => (
            "List the users, teams, mailboxes, folders or tags whose IDs reports refer to",
            "NAME",
            "Lists",
        ),
        Group::Reports => (
            "Fetch one of the documented reports, with rows as the service returns them",
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
            names::operations(api, group)
                .into_iter()
                .map(|(name, operation)| {
                    let command = Command::new(name).about(plain(&operation.summary));
                    if is_typed(command.get_name()) {
                        with_options(api, command, operation)
                    } else {
                        command
                    }
                }),
        )
}

fn with_options(api: &Api, command: Command, operation: &Operation) -> Command {
    let called = format!("{} {}", command_of(operation.group()), command.get_name());
    command
        .after_long_help(epilogue(api, operation, &called))
        .args(parameters::options(api, operation))
        .args(options::result())
        .args(options::rows())
        .arg(options::table(&Tables::of(api, operation)))
        .arg(options::dry_run())
        .mut_args(|option| with_comparison(option, operation))
}

/// Adds to the help of `--where` what it does with `--compare`, if the operation can be compared.
fn with_comparison(option: Arg, operation: &Operation) -> Arg {
    if option.get_id() != "where" || IntervalParameters::of(operation).is_none() {
        return option;
    }
    let help = option.get_long_help().map(ToString::to_string);
    option.long_help(format!(
        "{} With --compare, if the figures of both periods are calculated from rows, those are the \
         rows that meet the condition; --columns, --sort and --limit choose nothing then, and are \
         refused.",
        help.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::OWN_OPTIONS;
    use crate::names::tests::described;

    #[test]
    fn names_never_collide() {
        let parameters = [&OWN_OPTIONS[..], &["baseUrl", "base_url", "h", "q"]].concat();
        let operations = [
            ("history", Group::Reports),
            ("help", Group::Reports),
            ("get_users", Group::Lookups),
            ("list_users", Group::Lookups),
        ];
        program(&described(&parameters, &operations)).debug_assert();
        program(helpscout_description::embedded()).debug_assert();
    }
}

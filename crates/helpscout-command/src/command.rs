//! The program and its commands for the operations of each group.

use clap::{ArgMatches, Command};
use helpscout_description::prose::plain;
use helpscout_description::{Api, Group, Operation, Tables};

use crate::epilogue::epilogue;
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
    Command::new("helpscout")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(options::connection(api))
        .args([options::quiet(), options::verbose(), options::errors()])
        .subcommand(group_command(api, Group::Reports))
        .subcommand(group_command(api, Group::Lookups))
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

fn group_command(api: &Api, group: Group) -> Command {
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
                .map(|(name, operation)| operation_command(api, name, operation)),
        )
}

fn operation_command(api: &Api, name: String, operation: &Operation) -> Command {
    let command = format!("{} {name}", command_of(operation.group()));
    Command::new(name)
        .about(plain(&operation.summary))
        .after_long_help(epilogue(api, operation, &command))
        .args(parameters::options(api, operation))
        .args(options::result())
        .args(options::rows())
        .arg(options::table(&Tables::of(api, operation)))
        .arg(options::dry_run())
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

//! The whole command line: every command with its options.

use std::ffi::OsString;

use clap::{ArgAction, Command};
use helpscout_reports::describe::api;

#[cfg(feature = "mcp")]
use crate::mcp;
use crate::{
    completions, describe, doctor, exit, explain, history, login, man, pull, run, sandbox, skill,
    waiting,
};

const EXAMPLES: &str = "\
Examples:
  helpscout history --user \"Marta Lindqvist\" --period last-week --compare previous
  helpscout history --team \"First line\" --period last-week --by user -o week.html -o week.xlsx
  helpscout waiting --over 1d
  helpscout report happiness --period last-month --compare previous
  helpscout explain response-time
With --sandbox, all of them work without an account; its data is of 2019, such as --period 2019-W20.";

const CREDENTIALS: &str = "\
Credentials come from helpscout login, or from the environment, which precedes it; never from an
argument. helpscout doctor says which are used, and checks them:
  HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET   the ID and secret of an OAuth2 application
  HELPSCOUT_ACCESS_TOKEN                      a token obtained elsewhere; preferred if both are set
  HELPSCOUT_REDACT_KEY                        the key for the pseudonyms of --redact";

const ERRORS: &str = "\
With --errors json, a failed run prints one JSON object on one line, and no progress or notes. Keys:
  kind, operation, page, status, attempts, correlationId, message, advice, exitCode
Keys without a value are null. A warning is an object with the keys kind (\"warning\") and message.";

/// Creates the command line with every operation of the client.
pub(crate) fn command() -> Command {
    with_own_commands(helpscout_command::program(api()), |_| true)
}

/// Creates the command line for parsing these words. It understands them as [`command`] does, but
/// starts sooner: operations that the words don't name have no options.
pub(crate) fn command_for(typed: &[OsString]) -> Command {
    let is_typed = |name: &str| typed.iter().any(|word| word == name);
    with_own_commands(helpscout_command::program_for(api(), is_typed), is_typed)
}

fn with_own_commands(program: Command, is_typed: impl Fn(&str) -> bool) -> Command {
    let program = program
        .about("Help Scout reports as tables, CSV or JSON")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(format!(
            "{EXAMPLES}\n\n{CREDENTIALS}\n\nExit codes:\n{}\n\n{ERRORS}",
            exit::table()
        ))
        .subcommand(history::command())
        .subcommand(waiting::command())
        .subcommand(pull::command(is_typed("pull")))
        .subcommand(run::command())
        .subcommand(describe::command())
        .subcommand(explain::command())
        .subcommand(sandbox::command())
        .subcommand(login::login_command())
        .subcommand(login::logout_command())
        .subcommand(doctor::command())
        .subcommand(completions::command())
        .subcommand(man::command())
        .subcommand(skill::command());
    #[cfg(feature = "mcp")]
    let program = program.subcommand(mcp::command());
    with_flags_that_repeat(program)
}

/// Lets a flag be given twice, as by an alias of a shell and by hand: it says the same.
fn with_flags_that_repeat(command: Command) -> Command {
    let command = command.mut_args(|arg| match arg.get_action() {
        ArgAction::SetTrue => {
            let id = arg.get_id().clone();
            arg.overrides_with(id)
        }
        _ => arg,
    });
    command.mut_subcommands(with_flags_that_repeat)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use clap::Arg;
    use helpscout_command::names::OWN_OPTIONS;
    use helpscout_description::{Api, Group, Operation, Parameter, Type};

    use super::*;

    /// Describes operations (their IDs and groups) that all have these parameters.
    fn described(parameters: &[&str], operations: &[(&str, Group)]) -> Api {
        let api = api();
        let replies = api.operation("user_replies").expect("it is described");
        let parameter = |wire: &&str| Parameter {
            fields: Vec::new(),
            wire: (*wire).to_owned(),
            ty: Type::Text,
            ..replies.parameters[0].clone()
        };
        let operation = |(id, group): &(&str, Group)| Operation {
            id: (*id).to_owned(),
            file: match group {
                Group::Reports => format!("reports/{id}.yaml"),
                Group::Lookups => format!("lookups/{id}.yaml"),
            },
            parameters: parameters.iter().map(parameter).collect(),
            ..replies.clone()
        };
        Api {
            operations: operations.iter().map(operation).collect(),
            ..api.clone()
        }
    }

    #[test]
    fn names_never_collide() {
        let parameters = [&OWN_OPTIONS[..], &["baseUrl", "base_url", "h", "q"]].concat();
        let operations = [
            ("history", Group::Reports),
            ("help", Group::Reports),
            ("get_users", Group::Lookups),
            ("list_users", Group::Lookups),
        ];
        let program = helpscout_command::program(&described(&parameters, &operations));
        with_own_commands(program, |_| true).debug_assert();
        command().debug_assert();
    }

    /// Returns what parsing the words leads to: what was typed, or the help or the error.
    fn outcome(command: Command, words: &[OsString]) -> String {
        match command.try_get_matches_from(words) {
            Ok(matches) => format!("{matches:?}"),
            Err(error) => error.render().to_string(),
        }
    }

    #[test]
    fn a_command_line_for_some_words_understands_them_like_the_whole_one() {
        let interval = "--user 447723 --start 2019-05-02T12:00:00Z --end 2019-06-02T12:00:00Z";
        let mut lines: Vec<String> = [
            "",
            "--help",
            "-h",
            "--version",
            "help",
            "help report",
            "help report user-replies",
            "help history",
            "report",
            "report --help",
            "report user-replys --user 1",
            "report --user 1 user-replies",
            "report --mailboxes 1 company",
            "--mailboxes 1 report company",
            "--quiet --errors json report company --frmat csv",
            "--errors report report company",
            "list users --page users teams",
            "history --sandbox",
            "run monday --user company",
            "pull --help",
            "pull company --since 2019-05-01 --to data",
        ]
        .map(str::to_owned)
        .into();
        let whole = command();
        for group in ["report", "list"] {
            let group = whole.find_subcommand(group).expect("it is a command");
            for operation in group.get_subcommands() {
                let called = format!("{} {}", group.get_name(), operation.get_name());
                lines.push(format!("{called} --help"));
                lines.push(format!("{called} {interval} --format csv --limit 3"));
            }
        }
        for line in lines {
            let words = ["helpscout"].into_iter().chain(line.split_whitespace());
            let words: Vec<OsString> = words.map(OsString::from).collect();
            let some = outcome(command_for(&words), &words);
            assert_eq!(some, outcome(whole.clone(), &words), "{line}");
        }
    }

    #[test]
    fn every_option_of_our_own_is_known_to_names() {
        let command = command();
        // Parameters have IDs that start with dashes.
        let is_own = |option: &&Arg| !option.get_id().as_str().starts_with("--");
        let reports = command.get_subcommands().flat_map(Command::get_subcommands);
        let commands = ["history", "waiting"].iter();
        let commands = commands.filter_map(|name| command.find_subcommand(name));
        let inner = commands.chain(reports).flat_map(Command::get_arguments);
        let own = command.get_arguments().chain(inner.filter(is_own));
        let own: HashSet<&str> = own.filter_map(Arg::get_long).collect();
        let is_known = own.iter().all(|option| OWN_OPTIONS.contains(option));
        assert!(is_known, "{own:?}");
        assert_eq!(
            own.len() + 2,
            OWN_OPTIONS.len(),
            "help and version are clap's"
        );
    }

    #[test]
    fn a_value_that_an_option_does_not_take_is_refused_in_words_of_our_own() {
        let whole = command();
        let mut lines: Vec<Vec<&str>> = Vec::new();
        for outer in whole.get_subcommands() {
            lines.push(vec![outer.get_name()]);
            // Those of all reports are alike.
            let inner = outer.get_subcommands().step_by(8);
            lines.extend(inner.map(|inner| vec![outer.get_name(), inner.get_name()]));
        }
        let of_library = ["invalid digit", "is not in", "too large", "invalid float"];
        for line in lines {
            let named = line
                .iter()
                .try_fold(&whole, |command, name| command.find_subcommand(name));
            let options = whole
                .get_arguments()
                .chain(named.expect("it is a command").get_arguments());
            for option in options.filter_map(Arg::get_long) {
                let value = format!("--{option}=-7x");
                let words = ["helpscout"].into_iter().chain(line.iter().copied());
                let words = words.chain([value.as_str()]).map(OsString::from);
                let words: Vec<OsString> = words.collect();
                let Err(refused) = command_for(&words).try_get_matches_from(&words) else {
                    continue;
                };
                let refused = refused.to_string();
                let found = of_library.iter().find(|words| refused.contains(*words));
                assert_eq!(found, None, "{line:?}: {refused}");
            }
        }
    }
}

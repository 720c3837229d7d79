//! The whole command line: every command with its options.

use clap::Command;
use helpscout_description::{Api, Group};

use crate::{history, options, report, sandbox};

const AFTER_HELP: &str = "\
Credentials come from the environment, never from an argument:
  HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET   the id and secret of an OAuth2 application
  HELPSCOUT_ACCESS_TOKEN                      a token obtained elsewhere; preferred if both are set

Exit codes: 0 success, 1 the report could not be retrieved in full, 2 wrong usage.";

/// Creates the command line with these operations.
pub(crate) fn command(api: &Api) -> Command {
    Command::new("helpscout")
        .about("Help Scout reports as tables, CSV or JSON")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(options::connection())
        .arg(options::quiet())
        .subcommand(report::command(api, Group::Reports))
        .subcommand(report::command(api, Group::Lookups))
        .subcommand(history::command())
        .subcommand(sandbox::command())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use clap::Arg;
    use helpscout_reports::describe;

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
        command(&described(&parameters, &operations)).debug_assert();
        command(describe::api()).debug_assert();
    }

    #[test]
    fn every_option_of_our_own_is_known_to_names() {
        let command = command(describe::api());
        let own = command.get_arguments().chain(
            command
                .get_subcommands()
                .filter(|subcommand| subcommand.get_name() == "history")
                .flat_map(clap::Command::get_arguments)
                .filter(|option| !option.get_id().as_str().starts_with("--")),
        );
        let own: HashSet<&str> = own.filter_map(Arg::get_long).collect();
        let is_known = own.iter().all(|option| OWN_OPTIONS.contains(option));
        assert!(is_known, "{own:?}");
        assert_eq!(
            own.len() + 2,
            OWN_OPTIONS.len(),
            "help and version are clap's"
        );
    }
}

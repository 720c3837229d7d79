//! What operations and parameters are called on the command line.
//!
//! A name that is taken already, by another or by an option of our own, gives way to a longer one:
//! whatever is described can be called.

use std::collections::HashSet;

use heck::ToKebabCase;
use helpscout_reports::describe::{Description, Descriptions, Group, Parameter};

/// Options every command has, and those of `history`.
const OWN: [&str; 9] = [
    "attempts", "base-url", "format", "help", "output", "quiet", "replies", "sandbox", "version",
];

/// The command that has the operations of a group below it.
pub(crate) fn command_of(group: Group) -> &'static str {
    match group {
        Group::Lookups => "list",
        _ => "report",
    }
}

/// The operations of a group, each with its name: `list_users` is `users`, as it stands below
/// `list`. Those of one family are side by side, as their paths have them.
pub(crate) fn operations(descriptions: &Descriptions, group: Group) -> Vec<(String, &Description)> {
    let all = descriptions.operations().iter();
    let mut of_group: Vec<_> = all.filter(|one| one.group == group).collect();
    of_group.sort_by_key(|one| one.path);
    let mut taken = HashSet::new();
    let named = of_group.into_iter().map(|one| {
        let without_verb = match group {
            Group::Lookups => ["list_", "get_"]
                .iter()
                .find_map(|verb| one.id.strip_prefix(verb)),
            _ => None,
        };
        let names = [without_verb.unwrap_or(one.id), one.id].map(|name| name.to_kebab_case());
        (free(names, &mut taken), one)
    });
    named.collect()
}

/// The parameters of an operation, each with the name of its option, without the dashes.
pub(crate) fn options(description: &Description) -> impl Iterator<Item = (&Parameter, String)> {
    let mut taken: HashSet<String> = OWN.into_iter().map(str::to_owned).collect();
    description.parameters.iter().map(move |one| {
        let name = one.name.to_kebab_case();
        let longer = format!("{name}-parameter");
        (one, free([name, longer], &mut taken))
    })
}

/// The first name that is not taken; of names that all are, the last with a number.
fn free(names: [String; 2], taken: &mut HashSet<String>) -> String {
    let last = names[1].clone();
    let numbered = (2_u32..).map(|number| format!("{last}-{number}"));
    let mut names = names.into_iter().chain(numbered);
    let name = names.find(|name| !name.is_empty() && !taken.contains(name));
    let name = name.unwrap_or(last);
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::Arg;
    use helpscout_reports::describe;

    use super::*;
    use crate::arguments;

    fn described(parameters: &[&str], operations: &[(&str, &str)]) -> &'static Descriptions {
        let parameter = |name: &&str| {
            format!(r#"{{"name": "{name}", "kind": "text", "example": ["a"], "doc": ""}}"#)
        };
        let parameters: Vec<String> = parameters.iter().map(parameter).collect();
        let parameters = parameters.join(",");
        let operation = |(id, group): &(&str, &str)| {
            format!(
                r#"{{"id": "{id}", "group": "{group}", "path": "/v2/{id}", "docs": "",
                     "summary": "", "notes": [], "plans": [], "parameters": [{parameters}],
                     "response": "X"}}"#
            )
        };
        let operations: Vec<String> = operations.iter().map(operation).collect();
        let json = format!(
            r#"{{"operations": [{}], "objects": [{{"name": "X", "fields": []}}], "enums": []}}"#,
            operations.join(",")
        );
        Box::leak(Box::new(Descriptions::parse(json.leak()).unwrap()))
    }

    #[test]
    fn a_look_up_is_called_by_what_it_lists_and_a_report_by_its_id() {
        let operations = [
            ("company", "reports"),
            ("get_me", "lookups"),
            ("get_users", "lookups"),
            ("list_things", "reports"),
            ("list_team_members", "lookups"),
            ("list_users", "lookups"),
        ];
        let descriptions = described(&[], &operations);
        let names = |group| {
            let named = super::operations(descriptions, group).into_iter();
            named.map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(Group::Reports), ["company", "list-things"]);
        let lookups = ["me", "users", "team-members", "list-users"];
        assert_eq!(names(Group::Lookups), lookups);
    }

    #[test]
    fn an_option_that_is_taken_gives_way() {
        let parameters = ["format", "sortField", "sort-field", "sort_field", "user"];
        let descriptions = described(&parameters, &[("moods", "reports")]);
        let options = options(&descriptions.operations()[0]);
        let options: Vec<String> = options.map(|(_, option)| option).collect();
        let expected = [
            "format-parameter",
            "sort-field",
            "sort-field-parameter",
            "sort-field-parameter-2",
            "user",
        ];
        assert_eq!(options, expected);
    }

    #[test]
    fn no_names_collide_whatever_they_are() {
        let parameters = [&OWN[..], &["baseUrl", "base_url", "h", "q"]].concat();
        let operations = [
            ("history", "reports"),
            ("help", "reports"),
            ("get_users", "lookups"),
            ("list_users", "lookups"),
        ];
        arguments::command(described(&parameters, &operations)).debug_assert();
        arguments::command(describe::descriptions()).debug_assert();
    }

    #[test]
    fn every_option_of_our_own_is_known_here() {
        let command = arguments::command(describe::descriptions());
        let own = command.get_arguments().chain(
            command
                .get_subcommands()
                .filter(|one| one.get_name() == "history")
                .flat_map(clap::Command::get_arguments)
                .filter(|one| !one.get_id().as_str().starts_with("--")),
        );
        let own: HashSet<&str> = own.filter_map(Arg::get_long).collect();
        assert!(own.iter().all(|one| OWN.contains(one)), "{own:?}");
        assert_eq!(own.len() + 2, OWN.len(), "help and version are clap's");
    }
}

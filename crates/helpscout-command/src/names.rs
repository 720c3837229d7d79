//! The names of operations and parameters on the command line.
//!
//! If a name is taken, by another operation or parameter or by an option of the program, a longer
//! one is used: every described operation can be called.

use std::collections::HashSet;

use heck::ToKebabCase;
use helpscout_description::{Api, Group, Operation, Parameter};

/// The options that every command of the program has, and those of `history` and `waiting`. No
/// parameter gets one of these names.
///
/// # Examples
/// ```
/// assert!(helpscout_command::names::OWN_OPTIONS.contains(&"format"));
/// ```
pub const OWN_OPTIONS: [&str; 33] = [
    "attempts",
    "base-url",
    "by",
    "columns",
    "compare",
    "dry-run",
    "errors",
    "everybody",
    "fail-over",
    "format",
    "help",
    "limit",
    "max-report",
    "max-requests",
    "output",
    "over",
    "period",
    "profile",
    "quiet",
    "raw",
    "redact",
    "replies",
    "sample",
    "sandbox",
    "seed",
    "sla",
    "sort",
    "table",
    "team",
    "verbose",
    "version",
    "where",
    "zone",
];

/// Returns the command whose subcommands are the operations of a group.
///
/// # Examples
/// ```
/// use helpscout_command::names::command_of;
/// use helpscout_description::Group;
///
/// assert_eq!(command_of(Group::Lookups), "list");
/// ```
pub fn command_of(group: Group) -> &'static str {
    match group {
        Group::Lookups => "list",
        Group::Reports => "report",
    }
}

/// Returns the operations of a group, each with its name: `list_users` is `users`, as it is a
/// subcommand of `list`. Sorted by path, so that the operations of a family are together.
///
/// Operations that change something, or answer nothing, have no name: programs that show data offer
/// neither.
///
/// # Examples
/// ```
/// use helpscout_command::names::operations;
/// use helpscout_description::Group;
///
/// let lookups = operations(helpscout_description::embedded(), Group::Lookups);
/// let users = lookups.iter().find(|(name, _)| name == "users");
/// assert!(users.is_some_and(|(_, operation)| operation.id == "list_users"));
/// ```
pub fn operations(api: &Api, group: Group) -> Vec<(String, &Operation)> {
    let all = api.operations.iter();
    let is_offered = |operation: &&Operation| operation.group() == group && is_shown(operation);
    let mut of_group: Vec<_> = all.filter(is_offered).collect();
    of_group.sort_by_key(|operation| &operation.path);
    let mut taken = HashSet::new();
    let named = of_group.into_iter().map(|operation| {
        let id = operation.id.as_str();
        let without_verb = match group {
            Group::Lookups => id.strip_prefix("list_").or_else(|| id.strip_prefix("get_")),
            Group::Reports => None,
        };
        let names = [without_verb.unwrap_or(id), id].map(|name| name.to_kebab_case());
        (free(names, &mut taken), operation)
    });
    named.collect()
}

/// Returns whether an operation returns data and changes nothing.
pub(crate) fn is_shown(operation: &Operation) -> bool {
    operation.only_reads() && !operation.has_no_content()
}

/// Returns the words that call an operation: the program, the command and the subcommand. Returns
/// `None` if no operation with this ID is offered.
pub(crate) fn words(api: &Api, operation_id: &str) -> Option<[String; 3]> {
    let mut groups = [Group::Reports, Group::Lookups].into_iter();
    groups.find_map(|group| {
        let mut named = operations(api, group).into_iter();
        let (name, _) = named.find(|(_, operation)| operation.id == operation_id)?;
        Some(["helpscout".to_owned(), command_of(group).to_owned(), name])
    })
}

/// Returns the parameters of an operation, each with the name of its option, without the dashes.
///
/// # Examples
/// ```
/// use helpscout_command::names::options;
///
/// let api = helpscout_description::embedded();
/// let replies = api.operation("user_replies").ok_or("not described")?;
/// let option = options(replies).find(|(parameter, _)| parameter.wire == "viewBy");
/// assert!(option.is_some_and(|(_, name)| name == "view-by"));
/// # Ok::<(), &str>(())
/// ```
pub fn options(operation: &Operation) -> impl Iterator<Item = (&Parameter, String)> {
    let mut taken: HashSet<String> = OWN_OPTIONS.into_iter().map(str::to_owned).collect();
    operation.parameters.iter().map(move |parameter| {
        let name = match parameter.wire.to_kebab_case() {
            // A name such as `_` has no words.
            empty if empty.is_empty() => parameter.rust.to_kebab_case(),
            name => name,
        };
        let longer = format!("{name}-parameter");
        (parameter, free([name, longer], &mut taken))
    })
}

/// Returns another name for the option of each parameter that is a list, for a single value:
/// `mailbox` for `mailboxes`. None is that of another option.
///
/// # Examples
/// ```
/// use helpscout_command::names::aliases;
///
/// let api = helpscout_description::embedded();
/// let company = api.operation("company").ok_or("not described")?;
/// let singular: Vec<String> = aliases(company).into_iter().flatten().collect();
/// assert_eq!(singular, ["mailbox", "tag", "type", "folder"]);
/// # Ok::<(), &str>(())
/// ```
pub fn aliases(operation: &Operation) -> Vec<Option<String>> {
    let named: Vec<(&Parameter, String)> = options(operation).collect();
    let mut taken: HashSet<String> = OWN_OPTIONS.into_iter().map(str::to_owned).collect();
    taken.extend(named.iter().map(|(_, name)| name.clone()));
    let aliases = named.iter().map(|(parameter, name)| {
        let alias = singular(name).filter(|_| parameter.list.is_some())?;
        taken.insert(alias.clone()).then_some(alias)
    });
    aliases.collect()
}

/// Returns the singular of a noun in the plural.
fn singular(plural: &str) -> Option<String> {
    if let Some(stem) = plural.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    let has_two_letters = ["ches", "shes", "uses", "xes", "zes"]
        .iter()
        .any(|ending| plural.ends_with(ending));
    let stem = plural.strip_suffix(if has_two_letters { "es" } else { "s" })?;
    (!stem.is_empty() && !stem.ends_with(['s', '-'])).then(|| stem.to_owned())
}

/// Returns the first name that is not taken. If both are, the second gets a number.
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
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Describes operations (their IDs and groups) that all have these parameters.
    pub(crate) fn described(parameters: &[&str], operations: &[(&str, Group)]) -> Api {
        let parameters: Vec<String> = parameters
            .iter()
            .map(|name| {
                format!(
                    r#"{{"wire": "{name}", "rust": "", "ty": "text", "example": ["a"], "doc": ""}}"#
                )
            })
            .collect();
        let parameters = parameters.join(",");
        let operations: Vec<String> = operations
            .iter()
            .map(|(id, group)| {
                let folder = match group {
                    Group::Reports => "reports",
                    Group::Lookups => "lookups",
                };
                format!(
                    r#"{{"id": "{id}", "rust": "", "file": "{folder}/{id}.yaml", "method": "GET",
                         "path": "/v2/{id}", "docs": "", "summary": "", "response": "X",
                         "parameters": [{parameters}], "examples": []}}"#
                )
            })
            .collect();
        let operations = operations.join(",");
        Api::from_json(&format!(
            r#"{{"service": {{"title": "", "base_url": "", "environment": "TEST", "docs": "", "plans": []}},
                 "ids": [], "enums": [], "operations": [{operations}],
                 "objects": [{{"name": "X", "doc": "", "file": "api.yaml", "fields": []}}]}}"#
        ))
        .unwrap()
    }

    #[test]
    fn what_changes_something_or_answers_nothing_has_no_name() {
        let groups = [("list_users", Group::Lookups), ("moods", Group::Reports)];
        let api = described(&[], &groups);
        for (method, safe, response, is_named) in [
            ("GET", false, "X", true),
            ("POST", true, "X", true),
            ("POST", false, "X", false),
            ("DELETE", false, "X", false),
            ("PUT", false, "", false),
            ("GET", false, "", false),
        ] {
            let mut api = api.clone();
            for operation in &mut api.operations {
                operation.method = method.to_owned();
                operation.safe = safe;
                operation.response = response.to_owned();
            }
            for (id, group) in groups {
                assert_eq!(
                    operations(&api, group).len(),
                    usize::from(is_named),
                    "{method}"
                );
                assert_eq!(words(&api, id).is_some(), is_named, "{method}");
            }
        }
    }

    #[test]
    fn a_lookup_is_named_after_what_it_lists_and_a_report_after_its_id() {
        let operations = [
            ("company", Group::Reports),
            ("get_me", Group::Lookups),
            ("get_users", Group::Lookups),
            ("list_things", Group::Reports),
            ("list_team_members", Group::Lookups),
            ("list_users", Group::Lookups),
        ];
        let api = described(&[], &operations);
        let names = |group| {
            let named = super::operations(&api, group).into_iter();
            named.map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(Group::Reports), ["company", "list-things"]);
        let lookups = ["me", "users", "team-members", "list-users"];
        assert_eq!(names(Group::Lookups), lookups);
    }

    #[test]
    fn a_parameter_whose_option_is_taken_gets_a_longer_one() {
        let parameters = ["format", "sortField", "sort-field", "sort_field", "user"];
        let api = described(&parameters, &[("moods", Group::Reports)]);
        let options = options(&api.operations[0]);
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
}

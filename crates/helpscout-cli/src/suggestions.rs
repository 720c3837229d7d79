//! What someone may have meant who typed an option or a command that does not exist.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
use helpscout_command::{Lookup, names};
use helpscout_description::{Group, Operation, Type, nearest};
use helpscout_reports::describe;

use crate::who::noun;

mod loose_words;
mod other_words;

pub(crate) use self::other_words::is_credential;

/// Returns whether [`improved`] may change an error. It needs the whole command line, which takes
/// longer to create than a help text may take to appear.
pub(crate) fn could_improve(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::UnknownArgument
            | ErrorKind::MissingRequiredArgument
            | ErrorKind::InvalidSubcommand
            | ErrorKind::InvalidValue
    )
}

/// Returns the error with the nearest suggestion, given the whole command line and the words that
/// were typed.
pub(crate) fn improved(
    mut error: Error,
    program: &Command,
    typed: impl Iterator<Item = OsString>,
) -> Error {
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let Some(ContextValue::String(typed_option)) = error.get(ContextKind::InvalidArg)
            else {
                return error;
            };
            let typed_option = typed_option.clone();
            let command = innermost(program, typed);
            let Some(word) = typed_option.strip_prefix("--") else {
                if !typed_option.starts_with('-') {
                    add_option(&mut error, &typed_option, command);
                }
                return error;
            };
            let word = word.split('=').next().unwrap_or(word).to_owned();
            let options = options(command);
            // It may be there twice, or advise to pass the option as a value.
            error.remove(ContextKind::Suggested);
            let credential = other_words::note_of_credential(&word);
            if credential.is_some() {
                error.remove(ContextKind::SuggestedArg);
            } else if let Some(option) = meant(&word, command, &options) {
                let option = ContextValue::String(format!("--{option}"));
                error.insert(ContextKind::SuggestedArg, option);
            }
            if let Some(note) = credential.or_else(|| elsewhere(&word, program)) {
                let note = ContextValue::StyledStrs(vec![note.into()]);
                error.insert(ContextKind::Suggested, note);
            }
            show_usage(&mut error, command);
        }
        ErrorKind::MissingRequiredArgument => {
            let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else {
                return error;
            };
            let path = path(program, typed);
            let command = path.last().copied().unwrap_or(program);
            let lists = lists_of(missing, &path);
            let missing = ContextValue::Strings(with_other_ways(missing, command));
            error.insert(ContextKind::InvalidArg, missing);
            if !lists.is_empty() {
                let lists = lists.into_iter().map(Into::into).collect();
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(lists));
            }
            show_usage(&mut error, command);
        }
        // A command that takes words of its own, such as the names of reports, got another one.
        ErrorKind::InvalidValue => {
            let text = |kind| match error.get(kind) {
                Some(ContextValue::String(text)) => Some(text.clone()),
                _ => None,
            };
            let (argument, word) = (
                text(ContextKind::InvalidArg),
                text(ContextKind::InvalidValue),
            );
            let is_similar = error.get(ContextKind::SuggestedValue).is_some();
            if let (Some(argument), Some(word)) = (argument, word)
                && !argument.starts_with('-')
                && !is_similar
            {
                add_option(&mut error, &word, innermost(program, typed));
            }
        }
        ErrorKind::InvalidSubcommand => {
            let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
                return error;
            };
            let word = word.clone();
            let mut suggested = match error.get(ContextKind::SuggestedSubcommand) {
                Some(ContextValue::Strings(names)) => names.clone(),
                Some(ContextValue::String(name)) => vec![name.clone()],
                _ => Vec::new(),
            };
            // clap has the least similar one first.
            suggested.reverse();
            let path = path(program, typed);
            let command = path.last().copied().unwrap_or(program);
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            if let Some(near) = nearest(&word, names.iter().copied()) {
                suggested.retain(|name| name != near);
                suggested.insert(0, near.to_owned());
            }
            if let Some(other) = other_command(&word, program, &path) {
                error.remove(ContextKind::SuggestedSubcommand);
                let note = ContextValue::StyledStrs(vec![other.into()]);
                error.insert(ContextKind::Suggested, note);
            } else if !suggested.is_empty() {
                let suggested = ContextValue::Strings(suggested);
                error.insert(ContextKind::SuggestedSubcommand, suggested);
            }
        }
        _ => {}
    }
    error
}

/// Adds the option that a word is a value of.
fn add_option(error: &mut Error, word: &str, command: &Command) {
    if let Some(option) = loose_words::option(word, command) {
        let note = format!("write the option before its value: --{option}");
        let note = ContextValue::StyledStrs(vec![note.into()]);
        error.insert(ContextKind::Suggested, note);
    }
}

/// Returns the option that stands for a word, perhaps with a value, or else the most similar one.
fn meant(word: &str, command: &Command, options: &[String]) -> Option<String> {
    let options = options.iter().map(String::as_str);
    if let Some(option) = other_words::option(word, options.clone()) {
        return Some(option.to_owned());
    }
    with_value(word, command).or_else(|| nearest(word, options).map(str::to_owned))
}

/// Returns the option or argument that stands for a word of another tool, or else the most similar
/// one.
pub(crate) fn nearest_option<'a>(
    word: &str,
    options: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    other_words::option(word, options.clone()).or_else(|| nearest(word, options))
}

/// Returns the option that a word is a value of, such as `format csv`.
fn with_value(word: &str, command: &Command) -> Option<String> {
    let value = other_words::value(word);
    let mut options = command.get_arguments().filter(|it| !it.is_hide_set());
    let option = options.find(|option| {
        let values = option.get_possible_values();
        values.iter().any(|known| known.matches(value, false))
    })?;
    Some(format!("{} {value}", option.get_long()?))
}

/// Says how a command is called that is known by another word or is within another command.
fn other_command(word: &str, program: &Command, path: &[&Command]) -> Option<String> {
    if path.is_empty()
        && let Some(name) = other_words::command(word)
        && program.find_subcommand(name).is_some()
    {
        return Some(format!("the command for it is: helpscout {name}"));
    }
    let here = path.first().map(|command| command.get_name());
    let groups = [Group::Reports, Group::Lookups].map(names::command_of);
    let mut others = groups.into_iter().filter(|group| Some(*group) != here);
    let group = others.find(|group| {
        let group = program.find_subcommand(group);
        group.is_some_and(|group| group.find_subcommand(word).is_some())
    })?;
    Some(format!("the command for it is: helpscout {group} {word}"))
}

/// Returns the options that are missing, with those that may be given instead.
fn with_other_ways(missing: &[String], command: &Command) -> Vec<String> {
    let has = |name: &str| command.get_arguments().any(|arg| arg.get_id() == name);
    let is_bound = |shown: &String| {
        let mut options = command.get_arguments();
        let option = options.find(|option| option.to_string() == *shown);
        option.is_some_and(|option| {
            let others = command.get_arg_conflicts_with(option);
            others.iter().any(|other| other.get_id() == "period")
        })
    };
    let bounds: Vec<String> = missing
        .iter()
        .filter(|shown| is_bound(shown))
        .cloned()
        .collect();
    let mut shown = Vec::new();
    for option in missing {
        if option.starts_with("--user ") && has("everybody") {
            shown.push(format!("{option}, --team <ID|NAME> or --everybody"));
        } else if bounds.len() < 2 || !bounds.contains(option) {
            shown.push(option.clone());
        } else if *option == bounds[0] {
            let bounds = bounds.join(" and ");
            shown.push(format!(
                "--period <PERIOD>, such as --period last-week, or {bounds}"
            ));
        }
    }
    shown
}

/// Says how to list the values of the missing options, if they are IDs.
fn lists_of(missing: &[String], path: &[&Command]) -> Vec<String> {
    let Some(operation) = operation(path) else {
        return Vec::new();
    };
    let api = describe::api();
    let mut lists = Vec::new();
    for (parameter, option) in names::options(operation) {
        let start = format!("--{option} ");
        let Type::Id(ty) = &parameter.ty else {
            continue;
        };
        if missing.iter().any(|shown| shown.starts_with(&start)) {
            let command = Lookup::of(api, ty).map(|lookup| lookup.command(api));
            lists.extend(command.map(|it| format!("list every {} with: {it}", noun(ty))));
        }
    }
    lists
}

/// Returns the operation that a command is for.
fn operation(path: &[&Command]) -> Option<&'static Operation> {
    let [.., group, operation] = path else {
        return None;
    };
    let groups = [Group::Lookups, Group::Reports].into_iter();
    let mut groups = groups.filter(|of| names::command_of(*of) == group.get_name());
    let operations = names::operations(describe::api(), groups.next()?);
    let mut operations = operations.into_iter();
    let found = operations.find(|(name, _)| name == operation.get_name());
    found.map(|(_, operation)| operation)
}

/// Says which commands have an option.
fn elsewhere(option: &str, program: &Command) -> Option<String> {
    let has = |command: &&Command| {
        let mut options = command.get_arguments();
        options.any(|known| known.get_long() == Some(option) && !known.is_hide_set())
    };
    let mut names: Vec<String> = Vec::new();
    for command in program.get_subcommands() {
        let inner: Vec<&Command> = command.get_subcommands().filter(has).collect();
        let name = command.get_name();
        match inner.as_slice() {
            [] if has(&command) => names.push(format!("helpscout {name}")),
            [] => {}
            [_, _, _, _, ..] => names.push(format!("helpscout {name}")),
            few => names.extend(
                few.iter()
                    .map(|inner| format!("helpscout {name} {}", inner.get_name())),
            ),
        }
    }
    let last = names.pop()?;
    let names = match names.as_slice() {
        [] => last,
        others => format!("{} and {last}", others.join(", ")),
    };
    Some(format!("--{option} is an option of {names}"))
}

/// Shows how the command is called, instead of the options that were typed.
fn show_usage(error: &mut Error, command: &Command) {
    let usage = command.clone().render_usage();
    error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
}

/// Returns the command that the words lead to.
fn innermost(program: &Command, typed: impl Iterator<Item = OsString>) -> &Command {
    path(program, typed).last().copied().unwrap_or(program)
}

/// Returns the commands that the words lead through, without the program itself.
fn path(program: &Command, typed: impl Iterator<Item = OsString>) -> Vec<&Command> {
    let mut path: Vec<&Command> = Vec::new();
    for word in typed.skip(1) {
        let command = path.last().copied().unwrap_or(program);
        path.extend(word.to_str().and_then(|word| command.find_subcommand(word)));
    }
    path
}

/// Returns the long names of the options of a command.
fn options(command: &Command) -> Vec<String> {
    let options = command
        .get_arguments()
        .filter(|option| !option.is_hide_set());
    let names = options.flat_map(|option| option.get_long_and_visible_aliases());
    names.flatten().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the message for a command line, or an empty text if it is right.
    fn text(words: &[&str]) -> String {
        let program = crate::command_line::command();
        let typed = || words.iter().map(OsString::from);
        let error = program.clone().try_get_matches_from(typed()).err();
        let mut built = program;
        built.build();
        let error = error.map(|error| improved(error, &built, typed()).render().to_string());
        error.unwrap_or_default()
    }

    fn tip(words: &[&str]) -> String {
        let text = text(words);
        let tips = text
            .lines()
            .filter(|line| line.trim_start().starts_with("tip:"));
        tips.map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn an_option_of_another_name_gets_the_one_that_is_meant() {
        let report = ["helpscout", "report", "user-replies"];
        let cases = [
            ("--from", "--start"),
            ("--since=2019-05-02", "--start"),
            ("--until", "--end"),
            ("--to", "--end"),
            ("--agent", "--user"),
            ("--inbox", "--mailboxes"),
            ("--filter", "--where"),
            ("--top", "--limit"),
            ("--strat", "--start"),
            ("--formta", "--format"),
            ("--json", "--format json"),
            ("--excel", "--format xlsx"),
            ("--debug", "--verbose"),
            ("--url", "--base-url"),
            ("--retries=3", "--attempts"),
        ];
        for (typed, expected) in cases {
            let words = [&report[..], &[typed]].concat();
            assert!(
                tip(&words).contains(&format!("'{expected}'")),
                "{typed}: {}",
                tip(&words)
            );
        }
    }

    #[test]
    fn words_of_other_tools_are_options_of_the_command_that_has_them() {
        let cases = [
            ("sandbox", "--port", "--listen"),
            ("pull", "--dir", "--to"),
            ("pull", "--from", "--since"),
            ("pull", "--period", "--since"),
            ("pull", "--csv", "--format csv"),
            ("history", "--retries", "--attempts"),
            ("history", "--out", "--output"),
        ];
        for (command, typed, expected) in cases {
            let tip = tip(&["helpscout", command, typed]);
            assert!(tip.contains(&format!("'{expected}'")), "{typed}: {tip}");
            assert!(!tip.contains("as a value"), "{typed}: {tip}");
        }
    }

    #[test]
    fn a_word_without_an_option_gets_the_one_whose_value_it_is() {
        let cases = [
            ("history", "marta", "--user marta"),
            ("history", "Marta Lindqvist", "--user \"Marta Lindqvist\""),
            ("history", "last-week", "--period last-week"),
            ("history", "last-wek", "--period last-wek"),
            ("history", "2019-05-32", "--period 2019-05-32"),
            ("history", "week.html", "--output week.html"),
            ("history", "csv", "--format csv"),
            ("report company", "last-month", "--period last-month"),
            ("report company", "Week.XLSX", "--output Week.XLSX"),
            ("report user", "447723", "--user 447723"),
            ("list mailbox", "85", "--id 85"),
            ("waiting", "1d", "--over 1d"),
            ("sandbox", "8080", "--listen 127.0.0.1:8080"),
            ("sandbox", "127.0.0.1:8080", "--listen 127.0.0.1:8080"),
            ("login", "work", "--profile work"),
            ("pull company", "447723", "--users 447723"),
            ("pull company", "2019-05-02", "--since 2019-05-02"),
            ("pull company", "./data", "--to ./data"),
            ("pull company", "parquet", "--format parquet"),
        ];
        for (command, typed, expected) in cases {
            let command = command.split(' ');
            let words: Vec<&str> = ["helpscout"]
                .into_iter()
                .chain(command)
                .chain([typed])
                .collect();
            let expected = format!("tip: write the option before its value: {expected}");
            assert_eq!(tip(&words), expected);
        }
        for words in [["helpscout", "skill", "x"], ["helpscout", "mcp", "x"]] {
            assert_eq!(tip(&words), "");
        }
        // A misspelled report is no user.
        let misspelled = tip(&["helpscout", "pull", "happines"]);
        assert!(misspelled.contains("'happiness'"), "{misspelled}");
        assert!(!misspelled.contains("--users"), "{misspelled}");
    }

    #[test]
    fn credentials_are_no_options() {
        for (command, typed) in [
            ("login", "--token=x"),
            ("doctor", "--api-key"),
            ("history", "--client-secret"),
        ] {
            let text = text(&["helpscout", command, typed]);
            assert!(text.contains("helpscout login asks for them"), "{text}");
            assert!(!text.contains("similar"), "{text}");
        }
    }

    #[test]
    fn a_command_by_another_word_or_in_another_place_is_named() {
        for (typed, expected) in [
            ("serve", "helpscout sandbox"),
            ("sync", "helpscout pull"),
            ("company", "helpscout report company"),
            ("users", "helpscout list users"),
            ("report users", "helpscout list users"),
            ("list company", "helpscout report company"),
        ] {
            let words: Vec<&str> = std::iter::once("helpscout")
                .chain(typed.split(' '))
                .collect();
            let tip = tip(&words);
            assert_eq!(tip, format!("tip: the command for it is: {expected}"));
        }
    }

    #[test]
    fn every_other_word_stands_for_something_that_there_is() {
        let mut program = crate::command_line::command();
        program.build();
        let mut known: Vec<String> = options(&program);
        for command in program.get_subcommands() {
            known.extend(options(command));
            known.extend(command.get_subcommands().flat_map(options));
        }
        for name in other_words::every_option() {
            assert!(known.iter().any(|option| option == name), "{name}");
        }
        for name in other_words::every_command() {
            assert!(program.find_subcommand(name).is_some(), "{name}");
        }
    }

    #[test]
    fn an_option_of_another_command_is_named_with_it() {
        let cases = [
            (
                &["helpscout", "report", "company", "--by", "user"][..],
                "--by is an option of helpscout history and helpscout waiting",
            ),
            (
                &["helpscout", "list", "users", "--sla=x"],
                "--sla is an option of helpscout history",
            ),
            (
                &["helpscout", "explain", "--columns", "number"],
                "--columns is an option of helpscout report, helpscout list, helpscout history and helpscout waiting",
            ),
            (
                &["helpscout", "waiting", "--all"],
                "--all is an option of helpscout run",
            ),
        ];
        for (words, expected) in cases {
            assert!(text(words).contains(expected), "{}", text(words));
        }
    }

    #[test]
    fn missing_options_are_named_with_what_may_be_given_instead() {
        let history = text(&["helpscout", "history", "--zone", "UTC"]);
        let period = "--period <PERIOD>, such as --period last-week, or --start <INSTANT> and \
                      --end <INSTANT>\n";
        assert!(history.contains(period), "{history}");
        let who = "  --user <ID|NAME,…>, --team <ID|NAME> or --everybody\n";
        assert!(history.contains(who), "{history}");
        let usage = "Usage: helpscout history [OPTIONS]\n";
        assert!(history.contains(usage), "{history}");
        let half = text(&["helpscout", "report", "company", "--start", "2019-05-02"]);
        assert!(half.contains("provided:\n  --end <INSTANT>\n"), "{half}");
        assert_eq!(text(&["helpscout", "waiting"]), "");
    }

    #[test]
    fn every_missing_id_is_named_with_the_list_that_has_it() {
        for group in [Group::Lookups, Group::Reports] {
            let command = names::command_of(group);
            for (name, operation) in names::operations(describe::api(), group) {
                let required = operation.parameters.iter().filter(|it| it.required);
                let ids = required.filter(|parameter| matches!(parameter.ty, Type::Id(_)));
                let text = text(&["helpscout", command, &name]);
                let tips = text.matches("tip: list every ").count();
                assert_eq!(tips, ids.count(), "{name}: {text}");
            }
        }
        assert_eq!(
            tip(&["helpscout", "list", "mailbox-folders"]),
            "tip: list every mailbox with: helpscout list mailboxes"
        );
    }

    #[test]
    fn the_nearest_command_comes_first() {
        let tip_of = tip(&["helpscout", "report", "user-happines"]);
        let first = tip_of.split('\'').nth(1);
        assert_eq!(first, Some("user-happiness"), "{tip_of}");
    }
}

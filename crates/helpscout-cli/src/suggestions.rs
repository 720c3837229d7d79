//! What someone may have meant who typed an option or a command that does not exist.

use std::ffi::OsString;

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use helpscout_command::{Lookup, names};
use helpscout_description::{Group, Operation, Type, nearest};
use helpscout_reports::describe;

use crate::message::columns;
use crate::who::noun;

mod dashes;
mod loose_words;
mod other_words;
#[cfg(test)]
mod tests;

pub(crate) use self::other_words::is_credential;

/// The length of a line of names, where a terminal is not narrower.
const LONGEST_LINE: usize = 84;

/// How far such lines are indented, as what follows `tip: `.
const INDENT: &str = "       ";

/// Returns whether [`improved`] may change an error. It needs the whole command line, which takes
/// longer to create than a help text may take to appear.
pub(crate) fn could_improve(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::UnknownArgument
            | ErrorKind::MissingRequiredArgument
            | ErrorKind::InvalidSubcommand
            | ErrorKind::InvalidValue
            | ErrorKind::ValueValidation
    )
}

/// Returns the error with the nearest suggestion, given the whole command line and the words that
/// were typed.
pub(crate) fn improved(
    mut error: Error,
    program: &Command,
    typed: impl Iterator<Item = OsString>,
) -> Error {
    let typed: Vec<OsString> = typed.collect();
    let words: Vec<String> = typed
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let typed = typed.into_iter();
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
                } else if let Some(note) = dashes::value(&words, command, |_, value| {
                    // Of -vx, the flag is -v, and the mistake -x.
                    value.starts_with(&typed_option) || value.contains(&typed_option[1..])
                }) {
                    add_note(&mut error, note);
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
            let mut lists = lists_of(missing, &path);
            lists.extend(choices_of(missing, command));
            let missing = ContextValue::Strings(with_other_ways(missing, command));
            error.insert(ContextKind::InvalidArg, missing);
            if !lists.is_empty() {
                let lists = lists.into_iter().map(Into::into).collect();
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(lists));
            }
            show_usage(&mut error, command);
        }
        ErrorKind::InvalidValue => add_value(&mut error, innermost(program, typed), &words),
        ErrorKind::ValueValidation => add_spelling(&mut error, innermost(program, typed)),
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
            suggested = meant_names(&word, &names, suggested);
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

/// Adds the value that is meant, or how to write one that begins with a dash.
fn add_value(error: &mut Error, command: &Command, words: &[String]) {
    let is_similar = error.get(ContextKind::SuggestedValue).is_some();
    let (Some((argument, word)), false) = (argument_and_value(error), is_similar) else {
        return;
    };
    if !argument.starts_with('-') {
        // A command that takes words of its own, such as the names of reports, got another one.
        add_option(error, &word, command);
    } else if word.is_empty() {
        let note = dashes::value(words, command, |option, _| {
            let option = dashes::option_named(command, option).and_then(Arg::get_long);
            option.is_some_and(|name| argument.starts_with(&format!("--{name} ")))
        });
        if let Some(note) = note {
            add_note(error, note);
        }
    } else if let Some(ContextValue::Strings(known)) = error.get(ContextKind::ValidValue) {
        let known = known.iter().map(String::as_str);
        if let Some(value) = other_words::choice(&word, known).map(str::to_owned) {
            error.insert(ContextKind::SuggestedValue, ContextValue::String(value));
        }
    }
}

/// Adds how a date in another spelling is written.
fn add_spelling(error: &mut Error, command: &Command) {
    if let Some((argument, word)) = argument_and_value(error)
        && argument.ends_with("<INSTANT>")
        && let Some(note) = loose_words::instant(&word, command)
    {
        add_note(error, note);
    }
}

/// Returns the argument and its value that an error is about.
fn argument_and_value(error: &Error) -> Option<(String, String)> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    Some((
        text(ContextKind::InvalidArg)?,
        text(ContextKind::InvalidValue)?,
    ))
}

/// Returns the names of commands that a word may stand for: the one by another name, those that have it
/// as a part, or else the similar ones, the nearest first.
fn meant_names(word: &str, names: &[&str], mut similar: Vec<String>) -> Vec<String> {
    if let Some(meant) = other_words::choice(word, names.iter().copied()) {
        return vec![meant.to_owned()];
    }
    let parts = names.iter().filter(|name| has(name, word));
    let parts: Vec<String> = parts.map(|name| (*name).to_owned()).collect();
    if !parts.is_empty() {
        return parts;
    }
    if let Some(near) = nearest(word, names.iter().copied()) {
        similar.retain(|name| name != near);
        similar.insert(0, near.to_owned());
    }
    similar
}

/// Adds the option that a word is a value of.
fn add_option(error: &mut Error, word: &str, command: &Command) {
    if let Some(option) = loose_words::option(word, command) {
        add_note(
            error,
            format!("write the option before its value: --{option}"),
        );
    }
}

fn add_note(error: &mut Error, note: String) {
    let note = ContextValue::StyledStrs(vec![note.into()]);
    error.insert(ContextKind::Suggested, note);
}

/// Returns whether a name has a word between its hyphens: `conversations-busy-times` has `busy-times`.
fn has(name: &str, word: &str) -> bool {
    !word.is_empty() && format!("-{name}-").contains(&format!("-{}-", word.to_lowercase()))
}

/// Returns the option that stands for a word, perhaps with a value, or else the most similar one.
fn meant(word: &str, command: &Command, options: &[String]) -> Option<String> {
    let options = options.iter().map(String::as_str);
    if let Some(option) = other_words::option(word, options.clone()) {
        return Some(option.to_owned());
    }
    loose_words::with_value(word, command).or_else(|| nearest(word, options).map(str::to_owned))
}

/// Returns the option or argument that stands for a word of another tool, or else the most similar
/// one.
pub(crate) fn nearest_option<'a>(
    word: &str,
    options: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    other_words::option(word, options.clone()).or_else(|| nearest(word, options))
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

/// Says which words a missing argument may be, where its help lists them elsewhere.
fn choices_of(missing: &[String], command: &Command) -> Option<String> {
    let mut arguments = command.get_positionals();
    // What is required only without another option is shown as if it were optional.
    let name = |shown: &str| shown.trim_matches(['<', '>', '[', ']', '.']).to_owned();
    let is_missing = |argument: &&Arg| {
        let own = name(&argument.to_string());
        missing.iter().any(|shown| name(shown) == own)
    };
    let argument = arguments.find(is_missing)?;
    let choices = argument.get_possible_values();
    let names: Vec<&str> = choices.iter().map(PossibleValue::get_name).collect();
    if names.is_empty() || !argument.is_hide_possible_values_set() {
        return None;
    }
    let mut lines = vec!["write one or more of these, with spaces between them:".to_owned()];
    let longest = columns().saturating_sub(INDENT.len()).min(LONGEST_LINE);
    for (at, name) in names.iter().enumerate() {
        let comma = if at + 1 < names.len() { "," } else { "" };
        match lines.last_mut().filter(|_| at > 0) {
            Some(line) if line.len() + 2 + name.len() <= longest => {
                line.push_str(&format!(" {name}{comma}"));
            }
            _ => lines.push(format!("{name}{comma}")),
        }
    }
    Some(lines.join(&format!("\n{INDENT}")))
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

//! The command line that a table stands for.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command};
use helpscout_command::element;
use helpscout_description::nearest;
use jiff::ZonedDateTime;

use super::commands::{choices, is_called, options_of};
use super::file::{Entry, File, Report, Value, check_key};
use super::mistake::Mistakes;
use super::name::Placeholders;
use super::overrides::Overrides;
use crate::suggestions;

/// What the command lines of all reports of a file share.
pub(super) struct CommandLines<'a> {
    pub(super) root: Command,
    defaults: &'a [Entry],
    /// The folder of the file, which paths in it are relative to.
    folder: &'a Path,
    /// Today's date.
    date: String,
}

/// An option of a table that the command has.
pub(super) struct Given<'a> {
    pub(super) long: String,
    pub(super) entry: &'a Entry,
    pub(super) arguments: Vec<OsString>,
}

impl<'a> CommandLines<'a> {
    /// `root` is the whole command line.
    pub(super) fn of(file: &'a File, path: &'a Path, root: Command) -> Self {
        Self {
            root,
            defaults: &file.defaults,
            folder: path.parent().unwrap_or(Path::new("")),
            date: ZonedDateTime::now().date().to_string(),
        }
    }

    /// Returns the options of a report that have no mistake, and then those that are typed. Returns
    /// `None` if there is no such command.
    pub(super) fn options(&self, report: &Report, typed: &Overrides) -> Option<Vec<OsString>> {
        let mut ignored = Mistakes::of("", "");
        let words: Vec<&str> = report.command.text.split(' ').collect();
        let leaf = self.leaf(report, &words, &mut ignored)?;
        let given = self.given(report, leaf, |arg| typed.has(arg), &mut ignored);
        let of_file = given.into_iter().flat_map(|given| given.arguments);
        Some(of_file.chain(typed.arguments()).collect())
    }

    /// Returns the command of a report.
    pub(super) fn leaf(
        &self,
        report: &Report,
        words: &[&str],
        mistakes: &mut Mistakes<'_>,
    ) -> Option<&Command> {
        let mut command = &self.root;
        let mut path = Vec::new();
        for word in words {
            let choices = choices(command);
            let Some(next) = choices.iter().find(|next| next.get_name() == *word) else {
                let names: Vec<&str> = choices.iter().map(|next| next.get_name()).collect();
                let what = match path.as_slice() {
                    [] => format!("no command with a result is called {word:?}"),
                    path => format!("{} has no {word:?}", path.join(" ")),
                };
                let help = match nearest(word, names.iter().copied()) {
                    Some(near) => format!(
                        "did you mean \"{}\"?",
                        [&path[..], &[near]].concat().join(" ")
                    ),
                    None if word.starts_with('-') => {
                        "options are keys of the report, such as user = \"me\"".to_owned()
                    }
                    None if names.is_empty() => format!("remove {word:?}"),
                    None => format!("use one of: {}", names.join(", ")),
                };
                mistakes.add_with_help(report.command.at, what, help);
                return None;
            };
            path.push(*word);
            command = next;
        }
        if command.has_subcommands() {
            let names: Vec<&str> = choices(command)
                .iter()
                .map(|next| next.get_name())
                .collect();
            let what = format!("the command {:?} is incomplete", report.command.text);
            let help = format!("add one of: {}", names.join(", "));
            mistakes.add_with_help(report.command.at, what, help);
            return None;
        }
        Some(command)
    }

    /// Returns the options of a report that the command line does not replace.
    pub(super) fn given<'e>(
        &'e self,
        report: &'e Report,
        leaf: &Command,
        is_replaced: impl Fn(&Arg) -> bool,
        mistakes: &mut Mistakes<'_>,
    ) -> Vec<Given<'e>> {
        let options: Vec<&Arg> = options_of(&self.root, leaf).collect();
        let find = |key: &str| options.iter().copied().find(|arg| is_called(arg, key));
        let mut given: Vec<Given<'e>> = Vec::new();
        let title = report
            .title
            .iter()
            .filter(|title| find(&title.key).is_some());
        for entry in report.options.iter().chain(title) {
            if !check_key(entry, mistakes) {
                continue;
            }
            let Some(arg) = find(&entry.key) else {
                let what = format!("{} has no option `{}`", report.command.text, entry.key);
                let names = options.iter().filter_map(|arg| arg.get_long());
                let names = names.chain(["command", "title"]);
                let help = suggestions::nearest_option(&entry.key, names).map_or_else(
                    || format!("helpscout {} --help lists its options", report.command.text),
                    |near| format!("did you mean `{near}`?"),
                );
                mistakes.add_with_help(entry.key_at, what, help);
                continue;
            };
            given.extend(self.option(report, entry, arg, mistakes));
        }
        for entry in self.defaults {
            let own =
                |given: &Given<'_>| find(&entry.key).is_some_and(|arg| is_called(arg, &given.long));
            if given.iter().any(own) {
                continue;
            }
            if let Some(arg) = find(&entry.key) {
                given.extend(self.option(report, entry, arg, mistakes));
            }
        }
        given.retain(|given| !find(&given.long).is_some_and(&is_replaced));
        given
    }

    /// Returns the arguments for one option.
    fn option<'e>(
        &self,
        report: &Report,
        entry: &'e Entry,
        arg: &Arg,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Given<'e>> {
        let long = arg.get_long()?.to_owned();
        let is_flag = matches!(arg.get_action(), ArgAction::SetTrue | ArgAction::SetFalse);
        let values: Vec<String> = match &entry.value {
            Value::Flag(true) if is_flag => {
                let arguments = vec![format!("--{long}").into()];
                return Some(Given {
                    long,
                    entry,
                    arguments,
                });
            }
            Value::Flag(false) if is_flag => Vec::new(),
            _ if is_flag => {
                let what = format!("`{}` has no value on the command line", entry.key);
                mistakes.add_with_help(entry.value_at, what, "write true or false");
                return None;
            }
            Value::Flag(flag) if !is_choice(arg) => {
                let what = format!("`{}` needs a value, not {flag}", entry.key);
                let help = format!("write {} = \"…\", or remove the line", entry.key);
                mistakes.add_with_help(entry.value_at, what, help);
                return None;
            }
            Value::Flag(flag) => vec![flag.to_string()],
            Value::One(text) => vec![text.clone()],
            // One text, or a list of texts that is one option. The parser would blame a command line.
            Value::Several(texts) if texts.len() > 1 && takes_one(arg) => {
                let what = format!("`{}` takes one value, not {}", entry.key, texts.len());
                let help = format!("write {} = {:?}, without the others", entry.key, texts[0]);
                mistakes.add_with_help(entry.value_at, what, help);
                return None;
            }
            Value::Several(texts) => match arg.get_value_delimiter() {
                Some(delimiter) if !matches!(arg.get_action(), ArgAction::Append) => {
                    vec![texts.join(&delimiter.to_string())]
                }
                _ if is_list(arg) => texts.iter().map(|text| element(text)).collect(),
                _ => texts.clone(),
            },
        };
        let is_path = arg.get_value_parser().type_id() == TypeId::of::<PathBuf>();
        let mut arguments = Vec::new();
        for value in values {
            let mut argument = OsString::from(format!("--{long}="));
            if is_path {
                let placeholders = Placeholders {
                    name: &report.name,
                    date: &self.date,
                };
                match placeholders.path(&value, self.folder) {
                    Ok(path) => argument.push(path),
                    Err(problem) => {
                        mistakes.add(entry.value_at, problem);
                        return None;
                    }
                }
            } else {
                argument.push(value);
            }
            arguments.push(argument);
        }
        Some(Given {
            long,
            entry,
            arguments,
        })
    }
}

/// Returns the words that a command line of a command starts with.
pub(super) fn start_of<'w>(words: &'w [&str]) -> impl Iterator<Item = OsString> + 'w {
    ["helpscout"].iter().chain(words).map(OsString::from)
}

/// Returns whether an option can't be given twice, and has no list of values.
fn takes_one(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set)
        && arg.get_value_delimiter().is_none()
        && !is_list(arg)
}

/// Returns whether true and false are values of an option: that is typed without a value, too, or it
/// lists them.
fn is_choice(arg: &Arg) -> bool {
    let choices = arg.get_possible_values();
    let has = |flag: &str| choices.iter().any(|choice| choice.matches(flag, false));
    let needs_none = arg
        .get_num_args()
        .is_some_and(|count| count.min_values() == 0);
    needs_none || (has("true") && has("false"))
}

/// Returns whether an option takes several values with commas between them, as its help says.
fn is_list(arg: &Arg) -> bool {
    let names = arg.get_value_names().unwrap_or_default();
    names.iter().any(|name| name.ends_with(",…"))
}

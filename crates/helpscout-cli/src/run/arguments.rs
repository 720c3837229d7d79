//! The command line that a table stands for, checked by the parser of the command line.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use helpscout_description::nearest;

use super::commands::{OUTPUT, choices, is_called, options_of};
use super::file::{Entry, Report, Value, check_key};
use super::mistake::Mistakes;
use super::name::Placeholders;
use super::overrides::Overrides;
use crate::message::Failure;
use crate::{misuse, suggestions};

/// The program whose command lines a file contains.
pub(crate) struct Program {
    /// Creates the parser of the command line.
    pub(crate) command: fn() -> Command,
    /// Checks a command line as far as nothing needs to be sent.
    pub(crate) check: fn(&ArgMatches) -> Result<(), Failure>,
    /// Returns the files that a command line writes, without links, and checks what its outputs can
    /// have.
    pub(crate) files: fn(&ArgMatches) -> Result<BTreeSet<PathBuf>, Failure>,
    /// Runs a command line.
    pub(crate) run: fn(&ArgMatches) -> Result<(), Failure>,
    /// Prints why a command line failed.
    pub(crate) print: fn(Failure, &ArgMatches),
}

/// What all reports of a file share.
pub(super) struct Checker<'a> {
    pub(super) program: &'a Program,
    pub(super) root: Command,
    pub(super) defaults: &'a [Entry],
    /// The folder of the file, which paths in it are relative to.
    pub(super) folder: &'a Path,
    /// Today's date.
    pub(super) date: String,
}

/// A report that can be run.
pub(super) struct Checked {
    pub(super) name: String,
    /// Its name and title.
    pub(super) heading: String,
    pub(super) title: Option<String>,
    pub(super) matches: ArgMatches,
    /// The files that it writes.
    pub(super) files: BTreeSet<PathBuf>,
    /// The place of its name.
    at: usize,
    /// The places of its options' values.
    options: Vec<(String, usize)>,
}

/// An option of a table that the command has.
struct Given<'a> {
    long: String,
    entry: &'a Entry,
    arguments: Vec<OsString>,
}

impl Checked {
    fn new(
        report: &Report,
        matches: ArgMatches,
        files: BTreeSet<PathBuf>,
        options: Vec<(String, usize)>,
    ) -> Self {
        Self {
            name: report.name.clone(),
            heading: match report.title() {
                Some(title) => format!("{}: {title}", report.name),
                None => report.name.clone(),
            },
            title: report.title().map(str::to_owned),
            files,
            matches,
            at: report.at,
            options,
        }
    }

    /// Returns whether notes are silenced.
    pub(super) fn is_quiet(&self) -> bool {
        let quiet = leaf_of(&self.matches).try_get_one::<bool>("quiet");
        quiet.ok().flatten().copied().unwrap_or_default()
    }

    /// Returns the place of the files that it writes, unless the command line names them.
    pub(super) fn place_of_output(&self) -> Option<usize> {
        place_of_output(&self.options)
    }

    /// Returns the place of what a message is about: the first option that it names, the files that
    /// it writes if it names one of them, or else the name of the report.
    pub(super) fn place_of(&self, message: &str) -> usize {
        let options = self.options.iter();
        let options = options.map(|(long, at)| (long.as_str(), *at));
        let output = || self.place_of_output().filter(|_| self.names_file(message));
        mentioned(message, options)
            .or_else(output)
            .unwrap_or(self.at)
    }

    /// Returns whether a message names a file that the report writes, as it was given.
    fn names_file(&self, message: &str) -> bool {
        let given = leaf_of(&self.matches).try_get_many::<PathBuf>(OUTPUT);
        let mut files = given.ok().flatten().into_iter().flatten();
        files.any(|file| message.contains(&*file.to_string_lossy()))
    }
}

impl Checker<'_> {
    /// Checks a report, and adds its mistakes to those of the file. A report without overrides is
    /// not to be run, so it may lack what they would add.
    ///
    /// # Errors
    /// If the mistake is in the overrides.
    pub(super) fn check(
        &self,
        report: &Report,
        overrides: Option<&Overrides>,
        mistakes: &mut Mistakes<'_>,
    ) -> Result<Option<Checked>, Failure> {
        let words: Vec<&str> = report.command.text.split(' ').collect();
        let Some(leaf) = self.leaf(report, &words, mistakes) else {
            return Ok(None);
        };
        let before = mistakes.count();
        let typed: Vec<OsString> = overrides.map(Overrides::arguments).unwrap_or_default();
        let replaced = |arg: &Arg| overrides.is_some_and(|overrides| overrides.has(arg));
        let mut given = self.given(report, leaf, replaced, mistakes);
        let parse = |given: &[Given<'_>]| {
            let of_file = given.iter().flat_map(|given| given.arguments.clone());
            let line = start_of(&words).chain(of_file).chain(typed.clone());
            self.root.clone().try_get_matches_from(line)
        };
        let mut left_out: Vec<String> = Vec::new();
        let mut matches = loop {
            let error = match parse(&given) {
                Ok(matches) => break matches,
                Err(error) => error,
            };
            let named = options_in(&error);
            let own = given.iter().position(|given| named.contains(&given.long));
            let (what, tips) = misuse::said(&error);
            match own {
                // The rest may have other mistakes.
                Some(place) => {
                    let Given { long, entry, .. } = given.remove(place);
                    mistakes.add_with_help(entry.value_at, what, tips.join("\n"));
                    left_out.push(long);
                }
                None if error.kind() == ErrorKind::MissingRequiredArgument => {
                    let error = self.improved(error, start_of(&words));
                    let (named, (what, _)) = (options_in(&error), misuse::said(&error));
                    if overrides.is_some() && mistakes.count() == before {
                        let help = format!("add {} to the report {}", keys(&named), report.name);
                        mistakes.add_with_help(report.at, what, help);
                    }
                    return Ok(None);
                }
                None if typed.is_empty() => {
                    mistakes.add_with_help(report.at, what, tips.join("\n"));
                    return Ok(None);
                }
                None => {
                    let error = self.improved(error, start_of(&words).chain(typed));
                    let (what, tips) = misuse::said(&error);
                    return Err(tips.into_iter().fold(Failure::usage(what), Failure::help));
                }
            }
        };
        if mistakes.count() > before + left_out.len() {
            return Ok(None);
        }
        // A check ends at the first mistake.
        loop {
            let options: Vec<(String, usize)> = given
                .iter()
                .map(|given| (given.long.clone(), given.entry.value_at))
                .collect();
            let output = place_of_output(&options);
            // Where the others print is known once they are run, perhaps with options of their own.
            let has_files = overrides.is_some() || output.is_some();
            let checked = (self.program.check)(&matches);
            // A mistake of an output whose message names no option is at the place of the outputs.
            let output = output.filter(|_| checked.is_ok());
            let files = checked.and_then(|()| {
                if has_files {
                    (self.program.files)(&matches)
                } else {
                    Ok(BTreeSet::new())
                }
            });
            let failure = match files {
                Ok(_) if !left_out.is_empty() => return Ok(None),
                Ok(files) => {
                    return Ok(Some(Checked::new(report, matches, files, options)));
                }
                Err(failure) => failure,
            };
            let places = options.iter().map(|(long, at)| (long.as_str(), *at));
            let named = mentioned(failure.what(), places);
            match named.or(output) {
                _ if !left_out.is_empty() && (named.is_none() || is_about(&failure, &left_out)) => {
                    return Ok(None);
                }
                None if !typed.is_empty() => return Err(failure),
                at => mistakes.add_failure(at.unwrap_or(report.at), &failure),
            }
            let is_named = |given: &Given<'_>| Some(given.entry.value_at) == named;
            let Some(place) = given.iter().position(is_named) else {
                return Ok(None);
            };
            left_out.push(given.remove(place).long);
            matches = match parse(&given) {
                Ok(matches) => matches,
                Err(_) => return Ok(None),
            };
        }
    }

    /// Returns the error with the nearest suggestion, given the words that were parsed.
    fn improved(&self, error: clap::Error, words: impl Iterator<Item = OsString>) -> clap::Error {
        let mut built = self.root.clone();
        built.build();
        suggestions::improved(error, &built, words)
    }

    /// Returns the command of a report.
    fn leaf(
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
    fn given<'e>(
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
                _ if is_list(arg) => texts.iter().map(|text| item(text)).collect(),
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

/// Returns whether an option can't be given twice, and has no list of values.
fn takes_one(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set)
        && arg.get_value_delimiter().is_none()
        && !is_list(arg)
}

/// Returns the place of the files that a report writes, among those of its options' values.
fn place_of_output(options: &[(String, usize)]) -> Option<usize> {
    let output = options.iter().find(|(long, _)| long == OUTPUT);
    output.map(|(_, at)| *at)
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

/// Returns an item of a list as it is typed. One that contains commas is in quotes.
fn item(text: &str) -> String {
    if text.contains(',') && !text.starts_with('"') {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}

/// Returns the innermost command's arguments.
fn leaf_of(matches: &ArgMatches) -> &ArgMatches {
    let mut leaf = matches;
    while let Some((_, inner)) = leaf.subcommand() {
        leaf = inner;
    }
    leaf
}

/// Returns the options that an error is about, without the dashes.
fn options_in(error: &clap::Error) -> Vec<String> {
    let kinds = [ContextKind::InvalidArg, ContextKind::PriorArg];
    let contexts = kinds.into_iter().filter_map(|kind| error.get(kind));
    let texts = contexts.flat_map(|context| match context {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        _ => Vec::new(),
    });
    texts
        .filter_map(|text| named_in(&text).next().map(str::to_owned))
        .collect()
}

/// Returns whether a failure may be there only because options are left out: it has the name of one.
fn is_about(failure: &Failure, left_out: &[String]) -> bool {
    let texts = [failure.what()].into_iter();
    let mut texts = texts.chain(failure.helps().iter().map(AsRef::as_ref));
    texts.any(|text: &str| {
        let mut words = text.split(|char: char| !char.is_alphanumeric() && char != '-');
        words.any(|word| {
            let word = word.trim_start_matches('-');
            left_out.iter().any(|long| long == word)
        })
    })
}

/// Returns the options that a text names, without the dashes.
fn named_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && char != '-' && char != '_')
        .filter_map(|word| word.strip_prefix("--"))
}

/// Returns the words that a command line of a command starts with.
fn start_of<'w>(words: &'w [&str]) -> impl Iterator<Item = OsString> + 'w {
    ["helpscout"].iter().chain(words).map(OsString::from)
}

/// Returns the place of the first option that a message names.
fn mentioned<'o>(
    message: &str,
    options: impl Iterator<Item = (&'o str, usize)> + Clone,
) -> Option<usize> {
    named_in(message).find_map(|named| {
        let mut options = options.clone();
        options.find_map(|(long, at)| (long == named).then_some(at))
    })
}

fn keys(named: &[String]) -> String {
    let keys: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
    keys.join(", ")
}

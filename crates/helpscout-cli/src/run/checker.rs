//! The checks of a report: those of the parser of the command line, and those of its command.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgMatches, Command};

use super::arguments::{CommandLines, Given, start_of};
use super::commands::OUTPUT;
use super::file::Report;
use super::mistake::Mistakes;
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

/// What checks the reports of a file.
pub(super) struct Checker<'a> {
    pub(super) program: &'a Program,
    pub(super) lines: CommandLines<'a>,
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
        let Some(leaf) = self.lines.leaf(report, &words, mistakes) else {
            return Ok(None);
        };
        let before = mistakes.count();
        let typed: Vec<OsString> = overrides.map(Overrides::arguments).unwrap_or_default();
        let replaced = |arg: &Arg| overrides.is_some_and(|overrides| overrides.has(arg));
        let mut given = self.lines.given(report, leaf, replaced, mistakes);
        let parse = |given: &[Given<'_>]| {
            let of_file = given.iter().flat_map(|given| given.arguments.clone());
            let line = start_of(&words).chain(of_file).chain(typed.clone());
            self.lines.root.clone().try_get_matches_from(line)
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
        let mut built = self.lines.root.clone();
        built.build();
        suggestions::improved(error, &built, words)
    }
}

/// Returns the place of the files that a report writes, among those of its options' values.
fn place_of_output(options: &[(String, usize)]) -> Option<usize> {
    let output = options.iter().find(|(long, _)| long == OUTPUT);
    output.map(|(_, at)| *at)
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

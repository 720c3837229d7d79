//! What follows `helpscout run` on the command line: the names of reports, and options that take the
//! place of those in the file.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::message::Failure;

/// The command line after `helpscout run`.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    pub(super) names: Vec<String>,
    pub(super) config: Option<PathBuf>,
    pub(super) all: bool,
    pub(super) list: bool,
    pub(super) check: bool,
    pub(super) help: bool,
    /// Options that all commands have and that precede the names.
    global: Vec<(String, Vec<OsString>)>,
    /// Options for the reports.
    options: Vec<OsString>,
    longs: HashSet<String>,
    shorts: HashSet<char>,
}

impl Overrides {
    /// Reads the arguments of `run`. `root` is the whole command line.
    ///
    /// # Errors
    /// If options of a report precede its name.
    pub(super) fn of(matches: &ArgMatches, root: &Command) -> Result<Self, Failure> {
        let mut typed = Self {
            config: matches.get_one::<PathBuf>("config").cloned(),
            all: matches.get_flag("all"),
            list: matches.get_flag("list"),
            check: matches.get_flag("check"),
            ..Self::default()
        };
        let rest = matches.get_many::<OsString>("names");
        let mut rest = rest.into_iter().flatten().peekable();
        while let Some(argument) = rest.next() {
            let text = argument.to_string_lossy();
            match text.as_ref() {
                "--all" => typed.all = true,
                "--list" => typed.list = true,
                "--check" => typed.check = true,
                "--help" | "-h" => typed.help = true,
                "--config" => {
                    let file = rest.next();
                    let file = file.ok_or_else(|| Failure::usage("--config needs a file"))?;
                    typed.config = Some(file.into());
                }
                option if option.starts_with("--config=") => {
                    typed.config = Some(option.trim_start_matches("--config=").into());
                }
                name if typed.options.is_empty() && !name.starts_with('-') => {
                    typed.names.push(name.to_owned());
                }
                _ => typed.options.push(argument.clone()),
            }
        }
        if typed.names.is_empty() && !typed.options.is_empty() && !typed.all && !typed.check {
            let option = typed.options[0].to_string_lossy().into_owned();
            return Err(
                Failure::usage(format!("{option} precedes the name of a report"))
                    .help("write the names first: helpscout run NAME... [OPTIONS]"),
            );
        }
        typed.note_options();
        typed.note_global(matches, root);
        Ok(typed)
    }

    /// Returns whether an option is given.
    pub(super) fn has(&self, arg: &Arg) -> bool {
        let longs = arg.get_long().into_iter();
        let mut longs = longs.chain(arg.get_all_aliases().unwrap_or_default());
        longs.any(|long| {
            self.longs.contains(long) || self.global.iter().any(|(global, _)| global == long)
        }) || arg
            .get_short()
            .is_some_and(|short| self.shorts.contains(&short))
    }

    /// Returns the options for the reports as they were typed.
    pub(super) fn options(&self) -> &[OsString] {
        &self.options
    }

    /// Returns the options as arguments.
    pub(super) fn arguments(&self) -> Vec<OsString> {
        let global = self.global.iter();
        let global = global.filter(|(long, _)| !self.longs.contains(long));
        let global = global.flat_map(|(_, arguments)| arguments);
        global.chain(&self.options).cloned().collect()
    }

    /// Notes which options are given. A value never starts with a dash, unless it is a number.
    fn note_options(&mut self) {
        for option in &self.options {
            let text = option.to_string_lossy();
            if let Some(long) = text.strip_prefix("--") {
                let long = long.split('=').next().unwrap_or_default();
                self.longs.insert(long.to_owned());
            } else if let Some(shorts) = text.strip_prefix('-') {
                self.shorts.extend(shorts.chars().next());
                if shorts.starts_with('q') {
                    self.shorts.extend(shorts.chars().nth(1));
                }
            }
        }
    }

    /// Notes the options that all commands have and that precede the names.
    fn note_global(&mut self, matches: &ArgMatches, root: &Command) {
        for arg in root.get_arguments().filter(|arg| arg.is_global_set()) {
            let id = arg.get_id().as_str();
            let is_typed = matches.value_source(id) == Some(ValueSource::CommandLine);
            let Some(long) = arg.get_long().filter(|_| is_typed) else {
                continue;
            };
            let is_flag = matches!(arg.get_action(), ArgAction::SetTrue);
            let values = matches.get_raw(id).into_iter().flatten();
            let arguments = if is_flag {
                vec![format!("--{long}").into()]
            } else {
                let argument = |value| {
                    let mut argument = OsString::from(format!("--{long}="));
                    argument.push(value);
                    argument
                };
                values.map(argument).collect()
            };
            self.global.push((long.to_owned(), arguments));
        }
    }
}

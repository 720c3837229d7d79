//! `helpscout run`: the named reports of a file, `helpscout.toml`.
//!
//! In: the tables of a TOML file, whose keys are the options of the command line. Out: for each
//! report that is named, a run of its command, as if its options had been typed. `file` reads the
//! tables. `arguments` turns one into a command line of one of the `commands`, and `checker` checks it
//! with the parser of the command line. `mistake` says where in the file something is wrong, `overrides` are
//! the options that are typed after the names, and `name` replaces placeholders in names of files.
//! Nothing here knows options by their names, so each new option works in the file.

mod arguments;
mod checker;
mod commands;
mod file;
mod mistake;
mod name;
mod overrides;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use helpscout_description::nearest;
use helpscout_stdout::print;

use self::arguments::CommandLines;
pub(crate) use self::checker::Program;
use self::checker::{Checked, Checker};
use self::file::{File, Report};
use self::mistake::Mistakes;
use self::overrides::Overrides;
use crate::about;
use crate::exit::Exit;
use crate::message::{Failure, note, printable};

/// The file that is read unless `--config` names another.
const FILE: &str = "helpscout.toml";

const HOW_TO_WRITE_ONE: &str = "helpscout run --help shows how to write one";

const LONG_ABOUT: &str = "\
Runs reports that a file names, so that the same report needs no options the next time. The
file is helpscout.toml in the current directory, or the one that --config names:

  zone = \"America/New_York\"          # for every report that has this option

  [reports.monday]
  command = \"history\"                # or \"report company\", \"list users\" and so on
  title = \"Marta, last week\"
  user = \"Marta Lindqvist\"
  period = \"last-week\"
  output = [\"monday-{date}.html\", \"monday.xlsx\"]

The title is that of the page, the spreadsheet or the message. All other keys but command are
options of the command, without the dashes: a text, a number, a date or a list of them, or true
for an option without a value. Options above the
tables are for all reports whose commands have them. Options after the names on the command
line take the place of those in the file: helpscout run monday --period 2019-W20. The names of
output files are relative to the folder of the file, and in them {name} is the name of the
report and {date} is today's date. Credentials never come from the file, but the name of a
profile may: profile = \"acme\".

The whole file is checked before anything is sent, and each mistake is reported with its line
and column. All named reports are run, one after another, even if one fails. The exit code is 0
if all succeed, and else the first of 2, 3, 5, 1 and 4 with which one ended. An interrupt ends
the run.";

/// Creates the command `helpscout run`.
pub(crate) fn command() -> Command {
    Command::new("run")
        .about("Run reports that helpscout.toml names, such as the one of every Monday")
        .long_about(LONG_ABOUT)
        .override_usage("helpscout run [--config FILE] NAME... [OPTIONS OF THE REPORTS]")
        .arg(
            Arg::new("names")
                .value_name("NAME")
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .value_parser(value_parser!(OsString))
                .help("Reports to run, then options that take the place of those in the file"),
        )
        .arg(
            Arg::new("config")
                .long("config")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("File with the reports, instead of helpscout.toml in this directory"),
        )
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help("Run every report of the file"),
        )
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .help("List the reports of the file and run none"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Check the file without sending anything, and run no report"),
        )
}

/// Returns the names of the reports of a file, each with its title or command, as far as the file can be
/// read.
pub(crate) fn names(config: Option<&Path>) -> Vec<(String, String)> {
    let reports = readable(config.unwrap_or(Path::new(FILE)))
        .reports
        .into_iter();
    let reports = reports.map(|report| {
        let title = report.title().unwrap_or(&report.command.text).to_owned();
        (report.name, title)
    });
    reports.collect()
}

/// The command line of a report that is named on the command line.
pub(crate) struct Named {
    /// The words of its command, such as `report` and `company`.
    pub(crate) command: Vec<String>,
    /// The options of the file, and then those that are typed.
    pub(crate) options: Vec<OsString>,
}

/// Returns the command line of the first report that these words name, if options follow the name, as
/// far as the file can be read. The last option may be incomplete.
pub(crate) fn named(words: &[OsString], root: &Command) -> Option<Named> {
    words.iter().find(|word| *word == "run")?;
    let matches = root.clone().ignore_errors(true).try_get_matches_from(words);
    let matches = matches.ok()?;
    let (_, matches) = matches.subcommand().filter(|(name, _)| *name == "run")?;
    let typed = Overrides::of(matches, root).ok()?;
    // What is typed now is one of them.
    typed
        .options()
        .last()
        .filter(|last| Some(*last) == words.last())?;
    let path = typed.config.clone().unwrap_or_else(|| FILE.into());
    let file = readable(&path);
    let is_named = |report: &&Report| typed.all || typed.names.contains(&report.name);
    let report = file.reports.iter().find(is_named)?;
    let lines = CommandLines::of(&file, &path, root.clone());
    let options = lines.options(report, &typed)?;
    let command = report.command.text.split(' ').map(str::to_owned);
    Some(Named {
        command: command.collect(),
        options,
    })
}

/// Returns a file as far as it can be read.
fn readable(path: &Path) -> File {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    File::parse(&text, &mut Mistakes::of(FILE, &text))
}

/// Runs the named reports. Returns how the run ended; each failure is printed.
pub(crate) fn run(matches: &ArgMatches, program: &Program) -> Result<Option<Exit>, Failure> {
    let root = (program.command)();
    let typed = Overrides::of(matches, &root)?;
    if typed.help {
        return help(&root).map(|()| None);
    }
    let path = typed.config.clone().unwrap_or_else(|| FILE.into());
    let text = read(&path, typed.config.is_some())?;
    let shown = printable(&path.display().to_string());
    let mut mistakes = Mistakes::of(&shown, &text);
    let file = File::parse(&text, &mut mistakes);
    file.check_defaults(&root, &mut mistakes);
    if mistakes.count() > 0 && file.reports.is_empty() {
        return mistakes.into_failure().map_or(Ok(None), Err);
    }
    let chosen = chosen(&file, &typed, &shown)?;
    let lines = CommandLines::of(&file, &path, root);
    let checker = Checker { program, lines };
    let mut checked = Vec::new();
    for report in &file.reports {
        let is_chosen = chosen.contains(&report.name.as_str());
        let typed = is_chosen.then_some(&typed);
        let report = checker
            .check(report, typed, &mut mistakes)
            .map_err(|failure| {
                // An option of the command line is for all of them.
                if chosen.len() > 1 {
                    failure.at(&report.name)
                } else {
                    failure
                }
            });
        checked.extend(report?);
    }
    checked.retain(|report| chosen.contains(&report.name.as_str()));
    check_outputs(&checked, &mut mistakes)?;
    if let Some(failure) = mistakes.into_failure() {
        return Err(failure);
    }
    if typed.list {
        return list(&file).map(|()| None);
    }
    if typed.check {
        note(match chosen.as_slice() {
            [] => format!("{shown}: no mistake, but no report, either; {HOW_TO_WRITE_ONE}"),
            chosen => format!("{shown}: no mistake in {}", chosen.join(", ")),
        });
        return Ok(None);
    }
    Ok(run_all(checked, &shown, &text, program))
}

/// Runs reports one after another. Returns the exit that matters most, or `None` if all succeeded.
fn run_all(reports: Vec<Checked>, shown: &str, text: &str, program: &Program) -> Option<Exit> {
    let has_several = reports.len() > 1;
    let mut worst: Option<Exit> = None;
    for report in reports {
        if has_several && !report.is_quiet() {
            note(&report.heading);
        }
        about::set_title(report.title.as_deref());
        let ended = (program.run)(&report.matches);
        about::set_title(None);
        let Err(failure) = ended else {
            continue;
        };
        let exit = failure.exit();
        // A mistake of the file that only the service can tell, such as an unknown name.
        let place = if exit == Exit::Usage {
            mistake::place(text, report.place_of(failure.what())).in_file(shown)
        } else {
            report.name.clone()
        };
        (program.print)(failure.at(&place), &report.matches);
        if exit.is_signal() {
            return Some(exit);
        }
        worst = worst
            .into_iter()
            .chain([exit])
            .min_by_key(|exit| exit.rank());
    }
    worst
}

/// Reads the file.
fn read(path: &Path, is_named: bool) -> Result<String, Failure> {
    let shown = path.display();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            let failure = Failure::usage(format!("can't read {shown}: it is not UTF-8"));
            Err(failure.help("save it as UTF-8"))
        }
        Err(error) => {
            let failure = Failure::usage(format!("can't read {shown}: {error}"));
            Err(if is_named {
                failure.help("use --config to name a file with reports")
            } else {
                failure.help(
                    "run this in the directory of helpscout.toml, or name the file with --config;\n\
                     helpscout run --help shows what it contains",
                )
            })
        }
    }
}

/// Returns the names of the reports to run or check.
fn chosen<'f>(file: &'f File, typed: &Overrides, shown: &str) -> Result<Vec<&'f str>, Failure> {
    let known: Vec<&str> = file
        .reports
        .iter()
        .map(|report| report.name.as_str())
        .collect();
    let listed = || match known.as_slice() {
        [] => format!("{shown} has no reports; {HOW_TO_WRITE_ONE}"),
        known => format!("{shown} has: {}", known.join(", ")),
    };
    let has_all = typed.all || (typed.names.is_empty() && (typed.list || typed.check));
    if has_all {
        if typed.all && !typed.names.is_empty() {
            return Err(Failure::usage("--all can't be used with names").help("remove one of them"));
        }
        if typed.all && known.is_empty() {
            return Err(Failure::usage("there is no report to run").help(listed()));
        }
        return Ok(known);
    }
    if typed.names.is_empty() {
        return Err(Failure::usage("no report was named").help(listed()));
    }
    let mut chosen: Vec<&str> = Vec::new();
    for name in &typed.names {
        let Some(found) = known.iter().find(|known| *known == name) else {
            let failure = Failure::usage(format!("there is no report {name} in {shown}"));
            return Err(match nearest(name, known.iter().copied()) {
                Some(near) => failure.help(format!("did you mean {near}?")),
                None => failure.help(listed()),
            });
        };
        if !chosen.contains(found) {
            chosen.push(found);
        }
    }
    Ok(chosen)
}

/// Adds a mistake for each report that would replace a file of another, which may be that of one of
/// its tables.
///
/// # Errors
/// If the command line names the file.
fn check_outputs(reports: &[Checked], mistakes: &mut Mistakes<'_>) -> Result<(), Failure> {
    let mut taken: BTreeMap<&Path, &str> = BTreeMap::new();
    for report in reports {
        let name = report.name.as_str();
        let mut files = report.files.iter().map(PathBuf::as_path);
        let same = files.find_map(|file| Some((file, *taken.get(file)?)));
        if let Some((file, other)) = same {
            let shown = printable(&file.display().to_string());
            let problem = format!("the reports {other} and {name} both write {shown}");
            let failure = Failure::usage(problem)
                .help("give each a file of its own, for example with {name} in its name");
            match report.place_of_output() {
                Some(at) => mistakes.add_failure(at, &failure),
                None => return Err(failure),
            }
        }
        taken.extend(report.files.iter().map(|file| (file.as_path(), name)));
    }
    Ok(())
}

/// Prints the help of this command, which was asked for after the name of a report.
fn help(root: &Command) -> Result<(), Failure> {
    let own = root.find_subcommand("run").cloned().unwrap_or_else(command);
    let text = own.bin_name("helpscout run").render_long_help().to_string();
    print(&text).map_err(|error| unprintable(&error))
}

fn unprintable(error: &io::Error) -> Failure {
    Failure::not_done(format!("can't write to stdout: {error}"))
}

/// Prints the names of all reports with their commands and titles.
fn list(file: &File) -> Result<(), Failure> {
    let width = |cells: &dyn Fn(&Report) -> usize| file.reports.iter().map(cells).max();
    let names = width(&|report| report.name.chars().count()).unwrap_or_default();
    let commands = width(&|report| report.command.text.chars().count()).unwrap_or_default();
    let lines = file.reports.iter().map(|report| {
        let title = report.title().unwrap_or_default();
        let command = &report.command.text;
        let line = format!("{:<names$}  {command:<commands$}  {title}", report.name);
        format!("{}\n", printable(line.trim_end()))
    });
    let text: String = lines.collect();
    print(&text).map_err(|error| unprintable(&error))
}

//! The destination of a result: stdout, or a file that is written completely or not at all.
//!
//! Rows are written while others are still on their way, so nothing goes to its destination before
//! all of them are there. A file is written beside the one that it replaces ([`part`]), and
//! [`permissions`] are who may read it. What is printed, or goes to a pipe or a device, is kept in a
//! [`Spool`]. [`target`] opens a destination, [`stdout`] prints, and [`harmless`] replaces what would
//! control a terminal. A result may have several destinations: [`together`] replaces their files, all
//! or none.

mod harmless;
mod part;
mod permissions;
mod stdout;
mod target;
mod together;

use std::collections::HashSet;
use std::fmt;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use helpscout_command::Format;
use helpscout_reports::jiff::tz::TimeZone;
use helpscout_stdout::{is_styled, stdout_width};

use self::harmless::Styles;
use self::stdout::Stdout;
use self::target::{Target, is_stdout, unwritable};
pub(crate) use self::target::{identity, is_stream};
use self::together::{ReplaceError, replace_all};
use crate::chosen_format::chosen_formats;
use crate::exit::Exit;
use crate::format::definitions::Ends;
use crate::format::sink::{Edit, Sink};
use crate::format::{Form, Look};
use crate::interrupt::{Asked, Session};
use crate::message::Failure;
use crate::spool::Spool;

/// An open destination, which stays as it was until [`Output::commit`].
#[derive(Debug)]
pub(crate) struct Output {
    target: Target,
    /// The path as it was typed, unless it is stdout.
    typed: Option<PathBuf>,
    form: Form,
    /// Whether the process was asked to end. Writing then fails.
    asked: Asked,
}

/// A destination that is not open yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlannedOutput<'m> {
    /// The path as it was typed, unless it is stdout.
    typed: Option<&'m Path>,
    form: Form,
}

impl<'m> PlannedOutput<'m> {
    /// Returns the destinations that `--output` and `--format` ask for, which are at least one.
    /// Nothing is opened.
    ///
    /// # Errors
    /// If the format of one is unknown, or if one would replace another.
    pub(crate) fn all(matches: &'m ArgMatches) -> Result<Vec<Self>, Failure> {
        let paths = paths(matches);
        let forms = forms(matches, &paths)?;
        check_distinct(&paths)?;
        let planned = paths.into_iter().zip(forms);
        Ok(planned.map(|(typed, form)| Self { typed, form }).collect())
    }

    pub(crate) fn format(&self) -> Format {
        self.form.format
    }

    /// Returns the path as it was typed, if it is that of a file, which is replaced as a whole.
    pub(crate) fn file(&self) -> Option<&'m Path> {
        self.typed.filter(|path| !is_stream(path))
    }

    /// Returns whether what is written says what it is about, so that IDs need their names.
    pub(crate) fn names_ids(&self) -> bool {
        self.form.is_about()
    }
}

impl Output {
    /// Opens the destinations that `--output` and `--format` ask for, which are at least one. Called
    /// before anything is fetched, so that a destination that can't be written is found first.
    pub(crate) fn open_all(matches: &ArgMatches, session: &Session) -> Result<Vec<Self>, Failure> {
        let planned = PlannedOutput::all(matches)?.into_iter();
        planned
            .map(|planned| Self::open(planned.typed, planned.form, session))
            .collect()
    }

    /// Opens stdout for a format that is not for people.
    pub(crate) fn open_stdout(format: Format, session: &Session) -> Result<Self, Failure> {
        let form = Form {
            format,
            raw: false,
            look: Look::default(),
        };
        Self::open(None, form, session)
    }

    /// Returns the formats of the destinations, without opening them.
    pub(crate) fn formats(matches: &ArgMatches) -> Result<Vec<Format>, Failure> {
        let forms = forms(matches, &paths(matches))?;
        Ok(forms.into_iter().map(|form| form.format).collect())
    }

    fn open(path: Option<&Path>, form: Form, session: &Session) -> Result<Self, Failure> {
        let target = match path {
            Some(path) if !is_stdout(path) => target::open(path, session)?,
            _ => Target::Stdout {
                spool: Spool::new(),
                stdout: Stdout::open().map_err(|error| unprintable(&error))?,
            },
        };
        let is_terminal = match &target {
            Target::Stdout { stdout, .. } => stdout.is_terminal(),
            Target::Stream { file, .. } => file.is_terminal(),
            Target::File(_) => false,
        };
        if form.format.is_binary() && is_terminal {
            let name = form.format.name();
            let what = if form.format == Format::Xlsx {
                "a spreadsheet"
            } else {
                name
            };
            return Err(
                Failure::usage(format!("a terminal can't show {what}")).help(format!(
                    "use -o FILE.{name}, or --format table to see the report here"
                )),
            );
        }
        Ok(Self {
            target,
            typed: path.map(Path::to_owned),
            form,
            asked: session.asked(),
        })
    }

    /// Opens another file, which must not be a pipe or a device, for output in the same form.
    pub(crate) fn open_other(&self, path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            target: target::open_replaced(path)?,
            typed: Some(path.to_owned()),
            form: self.form,
            asked: self.asked.clone(),
        })
    }

    /// Shows instants in a zone.
    pub(crate) fn show_in(&mut self, zone: &'static TimeZone) {
        self.form.look.zone = Some(zone);
    }

    /// Says where the intervals of the report end.
    pub(crate) fn end_at(&mut self, ends: Option<Ends>) {
        self.form.look.ends = ends;
    }

    /// Returns whether what is written says what it is about, so that IDs need their names.
    pub(crate) fn names_ids(&self) -> bool {
        self.form.is_about()
    }

    /// Returns the form in which an answer is written there.
    pub(crate) fn form(&self) -> Form {
        self.form
    }

    pub(crate) fn format(&self) -> Format {
        self.form.format
    }

    /// Returns the path as it was typed, if it is that of a file, which is replaced as a whole.
    pub(crate) fn file(&self) -> Option<&Path> {
        let typed = self.typed.as_deref();
        typed.filter(|_| matches!(self.target, Target::File(_)))
    }

    /// Returns the path of the file that is written, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.target {
            Target::Stdout { .. } => None,
            Target::File(part) => Some(part.path()),
            Target::Stream { path, .. } => Some(path),
        }
    }

    /// Drops what was written so far.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Stdout { spool, .. } | Target::Stream { spool, .. } => *spool = Spool::new(),
            Target::File(part) => part.clear()?,
        }
        Ok(())
    }

    /// Completes what was written: prints, and replaces all files or none. Files are on the disk
    /// before anything is printed, and replace the old ones after that, so that none is replaced if
    /// printing fails.
    pub(crate) fn commit_all(outputs: Vec<Self>, session: &Session) -> Result<(), Failure> {
        let mut files = Vec::new();
        let mut printed = Vec::new();
        for output in outputs {
            match output.target {
                Target::File(part) => {
                    let path = part.path().to_owned();
                    let complete = part.complete();
                    files.push(complete.map_err(|error| unwritable(&path, &error))?);
                }
                Target::Stdout { .. } | Target::Stream { .. } => printed.push(output),
            }
        }
        if !printed.is_empty() {
            let unfinished = files.iter().map(|file| file.temporary.to_path_buf());
            let interruptible = session.end_when_asked(unfinished.collect());
            for output in printed {
                output.print()?;
            }
            drop(interruptible);
        }
        replace_all(files).map_err(|error| irreplaceable(&error))
    }

    /// Prints what was written.
    fn print(self) -> Result<(), Failure> {
        let styles = Styles::of(self.form);
        match self.target {
            Target::Stdout { spool, mut stdout } => {
                let styles = stdout.is_terminal().then_some(styles);
                print(spool, &mut stdout, styles, unprintable)
            }
            Target::Stream {
                spool,
                mut file,
                path,
            } => {
                let styles = file.is_terminal().then_some(styles);
                print(spool, &mut file, styles, |error| unwritable(&path, error))
            }
            // A file replaces another one.
            Target::File(_) => Ok(()),
        }
    }

    /// Returns the failure for an error in writing to this destination.
    pub(crate) fn failure(&self, error: &io::Error) -> Failure {
        let interrupted = error.get_ref().and_then(|error| error.downcast_ref());
        if let Some(Interrupted(exit)) = interrupted {
            return Failure::interrupted(*exit, "interrupted; nothing was written");
        }
        match &self.target {
            Target::File(part) => unwritable(part.path(), error),
            Target::Stdout { .. } | Target::Stream { .. } => unkept(error),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(exit) = self.asked.exit() {
            return Err(io::Error::other(Interrupted(exit)));
        }
        match &mut self.target {
            Target::Stdout { spool, .. } | Target::Stream { spool, .. } => spool.write(bytes),
            Target::File(part) => part.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Stdout { spool, .. } | Target::Stream { spool, .. } => spool.flush(),
            Target::File(part) => part.flush(),
        }
    }
}

impl Sink for Output {
    fn rewrite(&mut self, edit: Edit<'_>) -> io::Result<()> {
        match &mut self.target {
            Target::Stdout { spool, .. } | Target::Stream { spool, .. } => {
                let mut old = std::mem::replace(spool, Spool::new());
                let mut text = old.reader()?;
                edit(&mut text as &mut dyn BufRead, spool)
            }
            Target::File(part) => part.rewrite(edit),
        }
    }
}

/// Copies what was kept to where it is read. A terminal has `styles`.
fn print(
    mut spool: Spool,
    out: &mut dyn Write,
    styles: Option<Styles>,
    unwritten: impl FnOnce(&io::Error) -> Failure,
) -> Result<(), Failure> {
    let text = spool.reader().map_err(|error| unkept(&error))?;
    harmless::copy(text, out, styles).map_err(|error| unwritten(&error))
}

/// The error of writing after the process was asked to end.
#[derive(Debug)]
struct Interrupted(Exit);

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// Returns the paths that `--output` names, in the order they were typed; `None` is stdout.
fn paths(matches: &ArgMatches) -> Vec<Option<&Path>> {
    let Some(typed) = matches.get_many::<PathBuf>("output") else {
        return vec![None];
    };
    typed
        .map(|path| Some(path.as_path()).filter(|path| path.as_os_str() != "-"))
        .collect()
}

/// Fails if two outputs would replace each other.
fn check_distinct(paths: &[Option<&Path>]) -> Result<(), Failure> {
    let mut taken = HashSet::new();
    for path in paths {
        if !taken.insert(path.map_or_else(|| PathBuf::from("-"), identity)) {
            let shown = path.map_or_else(|| "stdout".to_owned(), |path| path.display().to_string());
            let problem = format!("{shown} is named twice by --output");
            return Err(Failure::usage(problem).help("name a file of its own for each output"));
        }
    }
    Ok(())
}

/// Returns the forms that the options and the destinations ask for.
fn forms(matches: &ArgMatches, paths: &[Option<&Path>]) -> Result<Vec<Form>, Failure> {
    let formats = chosen_formats(matches, paths)?;
    let raw = matches.get_flag("raw");
    if raw && !formats.contains(&Format::Ndjson) {
        let names: Vec<&str> = formats.iter().map(|format| format.name()).collect();
        let message = format!(
            "--raw is for ndjson, and the format is {}",
            names.join(", ")
        );
        let help = "add --format ndjson, or use --format json for the answer byte for byte";
        return Err(Failure::usage(message).help(help));
    }
    let forms = formats.into_iter().zip(paths).map(|(format, path)| Form {
        format,
        raw: raw && format == Format::Ndjson,
        look: look(*path),
    });
    Ok(forms.collect())
}

/// Returns how a table should look there.
fn look(path: Option<&Path>) -> Look {
    let stdout = io::stdout();
    if path.is_some() || !stdout.is_terminal() {
        return Look {
            has_foot: path.is_some_and(|path| !is_stream(path)),
            ..Look::default()
        };
    }
    Look {
        width: stdout_width(),
        color: is_styled(&io::stdout()),
        ..Look::default()
    }
}

/// Returns the failure for a report that could not be kept until it was complete.
fn unkept(error: &io::Error) -> Failure {
    Failure::not_done(format!(
        "can't keep the report until it is complete: {error}; nothing was written"
    ))
    .help("set TMPDIR to a directory with more space, or use --output to write to a file")
}

fn unprintable(error: &io::Error) -> Failure {
    Failure::not_done(format!(
        "can't write to stdout: {error}; the report was not printed, or not in full"
    ))
}

fn irreplaceable(error: &ReplaceError) -> Failure {
    let failure = unwritable(&error.path, &error.error);
    if error.not_restored.is_empty() {
        return failure;
    }
    let paths = error.not_restored.iter();
    let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
    failure.help(format!(
        "these files are new, as their old content could not be restored: {}",
        paths.join(", ")
    ))
}

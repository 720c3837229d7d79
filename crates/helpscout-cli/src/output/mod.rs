//! The destination of a result: stdout, or a file that is written completely or not at all.
//!
//! Rows are written while others are still on their way, so nothing goes to its destination before
//! all of them are there. A file is written beside the one that it replaces ([`part`]), and
//! [`permissions`] are who may read it. What is printed, or goes to a pipe or a device, is kept in a
//! [`Spool`]. [`target`] opens a destination, [`stdout`] prints, and [`harmless`] replaces what would
//! control a terminal. [`together`] replaces several files, all or none.

mod harmless;
mod part;
mod permissions;
mod stdout;
mod target;
mod together;

use std::fmt;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use helpscout_command::Format;
use helpscout_stdout::is_styled;

use self::harmless::Styles;
pub(crate) use self::part::folder_of;
use self::stdout::Stdout;
pub(crate) use self::target::is_stream;
use self::target::{Target, unwritable};
use self::together::{ReplaceError, replace_all};
use crate::chosen_format::chosen_format;
use crate::exit::Exit;
use crate::format::sink::{Edit, Sink};
use crate::format::{Form, Look};
use crate::interrupt::{Asked, Session};
use crate::message::Failure;
use crate::spool::Spool;

/// An open destination, which stays as it was until [`Output::commit`].
#[derive(Debug)]
pub(crate) struct Output {
    target: Target,
    form: Form,
    /// Whether the process was asked to end. Writing then fails.
    asked: Asked,
}

impl Output {
    /// Opens the destination that `--output` and `--format` ask for. Called before anything is
    /// fetched, so that a destination that can't be written is found first.
    pub(crate) fn open(matches: &ArgMatches, session: &Session) -> Result<Self, Failure> {
        let path = matches
            .get_one::<PathBuf>("output")
            .filter(|path| path.as_os_str() != "-");
        let form = form(matches, path.map(PathBuf::as_path))?;
        let target = match path {
            Some(path) => target::open(path, session)?,
            None => Target::Stdout {
                spool: Spool::new(),
                stdout: Stdout::open().map_err(|error| unprintable(&error))?,
            },
        };
        Ok(Self {
            target,
            form,
            asked: session.asked(),
        })
    }

    /// Opens another file, which must not be a pipe or a device, for output in the same form.
    pub(crate) fn open_other(&self, path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            target: target::open_replaced(path)?,
            form: self.form,
            asked: self.asked.clone(),
        })
    }

    /// Returns whether it is a regular file, which is replaced as a whole.
    pub(crate) fn is_replaced(&self) -> bool {
        matches!(self.target, Target::File(_))
    }

    /// Returns the form in which an answer is written there.
    pub(crate) fn form(&self) -> Form {
        self.form
    }

    pub(crate) fn format(&self) -> Format {
        self.form.format
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

    /// Completes what was written: replaces the file, or prints. An interrupt ends a process that
    /// prints at once, as printing may block until the output is read.
    pub(crate) fn commit(self, session: &Session) -> Result<(), Failure> {
        let styles = Styles::of(self.form);
        match self.target {
            Target::Stdout { spool, mut stdout } => {
                session.end_when_asked();
                let styles = stdout.is_terminal().then_some(styles);
                print(spool, &mut stdout, styles, unprintable)
            }
            Target::File(part) => {
                let path = part.path().to_owned();
                let replaced = part.complete().and_then(|complete| complete.replace());
                replaced.map_err(|error| unwritable(&path, &error))
            }
            Target::Stream {
                spool,
                mut file,
                path,
            } => {
                session.end_when_asked();
                let styles = file.is_terminal().then_some(styles);
                print(spool, &mut file, styles, |error| unwritable(&path, error))
            }
        }
    }

    /// Completes several files: replaces all of them or none.
    pub(crate) fn commit_all(outputs: Vec<Self>, session: &Session) -> Result<(), Failure> {
        let mut files = Vec::new();
        for output in outputs {
            match output.target {
                Target::File(part) => {
                    let path = part.path().to_owned();
                    let complete = part.complete();
                    files.push(complete.map_err(|error| unwritable(&path, &error))?);
                }
                _ => output.commit(session)?,
            }
        }
        replace_all(files).map_err(|error| irreplaceable(&error))
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

/// Returns the form that the options and the destination ask for.
fn form(matches: &ArgMatches, path: Option<&Path>) -> Result<Form, Failure> {
    let format = chosen_format(matches, path)?;
    let raw = matches.get_flag("raw");
    if raw && format != Format::Ndjson {
        let message = format!("--raw is for ndjson, and the format is {}", format.name());
        let help = "add --format ndjson, or use --format json for the answer byte for byte";
        return Err(Failure::usage(message).help(help));
    }
    Ok(Form {
        format,
        raw,
        look: look(path),
    })
}

/// Returns how a table should look there.
fn look(path: Option<&Path>) -> Look {
    let stdout = io::stdout();
    if path.is_some() || !stdout.is_terminal() {
        return Look::default();
    }
    Look {
        width: terminal_size::terminal_size_of(stdout).map(|(width, _)| width.0),
        color: is_styled(&io::stdout()),
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

//! Why a folder can't be pulled into.

use std::error;
use std::fmt;
use std::io;
use std::path::Path;

use jiff::civil::Date;

/// Why a folder can't be pulled into, or why a unit could not be written. Displays as a sentence
/// that says what happened and where, without a full stop.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    problem: String,
    advice: String,
    source: Option<io::Error>,
}

/// What has to change before another try can succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was asked for: the folder is a file, can't be written, holds files of somebody else, or
    /// was pulled with other settings.
    Usage,
    /// Nothing but time: another pull has the folder.
    Locked,
    /// The disk: it is full, or it fails.
    Storage,
    /// The journal: it is damaged, or a newer version has written it.
    Journal,
}

impl Error {
    pub(crate) fn usage(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, problem, advice)
    }

    pub(crate) fn new(
        kind: ErrorKind,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            problem: problem.into(),
            advice: advice.into(),
            source: None,
        }
    }

    pub(crate) fn date(date: Date) -> Self {
        Self::usage(
            format!("no window can begin or end near {date}, where the calendar does"),
            "give dates of the years that the account has existed",
        )
    }

    /// Says that a file or folder can't be read or written. `doing` is what failed, such as
    /// `can't write`.
    pub(crate) fn io(doing: &str, path: &Path, source: io::Error) -> Self {
        let (kind, advice) = advice(doing, &source);
        Self {
            kind,
            problem: format!("{doing} {}: {source}", path.display()),
            advice: advice.to_owned(),
            source: Some(source),
        }
    }

    /// Replaces what to do next.
    pub(crate) fn advising(self, advice: String) -> Self {
        Self { advice, ..self }
    }

    /// Returns what has to change before another try can succeed.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what to do next, as a sentence without a full stop that begins in lower case.
    pub fn advice(&self) -> &str {
        &self.advice
    }
}

/// Returns what to do about an error of the operating system.
fn advice(doing: &str, error: &io::Error) -> (ErrorKind, &'static str) {
    match error.kind() {
        io::ErrorKind::StorageFull => (
            ErrorKind::Storage,
            "free space on this disk, then run the same command again: the files that are in place \
             are kept, and the unit that did not fit is fetched again",
        ),
        io::ErrorKind::QuotaExceeded => (
            ErrorKind::Storage,
            "ask for more space on this disk, then run the same command again: the files that are \
             in place are kept, and the unit that did not fit is fetched again",
        ),
        io::ErrorKind::FileTooLarge => (
            ErrorKind::Storage,
            "raise the limit of file sizes (`ulimit -f`) or choose a shorter --window, then run \
             the command again: the files that are in place are kept",
        ),
        io::ErrorKind::PermissionDenied if doing == "can't read" => (
            ErrorKind::Usage,
            "make it readable and writable for the user who runs this command, or choose another \
             folder",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            ErrorKind::Usage,
            "make it writable for the user who runs this command, or choose another folder",
        ),
        io::ErrorKind::InvalidFilename => (ErrorKind::Usage, "choose a shorter name or path"),
        io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => (
            ErrorKind::Usage,
            "move away what is in its place, or choose another folder",
        ),
        _ => (
            ErrorKind::Storage,
            "check the disk, then run the same command again: the files that are in place are kept",
        ),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.problem)
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        let source = self.source.as_ref();
        source.map(|source| source as &(dyn error::Error + 'static))
    }
}

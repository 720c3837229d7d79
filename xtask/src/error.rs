//! The error of every command.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use helpscout_codegen::TreeError;
use helpscout_files::Problem;

use crate::workspace::shown;

/// Why a command failed: what happened, where, and what to do next.
#[derive(Debug)]
pub(crate) struct Error {
    what: String,
    place: Option<String>,
    next: Option<String>,
    exit_code: u8,
    is_reported: bool,
}

/// Something went wrong while the command ran.
const FAILURE: u8 = 1;

/// The arguments can't be meant.
const USAGE: u8 = 2;

impl Error {
    /// Creates an error from what happened.
    pub(crate) fn new(what: impl fmt::Display) -> Self {
        Self {
            what: what.to_string(),
            place: None,
            next: None,
            exit_code: FAILURE,
            is_reported: false,
        }
    }

    /// Creates an error about the arguments.
    pub(crate) fn usage(what: impl fmt::Display) -> Self {
        Self {
            exit_code: USAGE,
            ..Self::new(what)
        }
    }

    /// Creates the error of a command whose output says already why it failed.
    pub(crate) fn reported() -> Self {
        Self {
            is_reported: true,
            ..Self::new("")
        }
    }

    /// Creates an error about a file or folder that can't be read.
    pub(crate) fn read(path: &Path, error: impl fmt::Display) -> Self {
        Self::new(format!("can't read {}: {error}", shown(path)))
    }

    /// Creates an error about a file or folder that is not read or written, for instance because
    /// it is a link.
    pub(crate) fn refused(error: &helpscout_files::Error) -> Self {
        let (path, problem) = (shown(error.path()), error.problem());
        let next = match problem {
            Problem::Io(_) => None,
            Problem::Kind { .. } => Some("remove it, or choose another folder".to_owned()),
            _ => Some("check what it is, or choose another folder".to_owned()),
        };
        Self {
            next,
            ..Self::new(format!("can't use {path}: {problem}"))
        }
    }

    /// Sets where it happened.
    pub(crate) fn at(self, place: impl fmt::Display) -> Self {
        Self {
            place: Some(place.to_string()),
            ..self
        }
    }

    /// Sets what to do next.
    pub(crate) fn next(self, next: impl fmt::Display) -> Self {
        Self {
            next: Some(next.to_string()),
            ..self
        }
    }

    /// Returns whether there is nothing left to print.
    pub(crate) fn is_reported(&self) -> bool {
        self.is_reported
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit_code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(out, "{place}: ")?;
        }
        out.write_str(&self.what)?;
        match &self.next {
            Some(next) => write!(out, "; {next}"),
            None => Ok(()),
        }
    }
}

impl From<TreeError> for Error {
    fn from(error: TreeError) -> Self {
        Self::new(error)
    }
}

//! Why a file is not read or written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::kind::Kind;

/// Why a file or folder is not read or written, and its path.
#[derive(Debug)]
pub struct Error {
    path: PathBuf,
    problem: Problem,
}

/// What is wrong with a file or folder. Displays as a sentence about "it", without a full stop.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// Something else has the name.
    Kind {
        /// What is there.
        found: Kind,
        /// What is needed: [`Kind::File`] or [`Kind::Folder`].
        needed: Kind,
        /// What the link leads to, if it is a link that can be read.
        target: Option<PathBuf>,
    },
    /// The file is larger than the limit.
    TooLarge {
        /// The limit in bytes.
        most: u64,
        /// The length in bytes that the file system states, if that is beyond the limit. Nothing
        /// was read in this case.
        stated: Option<u64>,
    },
    /// The folder has more entries than the limit.
    TooMany {
        /// The limit.
        most: usize,
    },
    /// The name is not that of an entry of a folder: it is empty, `..`, or has a separator.
    Name,
    /// The operating system reports an error.
    Io(io::Error),
}

impl Error {
    pub(crate) fn new(path: impl Into<PathBuf>, problem: impl Into<Problem>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
        }
    }

    /// Returns the path of the file or folder, starting with the path of the folder that was
    /// opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what is wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Returns whether the file or folder does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(&self.problem, Problem::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            Problem::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind {
                found: Kind::Link,
                target,
                ..
            } => {
                write!(out, "it is a symbolic link")?;
                if let Some(target) = target {
                    // With quotes and escapes: whoever made the link chose the characters.
                    write!(out, " to {target:?}")?;
                }
                write!(out, ", and links are not followed")
            }
            Self::Kind { found, needed, .. } => write!(out, "it is {found}, not {needed}"),
            Self::TooLarge {
                most,
                stated: Some(stated),
            } => write!(
                out,
                "it has {stated} bytes, but at most {most} bytes are read"
            ),
            Self::TooLarge { most, stated: None } => write!(out, "it has more than {most} bytes"),
            Self::TooMany { most } => write!(out, "it has more than {most} entries"),
            Self::Name => write!(out, "it is not the name of a file"),
            Self::Io(error) => error.fmt(out),
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

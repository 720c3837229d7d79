//! A finding: one mistake, where it is, and what to do about it.

use std::fmt;

use serde::Serialize;

use crate::code::{Code, Severity};

/// One mistake in the description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of mistake.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A few words at the place itself.
    pub label: Option<String>,
    /// A second place that belongs to the mistake.
    pub second: Option<Second>,
    /// What to do.
    pub help: Option<String>,
}

/// A second place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Second {
    /// Where.
    pub place: Place,
    /// What is there.
    pub label: String,
}

/// A place in the spec folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file relative to the spec folder, with forward slashes.
    pub file: String,
    /// Where in the file; none for the file as a whole.
    pub position: Option<Position>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in characters.
    pub column: usize,
    /// How many characters are meant, all on that line. Zero at the end of a line.
    pub length: usize,
    /// The part of the line around them.
    pub excerpt: Excerpt,
}

/// A part of a source line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Excerpt {
    /// How many characters of the line come before it.
    pub skipped: usize,
    /// Its text.
    pub text: String,
}

impl Finding {
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place,
            label: None,
            second: None,
            help: None,
        }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn second(mut self, place: Place, label: impl Into<String>) -> Self {
        self.second = Some(Second {
            place,
            label: label.into(),
        });
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// `file:line:column`, or `file` for a file as a whole.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.position {
            Some(Position { line, column, .. }) => {
                write!(formatter, "{}:{line}:{column}", self.file)
            }
            None => formatter.write_str(&self.file),
        }
    }
}

impl Place {
    /// A file as a whole.
    pub(crate) fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            position: None,
        }
    }
}

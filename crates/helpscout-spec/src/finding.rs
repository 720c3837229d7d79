//! A finding: one mistake, its place, and what to do about it.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::code::{Code, Severity};

/// One mistake in the description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of mistake.
    pub code: Code,
    /// How severe it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The place of the mistake.
    pub place: Place,
    /// A few words about the place.
    pub label: Option<String>,
    /// A second place that is part of the mistake.
    pub second: Option<Second>,
    /// What to do about it.
    pub help: Option<String>,
    /// The change that mends it, if there is only one that can be meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// A change of one file that mends a finding, such as `{ nmae: page }` to `{ name: page }`.
///
/// [`fix`](crate::fix) applies the changes of all findings of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// The path of the file, relative to the spec folder and with forward slashes.
    pub file: String,
    /// The parts of the file to replace, in the order of the text. They don't overlap.
    pub edits: Vec<Edit>,
}

/// A part of a file, and the text that replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Edit {
    /// The bytes of the part. A byte order mark at the start of the file does not count.
    pub bytes: Range<usize>,
    /// The first line of the part, starting at 1.
    pub line: usize,
    /// The column of its first character, starting at 1.
    pub column: usize,
    /// The line of the end of the part.
    pub end_line: usize,
    /// The column of the character after the part.
    pub end_column: usize,
    /// The text that replaces the part.
    pub replacement: String,
}

/// A second place that is part of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Second {
    /// The place.
    pub place: Place,
    /// What is at the place.
    pub label: String,
}

/// A place in the spec folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The path of the file, relative to the spec folder and with forward slashes.
    pub file: String,
    /// The position in the file, or `None` for the file as a whole.
    pub position: Option<Position>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// The line, starting at 1.
    pub line: usize,
    /// The column in characters, starting at 1.
    pub column: usize,
    /// The number of characters, all on that line. Zero at the end of a line.
    pub length: usize,
    /// The part of the line around the characters.
    pub excerpt: Excerpt,
}

/// A part of a source line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Excerpt {
    /// The number of characters of the line before the part.
    pub skipped: usize,
    /// The text of the part.
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
            fix: None,
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

    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    pub(crate) fn maybe_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix.or(self.fix);
        self
    }

    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// Writes `file:line:column`, or `file` for a file as a whole.
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
    /// Returns the place of a file as a whole.
    pub(crate) fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            position: None,
        }
    }
}

//! What is wrong with a period or a zone.

use std::fmt;

/// What is wrong with a period or a zone, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    problem: String,
    advice: Option<String>,
}

impl Error {
    /// Creates an error. `advice` is what to write instead.
    pub(crate) fn new(problem: impl Into<String>, advice: impl Into<Option<String>>) -> Self {
        Self {
            problem: problem.into(),
            advice: advice.into(),
        }
    }

    /// Creates an error with what to write instead.
    pub(crate) fn advised(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(problem, Some(advice.into()))
    }

    /// Returns what is wrong.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// Returns what to write instead.
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)?;
        match &self.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

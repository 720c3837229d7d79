//! Periods in words as exact intervals in a time zone.
//!
//! In: a period as people write it (`last-week`, `2019-W20`), a time zone and the present. Out: the
//! first and the last second of the period in UTC, and its parts, such as its days. Look first at
//! [`Period`].
//!
//! Both ends of an interval are part of it, and a period ends one second before the next begins. So
//! every whole second is in exactly one of two adjacent periods, also where the clock changes.
//!
//! Zones come from the database that is compiled in, so that the same command gives the same
//! interval on every machine.

mod interval;
mod period;
mod zone;

pub use interval::Interval;
pub use period::{Clock, Part, Period, Slice};
pub use zone::Zone;

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

    /// Returns what is wrong.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// Returns what to write instead.
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.problem)?;
        match &self.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

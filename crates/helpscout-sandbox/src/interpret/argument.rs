//! One value of a call.

use std::fmt;

use super::instant;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Argument {
    Integer(i64),
    Number(f64),
    Text(String),
    Boolean(bool),
    /// Seconds since 1970.
    Instant(i64),
    /// A day, or an instant that is sent as a number.
    Moment {
        /// Since 1970.
        milliseconds: i64,
        sent: String,
    },
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => integer.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Instant(seconds) => instant::print(*seconds).fmt(f),
            Self::Moment { sent, .. } => sent.fmt(f),
        }
    }
}

impl Argument {
    /// Returns the milliseconds from 1970 to an instant, or to the start of a day.
    pub(super) fn milliseconds(&self) -> Option<i64> {
        match self {
            Self::Instant(seconds) => Some(seconds.saturating_mul(1000)),
            Self::Moment { milliseconds, .. } => Some(*milliseconds),
            _ => None,
        }
    }
}

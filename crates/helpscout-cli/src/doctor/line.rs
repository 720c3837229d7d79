//! The result of a check, as text for people and as JSON for programs.

use std::io;

use helpscout_reports::Error;
use helpscout_stdout::is_styled;
use serde::Serialize;

use crate::exit::Exit;
use crate::message::{self, Failure, NARROWEST, printable, without_secrets, wrapped};

/// What precedes what to do next.
const NEXT: &str = "next: ";

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Ok,
    /// It works, but not as it should.
    Warning,
    Failed,
    /// It was not checked, because of another check.
    Skipped,
}

/// The result of a check. The order of the keys is that of the JSON.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    /// What was checked.
    pub(super) check: &'static str,
    pub(super) status: Status,
    /// What was found.
    message: String,
    /// What to do next.
    next: Option<String>,
    /// How the program ends because of a check that failed.
    #[serde(skip)]
    end: Option<End>,
}

/// How the program ends because of a check that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) exit: Exit,
    /// The kind of error of `--errors json`, as of another command that fails for this.
    pub(super) kind: &'static str,
}

impl End {
    /// The set-up is wrong.
    pub(super) const USAGE: Self = Self {
        exit: Exit::Usage,
        kind: "usage",
    };
}

impl Line {
    pub(super) fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self::new(check, Status::Ok, message)
    }

    pub(super) fn warning(check: &'static str, message: impl Into<String>) -> Self {
        Self::new(check, Status::Warning, message)
    }

    pub(super) fn skipped(check: &'static str, message: impl Into<String>) -> Self {
        Self::new(check, Status::Skipped, message)
    }

    pub(super) fn failed(check: &'static str, end: End, message: impl Into<String>) -> Self {
        let mut line = Self::new(check, Status::Failed, message);
        line.end = Some(end);
        line
    }

    /// Returns the line of a check that ended with a failure.
    pub(super) fn of_failure(check: &'static str, failure: &Failure) -> Self {
        let end = End {
            exit: failure.exit(),
            kind: failure.kind(),
        };
        let line = Self::failed(check, end, failure.what());
        match failure.helps() {
            [] => line,
            helps => line.next(helps.join("\n")),
        }
    }

    /// Returns the line of a check that a call failed.
    pub(super) fn of_error(check: &'static str, error: &Error) -> Self {
        let end = End {
            exit: Exit::of(error),
            kind: error.kind().as_str(),
        };
        let line = Self::failed(check, end, error.problem());
        match message::advice(error) {
            Some(advice) => line.next(advice),
            None => line,
        }
    }

    /// Adds what to do next.
    pub(super) fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(safe(&next.into()));
        self
    }

    /// Returns whether it is this check, and failed.
    pub(super) fn is_failed(&self, check: &str) -> bool {
        self.check == check && self.status == Status::Failed
    }

    fn new(check: &'static str, status: Status, message: impl Into<String>) -> Self {
        Self {
            check,
            status,
            message: safe(&message.into()),
            next: None,
            end: None,
        }
    }
}

/// Returns how the program ends: as the check that matters most, or `None` if none failed.
pub(super) fn worst(lines: &[Line]) -> Option<End> {
    let ends = lines.iter().filter_map(|line| line.end);
    ends.min_by_key(|end| end.exit.rank())
}

/// Returns the lines for people.
pub(super) fn text(lines: &[Line], columns: usize) -> String {
    let is_styled = is_styled(&io::stdout());
    let width = lines.iter().map(|line| line.check.len()).max();
    let width = width.unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        let status = line.status.shown(is_styled);
        let beside = 9 + width + 2;
        // Below it, if there is no room beside it.
        let is_beside = columns.saturating_sub(beside) >= NARROWEST;
        let indent = if is_beside { beside } else { 4 };
        let room = columns.saturating_sub(indent);
        let message = line.message.lines();
        let mut parts: Vec<String> = message.flat_map(|part| wrapped(part, room)).collect();
        let room = room.saturating_sub(NEXT.len());
        let next = line.next.iter().flat_map(|next| next.lines());
        let next = next.flat_map(|part| wrapped(part, room));
        parts.extend(next.enumerate().map(|(at, part)| {
            let lead = if at == 0 { NEXT } else { "      " };
            format!("{lead}{part}")
        }));
        let check = line.check;
        let mut parts = parts.into_iter();
        let first = if is_beside {
            let first = parts.next().unwrap_or_default();
            format!("{status}{check:<width$}  {first}")
        } else {
            format!("{status}{check}")
        };
        text.push_str(&format!("{first}\n"));
        for part in parts {
            text.push_str(&format!("{:indent$}{part}\n", ""));
        }
    }
    text
}

/// Returns the lines as one object.
pub(super) fn json(lines: &[Line], exit: Option<Exit>) -> Result<String, Failure> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Object<'a> {
        version: &'static str,
        exit_code: u8,
        checks: &'a [Line],
    }
    let object = Object {
        version: env!("CARGO_PKG_VERSION"),
        exit_code: exit.map_or(0, Exit::code),
        checks: lines,
    };
    let text = serde_json::to_string_pretty(&object);
    let text = text.map_err(|error| Failure::not_done(format!("can't write JSON: {error}")))?;
    Ok(format!("{text}\n"))
}

impl Status {
    /// Returns the word for it, padded.
    fn shown(self, is_styled: bool) -> String {
        let (word, color) = match self {
            Self::Ok => ("ok", "32"),
            Self::Warning => ("warning", "33"),
            Self::Failed => ("failed", "31"),
            Self::Skipped => ("skipped", "2"),
        };
        if is_styled {
            format!("\u{1b}[{color}m{word:<9}\u{1b}[0m")
        } else {
            format!("{word:<9}")
        }
    }
}

/// Returns a text without secrets and without characters that control a terminal.
fn safe(text: &str) -> String {
    let text = without_secrets(text);
    let lines: Vec<String> = text.lines().map(printable).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_check_decides_and_a_warning_never_does() {
        let exits = |exits: &[Exit]| {
            let failed = exits.iter();
            let failed = failed.map(|exit| {
                let end = End {
                    exit: *exit,
                    kind: "io",
                };
                Line::failed("x", end, "no")
            });
            let lines = failed.chain([Line::warning("y", "hm"), Line::skipped("z", "-")]);
            worst(&lines.collect::<Vec<_>>()).map(|end| end.exit)
        };
        assert_eq!(exits(&[]), None);
        assert_eq!(exits(&[Exit::NotDone]), Some(Exit::NotDone));
        assert_eq!(exits(&[Exit::NotDone, Exit::Refused]), Some(Exit::Refused));
        assert_eq!(exits(&[Exit::Refused, Exit::Usage]), Some(Exit::Usage));
    }

    #[test]
    fn what_to_do_next_is_below_the_message() {
        let wrong = Line::failed("clock", End::USAGE, "it is wrong\u{1b}[2J");
        let lines = [Line::ok("proxy", "none"), wrong.next("set it\nor wait")];
        assert_eq!(
            text(&lines, usize::MAX),
            "ok       proxy  none\n\
             failed   clock  it is wrong\u{fffd}[2J\n                \
                             next: set it\n                      \
                                   or wait\n"
        );
        let wrong = Line::failed("rate limit", End::USAGE, "there are no calls left for now");
        let lines = [wrong.next("wait for a minute, and try it once more")];
        assert_eq!(
            text(&lines, 40),
            "failed   rate limit\n    there are no calls left for now\n    \
             next: wait for a minute, and try it\n          once more\n"
        );
        assert_eq!(
            text(&lines, 50),
            "failed   rate limit  there are no calls left for\n                     now\n                     \
             next: wait for a minute, and\n                           try it once more\n"
        );
    }
}

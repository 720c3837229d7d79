//! Why a command failed.

use std::fmt;
use std::process::ExitCode;

use clap::builder::Styles;
use helpscout_reports::{Error, ErrorKind};
use serde::Serialize;

use super::settings;
use super::stderr::{
    columns, is_json, paragraph, print, print_json, printable_lines, styles, without_secrets,
};
use crate::exit::Exit;

/// Why a command failed: what happened, what to do next, and the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// That of the client's error, or one of our own: `usage`, `io`, `threshold`, `undocumented` or
    /// `signal`.
    kind: &'static str,
    what: String,
    help: Vec<String>,
    /// The ID of the operation that was called or to be called.
    operation: Option<String>,
    call: Option<Box<Call>>,
}

/// The facts about a call that failed.
#[derive(Debug)]
struct Call {
    page: Option<i64>,
    status: Option<u16>,
    attempts: u32,
    correlation_id: Option<String>,
    problem: String,
    advice: Option<String>,
}

/// A failure as JSON. The order of the keys is part of the interface.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a> {
    kind: &'a str,
    operation: Option<&'a str>,
    page: Option<i64>,
    status: Option<u16>,
    attempts: Option<u32>,
    correlation_id: Option<String>,
    message: String,
    advice: Option<String>,
    exit_code: u8,
}

impl Failure {
    /// Creates a failure for a command line or an environment that is wrong.
    pub(crate) fn usage(what: impl fmt::Display) -> Self {
        Self::new(Exit::Usage, "usage", what)
    }

    /// Creates a failure for a result that could not be retrieved or written in full, where a later
    /// attempt may succeed.
    pub(crate) fn not_done(what: impl fmt::Display) -> Self {
        Self::new(Exit::NotDone, "io", what)
    }

    /// Creates a failure for an answer that is not what the documentation says.
    pub(crate) fn undocumented(what: impl fmt::Display) -> Self {
        Self::new(Exit::Undocumented, "undocumented", what)
    }

    /// Creates a failure for figures that miss a target. The result is written all the same.
    pub(crate) fn threshold(what: impl fmt::Display) -> Self {
        Self::new(Exit::Threshold, "threshold", what)
    }

    /// Creates a failure for a run that a signal ended.
    pub(crate) fn interrupted(exit: Exit, what: impl fmt::Display) -> Self {
        Self::new(exit, "signal", what)
    }

    /// Creates a failure of one of the checks of a set-up, which ends as that check does.
    pub(crate) fn check(exit: Exit, kind: &'static str, what: impl fmt::Display) -> Self {
        Self::new(exit, kind, what)
    }

    fn new(exit: Exit, kind: &'static str, what: impl fmt::Display) -> Self {
        Self {
            exit,
            kind,
            // A message may quote what the service sent, or an argument.
            what: without_secrets(&what.to_string()),
            help: Vec::new(),
            operation: None,
            call: None,
        }
    }

    /// Returns one failure for several of the same kind, or `None` for none. The first decides the
    /// exit code.
    pub(crate) fn together(failures: Vec<Self>) -> Option<Self> {
        failures.into_iter().reduce(|mut all, next| {
            all.what = format!("{}\n{}", all.what, next.what);
            for help in next.help {
                if !all.help.contains(&help) {
                    all.help.push(help);
                }
            }
            all
        })
    }

    /// Adds what to do next.
    pub(crate) fn help(mut self, help: impl fmt::Display) -> Self {
        self.help.push(without_secrets(&help.to_string()));
        self
    }

    /// Adds the operation, unless it is known already.
    pub(crate) fn of(mut self, operation: Option<&str>) -> Self {
        self.operation = self.operation.or(operation.map(str::to_owned));
        self
    }

    /// Returns what happened.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// Returns what to do next.
    pub(crate) fn helps(&self) -> &[String] {
        &self.help
    }

    /// Returns the kind of error.
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Returns how a run ends with it.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// Adds where it happened, such as the name of a report.
    pub(crate) fn at(mut self, place: &str) -> Self {
        self.what = without_secrets(&format!("{place}: {}", self.what));
        if let Some(call) = &mut self.call {
            call.problem = without_secrets(&format!("{place}: {}", call.problem));
        }
        self
    }

    /// Returns the status of the response, if the service refused a call.
    pub(crate) fn status(&self) -> Option<u16> {
        self.call.as_ref()?.status
    }

    /// Returns whether a call failed in a way that says nothing of calls of other operations: a user
    /// without the permission for one may have that for another, but without credentials or a network,
    /// all fail.
    pub(crate) fn is_of_one_operation(&self) -> bool {
        let kinds = [
            ErrorKind::Forbidden,
            ErrorKind::PlanRefused,
            ErrorKind::Inconsistent,
            ErrorKind::TooLarge,
        ];
        self.kind == "undocumented" || kinds.iter().any(|kind| kind.as_str() == self.kind)
    }

    /// Returns whether another failure has the same reason: a call that ended with the same kind of
    /// error and status, or the same trouble with the disk.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let are_alike = match (&self.call, &other.call) {
            (Some(_), Some(_)) => self.status() == other.status(),
            // Such as a disk that is full, whichever file it is that does not fit.
            (None, None) => !self.help.is_empty() && self.help == other.help,
            _ => false,
        };
        are_alike && self.kind == other.kind
    }

    /// Prints the failure to stderr and returns the exit code.
    pub(crate) fn print(&self) -> ExitCode {
        if is_json() {
            print_json(&self.object());
        } else {
            print(&self.render(&styles(), columns()));
        }
        ExitCode::from(self.exit.code())
    }

    fn render(&self, styles: &Styles, columns: usize) -> String {
        let mut text = paragraph("error", styles.get_error(), &self.what, columns);
        if !self.help.is_empty() {
            let help = self.help.join("\n");
            text.push('\n');
            text.push_str(&paragraph("  help", styles.get_valid(), &help, columns));
        }
        text
    }

    fn object(&self) -> Object<'_> {
        let call = self.call.as_deref();
        let message = call.map_or(&self.what, |call| &call.problem);
        let advice = call.and_then(|call| call.advice.as_ref());
        let advice: Vec<&str> = advice
            .into_iter()
            .chain(&self.help)
            .map(String::as_str)
            .collect();
        let correlation_id = call.and_then(|call| call.correlation_id.as_deref());
        Object {
            kind: self.kind,
            operation: self.operation.as_deref(),
            page: call.and_then(|call| call.page),
            status: call.and_then(|call| call.status),
            attempts: call.map(|call| call.attempts),
            correlation_id: correlation_id.map(printable_lines),
            message: printable_lines(message),
            advice: (!advice.is_empty()).then(|| printable_lines(&advice.join("\n"))),
            exit_code: self.exit.code(),
        }
    }
}

/// The message of an error of the client already says what to do.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut failure = Self::new(
            Exit::of(&error),
            error.kind().as_str(),
            settings::whole(&error),
        );
        failure.operation = error.operation().map(str::to_owned);
        failure.call = Some(Box::new(Call {
            page: error.page(),
            status: error.status().map(|status| status.as_u16()),
            attempts: error.attempts(),
            correlation_id: error.correlation_id().map(str::to_owned),
            problem: error.problem(),
            advice: settings::advice(&error),
        }));
        failure
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_message_is_indented_under_its_title_and_says_what_to_do() {
        let failure = Failure::usage("first line\nsecond line").help("do this\nor that");
        assert_eq!(
            failure.render(&Styles::plain(), usize::MAX),
            "error: first line\n       second line\n\n  help: do this\n        or that\n"
        );
        assert_eq!(
            failure.render(&Styles::plain(), 13),
            "error: first\n       line\n       second\n       line\n\n  help: do\n        this\n        or\n        that\n"
        );
    }

    #[test]
    fn as_json_it_has_every_key_in_order_and_nothing_that_controls_a_terminal() {
        let failure = Failure::undocumented("row 2 \u{1b}[2J\u{9b}\nis odd").help("look");
        let failure = failure.of(Some("company")).of(Some("email"));
        assert_eq!(
            serde_json::to_string(&failure.object()).unwrap(),
            concat!(
                r#"{"kind":"undocumented","operation":"company","page":null,"status":null,"#,
                r#""attempts":null,"correlationId":null,"message":"row 2 "#,
                "\u{fffd}[2J\u{fffd}",
                r#"\nis odd","advice":"look","exitCode":5}"#
            )
        );
    }
}

//! The exit codes. The one table that the program, its help and its tests share.

use helpscout_reports::{Error, ErrorKind};

/// How a run ends that does not succeed. Schedulers act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The result could not be retrieved or written in full, and a later attempt may succeed.
    NotDone,
    /// The command line, the environment or the set-up is wrong.
    Usage,
    /// The service refused the credentials, the plan or the permission.
    Refused,
    /// A threshold was missed.
    Threshold,
    /// The service answered something undocumented.
    Undocumented,
    /// The terminal was closed (SIGHUP).
    HungUp,
    /// Ctrl-C (SIGINT).
    Interrupted,
    /// Another process asked for the end (SIGTERM).
    Terminated,
}

/// Every exit with its meaning, for the help.
const TABLE: [(Exit, &str); 8] = [
    (
        Exit::NotDone,
        "not retrieved or not written; a later attempt may succeed: the network, a 5xx,\n\
         the rate limit, a report that kept changing, a full disk",
    ),
    (
        Exit::Usage,
        "wrong usage or set-up: an option, a query that the service refuses (400, 404, 422),\n\
         missing credentials, the base URL, a proxy that refuses, an untrusted certificate",
    ),
    (
        Exit::Refused,
        "the service refuses the credentials, the plan or the permission (401, 403)",
    ),
    (
        Exit::Threshold,
        "a target of --sla or --fail-over was missed; the result is written",
    ),
    (
        Exit::Undocumented,
        "the answer is undocumented: other JSON, HTML, a redirect, a status such as 405 or 501",
    ),
    (Exit::HungUp, "ended by SIGHUP"),
    (Exit::Interrupted, "ended by SIGINT (Ctrl-C)"),
    (
        Exit::Terminated,
        "ended by SIGTERM; after any of these signals, sandbox and mcp end with 0",
    ),
];

impl Exit {
    /// Returns the exit code for an error of the client.
    pub(crate) fn of(error: &Error) -> Self {
        let status = error.status().map(|status| status.as_u16());
        let exit = Self::of_kind(error.kind(), status);
        exit.unwrap_or(if error.is_transient() {
            Self::NotDone
        } else {
            Self::Undocumented
        })
    }

    /// Returns the exit code for a kind of error, or `None` if whether a later attempt may succeed
    /// decides between 1 and 5.
    fn of_kind(kind: ErrorKind, status: Option<u16>) -> Option<Self> {
        Some(match kind {
            ErrorKind::Setup
            | ErrorKind::InvalidQuery
            | ErrorKind::NotFound
            | ErrorKind::Proxy
            | ErrorKind::Certificate
            | ErrorKind::TooLarge => Self::Usage,
            ErrorKind::Unauthorized
            | ErrorKind::PlanRefused
            | ErrorKind::Forbidden
            | ErrorKind::TokenProvider => Self::Refused,
            ErrorKind::RateLimited
            | ErrorKind::Unavailable
            | ErrorKind::Connect
            | ErrorKind::Timeout
            | ErrorKind::Interrupted
            | ErrorKind::Stopped => Self::NotDone,
            ErrorKind::Redirect | ErrorKind::Decode => Self::Undocumented,
            ErrorKind::Refused => match status {
                Some(400 | 413 | 414 | 422) => Self::Usage,
                Some(402) => Self::Refused,
                // Neither 405 nor 501 is an answer to a documented call.
                _ => Self::Undocumented,
            },
            // A report that kept changing, or one that is inconsistent for good.
            _ => return None,
        })
    }

    /// Returns how much it matters if several reports of one run end differently: less for more.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::HungUp | Self::Interrupted | Self::Terminated => 0,
            Self::Usage => 1,
            Self::Refused => 2,
            Self::Undocumented => 3,
            Self::NotDone => 4,
            Self::Threshold => 5,
        }
    }

    /// Returns whether a signal ended the run.
    pub(crate) fn is_signal(self) -> bool {
        matches!(self, Self::HungUp | Self::Interrupted | Self::Terminated)
    }

    /// Returns the exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::NotDone => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Threshold => 4,
            Self::Undocumented => 5,
            Self::HungUp => 128 + 1,
            Self::Interrupted => 128 + 2,
            Self::Terminated => 128 + 15,
        }
    }
}

/// Returns the table of all exit codes for the help.
pub(crate) fn table() -> String {
    let success = (0, "success: the result is complete");
    let others = TABLE.iter().map(|(exit, meaning)| (exit.code(), *meaning));
    let rows = std::iter::once(success).chain(others);
    let rows = rows.map(|(code, meaning)| {
        let meaning = meaning.replace('\n', "\n       ");
        format!("  {code:<5}{meaning}")
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_error_has_an_exit_code() {
        for kind in ErrorKind::ALL {
            let exit = Exit::of_kind(*kind, None);
            assert_eq!(exit.is_none(), *kind == ErrorKind::Inconsistent, "{kind}");
        }
        let refused = |status| Exit::of_kind(ErrorKind::Refused, Some(status));
        assert_eq!(refused(400), Some(Exit::Usage));
        assert_eq!(refused(402), Some(Exit::Refused));
        assert_eq!(refused(501), Some(Exit::Undocumented));
    }

    #[test]
    fn the_help_explains_every_exit_code() {
        let table = table();
        let codes = table
            .lines()
            .filter_map(|line| line.get(..5)?.trim().parse().ok());
        let codes: Vec<u8> = codes.collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 129, 130, 143]);
        // A longer line would be wrapped.
        assert!(
            table.lines().all(|line| line.chars().count() < 100),
            "{table}"
        );
    }
}

//! The exit codes. The one table that the program, its help and its tests share.

use helpscout_reports::Error;

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

/// Every exit code with its meaning, for the help.
const TABLE: [(&str, &[Exit], &str); 7] = [
    ("0", &[], "success: the result is complete"),
    (
        "1",
        &[Exit::NotDone],
        "not retrieved or not written; a later attempt may succeed: the network, a 5xx, the rate\n\
         limit, a report that kept changing, a full disk",
    ),
    (
        "2",
        &[Exit::Usage],
        "wrong usage or set-up: an option, a parameter that the service refuses (400, 404, 422),\n\
         missing credentials, the base URL, the proxy, an untrusted certificate",
    ),
    (
        "3",
        &[Exit::Refused],
        "the service refuses the credentials, the plan or the permission (401, 403)",
    ),
    (
        "4",
        &[Exit::Threshold],
        "a threshold was missed (reserved; no command has one yet)",
    ),
    (
        "5",
        &[Exit::Undocumented],
        "the service answered something undocumented, or another server answered",
    ),
    (
        "129, 130, 143",
        &[Exit::HungUp, Exit::Interrupted, Exit::Terminated],
        "ended by SIGHUP, by SIGINT (Ctrl-C), or by SIGTERM",
    ),
];

impl Exit {
    /// Returns the exit code for an error of the client.
    pub(crate) fn of(error: &Error) -> Self {
        match error.status().map(|status| status.as_u16()) {
            _ if error.is_invalid_query() => Self::Usage,
            _ if error.is_unauthorized() => Self::Refused,
            _ if error.is_decode() => Self::Undocumented,
            Some(401..=403) => Self::Refused,
            Some(status) => Self::of_status(status),
            None if error.attempts() == 0 && !error.is_rate_limited() => Self::Usage,
            None => Self::NotDone,
        }
    }

    fn of_status(status: u16) -> Self {
        match status {
            400 | 404 | 407 | 413 | 414 | 422 => Self::Usage,
            401..=403 => Self::Refused,
            408 | 425 | 429 | 500..=599 => Self::NotDone,
            _ => Self::Undocumented,
        }
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
    let rows = TABLE.iter().map(|(codes, _, meaning)| {
        let indent = format!("\n{:17}", "");
        format!("  {codes:<15}{}", meaning.replace('\n', &indent))
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_code_of_every_exit() {
        let all = [
            Exit::NotDone,
            Exit::Usage,
            Exit::Refused,
            Exit::Threshold,
            Exit::Undocumented,
            Exit::HungUp,
            Exit::Interrupted,
            Exit::Terminated,
        ];
        let listed: Vec<Exit> = TABLE
            .iter()
            .flat_map(|(_, exits, _)| *exits)
            .copied()
            .collect();
        assert_eq!(listed, all);
        for (codes, exits, _) in &TABLE[1..] {
            let of_exits: Vec<String> = exits.iter().map(|exit| exit.code().to_string()).collect();
            assert_eq!(of_exits.join(", "), *codes);
        }
        assert!(table().lines().all(|line| line.len() < 100), "{}", table());
    }
}

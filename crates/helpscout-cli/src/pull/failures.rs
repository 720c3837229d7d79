//! The units of a pull that failed, and when others are not tried any more.

use std::collections::BTreeMap;
use std::fmt::Display;

use helpscout_pull::{Key, Member};
use helpscout_reports::ErrorKind;

use super::unit::Unit;
use crate::exit::Exit;
use crate::message::{Failure, counted};

/// How many units of one user, team or mailbox may fail in a row before its others are not tried.
const MOST_IN_A_ROW: usize = 3;

/// For how many users, teams or mailboxes units may fail before no others are tried.
const MOST_MEMBERS: usize = 5;

/// How many failures are told one by one.
const MOST_TOLD: usize = 20;

/// The units of a pull that failed.
///
/// One user whose reports always fail must not keep those of the others from being pulled, night
/// after night. In an outage, though, all units would fail.
#[derive(Debug, Default)]
pub(super) struct Failures {
    all: Vec<Failure>,
    /// How many units of a dataset and its member have failed since the last one that did not.
    in_a_row: BTreeMap<(String, Option<Member>), usize>,
    /// How many units were not tried because others of their member had failed.
    untried: BTreeMap<(String, Option<Member>), usize>,
    is_ended: bool,
}

impl Failures {
    /// Adds the failure of a unit.
    pub(super) fn add(&mut self, unit: &Unit, failure: Failure) {
        self.is_ended |= ends_all(&failure) && !is_of_answer(&failure);
        *self.in_a_row.entry(member_of(&unit.key)).or_default() += 1;
        let failure = failure.of(Some(&unit.source.dataset.operation.id));
        self.all.push(failure.at(&unit.key.to_string()));
    }

    /// Adds a failure of no unit, after which no unit is tried.
    pub(super) fn end(&mut self, what: impl Display) {
        self.is_ended = true;
        self.all.push(Failure::not_done(what));
    }

    /// Notes that a unit did not fail.
    pub(super) fn succeed(&mut self, key: &Key) {
        if let Some(count) = self.in_a_row.get_mut(&member_of(key)) {
            *count = 0;
        }
    }

    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns whether no more units are tried. Those that are being fetched are completed if they
    /// can be.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_ended || self.in_a_row.len() >= MOST_MEMBERS
    }

    /// Returns whether a unit is to be tried. One of a member whose units fail is not.
    pub(super) fn lets(&mut self, key: &Key) -> bool {
        let member = member_of(key);
        let in_a_row = self.in_a_row.get(&member).copied().unwrap_or_default();
        if in_a_row < MOST_IN_A_ROW {
            return true;
        }
        *self.untried.entry(member).or_default() += 1;
        false
    }

    /// Returns whether other requests would fail, too.
    pub(super) fn is_refused(&self) -> bool {
        self.all.iter().any(ends_all)
    }

    /// Returns the failure that matters most, and what to warn of besides. There has to be one.
    pub(super) fn told(mut self) -> (Failure, Vec<String>) {
        let ranks = self.all.iter().enumerate();
        let worst = ranks.min_by_key(|(_, failure)| failure.exit().rank());
        let worst = self.all.swap_remove(worst.map_or(0, |(at, _)| at));
        // What ended the pull has met all the units that were being fetched.
        let (alike, others): (Vec<_>, Vec<_>) = self
            .all
            .into_iter()
            .partition(|failure| ends_all(failure) && failure.is_like(&worst));
        let told = others.iter().take(MOST_TOLD);
        let mut told: Vec<String> = told.map(|failure| failure.what().to_owned()).collect();
        if let Some(more) = others.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            told.push(format!("{} failed besides", counted(more, "unit")));
        }
        if !alike.is_empty() {
            let units = counted(alike.len(), "other unit");
            told.push(format!("{units} failed in the same way"));
        }
        for ((dataset, member), count) in self.untried {
            let member = member.map(|member| format!("/{}={}", member.of, member.id));
            told.push(format!(
                "{dataset}{}: {} not tried after {MOST_IN_A_ROW} in a row had failed",
                member.unwrap_or_default(),
                match count {
                    1 => "a unit was".to_owned(),
                    count => format!("{count} units were"),
                }
            ));
        }
        (worst, told)
    }
}

/// Returns whether the next unit would probably fail for the same reason, as when a token was revoked,
/// the service has an outage or the disk is full.
pub(super) fn ends_all(failure: &Failure) -> bool {
    matches!(failure.exit(), Exit::NotDone | Exit::Refused)
}

/// Returns whether the service did not answer as it should. That may be an outage, or a single report
/// that it can't make.
fn is_of_answer(failure: &Failure) -> bool {
    let kinds = [
        ErrorKind::Unavailable,
        ErrorKind::Timeout,
        ErrorKind::Interrupted,
        ErrorKind::Inconsistent,
    ];
    kinds.iter().any(|kind| kind.as_str() == failure.kind())
}

fn member_of(key: &Key) -> (String, Option<Member>) {
    (key.dataset.clone(), key.member.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_once_whichever_files_did_not_fit() {
        let full = |file: &str| {
            let what = format!("can't write {file}: No space left on device (os error 28)");
            Failure::not_done(what).help("free space on this disk")
        };
        let other = Failure::not_done("can't lock data").help("check the disk");
        let failures = Failures {
            all: vec![
                full("a.part"),
                full("b.part"),
                other,
                full("journal.ndjson"),
            ],
            ..Failures::default()
        };
        let (worst, told) = failures.told();
        assert!(worst.what().contains("a.part"), "{}", worst.what());
        assert_eq!(
            told,
            ["can't lock data", "2 other units failed in the same way"]
        );
    }
}

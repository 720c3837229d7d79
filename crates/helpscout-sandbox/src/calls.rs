//! What a sandbox has been asked, for tests that count.

use std::collections::BTreeMap;

use crate::Fault;

/// How often a sandbox was asked for what, refused requests included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    tokens: u64,
    by_path: BTreeMap<String, u64>,
    unknown: u64,
    faults: BTreeMap<Fault, u64>,
}

impl Calls {
    /// Requests to the token endpoint.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Requests to one described path, such as `/v2/reports/user/conversation-history`.
    pub fn to(&self, path: &str) -> u64 {
        self.by_path.get(path).copied().unwrap_or(0)
    }

    /// Requests to each described path that was asked for at all.
    pub fn by_path(&self) -> &BTreeMap<String, u64> {
        &self.by_path
    }

    /// Requests to paths that are not described.
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Requests that met a fault on purpose, token requests included, by its kind.
    pub fn faults(&self) -> &BTreeMap<Fault, u64> {
        &self.faults
    }

    pub(crate) fn count_fault(&mut self, fault: Fault) {
        *self.faults.entry(fault).or_default() += 1;
    }

    pub(crate) fn count_token(&mut self) {
        self.tokens += 1;
    }

    /// Unknown paths share one counter, so that strangers can't fill the memory with names.
    pub(crate) fn count(&mut self, described: Option<&str>) {
        match described {
            Some(path) => *self.by_path.entry(path.to_owned()).or_default() += 1,
            None => self.unknown += 1,
        }
    }
}

//! Counts requests, for tests that check what a client sends.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::faults::Fault;

/// How many requests a sandbox has received, including those it refused.
///
/// ```
/// use helpscout_sandbox::Calls;
///
/// /// Panics unless the program read the history once, for closed conversations only.
/// fn check(calls: &Calls) {
///     let path = "/v2/reports/user/conversation-history";
///     assert_eq!(calls.to(path), 1);
///     let read = calls.last_read(path).expect("the call was refused");
///     assert_eq!(read["status"], ["closed"]);
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    tokens: u64,
    by_path: BTreeMap<String, u64>,
    unknown: u64,
    faults: BTreeMap<Fault, u64>,
    last_read: BTreeMap<String, Parameters>,
}

/// The values of each parameter, by its documented name.
type Parameters = BTreeMap<String, Vec<String>>;

impl Calls {
    /// Returns the number of requests to the token endpoint.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Returns the number of requests to one described path, such as
    /// `/v2/reports/user/conversation-history`.
    pub fn to(&self, path: &str) -> u64 {
        self.by_path.get(path).copied().unwrap_or(0)
    }

    /// Returns the number of requests to each described path that was requested at least once.
    pub fn by_path(&self) -> &BTreeMap<String, u64> {
        &self.by_path
    }

    /// Returns the number of requests to paths that are not described.
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Returns the number of requests that met each kind of fault, including token requests.
    pub fn faults(&self) -> &BTreeMap<Fault, u64> {
        &self.faults
    }

    /// Returns the parameters of the last call for one described path that was not refused, as the
    /// sandbox read them.
    ///
    /// A list has one entry for each of its values, instants are written like
    /// `2019-05-02T12:00:00Z`, and an omitted parameter has its default, if there is one.
    pub fn last_read(&self, path: &str) -> Option<&BTreeMap<String, Vec<String>>> {
        self.last_read.get(path)
    }

    pub(crate) fn note_read(&mut self, path: &str, parameters: Parameters) {
        self.last_read.insert(path.to_owned(), parameters);
    }

    pub(crate) fn count_fault(&mut self, fault: Fault) {
        *self.faults.entry(fault).or_default() += 1;
    }

    pub(crate) fn count_token(&mut self) {
        self.tokens += 1;
    }

    /// Counts a call. Unknown paths share one counter, so that their names can't fill the memory.
    pub(crate) fn count(&mut self, described: Option<&str>) {
        match described {
            Some(path) => *self.by_path.entry(path.to_owned()).or_default() += 1,
            None => self.unknown += 1,
        }
    }
}

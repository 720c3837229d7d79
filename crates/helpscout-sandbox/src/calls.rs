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
    last_read: BTreeMap<String, Parameters>,
}

/// The values of each parameter, by its documented name.
type Parameters = BTreeMap<String, Vec<String>>;

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

    /// The parameters of the last call for one described path that was not refused, as the sandbox
    /// read them, for tests of what a program asks for: the parts of a list one by one, instants as
    /// `2019-05-02T12:00:00Z`, what was left out with its default, if it has one.
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

    /// Unknown paths share one counter, so that strangers can't fill the memory with names.
    pub(crate) fn count(&mut self, described: Option<&str>) {
        match described {
            Some(path) => *self.by_path.entry(path.to_owned()).or_default() += 1,
            None => self.unknown += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::tests::{Caller, HISTORY, MAY};

    #[tokio::test]
    async fn the_last_call_that_was_not_refused_is_kept_as_it_was_read() {
        let caller = Caller::new().await;
        assert_eq!(caller.calls().last_read(HISTORY), None);
        let query = format!("{HISTORY}?{MAY}&mailboxes=5%2C07&types=chat,phone&page=+2");
        caller.get(&query).await;
        assert_eq!(caller.calls().last_read(HISTORY), None, "` 2` is refused");
        caller.get(&query.replace("+2", "2")).await;
        caller.get(&format!("{HISTORY}?user=1")).await;
        let calls = caller.calls();
        let read = calls.last_read(HISTORY).unwrap();
        let read: Vec<String> = read
            .iter()
            .map(|(name, values)| format!("{name}: {}", values.join(" ")))
            .collect();
        assert_eq!(
            read,
            [
                "end: 2019-06-02T12:00:00Z",
                "mailboxes: 5 7",
                "officeHours: false",
                "page: 2",
                "start: 2019-05-02T12:00:00Z",
                "types: chat phone",
                "user: 447723",
            ]
        );
    }
}

//! What the answers of a pull show about the IDs that were typed.

use std::collections::BTreeMap;

use super::members::USER;
use super::prepare::Prepared;
use super::unit::Unit;
use crate::evidence::Evidence;
use crate::progress::Progress;
use crate::unknown_ids::OpenIds;

/// What the answers of a pull show, as far as something was asked.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// By the name of the dataset.
    datasets: BTreeMap<String, Evidence>,
    users: BTreeMap<i64, Evidence>,
}

impl Shown {
    /// Adds what the answers for a unit say so far.
    pub(super) fn add(&mut self, unit: &Unit, evidence: Evidence) {
        add(&mut self.datasets, &unit.key.dataset, evidence);
        if let Some(user) = unit.user() {
            add(&mut self.users, &user, evidence);
        }
    }

    /// Returns the typed IDs that the account may not know.
    fn open_ids(&self, prepared: &Prepared) -> OpenIds {
        let mut ids = OpenIds::default();
        for source in &prepared.sources {
            let dataset = &source.dataset;
            let Some(evidence) = self.datasets.get(&dataset.name) else {
                continue;
            };
            let request = source.asked.request_with(&[]);
            // The pull sets the others by itself.
            let is_filter = |parameter: &_| dataset.filters().any(|filter| filter == parameter);
            ids.add(dataset.operation, is_filter, &request, *evidence);
            if dataset.is_of_users() {
                let typed = prepared.asked.users.ids();
                let without = |id: &i64| self.users.get(id) == Some(&Evidence::Nothing);
                for id in typed.filter(without) {
                    ids.add_id(dataset.operation, USER, id.to_string());
                }
            }
        }
        ids
    }

    /// Warns of IDs that the account doesn't know.
    pub(super) async fn warn(&self, prepared: &Prepared, progress: &Progress) {
        let ids = self.open_ids(prepared);
        let client = &prepared.connection.client;
        ids.warn(client, &prepared.directory, progress).await;
    }
}

fn add<K: Ord + Clone>(shown: &mut BTreeMap<K, Evidence>, key: &K, evidence: Evidence) {
    match shown.get_mut(key) {
        Some(known) => *known = known.or(evidence),
        None => _ = shown.insert(key.clone(), evidence),
    }
}

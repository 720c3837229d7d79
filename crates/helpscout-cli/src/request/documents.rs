//! The names of IDs that were typed, for documents that people read.

use helpscout_command::{Lookup, name_in};
use helpscout_reports::describe;

use super::{Asked, Given, PlannedLookup, add_lookup, lookup_of, requests_of};
use crate::who::{Directory, Names, noun};

impl Asked {
    /// Adds the names of the IDs that were typed, for documents that people read.
    pub(crate) async fn add_names(&self, names: &mut Names, directory: &mut Directory) {
        for (ty, ids) in self.typed_ids() {
            for entry in directory.named(ty, &ids).await {
                names.insert(ty, &entry);
            }
        }
    }

    /// Adds the look-ups of [`add_names`](Self::add_names).
    pub(crate) fn plan_names(&self, lookups: &mut Vec<PlannedLookup>) {
        for (ty, ids) in self.typed_ids() {
            let lookup = Lookup::of(describe::api(), ty);
            let request = lookup.and_then(|lookup| requests_of(&lookup).pop());
            if let Some(request) = request {
                let noun = noun(ty);
                let purpose = match ids.len() {
                    1 => format!("The name of the {noun}, for the document"),
                    _ => format!("The names of the {noun}s, for the document"),
                };
                add_lookup(lookups, request, purpose);
            }
        }
    }

    /// Returns the IDs that were typed of each type, if one list has their names.
    fn typed_ids(&self) -> Vec<(&'static str, Vec<String>)> {
        let is_typed = |given: &&Given| self.assumed != Some(given.parameter.wire.as_str());
        let typed = self.given.iter().filter(is_typed).filter_map(|given| {
            let (lookup, ty) = lookup_of(given)?;
            let ids = given.values.iter().filter(|value| name_in(value).is_none());
            let ids: Vec<String> = ids.cloned().collect();
            (lookup.parent.is_none() && !ids.is_empty()).then_some((ty, ids))
        });
        typed.collect()
    }
}

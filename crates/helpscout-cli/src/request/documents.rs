//! The names of IDs that were typed, for documents that people read.

use helpscout_command::{Lookup, name_in};
use helpscout_reports::describe;

use super::{Asked, Given, PlannedLookup, Resolved, add_lookup, lookup_of, requests_of};
use crate::message::Failure;
use crate::who::{Directory, noun};

impl Asked {
    /// Does what [`resolve`](Self::resolve) does. If a document needs them, the names of the IDs that
    /// were typed are added.
    ///
    /// # Errors
    /// If a look-up fails, or a name stands for no or several IDs. A missing name is no error.
    pub(crate) async fn resolve_with_names(
        &self,
        directory: &mut Directory,
        needs_names: bool,
    ) -> Result<Resolved, Failure> {
        let mut resolved = self.resolve(directory).await?;
        for (ty, ids) in self.typed_ids().into_iter().filter(|_| needs_names) {
            for entry in directory.named(ty, &ids).await {
                resolved.names.insert(ty, &entry);
            }
        }
        Ok(resolved)
    }

    /// Adds the look-ups of the names for documents.
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
        let is_typed = |given: &&Given| self.assumed != Some(given.parameter);
        let typed = self.given.iter().filter(is_typed).filter_map(|given| {
            let (lookup, ty) = lookup_of(given)?;
            let ids = given.values.iter().filter(|value| name_in(value).is_none());
            let ids: Vec<String> = ids.cloned().collect();
            (lookup.parent.is_none() && !ids.is_empty()).then_some((ty, ids))
        });
        typed.collect()
    }
}

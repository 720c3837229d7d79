//! Which rows of a table in memory are written, and in which order.

use std::cmp::Ordering;

use serde_json::value::RawValue;

use super::selection::Selection;
use super::sorted::compare_values;
use crate::format::definitions::Definitions;
use crate::format::json_object::JsonObject;

impl Selection {
    /// Returns the positions of the rows to write, in their order. Each row is given as a JSON object
    /// with the keys of the columns; a text that is none is a row without values.
    pub(crate) fn positions(
        &self,
        rows: impl Iterator<Item = String>,
        definitions: Definitions,
    ) -> Vec<usize> {
        let mut kept = Vec::new();
        for (at, text) in rows.enumerate() {
            let row = RawValue::from_string(text).unwrap_or_default();
            let fields = JsonObject::of(&row).unwrap_or_default();
            if self.is_met(&fields, definitions) {
                let keys = self.order.iter();
                let keys = keys.map(|order| order.column.sort_key(&fields, definitions));
                kept.push((at, keys.collect::<Vec<_>>()));
            }
        }
        if !self.order.is_empty() {
            let compare = |a: &[_], b: &[_]| -> Ordering { compare_values(a, b, &self.order) };
            // Rows that are equal stay in their order.
            kept.sort_by(|(_, a), (_, b)| compare(a, b));
        }
        kept.truncate(self.limit.unwrap_or(usize::MAX));
        kept.into_iter().map(|(at, _)| at).collect()
    }

    /// Returns the names of the columns that were asked for, in their order.
    pub(crate) fn names(&self) -> Option<Vec<&str>> {
        let columns = self.columns.as_ref()?;
        Some(columns.iter().map(|column| column.name.as_str()).collect())
    }
}

//! Which rows of a table in memory are written, and in which order.

use std::cmp::Ordering;

use serde_json::value::RawValue;

use super::selection::Selection;
use super::sorted::compare_values;
use super::value::Value;
use crate::format::definitions::Definitions;
use crate::format::json_object::JsonObject;

/// A row that meets the conditions.
pub(crate) struct Met {
    /// Its position among all rows.
    pub(crate) at: usize,
    /// What it is sorted by.
    keys: Vec<Option<Value>>,
}

impl Selection {
    /// Returns the rows that meet the conditions, in their order. Each row is given as a JSON object
    /// with the keys of the columns; a text that is none is a row without values.
    pub(crate) fn met(
        &self,
        rows: impl Iterator<Item = String>,
        definitions: Definitions,
    ) -> Vec<Met> {
        let mut kept = Vec::new();
        for (at, text) in rows.enumerate() {
            let row = RawValue::from_string(text).unwrap_or_default();
            let fields = JsonObject::of(&row).unwrap_or_default();
            if self.is_met(&fields, definitions) {
                let keys = self.order.iter();
                let keys = keys.map(|order| order.column.sort_key(&fields, definitions));
                let keys = keys.collect();
                kept.push(Met { at, keys });
            }
        }
        kept
    }

    /// Returns the positions of the rows to write among those that meet the conditions, in the order in
    /// which they are written.
    pub(crate) fn positions(&self, mut kept: Vec<Met>) -> Vec<usize> {
        if !self.order.is_empty() {
            let compare = |a: &[_], b: &[_]| -> Ordering { compare_values(a, b, &self.order) };
            // Rows that are equal stay in their order.
            kept.sort_by(|a, b| compare(&a.keys, &b.keys));
        }
        kept.truncate(self.limit.unwrap_or(usize::MAX));
        kept.into_iter().map(|row| row.at).collect()
    }

    /// Returns the names of the columns that were asked for, in their order.
    pub(crate) fn names(&self) -> Option<Vec<&str>> {
        let columns = self.columns.as_ref()?;
        Some(columns.iter().map(|column| column.name.as_str()).collect())
    }
}

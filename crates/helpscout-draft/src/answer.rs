//! The answer of an operation as a tree of keys, with everything that the page says about each.

use std::collections::BTreeSet;

use crate::corruption::{self, Repair};
use crate::json_kind::JsonKind;
use crate::kind::{is_list, is_map};
use crate::path::steps;
use crate::table::Row;

/// A key of the answer, or the answer itself, with what the table and the example say about it.
#[derive(Debug, Default)]
pub(crate) struct AnswerNode {
    /// The key; empty for the answer itself.
    pub(crate) key: String,
    /// The table's row.
    pub(crate) row: Option<Row>,
    /// How the table spells the key, if its template corrupted it.
    pub(crate) corrupted: Option<Repair>,
    pub(crate) is_list: bool,
    /// What its values in the example are, or those of its elements if it is a list.
    pub(crate) kinds: BTreeSet<JsonKind>,
    /// Whether its value is null somewhere in the example.
    pub(crate) is_null: bool,
    /// How often the key is in the example.
    pub(crate) present: usize,
    /// How many of its values in the example are objects.
    pub(crate) objects: usize,
    pub(crate) texts: Vec<String>,
    /// The largest of its whole numbers in the example.
    pub(crate) largest: Option<i64>,
    /// Whether it has keys that can't be described one by one.
    pub(crate) has_rest: bool,
    /// Whether the value of such a key is null.
    pub(crate) has_null_rest: bool,
    /// How often its value in the example is a list.
    pub(crate) lists: usize,
    /// How often its value in the example is neither a list nor null.
    pub(crate) singles: usize,
    pub(crate) has_null_items: bool,
    /// The keys below it.
    pub(crate) below: Vec<AnswerNode>,
}

impl AnswerNode {
    pub(crate) fn child(&self, key: &str) -> Option<&AnswerNode> {
        self.below.iter().find(|node| node.key == key)
    }

    /// Returns whether all its values are objects with keys.
    pub(crate) fn is_object(&self) -> bool {
        let has_keys = !self.below.is_empty() || self.has_rest;
        has_keys && self.kinds.iter().all(|kind| *kind == JsonKind::Object)
    }

    /// Returns whether the example has it in each object that could have it, and it is never null.
    pub(crate) fn is_always_present(&self, parent: &AnswerNode) -> bool {
        !self.is_null && self.present >= parent.objects
    }

    /// Returns whether the table calls it a list, but the example has a single value.
    pub(crate) fn is_single_despite_table(&self) -> bool {
        let is_list_in_table = self.row.as_ref().is_some_and(|row| is_list(&row.type_name));
        is_list_in_table && self.singles > 0
    }

    /// Returns whether it stands for the values of a map, of which some are lists and some are not.
    pub(crate) fn is_one_or_many(&self) -> bool {
        self.key == "*" && self.lists > 0 && self.singles > 0
    }

    /// Returns whether the example has it.
    pub(crate) fn is_in_example(&self) -> bool {
        self.present > 0
    }

    /// Returns whether its values are URLs, as those of the example are, or as the table says.
    pub(crate) fn has_url(&self) -> bool {
        let is_url = |text: &String| text.contains("://") || text.starts_with('/');
        let says_so = |row: &Row| {
            let prose = row.prose().to_lowercase();
            let mut words = prose.split(|char: char| !char.is_alphanumeric());
            words.any(|word| matches!(word, "link" | "url" | "uri"))
        };
        if self.texts.is_empty() {
            self.row.as_ref().is_some_and(says_so)
        } else {
            self.texts.iter().all(is_url)
        }
    }

    /// Returns whether a row of the table is about the key, or has it in the path of another key.
    pub(crate) fn is_in_table(&self, key: &str) -> bool {
        let names = |row: &Row| steps(&row.name).iter().any(|step| step.key == key);
        let is_named = self.row.as_ref().is_some_and(names) || self.corrupted.is_some();
        is_named || self.below.iter().any(|node| node.is_in_table(key))
    }

    /// Returns its key and all keys below it.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let below = self.below.iter().flat_map(AnswerNode::keys);
        std::iter::once(self.key.as_str())
            .filter(|key| !key.is_empty())
            .chain(below)
            .collect()
    }

    /// Removes its keys and returns them. It remains an object, whose keys are described elsewhere.
    pub(crate) fn take_keys(&mut self) -> AnswerNode {
        let keys = AnswerNode {
            below: std::mem::take(&mut self.below),
            objects: self.objects,
            has_rest: self.has_rest,
            has_null_rest: self.has_null_rest,
            ..AnswerNode::default()
        };
        self.has_rest = true;
        keys
    }

    /// Replaces the keys of each object that the table calls a map by a single one that stands for
    /// all: `*`.
    pub(crate) fn fold_maps(&mut self) {
        self.below.iter_mut().for_each(AnswerNode::fold_maps);
        let is_map_in_table = self.row.as_ref().is_some_and(|row| is_map(&row.type_name));
        let is_listed = self.below.iter().any(|child| child.row.is_some());
        if !is_map_in_table || is_listed || self.below.is_empty() {
            return;
        }
        let mut value = AnswerNode {
            key: "*".to_owned(),
            ..AnswerNode::default()
        };
        for child in std::mem::take(&mut self.below) {
            value.merge(child);
        }
        value.settle();
        if self.has_rest {
            // Nothing is known about the values of keys that can't be described.
            value.kinds.insert(JsonKind::Deep);
        }
        value.is_null |= self.has_null_rest;
        // No key is missing from a map.
        value.present = self.objects;
        self.has_rest = false;
        self.below.push(value);
    }

    /// Decides what is a list, after everything is known: the example decides, or else the table.
    pub(crate) fn settle(&mut self) {
        if self.lists + self.singles > 0 {
            self.is_list = self.singles == 0;
        }
        let is_uneven = self.lists > 0 && self.singles > 0;
        if is_uneven && !self.is_one_or_many() {
            self.kinds.insert(JsonKind::Deep);
        }
        self.below.iter_mut().for_each(AnswerNode::settle);
    }

    /// Adds what another tree says about the same part of the answer. A row with a corrupted key
    /// is merged with the key that it stands for.
    pub(crate) fn merge(&mut self, other: AnswerNode) {
        self.row = self.row.take().or(other.row);
        self.corrupted = self.corrupted.take().or(other.corrupted);
        self.is_list |= other.is_list;
        self.kinds.extend(other.kinds);
        self.is_null |= other.is_null;
        self.present += other.present;
        self.objects += other.objects;
        self.texts.extend(other.texts);
        self.largest = self.largest.max(other.largest);
        self.has_rest |= other.has_rest;
        self.has_null_rest |= other.has_null_rest;
        self.lists += other.lists;
        self.singles += other.singles;
        self.has_null_items |= other.has_null_items;
        let in_example: Vec<String> = other
            .below
            .iter()
            .filter(|node| node.is_in_example())
            .map(|node| node.key.clone())
            .collect();
        for node in other.below {
            let same = self.below.iter().position(|known| known.key == node.key);
            let at = same.or_else(|| self.repair_key(&node.key, &in_example));
            match at {
                Some(at) => self.below[at].merge(node),
                None => self.below.push(node),
            }
        }
    }

    /// Gives a row its key back if it is that key, corrupted. Returns the position of the row.
    fn repair_key(&mut self, key: &str, in_example: &[String]) -> Option<usize> {
        let is_meant = |known: &AnswerNode| {
            known.row.is_some()
                && !in_example.contains(&known.key)
                && corruption::repair(&known.key, [key]).is_some()
        };
        let at = self.below.iter().position(is_meant)?;
        let marker = corruption::repair(&self.below[at].key, [key])?.marker;
        let value = std::mem::replace(&mut self.below[at].key, key.to_owned());
        self.below[at].corrupted = Some(Repair { value, marker });
        Some(at)
    }
}

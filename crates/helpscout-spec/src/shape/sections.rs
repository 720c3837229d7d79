//! The sections of a file, which are the keys at its top, and parts of them that are in another one: the
//! line of a section is missing, or it is indented like those of the section above.

use serde_json::Value;

use super::keywords::{alternatives, fits_kind};
use crate::position::At;
use crate::schema::resolve;
use crate::yaml::Content;

/// The sections that a file can have, and lacks.
pub(super) struct Sections {
    absent: Vec<(&'static str, &'static Value)>,
}

impl Sections {
    pub(super) fn of(file: At<'_>, schema: &'static Value) -> Self {
        let known = resolve(schema)["properties"].as_object();
        let known = known.into_iter().flatten();
        let absent = known.filter(|(key, _)| file.get(key).is_none());
        Self {
            absent: absent.map(|(key, schema)| (key.as_str(), schema)).collect(),
        }
    }

    /// Returns whether a key is that of a section.
    pub(super) fn is_one(&self, key: &str) -> bool {
        self.absent.iter().any(|(section, _)| *section == key)
    }

    /// Returns the number of entries at the start of a list that belong to it. All others are entries of
    /// another section. A single one is more likely to have a mistake of its own.
    pub(super) fn own(&self, items: &[At<'_>], schema: &'static Value) -> usize {
        let own = items.iter().take_while(|item| fits(**item, schema)).count();
        let others = &items[own..];
        if others.len() < 2 || self.of_items(others).is_empty() {
            return items.len();
        }
        own
    }

    /// Returns the sections that can have entries.
    pub(super) fn of_items(&self, items: &[At<'_>]) -> Vec<&'static str> {
        let sections = self.absent.iter();
        let having = sections.filter(|(_, section)| {
            let entry = &resolve(section)["items"];
            items.iter().all(|item| fits(*item, entry))
        });
        having.map(|(key, _)| *key).collect()
    }
}

/// Returns whether an entry is of a kind that a schema allows and has only keys that it knows.
fn fits(item: At<'_>, schema: &'static Value) -> bool {
    let options = alternatives(resolve(schema));
    let mut fitting = options.iter().filter(|option| fits_kind(item, option));
    fitting.any(|option| match item.content() {
        Content::Map(entries) => {
            let known = &option["properties"];
            known.is_null() || entries.iter().all(|entry| known.get(&entry.key).is_some())
        }
        _ => true,
    })
}

//! The names of IDs, and what is said of names that stand for none.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::matching::Unmatched;
use crate::message::{Failure, shortened};

/// Names by the IDs that they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// By the type of the ID and the ID.
    names: BTreeMap<(String, String), String>,
}

impl Names {
    /// Adds the name of an entry.
    pub(crate) fn insert(&mut self, ty: &str, entry: &Entry) {
        let key = (ty.to_owned(), entry.id.clone());
        self.names.insert(key, entry.title());
    }

    /// Returns the name for an ID of a type, such as `UserId`.
    pub(crate) fn get(&self, ty: &str, id: &str) -> Option<&str> {
        let name = self.names.get(&(ty.to_owned(), id.to_owned()))?;
        Some(name)
    }

    /// Returns an ID with its name, as in `Marta Lindqvist (447723)`, or the ID alone.
    pub(crate) fn shown(&self, ty: &str, id: &str) -> String {
        match self.get(ty, id) {
            Some(name) => format!("{name} ({id})"),
            None => id.to_owned(),
        }
    }
}

/// Returns the failure for a name that stands for none or several entries. `noun` is what it should
/// name, and `command` lists them all.
pub(crate) fn unmatched(
    noun: &str,
    option: &str,
    name: &str,
    reason: &Unmatched,
    command: &str,
) -> Failure {
    let name = shortened(name);
    match reason {
        Unmatched::Ambiguous(entries, number) => {
            let problem = format!("--{option}: more than one {noun} is called {name:?}");
            let mut lines: Vec<String> = entries.iter().map(Entry::line).collect();
            let others = number - entries.len();
            if others > 0 {
                lines.push(format!("and {others} others; list them with: {command}"));
            }
            let way = if entries.iter().all(|entry| entry.within.is_some()) {
                "write one of them as it is here, or its ID"
            } else if entries.iter().any(|entry| entry.email.is_some()) {
                "write the ID or the email address of one of them"
            } else {
                "write the ID of one of them"
            };
            Failure::usage(problem).help(format!("{way}:\n{}", lines.join("\n")))
        }
        Unmatched::Unknown(near) => {
            let problem = format!("--{option}: no {noun} of this account is called {name:?}");
            let failure = Failure::usage(problem);
            let failure = if near.is_empty() {
                failure
            } else {
                let lines: Vec<String> = near.iter().map(Entry::line).collect();
                failure.help(format!("nearest to {name:?}:\n{}", lines.join("\n")))
            };
            failure.help(format!("list every {noun} with: {command}"))
        }
        Unmatched::NoneOf(all) => {
            let problem = format!("--{option}: no {noun} of this account is called {name:?}");
            let lines: Vec<String> = all.iter().map(Entry::line).collect();
            let lines = lines.join("\n");
            Failure::usage(problem).help(format!("instead of {name:?}, write one of:\n{lines}"))
        }
    }
}

/// Returns what has an ID of this type: `saved reply` for `SavedReplyId`.
pub(crate) fn noun(ty: &str) -> String {
    let mut noun = String::new();
    for char in ty.strip_suffix("Id").unwrap_or(ty).chars() {
        if char.is_uppercase() && !noun.is_empty() {
            noun.push(' ');
        }
        noun.extend(char.to_lowercase());
    }
    noun
}

//! Enums of a draft: the shared one with the same values, or a new one.

use crate::draft::{Enum, Value};
use crate::garble;
use crate::known::Known;
use crate::text::code;
use crate::words::{camel, sentence, unique, words};
use heck::ToUpperCamelCase;
use helpscout_spec::pattern;
use std::collections::HashSet;

/// The enums of an operation, and the names its types have.
pub(crate) struct Enums<'k> {
    pub(crate) known: &'k Known,
    /// What the names of new enums start with.
    stem: &'k str,
    /// The other names of the page.
    keys: &'k [&'k str],
    pub(crate) list: Vec<Enum>,
    taken: HashSet<String>,
}

impl<'k> Enums<'k> {
    pub(crate) fn new(known: &'k Known, stem: &'k str, keys: &'k [&'k str]) -> Self {
        Self {
            known,
            stem,
            keys,
            list: Vec::new(),
            taken: HashSet::new(),
        }
    }

    /// Takes a name for a type: the wanted one, or that with a number.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let wanted = camel(wanted).unwrap_or_else(|| "Answer".to_owned());
        let name = unique(&wanted, "", |name| {
            self.known.has_type(name) || self.taken.contains(name)
        });
        self.taken.insert(name.clone());
        name
    }

    /// The enum for these values; what is odd about them goes to `todo`.
    pub(crate) fn of(&mut self, values: &[String], name: &str, todo: &mut Vec<String>) -> String {
        let values: Vec<Value> = repaired(values, self.keys, todo);
        let wires: Vec<String> = values.iter().map(|value| value.value.clone()).collect();
        if let Some(shared) = self.known.enumeration(&wires, name) {
            return shared.to_owned();
        }
        let same = |one: &&Enum| {
            let mut known: Vec<&String> = one.values.iter().map(|value| &value.value).collect();
            let mut wanted: Vec<&String> = wires.iter().collect();
            known.sort();
            wanted.sort();
            known == wanted
        };
        if let Some(own) = self.list.iter().find(same) {
            return own.name.clone();
        }
        let one = Enum {
            name: self.take(&format!("{}{}", self.stem, name.to_upper_camel_case())),
            doc: format!("The values of {}.", code(name)),
            values,
        };
        todo.push(format!("describe the values of {}", one.name));
        let name = one.name.clone();
        self.list.push(one);
        name
    }

    /// The values of an enum, of the draft or shared.
    pub(crate) fn values(&self, name: &str) -> Option<Vec<&str>> {
        let own = self.list.iter().find(|one| one.name == name);
        own.map(|one| {
            one.values
                .iter()
                .map(|value| value.value.as_str())
                .collect()
        })
        .or_else(|| self.known.values(name))
    }
}

/// The values with what the page spoiled put right, each once.
fn repaired(values: &[String], keys: &[&str], todo: &mut Vec<String>) -> Vec<Value> {
    let mut repaired: Vec<Value> = Vec::new();
    let mut variants = HashSet::from(["Other".to_owned(), "Self".to_owned()]);
    for documented in values {
        let others = keys
            .iter()
            .copied()
            .chain(values.iter().map(String::as_str));
        let is_known = keys.contains(&documented.as_str());
        let repair = (!is_known)
            .then(|| garble::repair(documented, others.filter(|other| other != documented)))
            .flatten();
        let value = repair.as_ref().map_or(documented, |repair| &repair.value);
        if repaired.iter().any(|known| known.value == *value) || !(pattern::VALUE.matches)(value) {
            continue;
        }
        if repair.is_some() {
            todo.push(format!(
                "make sure that {} is meant by {}",
                code(value),
                code(documented)
            ));
        } else if let Some(near) = garble::slip(value, keys.iter().copied()).filter(|_| !is_known) {
            todo.push(format!(
                "the page says {}, which may be a slip of {}",
                code(value),
                code(near)
            ));
        }
        repaired.push(Value {
            rust: variant(value, &mut variants),
            doc: sentence(&words(value)),
            correction: repair.as_ref().map(|repair| repair.correction(documented)),
            value: value.clone(),
        });
    }
    repaired
}

/// The Rust variant of a value, if it has to be given.
fn variant(value: &str, taken: &mut HashSet<String>) -> Option<String> {
    let derived = value.to_upper_camel_case();
    let wanted = match camel(value) {
        Some(name) if name == "Other" || name == "Self" => format!("{name}Value"),
        Some(name) => name,
        None => {
            let ascii: String = derived
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            format!("Value{ascii}")
        }
    };
    let name = unique(&wanted, "", |name| taken.contains(name));
    taken.insert(name.clone());
    (name != derived).then_some(name)
}

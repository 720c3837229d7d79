//! The enums of a draft: shared ones with the same values, and new ones.

use std::collections::HashSet;

use heck::ToUpperCamelCase;
use helpscout_spec::pattern;

use crate::corruption;
use crate::known::Known;
use crate::operation::{EnumDraft, ValueDraft};
use crate::text::code;
use crate::words::{camel, sentence, unique, words};

/// The enums of an operation, and the names of all its types.
pub(crate) struct Enums<'k> {
    pub(crate) known: &'k Known,
    /// The prefix of the names of new enums.
    stem: &'k str,
    /// The other names of the page.
    keys: &'k [&'k str],
    /// The enums that the draft declares.
    pub(crate) new: Vec<EnumDraft>,
    /// The names of the operation's types.
    taken: HashSet<String>,
}

impl<'k> Enums<'k> {
    pub(crate) fn new(known: &'k Known, stem: &'k str, keys: &'k [&'k str]) -> Self {
        Self {
            known,
            stem,
            keys,
            new: Vec::new(),
            taken: HashSet::new(),
        }
    }

    /// Reserves a name for a type: the wanted one, or that with a number.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let wanted = camel(wanted).unwrap_or_else(|| "Answer".to_owned());
        let name = unique(&wanted, "", |name| {
            self.known.has_type(name) || self.taken.contains(name)
        });
        self.taken.insert(name.clone());
        name
    }

    /// Returns the name of the enum with these values, which is declared if there is none. Doubts
    /// about the values are added to `todo`.
    pub(crate) fn name_of(
        &mut self,
        values: &[String],
        name: &str,
        todo: &mut Vec<String>,
    ) -> String {
        let values: Vec<ValueDraft> = repaired(values, self.keys, todo);
        let wires: Vec<String> = values.iter().map(|value| value.value.clone()).collect();
        if let Some(shared) = self.known.enumeration(&wires, name) {
            return shared.to_owned();
        }
        let same = |other: &&EnumDraft| {
            let mut known: Vec<&String> = other.values.iter().map(|value| &value.value).collect();
            let mut wanted: Vec<&String> = wires.iter().collect();
            known.sort();
            wanted.sort();
            known == wanted
        };
        if let Some(own) = self.new.iter().find(same) {
            return own.name.clone();
        }
        let new = EnumDraft {
            name: self.take(&format!("{}{}", self.stem, name.to_upper_camel_case())),
            doc: format!("The values of {}.", code(name)),
            values,
        };
        todo.push(format!("describe the values of {}", new.name));
        let name = new.name.clone();
        self.new.push(new);
        name
    }

    /// Returns the texts that are none of these values, as far as those are repaired.
    pub(crate) fn unlisted<'t>(&self, texts: &'t [String], values: &[String]) -> Vec<&'t str> {
        let values = repaired(values, self.keys, &mut Vec::new());
        let is_listed = |text: &str| values.iter().any(|value| value.value == text);
        let texts = texts.iter().map(String::as_str);
        texts.filter(|text| !is_listed(text)).collect()
    }

    /// Returns the values of an enum, either new or shared.
    pub(crate) fn values(&self, name: &str) -> Option<Vec<&str>> {
        let Some(new) = self.new.iter().find(|new| new.name == name) else {
            return self.known.values(name);
        };
        let values = new.values.iter().map(|value| value.value.as_str());
        Some(values.collect())
    }
}

/// Returns each value once, with corrupted ones repaired.
fn repaired(values: &[String], keys: &[&str], todo: &mut Vec<String>) -> Vec<ValueDraft> {
    let mut repaired: Vec<ValueDraft> = Vec::new();
    let mut variants = HashSet::from(["Other".to_owned(), "Self".to_owned()]);
    for documented in values {
        let others = keys
            .iter()
            .copied()
            .chain(values.iter().map(String::as_str));
        let is_known = keys.contains(&documented.as_str());
        let repair = (!is_known)
            .then(|| corruption::repair(documented, others.filter(|other| other != documented)))
            .flatten();
        let value = repair.as_ref().map_or(documented, |repair| &repair.value);
        if repaired.iter().any(|known| known.value == *value) || !(pattern::VALUE.matches)(value) {
            continue;
        }
        if repair.is_some() {
            todo.push(format!(
                "check that {} stands for {}",
                code(documented),
                code(value)
            ));
        } else if let Some(near) = corruption::typo(value, keys.iter().copied())
            .filter(|near| !is_known && value.strip_prefix(['-', '+']) != Some(near))
        {
            todo.push(format!(
                "the page says {}, which may be a typo of {}",
                code(value),
                code(near)
            ));
        }
        repaired.push(ValueDraft {
            rust: variant(value, &mut variants),
            doc: sentence(&words(value)),
            correction: repair.as_ref().map(|repair| repair.correction(documented)),
            value: value.clone(),
        });
    }
    repaired
}

/// Returns the Rust variant of a value, if it can't be derived from the value.
fn variant(value: &str, taken: &mut HashSet<String>) -> Option<String> {
    let derived = value.to_upper_camel_case();
    let wanted = match camel(value) {
        // A sign before a field to sort by is its order.
        Some(name) if value.starts_with('-') => format!("{name}Descending"),
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

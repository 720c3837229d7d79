//! Counts the differences of a response, each once by path.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::difference::{Difference, DifferenceKind};
use crate::json_path::{above, below};
use crate::wire::{is_same_decimal, is_same_instant};

/// The differences that were found so far.
#[derive(Default)]
pub(super) struct Tallies {
    tallies: BTreeMap<(String, Sort), Tally>,
    /// The number of values that were read at each path.
    values: BTreeMap<String, usize>,
}

/// All differences of one sort at one path are one [`Difference`].
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    UnknownKey,
    MissingKey,
    UnknownValue(String),
    OtherType,
    Changed {
        sent: &'static str,
        read: &'static str,
    },
}

#[derive(Default)]
struct Tally {
    times: usize,
    /// The types of the values of an unknown key, or of those that are not described so.
    types: Vec<&'static str>,
    /// The first changed value, as sent and as read.
    sample: Option<(String, String)>,
}

impl Tallies {
    /// Counts a value at a path.
    pub(super) fn value(&mut self, path: &str) {
        match self.values.get_mut(path) {
            Some(count) => *count += 1,
            None => {
                self.values.insert(path.to_owned(), 1);
            }
        }
    }

    /// Adds what was found in a part of the body. Nothing has been compared there yet.
    pub(super) fn add(&mut self, part: Self) {
        for (at, found) in part.tallies {
            let tally = self.tallies.entry(at).or_default();
            tally.times += found.times;
            tally.types.extend(found.types);
            tally.types.sort_unstable();
            tally.types.dedup();
        }
        for (path, count) in part.values {
            *self.values.entry(path).or_default() += count;
        }
    }

    pub(super) fn unknown_key(&mut self, path: String, value: &Value) {
        self.of_type(path, Sort::UnknownKey, value);
    }

    /// Counts a value of a map that is not of the described type.
    pub(super) fn other_type(&mut self, path: &str, value: &Value) {
        self.of_type(path.to_owned(), Sort::OtherType, value);
    }

    fn of_type(&mut self, path: String, sort: Sort, value: &Value) {
        let tally = self.tally(path, sort);
        if let Err(place) = tally.types.binary_search(&type_name(value)) {
            tally.types.insert(place, type_name(value));
        }
    }

    pub(super) fn unknown_value(&mut self, path: &str, value: String) {
        self.tally(path.to_owned(), Sort::UnknownValue(value));
    }

    /// Compares a value as the service sent it with the value as the model serializes it.
    pub(super) fn compare(&mut self, path: &str, sent: &Value, read: &Value) {
        match (sent, read) {
            (Value::Object(sent), Value::Object(read)) => {
                for (key, read) in read {
                    let path = below(path, key);
                    match sent.get(key) {
                        Some(sent) => self.compare(&path, sent, read),
                        None if is_empty_list(read) => {}
                        None => {
                            self.tally(path, Sort::MissingKey);
                        }
                    }
                }
            }
            (Value::Array(sent), Value::Array(read)) if sent.len() == read.len() => {
                let path = format!("{path}[]");
                for (sent, read) in sent.iter().zip(read) {
                    self.compare(&path, sent, read);
                }
            }
            _ if means_the_same(sent, read) => {}
            _ => {
                let sort = Sort::Changed {
                    sent: type_name(sent),
                    read: type_name(read),
                };
                self.tally(path.to_owned(), sort)
                    .sample
                    .get_or_insert_with(|| (excerpt(sent), excerpt(read)));
            }
        }
    }

    fn tally(&mut self, path: String, sort: Sort) -> &mut Tally {
        let tally = self.tallies.entry((path, sort)).or_default();
        tally.times += 1;
        tally
    }

    pub(super) fn into_differences(self) -> Vec<Difference> {
        let Self { tallies, values } = self;
        let count = |path: &str| values.get(path).copied();
        tallies
            .into_iter()
            .map(|((path, sort), tally)| {
                let of = match sort {
                    Sort::UnknownKey | Sort::MissingKey => count(above(&path)),
                    Sort::UnknownValue(_) | Sort::OtherType | Sort::Changed { .. } => count(&path),
                };
                Difference {
                    of: of.unwrap_or(tally.times),
                    times: tally.times,
                    kind: tally.kind(sort),
                    path,
                }
            })
            .collect()
    }
}

impl Tally {
    fn kind(self, sort: Sort) -> DifferenceKind {
        match sort {
            Sort::UnknownKey => DifferenceKind::UnknownKey { types: self.types },
            Sort::OtherType => DifferenceKind::OtherType { types: self.types },
            Sort::MissingKey => DifferenceKind::MissingKey,
            Sort::UnknownValue(value) => DifferenceKind::UnknownValue { value },
            Sort::Changed { .. } => {
                let (sent, read) = self.sample.unwrap_or_default();
                DifferenceKind::Changed { sent, read }
            }
        }
    }
}

/// Returns whether two values differ only in what the models accept on purpose.
fn means_the_same(sent: &Value, read: &Value) -> bool {
    match (sent, read) {
        (Value::Number(sent), Value::Number(read)) => is_same_number(sent, read),
        (Value::String(sent), Value::String(read)) => {
            sent == read || is_same_instant(sent, read) || is_same_decimal(sent, read)
        }
        // Some endpoints send "" instead of a missing instant.
        (Value::String(sent), Value::Null) => sent.is_empty(),
        (Value::Null, read) => read.is_null() || is_empty_list(read),
        _ => sent == read,
    }
}

fn is_same_number(sent: &Number, read: &Number) -> bool {
    match (sent.as_i128(), read.as_i128()) {
        (Some(sent), Some(read)) => sent == read,
        _ => sent.as_f64() == read.as_f64(),
    }
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

fn excerpt(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

//! The structural check: whether a tree has the shape that the schema requires.
//!
//! It interprets the keywords that the schema of the raw types uses, and finds all errors of a file
//! at once, whereas reading the raw types would stop at the first one.

mod findings;
mod keywords;
mod sections;
mod synonyms;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use helpscout_description::quote::quoted;
use serde_json::Value;

use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::left_out;
use crate::pattern::Pattern;
use crate::position::At;
use crate::schema::resolve;
use crate::text::Text;
use crate::yaml::{Content, Entry, Node, Scalar};
use findings::{
    Unknown, empty_text, exclusive, indented_section, missing_alternative, missing_key,
    other_entries, other_radix, out_of_bounds, stray_key, too_few, unknown_key, unknown_word,
    wrong_kind, wrong_pattern,
};
use keywords::{alternatives, constants, fits_kind, kinds, noun, words};
use sections::Sections;
use synonyms::Synonym;

/// Whether the raw types can be read from a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// They can, although there may be findings about single values.
    Sound,
    /// They can, but the tree has unknown keys.
    Cluttered,
    /// They can't, and there is a finding that says why.
    Broken,
}

/// A key that obviously stands for another.
struct Misspelled {
    /// The bytes of the key in the text.
    span: Range<usize>,
    /// The key that is meant.
    meant: String,
    finding: Finding,
}

/// Compares a tree with a schema.
///
/// Misspelled keys are reported and renamed in the tree, so that their values are checked as well
/// and no key seems to be missing.
pub(crate) fn check(
    text: &Text,
    tree: &mut Node,
    schema: &'static Value,
    sink: &mut Sink,
) -> Shape {
    loop {
        let mut findings = Sink::default();
        let at = At::new(text, tree);
        let mut check = Check {
            sink: &mut findings,
            shape: Shape::Sound,
            misspelled: Vec::new(),
            sections: Sections::of(at, schema),
        };
        check.value(at, schema, Name::File);
        let Check {
            shape, misspelled, ..
        } = check;
        if misspelled.is_empty() {
            sink.absorb(findings);
            return shape;
        }
        let meant = misspelled.iter();
        let meant = meant.map(|key| (key.span.start, key.meant.as_str()));
        tree.rename(&meant.collect());
        for key in misspelled {
            sink.add(key.finding);
        }
    }
}

/// What messages call a value. It is written only if there is something to say.
#[derive(Clone, Copy)]
enum Name<'n> {
    File,
    Key(&'n str),
    EntryOf(&'n Name<'n>),
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Key(key) => f.write_str(&quoted(key)),
            Self::EntryOf(list) => write!(f, "an entry of {list}"),
        }
    }
}

struct Check<'s> {
    sink: &'s mut Sink,
    shape: Shape,
    misspelled: Vec<Misspelled>,
    sections: Sections,
}

impl Check<'_> {
    fn value(&mut self, at: At<'_>, schema: &'static Value, name: Name<'_>) {
        let schema = resolve(schema);
        let options = alternatives(schema);
        let fitting = options.iter().find(|option| fits_kind(at, option));
        let Some(schema) = fitting else {
            return self.fault(Code::WrongKind, || {
                wrong_kind(at, &options, &name.to_string())
            });
        };
        match at.content() {
            Content::Map(entries) => self.map(at, entries, schema),
            Content::List(_) => self.list(at, schema, name),
            Content::Scalar(scalar) => {
                // Where text may be as well, `0x10` may be one.
                let is_number = options.len() == 1 && kinds(schema) == ["integer"];
                match other_radix(at, &name.to_string(), &scalar.text) {
                    Some(finding) if is_number => self.fault(Code::Refused, || finding),
                    _ => self.scalar(at, scalar, schema, name),
                }
            }
        }
    }

    fn map(&mut self, at: At<'_>, entries: &[Entry], schema: &'static Value) {
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        let known = || properties.keys().map(String::as_str);
        let mut absent: Vec<&'static str> = known().filter(|key| at.get(key).is_none()).collect();
        absent.sort_unstable();
        for entry in entries {
            let Some(property) = properties.get(&entry.key) else {
                self.unknown_key(at, entry, &mut absent, &known().collect(), schema);
                continue;
            };
            self.value(at.of(entry), property, Name::Key(&entry.key));
        }
        // Of a map without any known key, the unknown ones say enough.
        let has_known = absent.len() < properties.len();
        if !has_known && !entries.is_empty() {
            self.shape = Shape::Broken;
            return;
        }
        self.alternatives(at, entries, schema, &absent);
        self.required(at, words(&schema["required"]), schema, &absent);
    }

    /// Reports a key that the map does not have. A key that is meant by it is no longer absent.
    fn unknown_key(
        &mut self,
        at: At<'_>,
        entry: &Entry,
        absent: &mut Vec<&'static str>,
        known: &BTreeSet<&'static str>,
        schema: &Value,
    ) {
        if self.sections.is_one(&entry.key) && !matches!(entry.value.content, Content::Scalar(_)) {
            return self.fault(Code::UnknownKey, || indented_section(at, entry, schema));
        }
        if entry.key == "object"
            && let Some(finding) = left_out::object_key(noun(schema), at, entry.key_span.clone())
        {
            // It is there in place of the type.
            absent.retain(|key| *key != "type");
            return self.fault(finding.code, || finding);
        }
        let unknown = Unknown::of(entry, known, absent);
        match (unknown.meant().map(str::to_owned), &unknown) {
            (Some(meant), _) => {
                absent.retain(|key| *key != meant);
                self.misspelled.push(Misspelled {
                    span: entry.key_span.clone(),
                    meant,
                    finding: unknown_key(at, entry, &unknown, known, schema),
                });
            }
            (None, Unknown::Joined(joined)) => {
                absent.retain(|key| key != joined);
                self.fault(Code::UnknownKey, || {
                    unknown_key(at, entry, &unknown, known, schema)
                });
            }
            (None, Unknown::Foreign(Synonym::Similar(similar))) if is_needed(similar, schema) => {
                // The value is there, although in another form.
                absent.retain(|key| key != similar);
                self.fault(Code::UnknownKey, || {
                    unknown_key(at, entry, &unknown, known, schema)
                });
            }
            _ => self.clutter(Code::UnknownKey, || {
                unknown_key(at, entry, &unknown, known, schema)
            }),
        }
    }

    /// Reports required keys that are missing: those that are absent.
    fn required(&mut self, at: At<'_>, keys: Vec<&str>, schema: &Value, absent: &[&str]) {
        for key in keys {
            if absent.contains(&key) {
                self.fault(Code::MissingKey, || missing_key(at, key, schema));
            }
        }
    }

    /// Reports keys that can't be used together, and missing ones, where the schema has several
    /// sets of keys to choose from.
    fn alternatives(
        &mut self,
        at: At<'_>,
        entries: &[Entry],
        schema: &'static Value,
        absent: &[&str],
    ) {
        let sets = schema["oneOf"].as_array().map_or(&[][..], Vec::as_slice);
        let heads: Vec<&str> = sets
            .iter()
            .filter_map(|set| words(&set["required"]).first().copied())
            .collect();
        if heads.is_empty() {
            return;
        }
        let given: Vec<usize> = (0..heads.len())
            .filter(|index| !absent.contains(&heads[*index]))
            .collect();
        match given[..] {
            [] => self.fault(Code::MissingKey, || missing_alternative(at, &heads, schema)),
            [only] => {
                let head = heads[only];
                self.required(at, words(&sets[only]["required"]), schema, absent);
                let stands_alone = sets[only]["maxProperties"].as_u64() == Some(1);
                let stray = entries.iter().find(|entry| entry.key != head);
                if let Some(stray) = stray.filter(|_| stands_alone) {
                    self.fault(Code::EitherOr, || stray_key(at, stray, head));
                }
            }
            [first, second, ..] => {
                self.fault(Code::EitherOr, || {
                    exclusive(at, heads[first], heads[second])
                });
            }
        }
    }

    fn list(&mut self, at: At<'_>, schema: &'static Value, name: Name<'_>) {
        let least = schema["minItems"].as_u64().unwrap_or(0);
        let count = at.items().count() as u64;
        if count < least {
            self.sink.add_with(Code::TooFew, || {
                too_few(at, &name.to_string(), count, least)
            });
        }
        let items: Vec<At<'_>> = at.items().collect();
        let (own, others) = items.split_at(self.sections.own(&items, &schema["items"]));
        if let [first, ..] = others {
            let keys = self.sections.of_items(others);
            self.fault(Code::WrongKind, || {
                other_entries(*first, &name.to_string(), others.len(), &keys)
            });
        }
        for item in own.iter().copied() {
            self.value(item, &schema["items"], Name::EntryOf(&name));
        }
    }

    fn scalar(&mut self, at: At<'_>, scalar: &Scalar, schema: &'static Value, name: Name<'_>) {
        let text = scalar.text.as_str();
        let words = constants(schema);
        let pattern = schema["pattern"].as_str().and_then(Pattern::of_regex);
        if !words.is_empty() && !words.contains(&text) {
            self.fault(Code::UnknownWord, || {
                unknown_word(at, &name.to_string(), text, &words)
            });
        } else if schema["minLength"].as_u64() > Some(0) && text.trim().is_empty() {
            self.sink
                .add_with(Code::TooFew, || empty_text(at, &name.to_string()));
        } else if let Some(pattern) = pattern.filter(|pattern| !(pattern.matches)(text)) {
            self.sink
                .add_with(Code::Pattern, || wrong_pattern(at, text, pattern));
        } else {
            self.bounds(at, text, schema, name);
        }
    }

    fn bounds(&mut self, at: At<'_>, text: &str, schema: &Value, name: Name<'_>) {
        let (Some(least), Some(most)) = (schema["minimum"].as_i64(), schema["maximum"].as_i64())
        else {
            return;
        };
        let is_within = |number: i64| (least..=most).contains(&number);
        if !text.parse().is_ok_and(is_within) {
            self.fault(Code::Refused, || {
                out_of_bounds(at, &name.to_string(), text, least, most)
            });
        }
    }

    /// Reports an error that does not keep the raw types from being read.
    fn clutter(&mut self, code: Code, finding: impl FnOnce() -> Finding) {
        if self.shape == Shape::Sound {
            self.shape = Shape::Cluttered;
        }
        self.sink.add_with(code, finding);
    }

    /// Reports an error that keeps the raw types from being read.
    fn fault(&mut self, code: Code, finding: impl FnOnce() -> Finding) {
        self.shape = Shape::Broken;
        self.sink.add_with(code, finding);
    }
}

/// Returns whether a map can't do without a key.
fn is_needed(key: &str, schema: &Value) -> bool {
    let sets = schema["oneOf"].as_array().map_or(&[][..], Vec::as_slice);
    let mut sets = sets.iter().chain([schema]);
    sets.any(|set| words(&set["required"]).contains(&key))
}

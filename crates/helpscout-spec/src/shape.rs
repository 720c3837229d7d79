//! The structural check: whether a tree has the shape that the schema requires.
//!
//! It interprets the keywords that the schema of the raw types uses, and finds all errors of a file
//! at once, whereas reading the raw types would stop at the first one.

use std::collections::BTreeSet;
use std::ops::Range;

use helpscout_description::quote::{listed, quoted};
use helpscout_description::suggest;
use serde_json::Value;

use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::left_out;
use crate::pattern::Pattern;
use crate::position::At;
use crate::scalar::Kind;
use crate::schema::resolve;
use crate::text::Text;
use crate::yaml::{Content, Entry, Node, Scalar};

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

/// A key that is obviously a misspelling of another.
pub(crate) struct Misspelled {
    /// The bytes of the key in the text.
    pub(crate) span: Range<usize>,
    /// The key that is meant.
    pub(crate) meant: &'static str,
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
) -> (Shape, Vec<Misspelled>) {
    let mut all = Vec::new();
    loop {
        let mut findings = Sink::default();
        let mut check = Check {
            sink: &mut findings,
            shape: Shape::Sound,
            misspelled: Vec::new(),
        };
        check.value(At::new(text, tree), schema, "the file");
        let Check {
            shape, misspelled, ..
        } = check;
        if misspelled.is_empty() {
            sink.absorb(findings);
            return (shape, all);
        }
        let meant = misspelled.iter().map(|key| (key.span.start, key.meant));
        tree.rename(&meant.collect());
        for key in &misspelled {
            sink.add(key.finding.clone());
        }
        all.extend(misspelled);
    }
}

struct Check<'s> {
    sink: &'s mut Sink,
    shape: Shape,
    misspelled: Vec<Misspelled>,
}

impl Check<'_> {
    fn value(&mut self, at: At<'_>, schema: &'static Value, name: &str) {
        let schema = resolve(schema);
        let options = alternatives(schema);
        let fitting = options.iter().find(|option| fits_kind(at, option));
        let Some(schema) = fitting else {
            return self.fault(Code::WrongKind, || wrong_kind(at, &options, name));
        };
        match at.content() {
            Content::Map(entries) => self.map(at, entries, schema),
            Content::List(_) => self.list(at, schema, name),
            Content::Scalar(scalar) => self.scalar(at, scalar, schema, name),
        }
    }

    fn map(&mut self, at: At<'_>, entries: &[Entry], schema: &'static Value) {
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        let known: BTreeSet<&'static str> = properties.keys().map(String::as_str).collect();
        let mut absent: Vec<&'static str> = known.iter().copied().collect();
        absent.retain(|key| at.get(key).is_none());
        for entry in entries {
            let Some(property) = properties.get(&entry.key) else {
                self.unknown_key(at, entry, &mut absent, &known, schema);
                continue;
            };
            self.value(at.key(&entry.key), property, &quoted(&entry.key));
        }
        self.alternatives(at, entries, schema);
        self.required(at, words(&schema["required"]), schema);
    }

    fn unknown_key(
        &mut self,
        at: At<'_>,
        entry: &Entry,
        absent: &mut Vec<&'static str>,
        known: &BTreeSet<&str>,
        schema: &Value,
    ) {
        let near = suggest::nearest(&entry.key, absent.iter().copied());
        let Some(meant) = near.filter(|_| !is_torn_text(entry)) else {
            return self.clutter(Code::UnknownKey, || {
                unknown_key(at, entry, near, known, schema)
            });
        };
        absent.retain(|key| *key != meant);
        self.misspelled.push(Misspelled {
            span: entry.key_span.clone(),
            meant,
            finding: unknown_key(at, entry, near, known, schema),
        });
    }

    /// Reports required keys that are missing.
    fn required(&mut self, at: At<'_>, keys: Vec<&str>, schema: &Value) {
        for key in keys {
            if at.get(key).is_none() {
                self.fault(Code::MissingKey, || missing_key(at, key, schema));
            }
        }
    }

    /// Reports keys that can't be used together, and missing ones, where the schema has several
    /// sets of keys to choose from.
    fn alternatives(&mut self, at: At<'_>, entries: &[Entry], schema: &'static Value) {
        let sets = schema["oneOf"].as_array().map_or(&[][..], Vec::as_slice);
        let heads: Vec<&str> = sets
            .iter()
            .filter_map(|set| words(&set["required"]).first().copied())
            .collect();
        if heads.is_empty() {
            return;
        }
        let given: Vec<usize> = (0..heads.len())
            .filter(|index| at.get(heads[*index]).is_some())
            .collect();
        match given[..] {
            [] => self.fault(Code::MissingKey, || {
                let message = format!("{} needs the key {}", noun(schema), listed(&heads, "or"));
                Finding::new(Code::MissingKey, at.place(), message)
            }),
            [only] => {
                let head = heads[only];
                self.required(at, words(&sets[only]["required"]), schema);
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

    fn list(&mut self, at: At<'_>, schema: &'static Value, name: &str) {
        let least = schema["minItems"].as_u64().unwrap_or(0);
        let count = at.items().count() as u64;
        if count < least {
            self.sink
                .add_with(Code::TooFew, || too_few(at, name, count, least));
        }
        for item in at.items() {
            self.value(item, &schema["items"], &format!("an entry of {name}"));
        }
    }

    fn scalar(&mut self, at: At<'_>, scalar: &Scalar, schema: &'static Value, name: &str) {
        let text = scalar.text.as_str();
        let words = constants(schema);
        let pattern = schema["pattern"].as_str().and_then(Pattern::of_regex);
        if !words.is_empty() && !words.contains(&text) {
            self.fault(Code::UnknownWord, || {
                cant_be(Code::UnknownWord, at, name, text)
                    .maybe_help(suggest::help(text, words))
                    .maybe_help(left_out::word_help(name, text).map(str::to_owned))
            });
        } else if schema["minLength"].is_u64() && text.trim().is_empty() {
            self.sink.add_with(Code::TooFew, || {
                Finding::new(Code::TooFew, at.place(), format!("{name} is an empty text"))
                    .help("write a text, or remove the key")
            });
        } else if let Some(pattern) = pattern.filter(|pattern| !(pattern.matches)(text)) {
            self.sink
                .add_with(Code::Pattern, || wrong_pattern(at, text, pattern));
        } else {
            self.bounds(at, text, schema, name);
        }
    }

    fn bounds(&mut self, at: At<'_>, text: &str, schema: &Value, name: &str) {
        let (Some(least), Some(most)) = (schema["minimum"].as_i64(), schema["maximum"].as_i64())
        else {
            return;
        };
        let is_within = |number: i64| (least..=most).contains(&number);
        if !text.parse().is_ok_and(is_within) {
            self.fault(Code::Refused, || {
                cant_be(Code::Refused, at, name, text)
                    .help(format!("write a whole number between {least} and {most}"))
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

fn missing_key(at: At<'_>, key: &str, schema: &Value) -> Finding {
    let name = quoted(key);
    let message = format!("{} needs the key {name}", noun(schema));
    let help = description(&schema["properties"][key]);
    Finding::new(Code::MissingKey, at.place(), message)
        .maybe_help(help.map(|text| format!("add {name}: {text}")))
}

fn too_few(at: At<'_>, name: &str, count: u64, least: u64) -> Finding {
    let (message, help) = if (count, least) == (0, 1) {
        (
            format!("{name} is empty"),
            "write at least one entry".to_owned(),
        )
    } else {
        let entries = if count == 1 { "entry" } else { "entries" };
        (
            format!("{name} has {count} {entries}, but needs at least {least}"),
            format!("write at least {least} entries"),
        )
    };
    Finding::new(Code::TooFew, at.place(), message).help(help)
}

fn cant_be(code: Code, at: At<'_>, name: &str, text: &str) -> Finding {
    Finding::new(
        code,
        at.place(),
        format!("{name} can't be {}", quoted(text)),
    )
}

fn stray_key(at: At<'_>, stray: &Entry, head: &str) -> Finding {
    let message = format!(
        "{} has no effect together with {}",
        quoted(&stray.key),
        quoted(head)
    );
    Finding::new(Code::EitherOr, at.span(stray.key_span.clone()), message)
        .help(format!("remove either this key or {}", quoted(head)))
}

fn exclusive(at: At<'_>, first: &str, second: &str) -> Finding {
    let key = |name: &str| {
        let entry = at.entries().iter().find(|entry| entry.key == name);
        entry.map_or(at.place(), |entry| at.span(entry.key_span.clone()))
    };
    let message = format!(
        "{} and {} can't be used together",
        quoted(first),
        quoted(second)
    );
    Finding::new(Code::EitherOr, key(second), message)
        .second(key(first), format!("{} is given here", quoted(first)))
        .help("remove one of them")
}

fn wrong_pattern(at: At<'_>, text: &str, pattern: Pattern) -> Finding {
    if let Some(finding) = left_out::finding(text, pattern, at) {
        return finding;
    }
    let message = format!("{} is not {}", quoted(text), pattern.what);
    let suggested = (pattern.suggest)(text);
    let help = if suggested != text && (pattern.matches)(&suggested) {
        format!(
            "write {}; did you mean {}?",
            pattern.rule,
            quoted(&suggested)
        )
    } else {
        format!("write {}", pattern.rule)
    };
    Finding::new(Code::Pattern, at.place(), message).help(help)
}

fn wrong_kind(at: At<'_>, options: &[&Value], name: &str) -> Finding {
    let expected: Vec<&str> = options
        .iter()
        .flat_map(|option| kinds(option))
        .map(kind_name)
        .fold(Vec::new(), |mut names, name| {
            if !names.contains(&name) {
                names.push(name);
            }
            names
        });
    let is_null = at
        .scalar()
        .is_some_and(|scalar| scalar.kind() == Kind::Null);
    let message = if is_null {
        format!("{name} has no value")
    } else {
        format!(
            "{name} must be {}, not {}",
            expected.join(" or "),
            found(at)
        )
    };
    let help = if is_null {
        Some("write a value, or remove the key".to_owned())
    } else {
        kind_help(at, &expected)
    };
    Finding::new(Code::WrongKind, at.place(), message).maybe_help(help)
}

fn kind_help(at: At<'_>, expected: &[&str]) -> Option<String> {
    let Some(Scalar { text, .. }) = at.scalar() else {
        let is_text = expected.contains(&"text");
        let help = "put quotes around a text that starts with `{`, `[` or `- `";
        return is_text.then(|| help.to_owned());
    };
    match (expected, text.to_lowercase().as_str()) {
        (["true or false"], "yes" | "on" | "y" | "1") => Some("write `true`".to_owned()),
        (["true or false"], "no" | "off" | "n" | "0") => Some("write `false`".to_owned()),
        (["text"], _) => Some(format!(
            "put quotes around it: `'{}'`",
            helpscout_description::quote::bare(text)
        )),
        (["a map"], _) => Some("write lines of the form `key: value`".to_owned()),
        (["a list"], _) => Some(format!(
            "write a list with one entry: `[{}]`",
            helpscout_description::quote::bare(text)
        )),
        _ => None,
    }
}

fn unknown_key(
    at: At<'_>,
    entry: &Entry,
    near: Option<&str>,
    known: &BTreeSet<&str>,
    schema: &Value,
) -> Finding {
    let place = at.span(entry.key_span.clone());
    let message = format!("{} has no key {}", noun(schema), quoted(&entry.key));
    let help = if is_torn_text(entry) {
        "put quotes around the whole text; between braces, a comma ends a text".to_owned()
    } else if let Some(near) = near {
        format!("did you mean {}?", quoted(near))
    } else {
        let known: Vec<&&str> = known.iter().collect();
        format!("use one of the keys {}", listed(&known, "or"))
    };
    Finding::new(Code::UnknownKey, place, message).help(help)
}

/// Returns whether a key is really the end of a text that contains a comma and has no quotes.
fn is_torn_text(entry: &Entry) -> bool {
    match &entry.value.content {
        Content::Scalar(scalar) => scalar.kind() == Kind::Null && entry.key.contains(' '),
        _ => false,
    }
}

/// Returns the schemas that a value can choose from.
fn alternatives(schema: &'static Value) -> Vec<&'static Value> {
    match schema["anyOf"].as_array() {
        Some(options) => options.iter().map(resolve).collect(),
        None => vec![schema],
    }
}

fn fits_kind(at: At<'_>, schema: &Value) -> bool {
    let expected = kinds(schema);
    let is = |kind: &str| expected.contains(&kind);
    match at.content() {
        Content::Map(_) => is("object"),
        Content::List(_) => is("array"),
        Content::Scalar(scalar) => match scalar.kind() {
            Kind::Null => false,
            Kind::Boolean => is("boolean"),
            Kind::Integer => is("integer") || is("number"),
            Kind::Number => is("number"),
            Kind::Text => is("string"),
        },
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        // In the schema, a choice of words is a `oneOf` of constants.
        _ => vec!["string"],
    }
}

fn kind_name(kind: &str) -> &'static str {
    match kind {
        "object" => "a map",
        "array" => "a list",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "text",
    }
}

fn found(at: At<'_>) -> String {
    match at.content() {
        Content::Map(_) => "a map".to_owned(),
        Content::List(_) => "a list".to_owned(),
        Content::Scalar(scalar) => match scalar.kind() {
            Kind::Integer | Kind::Number => format!("the number {}", quoted(&scalar.text)),
            Kind::Boolean => format!("the boolean {}", quoted(&scalar.text)),
            Kind::Null | Kind::Text => format!("the text {}", quoted(&scalar.text)),
        },
    }
}

/// Returns the words that a scalar may be, if there are only a few.
fn constants(schema: &Value) -> Vec<&str> {
    let options = schema["oneOf"].as_array().map_or(&[][..], Vec::as_slice);
    let listed = options.iter().map(|option| &option["const"]);
    let plain = schema["enum"].as_array().map_or(&[][..], Vec::as_slice);
    listed.chain(plain).filter_map(Value::as_str).collect()
}

fn words(list: &Value) -> Vec<&str> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).collect()
}

fn noun(schema: &Value) -> &str {
    schema["title"].as_str().unwrap_or("this map")
}

fn description(schema: &Value) -> Option<String> {
    let text = schema["description"].as_str()?;
    Some(text.replace('\n', " "))
}

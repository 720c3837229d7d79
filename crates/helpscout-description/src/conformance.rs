//! One answer held against the response it is an answer of.
//!
//! In: a description and the value of a body. Out: every way in which they disagree, each once
//! however many rows show it. The spec reader does so with documented examples; tools do with
//! answers of the service.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::api::{Api, EnumType, Field, IdForm, IdType, Object, Operation, Type};
use crate::literal::{is_answered_instant, is_hex24};
use crate::path;
use crate::quote::{bare, quoted};
use crate::suggest;

/// One way in which an answer is not what the description says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Disagreement {
    /// The kind of disagreement.
    pub kind: DisagreementKind,
    /// The response object it is about.
    pub object: String,
    /// The key of that object; empty if it is about the object itself.
    pub key: String,
    /// Where in the answer it was seen first: `results[3].customers[0].name`; empty for the whole.
    pub path: String,
    /// What is wrong, to follow the path: `is not described`.
    pub what: String,
    /// The described key that is nearest to one that is not.
    pub near: Option<String>,
    /// The enumeration that does not list a value.
    pub enumeration: Option<String>,
    /// The values it does not list, each once, the first of them if there are many.
    pub values: Vec<String>,
}

/// The kind of a [`Disagreement`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DisagreementKind {
    /// A value has another type than its field.
    WrongType,
    /// The answer has a key that its object lacks.
    UnknownKey,
    /// The answer lacks a key that is not optional.
    MissingKey,
    /// A value is null, and its field is not nullable.
    Null,
    /// A value is not listed by its enumeration.
    UnknownValue,
}

/// How many values of an enumeration are told.
const VALUES: usize = 10;

impl Disagreement {
    /// What is wrong and what to do; where is not known yet.
    fn new(what: impl Into<String>) -> Self {
        Self {
            kind: DisagreementKind::WrongType,
            object: String::new(),
            key: String::new(),
            path: String::new(),
            what: what.into(),
            near: None,
            enumeration: None,
            values: Vec::new(),
        }
    }

    /// The disagreement as a sentence; `answer` is what the answer is called.
    pub fn message(&self, answer: &str) -> String {
        let (path, what) = (&self.path, &self.what);
        match path.as_str() {
            "" => format!("{} {what}", quoted(answer)),
            path => format!("{} in {} {what}", quoted(path), quoted(answer)),
        }
    }
}

/// Compares the answer to a call of `operation` with its description.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use helpscout_description::{DisagreementKind, compare, embedded};
///
/// let api = embedded();
/// let history = api.operation("user_conversation_history").ok_or("not described")?;
///
/// let mut answer: serde_json::Value = serde_json::from_str(&history.examples[0].body)?;
/// assert!(compare(api, history, &answer).is_empty());
///
/// answer["count"] = "many".into();
/// let disagreements = compare(api, history, &answer);
/// assert_eq!(disagreements[0].kind, DisagreementKind::WrongType);
/// assert_eq!(disagreements[0].path, "count");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "embedded"))]
/// # fn main() {}
/// ```
pub fn compare(api: &Api, operation: &Operation, answer: &Value) -> Vec<Disagreement> {
    let described = Described::new(&api.objects, &api.enums, &api.ids);
    described
        .compare((&operation.response, operation.list), answer)
        .disagreements
}

/// Everything described, by name.
pub struct Described<'c> {
    objects: HashMap<&'c str, &'c Object>,
    fields: HashMap<(&'c str, &'c str), &'c Field>,
    enums: HashMap<&'c str, &'c EnumType>,
    values: HashSet<(&'c str, &'c str)>,
    /// Ids that are texts.
    hex_ids: HashSet<&'c str>,
}

/// What came of a comparison.
#[derive(Default)]
pub struct Outcome {
    /// Every way in which the value disagrees with the description.
    pub disagreements: Vec<Disagreement>,
    /// Objects and keys that occur.
    pub seen: HashSet<(String, String)>,
}

impl<'c> Described<'c> {
    /// Collects objects, enumerations and ids by their names.
    pub fn new(objects: &'c [Object], enums: &'c [EnumType], ids: &'c [IdType]) -> Self {
        let hex = ids.iter().filter(|id| id.form == IdForm::Hex24);
        let mut described = Self {
            objects: HashMap::new(),
            fields: HashMap::new(),
            enums: HashMap::new(),
            values: HashSet::new(),
            hex_ids: hex.map(|id| id.name.as_str()).collect(),
        };
        for object in objects {
            // Of two objects with one name, which is reported, the first counts.
            if described.objects.contains_key(object.name.as_str()) {
                continue;
            }
            described.objects.insert(&object.name, object);
            let name = object.name.as_str();
            let fields = object.fields.iter();
            let keys = fields.map(|field| ((name, field.wire.as_str()), field));
            described.fields.extend(keys);
            // An alias that is another field's key is reported; the key counts.
            for field in &object.fields {
                for alias in &field.aliases {
                    described.fields.entry((name, alias)).or_insert(field);
                }
            }
        }
        for one in enums {
            described.enums.insert(&one.name, one);
            let values = one.values.iter();
            let keys = values.map(|value| (one.name.as_str(), value.wire.as_str()));
            described.values.extend(keys);
        }
        described
    }

    /// Compares a value with a response, an object or a list of it.
    pub fn compare(&self, (name, is_list): (&str, bool), value: &Value) -> Outcome {
        let mut comparison = Comparison {
            described: self,
            outcome: Outcome::default(),
            said: HashSet::new(),
            unlisted: HashMap::new(),
            required: HashMap::new(),
        };
        if let Some(object) = self.objects.get(name) {
            match value.as_array().filter(|_| is_list) {
                Some(items) => {
                    for (index, item) in items.iter().enumerate() {
                        comparison.object(object, item, &format!("[{index}]"));
                    }
                }
                None if is_list => comparison.kind((name, ""), "a list", value, ""),
                None => comparison.object(object, value, ""),
            }
        }
        comparison.outcome
    }

    fn is_numeric(&self, name: &str) -> bool {
        self.enums.get(name).is_some_and(|one| one.numeric)
    }
}

struct Comparison<'c> {
    described: &'c Described<'c>,
    outcome: Outcome,
    /// What was said already: a mistake of every row is one mistake.
    said: HashSet<(DisagreementKind, String, String)>,
    /// Values that enumerations do not list, and which disagreement says so.
    unlisted: HashMap<String, (usize, HashSet<String>)>,
    /// The fields that must be there and were there so far, by object.
    required: HashMap<&'c str, Vec<&'c Field>>,
}

impl<'c> Comparison<'c> {
    fn object(&mut self, object: &'c Object, value: &Value, path: &str) {
        let Some(map) = value.as_object() else {
            return self.kind((&object.name, ""), "an object", value, path);
        };
        for (key, value) in map {
            let path = join(path, key);
            let field = self.described.fields.get(&(&object.name, key)).copied();
            match field.or(object.rest.as_ref()) {
                Some(field) => {
                    let seen = (object.name.clone(), field.wire.clone());
                    self.outcome.seen.insert(seen);
                    self.field(object, field, value, &path);
                }
                None => self.say(
                    DisagreementKind::UnknownKey,
                    (&object.name, key),
                    &path,
                    || {
                        let known = object.fields.iter().map(|field| field.wire.as_str());
                        let near = suggest::nearest(key, known).map(str::to_owned);
                        Disagreement {
                            near,
                            ..Disagreement::new("is not described")
                        }
                    },
                ),
            }
        }
        let required = self.required.remove(object.name.as_str());
        let mut required = required.unwrap_or_else(|| always_there(object));
        required.retain(|field| {
            let mut keys = [&field.wire].into_iter().chain(&field.aliases);
            let is_there = keys.any(|key| map.contains_key(key));
            if !is_there {
                self.missing(object, field, path);
            }
            is_there
        });
        self.required.insert(&object.name, required);
    }

    fn missing(&mut self, object: &Object, field: &Field, path: &str) {
        let path = join(path, &field.wire);
        let said = (object.name.as_str(), field.wire.as_str());
        self.say(DisagreementKind::MissingKey, said, &path, || {
            Disagreement::new("is missing")
        });
    }

    fn field(&mut self, object: &Object, field: &'c Field, value: &Value, path: &str) {
        let said = (object.name.as_str(), field.wire.as_str());
        match value {
            Value::Null if field.nullable => {}
            Value::Null => self.say(DisagreementKind::Null, said, path, || {
                Disagreement::new("is null")
            }),
            Value::Array(items) if field.list => {
                for (index, item) in items.iter().enumerate() {
                    self.value(said, field, item, &format!("{path}[{index}]"));
                }
            }
            other if field.list => self.kind(said, "a list", other, path),
            other => self.value(said, field, other, path),
        }
    }

    fn value(&mut self, said: (&str, &str), field: &'c Field, value: &Value, path: &str) {
        let ty = &field.ty;
        let (fits, wanted) = match ty {
            Type::Integer | Type::Id(_) if field.as_text => {
                (is_digits(value), "a whole number, written as a text")
            }
            Type::Integer => (is_whole(value), "a whole number"),
            Type::Id(name) if self.described.hex_ids.contains(name.as_str()) => (
                value.as_str().is_some_and(is_hex24),
                "an id of 24 hexadecimal digits",
            ),
            Type::Id(_) => (is_whole(value) || is_digits(value), "an id"),
            Type::Enum(name) if self.described.is_numeric(name) => {
                (value.is_i64(), "a whole number")
            }
            Type::Any => return,
            Type::Number => (value.is_number(), "a number"),
            Type::Boolean => (value.is_boolean(), "true or false"),
            Type::Text | Type::Enum(_) => (value.is_string(), "a text"),
            Type::Instant => (
                value.as_str().is_some_and(is_answered_instant),
                "an instant",
            ),
            Type::Object(name) => {
                let inner = self.described.objects.get(name.as_str()).copied();
                return inner
                    .into_iter()
                    .for_each(|object| self.object(object, value, path));
            }
        };
        if !fits {
            self.kind(said, wanted, value, path);
        } else if let (Type::Enum(name), Value::String(text)) = (ty, value) {
            self.known(said, name, text, path);
        } else if let (Type::Enum(name), Value::Number(number)) = (ty, value) {
            self.known(said, name, &number.to_string(), path);
        }
    }

    fn known(&mut self, said: (&str, &str), name: &str, text: &str, path: &str) {
        let is_known = self.described.values.contains(&(name, text));
        let one = self.described.enums.get(name);
        if is_known || one.is_none_or(|one| one.values.is_empty()) {
            return;
        }
        // Each enumeration is told once, with all its new values, whichever fields have them.
        let (index, values) = match self.unlisted.get_mut(name) {
            Some(unlisted) => unlisted,
            None => {
                let disagreement = Disagreement {
                    enumeration: Some(name.to_owned()),
                    ..Disagreement::new("")
                };
                self.add(DisagreementKind::UnknownValue, said, path, disagreement);
                let index = self.outcome.disagreements.len() - 1;
                self.unlisted
                    .entry(name.to_owned())
                    .or_insert((index, HashSet::new()))
            }
        };
        if !values.insert(text.to_owned()) {
            return;
        }
        let more = values.len().saturating_sub(VALUES);
        let disagreement = &mut self.outcome.disagreements[*index];
        if more == 0 {
            disagreement.values.push(text.to_owned());
        }
        disagreement.what = not_listed(&disagreement.values, more, name);
    }

    fn kind(&mut self, said: (&str, &str), wanted: &str, value: &Value, path: &str) {
        self.say(DisagreementKind::WrongType, said, path, || {
            Disagreement::new(format!("must be {wanted}, not {}", found(value)))
        });
    }

    /// Notes something about a key of an object, unless it was said before.
    fn say(
        &mut self,
        kind: DisagreementKind,
        said: (&str, &str),
        path: &str,
        what: impl FnOnce() -> Disagreement,
    ) {
        if self
            .said
            .insert((kind, said.0.to_owned(), said.1.to_owned()))
        {
            self.add(kind, said, path, what());
        }
    }

    fn add(
        &mut self,
        kind: DisagreementKind,
        (object, key): (&str, &str),
        path: &str,
        what: Disagreement,
    ) {
        self.outcome.disagreements.push(Disagreement {
            kind,
            object: object.to_owned(),
            key: key.to_owned(),
            path: path.to_owned(),
            ..what
        });
    }
}

fn always_there(object: &Object) -> Vec<&Field> {
    object
        .fields
        .iter()
        .filter(|field| !field.optional)
        .collect()
}

/// `is X, which E does not list`, and the values beside the first.
fn not_listed(values: &[String], more: usize, name: &str) -> String {
    let Some((first, others)) = values.split_first() else {
        return String::new();
    };
    let mut what = format!("is {}, which {} does not list", quoted(first), quoted(name));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|value| quoted(value)).collect();
        let and_more = match more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        what.push_str(&format!(", nor {}{and_more}", others.join(", ")));
    }
    what
}

fn join(path: &str, key: &str) -> String {
    path::join(path, &bare(key))
}

fn is_whole(value: &Value) -> bool {
    let is_whole_float = |number: f64| number.fract() == 0.0 && number.abs() < 9.0e15;
    value.is_i64() || (value.is_f64() && value.as_f64().is_some_and(is_whole_float))
}

fn is_digits(value: &Value) -> bool {
    let is_id = |text: &str| !text.starts_with('+') && text.parse::<i64>().is_ok();
    value.as_str().is_some_and(is_id)
}

fn found(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) => format!("the text {}", quoted(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

//! Whether an answer conforms to its description.
//!
//! The input is a description and the JSON value of an answer. The output is every way in which
//! they disagree, each reported once, however many rows show it. The spec reader checks documented
//! examples this way, and `cargo xtask verify` answers of the live service.

mod disagreement;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

pub use self::disagreement::{Disagreement, DisagreementKind};
use self::disagreement::{found, not_listed};
use crate::api::{Api, EnumType, Field, IdType, Object, Operation, Type};
use crate::index::Names;
use crate::literal::{self, is_answered_instant, is_date, is_hex24, is_number};
use crate::suggest;
use crate::trail::Trail;

/// The key of a field that describes the values of all keys without a field.
const REST: &str = "*";

/// How many unknown values of an enum a disagreement lists.
const LISTED_VALUES: usize = 10;

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
    let index = Index::new(&api.objects, &api.enums, &api.ids);
    index
        .compare(&operation.response, operation.list, answer)
        .disagreements
}

/// Objects, fields, enums and IDs of a description, by name.
pub struct Index<'c> {
    names: Names<'c>,
    fields: HashMap<(&'c str, &'c str), &'c Field>,
    values: HashSet<(&'c str, &'c str)>,
}

/// How far an answer conforms to its description.
#[derive(Default)]
pub struct Conformance {
    /// Every way in which the answer disagrees with the description.
    pub disagreements: Vec<Disagreement>,
    /// The described objects and keys that occur in the answer.
    pub seen: HashSet<(String, String)>,
}

impl<'c> Index<'c> {
    /// Creates an index of objects, enums and IDs.
    pub fn new(objects: &'c [Object], enums: &'c [EnumType], ids: &'c [IdType]) -> Self {
        let mut index = Self {
            names: Names::new(objects, enums, ids),
            fields: HashMap::new(),
            values: HashSet::new(),
        };
        for object in index.names.objects() {
            let name = object.name.as_str();
            let fields = object.fields.iter();
            let keys = fields.map(|field| ((name, field.wire.as_str()), field));
            index.fields.extend(keys);
            // An alias that is the key of another field is an error of the spec; the key counts.
            for field in &object.fields {
                for alias in &field.aliases {
                    index.fields.entry((name, alias)).or_insert(field);
                }
            }
        }
        for enumeration in enums {
            let name = enumeration.name.as_str();
            let values = enumeration.values.iter();
            index
                .values
                .extend(values.map(|value| (name, value.wire.as_str())));
        }
        index
    }

    /// Compares an answer with an object, or with a list of it.
    pub fn compare(&self, object: &str, is_list: bool, answer: &Value) -> Conformance {
        let mut walk = Walk {
            index: self,
            conformance: Conformance::default(),
            reported: HashSet::new(),
            unlisted: HashMap::new(),
            required: HashMap::new(),
        };
        if let Some(object) = self.names.object(object) {
            match answer.as_array().filter(|_| is_list) {
                Some(items) => {
                    for (index, item) in items.iter().enumerate() {
                        walk.object(object, item, Trail::START.item(index));
                    }
                }
                None if is_list => {
                    walk.wrong_type(Subject::whole(object), "an array", answer, Trail::START);
                }
                None => walk.object(object, answer, Trail::START),
            }
        }
        walk.conformance
    }
}

/// What a disagreement is about: a key of an object, or with an empty key the object itself.
#[derive(Clone, Copy)]
struct Subject<'s> {
    object: &'s str,
    key: &'s str,
}

impl<'s> Subject<'s> {
    fn whole(object: &'s Object) -> Self {
        Self::key(object, "")
    }

    fn key(object: &'s Object, key: &'s str) -> Self {
        Self {
            object: &object.name,
            key,
        }
    }
}

/// A walk through an answer and its description.
struct Walk<'c> {
    index: &'c Index<'c>,
    conformance: Conformance,
    /// What has been reported already: the same mistake in every row is one mistake.
    reported: HashSet<(DisagreementKind, String, String)>,
    /// The values that each enum does not list, and the index of the disagreement about them.
    unlisted: HashMap<String, (usize, HashSet<String>)>,
    /// The required fields that every object of a name has had so far.
    required: HashMap<&'c str, Vec<&'c Field>>,
}

impl<'c> Walk<'c> {
    fn object(&mut self, object: &'c Object, value: &Value, trail: Trail<'_>) {
        let Some(map) = value.as_object() else {
            return self.wrong_type(Subject::whole(object), "an object", value, trail);
        };
        for (key, value) in map {
            let trail = trail.key(key);
            let field = self.index.fields.get(&(&object.name, key)).copied();
            match field.or(object.rest.as_ref()) {
                Some(field) => {
                    let seen = (object.name.clone(), field.wire.clone());
                    self.conformance.seen.insert(seen);
                    self.field(object, field, value, trail);
                }
                None => self.unknown_key(object, key, map, trail),
            }
        }
        let required = self.required.remove(object.name.as_str());
        let mut required = required.unwrap_or_else(|| required_fields(object));
        required.retain(|field| {
            let mut keys = [&field.wire].into_iter().chain(&field.aliases);
            let is_present = keys.any(|key| map.contains_key(key));
            if !is_present {
                self.missing_key(object, field, trail);
            }
            is_present
        });
        self.required.insert(&object.name, required);
    }

    fn field(&mut self, object: &Object, field: &'c Field, value: &Value, trail: Trail<'_>) {
        let subject = Subject::key(object, &field.wire);
        match value {
            Value::Null if field.nullable => {}
            Value::Null => self.report_once(DisagreementKind::Null, subject, trail, || {
                Disagreement::new("is null")
            }),
            Value::Array(items) if field.list || field.one_or_many => {
                for (index, item) in items.iter().enumerate() {
                    let trail = trail.item(index);
                    match item {
                        Value::Null if field.list => self.null_item(subject, field, trail),
                        Value::Null => self.field(object, field, item, trail),
                        item => self.value(subject, field, item, trail),
                    }
                }
            }
            other if field.list => self.wrong_type(subject, "an array", other, trail),
            Value::Array(_) if field.wire == REST && field.ty != Type::Any => {
                let found = || Disagreement::new("is an array, and the map has single values");
                self.report_once(DisagreementKind::Several, subject, trail, found);
            }
            other => self.value(subject, field, other, trail),
        }
    }

    fn null_item(&mut self, subject: Subject<'_>, field: &Field, trail: Trail<'_>) {
        if field.nullable_items || field.ty == Type::Any {
            return;
        }
        self.report_once(DisagreementKind::NullItem, subject, trail, || {
            Disagreement::new("is null")
        });
    }

    fn value(&mut self, subject: Subject<'_>, field: &'c Field, value: &Value, trail: Trail<'_>) {
        let ty = &field.ty;
        let (fits, wanted) = match ty {
            Type::Number if field.as_text => (
                value.as_str().is_some_and(is_number),
                "a number, written as a string",
            ),
            Type::Integer | Type::Id(_) if field.as_text => {
                (is_digits(value), "a whole number, written as a string")
            }
            Type::Integer => (is_whole(value), "a whole number"),
            Type::Id(name) if self.index.names.is_hex(name) => (
                value.as_str().is_some_and(is_hex24),
                "an ID of 24 hexadecimal digits",
            ),
            Type::Id(name) if self.index.names.is_text_id(name) => {
                (value.is_string(), "an ID, which is a string")
            }
            Type::Id(_) => (is_whole(value) || is_digits(value), "an ID"),
            Type::Enum(name) if self.index.names.is_numeric(name) => {
                (value.is_i64(), "a whole number")
            }
            Type::Any => return,
            Type::Number => (value.is_number(), "a number"),
            Type::Boolean => (value.is_boolean(), "true or false"),
            Type::Text | Type::Enum(_) => (value.is_string(), "a string"),
            Type::Instant => (
                value.as_str().is_some_and(is_answered_instant),
                "an instant",
            ),
            Type::Date => (value.as_str().is_some_and(is_date), "a date"),
            Type::EpochSeconds => (
                is_epoch(value, 1),
                "a whole number of seconds since 1970, until the year 9999",
            ),
            Type::EpochMilliseconds => (
                is_epoch(value, 1000),
                "a whole number of milliseconds since 1970, until the year 9999",
            ),
            Type::Object(name) => {
                if let Some(object) = self.index.names.object(name) {
                    self.object(object, value, trail);
                }
                return;
            }
        };
        if !fits {
            self.wrong_type(subject, wanted, value, trail);
        } else if let (Type::Enum(name), Value::String(text)) = (ty, value) {
            self.enum_value(subject, name, text, trail);
        } else if let (Type::Enum(name), Value::Number(number)) = (ty, value) {
            self.enum_value(subject, name, &number.to_string(), trail);
        }
    }

    fn enum_value(&mut self, subject: Subject<'_>, name: &str, text: &str, trail: Trail<'_>) {
        let is_listed = self.index.values.contains(&(name, text));
        let enumeration = self.index.names.enumeration(name);
        if is_listed || enumeration.is_none_or(|known| known.values.is_empty()) {
            return;
        }
        // Each enum is reported once, with all its unknown values, whatever fields have them.
        let (index, values) = match self.unlisted.get_mut(name) {
            Some(unlisted) => unlisted,
            None => {
                let disagreement = Disagreement {
                    enumeration: Some(name.to_owned()),
                    ..Disagreement::new("")
                };
                self.report(DisagreementKind::UnknownValue, subject, trail, disagreement);
                let index = self.conformance.disagreements.len() - 1;
                self.unlisted
                    .entry(name.to_owned())
                    .or_insert((index, HashSet::new()))
            }
        };
        if !values.insert(text.to_owned()) {
            return;
        }
        let more = values.len().saturating_sub(LISTED_VALUES);
        let disagreement = &mut self.conformance.disagreements[*index];
        if more == 0 {
            disagreement.values.push(text.to_owned());
        }
        disagreement.what = not_listed(&disagreement.values, more, name);
    }

    /// Reports a key of `map` that is not described. A key that the map has as well is not meant.
    fn unknown_key(
        &mut self,
        object: &Object,
        key: &str,
        map: &Map<String, Value>,
        trail: Trail<'_>,
    ) {
        let subject = Subject::key(object, key);
        self.report_once(DisagreementKind::UnknownKey, subject, trail, || {
            let known = object.fields.iter().map(|field| field.wire.as_str());
            let known = known.filter(|known| !map.contains_key(*known));
            let near = suggest::nearest(key, known).map(str::to_owned);
            Disagreement {
                near,
                ..Disagreement::new("is not described")
            }
        });
    }

    fn missing_key(&mut self, object: &Object, field: &Field, trail: Trail<'_>) {
        let subject = Subject::key(object, &field.wire);
        let key = trail.key(&field.wire);
        self.report_once(DisagreementKind::MissingKey, subject, key, || {
            Disagreement::new("is missing")
        });
    }

    fn wrong_type(&mut self, subject: Subject<'_>, wanted: &str, value: &Value, trail: Trail<'_>) {
        self.report_once(DisagreementKind::WrongType, subject, trail, || {
            Disagreement::new(format!("must be {wanted}, not {}", found(value)))
        });
    }

    /// Reports a disagreement unless one of that kind about the same subject was reported before.
    fn report_once(
        &mut self,
        kind: DisagreementKind,
        subject: Subject<'_>,
        trail: Trail<'_>,
        disagreement: impl FnOnce() -> Disagreement,
    ) {
        let about = (kind, subject.object.to_owned(), subject.key.to_owned());
        if self.reported.insert(about) {
            self.report(kind, subject, trail, disagreement());
        }
    }

    fn report(
        &mut self,
        kind: DisagreementKind,
        subject: Subject<'_>,
        trail: Trail<'_>,
        disagreement: Disagreement,
    ) {
        let mut steps = trail.steps();
        if kind == DisagreementKind::MissingKey {
            steps.pop();
        }
        self.conformance.disagreements.push(Disagreement {
            kind,
            object: subject.object.to_owned(),
            key: subject.key.to_owned(),
            path: trail.path(),
            steps,
            ..disagreement
        });
    }
}

fn required_fields(object: &Object) -> Vec<&Field> {
    object
        .fields
        .iter()
        .filter(|field| !field.optional)
        .collect()
}

fn is_whole(value: &Value) -> bool {
    let is_whole_float = |number: f64| number.fract() == 0.0 && number.abs() < 9.0e15;
    value.is_i64() || (value.is_f64() && value.as_f64().is_some_and(is_whole_float))
}

/// Returns whether a value is the number of an instant, given how many units a second has.
fn is_epoch(value: &Value, units_per_second: i64) -> bool {
    let number = value.as_f64().unwrap_or(f64::NAN);
    is_whole(value) && literal::is_epoch(&format!("{number:.0}"), units_per_second)
}

fn is_digits(value: &Value) -> bool {
    // Only a number as it is written is written again like that: not `+7`, `007` or `-0`.
    let is_id = |text: &str| {
        let number = text.parse::<i64>();
        number.is_ok_and(|number| number.to_string() == text)
    };
    value.as_str().is_some_and(is_id)
}

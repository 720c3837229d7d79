//! The values of rows, so that they can be compared.

use std::cmp::Ordering;

use helpscout_description::{Field, Type};
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::civil::Date;
use serde_json::value::RawValue;

use crate::format::cell;
use crate::format::definitions::Definitions;
use crate::format::json_object::{self, JsonObject};

/// A value that can be compared with others of its column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Instant(Timestamp),
    Date(Date),
    /// In lowercase: text is compared without regard to case.
    Text(String),
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_lowercase())
    }

    /// Compares two values. Those of different kinds, which a column has only if the service sends
    /// something undocumented, are ordered by their kind.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Instant(a), Self::Instant(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => self.kind().cmp(&other.kind()),
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Instant(_) => 1,
            Self::Date(_) => 2,
            Self::Text(_) => 3,
        }
    }
}

/// Returns the values of a column in a row: none if there is no value, and several if it is a list.
/// An object has its name and its ID.
pub(super) fn values(
    value: Option<&RawValue>,
    field: &Field,
    definitions: Definitions,
) -> Vec<Value> {
    let Some(value) = value.filter(|value| value.get() != "null") else {
        return Vec::new();
    };
    if value.get().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        let items = items.into_iter().filter(|item| item.get() != "null");
        return items
            .flat_map(|item| single(item, field, definitions))
            .collect();
    }
    single(value, field, definitions)
}

fn single(value: &RawValue, field: &Field, definitions: Definitions) -> Vec<Value> {
    if value.get().starts_with('{') {
        let Ok(object) = JsonObject::of(value) else {
            return vec![Value::text(value.get())];
        };
        let keys = ["name", "id"].into_iter();
        let parts = keys.filter_map(|key| object.value(key));
        return parts
            .map(|part| Value::text(&json_object::plain(part)))
            .collect();
    }
    let text = json_object::plain(value);
    if text.trim().is_empty() {
        return Vec::new();
    }
    match field.ty {
        Type::Integer | Type::Number | Type::Id(_) => match json_object::number(value) {
            Some(number) => vec![Value::Number(number)],
            None => vec![Value::text(&text)],
        },
        Type::Instant | Type::EpochSeconds | Type::EpochMilliseconds => {
            match cell::instant_of(Some(value), field) {
                Some(instant) => vec![Value::Instant(instant)],
                None => vec![Value::text(&text)],
            }
        }
        Type::Date => match text.parse() {
            Ok(date) => vec![Value::Date(date)],
            Err(_) => vec![Value::text(&text)],
        },
        // The number of a value, or the words for it.
        Type::Enum(_) => {
            let word = definitions.word(field, &text);
            let mut values = vec![Value::text(&text)];
            if word != text {
                values.push(Value::text(&word));
            }
            values
        }
        _ => vec![Value::text(&text)],
    }
}

/// Returns what a row is sorted by: nothing if it has no value in the column.
pub(super) fn sort_key(
    value: Option<&RawValue>,
    field: &Field,
    definitions: Definitions,
) -> Option<Value> {
    let is_list = value.is_some_and(|value| value.get().starts_with('['));
    let mut values = values(value, field, definitions);
    if !is_list {
        // The number of an enumeration comes before its words.
        let first = values.drain(..).next()?;
        return Some(match (&field.ty, &first) {
            (Type::Enum(_), Value::Text(text)) => text.parse().map_or(first.clone(), Value::Number),
            _ => first,
        });
    }
    let texts = values.iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let text = texts.collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then_some(Value::Text(text))
}

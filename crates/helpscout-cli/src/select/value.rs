//! The values of rows, so that they can be compared.

use std::cmp::Ordering;

use helpscout_command::Moment;
use helpscout_description::{Field, Type};
use helpscout_reports::jiff::civil::Date;
use serde_json::value::RawValue;

use crate::format::cell;
use crate::format::definitions::Definitions;
use crate::format::json_object::{self, JsonObject};

/// A value that can be compared with others of its column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Instant(Moment),
    Date(Date),
    /// In lowercase: text is compared without regard to case.
    Text(String),
    /// The ID of an object that has a name, too. It equals a text, but is not before or after one.
    Id(String),
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
            (Self::Text(a) | Self::Id(a), Self::Text(b) | Self::Id(b)) => a.cmp(b),
            _ => self.kind().cmp(&other.kind()),
        }
    }

    /// Returns whether one can be before or after the other. `self` is a value of a row.
    pub(super) fn has_order_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Id(_), _) => false,
            (Self::Instant(_), Self::Date(_)) => true,
            _ => self.kind() == other.kind(),
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Instant(_) => 1,
            Self::Date(_) => 2,
            Self::Text(_) | Self::Id(_) => 3,
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
        let part = |key| object.value(key).map(json_object::plain);
        let name = part("name").map(|name| Value::text(&name));
        let id = part("id").map(|id| Value::Id(id.to_lowercase()));
        return name.into_iter().chain(id).collect();
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
            let usual = cell::instant_of(Some(value), field).map(Moment::from);
            match usual.or_else(|| Moment::read(&text)) {
                Some(moment) => vec![Value::Instant(moment)],
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
    let has_names = values.iter().any(|value| matches!(value, Value::Text(_)));
    let texts = values.iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.clone()),
        // Those without a name come after all names.
        Value::Id(id) => (!has_names).then(|| format!("{}{id}", char::MAX)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let text = texts.collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then_some(Value::Text(text))
}

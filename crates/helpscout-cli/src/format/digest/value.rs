//! Values of an answer with their types.

use helpscout_description::{Field, IdForm, Type, Unit};
use helpscout_digest::{Kind, Value};
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::civil::Date;
use helpscout_reports::jiff::tz::TimeZone;
use serde_json::value::RawValue;

use crate::format::cell;
use crate::format::definitions::Definitions;
use crate::format::json_object;

/// Types the values of an answer.
#[derive(Clone, Debug)]
pub(super) struct Values {
    pub(super) definitions: Definitions,
    /// The zone in which instants are shown.
    pub(super) zone: TimeZone,
}

impl Values {
    pub(super) fn new(definitions: Definitions) -> Self {
        let zone = definitions.zone().cloned().unwrap_or(TimeZone::UTC);
        Self { definitions, zone }
    }

    /// Returns what the values of a field are.
    pub(super) fn kind(&self, field: &Field) -> Kind {
        match &field.ty {
            _ if field.list => Kind::Text,
            Type::Integer => of_unit(field.unit).unwrap_or(Kind::Integer),
            Type::Number => of_unit(field.unit).unwrap_or(Kind::Number),
            Type::Id(name) if self.is_number(name) => Kind::Id,
            Type::Instant | Type::EpochSeconds | Type::EpochMilliseconds => Kind::Instant,
            Type::Date => Kind::Date,
            Type::Text if is_address(field) => Kind::Link,
            _ => Kind::Text,
        }
    }

    /// Returns the value of a field. What is not as described is text.
    pub(super) fn value(&self, value: Option<&RawValue>, field: &Field) -> Value {
        let Some(value) = value.filter(|value| value.get() != "null") else {
            return Value::Missing;
        };
        let typed = if field.list {
            None
        } else {
            self.single(value, field)
        };
        typed.unwrap_or_else(|| {
            cell::words(value, field, self.definitions).map_or(Value::Missing, Value::Text)
        })
    }

    fn single(&self, value: &RawValue, field: &Field) -> Option<Value> {
        let plain = || json_object::plain(value);
        match &field.ty {
            Type::Integer | Type::Number => number(value, field),
            Type::Id(name) if self.is_number(name) => match json_object::parsed(value)? {
                // No record has that ID: the service sends it where there is none.
                0 => Some(Value::Missing),
                id => Some(Value::Id(id)),
            },
            Type::Instant => self.instant(json_object::parsed(value)?),
            Type::EpochSeconds => {
                self.instant(Timestamp::from_second(json_object::parsed(value)?).ok()?)
            }
            Type::EpochMilliseconds => {
                self.instant(Timestamp::from_millisecond(json_object::parsed(value)?).ok()?)
            }
            Type::Date => Some(Value::Date(json_object::parsed::<Date>(value)?)),
            Type::Text if is_address(field) && plain().starts_with("https://") => {
                Some(Value::Link {
                    text: plain(),
                    number: None,
                    url: plain(),
                })
            }
            _ => None,
        }
    }

    fn instant(&self, instant: Timestamp) -> Option<Value> {
        let there = instant.to_zoned_datetime(self.zone.clone());
        Some(Value::Instant(Box::new(there)))
    }

    /// Returns whether IDs of that type are numbers.
    fn is_number(&self, id: &str) -> bool {
        let id = self.definitions.0.id(id);
        id.is_none_or(|id| id.form == IdForm::Integer)
    }
}

/// Returns a number with its unit, as it is calculated.
pub(super) fn quantity(number: f64, field: &Field) -> Value {
    match field.unit {
        Some(Unit::Seconds) => Value::Duration(number),
        Some(Unit::Minutes) => Value::Duration(number * 60.0),
        Some(Unit::Milliseconds) => Value::Duration(number / 1000.0),
        Some(Unit::Percent) => Value::Percent(number),
        Some(Unit::Points) => Value::Points(number),
        Some(Unit::Days) | None => Value::Number(number),
    }
}

fn number(value: &RawValue, field: &Field) -> Option<Value> {
    let kind = of_unit(field.unit);
    let is_integer = kind.is_none() && field.ty == Type::Integer;
    if is_integer && let Some(whole) = json_object::parsed(value) {
        return Some(Value::Integer(whole));
    }
    Some(quantity(json_object::number(value)?, field))
}

fn of_unit(unit: Option<Unit>) -> Option<Kind> {
    match unit {
        Some(Unit::Seconds | Unit::Minutes | Unit::Milliseconds) => Some(Kind::Duration),
        Some(Unit::Percent) => Some(Kind::Percent),
        Some(Unit::Points) => Some(Kind::Points),
        Some(Unit::Days) | None => None,
    }
}

fn is_address(field: &Field) -> bool {
    field.wire.to_lowercase().ends_with("url")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::format::samples::definitions;

    #[test]
    fn a_document_has_every_character_of_a_text() {
        let values = Values::new(definitions());
        let field = Field::new("name", Type::Text);
        let value = |json: &str| {
            let raw = RawValue::from_string(json.to_owned()).unwrap();
            values.value(Some(&raw), &field)
        };
        // Each document has its own way to show them, and a terminal gets none of them.
        let name = "first\nsecond\tthird \u{202e}";
        let json = serde_json::to_string(name).unwrap();
        assert_eq!(value(&json), Value::Text(name.to_owned()));
        for nothing in ["\"\"", "\" \\n\"", "null"] {
            assert_eq!(value(nothing), Value::Missing, "{nothing}");
        }
    }
}

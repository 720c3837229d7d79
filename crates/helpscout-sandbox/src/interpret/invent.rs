//! Made-up values for fields that are not computed. The same field in the same place always gets
//! the same value.

use helpscout_description::{Api, Field, Type, Unit};
use serde_json::{Value, json};

use super::{id_text, instant};
use crate::desk::YEAR_IN_UTC;
use crate::desk::random::Random;

/// Makes up values.
#[derive(Clone, Copy)]
pub(super) struct Inventor<'a> {
    api: &'a Api,
    /// Instants are from here on: the start of the call's interval, or of the desk's year.
    from: i64,
    /// Instants are before this.
    to: i64,
}

impl<'a> Inventor<'a> {
    pub(super) fn new(api: &'a Api, interval: Option<(i64, i64)>) -> Self {
        let (from, to) = interval.unwrap_or((YEAR_IN_UTC.start, YEAR_IN_UTC.end));
        Self { api, from, to }
    }

    /// Sorts the items by time, if they have exactly one field that is an instant.
    pub(super) fn in_order(&self, field: &Field, items: &mut [Value]) {
        let object = match &field.ty {
            Type::Object(name) => self.api.object(name),
            _ => None,
        };
        let fields = object.map_or(&[][..], |object| &object.fields);
        let mut times = fields.iter().filter(|field| field.ty.is_moment());
        if let (Some(time), None) = (times.next(), times.next()) {
            // In these formats, the order of texts is the order of instants.
            items.sort_by_key(|item| {
                let time = item.get(&time.wire);
                let text = time.and_then(Value::as_str).map(str::to_owned);
                (time.and_then(Value::as_i64), text)
            });
        }
    }

    /// Makes up a value of the field's type. Numbers are JSON numbers, objects are empty.
    pub(super) fn value(&self, field: &Field, salt: u64) -> Value {
        let mut random = Random::new(salt);
        match &field.ty {
            Type::Integer => json!(self.figure(field.unit, &mut random)),
            // Half of them are integers, because the service mixes both.
            Type::Number if random.chance(500) => json!(self.figure(field.unit, &mut random)),
            Type::Number => {
                json!(self.figure(field.unit, &mut random) as f64 + random.below(8) as f64 / 8.0)
            }
            Type::Text => json!(format!("{} {}", field.wire, 1 + random.below(999))),
            Type::Boolean => json!(random.chance(500)),
            Type::Instant => {
                let length = self.to.abs_diff(self.from);
                json!(instant::print(
                    self.from.saturating_add_unsigned(random.below(length))
                ))
            }
            Type::Date => {
                let length = self.to.abs_diff(self.from);
                let at = self.from.saturating_add_unsigned(random.below(length));
                json!(instant::print(at).get(..10))
            }
            Type::EpochSeconds | Type::EpochMilliseconds => {
                let length = self.to.abs_diff(self.from);
                let at = self.from.saturating_add_unsigned(random.below(length));
                let factor = if field.ty == Type::EpochSeconds {
                    1
                } else {
                    1000
                };
                json!(at.saturating_mul(factor))
            }
            Type::Id(name) if self.api.is_hex(name) => {
                json!(format!(
                    "{:012x}{:012x}",
                    random.below(1 << 48),
                    random.below(1 << 48)
                ))
            }
            Type::Id(name) if self.api.is_text_id(name) => {
                json!(id_text::like(self.example_of(name), &mut random))
            }
            Type::Id(_) => json!(ID_FLOOR + random.below(ID_RANGE)),
            Type::Enum(name) => {
                let values = self
                    .api
                    .enumeration(name)
                    .map(|known| known.values.as_slice())
                    .unwrap_or_default();
                let value = values.get(random.below(values.len() as u64) as usize);
                let wire = value.map(|value| value.wire.as_str());
                match wire.and_then(|wire| wire.parse::<i64>().ok()) {
                    Some(number) if self.api.is_numeric(name) => json!(number),
                    _ => json!(wire),
                }
            }
            Type::Object(_) | Type::Any => json!({}),
        }
    }

    /// Makes up a value that no row of a report has but the one at `place`.
    pub(super) fn identity(&self, field: &Field, place: usize) -> Value {
        match &field.ty {
            Type::Id(name) if self.api.is_hex(name) => json!(format!("{place:024x}")),
            Type::Id(name) if self.api.is_text_id(name) => {
                json!(id_text::at(self.example_of(name), place))
            }
            Type::Integer | Type::Id(_) => {
                let id = ID_FLOOR + place as u64;
                if field.as_text {
                    json!(id.to_string())
                } else {
                    json!(id)
                }
            }
            _ => json!(format!("{} {}", field.wire, place + 1)),
        }
    }

    /// Returns the documented ID of a type.
    fn example_of(&self, id: &str) -> Option<&'a str> {
        self.api.id(id)?.example.as_deref()
    }

    fn figure(&self, unit: Option<Unit>, random: &mut Random) -> u64 {
        let most = match unit {
            Some(Unit::Seconds) => 86_400,
            Some(Unit::Milliseconds) => 86_400_000,
            Some(Unit::Minutes) => 1_440,
            Some(Unit::Days) => 90,
            Some(Unit::Percent | Unit::Points) => 100,
            None => 1000,
        };
        random.below(most)
    }
}

/// Needs more than 32 bits, like the service's own IDs.
const ID_FLOOR: u64 = 4_300_000_000;
const ID_RANGE: u64 = 1_000_000_000;

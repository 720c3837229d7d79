//! Writes a query as an object.

use serde_core::Serialize;
use serde_core::ser::{Error, SerializeMap, Serializer};

use super::parameter::{Kind, List, Parameter};
use crate::query::Query;

/// Writes the parameters that are set, in the order in which they are described.
///
/// # Errors
///
/// Returns the error of the serializer, or an error for what could not be read as the same query: a
/// number that is not finite, and a value of a list that contains the separator of the list.
pub fn serialize<S: Serializer>(
    query: &Query,
    parameters: &'static [Parameter],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if let Some((_, problem)) = query.problems().first() {
        return Err(S::Error::custom(problem));
    }
    let set = parameters
        .iter()
        .filter_map(|parameter| Some((parameter, query.get(parameter.name)?)));
    let mut map = serializer.serialize_map(Some(set.clone().count()))?;
    for (parameter, text) in set {
        let value = Value {
            query,
            parameter,
            text,
        };
        map.serialize_entry(parameter.name, &value)?;
    }
    map.end()
}

/// The value of a parameter as it is sent.
struct Value<'a> {
    query: &'a Query,
    parameter: &'a Parameter,
    /// The value, or the first one if several are sent apart.
    text: &'a str,
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            query,
            parameter,
            text,
        } = *self;
        let one = |text| One { parameter, text };
        match (parameter.list, parameter.list.separator()) {
            (List::One, _) => one(text).serialize(serializer),
            (_, Some(separator)) => serializer.collect_seq(text.split(separator).map(one)),
            (_, None) => serializer.collect_seq(query.values(parameter.name).map(one)),
        }
    }
}

/// One value, which is part of a list or by itself.
struct One<'a> {
    parameter: &'a Parameter,
    text: &'a str,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { parameter, text } = *self;
        match parameter.kind {
            Kind::Integer | Kind::Id | Kind::EpochSeconds | Kind::EpochMilliseconds => {
                if let Ok(number) = text.parse() {
                    return serializer.serialize_i64(number);
                }
            }
            Kind::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => return serializer.serialize_f64(number),
                _ => {
                    let name = parameter.name;
                    let message = format!("`{name}` must be a finite number, but is {text}");
                    return Err(S::Error::custom(message));
                }
            },
            Kind::Boolean => {
                if let Ok(switch) = text.parse() {
                    return serializer.serialize_bool(switch);
                }
            }
            Kind::Object => {
                if let Ok(object) = serde_json::from_str::<serde_json::Value>(text) {
                    return object.serialize(serializer);
                }
            }
            Kind::Instant | Kind::Date | Kind::Text => {}
        }
        serializer.serialize_str(text)
    }
}

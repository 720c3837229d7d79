//! Writes a query as an object.

use serde::Serialize;
use serde::ser::{Error, SerializeMap, Serializer};

use super::parameter::{Kind, Parameter};
use crate::query::Query;

/// Writes the parameters that are set, in the order in which they are described.
///
/// # Errors
///
/// Returns the error of the serializer, or an error if a number is not finite.
pub fn serialize<S: Serializer>(
    query: &Query,
    parameters: &'static [Parameter],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let set = parameters
        .iter()
        .filter_map(|parameter| Some((parameter, query.get(parameter.name)?)));
    let mut map = serializer.serialize_map(Some(set.clone().count()))?;
    for (parameter, text) in set {
        map.serialize_entry(parameter.name, &Value { parameter, text })?;
    }
    map.end()
}

/// The value of a parameter as it is sent.
struct Value<'a> {
    parameter: &'a Parameter,
    text: &'a str,
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { parameter, text } = *self;
        if parameter.is_list {
            return serializer.collect_seq(text.split(',').map(|text| One { parameter, text }));
        }
        One { parameter, text }.serialize(serializer)
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
            Kind::Integer | Kind::Id => {
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
            Kind::Instant | Kind::Text => {}
        }
        serializer.serialize_str(text)
    }
}

//! Reads a query from an object.

use std::fmt;

use jiff::civil::Date;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::parameter::{Kind, Parameter};
use crate::body;
use crate::operation::{How, JsonKind, ObjectFields, Operation};
use crate::query::Query;
use crate::rule::Rule;
use crate::wire::{ToWire, whole_as_read, with_zone};

/// The key of the map that the crate `toml` makes of a date and time.
const TOML_INSTANT: &str = "$__toml_private_datetime";

/// Reads a query.
///
/// A parameter that is `null` or an empty list counts as not set.
///
/// # Errors
///
/// Returns an error that names the operation and the parameter, and what was expected, if a
/// parameter is unknown, comes twice or has another type, if a required parameter is missing, or if
/// only some of the parameters that go together are set.
pub fn deserialize<'de, D: Deserializer<'de>>(
    operation: &'static Operation,
    parameters: &'static [Parameter],
    deserializer: D,
) -> Result<Query, D::Error> {
    deserializer.deserialize_map(Reader {
        operation,
        parameters,
    })
}

struct Reader {
    operation: &'static Operation,
    parameters: &'static [Parameter],
}

impl<'de> Visitor<'de> for Reader {
    type Value = Query;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the parameters of {}", self.operation.id)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Query, A::Error> {
        let mut query = Query::new();
        let mut seen = Vec::new();
        while let Some(parameter) = map.next_key_seed(Name {
            reader: &self,
            seen: &seen,
        })? {
            seen.push(parameter.name);
            let value = Value {
                reader: &self,
                parameter,
                place: Place::Whole,
            };
            let texts = map.next_value_seed(value)?;
            query = match parameter.list.separator() {
                Some(separator) => query.joined(parameter.name, &separator.to_string(), &texts),
                None => query.apart(parameter.name, texts),
            };
        }
        self.check(&query).map_err(A::Error::custom)?;
        Ok(query)
    }
}

impl Reader {
    fn parameter(&self, name: &str) -> Result<&'static Parameter, String> {
        let mut parameters = self.parameters.iter();
        let found = parameters.find(|parameter| parameter.name == name);
        found.ok_or_else(|| {
            let known = self.parameters.iter().map(|parameter| parameter.name);
            let known: Vec<_> = known.map(|name| format!("`{name}`")).collect();
            let hint = match known.as_slice() {
                [] => "it has no parameters".to_owned(),
                known => format!("its parameters are {}", known.join(", ")),
            };
            self.said(&format!("there is no parameter `{name}`; {hint}"))
        })
    }

    /// Checks what the type of a query guarantees. All other rules are checked when it is sent.
    fn check(&self, query: &Query) -> Result<(), String> {
        let is_set = |name: &&str| query.get(name).is_some();
        let required = self.operation.required.iter();
        if let Some(name) = required.into_iter().find(|name| !is_set(name)) {
            let expected = self.parameter(name)?.expected();
            return Err(self.said(&format!("`{name}` is missing; it must be {expected}")));
        }
        for rule in self.operation.rules {
            if let Rule::Together(names) = rule
                && let Some(given) = names.iter().find(|name| is_set(name))
                && let Some(missing) = names.iter().find(|name| !is_set(name))
            {
                let message = format!("`{given}` is set, so `{missing}` must be set as well");
                return Err(self.said(&message));
            }
        }
        Ok(())
    }

    /// Returns a message that says which query it is about.
    fn said(&self, message: &str) -> String {
        format!("the query {} can't be read: {message}", self.operation.id)
    }
}

/// Reads the name of a parameter that was not seen before. An error of the name itself has the place
/// of the name in formats such as TOML and YAML, and not that of the whole query.
struct Name<'a> {
    reader: &'a Reader,
    seen: &'a [&'static str],
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = &'static Parameter;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = &'static Parameter;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name of a parameter of {}", self.reader.operation.id)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let parameter = self.reader.parameter(name).map_err(E::custom)?;
        if self.seen.contains(&parameter.name) {
            let problem = format!("`{name}` comes twice");
            return Err(E::custom(self.reader.said(&problem)));
        }
        Ok(parameter)
    }
}

/// Where a value is.
#[derive(Clone, Copy)]
enum Place {
    Whole,
    Element,
}

/// Reads the value of a parameter, or one element of a list, as the texts that are sent. There is none
/// for a value that is not set, and there are several only for a list.
struct Value<'a> {
    reader: &'a Reader,
    parameter: &'static Parameter,
    place: Place,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Value<'_> {
    fn refused<E: Error>(&self, found: &dyn fmt::Display) -> E {
        let Parameter { name, .. } = self.parameter;
        let expected = self.parameter.expected();
        let found = match self.place {
            Place::Whole => format!("but is {found}"),
            Place::Element => format!("but contains {found}"),
        };
        E::custom(
            self.reader
                .said(&format!("`{name}` must be {expected}, {found}")),
        )
    }

    /// Returns the fields of the objects that the parameter takes.
    fn fields(&self) -> Option<&'static ObjectFields> {
        match self.reader.operation.how(self.parameter.name)? {
            How::Body {
                kind: JsonKind::Object(fields),
                ..
            } => Some(fields),
            _ => None,
        }
    }

    /// Returns the kind of the value, unless a list is expected.
    fn kind(&self) -> Option<Kind> {
        let is_expected = match self.place {
            Place::Whole => !self.parameter.takes_list(),
            Place::Element => true,
        };
        is_expected.then_some(self.parameter.kind)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.parameter.expected())
    }

    fn visit_bool<E: Error>(self, switch: bool) -> Result<Self::Value, E> {
        match self.kind() {
            Some(Kind::Boolean) => Ok(vec![switch.to_wire()]),
            _ => Err(self.refused(&Unexpected::Bool(switch))),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        match self.kind() {
            Some(Kind::Integer | Kind::Id | Kind::EpochSeconds | Kind::EpochMilliseconds) => {
                Ok(vec![number.to_wire()])
            }
            Some(Kind::Number) => Ok(vec![(number as f64).to_wire()]),
            _ => Err(self.refused(&Unexpected::Signed(number))),
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) if self.kind() == Some(Kind::Number) => Ok(vec![(number as f64).to_wire()]),
            Err(_) => Err(self.refused(&Unexpected::Unsigned(number))),
        }
    }

    // Formats such as YAML have numbers that no ID and no count is as large as.
    fn visit_i128<E: Error>(self, number: i128) -> Result<Self::Value, E> {
        match self.kind() {
            Some(Kind::Number) => Ok(vec![(number as f64).to_wire()]),
            _ => Err(self.refused(&format_args!("integer `{number}`"))),
        }
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Self::Value, E> {
        match self.kind() {
            Some(Kind::Number) => Ok(vec![(number as f64).to_wire()]),
            _ => Err(self.refused(&format_args!("integer `{number}`"))),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        match (self.kind(), whole_as_read(number)) {
            (Some(Kind::Number), _) if number.is_finite() => Ok(vec![number.to_wire()]),
            (
                Some(Kind::Integer | Kind::Id | Kind::EpochSeconds | Kind::EpochMilliseconds),
                Some(whole),
            ) => Ok(vec![whole.to_wire()]),
            _ => Err(self.refused(&Unexpected::Float(number))),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match self.kind() {
            Some(Kind::Text) => Ok(vec![text.to_owned()]),
            Some(Kind::Instant) => match with_zone(text) {
                Some(instant) => Ok(vec![instant.to_wire()]),
                None => Err(self.refused(&Unexpected::Str(text))),
            },
            // jiff reads more than a date, such as a date with a time, which is another value.
            Some(Kind::Date) => match text.parse::<Date>() {
                Ok(date) if date.to_string() == text => Ok(vec![text.to_owned()]),
                Ok(_) | Err(_) => Err(self.refused(&Unexpected::Str(text))),
            },
            _ => Err(self.refused(&Unexpected::Str(text))),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        match self.place {
            Place::Whole => Ok(Vec::new()),
            Place::Element => Err(self.refused(&"null")),
        }
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        if !self.parameter.takes_list() || matches!(self.place, Place::Element) {
            return Err(self.refused(&"a list"));
        }
        let mut texts = Vec::new();
        let element = || Value {
            place: Place::Element,
            ..self
        };
        while let Some(text) = elements.next_element_seed(element())? {
            texts.extend(text);
        }
        Ok(texts)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        if matches!(self.kind(), Some(Kind::Instant | Kind::Date))
            && map.next_key::<String>()?.as_deref() == Some(TOML_INSTANT)
        {
            return self.visit_str(&map.next_value::<String>()?);
        }
        if self.kind() == Some(Kind::Object) {
            let mut object = serde_json::Map::new();
            while let Some((key, value)) = map.next_entry::<String, serde_json::Value>()? {
                if object.insert(key.clone(), value).is_some() {
                    return Err(self.refused(&format_args!("`{key}` twice in one object")));
                }
            }
            let text = serde_json::Value::Object(object).to_string();
            let fields = self.fields();
            let problem = fields.and_then(|fields| body::object_problem(fields, &text));
            return match problem {
                Some(problem) => Err(self.refused(&format_args!("an object that {problem}"))),
                None => Ok(vec![text]),
            };
        }
        Err(self.refused(&"an object"))
    }
}

//! A JSON object as received: its keys in order, each with the unchanged text of its value.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::compact::compact;
use super::json_text;

/// The fields of a JSON object, borrowed from its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct JsonObject<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> JsonObject<'a> {
    /// Reads the fields of an object.
    pub(crate) fn of(json: &'a RawValue) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json.get())
    }

    /// Reads the fields of every object in a list.
    pub(crate) fn list(json: &'a RawValue) -> Result<Vec<Self>, serde_json::Error> {
        serde_json::from_str(json.get())
    }

    /// Reads the fields of each of these objects.
    ///
    /// # Errors
    /// The position, counted from 1, of the first that is not an object.
    pub(crate) fn each(values: impl IntoIterator<Item = &'a RawValue>) -> Result<Vec<Self>, usize> {
        let values = values.into_iter().enumerate();
        let objects = values.map(|(index, json)| Self::of(json).map_err(|_| index + 1));
        objects.collect()
    }

    /// Returns keys and values in their order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    /// Returns the value of a key; the last one if the key is repeated, as most JSON parsers do.
    pub(crate) fn get(&self, key: &str) -> Option<&'a RawValue> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, value)| *value)
    }

    /// Returns the value of a key unless it is null.
    pub(crate) fn value(&self, key: &str) -> Option<&'a RawValue> {
        self.get(key).filter(|value| value.get() != "null")
    }

    /// Returns the fields of a nested object.
    pub(crate) fn inner(&self, key: &str) -> Option<Self> {
        self.get(key).and_then(|value| Self::of(value).ok())
    }

    /// Returns the value of a key as a number. The number may be in a string.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.get(key).and_then(number)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonObject<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = JsonObject<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonObject<'de>, A::Error> {
        let mut fields = Vec::new();
        // A raw key may contain half of a surrogate pair, which is no text for a parser.
        while let Some(key) = map.next_key::<&RawValue>()? {
            let key = json_text::text(key.get()).unwrap_or_default();
            fields.push((key, map.next_value()?));
        }
        Ok(JsonObject(fields))
    }
}

/// Returns a value as a number. The number may be in a string.
pub(crate) fn number(value: &RawValue) -> Option<f64> {
    parsed(value).filter(|number: &f64| number.is_finite())
}

/// Returns what a number, or the text of a string, parses as.
pub(crate) fn parsed<T: FromStr>(value: &RawValue) -> Option<T> {
    let json = value.get();
    let is_bare = json.starts_with(|char: char| char.is_ascii_digit() || char == '-');
    if is_bare {
        json.parse().ok()
    } else {
        plain(value).parse().ok()
    }
}

/// Returns a value as plain text for a cell: a string without quotes, null as an empty string,
/// numbers as received, lists and objects as JSON on one line.
pub(crate) fn plain(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        json if json.starts_with('"') => text(value).unwrap_or_else(|| json.to_owned()),
        json => compact(json),
    }
}

/// Returns the text of a JSON string.
pub(crate) fn text(value: &RawValue) -> Option<String> {
    json_text::text(value.get()).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn fields_keep_their_order_and_text() {
        let json = raw(r#"{"b": 12.50, "a\"": [ 1, 2 ], "ä": null}"#);
        let object = JsonObject::of(&json).unwrap();
        let seen: Vec<_> = object
            .fields()
            .map(|(key, value)| (key, value.get()))
            .collect();
        assert_eq!(seen, [("b", "12.50"), ("a\"", "[ 1, 2 ]"), ("ä", "null")]);
    }

    #[test]
    fn a_key_with_half_of_a_surrogate_pair_is_read() {
        let json = raw(r#"{"a\ud83d": "b\ude00"}"#);
        let object = JsonObject::of(&json).unwrap();
        let (key, value) = object.fields().next().unwrap();
        assert_eq!((key, plain(value)), ("a\u{fffd}", "b\u{fffd}".to_owned()));
    }

    #[test]
    fn plain_text_has_no_quotes_and_leaves_numbers_alone() {
        let cases = [
            (r#""x \"y\" \u00e9""#, "x \"y\" é"),
            ("null", ""),
            ("12.50", "12.50"),
            ("99999999999999999999.10", "99999999999999999999.10"),
            ("true", "true"),
            (r#"[ { "id" : 1 } ]"#, r#"[{"id":1}]"#),
        ];
        for (json, expected) in cases {
            assert_eq!(plain(&raw(json)), expected);
        }
    }
}

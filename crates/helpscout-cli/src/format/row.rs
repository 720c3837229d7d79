//! One row as received: its keys in order, each with the untouched text of its value.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::compact::compact;

/// The fields of a JSON object, borrowed from its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Row<'a> {
    /// Reads the fields of an object.
    pub(crate) fn of(json: &'a RawValue) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json.get())
    }

    /// Reads the fields of every object of a list.
    pub(crate) fn list(json: &'a RawValue) -> Result<Vec<Self>, serde_json::Error> {
        serde_json::from_str(json.get())
    }

    /// Reads the fields of every one of these objects.
    ///
    /// # Errors
    /// The position, counted from 1, of the first that is no object.
    pub(crate) fn each(rows: impl IntoIterator<Item = &'a RawValue>) -> Result<Vec<Self>, usize> {
        let rows = rows.into_iter().enumerate();
        let rows = rows.map(|(at, json)| Self::of(json).map_err(|_| at + 1));
        rows.collect()
    }

    /// Keys and values, as they come.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    /// The value of a key; the last one if the key is repeated, as most readers of JSON have it.
    pub(crate) fn get(&self, key: &str) -> Option<&'a RawValue> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, value)| *value)
    }

    /// The value of a key that has one: neither missing nor null.
    pub(crate) fn value(&self, key: &str) -> Option<&'a RawValue> {
        self.get(key).filter(|value| value.get() != "null")
    }

    /// The fields of an object inside it.
    pub(crate) fn inner(&self, key: &str) -> Option<Self> {
        self.get(key).and_then(|value| Self::of(value).ok())
    }

    /// The number of a key; numbers may be written as texts.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        let number: f64 = self.get(key).map(plain)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// The same with objects inside it spread out: `a: {b: 1}` becomes `a.b: 1`.
    pub(crate) fn flattened(&self) -> Vec<(String, &'a RawValue)> {
        let mut flat = Vec::new();
        self.flatten_into("", &mut flat);
        flat
    }

    /// Fields whose keys are not among the known, spread out the same way.
    pub(crate) fn flattened_unless(
        &self,
        is_known: impl Fn(&str) -> bool,
    ) -> Vec<(String, &'a RawValue)> {
        let unknown = self.0.iter().filter(|(key, _)| !is_known(key));
        Self(unknown.cloned().collect()).flattened()
    }

    fn flatten_into(&self, prefix: &str, flat: &mut Vec<(String, &'a RawValue)>) {
        for (key, value) in self.fields() {
            let path = format!("{prefix}{key}");
            match Row::of(value) {
                Ok(inner) if !inner.0.is_empty() => inner.flatten_into(&format!("{path}."), flat),
                _ => flat.push((path, value)),
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Row<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Row<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            fields.push((key, map.next_value()?));
        }
        Ok(Row(fields))
    }
}

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The value as plain text for a cell: a string without quotes, null as nothing, numbers as
/// received, lists and objects as JSON on one line.
pub(crate) fn plain(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        json if json.starts_with('"') => text(value).unwrap_or_else(|| json.to_owned()),
        json => compact(json),
    }
}

/// The text of a string.
pub(crate) fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
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
        let row = Row::of(&json).unwrap();
        let seen: Vec<_> = row
            .fields()
            .map(|(key, value)| (key, value.get()))
            .collect();
        assert_eq!(seen, [("b", "12.50"), ("a\"", "[ 1, 2 ]"), ("ä", "null")]);
    }

    #[test]
    fn objects_inside_are_spread_out_and_lists_are_not() {
        let json = raw(r#"{"a": {"b": {"c": 1}, "d": [{"e": 2}]}, "f": {}}"#);
        let row = Row::of(&json).unwrap();
        let flat: Vec<_> = row.flattened();
        let seen: Vec<_> = flat
            .iter()
            .map(|(path, value)| (path.as_str(), value.get()))
            .collect();
        assert_eq!(seen, [("a.b.c", "1"), ("a.d", "[{\"e\": 2}]"), ("f", "{}")]);
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

//! Where the parts of a JSON text are.
//!
//! serde_json does not tell places, but it can leave a value as the slice of the text that spells
//! it, and the start of a slice is a place. A value is found by reading only the objects and arrays
//! on the way to it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use helpscout_description::Step;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// A key that an object has twice.
pub(crate) struct Repeated {
    pub(crate) key: String,
    pub(crate) first: Range<usize>,
    pub(crate) again: Range<usize>,
}

/// Returns the bytes of a value. If a step leads nowhere, they are those of the last value on the
/// way.
pub(super) fn value(text: &str, steps: &[Step]) -> Range<usize> {
    let mut span = whole(text);
    for step in steps {
        match parts(text, span.clone()).find(step) {
            Some(part) => span = part.value,
            None => break,
        }
    }
    span
}

/// Returns the bytes of the key, with its quotes, that the last step names.
pub(super) fn key(text: &str, steps: &[Step]) -> Option<Range<usize>> {
    let (last, before) = steps.split_last()?;
    parts(text, value(text, before)).find(last)?.key
}

/// Returns the keys that an object of the text repeats. `value` is what the text says.
pub(super) fn repeated(text: &str, value: &Value) -> Vec<Repeated> {
    // Of two equal keys, the value has only one.
    if colons(text) == keys(value) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open = vec![whole(text)];
    while let Some(span) = open.pop() {
        let mut first: HashMap<Cow<'_, str>, Range<usize>> = HashMap::new();
        for part in parts(text, span).0 {
            open.push(part.value);
            let Some(span) = part.key else { continue };
            let key = unquoted(&text[span.clone()]);
            match first.get(&key) {
                Some(first) => found.push(Repeated {
                    key: key.into_owned(),
                    first: first.clone(),
                    again: span,
                }),
                None => {
                    first.insert(key, span);
                }
            }
        }
    }
    found.sort_by_key(|repeated| repeated.again.start);
    found
}

/// The parts of an object or array, in the order of the text. A scalar has none.
struct Parts<'t>(Vec<Part>, &'t str);

struct Part {
    key: Option<Range<usize>>,
    value: Range<usize>,
}

impl Parts<'_> {
    /// Returns the part that a step leads to: of two equal keys, the last one, as readers do.
    fn find(self, step: &Step) -> Option<Part> {
        let text = self.1;
        let mut parts = self.0.into_iter();
        match step {
            Step::Item(index) => parts.nth(*index),
            Step::Key(wanted) => parts.rfind(|part| {
                let key = part.key.clone();
                key.is_some_and(|key| unquoted(&text[key]) == wanted.as_str())
            }),
        }
    }
}

fn parts(text: &str, span: Range<usize>) -> Parts<'_> {
    let level = serde_json::from_str(&text[span]).unwrap_or(Level(Vec::new()));
    let place = |raw: &RawValue| {
        let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
        start..start + raw.get().len()
    };
    let parts = level.0.into_iter().map(|(key, value)| Part {
        key: key.map(place),
        value: place(value),
    });
    Parts(parts.collect(), text)
}

fn whole(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..start.max(text.trim_end().len())
}

fn unquoted(key: &str) -> Cow<'_, str> {
    serde_json::from_str(key).map_or(Cow::Borrowed(key), Cow::Owned)
}

/// Returns the number of colons outside of strings, which is the number of keys in the text.
fn colons(text: &str) -> usize {
    let (mut colons, mut is_in_string, mut is_escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            b':' if !is_in_string => colons += 1,
            _ => {}
        }
    }
    colons
}

fn keys(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.len() + map.values().map(keys).sum::<usize>(),
        Value::Array(items) => items.iter().map(keys).sum(),
        _ => 0,
    }
}

/// An object or array whose parts are left as text.
struct Level<'t>(Vec<(Option<&'t RawValue>, &'t RawValue)>);

impl<'de> Deserialize<'de> for Level<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LevelVisitor)
    }
}

struct LevelVisitor;

/// Scalars are errors, so that they have no parts.
impl<'de> Visitor<'de> for LevelVisitor {
    type Value = Level<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some((key, value)) = map.next_entry()? {
            parts.push((Some(key), value));
        }
        Ok(Level(parts))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(value) = items.next_element()? {
            parts.push((None, value));
        }
        Ok(Level(parts))
    }
}

#[cfg(test)]
mod tests {
    use helpscout_description::Step;
    use serde_json::Value;

    use super::{key, repeated, value};

    const TEXT: &str = "\n {\"a:\\\"\" : [1, {\"b\\u0062\": \"x:y\"} ], \"n\":null}\n";

    #[test]
    fn values_and_keys_are_found_as_the_text_spells_them() {
        let steps = [
            Step::Key("a:\"".to_owned()),
            Step::Item(1),
            Step::Key("bb".to_owned()),
        ];
        assert_eq!(&TEXT[value(TEXT, &steps)], "\"x:y\"");
        assert_eq!(
            key(TEXT, &steps).map(|key| &TEXT[key]),
            Some("\"b\\u0062\"")
        );
        assert_eq!(
            &TEXT[value(TEXT, &steps[..1])],
            "[1, {\"b\\u0062\": \"x:y\"} ]"
        );
        assert_eq!(&TEXT[value(TEXT, &[])], TEXT.trim());
    }

    #[test]
    fn keys_are_repeated_only_in_one_object() {
        let found = |text: &str| -> Vec<String> {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            let found = repeated(text, &value);
            found.into_iter().map(|repeated| repeated.key).collect()
        };
        assert_eq!(found(TEXT), Vec::<String>::new());
        assert_eq!(
            found("{\"a\": {\"a\": 1}, \"b\": [{\"a\": 1}]}"),
            Vec::<String>::new()
        );
        assert_eq!(
            found("[{\"a\": 1, \"\\u0061\": 2, \"b\": {\"c\": 1, \"c\": 1}}]"),
            ["a", "c"]
        );
    }
}

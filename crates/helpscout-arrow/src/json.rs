//! JSON text, taken apart without a tree of values.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Deserialize, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Calls a function with each key of an object and its value, as written. Returns `None` if the text
/// is not an object.
pub(crate) fn members<'a>(json: &'a str, each: impl FnMut(Cow<'a, str>, &'a str)) -> Option<()> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let visitor = Members(each, PhantomData);
    deserializer.deserialize_map(visitor).ok()?;
    deserializer.end().ok()
}

/// Calls a function with each element of a list, as written. Returns `None` if the text is not a
/// list.
pub(crate) fn elements<'a, E>(
    json: &'a str,
    each: impl FnMut(&'a str) -> Result<(), E>,
) -> Option<Result<(), E>> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserializer
        .deserialize_seq(Elements(each, PhantomData))
        .ok()
}

/// Returns the text that a JSON string stands for. Returns `None` for any other value.
pub(crate) fn text(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        serde_json::from_str(json).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inside))
    }
}

/// Returns the text of a number. The number may be in a string.
pub(crate) fn number(json: &str) -> Option<&str> {
    let inside = json
        .strip_prefix('"')
        .and_then(|json| json.strip_suffix('"'));
    let number = inside.unwrap_or(json);
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    if !number.bytes().all(is_digit) {
        return None;
    }
    // Only a string may have something that looks like a number and is none.
    if inside.is_some() {
        serde_json::from_str::<f64>(number).ok()?;
    }
    Some(number)
}

/// Appends valid JSON text without the whitespace between values.
pub(crate) fn append_compact(json: &str, out: &mut String) {
    let bytes = json.as_bytes();
    let (mut kept, mut at, mut is_string) = (0, 0, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if is_string => at += 1,
            b'"' => is_string = !is_string,
            b' ' | b'\t' | b'\r' | b'\n' if !is_string => {
                out.push_str(json.get(kept..at).unwrap_or_default());
                kept = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    out.push_str(json.get(kept..).unwrap_or_default());
}

/// Returns JSON text in which every escaped half of a surrogate pair is U+FFFD. Half of a pair is no
/// character, and parsers refuse the whole text.
pub(crate) fn decodable(json: &str) -> Cow<'_, str> {
    let bytes = json.as_bytes();
    let mut repaired = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = bytes.get(at..).and_then(find_escape) {
        let start = at + found;
        at = match (unit(bytes, start), unit(bytes, start + ESCAPE)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => start + 2 * ESCAPE,
            (Some(0xD800..=0xDFFF), _) => {
                repaired.push_str(json.get(kept..start).unwrap_or_default());
                repaired.push_str("\\ufffd");
                kept = start + ESCAPE;
                kept
            }
            _ => start + 2,
        };
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    repaired.push_str(json.get(kept..).unwrap_or_default());
    Cow::Owned(repaired)
}

/// The length of an escape such as `\u00e9`.
const ESCAPE: usize = 6;

fn find_escape(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\\')
}

/// Returns the number that an escape with four hexadecimal digits states.
fn unit(bytes: &[u8], start: usize) -> Option<u16> {
    let digits = bytes.get(start..start + ESCAPE)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit: u16, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

struct Members<'a, F>(F, PhantomData<&'a ()>);

impl<'a, F: FnMut(Cow<'a, str>, &'a str)> Visitor<'a> for Members<'a, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let value: &'a RawValue = map.next_value()?;
            (self.0)(key, value.get());
        }
        Ok(())
    }
}

struct Elements<'a, F, E>(F, PhantomData<(&'a (), E)>);

impl<'a, E, F: FnMut(&'a str) -> Result<(), E>> Visitor<'a> for Elements<'a, F, E> {
    type Value = Result<(), E>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(mut self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut result = Ok(());
        while let Some(element) = list.next_element::<&'a RawValue>()? {
            if result.is_ok() {
                result = (self.0)(element.get());
            }
        }
        Ok(result)
    }
}

/// A key, borrowed from the text unless it has escapes.
struct Key<'a>(Cow<'a, str>);

impl<'a> Deserialize<'a> for Key<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'a> Visitor<'a> for KeyVisitor {
            type Value = Key<'a>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'a str) -> Result<Key<'a>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'a>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn members_and_elements_are_as_written() {
        let mut seen = Vec::new();
        let json = "{ \"a\" : [1, {\"b\": \"}\"}] ,\n\"c\\\"\":\"\", \"d\":-1.5e3}";
        members(json, |key, value| seen.push((key.into_owned(), value))).unwrap();
        let seen: Vec<_> = seen
            .iter()
            .map(|(key, value)| (key.as_str(), *value))
            .collect();
        let expected = [
            ("a", "[1, {\"b\": \"}\"}]"),
            ("c\"", "\"\""),
            ("d", "-1.5e3"),
        ];
        assert_eq!(seen, expected);
        for json in ["[1]", "1", "null", "{", "{}x", ""] {
            assert!(members(json, |_, _| {}).is_none(), "{json}");
        }

        let mut seen = Vec::new();
        let read = elements("[1, [2], null ]", |element| {
            seen.push(element);
            Ok::<(), ()>(())
        });
        assert_eq!((read, seen), (Some(Ok(())), vec!["1", "[2]", "null"]));
        assert_eq!(elements("{}", |_| Ok::<(), ()>(())), None);
        assert_eq!(elements("[1]", |_| Err("no")), Some(Err("no")));
    }

    #[test]
    fn a_number_may_be_in_a_string_but_must_be_one() {
        for (json, expected) in [
            ("12.50", Some("12.50")),
            ("\"7\"", Some("7")),
            ("\"-1e3\"", Some("-1e3")),
            ("\"\"", None),
            ("\"07\"", None),
            ("\"+7\"", None),
            ("\"7 \"", None),
            ("\"inf\"", None),
            ("\"1-2\"", None),
            ("true", None),
            ("[1]", None),
        ] {
            assert_eq!(number(json), expected, "{json}");
        }
    }

    #[test]
    fn compact_text_keeps_whitespace_in_strings() {
        let mut out = String::new();
        append_compact("{ \"a b\" : [ 1 , \"\\\" \\\\\" ] }", &mut out);
        assert_eq!(out, r#"{"a b":[1,"\" \\"]}"#);
    }

    #[test]
    fn half_of_a_surrogate_pair_is_a_replacement_character() {
        for (json, expected) in [
            (r#""bad \ud83d end""#, "bad \u{fffd} end"),
            (r#""\ude00\uD83D""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
            (r#""\\ud83d""#, "\\ud83d"),
            (r#""\\\ud83d\n""#, "\\\u{fffd}\n"),
        ] {
            assert_eq!(text(&decodable(json)).unwrap(), expected, "{json}");
        }
    }
}

//! Finds the identity of a row that is kept as text, without reading more of the row than needed.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::identity::Identity;
use crate::wire::whole_as_read;

/// Returns the whole number or the text at a dotted path of a row, or `None` if the row has neither
/// there.
pub(super) fn find(row: &str, path: &str) -> Option<Identity> {
    let mut found = None;
    let place = Place {
        path,
        found: &mut found,
    };
    // Reading stops at the identity, which the deserializer reports as an error.
    let _stopped = place.deserialize(&mut serde_json::Deserializer::from_str(row));
    found
}

/// Where the identity is, from the value that is being read.
struct Place<'a> {
    /// The rest of the path, which is empty for the identity itself.
    path: &'a str,
    found: &'a mut Option<Identity>,
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Place<'_> {
    fn set(self, identity: impl Into<Identity>) {
        if self.path.is_empty() {
            *self.found = Some(identity.into());
        }
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (wanted, path) = self.path.split_once('.').unwrap_or((self.path, ""));
        while let Some(is_wanted) = map.next_key_seed(Key(wanted))? {
            if is_wanted {
                let found = self.found;
                return map.next_value_seed(Place { path, found });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.set(number);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        match i64::try_from(number) {
            Ok(number) => self.set(number),
            Err(_) => self.set(number.to_string().as_str()),
        }
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        if let Some(number) = whole_as_read(number) {
            self.set(number);
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.set(text);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a key and says whether it is this one.
struct Key<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_is_found_wherever_it_is() {
        for (row, path) in [
            (r#"{"id": 7}"#, "id"),
            (r#"{"id": "7"}"#, "id"),
            (r#"{"id": 7.0, "id2": 8}"#, "id"),
            (r#"{"a": {"id": 1}, "b": [{"id": 2}], "\u0069d": 7}"#, "id"),
            (r#"{"a": "\ud83d", "id": 7}"#, "id"),
            (
                r#"{"id": 1, "a": {"b": {"id": 7, "c": 3}, "d": 1}}"#,
                "a.b.id",
            ),
        ] {
            assert_eq!(find(row, path), Some(Identity::from(7)), "{row}");
        }
        assert_eq!(
            find(r#"{"id": 18446744073709551615}"#, "id"),
            Some(Identity::from("18446744073709551615"))
        );
        assert_eq!(find(r#"{"id": "x"}"#, "id"), Some(Identity::from("x")));
    }

    #[test]
    fn a_row_may_lack_an_identity() {
        for row in [
            "{}",
            r#"{"id": null}"#,
            r#"{"id": true}"#,
            r#"{"id": 1.5}"#,
            r#"{"id": {}}"#,
            r#"{"id": {"id": 7}}"#,
            r#"{"id": [7]}"#,
            r#"{"Id": 7}"#,
            "[7]",
            "7",
            "null",
            r#""id""#,
        ] {
            assert_eq!(find(row, "id"), None, "{row}");
        }
        for row in [r#"{"a": 7}"#, r#"{"a": [{"id": 7}]}"#, r#"{"a": "id"}"#] {
            assert_eq!(find(row, "a.id"), None, "{row}");
        }
    }
}

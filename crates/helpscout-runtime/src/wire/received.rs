//! Which keys of an object came, so that it is written as it was read.

use std::fmt;

use super::field_set::FieldSet;

/// The keys that an object had when it was read.
///
/// An object keeps them so that it is written as it came: a field without a value is `null` if its
/// key came, and left out otherwise. An object that was not read has none.
///
/// Two objects with the same values are equal, whether `null` came or nothing. So all values of this
/// type are equal.
///
/// `WORDS` is the number of fields divided by 64, rounded up.
#[derive(Clone, Copy)]
pub struct Received<const WORDS: usize = 1>([u64; WORDS]);

impl<const WORDS: usize> Received<WORDS> {
    #[doc(hidden)]
    pub fn of<const ALL: usize>(keys: &FieldSet<ALL>) -> Self {
        Self(std::array::from_fn(|place| keys.word(place)))
    }

    #[doc(hidden)]
    pub fn words(&self) -> &[u64] {
        &self.0
    }
}

impl<const WORDS: usize> Default for Received<WORDS> {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl<const WORDS: usize> PartialEq for Received<WORDS> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<const WORDS: usize> Eq for Received<WORDS> {}

impl<const WORDS: usize> fmt::Debug for Received<WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[derive(Debug, Default, PartialEq)]
    struct Row {
        id: i64,
        time: Option<f64>,
        names: Vec<String>,
        received: Received,
    }
    crate::record!(Row {
        0 id: required integer = "id",
        1 time: loose value = "time" | "seconds",
        2 names: optional list = "names",
        keys in received,
    });

    #[test]
    fn a_key_is_written_if_it_came() {
        for json in [
            r#"{"id":1}"#,
            r#"{"id":1,"time":null}"#,
            r#"{"id":1,"names":[]}"#,
            r#"{"id":1,"time":null,"names":[]}"#,
            r#"{"id":1,"time":0.5,"names":["a"]}"#,
        ] {
            let row: Row = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&row).unwrap(), json);
        }
        let other: Row = serde_json::from_str(r#"{"id":1,"seconds":null}"#).unwrap();
        let written = serde_json::to_string(&other).unwrap();
        assert_eq!(written, r#"{"id":1,"time":null}"#);
    }

    #[test]
    fn values_are_equal_whether_null_came_or_nothing() {
        let read = |json| serde_json::from_str::<Row>(json).unwrap();
        let null = read(r#"{"id":1,"time":null}"#);
        assert_eq!(null, read(r#"{"id":1}"#));
        let shown = r#"Row { id: 1, time: None, names: [], received: .. }"#;
        assert_eq!(format!("{null:?}"), shown);
    }
}

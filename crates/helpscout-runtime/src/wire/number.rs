//! Whole numbers, which the service sometimes sends with a fraction of zero.

use std::fmt;

use serde_core::Deserialize;
use serde_core::de::{Deserializer, Error, Unexpected, Visitor};

/// Reads a whole number, even if it is written as `3.0`.
///
/// # Errors
/// Returns an error if the value is not a number, has a fraction (`3.5`), or does not fit into 64
/// bits.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_i64(WholeVisitor)
}

/// The first whole number that a floating-point number also has for the next one.
const FIRST_INEXACT: i64 = 1 << 53;

/// Returns the number as an integer if it has no fraction and both types represent it exactly.
pub(crate) fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= FIRST_INEXACT as f64).then_some(number as i64)
}

/// Returns the integer that was meant by a number that was read, unless it may be one of several.
pub(crate) fn whole_as_read(number: f64) -> Option<i64> {
    whole(number).filter(|whole| whole.abs() < FIRST_INEXACT)
}

/// A whole number, read with [`integer`].
pub(crate) struct Whole(pub(crate) i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        integer(deserializer).map(Self)
    }
}

struct WholeVisitor;

impl Visitor<'_> for WholeVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<i64, E> {
        whole_as_read(number).ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::Deserialize;

    use super::Whole;

    #[derive(Deserialize)]
    struct Counts {
        #[serde(deserialize_with = "super::integer")]
        all: i64,
        some: Option<Whole>,
    }

    fn read(json: &str) -> Result<(i64, Option<i64>), String> {
        serde_json::from_str::<Counts>(json)
            .map(|counts| (counts.all, counts.some.map(|whole| whole.0)))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_fraction_of_zero_is_a_whole_number() {
        assert_eq!(read(r#"{"all": 3, "some": 3.0}"#), Ok((3, Some(3))));
        assert_eq!(read(r#"{"all": -3.0, "some": null}"#), Ok((-3, None)));
        assert_eq!(read(r#"{"all": -3, "some": -7}"#), Ok((-3, Some(-7))));
        assert_eq!(read(r#"{"all": 4845671933}"#), Ok((4_845_671_933, None)));
    }

    #[test]
    fn other_numbers_and_other_types_are_refused() {
        let refused = |json: &str| read(json).unwrap_err();
        assert!(refused(r#"{"all": 3.5}"#).contains("expected a whole number"));
        assert!(refused(r#"{"all": 18446744073709551615}"#).contains("expected a whole number"));
        assert!(refused(r#"{"all": 1e300}"#).contains("expected a whole number"));
        // As a floating-point number, it is the one before.
        assert!(refused(r#"{"all": 9007199254740993.0}"#).contains("expected a whole number"));
        assert!(refused(r#"{"all": "3"}"#).contains("expected a whole number"));
        assert!(refused(r#"{"all": 3, "some": 3.5}"#).contains("expected a whole number"));
    }
}

//! Numbers, possibly with a fraction, that the service writes as text.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde_core::ser::{Serialize, Serializer};

/// A number that is written as text. A number is accepted as well.
pub(super) struct Decimal(pub(super) f64);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor).map(Self)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Returns whether two texts are the same number, such as `12.50` and `12.5`.
pub(crate) fn is_same_decimal(left: &str, right: &str) -> bool {
    matches!((parse(left), parse(right)), (Some(left), Some(right)) if left == right)
}

/// Reads a number that JSON could contain as well, so no `inf` and no `NaN`.
fn parse(text: &str) -> Option<f64> {
    let starts_as_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.filter(|_| starts_as_number)
}

struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number written as text, such as \"12.5\"")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_number_is_read_from_its_text_and_written_as_text() {
        for (json, number, written) in [
            ("\"12.50\"", 12.5, "\"12.5\""),
            ("\"-3\"", -3.0, "\"-3\""),
            ("\"1e3\"", 1000.0, "\"1000\""),
            ("0.25", 0.25, "\"0.25\""),
            ("7", 7.0, "\"7\""),
            ("-7", -7.0, "\"-7\""),
        ] {
            let read: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(read.0, number, "{json}");
            assert_eq!(serde_json::to_string(&read).unwrap(), written);
        }
    }

    #[test]
    fn other_text_is_refused() {
        for json in [
            "\"\"", "\" 1\"", "\"NaN\"", "\"inf\"", "\"1,5\"", "\"+1\"", "true",
        ] {
            let error = serde_json::from_str::<Decimal>(json)
                .map(|read| read.0)
                .unwrap_err();
            assert!(
                error.to_string().contains("a number written as text"),
                "{error}"
            );
        }
    }

    #[test]
    fn texts_of_the_same_number_are_the_same() {
        assert!(is_same_decimal("12.50", "12.5") && is_same_decimal("1e3", "1000"));
        assert!(!is_same_decimal("12.5", "12.51") && !is_same_decimal("x", "x"));
    }
}

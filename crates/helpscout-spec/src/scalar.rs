//! The kinds of scalars in a YAML file: the rules of YAML 1.2 as the reader of raw types applies
//! them.

use crate::yaml::Scalar;

/// The kind of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No value: nothing at all, `~` or `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with a fraction or an exponent, or one that is not finite.
    Number,
    /// Any other text, and every text in quotes.
    Text,
}

impl Scalar {
    /// Returns the kind of value that the scalar is in YAML.
    pub fn kind(&self) -> Kind {
        if !self.plain {
            return Kind::Text;
        }
        match self.text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
            "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Kind::Boolean,
            text if is_integer(text) => Kind::Integer,
            text if is_number(text) => Kind::Number,
            _ => Kind::Text,
        }
    }
}

fn is_integer(text: &str) -> bool {
    let digits = unsigned(text);
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, radix)));
    match radix {
        Some((digits, radix)) => are_digits(digits, radix),
        None => are_digits(digits, 10) && !has_leading_zero(digits),
    }
}

fn is_number(text: &str) -> bool {
    let special = [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"];
    if special.contains(&unsigned(text)) {
        return true;
    }
    let digits = unsigned(text);
    let is_leading_zero = are_digits(digits, 10) && has_leading_zero(digits);
    !is_leading_zero && digits.parse::<f64>().is_ok_and(f64::is_finite)
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn are_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|char| char.is_digit(radix))
}

fn has_leading_zero(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_yaml::Value;

    use super::Kind;
    use crate::yaml::Scalar;

    fn kind_of(value: &Value) -> Kind {
        match value {
            Value::Null => Kind::Null,
            Value::Bool(_) => Kind::Boolean,
            Value::Number(number) if number.is_f64() => Kind::Number,
            Value::Number(_) => Kind::Integer,
            _ => Kind::Text,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn plain_scalars_are_what_the_raw_types_are_read_as(
            text in "[-+]?(0[xob])?[0-9a-fA-F.]{0,6}(e[0-9])?|~|null|Null|true|True|yes|no|\\.inf|-\\.INF|\\.nan|[a-z0-9.]{0,4}"
        ) {
            let scalar = Scalar { text: text.clone(), plain: true };
            if let Ok(value) = serde_yaml::from_str::<Value>(&format!("[{text}]")) {
                let item = value.get(0).unwrap_or(&Value::Null);
                prop_assert_eq!(scalar.kind(), kind_of(item), "{}", text);
            }
        }
    }

    #[test]
    fn quoted_scalars_are_text() {
        let scalar = Scalar {
            text: "true".to_owned(),
            plain: false,
        };
        assert_eq!(scalar.kind(), Kind::Text);
    }
}

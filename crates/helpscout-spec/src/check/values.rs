//! Values as sent: whether a text can stand for a value of a type.

use helpscout_description::literal::{is_hex24, is_instant, is_integer, is_number};
use helpscout_description::quote::quoted;
use helpscout_description::{EnumType, Type, suggest};

use crate::scalar::Kind;
use crate::yaml::Scalar;

/// Whether a scalar, as sent, is a value of a type; otherwise what the type wants. Enums are for
/// [`fits_enum`], ids that are texts for [`fits_hex24`].
pub(super) fn fits(scalar: &Scalar, ty: &Type) -> Result<(), &'static str> {
    let text = scalar.text.as_str();
    let (fits, wanted) = match ty {
        Type::Integer => (is_integer(text), "a whole number of 64 bits"),
        Type::Id(_) => (is_integer(text), "an id, a whole number of 64 bits"),
        Type::Number => (is_number(text), "a number"),
        Type::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
        Type::Instant => (is_instant(text), "an instant"),
        Type::Text | Type::Enum(_) => (scalar.kind() != Kind::Null, "a text"),
        Type::Object(_) | Type::Any => (false, "something that can be sent"),
    };
    if fits { Ok(()) } else { Err(wanted) }
}

/// Whether a scalar is an id of 24 hexadecimal digits.
pub(super) fn fits_hex24(scalar: &Scalar) -> Result<(), &'static str> {
    let is_id = is_hex24(&scalar.text);
    is_id.then_some(()).ok_or("an id, 24 hexadecimal digits")
}

/// Whether a scalar is a value of an enum. One that is not known, or has no values, takes any: it
/// is reported where it is declared.
pub(super) fn fits_enum(
    scalar: &Scalar,
    enumeration: Option<&EnumType>,
) -> Result<(), &'static str> {
    let values = enumeration.map_or(&[][..], |known| known.values.as_slice());
    let is_known = values.iter().any(|value| value.wire == scalar.text);
    if is_known || values.is_empty() {
        Ok(())
    } else {
        Err("one of the values of its enum")
    }
}

/// What may have been meant by a text that is no value of an enum.
pub(super) fn enum_help(text: &str, enumeration: &EnumType) -> Option<String> {
    let corrected = enumeration.values.iter().find(|value| {
        let correction = value.correction.as_ref();
        correction.is_some_and(|correction| correction.documented == text)
    });
    match corrected {
        Some(value) => Some(format!("it is corrected to {}", quoted(&value.wire))),
        None => {
            let known = enumeration.values.iter();
            suggest::help(text, known.map(|value| value.wire.as_str()))
        }
    }
}

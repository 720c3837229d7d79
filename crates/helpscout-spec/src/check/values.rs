//! Values as sent: whether a scalar is a value of a type.

use helpscout_description::literal::{
    is_date, is_epoch, is_hex24, is_instant, is_integer, is_number,
};
use helpscout_description::quote::quoted;
use helpscout_description::{EnumType, Type, suggest};

use crate::scalar::Kind;
use crate::yaml::Scalar;

/// Returns whether a scalar is a value of a type, or what the type requires instead. Enums have
/// [`fits_enum`], hexadecimal IDs [`fits_hex24`].
pub(super) fn fits(scalar: &Scalar, ty: &Type) -> Result<(), &'static str> {
    let text = scalar.text.as_str();
    let (fits, wanted) = match ty {
        Type::Integer => (is_integer(text), "a 64-bit whole number"),
        Type::Id(_) => (is_integer(text), "an ID, which is a 64-bit whole number"),
        Type::Number => (is_number(text), "a number"),
        Type::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
        Type::Instant => (is_instant(text), "an instant"),
        Type::Date => (is_date(text), "a date"),
        Type::EpochSeconds => (is_epoch(text, 1), "a whole number of seconds since 1970"),
        Type::EpochMilliseconds => (
            is_epoch(text, 1000),
            "a whole number of milliseconds since 1970",
        ),
        Type::Text | Type::Enum(_) => (scalar.kind() != Kind::Null, "text"),
        Type::Object(_) | Type::Any => (false, "something that can be sent"),
    };
    if fits { Ok(()) } else { Err(wanted) }
}

/// Returns whether a scalar is an ID of 24 hexadecimal digits.
pub(super) fn fits_hex24(scalar: &Scalar) -> Result<(), &'static str> {
    let is_id = is_hex24(&scalar.text);
    is_id.then_some(()).ok_or("an ID of 24 hexadecimal digits")
}

/// Returns whether a scalar is a value of an enum. An enum that is unknown or has no values accepts
/// all, since it has been reported already.
pub(super) fn fits_enum(
    scalar: &Scalar,
    enumeration: Option<&EnumType>,
) -> Result<(), &'static str> {
    let values = enumeration.map_or(&[][..], |known| known.values.as_slice());
    let is_known = values.iter().any(|value| value.wire == scalar.text);
    if is_known || values.is_empty() {
        Ok(())
    } else {
        Err("a value of its enum")
    }
}

/// Returns a help text for a text that is not a value of an enum.
pub(super) fn enum_help(text: &str, enumeration: &EnumType) -> Option<String> {
    let corrected = enumeration.values.iter().find(|value| {
        let correction = value.correction.as_ref();
        correction.is_some_and(|correction| correction.documented == text)
    });
    match corrected {
        Some(value) => Some(format!(
            "write {}, the corrected value",
            quoted(&value.wire)
        )),
        None => {
            let known = enumeration.values.iter();
            suggest::help(text, known.map(|value| value.wire.as_str()))
        }
    }
}

//! Values as sent: whether a scalar is a value of a type.

use helpscout_description::literal::{is_date, is_epoch, is_instant, is_number};
use helpscout_description::quote::quoted;
use helpscout_description::{EnumType, IdForm, Type, suggest};

use crate::scalar::Kind;
use crate::yaml::Scalar;

/// Returns whether a scalar is a value of a type, or what the type requires instead. Enums have
/// [`fits_enum`], IDs [`fits_id`].
pub(super) fn fits(scalar: &Scalar, ty: &Type) -> Result<(), &'static str> {
    let text = scalar.text.as_str();
    let (fits, wanted) = match ty {
        Type::Integer => (
            whole(text).is_some(),
            "a 64-bit whole number without leading zeros",
        ),
        Type::Number => (is_number(text), "a number"),
        Type::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
        Type::Instant => (is_instant(text), "an instant"),
        Type::Date => (is_date(text), "a date"),
        Type::EpochSeconds => (is_epoch(text, 1), "a whole number of seconds since 1970"),
        Type::EpochMilliseconds => (
            is_epoch(text, 1000),
            "a whole number of milliseconds since 1970",
        ),
        Type::Text | Type::Enum(_) | Type::Id(_) => (scalar.kind() != Kind::Null, "text"),
        Type::Object(_) | Type::Any => (false, "something that can be sent"),
    };
    if fits { Ok(()) } else { Err(wanted) }
}

/// Returns the number that a text is, if it is written as numbers are: without a plus sign, without
/// leading zeros, and without a minus sign before zero.
pub(super) fn whole(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Returns whether a scalar is an ID of a form, or what the form requires instead.
pub(super) fn fits_id(scalar: &Scalar, form: IdForm) -> Result<(), &'static str> {
    let text = scalar.text.as_str();
    let (fits, wanted) = match form {
        IdForm::Integer => (
            whole(text).is_some_and(|id| id > 0),
            "an ID, which is a positive 64-bit whole number without leading zeros",
        ),
        IdForm::Hex24 => (form.fits(text), "an ID of 24 hexadecimal digits"),
        // An empty text is a finding already.
        IdForm::Text => (scalar.kind() != Kind::Null, "an ID, which is text"),
    };
    if fits { Ok(()) } else { Err(wanted) }
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

//! The Rust types of values in responses.

use helpscout_description::{Field, Type, Unit};

use crate::block::identifier;
/// Returns the type of a field.
pub(crate) fn of_field(field: &Field) -> String {
    let value = of_item(field);
    if field.list {
        format!("Vec<{value}>")
    } else if field.optional || field.nullable {
        format!("Option<{value}>")
    } else {
        value
    }
}

/// Returns the type of one item of a field that is a list, or of the value of another field.
pub(crate) fn of_item(field: &Field) -> String {
    let value = of_value(&field.ty, field.unit);
    if field.list && field.nullable_items {
        format!("Option<{value}>")
    } else {
        value.to_owned()
    }
}

/// Returns the type of a map whose values are described by a field.
pub(crate) fn of_map(values: &Field) -> String {
    format!(
        "std::collections::BTreeMap<String, {}>",
        of_map_value(values)
    )
}

/// Returns the type of one value of a map whose values are described by a field. It also takes JSON of
/// another type, because nothing is known about the key.
fn of_map_value(values: &Field) -> String {
    let value = of_described(values);
    match values.ty {
        Type::Any if !values.list => value,
        _ if values.one_or_many => format!("wire::OneOrMany<{value}>"),
        _ => format!("wire::MapValue<{value}>"),
    }
}

/// Returns the described type of one value of a map.
pub(crate) fn of_described(values: &Field) -> String {
    let value = of_field(values);
    // A list in an object may be null and is empty then, but nothing reads those in a map so.
    if values.list && values.nullable {
        format!("Option<{value}>")
    } else {
        value
    }
}

/// Returns the type of one value.
pub(crate) fn of_value(ty: &Type, unit: Option<Unit>) -> &str {
    match ty {
        Type::Integer | Type::Number if is_duration(unit) => match unit {
            Some(Unit::Minutes) => "helpscout_runtime::Minutes",
            Some(Unit::Milliseconds) => "helpscout_runtime::Milliseconds",
            _ => "Seconds",
        },
        Type::Integer => "i64",
        Type::Number => "f64",
        Type::Text => "String",
        Type::Boolean => "bool",
        Type::Instant => "Timestamp",
        Type::Date => "helpscout_runtime::jiff::civil::Date",
        Type::EpochSeconds => "wire::EpochSeconds",
        Type::EpochMilliseconds => "wire::EpochMilliseconds",
        Type::Id(name) | Type::Enum(name) | Type::Object(name) => identifier(name),
        Type::Any => "helpscout_runtime::serde_json::Value",
    }
}

/// Returns whether numbers of a unit have a type of their own, which names the unit.
pub(crate) fn is_duration(unit: Option<Unit>) -> bool {
    matches!(
        unit,
        Some(Unit::Seconds | Unit::Minutes | Unit::Milliseconds)
    )
}

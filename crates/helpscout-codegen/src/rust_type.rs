//! The Rust types of values in responses.

use helpscout_description::{Field, Type, Unit};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::source::ident;

/// Returns the type of a field.
pub(crate) fn of_field(field: &Field) -> TokenStream {
    let value = of_value(&field.ty, field.unit);
    if field.list && field.nullable_items {
        quote!(Vec<Option<#value>>)
    } else if field.list {
        quote!(Vec<#value>)
    } else if field.optional || field.nullable {
        quote!(Option<#value>)
    } else {
        value
    }
}

/// Returns the type of a map whose values are described by a field.
pub(crate) fn of_map(values: &Field) -> TokenStream {
    let mut value = of_field(values);
    // A list in an object may be null and is empty then, but nothing reads those in a map so.
    if values.list && values.nullable {
        value = quote!(Option<#value>);
    }
    quote!(std::collections::BTreeMap<String, #value>)
}

/// Returns the type of one value.
pub(crate) fn of_value(ty: &Type, unit: Option<Unit>) -> TokenStream {
    match ty {
        Type::Integer | Type::Number if is_duration(unit) => match unit {
            Some(Unit::Minutes) => quote!(helpscout_runtime::Minutes),
            Some(Unit::Milliseconds) => quote!(helpscout_runtime::Milliseconds),
            _ => quote!(Seconds),
        },
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::Text => quote!(String),
        Type::Boolean => quote!(bool),
        Type::Instant => quote!(Timestamp),
        Type::Date => quote!(helpscout_runtime::jiff::civil::Date),
        Type::EpochSeconds => quote!(wire::EpochSeconds),
        Type::EpochMilliseconds => quote!(wire::EpochMilliseconds),
        Type::Id(name) | Type::Enum(name) | Type::Object(name) => ident(name).to_token_stream(),
        Type::Any => quote!(helpscout_runtime::serde_json::Value),
    }
}

/// Returns whether numbers of a unit have a type of their own, which names the unit.
pub(crate) fn is_duration(unit: Option<Unit>) -> bool {
    matches!(
        unit,
        Some(Unit::Seconds | Unit::Minutes | Unit::Milliseconds)
    )
}

//! The list of an operation's parameters, which its query is serialized by.

use helpscout_description::{JsonType, ListStyle, Operation, Parameter, Type};
use helpscout_openapi::Described;
use proc_macro2::TokenStream;
use quote::quote;

use crate::source::ident;

/// Writes one line for each parameter: its name, how many values it takes and how they are sent, and
/// what they are.
pub(crate) fn list(api: &Described<'_>, operation: &Operation) -> String {
    let name = &operation.rust;
    let mut text = format!("helpscout_runtime::parameters!({name} {{\n");
    for parameter in &operation.parameters {
        let Parameter { wire, list, .. } = parameter;
        let kind = kind(api, parameter);
        let list = match list {
            None => "One",
            Some(ListStyle::Comma) => "Commas",
            Some(ListStyle::Pipe) => "Pipes",
            Some(ListStyle::Repeat | ListStyle::Array) => "Apart",
        };
        text.push_str(&format!("    {wire:?}: {list} {kind},\n"));
    }
    text.push_str("});\n");
    text
}

/// Returns how the runtime reads and writes a value.
fn kind(api: &Described<'_>, parameter: &Parameter) -> &'static str {
    match &parameter.ty {
        Type::Integer => "Integer",
        Type::Number => "Number",
        Type::Boolean => "Boolean",
        Type::Instant => "Instant",
        Type::Date => "Date",
        Type::EpochSeconds => "EpochSeconds",
        Type::EpochMilliseconds => "EpochMilliseconds",
        Type::Id(name) if !api.is_text_id(name) => "Id",
        Type::Enum(name) if api.is_numeric(name) => "Integer",
        Type::Object(_) => "Object",
        Type::Id(_) | Type::Enum(_) | Type::Text | Type::Any => "Text",
    }
}

/// Generates what a value is in the JSON of a body.
pub(crate) fn json_kind(api: &Described<'_>, ty: &Type) -> TokenStream {
    if let Type::Object(name) = ty {
        let name = ident(name);
        return quote!(helpscout_runtime::JsonKind::Object(
            <#name as helpscout_runtime::BodyObject>::FIELDS
        ));
    }
    let kind = ident(match api.json_type(ty) {
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::Boolean => "Boolean",
        JsonType::Text | JsonType::Object => "Text",
    });
    quote!(helpscout_runtime::JsonKind::#kind)
}

//! The list of an operation's parameters, which its query is serialized by.

use helpscout_description::{Api, Operation, Parameter, Type};

/// Writes one line for each parameter: its name and its kind, in brackets if it takes a list.
pub(crate) fn list(api: &Api, operation: &Operation) -> String {
    let name = &operation.rust;
    let mut text = format!("helpscout_runtime::parameters!({name} {{\n");
    for parameter in &operation.parameters {
        let Parameter { wire, list, .. } = parameter;
        let kind = kind(api, parameter);
        let line = match list {
            None => format!("    {wire:?}: {kind},\n"),
            Some(_) => format!("    {wire:?}: [{kind}],\n"),
        };
        text.push_str(&line);
    }
    text.push_str("});\n");
    text
}

/// Returns how the runtime reads and writes a value.
fn kind(api: &Api, parameter: &Parameter) -> &'static str {
    match &parameter.ty {
        Type::Integer => "Integer",
        Type::Number => "Number",
        Type::Boolean => "Boolean",
        Type::Instant => "Instant",
        Type::Id(name) if !api.is_hex(name) => "Id",
        Type::Enum(name) if api.is_numeric(name) => "Integer",
        Type::EpochSeconds | Type::EpochMilliseconds => "Integer",
        Type::Id(_) | Type::Enum(_) | Type::Text | Type::Date | Type::Object(_) | Type::Any => {
            "Text"
        }
    }
}

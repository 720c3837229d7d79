//! The description as data: whole for the sandbox, and for tools what they need to offer every
//! operation without code of its own.

use helpscout_description::{Api, EnumType, Field, Group, Operation, Parameter, Type, Unit};
use serde::Serialize;

use crate::marker::head;

/// Puts the marker of generated files into a JSON object, as its first key.
pub(crate) fn marked(key: &str, from: &str, object: &str) -> String {
    let head = head(from);
    object.replacen('{', &format!("{{\n  \"{key}\": \"{head}\","), 1)
}

#[derive(Serialize)]
struct Operations<'a> {
    #[serde(rename = "generated")]
    marker: &'a str,
    operations: Vec<Described<'a>>,
    objects: Vec<DescribedObject<'a>>,
    enums: Vec<DescribedEnum<'a>>,
}

#[derive(Serialize)]
struct Described<'a> {
    id: &'a str,
    group: Group,
    path: &'a str,
    docs: &'a str,
    summary: &'a str,
    notes: &'a [String],
    plans: &'a [String],
    parameters: Vec<DescribedParameter<'a>>,
    /// The parameter that asks for one page.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    response: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    list: bool,
    /// The object of a row, where rows are objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<&'a str>,
}

#[derive(Serialize)]
struct DescribedParameter<'a> {
    name: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    list: bool,
    /// Whether it is an id of hexadecimal digits.
    #[serde(skip_serializing_if = "is_false")]
    hex: bool,
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    example: &'a [String],
    doc: &'a str,
    /// The enumeration or id it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a str>,
}

#[derive(Serialize)]
struct DescribedObject<'a> {
    name: &'a str,
    fields: Vec<Column<'a>>,
    /// What other keys hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<Column<'a>>,
}

#[derive(Serialize)]
struct DescribedEnum<'a> {
    name: &'a str,
    values: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    value: &'a str,
    doc: &'a str,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    list: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    doc: &'a str,
    /// The object, enumeration or id it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a str>,
}

/// `operations.json`: the operations as a tool shows them.
pub(crate) fn operations(api: &Api) -> String {
    let operations = api.operations.iter().map(|one| described(api, one));
    let objects = api.objects.iter().map(|object| DescribedObject {
        name: &object.name,
        fields: object.fields.iter().map(column).collect(),
        rest: object.rest.as_ref().map(column),
    });
    let enums = api.enums.iter().map(|one| DescribedEnum {
        name: &one.name,
        values: values(one),
    });
    json(&Operations {
        marker: &head("spec"),
        operations: operations.collect(),
        objects: objects.collect(),
        enums: enums.collect(),
    })
}

fn described<'a>(api: &'a Api, operation: &'a Operation) -> Described<'a> {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|one| parameter(api, one));
    Described {
        id: &operation.id,
        group: operation.group(),
        path: &operation.path,
        docs: &operation.docs,
        summary: &operation.summary,
        notes: &operation.notes,
        plans: &operation.plans,
        parameters: parameters.collect(),
        page: operation
            .pages
            .as_ref()
            .map(|pages| pages.parameter.as_str()),
        response: &operation.response,
        list: operation.list,
        row: row_object(api, operation),
    }
}

fn parameter<'a>(api: &'a Api, parameter: &'a Parameter) -> DescribedParameter<'a> {
    DescribedParameter {
        name: &parameter.wire,
        kind: kind(&parameter.ty),
        list: parameter.list.is_some(),
        hex: matches!(&parameter.ty, Type::Id(name) if api.is_hex(name)),
        required: parameter.required,
        minimum: parameter.minimum,
        maximum: parameter.maximum,
        default: parameter.default.as_deref(),
        example: &parameter.example,
        doc: &parameter.doc,
        of: name_of(&parameter.ty),
    }
}

/// The object of a row, or the whole answer where it is its only row.
fn row_object<'a>(api: &'a Api, operation: &'a Operation) -> Option<&'a str> {
    match api.row_type(operation) {
        Some(Type::Object(name)) => Some(name),
        Some(_) => None,
        None => Some(&operation.response),
    }
}

fn column(field: &Field) -> Column<'_> {
    Column {
        name: &field.wire,
        kind: kind(&field.ty),
        list: field.list,
        unit: field.unit,
        doc: &field.doc,
        of: name_of(&field.ty),
    }
}

fn values(enumeration: &EnumType) -> Vec<Value<'_>> {
    let values = enumeration.values.iter().map(|value| Value {
        value: &value.wire,
        doc: &value.doc,
    });
    values.collect()
}

fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Text => "text",
        Type::Boolean => "boolean",
        Type::Instant => "instant",
        Type::Id(_) => "id",
        Type::Enum(_) => "enum",
        Type::Object(_) => "object",
        Type::Any => "any",
    }
}

fn name_of(ty: &Type) -> Option<&str> {
    match ty {
        Type::Id(name) | Type::Enum(name) | Type::Object(name) => Some(name),
        _ => None,
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

fn json(value: &impl Serialize) -> String {
    // Serialising plain data with string keys to memory has no way to fail.
    let mut text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|error| panic!("plain data must serialise: {error}"));
    text.push('\n');
    text
}

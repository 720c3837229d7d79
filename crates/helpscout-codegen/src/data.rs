//! The description as data: whole for the sandbox, and for tools what they need to offer every
//! operation without code of its own.

use helpscout_spec::Api;
use helpscout_spec::api::{Field, Object, Operation, Parameter, Type, Unit};
use serde::Serialize;

use crate::MARKER;

#[derive(Serialize)]
struct Embedded<'a> {
    #[serde(rename = "generated")]
    marker: &'a str,
    #[serde(flatten)]
    api: &'a Api,
}

/// `api.json`: the whole checked description.
pub(crate) fn embedded(api: &Api) -> String {
    json(&Embedded {
        marker: &marker(),
        api,
    })
}

#[derive(Serialize)]
struct Operations<'a> {
    #[serde(rename = "generated")]
    marker: &'a str,
    operations: Vec<Described<'a>>,
}

#[derive(Serialize)]
struct Described<'a> {
    id: &'a str,
    path: &'a str,
    docs: &'a str,
    summary: &'a str,
    notes: &'a [String],
    plans: &'a [String],
    parameters: Vec<DescribedParameter<'a>>,
    columns: Vec<Column<'a>>,
}

#[derive(Serialize)]
struct DescribedParameter<'a> {
    name: &'a str,
    kind: &'static str,
    list: bool,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    example: &'a [String],
    doc: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
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
    list: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    doc: &'a str,
}

/// `operations.json`: the operations as a tool shows them.
pub(crate) fn operations(api: &Api) -> String {
    let operations = api
        .operations
        .iter()
        .map(|operation| described(api, operation))
        .collect();
    json(&Operations {
        marker: &marker(),
        operations,
    })
}

fn described<'a>(api: &'a Api, operation: &'a Operation) -> Described<'a> {
    Described {
        id: &operation.id,
        path: &operation.path,
        docs: &operation.docs,
        summary: &operation.summary,
        notes: &operation.notes,
        plans: &operation.plans,
        parameters: operation
            .parameters
            .iter()
            .map(|p| parameter(api, p))
            .collect(),
        columns: row_object(api, operation).map(columns).unwrap_or_default(),
    }
}

fn parameter<'a>(api: &'a Api, parameter: &'a Parameter) -> DescribedParameter<'a> {
    let values = match &parameter.ty {
        Type::Enum(name) => api
            .enumeration(name)
            .map(|e| {
                e.values
                    .iter()
                    .map(|v| Value {
                        value: &v.wire,
                        doc: &v.doc,
                    })
                    .collect()
            })
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    DescribedParameter {
        name: &parameter.wire,
        kind: kind(&parameter.ty),
        list: parameter.list.is_some(),
        required: parameter.required,
        default: parameter.default.as_deref(),
        example: &parameter.example,
        doc: &parameter.doc,
        values,
    }
}

/// The object of a row, or the whole answer where there are no rows.
fn row_object<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Object> {
    match crate::access::row_type(api, operation) {
        Some(Type::Object(name)) => api.object(name),
        Some(_) => None,
        None => api.object(&operation.response),
    }
}

fn columns<'a>(object: &'a Object) -> Vec<Column<'a>> {
    let column = |field: &'a Field| Column {
        name: &field.wire,
        kind: kind(&field.ty),
        list: field.list,
        unit: field.unit,
        doc: &field.doc,
    };
    object.fields.iter().map(column).collect()
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
    }
}

/// `schema.json`, with the marker as a comment at its head.
pub(crate) fn schema() -> String {
    let comment =
        format!("{{\n  \"$comment\": \"{MARKER} from crates/helpscout-spec. Do not edit.\",");
    helpscout_spec::schema().replacen('{', &comment, 1)
}

fn marker() -> String {
    format!("{MARKER} from spec. Do not edit.")
}

fn json(value: &impl Serialize) -> String {
    // Serialising plain data with string keys to memory has no way to fail.
    let mut text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|error| panic!("plain data must serialise: {error}"));
    text.push('\n');
    text
}

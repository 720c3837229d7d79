//! What answers are made of: ids, enumerations and objects as JSON schemas.

use helpscout_description::Api;
use helpscout_description::{EnumType, Field, IdForm, IdType, Object, Source, Type, Unit};
use serde_json::{Map, Value, json};

use super::errors;
use crate::docs::in_unit;

/// A schema under construction. What is added comes last.
pub(crate) type Schema = Map<String, Value>;

/// `components.schemas`.
pub(crate) fn schemas(api: &Api) -> Map<String, Value> {
    let ids = api.ids.iter().map(|one| (one.name.clone(), id(one)));
    let enums = api
        .enums
        .iter()
        .map(|one| (one.name.clone(), enumeration(one)));
    let objects = api
        .objects
        .iter()
        .map(|one| (one.name.clone(), object(api, one)));
    ids.chain(enums)
        .chain(objects)
        .chain(errors::schemas())
        .collect()
}

/// The schema of that name.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A plain type, or the schema of a named one. Enumerations are closed here.
pub(crate) fn of_type(ty: &Type) -> Schema {
    map(match ty {
        Type::Integer => json!({ "type": "integer", "format": "int64" }),
        Type::Number => json!({ "type": "number" }),
        Type::Text => json!({ "type": "string" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Instant => json!({ "type": "string", "format": "date-time" }),
        Type::Id(name) | Type::Enum(name) | Type::Object(name) => reference(name),
        Type::Any => json!({}),
    })
}

pub(crate) fn list_of(items: Schema) -> Schema {
    map(json!({ "type": "array", "items": items }))
}

fn id(id: &IdType) -> Value {
    match id.form {
        IdForm::Integer => json!({ "type": "integer", "format": "int64", "description": id.doc }),
        IdForm::Hex24 => json!({
            "type": "string",
            "pattern": "^[0-9a-fA-F]{24}$",
            "description": id.doc,
        }),
    }
}

fn enumeration(one: &EnumType) -> Value {
    let mut description = format!("{}\n", one.doc);
    for value in &one.values {
        description.push_str(&format!("\n- `{}`: {}", value.wire, value.doc));
    }
    let known: Vec<Value> = one
        .values
        .iter()
        .map(|value| literal(&value.wire, !one.numeric))
        .collect();
    let names: Vec<&str> = one.values.iter().map(|value| value.rust.as_str()).collect();
    let corrections: Map<String, Value> = one
        .values
        .iter()
        .filter_map(|value| Some((value.wire.clone(), json!(value.correction.as_ref()?))))
        .collect();
    let mut schema = map(json!({
        "type": value_type(one),
        "description": description,
        "enum": known,
        "x-enum-varnames": names,
    }));
    if !corrections.is_empty() {
        schema.insert("x-corrections".into(), corrections.into());
    }
    schema.into()
}

fn value_type(one: &EnumType) -> &'static str {
    if one.numeric { "integer" } else { "string" }
}

/// A value that is written as text in the description: JSON, unless it is a text indeed.
pub(crate) fn literal(text: &str, is_text: bool) -> Value {
    let json = (!is_text).then(|| serde_json::from_str(text).ok());
    json.flatten().unwrap_or_else(|| text.into())
}

fn object(api: &Api, object: &Object) -> Value {
    let required: Vec<&str> = object
        .fields
        .iter()
        .filter(|field| is_always_there(field))
        .map(|field| field.wire.as_str())
        .collect();
    let properties: Map<String, Value> = object
        .fields
        .iter()
        .map(|one| (one.wire.clone(), field(api, one).into()))
        .collect();
    let mut schema = map(json!({ "type": "object", "description": object.doc }));
    if !properties.is_empty() {
        schema.insert("properties".into(), properties.into());
    }
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    if let Some(rest) = &object.rest {
        schema.insert("additionalProperties".into(), field(api, rest).into());
    }
    schema.into()
}

/// A key that has other names may be missing in favour of one of them.
fn is_always_there(field: &Field) -> bool {
    !field.optional && field.aliases.is_empty()
}

fn field(api: &Api, field: &Field) -> Schema {
    let mut schema = received(api, field);
    if field.list {
        schema = list_of(schema);
    }
    if field.nullable {
        schema = or_null(schema);
    }
    let aliases = field.aliases.iter().map(|alias| format!("`{alias}`"));
    let aliases = aliases.collect::<Vec<_>>().join(", ");
    let also = match aliases.as_str() {
        "" => String::new(),
        aliases => format!(" Also sent as {aliases}."),
    };
    let unit = field.unit.map(in_unit).unwrap_or_default();
    schema.insert(
        "description".into(),
        format!("{}{unit}{also}", field.doc).into(),
    );
    if let Some(unit) = field.unit {
        schema.insert("x-unit".into(), json!(unit));
    }
    if !field.aliases.is_empty() {
        schema.insert("x-aliases".into(), json!(field.aliases));
    }
    if field.source != Source::Table {
        schema.insert("x-source".into(), json!(field.source));
    }
    if let Some(correction) = &field.correction {
        schema.insert("x-correction".into(), json!(correction));
    }
    schema
}

/// One value of a field, as it is received.
fn received(api: &Api, field: &Field) -> Schema {
    match &field.ty {
        Type::Integer if field.as_text => digits(),
        Type::Id(name) if field.as_text && !api.is_hex(name) => {
            let mut schema = digits();
            schema.insert("x-id".into(), json!(name));
            schema
        }
        Type::Integer if field.unit == Some(Unit::Seconds) => of_type(&Type::Number),
        Type::Enum(name) => open(api, name),
        ty => of_type(ty),
    }
}

fn digits() -> Schema {
    map(json!({ "type": "string", "pattern": "^-?[0-9]+$" }))
}

/// The service may add values to what it answers with.
fn open(api: &Api, name: &str) -> Schema {
    let ty = api.enumeration(name).map_or("string", value_type);
    map(json!({ "anyOf": [reference(name), { "type": ty }] }))
}

fn or_null(mut schema: Schema) -> Schema {
    if schema.contains_key("$ref") {
        return map(json!({ "anyOf": [schema, { "type": "null" }] }));
    }
    if let Some(Value::Array(alternatives)) = schema.get_mut("anyOf") {
        alternatives.push(json!({ "type": "null" }));
    }
    if let Some(ty) = schema.get_mut("type") {
        *ty = json!([ty.clone(), "null"]);
    }
    // What is none of these takes any value, null too.
    schema
}

fn map(value: Value) -> Schema {
    match value {
        Value::Object(map) => map,
        _ => Schema::new(),
    }
}

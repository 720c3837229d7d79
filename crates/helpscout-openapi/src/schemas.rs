//! The parts of responses as JSON schemas: IDs, enumerations, and objects.

use helpscout_description::{
    EnumType, Field, IdForm, IdType, Object, Parameter, Source, Type, Unit,
};
use serde_json::{Map, Value, json};

use crate::described::Described;
use crate::markdown::of_prose;
use crate::names::Names;
use crate::{errors, reference, sentences};

/// A schema under construction. Added keys come last.
pub(crate) type Schema = Map<String, Value>;

/// Generates `components.schemas`.
pub(crate) fn schemas(api: &Described<'_>, names: &Names<'_>) -> Map<String, Value> {
    let ids = api.ids.iter().map(|id| (id.name.clone(), id_schema(id)));
    // Those of responses are open, and are described where they are received.
    let enums = api
        .enums
        .iter()
        .filter(|known| is_sent(api, known))
        .map(|known| (known.name.clone(), enum_schema(known)));
    let objects = api
        .objects
        .iter()
        .filter(|object| !is_in_headers(object))
        .map(|object| (object.name.clone(), object_schema(api, object)));
    ids.chain(enums)
        .chain(objects)
        .chain(errors::schemas(api, names))
        .collect()
}

/// Returns whether no body has an object, because its values are in headers.
fn is_in_headers(object: &Object) -> bool {
    object.fields.iter().any(|field| field.header.is_some())
}

/// Returns whether a parameter has values of an enumeration.
fn is_sent(api: &Described<'_>, enumeration: &EnumType) -> bool {
    let operations = api.operations.iter();
    let parameters = operations.flat_map(|operation| &operation.parameters);
    let mut parameters = parameters.flat_map(Parameter::with_fields);
    parameters.any(|parameter| parameter.ty == Type::Enum(enumeration.name.clone()))
}

/// Returns the schema of a type, or a reference to the schema of a named one. The schema of an
/// enumeration accepts only known values.
pub(crate) fn of_type(ty: &Type) -> Schema {
    map(match ty {
        Type::Integer => json!({ "type": "integer", "format": "int64" }),
        Type::Number => json!({ "type": "number" }),
        Type::Text => json!({ "type": "string" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Instant => json!({ "type": "string", "format": "date-time" }),
        Type::Date => json!({ "type": "string", "format": "date" }),
        Type::EpochSeconds | Type::EpochMilliseconds => {
            json!({ "type": "integer", "format": "int64" })
        }
        Type::Id(name) | Type::Enum(name) | Type::Object(name) => reference::schema(name),
        Type::Any => json!({}),
    })
}

/// Returns the schema of a list.
pub(crate) fn list_of(items: Schema) -> Schema {
    map(json!({ "type": "array", "items": items }))
}

fn id_schema(id: &IdType) -> Value {
    let doc = of_prose(&id.doc);
    match id.form {
        IdForm::Integer => json!({ "type": "integer", "format": "int64", "description": doc }),
        IdForm::Hex24 => json!({
            "type": "string",
            "pattern": "^[0-9a-fA-F]{24}$",
            "description": doc,
        }),
        IdForm::Text => {
            let mut schema = json!({ "type": "string", "description": doc });
            if let Some(example) = &id.example {
                schema["examples"] = json!([example]);
            }
            schema
        }
    }
}

fn enum_schema(enumeration: &EnumType) -> Value {
    let values = enumeration.values.iter();
    let names: Vec<&str> = values.map(|value| value.rust.as_str()).collect();
    let description = format!("{}\n{}", of_prose(&enumeration.doc), items(enumeration));
    let mut schema = map(json!({
        "type": value_type(enumeration),
        "description": description,
        "enum": known_values(enumeration),
        "x-enum-varnames": names,
    }));
    push_corrections(&mut schema, enumeration);
    schema.into()
}

/// Returns the known values of an enumeration as a Markdown list.
fn items(enumeration: &EnumType) -> String {
    let items = enumeration.values.iter().map(|value| {
        let item = format!("{}: {}", sentences::code(&value.wire), value.doc);
        format!("\n- {}", of_prose(&item))
    });
    items.collect()
}

fn known_values(enumeration: &EnumType) -> Vec<Value> {
    let values = enumeration.values.iter();
    values
        .map(|value| literal(&value.wire, !enumeration.numeric))
        .collect()
}

fn push_corrections(schema: &mut Schema, enumeration: &EnumType) {
    let corrections: Map<String, Value> = enumeration
        .values
        .iter()
        .filter_map(|value| Some((value.wire.clone(), json!(value.correction.as_ref()?))))
        .collect();
    if !corrections.is_empty() {
        schema.insert("x-corrections".into(), corrections.into());
    }
}

fn value_type(enumeration: &EnumType) -> &'static str {
    if enumeration.numeric {
        "integer"
    } else {
        "string"
    }
}

/// Returns the JSON value of a text in the description. If `is_text` is false, the text is parsed.
pub(crate) fn literal(text: &str, is_text: bool) -> Value {
    let json = (!is_text).then(|| serde_json::from_str(text).ok());
    json.flatten().unwrap_or_else(|| text.into())
}

fn object_schema(api: &Described<'_>, object: &Object) -> Value {
    let required: Vec<&str> = object
        .fields
        .iter()
        .filter(|field| is_always_there(field))
        .map(|field| field.wire.as_str())
        .collect();
    let properties: Map<String, Value> = object
        .fields
        .iter()
        .map(|field| {
            let doc = sentences::field(api, field);
            (field.wire.clone(), field_schema(api, field, &doc).into())
        })
        .collect();
    let description = of_prose(&object_description(api, object));
    let mut schema = map(json!({ "type": "object", "description": description }));
    if !properties.is_empty() {
        schema.insert("properties".into(), properties.into());
    }
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    if let Some(rest_field) = &object.rest {
        let mut rest = field_schema(
            api,
            rest_field,
            &sentences::with_many(&rest_field.doc, rest_field),
        );
        if rest_field.one_or_many {
            rest.insert("x-one-or-many".into(), json!(true));
        }
        if object.fields.is_empty() && !rest_field.one_or_many {
            match rest.get("$ref").cloned() {
                // A generator for PHP loses the name of the class if there are facts beside it.
                Some(reference) => {
                    let reference = json!({ "$ref": reference });
                    schema.insert("additionalProperties".into(), reference);
                    schema.insert("x-additional-properties".into(), rest.into());
                }
                None => _ = schema.insert("additionalProperties".into(), rest.into()),
            }
        } else {
            // In TypeScript, all keys of an object with an index have the type of the index. A choice
            // between a value and a list would be a class of its own.
            schema.insert("additionalProperties".into(), json!(true));
            schema.insert("x-additional-properties".into(), rest.into());
        }
    }
    schema.into()
}

fn object_description(api: &Described<'_>, object: &Object) -> String {
    let lists = sentences::lists_of(api, object);
    if lists.is_empty() {
        return object.doc.clone();
    }
    let name = |(owner, field): (&Object, &Field)| format!("`{}.{}`", owner.name, field.wire);
    let names: Vec<String> = lists.iter().copied().map(name).collect();
    sentences::element(&names) + &sentences::listed(&object.doc)
}

/// Returns whether a key is required. A key with aliases is not, because one of them may replace
/// it.
fn is_always_there(field: &Field) -> bool {
    !field.optional && field.aliases.is_empty()
}

fn field_schema(api: &Described<'_>, field: &Field, doc: &str) -> Schema {
    let mut schema = received(api, field);
    if field.nullable_items {
        schema = or_null(schema);
    }
    if field.list {
        schema = list_of(schema);
    }
    if field.nullable {
        schema = or_null(schema);
    }
    let description = sentences::with_unit(doc, field.unit);
    let description = sentences::with_aliases(description, &field.aliases);
    let mut description = of_prose(&description);
    if let Type::Enum(name) = &field.ty
        && let Some(enumeration) = api.enumeration(name)
    {
        let items = items(enumeration);
        description = format!("{description}\n\nThe service may add values to these:\n{items}");
    }
    schema.insert("description".into(), description.into());
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

/// Returns the schema of one value of a field, as it is received.
pub(crate) fn received(api: &Described<'_>, field: &Field) -> Schema {
    match &field.ty {
        Type::Number if field.as_text => decimal(),
        Type::Integer if field.as_text => digits(),
        Type::Id(name) if field.as_text && !api.is_text_id(name) => {
            let mut schema = digits();
            schema.insert("x-id".into(), json!(name));
            schema
        }
        Type::Integer if is_duration(field.unit) => of_type(&Type::Number),
        Type::Enum(name) => open(api, name),
        ty => of_type(ty),
    }
}

fn decimal() -> Schema {
    map(json!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$" }))
}

fn digits() -> Schema {
    map(json!({ "type": "string", "pattern": "^-?[0-9]+$" }))
}

/// Returns whether numbers of a unit may have fractions even if the description calls them whole.
fn is_duration(unit: Option<Unit>) -> bool {
    matches!(
        unit,
        Some(Unit::Seconds | Unit::Minutes | Unit::Milliseconds)
    )
}

/// Returns the schema of a received enumeration, to which the service may add values.
///
/// It refers to no schema with the known values. Generators make a class of a choice between that
/// schema and any other value, some with the name of the schema itself.
fn open(api: &Described<'_>, name: &str) -> Schema {
    let Some(enumeration) = api.enumeration(name) else {
        return of_type(&Type::Text);
    };
    let known = known_values(enumeration);
    let mut schema = map(json!({
        "type": value_type(enumeration),
        "examples": known,
        "x-known-values": known,
        "x-enum": name,
    }));
    push_corrections(&mut schema, enumeration);
    schema
}

fn or_null(mut schema: Schema) -> Schema {
    if schema.contains_key("$ref") {
        return map(json!({ "anyOf": [schema, { "type": "null" }] }));
    }
    if let Some(ty) = schema.get_mut("type") {
        *ty = json!([ty.clone(), "null"]);
    }
    // Any other schema accepts all values, including null.
    schema
}

fn map(value: Value) -> Schema {
    match value {
        Value::Object(map) => map,
        _ => Schema::new(),
    }
}

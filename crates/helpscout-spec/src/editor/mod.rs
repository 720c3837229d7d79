//! The schema for editors: the schema of the language, the names that a spec folder has, and rules
//! that the checks know.
//!
//! The structural check interprets the schema of the raw types alone, so a name that is missing
//! here is never an error of `lint`, only a mark in an editor.

mod language;
mod names;

use serde_json::{Map, Value, json};

use crate::check::built_in_types;
use crate::schema::{language as schema_of_language, text};

pub(crate) use names::Names;

/// Returns the schema as indented JSON.
pub(crate) fn schema(names: &Names) -> String {
    let mut whole = schema_of_language();
    if let Some(definitions) = whole["$defs"].as_object_mut() {
        language::add(definitions);
        add_names(definitions, names);
    }
    let operation = whole["else"].take();
    whole["else"] =
        json!({ "allOf": [operation, types_of_operation(names), known_operation(names)] });
    let api = whole["then"].take();
    whole["then"] = json!({ "allOf": [api, types_of_api(names)] });
    without_empty_enums(&mut whole);
    text(&whole)
}

/// Replaces each list of values that has none, such as of the plans of a service without plans. It
/// allows nothing, but validators refuse a schema with one.
fn without_empty_enums(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if keys
                .get("enum")
                .and_then(Value::as_array)
                .is_some_and(Vec::is_empty)
            {
                *schema = Value::Bool(false);
            } else {
                keys.values_mut().for_each(without_empty_enums);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_empty_enums),
        _ => {}
    }
}

fn add_names(definitions: &mut Map<String, Value>, names: &Names) {
    let camel = json!({ "pattern": "^[A-Z][A-Za-z0-9]*$" });
    for name in ["Parameter", "ParameterEntry", "Field"] {
        let is_field = name == "Field";
        // In a new operation, a type may be an enum that the operation declares.
        let types = json!({ "anyOf": [{ "enum": types(names, is_field) }, camel] });
        extend(definitions, name, "type", &types);
        if !is_field {
            values(definitions, name, names);
        }
    }
    for name in ["Field", "Response"] {
        // New objects are named where they are described.
        let objects = json!({ "anyOf": [{ "enum": names.objects }, camel] });
        extend(definitions, name, "object", &objects);
    }
    extend(
        definitions,
        "ParameterEntry",
        "use",
        &json!({ "enum": names.groups }),
    );
    let plans = json!({ "items": { "enum": names.plans } });
    extend(definitions, "OperationFile", "plans", &plans);
    let ids: Vec<&String> = names.ids.iter().collect();
    let numbers: Vec<&str> = ["integer", "number"]
        .into_iter()
        .chain(ids.iter().map(|id| id.as_str()))
        .collect();
    let written = json!({
        "if": { "required": ["written_as"] },
        "then": { "properties": { "type": { "enum": numbers } }, "required": ["type"] },
    });
    language::constrain(definitions, "Field", written);
}

/// Says which values the parameters of a type can have.
fn values(definitions: &mut Map<String, Value>, definition: &str, names: &Names) {
    let whole = json!({ "anyOf": [
        { "type": "integer" },
        {
            "type": "string",
            "pattern": "^-?(0|[1-9][0-9]*)$",
            "patternErrorMessage": "Expected a whole number",
        },
    ] });
    let id = json!({ "anyOf": [
        { "type": "integer", "minimum": 1 },
        {
            "type": "string",
            "pattern": "^[1-9][0-9]*$",
            "patternErrorMessage": "Expected an ID, which is a whole number",
        },
    ] });
    let hex = json!({
        "type": "string",
        "pattern": "^[0-9a-fA-F]{24}$",
        "patternErrorMessage": "Expected an ID, which is 24 hexadecimal digits",
    });
    let number = json!({ "anyOf": [
        { "type": "number" },
        {
            "type": "string",
            "pattern": "^-?[0-9]",
            "patternErrorMessage": "Expected a number",
        },
    ] });
    let boolean = json!({ "enum": [true, false, "true", "false"] });
    let instant = json!({
        "type": "string",
        "pattern": "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$",
        "patternErrorMessage": "Expected whole seconds in UTC, such as 2019-05-02T12:00:00Z",
    });
    let mut of = |types: Value, value: Value| {
        let value = json!({ "anyOf": [value, { "type": "array", "items": value }] });
        let rule = json!({
            "if": { "properties": { "type": { "enum": types } }, "required": ["type"] },
            "then": { "properties": { "default": value, "example": value } },
        });
        language::constrain(definitions, definition, rule);
    };
    of(json!(["integer"]), whole);
    of(json!(["number"]), number);
    of(json!(["boolean"]), boolean);
    of(json!(["instant"]), instant);
    of(json!(names.ids), id);
    of(json!(names.hex_ids), hex);
    for (name, texts) in &names.enums {
        let numbers = texts.iter().filter_map(|text| text.parse::<i64>().ok());
        let texts = texts.iter().map(|text| json!(text));
        let values: Vec<Value> = texts.chain(numbers.map(|number| json!(number))).collect();
        of(json!([name]), json!({ "enum": values }));
    }
}

/// Says which types an operation can use: those that are shared, and those that some operation
/// declares. A new operation that declares enums can use other names.
fn types_of_operation(names: &Names) -> Value {
    let parameter = json!({ "properties": { "type": { "enum": types(names, false) } } });
    let field = json!({ "properties": { "type": { "enum": types(names, true) } } });
    json!({
        "if": { "anyOf": [{ "not": { "required": ["enums"] } }, is_known(names)] },
        "then": { "properties": {
            "parameters": { "items": parameter },
            "response": { "properties": { "fields": { "items": field } } },
        } },
    })
}

fn types_of_api(names: &Names) -> Value {
    let parameter = json!({ "properties": { "type": { "enum": types(names, false) } } });
    let field = json!({ "properties": { "type": { "enum": types(names, true) } } });
    let name = json!({ "enum": names.parameters });
    let group =
        json!({ "properties": { "parameters": { "items": parameter }, "rules": rules(&name) } });
    json!({ "properties": {
        "parameter_groups": { "items": group },
        "objects": { "items": { "properties": { "fields": { "items": field } } } },
    } })
}

/// Says which parameters and paths an operation that exists already can name. A new one may have
/// new ones.
fn known_operation(names: &Names) -> Value {
    let name = json!({ "enum": names.parameters });
    let mut pages = Map::new();
    for key in ["parameter", "size"] {
        pages.insert(key.to_owned(), name.clone());
    }
    for (key, paths) in names.paths.iter().filter(|(_, paths)| !paths.is_empty()) {
        pages.insert((*key).to_owned(), json!({ "enum": paths }));
    }
    json!({
        "if": is_known(names),
        "then": { "properties": { "rules": rules(&name), "pages": { "properties": pages } } },
    })
}

fn is_known(names: &Names) -> Value {
    json!({
        "properties": { "operation": { "enum": names.operations } },
        "required": ["operation"],
    })
}

fn rules(name: &Value) -> Value {
    json!({ "items": { "properties": {
        "interval": { "properties": { "from": name, "to": name } },
        "together": { "items": name },
        "requires": { "properties": { "parameter": name, "other": name } },
    } } })
}

/// Returns the types that a parameter or a field can have.
fn types(names: &Names, is_field: bool) -> Vec<&str> {
    let built_in: Vec<&str> = built_in_types()
        .filter(|name| is_field || *name != "any")
        .collect();
    let enums = names.enums.iter().map(|(name, _)| name.as_str());
    let ids = names.ids.iter().chain(&names.hex_ids);
    let ids = ids.chain(&names.text_ids).map(String::as_str);
    built_in.into_iter().chain(ids).chain(enums).collect()
}

/// Adds keywords to a property of a definition.
fn extend(
    definitions: &mut Map<String, Value>,
    definition: &str,
    property: &str,
    keywords: &Value,
) {
    let Some(keywords) = keywords.as_object() else {
        return;
    };
    let found = definitions
        .get_mut(definition)
        .and_then(|schema| schema.pointer_mut(&format!("/properties/{property}")))
        .and_then(Value::as_object_mut);
    if let Some(found) = found {
        for (keyword, value) in keywords {
            // A list keeps what it says about its entries.
            match found.get_mut(keyword).and_then(Value::as_object_mut) {
                Some(old) => old.extend(value.as_object().cloned().unwrap_or_default()),
                None => {
                    found.insert(keyword.clone(), value.clone());
                }
            }
        }
    }
}

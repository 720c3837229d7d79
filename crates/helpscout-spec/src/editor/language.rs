//! Rules of the language that its raw types don't say, as far as a schema can say them.

use serde_json::{Map, Value, json};

use crate::reserved::KEYWORDS;

/// Adds the rules to the definitions of the schema.
pub(super) fn add(definitions: &mut Map<String, Value>) {
    parameters(definitions);
    constrain(
        definitions,
        "ParameterEntry",
        json!({
            "if": { "required": ["name"] },
            "then": { "required": ["doc", "example"] },
        }),
    );
    constrain(
        definitions,
        "Parameter",
        json!({ "required": ["doc", "example"] }),
    );
    constrain(
        definitions,
        "Field",
        json!({
            "if": { "required": ["unit"] },
            "then": { "properties": { "type": { "enum": ["integer", "number"] } }, "required": ["type"] },
        }),
    );
    let keyword = format!("(^|[.])({})(\\[\\])?$", KEYWORDS.join("|"));
    constrain(
        definitions,
        "Field",
        json!({
            "if": { "properties": { "path": { "pattern": keyword } }, "required": ["path"] },
            "then": { "required": ["rust"] },
        }),
    );
    constrain(
        definitions,
        "Enum",
        json!({
            "if": { "properties": { "numeric": { "const": true } }, "required": ["numeric"] },
            "then": { "properties": { "values": { "items": {
                "properties": { "value": { "pattern": "^-?[0-9]+$" } },
            } } } },
        }),
    );
    constrain(
        definitions,
        "Value",
        json!({
            "if": { "properties": { "value": { "pattern": "^([0-9].*|[Oo]ther|OTHER)$" } } },
            "then": { "required": ["rust"] },
        }),
    );
    constrain(
        definitions,
        "Value",
        json!({ "properties": { "rust": { "not": { "const": "Other" } } } }),
    );
    for name in ["Field", "Id", "Enum", "Value", "SharedObject"] {
        constrain(definitions, name, json!({ "required": ["doc"] }));
    }
    constrain(
        definitions,
        "OperationFile",
        json!({ "required": ["summary"] }),
    );
    // Nothing but a status comes with an answer that has no object.
    constrain(
        definitions,
        "OperationFile",
        json!({
            "if": { "properties": { "response": { "required": ["object"] } } },
            "then": { "required": ["examples"] },
            "else": { "properties": { "examples": false, "pages": false } },
        }),
    );
    constrain(
        definitions,
        "Response",
        json!({
            "if": { "required": ["object"] },
            "else": {
                "required": ["status"],
                "properties": { "doc": false, "fields": false, "important": false },
            },
        }),
    );
    let one_line = json!({
        "pattern": "^[^\\n\\r]*$",
        "patternErrorMessage": "Expected a single line",
    });
    constrain(
        definitions,
        "OperationFile",
        json!({ "properties": { "summary": one_line } }),
    );
    definitions.values_mut().for_each(add_everywhere);
}

/// Adds the rules of single parameters.
fn parameters(definitions: &mut Map<String, Value>) {
    for name in ["Parameter", "ParameterEntry"] {
        constrain(
            definitions,
            name,
            json!({
                "not": { "required": ["default", "required"], "properties": { "required": { "const": true } } },
            }),
        );
        constrain(
            definitions,
            name,
            json!({
                "if": { "anyOf": [{ "required": ["minimum"] }, { "required": ["maximum"] }] },
                "then": { "properties": { "type": { "enum": ["integer", "number"] } } },
            }),
        );
        let value = json!({ "not": { "type": "array" } });
        constrain(
            definitions,
            name,
            json!({
                "if": { "not": { "required": ["list"] } },
                "then": { "properties": { "default": value, "example": value } },
            }),
        );
        let is_keyword =
            json!({ "properties": { "name": { "enum": KEYWORDS } }, "required": ["name"] });
        constrain(
            definitions,
            name,
            json!({ "if": is_keyword, "then": { "required": ["rust"] } }),
        );
    }
}

/// Adds a rule to a definition.
pub(super) fn constrain(definitions: &mut Map<String, Value>, definition: &str, rule: Value) {
    let Some(schema) = definitions
        .get_mut(definition)
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let rules = schema.entry("allOf").or_insert_with(|| json!([]));
    if let Some(rules) = rules.as_array_mut() {
        rules.push(rule);
    }
}

/// Adds what holds for every list, every given Rust name, and every text for people.
fn add_everywhere(definition: &mut Value) {
    let properties = definition.get_mut("properties");
    let Some(properties) = properties.and_then(Value::as_object_mut) else {
        return;
    };
    for (key, property) in properties {
        let Some(property) = property.as_object_mut() else {
            continue;
        };
        match key.as_str() {
            "rust" => {
                property.insert("not".to_owned(), json!({ "enum": KEYWORDS }));
            }
            "doc" | "summary" => {
                property.insert("allOf".to_owned(), prose());
            }
            "notes" => {
                if let Some(items) = property.get_mut("items").and_then(Value::as_object_mut) {
                    items.insert("allOf".to_owned(), prose());
                }
            }
            _ => {}
        }
        if property.get("type") == Some(&json!("array")) {
            property.insert("uniqueItems".to_owned(), json!(true));
        }
    }
}

/// Returns the rules for prose: backticks enclose code, and outside of it there is neither a URL
/// nor a tag.
fn prose() -> Value {
    json!([
        {
            "pattern": "^([^`]|`[^`]+`)*$",
            "patternErrorMessage": "Expected backticks in pairs, with code between them",
        },
        {
            "pattern": "^([^`<]|<[^A-Za-z/!`]|<$|`[^`]+`)*$",
            "patternErrorMessage": "Expected no tag outside of backticks",
        },
        { "not": { "pattern": "^([^`]|`[^`]*`)*https?://" } },
    ])
}

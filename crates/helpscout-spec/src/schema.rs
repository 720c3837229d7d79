//! The JSON schema of the spec language, generated from the raw types.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::pattern::Pattern;
use crate::raw::{ApiFile, OperationFile};

/// Returns the JSON schema of the spec files, for editors: indented JSON with a trailing newline,
/// the same bytes every time.
///
/// A file with a `service` key is read as `api.yaml`, any other as an operation.
pub fn schema() -> String {
    text(&SCHEMA)
}

/// Returns a schema as indented JSON with a trailing newline, the same bytes every time.
pub(crate) fn text(schema: &Value) -> String {
    format!("{:#}\n", ordered(schema))
}

/// Returns a copy of the schema of the language, to which more can be added.
pub(crate) fn language() -> Value {
    SCHEMA.clone()
}

/// The schema that the structural check interprets.
pub(crate) static SCHEMA: LazyLock<Value> = LazyLock::new(build);

/// Returns whether some map of the language has a key.
pub(crate) fn is_key(word: &str) -> bool {
    KEYS.contains(word)
}

static KEYS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let definitions = SCHEMA["$defs"].as_object().into_iter().flatten();
    let maps = definitions.filter_map(|(_, schema)| schema["properties"].as_object());
    maps.flat_map(Map::keys).map(String::as_str).collect()
});

/// Returns the definition that a `$ref` refers to, or the schema itself.
pub(crate) fn resolve(schema: &'static Value) -> &'static Value {
    schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| SCHEMA.pointer(reference.trim_start_matches('#')))
        .unwrap_or(schema)
}

fn build() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let api_file = generator.subschema_for::<ApiFile>();
    let operation_file = generator.subschema_for::<OperationFile>();
    let mut definitions = Value::Object(generator.take_definitions(true));
    without_null(&mut definitions);
    with_pattern_messages(&mut definitions);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Description of the Help Scout Reports API",
        "type": "object",
        "if": { "required": ["service"] },
        "then": api_file,
        "else": operation_file,
        "$defs": definitions,
    })
}

/// Says in words what each pattern demands, because editors show the regular expression otherwise.
fn with_pattern_messages(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let pattern = map.get("pattern").and_then(Value::as_str);
            if let Some(pattern) = pattern.and_then(Pattern::of_regex) {
                let message = format!("Expected {}: {}", pattern.what, pattern.rule);
                map.insert("patternErrorMessage".to_owned(), json!(message));
            }
            map.values_mut().for_each(with_pattern_messages);
        }
        Value::Array(values) => values.iter_mut().for_each(with_pattern_messages),
        _ => {}
    }
}

/// Removes `null` from the types of optional keys, and requires texts not to be empty: a key may be
/// missing, but a key without a value is a mistake.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            drop_null_type(map);
            drop_null_alternative(map);
            if map.get("default") == Some(&Value::Null) {
                map.remove("default");
            }
            if map.get("type") == Some(&json!("string")) && !map.contains_key("const") {
                map.entry("minLength").or_insert(json!(1));
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(list) => list.iter_mut().for_each(without_null),
        _ => {}
    }
}

fn drop_null_type(map: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = map.get_mut("type") else {
        return;
    };
    types.retain(|name| name != "null");
    if let [only] = types.as_slice() {
        let only = only.clone();
        map.insert("type".to_owned(), only);
    }
}

fn drop_null_alternative(map: &mut Map<String, Value>) {
    let Some(Value::Array(alternatives)) = map.get_mut("anyOf") else {
        return;
    };
    alternatives.retain(|alternative| alternative != &json!({ "type": "null" }));
    if let [Value::Object(only)] = alternatives.as_slice() {
        let only = only.clone();
        map.remove("anyOf");
        map.extend(only);
    }
}

/// Returns the value with its keys in alphabetical order, independent of the JSON library.
fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, &Value> = map.iter().collect();
            sorted
                .into_iter()
                .map(|(key, value)| (key.clone(), ordered(value)))
                .collect()
        }
        Value::Array(list) => list.iter().map(ordered).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{SCHEMA, schema};
    use crate::pattern::Pattern;

    /// The keywords the structural check interprets, and those that only say something to people.
    const UNDERSTOOD: &[&str] = &[
        "$ref",
        "additionalProperties",
        "anyOf",
        "const",
        "default",
        "description",
        "format",
        "items",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "oneOf",
        "pattern",
        "patternErrorMessage",
        "properties",
        "required",
        "title",
        "type",
    ];

    #[test]
    fn the_structural_check_understands_every_keyword_of_the_schema() {
        let definitions = SCHEMA["$defs"].as_object();
        let mut keywords = Vec::new();
        definitions
            .into_iter()
            .flatten()
            .for_each(|(_, schema)| collect(schema, &mut keywords));
        keywords.retain(|(keyword, _)| !UNDERSTOOD.contains(&keyword.as_str()));
        assert_eq!(keywords, []);
    }

    #[test]
    fn every_pattern_of_the_schema_is_known() {
        let mut keywords = Vec::new();
        for (_, schema) in SCHEMA["$defs"].as_object().into_iter().flatten() {
            collect(schema, &mut keywords);
        }
        let patterns = keywords.iter().filter(|(keyword, _)| keyword == "pattern");
        let unknown = patterns.filter(|(_, value)| {
            let pattern = value.as_str().unwrap_or_default();
            Pattern::of_regex(pattern).is_none()
        });
        assert_eq!(unknown.count(), 0);
    }

    #[test]
    fn the_schema_is_the_same_every_time() {
        assert_eq!(schema(), schema());
        assert!(schema().ends_with("}\n"));
    }

    fn collect(schema: &Value, keywords: &mut Vec<(String, Value)>) {
        match schema {
            Value::Object(map) => {
                for (keyword, value) in map {
                    keywords.push((keyword.clone(), value.clone()));
                    match keyword.as_str() {
                        "properties" => {
                            let properties = value.as_object().into_iter().flatten();
                            properties.for_each(|(_, inner)| collect(inner, keywords));
                        }
                        "items" | "anyOf" | "oneOf" => collect(value, keywords),
                        _ => {}
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|inner| collect(inner, keywords)),
            _ => {}
        }
    }
}

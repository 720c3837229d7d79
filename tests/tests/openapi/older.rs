//! The document for OpenAPI 3.0 says the same as the one for 3.1, with words of 3.0 only.

use helpscout_description::Api;
use serde_json::{Map, Value, json};

use crate::{descriptions, document};

fn older(api: &Api) -> Value {
    let tree = helpscout_codegen::openapi(api);
    serde_json::from_str(tree.get("openapi-3.0.json").unwrap()).unwrap()
}

/// Calls a function with each object of a document that is not data of an example.
fn each_object(value: &Value, seen: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            seen(object);
            for (key, value) in object {
                let is_data = ["example", "examples", "enum", "default"].contains(&key.as_str())
                    && !value.get("type").is_some_and(Value::is_string);
                if !is_data && !key.starts_with("x-") {
                    each_object(value, seen);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| each_object(value, seen)),
        _ => {}
    }
}

#[test]
fn it_has_no_word_that_only_the_newer_version_has() {
    for (name, api) in descriptions() {
        let older = older(&api);
        assert_eq!(older["openapi"], "3.0.3", "{name}");
        assert_eq!(older["info"].get("summary"), None, "{name}");
        each_object(&older, &mut |object| {
            let shown = || Value::Object(object.clone());
            let ty = object.get("type");
            assert!(!ty.is_some_and(Value::is_array), "{name}: {}", shown());
            assert_ne!(ty, Some(&json!("null")), "{name}: {}", shown());
            let is_reference = object.get("$ref").is_some_and(Value::is_string);
            assert!(!is_reference || object.len() == 1, "{name}: {}", shown());
            let examples = object.get("examples");
            assert!(
                !examples.is_some_and(Value::is_array),
                "{name}: {}",
                shown()
            );
            assert_eq!(object.get("const"), None, "{name}: {}", shown());
        });
    }
}

#[test]
fn as_much_is_nullable_as_in_the_newer_version() {
    for (name, api) in descriptions() {
        let (mut nulls, mut nullable) = (0, 0);
        each_object(&document(&api), &mut |object| {
            let types = object.get("type").and_then(Value::as_array);
            nulls += usize::from(types.is_some_and(|types| types.contains(&json!("null"))));
            nulls += usize::from(object.get("type") == Some(&json!("null")));
        });
        each_object(&older(&api), &mut |object| {
            nullable += usize::from(object.get("nullable") == Some(&json!(true)));
        });
        assert_eq!(nulls, nullable, "{name}");
    }
}

#[test]
fn what_is_nullable_has_a_type_and_accepts_null() {
    for (name, api) in descriptions() {
        let older = older(&api);
        each_object(&older, &mut |object| {
            if object.get("nullable") != Some(&json!(true)) {
                return;
            }
            let shown = || Value::Object(object.clone());
            let ty = object.get("type").and_then(Value::as_str);
            assert!(ty.is_some(), "{name}: {}", shown());
            // A schema in `allOf` refuses null, so only objects have one, for the name of their type.
            let all = object.get("allOf");
            assert!(all.is_none() || ty == Some("object"), "{name}: {}", shown());
        });
    }
    let (_, api) = descriptions().remove(0);
    let row = &older(&api)["components"]["schemas"]["DrilldownConversation"]["properties"];
    let expected = json!({
        "type": "integer",
        "format": "int64",
        "x-id": "MailboxId",
        "nullable": true,
        "description": "The ID of the mailbox that contains the conversation.",
    });
    assert_eq!(row["mailboxid"], expected);
}

#[test]
fn references_beside_other_keys_are_in_all_of_also_in_extensions() {
    for (name, api) in descriptions() {
        for schema in older(&api)["components"]["schemas"]
            .as_object()
            .unwrap()
            .values()
        {
            let rest = schema.get("x-additional-properties");
            let has_siblings = rest.is_some_and(|rest| rest.get("$ref").is_some());
            assert!(!has_siblings, "{name}: {schema}");
        }
    }
}

#[test]
fn each_error_has_the_media_type_that_comes_first() {
    let (_, api) = descriptions().remove(0);
    let (newer, older) = (document(&api), older(&api));
    let media_types = |document: &Value, name: &str| -> Vec<String> {
        let content = &document["components"]["responses"][name]["content"];
        content.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(media_types(&newer, "TooManyRequests").len(), 2);
    let mut seen = 0;
    for name in older["components"]["responses"].as_object().unwrap().keys() {
        assert_eq!(media_types(&older, name), ["application/vnd.error+json"]);
        seen += 1;
    }
    assert!(seen > 4);
    let paths = |document: &Value| document["paths"].as_object().unwrap().len();
    assert_eq!(paths(&newer), paths(&older));
}

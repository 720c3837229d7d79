//! What generators of other languages need of the document.

use std::collections::BTreeSet;

use helpscout_description::{Api, Operation, Type};
use serde_json::{Map, Value, json};

use crate::{all_of, answer, descriptions, document, everything, mistakes, read, workspace};

fn operation<'d>(document: &'d Value, operation: &Operation) -> &'d Value {
    &document["paths"][&operation.path][operation.method.to_lowercase()]
}

fn schemas(document: &Value) -> &Map<String, Value> {
    document["components"]["schemas"].as_object().unwrap()
}

/// Returns the values of requests: the schemas of parameters and bodies.
fn sent<'d>(document: &'d Value, api: &Api) -> Vec<&'d Value> {
    let mut schemas = Vec::new();
    for described in &api.operations {
        let operation = operation(document, described);
        for part in [&operation["parameters"], &operation["requestBody"]] {
            all_of(part, "schema", &mut schemas);
        }
    }
    schemas
}

#[test]
fn the_names_of_all_components_are_identifiers() {
    for (name, api) in descriptions() {
        let document = document(&api);
        for (kind, components) in document["components"].as_object().unwrap() {
            for component in components.as_object().unwrap().keys() {
                let is_word = |char: char| char.is_ascii_alphanumeric() || char == '_';
                assert!(
                    component.chars().all(is_word),
                    "{name}: {kind}: {component}"
                );
            }
        }
    }
}

#[test]
fn operations_are_called_by_phrases_that_no_schema_and_no_other_operation_has() {
    const PARTS: [&str; 5] = ["", "Data", "Error", "Response", "Responses"];
    for (name, api) in descriptions() {
        let document = document(&api);
        let types = schemas(&document).keys().map(|key| key.to_lowercase());
        let mut taken: BTreeSet<String> = types.collect();
        for described in &api.operations {
            let operation = operation(&document, described);
            assert_eq!(operation["x-operation"], json!(described.id));
            let id = operation["operationId"].as_str().unwrap();
            assert!(id.contains('_'), "{name}: {id}");
            for part in PARTS {
                let ty = format!("{id}{part}").replace('_', "").to_lowercase();
                assert!(taken.insert(ty.clone()), "{name}: {id}: {ty}");
            }
        }
    }
    let api = read(&workspace().join("spec"));
    let document = document(&api);
    let id = |id| &operation(&document, api.operation(id).unwrap())["operationId"];
    assert_eq!(*id("email"), "email_report");
    assert_eq!(*id("user"), "user_report");
    assert_eq!(
        *id("user_conversation_history"),
        "user_conversation_history"
    );
    assert_eq!(*id("get_me"), "get_me");
}

#[test]
fn enums_of_answers_are_plain_values_that_name_what_is_known() {
    for (name, api) in descriptions() {
        let document = document(&api);
        for object in &api.objects {
            // Values in headers have no schema of their own.
            let Some(schema) = schemas(&document).get(&object.name) else {
                continue;
            };
            let properties = &schema["properties"];
            for field in &object.fields {
                let Type::Enum(ty) = &field.ty else { continue };
                let schema = &properties[&field.wire];
                let schema = if field.list { &schema["items"] } else { schema };
                let known = api.values_of(&field.ty).len();
                assert_eq!(schema["x-known-values"].as_array().unwrap().len(), known);
                assert_eq!(schema["examples"], schema["x-known-values"]);
                assert_eq!(
                    schema["x-enum"],
                    json!(ty),
                    "{name}: {}.{}",
                    object.name,
                    field.wire
                );
                for key in ["enum", "$ref", "anyOf", "oneOf"] {
                    assert_eq!(schema[key], Value::Null, "{name}: {}", field.wire);
                }
            }
        }
        // The only choice that is left is the one between an object and null.
        let mut choices = Vec::new();
        all_of(&document["components"]["schemas"], "anyOf", &mut choices);
        for choice in choices {
            assert_eq!(choice[1], json!({ "type": "null" }), "{name}: {choice}");
            assert_eq!(choice.as_array().unwrap().len(), 2, "{name}: {choice}");
        }
    }
    let api = read(&workspace().join("spec"));
    let document = document(&api);
    let role = &schemas(&document)["User"]["properties"]["role"];
    assert_eq!(role["type"], "string");
    let known = role["x-known-values"].as_array().unwrap();
    assert!(known.contains(&json!("owner")), "{role}");
    let description = role["description"].as_str().unwrap();
    assert!(description.contains("- `owner`: "), "{description}");
    for value in ["owner", "something new"] {
        assert_eq!(mistakes(&document, role, &json!(value)), [""; 0]);
    }
    assert!(!schemas(&document).contains_key("UserRole"));
    assert!(schemas(&document).contains_key("SortOrder"));
}

#[test]
fn an_instant_of_a_request_is_a_text_in_the_only_form_that_the_service_takes() {
    for (name, api) in descriptions() {
        let document = document(&api);
        for schema in sent(&document, &api) {
            let text = schema.to_string();
            assert!(!text.contains("date-time"), "{name}: {text}");
        }
    }
    let api = read(&workspace().join("spec"));
    let document = document(&api);
    let history = api.operation("user_conversation_history").unwrap();
    let start = &operation(&document, history)["parameters"][1];
    assert_eq!(start["name"], "start");
    for (value, is_valid) in [
        ("2019-05-02T12:00:00Z", true),
        ("2019-05-02T12:00:00.000Z", false),
        ("2019-05-02T12:00:00+00:00", false),
        ("2019-05-02", false),
    ] {
        let mistakes = mistakes(&document, &start["schema"], &json!(value));
        assert_eq!(mistakes.is_empty(), is_valid, "{value}");
    }
    let description = start["description"].as_str().unwrap();
    assert!(
        description.contains("`2019-05-02T12:00:00Z`"),
        "{description}"
    );
    // Answers have the forms of `date-time`.
    let answers =
        answer(&document, history).unwrap().to_string() + &document["components"].to_string();
    assert!(answers.contains("date-time"));
}

#[test]
fn no_parameter_has_a_default_that_a_generator_would_send() {
    for (name, api) in descriptions() {
        let document = document(&api);
        for schema in sent(&document, &api) {
            let mut defaults = Vec::new();
            all_of(schema, "default", &mut defaults);
            assert!(defaults.is_empty(), "{name}: {schema}");
        }
    }
    let document = document(&everything());
    let rows = &document["paths"]["/v2/sites/{id}"]["get"]["parameters"][1];
    assert_eq!(rows["schema"]["x-default"], json!(25));
    let description = rows["description"].as_str().unwrap();
    assert!(
        description.ends_with("The default is `25`."),
        "{description}"
    );
}

#[test]
fn keys_that_are_not_named_have_a_type_only_if_none_is_named() {
    let mut kinds = BTreeSet::new();
    for (name, api) in descriptions() {
        let document = document(&api);
        for object in &api.objects {
            let Some(values) = &object.rest else { continue };
            let schema = &schemas(&document)[&object.name];
            // Generators stumble over a choice between a value and a list.
            let has_named = schema["properties"].is_object() || values.one_or_many;
            let rest = schema["additionalProperties"].as_object();
            assert_eq!(has_named, rest.is_none(), "{name}: {schema}");
            // A reference has nothing beside it.
            let is_reference = rest.is_some_and(|rest| rest.contains_key("$ref"));
            assert!(
                !is_reference || rest.is_some_and(|rest| rest.len() == 1),
                "{schema}"
            );
            let facts = schema["x-additional-properties"]["description"].as_str();
            assert_eq!(has_named || is_reference, facts.is_some(), "{schema}");
            kinds.insert((has_named, is_reference));
        }
    }
    for kind in [(true, false), (false, true)] {
        assert!(kinds.contains(&kind), "both are described: {kinds:?}");
    }
}

#[test]
fn names_with_which_generators_would_stumble_are_avoided() {
    let mut api = everything();
    // An object of the description may be called like an error.
    let mut object = api.objects[0].clone();
    object.name = "VndError".to_owned();
    api.objects.push(object.clone());
    object.name = "SitePlan".to_owned();
    api.objects.push(object);
    let mut operation = api.operations[0].clone();
    operation.id = "site_plan".to_owned();
    operation.path = "/v2/plans/{id}".to_owned();
    operation.examples.push(operation.examples[0].clone());
    api.operations.push(operation);
    api.service.media_types.errors = "application/vnd.error+json".to_owned();

    let document = document(&api);
    let content = &document["components"]["responses"]["BadRequest"]["content"];
    let schema = &content["application/vnd.error+json"]["schema"]["$ref"];
    assert_eq!(*schema, "#/components/schemas/VndError2");
    let described = &schemas(&document)["VndError"]["properties"];
    assert_eq!(described["logRef"], Value::Null);
    let plan = &document["paths"]["/v2/plans/{id}"]["get"];
    assert_eq!(plan["operationId"], "site_plan_lookup");
    let examples = document["components"]["examples"].as_object().unwrap();
    let examples: Vec<&String> = examples.keys().collect();
    assert_eq!(
        examples,
        ["list_site", "site_plan_lookup", "site_plan_lookup_2"]
    );
}

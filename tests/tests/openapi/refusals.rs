//! The documented refusals, and those of the sandbox.

use helpscout_description::{Operation, Place};
use helpscout_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::exchange::{exchange, started};
use crate::{document, mistakes, read, workspace};

const ERROR: &str = "application/vnd.error+json";

/// Returns the example of the refusal of an operation.
fn example<'d>(document: &'d Value, operation: &Operation) -> &'d Value {
    let method = operation.method.to_lowercase();
    let refusal = &document["paths"][&operation.path][method]["responses"]["400"];
    let refusal = match refusal["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => refusal,
    };
    &refusal["content"][ERROR]["example"]
}

#[test]
fn the_example_of_a_refusal_is_about_a_value_that_the_operation_refuses() {
    let api = read(&workspace().join("spec"));
    let document = document(&api);
    let schema = json!({ "$ref": "#/components/schemas/VndError" });
    for operation in &api.operations {
        let example = example(&document, operation);
        assert_eq!(mistakes(&document, &schema, example), [""; 0]);
        let errors = example["_embedded"]["errors"].as_array().unwrap();
        assert_eq!(
            errors.is_empty(),
            operation.parameters.is_empty(),
            "{}",
            operation.id
        );
        for error in errors {
            let wire = error["path"].as_str().unwrap();
            let parameter = operation.parameter(wire).unwrap();
            if parameter.place == Place::Body {
                continue;
            }
            let method = operation.method.to_lowercase();
            let parameters = &document["paths"][&operation.path][method]["parameters"];
            let mut parameters = parameters.as_array().unwrap().iter();
            let parameter = parameters
                .find(|parameter| parameter["name"] == wire)
                .unwrap();
            let rejected = &error["rejectedValue"];
            let mistakes = mistakes(&document, &parameter["schema"], rejected);
            assert!(!mistakes.is_empty(), "{}: {error}", operation.id);
        }
    }
}

/// Returns a call that is right, except for the value of one parameter.
fn call(operation: &Operation, wire: &str, value: &str) -> String {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for parameter in &operation.parameters {
        let example = match &parameter.wire {
            name if name == wire => value,
            _ if parameter.required => parameter.example[0].as_str(),
            _ => continue,
        };
        if parameter.place == Place::Path {
            path = path.replace(&format!("{{{}}}", parameter.wire), example);
        } else {
            query.push(format!("{}={example}", parameter.wire));
        }
    }
    format!("GET {path}?{}", query.join("&"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_refuses_what_the_example_of_a_refusal_says() {
    let api = read(&workspace().join("spec"));
    let (sandbox, token) = started(Sandbox::builder().calls_per_minute(10_000)).await;
    tokio::task::spawn_blocking(move || {
        let document = document(&api);
        for operation in api.operations.iter().filter(|it| it.method == "GET") {
            let example = example(&document, operation);
            let errors = example["_embedded"]["errors"].as_array().unwrap();
            let Some(error) = errors.first() else {
                continue;
            };
            let (wire, value) = (error["path"].as_str().unwrap(), &error["rejectedValue"]);
            let request = call(operation, wire, value.as_str().unwrap());
            let (head, body) = exchange(&sandbox, &request, &token);
            assert!(head.starts_with("HTTP/1.1 400 "), "{request}: {head}");
            let refused = body["_embedded"]["errors"][0]["path"].as_str();
            assert_eq!(refused, Some(wire), "{request}: {body}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_calls_are_refused_with_a_documented_media_type() {
    let api = read(&workspace().join("spec"));
    let (sandbox, token) = started(Sandbox::builder().calls_per_minute(1)).await;
    tokio::task::spawn_blocking(move || {
        let document = document(&api);
        let content = &document["components"]["responses"]["TooManyRequests"]["content"];
        let media_types: Vec<&String> = content.as_object().unwrap().keys().collect();
        assert_eq!(media_types, [ERROR, "application/json"]);
        exchange(&sandbox, "GET /v2/users/me", &token);
        let (head, body) = exchange(&sandbox, "GET /v2/users/me", &token);
        let head = head.to_lowercase();
        assert!(head.starts_with("http/1.1 429 "), "{head}");
        let sent = head
            .lines()
            .find_map(|line| line.strip_prefix("content-type: "));
        let schema = &content[sent.unwrap()]["schema"];
        assert_eq!(*schema, json!({ "$ref": "#/components/schemas/VndError" }));
        assert_eq!(mistakes(&document, schema, &body), [""; 0]);
    })
    .await
    .unwrap();
}

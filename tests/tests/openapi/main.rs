//! Tests the OpenAPI document with third-party readers: `oas3` reads the document, and `jsonschema`
//! the schemas in it.
#![allow(clippy::unwrap_used)]

mod bodies;
mod exchange;
mod generators;
mod older;
mod refusals;
mod served;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use helpscout_description::{Api, ListStyle, Operation, Place};
use helpscout_spec::Sources;
use oas3::spec::{ParameterIn, ParameterStyle};
use serde_json::{Value, json};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

fn read(folder: &Path) -> Api {
    let reading = helpscout_spec::read(folder);
    reading
        .api
        .unwrap_or_else(|| panic!("{}", reading.findings.render(false)))
}

fn text(api: &Api) -> String {
    let tree = helpscout_codegen::openapi(api);
    tree.get("openapi.json").unwrap().to_owned()
}

fn document(api: &Api) -> Value {
    serde_json::from_str(&text(api)).unwrap()
}

/// Returns the committed spec, the small specs, and [`everything`].
fn descriptions() -> Vec<(String, Api)> {
    let mut folders = vec![
        workspace().join("spec"),
        workspace().join("crates/helpscout-spec/tests/wrong/good"),
    ];
    for entry in fs::read_dir(workspace().join("tests/specs")).unwrap() {
        folders.push(entry.unwrap().path());
    }
    let of_folders = folders
        .iter()
        .map(|folder| (folder.display().to_string(), read(folder)));
    let mut all: Vec<_> = of_folders
        .chain([("everything".to_owned(), everything())])
        .collect();
    // The small specs don't say how their services are called; that of the committed spec does.
    let called = all[0].1.service.clone();
    for (_, api) in &mut all {
        api.service.token = called.token.clone();
        api.service.basic = called.basic.clone();
        api.service.rate_limit = called.rate_limit.clone();
        api.service.correlation_id = called.correlation_id.clone();
    }
    all
}

/// Returns a spec with the features of the spec language that the small specs don't use.
fn everything() -> Api {
    const SHARED: &str = "
service: { title: Desk API, base_url: https://api.example.com, docs: https://example.com/, plans: [{ name: pro, calls_per_minute: 800 }], token: { path: /v2/token, lifetime: 60 } }
ids:
  - { name: UserId, doc: A user. }
  - { name: SiteId, form: hex24, doc: A site. }
enums:
  - { name: Day, doc: A day., numeric: true, values: [{ value: '1', rust: Monday, doc: The first. }, { value: '2', rust: Tuesday, doc: The second. }] }
objects:
  - name: Counts
    doc: Counts by name.
    fields:
      - { path: '*', type: integer, doc: A count. }
";
    const OPERATION: &str = "
operation: site
request: GET /v2/sites/{id}
docs: https://example.com/site
summary: Some of a site.
parameters:
  - { name: id, type: SiteId, required: true, example: 5215163545667acd25394b5c, doc: The site. }
  - { name: rows, type: integer, minimum: 1, maximum: 50, default: 25, example: 50, doc: How many. }
  - { name: days, type: Day, list: comma, example: ['1', '2'], doc: Which days. }
  - { name: range, type: text, example: week, doc: A range. }
  - { name: rangeId, type: integer, example: 3, doc: A part of it. }
rules:
  - requires: { parameter: rangeId, other: range }
response:
  object: SiteRow
  doc: A site.
  fields:
    - { path: '[].id', type: SiteId, doc: The site. }
    - { path: '[].owner', type: UserId, written_as: text, nullable: true, doc: Its owner. }
    - { path: '[].views', type: integer, aliases: [visits], doc: How often it was seen. }
    - { path: '[].day', type: Day, nullable: true, doc: The best day. }
    - { path: '[].settings', type: any, doc: Whatever is set. }
    - { path: '[].counts', object: Counts, nullable: true, doc: What was counted. }
    - { path: '[].waits[]', type: number, unit: seconds, nullable: true, optional: true, doc: Every wait. }
examples: [site.json]
";
    const EXAMPLE: &str = r#"[
  { "id": "5215163545667acd25394b5c", "owner": "7", "views": 3.0, "day": 2, "settings": [], "counts": { "a": 1 }, "waits": [0.41333333333333333] },
  { "id": "5215163545667acd25394b5c", "owner": null, "views": 0, "day": null, "settings": 1, "counts": null, "waits": null }
]"#;
    let sources = Sources::new()
        .with("api.yaml", SHARED)
        .with("lookups/site.yaml", OPERATION)
        .with("lookups/site.json", EXAMPLE);
    let reading = helpscout_spec::read_sources(&sources);
    reading
        .api
        .unwrap_or_else(|| panic!("{}", reading.findings.render(false)))
}

/// Returns what is wrong with `value` as an instance of `schema`, whose references point into the
/// document.
fn mistakes(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": document["components"],
        "allOf": [schema],
    });
    let validator = jsonschema::validator_for(&root).unwrap();
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Returns the body of an operation's answer in the document, or `None` if it has none.
fn answer<'d>(document: &'d Value, operation: &Operation) -> Option<&'d Value> {
    let method = operation.method.to_lowercase();
    let status = operation.status.to_string();
    let answer = &document["paths"][&operation.path][method]["responses"][status];
    assert!(answer["description"].is_string(), "{}", operation.id);
    let (_, content) = answer.get("content")?.as_object()?.iter().next()?;
    Some(content)
}

/// Returns every value in a document whose key is `key`.
fn all_of<'d>(value: &'d Value, key: &str, found: &mut Vec<&'d Value>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get(key));
            map.values().for_each(|value| all_of(value, key, found));
        }
        Value::Array(items) => items.iter().for_each(|value| all_of(value, key, found)),
        _ => {}
    }
}

#[test]
fn another_reader_finds_every_operation_and_every_parameter() {
    for (name, api) in descriptions() {
        let read = oas3::from_json(text(&api)).unwrap_or_else(|error| panic!("{name}: {error}"));
        read.validate_version().unwrap();
        assert_eq!(read.info.title, api.service.title);
        assert_eq!(read.primary_server().unwrap().url, api.service.base_url);
        assert_eq!(read.operations().count(), api.operations.len(), "{name}");
        for described in &api.operations {
            let (.., found) = read
                .operations()
                .find(|(path, method, _)| {
                    method.as_str() == described.method && *path == described.path
                })
                .unwrap();
            let id = found.operation_id.as_ref().unwrap();
            assert!(
                std::ptr::eq(read.operation_by_id(id).unwrap(), found),
                "{id}"
            );
            assert_eq!(found.summary.as_ref(), Some(&described.summary));

            let parameters = found.parameters(&read).unwrap();
            let names: Vec<&str> = parameters.iter().map(|found| found.name.as_str()).collect();
            let has_body = |place: Place| place == Place::Body;
            let wanted = || {
                let described = described.parameters.iter();
                described.filter(|wanted| !has_body(wanted.place))
            };
            let wires: Vec<&str> = wanted().map(|wanted| wanted.wire.as_str()).collect();
            assert_eq!(names, wires, "{name}");
            assert_eq!(
                found.request_body.is_some(),
                wires.len() < described.parameters.len(),
                "{name}"
            );
            for (found, described) in parameters.iter().zip(wanted()) {
                let location = match described.place {
                    Place::Path => ParameterIn::Path,
                    Place::Header => ParameterIn::Header,
                    _ => ParameterIn::Query,
                };
                assert_eq!(found.location, location, "{}", found.name);
                assert_eq!(found.required.unwrap_or(false), described.required);
                assert_eq!(
                    found.deprecated.unwrap_or(false),
                    described.deprecated.is_some()
                );
                let (style, is_repeated) = match (described.list, described.place) {
                    (None, _) => (None, None),
                    (Some(ListStyle::Repeat), _) => (Some(ParameterStyle::Form), Some(true)),
                    (Some(ListStyle::Pipe), _) => {
                        (Some(ParameterStyle::PipeDelimited), Some(false))
                    }
                    (_, Place::Header) => (Some(ParameterStyle::Simple), Some(false)),
                    _ => (Some(ParameterStyle::Form), Some(false)),
                };
                assert_eq!(found.style, style, "{}", found.name);
                assert_eq!(found.explode, is_repeated, "{}", found.name);
                found.schema.as_ref().unwrap().resolve(&read).unwrap();
            }
            let statuses: Vec<String> = found.responses(&read).keys().cloned().collect();
            let success = described.status.to_string();
            let expected = [&success, "400", "401", "403", "404", "429", "500"];
            assert_eq!(statuses, expected, "{name}");
        }
    }
}

#[test]
fn every_reference_resolves() {
    for (name, api) in descriptions() {
        let document = document(&api);
        let mut references = Vec::new();
        all_of(&document, "$ref", &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{name}: {reference}");
        }
    }
}

#[test]
fn every_schema_follows_the_rules_of_json_schema() {
    for (name, api) in descriptions() {
        let document = document(&api);
        let mut schemas = Vec::new();
        all_of(&document, "schema", &mut schemas);
        schemas.extend(
            document["components"]["schemas"]
                .as_object()
                .unwrap()
                .values(),
        );
        for schema in schemas {
            let checked = jsonschema::draft202012::meta::validate(schema);
            assert!(
                checked.is_ok(),
                "{name}: {schema}: {}",
                checked.unwrap_err()
            );
        }
    }
}

#[test]
fn documented_bodies_match_the_schemas_of_their_answers() {
    for (name, api) in descriptions() {
        let document = document(&api);
        for operation in &api.operations {
            let Some(answer) = answer(&document, operation) else {
                assert!(!api.has_body(operation), "{}", operation.id);
                continue;
            };
            let examples = answer["examples"].as_object().map_or(0, |map| map.len());
            assert_eq!(examples, operation.examples.len(), "{name}");
            for (example, reference) in operation
                .examples
                .iter()
                .zip(answer["examples"].as_object().unwrap().values())
            {
                let pointer = reference["$ref"].as_str().unwrap().trim_start_matches('#');
                let body = &document.pointer(pointer).unwrap()["value"];
                let documented: Value = serde_json::from_str(&example.body).unwrap();
                assert_eq!(*body, documented, "{}", example.file);
                let mistakes = mistakes(&document, &answer["schema"], body);
                assert!(mistakes.is_empty(), "{}: {mistakes:#?}", example.file);
            }
        }
    }
}

#[test]
fn examples_and_defaults_match_the_schemas_of_their_parameters() {
    for (name, api) in descriptions() {
        let document = document(&api);
        for operation in &api.operations {
            let method = operation.method.to_lowercase();
            let parameters = &document["paths"][&operation.path][method]["parameters"];
            for parameter in parameters.as_array().into_iter().flatten() {
                let schema = &parameter["schema"];
                assert_eq!(schema["default"], Value::Null, "{name}: {parameter}");
                for value in [&parameter["example"], &schema["x-default"]] {
                    if !value.is_null() {
                        let mistakes = mistakes(&document, schema, value);
                        assert!(mistakes.is_empty(), "{name}: {parameter}: {mistakes:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn errors_are_described_as_the_documentation_shows_them() {
    let document = document(&read(&workspace().join("spec")));
    let content = &document["components"]["responses"]["BadRequest"]["content"];
    let content = &content["application/vnd.error+json"];
    for body in [
        &content["example"],
        &json!({ "message": "API rate limit exceeded" }),
        &json!({ "logRef": "a#1", "message": "Internal error", "_embedded": { "errors": [] } }),
    ] {
        assert_eq!(mistakes(&document, &content["schema"], body), [""; 0]);
    }
    let wrong = json!({ "message": 1, "_embedded": { "errors": ["subject"] } });
    assert_eq!(mistakes(&document, &content["schema"], &wrong).len(), 2);

    let headers = |response: &str| -> Vec<String> {
        let headers = &document["components"]["responses"][response]["headers"];
        headers.as_object().unwrap().keys().cloned().collect()
    };
    let always = [
        "X-RateLimit-Limit-Minute",
        "X-RateLimit-Remaining-Minute",
        "Correlation-Id",
    ];
    assert_eq!(headers("NotFound"), always);
    assert_eq!(
        headers("TooManyRequests"),
        [&always[..], &["X-RateLimit-Retry-After"]].concat()
    );
}

#[test]
fn what_is_missing_null_or_of_another_type_is_refused_unless_described() {
    let api = everything();
    let document = document(&api);
    let schema = &answer(&document, &api.operations[0]).unwrap()["schema"];
    let row = json!({
        "id": "5215163545667acd25394b5c", "owner": "7", "views": 3, "day": 2, "settings": null,
        "counts": {}
    });
    let with = |key: &str, value: Value| {
        let mut row = row.clone();
        row[key] = value;
        mistakes(&document, schema, &json!([row]))
    };
    let fits = [
        ("unknown", json!(1)),
        ("day", json!(9)),
        ("day", json!(null)),
        ("owner", json!(null)),
        ("waits", json!([1, 2.5])),
    ];
    for (key, value) in fits {
        assert_eq!(with(key, value.clone()), [""; 0], "{key}: {value}");
    }
    let misfits = [
        ("id", json!("123")),
        ("id", json!(null)),
        ("owner", json!(7)),
        ("owner", json!("seven")),
        ("views", json!(3.5)),
        ("day", json!("Monday")),
        ("counts", json!({ "a": "many" })),
        ("waits", json!(["long"])),
    ];
    for (key, value) in misfits {
        assert_eq!(with(key, value.clone()).len(), 1, "{key}: {value}");
    }
    let mut without = row.clone();
    without.as_object_mut().unwrap().remove("settings");
    assert_eq!(mistakes(&document, schema, &json!([without])).len(), 1);
    assert_eq!(mistakes(&document, schema, &row).len(), 1);
}

#[test]
fn parameters_take_known_values_within_their_limits() {
    let api = everything();
    let document = document(&api);
    let operation = &document["paths"]["/v2/sites/{id}"]["get"];
    let schema = |index: usize| &operation["parameters"][index]["schema"];
    let refuses = |index, value: Value| !mistakes(&document, schema(index), &value).is_empty();
    assert!(refuses(1, json!(0)) && refuses(1, json!(51)) && !refuses(1, json!(50)));
    assert!(refuses(2, json!([3])) && refuses(2, json!([])) && !refuses(2, json!([1, 2])));
    assert_eq!(
        operation["x-rules"],
        json!([{ "requires": { "parameter": "rangeId", "other": "range" } }])
    );
    let description = operation["description"].as_str().unwrap();
    assert!(
        description.contains("- `rangeId` requires `range`."),
        "{description}"
    );
}

#[test]
fn facts_that_openapi_cannot_express_are_kept() {
    let document = document(&everything());
    let site = &document["components"]["schemas"]["SiteRow"]["properties"];
    assert_eq!(site["views"]["x-aliases"], json!(["visits"]));
    assert_eq!(site["owner"]["x-id"], "UserId");
    assert_eq!(site["waits"]["x-unit"], "seconds");
    assert_eq!(
        site["waits"]["description"],
        "Every wait. The unit is seconds."
    );
    assert_eq!(
        document["components"]["schemas"]["Day"]["x-enum-varnames"],
        json!(["Monday", "Tuesday"])
    );
}

#[test]
fn the_document_reads_from_the_general_to_the_particular() {
    let text = text(&everything());
    // The first line has the mark of a generated file, so the first key is in it.
    let keys: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            let rest = line.strip_prefix("{ \"").or(line.strip_prefix("  \""))?;
            rest.split('"').next()
        })
        .collect();
    let wanted = [
        "x-generated",
        "openapi",
        "info",
        "externalDocs",
        "servers",
        "security",
        "tags",
        "paths",
        "components",
    ];
    assert_eq!(keys, wanted);
    assert!(text.ends_with("}\n"));
}

#[test]
fn numbers_of_a_documented_body_stay_as_the_page_writes_them() {
    assert!(text(&everything()).contains(" 0.41333333333333333\n"));
}

#[test]
fn operations_are_grouped_by_family_and_named_once() {
    for (name, api) in descriptions() {
        let document = document(&api);
        let declared: Vec<&Value> = document["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| &tag["name"])
            .collect();
        let used: BTreeSet<String> = api
            .operations
            .iter()
            .map(|operation| {
                let method = operation.method.to_lowercase();
                document["paths"][&operation.path][method]["tags"][0].to_string()
            })
            .collect();
        let declared_texts: BTreeSet<String> = declared.iter().map(|tag| tag.to_string()).collect();
        assert_eq!(declared.len(), declared_texts.len(), "{name}");
        assert_eq!(used, declared_texts, "{name}");
    }
    let committed = document(&read(&workspace().join("spec")));
    let tags = committed["tags"].to_string();
    assert!(tags.contains("\"Reports: user\""), "{tags}");
    assert_eq!(
        document(&everything())["tags"],
        json!([{ "name": "Lookups" }])
    );
}

#[test]
fn what_the_service_does_not_have_is_not_documented() {
    let mut api = read(&workspace().join("spec"));
    api.service.token = None;
    api.service.rate_limit = None;
    api.service.correlation_id = None;
    let document = document(&api);
    assert_eq!(document["security"], Value::Null);
    assert_eq!(document["components"]["securitySchemes"], Value::Null);
    let headers = document["components"]["headers"].as_object().unwrap();
    assert!(headers.is_empty(), "{headers:?}");
    let responses = document["components"]["responses"].as_object().unwrap();
    let names: Vec<&str> = responses.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["BadRequest", "Forbidden", "NotFound", "ServerError"]
    );
    assert!(!text(&api).contains("/components/headers/"));
}

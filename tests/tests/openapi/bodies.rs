//! The bodies of requests.

use serde_json::json;

use crate::{document, mistakes, read, workspace};

#[test]
fn the_body_of_a_search_has_a_schema_with_the_limits_of_its_fields() {
    let document = document(&read(&workspace().join("tests/specs/requests")));
    let search = &document["paths"]["/rest/desk/v1/search"]["post"];
    assert_eq!(search["x-safe"], json!(true));
    assert_eq!(search["requestBody"]["required"], json!(true));
    let schema = &search["requestBody"]["content"]["application/json"]["schema"];
    for (body, is_valid) in [
        (
            json!({ "filter": { "status": "open", "teams": [1] }, "order": ["key"] }),
            true,
        ),
        (
            json!({ "filter": { "status": "open", "isOpen": true, "part": "key" } }),
            true,
        ),
        (json!({}), false),
        (json!({ "filter": {} }), false),
        (json!({ "filter": { "status": "o" } }), false),
        (
            json!({ "filter": { "status": "open", "teams": [] } }),
            false,
        ),
        (
            json!({ "filter": { "status": "open", "isOpen": "yes" } }),
            false,
        ),
        (
            json!({ "filter": { "status": "open" }, "order": "key" }),
            false,
        ),
    ] {
        let mistakes = mistakes(&document, schema, &body);
        assert_eq!(mistakes.is_empty(), is_valid, "{body}: {mistakes:?}");
    }
    let page_size = search["parameters"].as_array().unwrap().iter();
    let page_size = page_size.filter(|parameter| parameter["name"] == "page[size]");
    let limits: Vec<_> = page_size
        .map(|parameter| {
            (
                &parameter["schema"]["minimum"],
                &parameter["schema"]["maximum"],
            )
        })
        .collect();
    assert_eq!(limits, [(&json!(1), &json!(100))]);
}

#[test]
fn the_default_of_a_list_is_a_list_of_its_values() {
    let document = document(&read(&workspace().join("tests/specs/requests")));
    let search = &document["paths"]["/rest/desk/v1/search"]["post"];
    let default = |name: &str| {
        let mut parameters = search["parameters"].as_array().unwrap().iter();
        let parameter = parameters.find(|parameter| parameter["name"] == name);
        parameter.unwrap()["schema"]["x-default"].clone()
    };
    assert_eq!(default("fields"), json!(["key", "c,d"]));
    assert_eq!(default("expand"), json!(["key"]));
    let body = &search["requestBody"]["content"]["application/json"]["schema"];
    let teams = &body["properties"]["filter"]["properties"]["teams"];
    assert_eq!(teams["x-default"], json!([3, 4]));
}

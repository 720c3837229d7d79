//! Answers of types that contain themselves through lists and maps.

use helpscout_description::{Object, compare};
use serde_json::{Value, json};

use super::other_api::{api, operation, page};
use crate::{Sandbox, tests::Caller};

/// Describes an object with these fields. A field `*` makes it a map.
fn object(name: &str, fields: &[(&str, &str)]) -> Object {
    let field = |&(wire, of): &(&str, &str)| json!({ "wire": wire, "rust": "x", "ty": { "object": of }, "doc": "", "source": "table" });
    let is_rest = |(wire, _): &&(&str, &str)| *wire == "*";
    let rest = fields.iter().find(is_rest).map(field);
    let fields: Vec<Value> = fields.iter().filter(|it| !is_rest(it)).map(field).collect();
    let object =
        json!({ "name": name, "doc": "", "file": "api.yaml", "fields": fields, "rest": rest });
    serde_json::from_value(object).unwrap()
}

/// Returns how many objects and maps lie in each other, and how many there are.
fn depth_and_size(value: &Value) -> (usize, usize) {
    let inner = value.as_object().into_iter().flatten();
    let inner = inner.map(|(_, value)| depth_and_size(value));
    inner.fold((1, 1), |(depth, size), (deep, more)| {
        (depth.max(deep + 1), size + more)
    })
}

#[tokio::test]
async fn a_type_that_contains_itself_through_maps_comes_to_an_end() {
    let types = [
        ("map_of_itself", vec![("*", "map_of_itself")]),
        ("node", vec![("children", "nodes")]),
        ("nodes", vec![("*", "node")]),
        ("folder", vec![("files", "files"), ("folders", "folders")]),
        ("folders", vec![("*", "folder")]),
        ("files", vec![("*", "file")]),
        ("file", vec![("links", "files"), ("parents", "folders")]),
    ];
    for name in ["map_of_itself", "node", "folder", "file"] {
        let mut api = api(&json!([operation(
            "GET",
            "/tree",
            &json!([]),
            &Value::Null
        )]));
        api.operations[0].response = name.to_owned();
        api.objects
            .extend(types.iter().map(|(name, fields)| object(name, fields)));
        let mut deepest = 0;
        for seed in 0..20 {
            let builder = Sandbox::builder().spec(api.clone()).seed(seed);
            let caller = Caller::without_token(builder.service().unwrap());
            let answer = page(&caller, "/tree").await;
            let found = compare(&api, &api.operations[0], &answer);
            assert!(found.is_empty(), "{name}: {answer}");
            let (depth, size) = depth_and_size(&answer);
            assert!(size < 1000, "{name}: {size} objects");
            deepest = deepest.max(depth);
        }
        assert!((4..10).contains(&deepest), "{name}: {deepest}");
    }
}

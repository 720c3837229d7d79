//! Tests that the models write every documented example as they read it, whatever is missing or
//! null in it, and that other formats keep it.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use helpscout_description::{Api, Field, Object, Operation as Described, Type};
use helpscout_reports::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// Returns a body as the models write it after reading it.
type Written = fn(&str) -> String;

fn written<Q: Endpoint<Response: Serialize>>(body: &str) -> String {
    let model: Q::Response =
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}\n{body}"));
    let json = serde_json::to_string(&model).unwrap();
    for again in other_formats(&model) {
        let again = again.unwrap_or_else(|problem| panic!("{problem}\n{json}"));
        assert_eq!(serde_json::to_string(&again).unwrap(), json);
    }
    json
}

/// Returns a model after it was written and read in other formats than JSON, or what went wrong.
fn other_formats<T: Serialize + DeserializeOwned>(model: &T) -> [Result<T, String>; 3] {
    let mut cbor = Vec::new();
    ciborium::into_writer(model, &mut cbor).unwrap();
    let pack = rmp_serde::to_vec_named(model).unwrap();
    let yaml = serde_yaml::to_string(model).unwrap();
    [
        ciborium::from_reader(&cbor[..]).map_err(|error| format!("CBOR: {error}")),
        rmp_serde::from_slice(&pack).map_err(|error| format!("MessagePack: {error}")),
        serde_yaml::from_str(&yaml).map_err(|error| format!("YAML: {error}")),
    ]
}

/// Returns the round trip of each operation.
fn models() -> BTreeMap<&'static str, Written> {
    let mut models = BTreeMap::new();
    macro_rules! add {
        ($query:ident) => {
            models.insert($query::OPERATION.id, written::<$query> as Written);
        };
    }
    each_operation!(add);
    models
}

/// Returns JSON with sorted keys and one form for each number.
fn normalized(json: &str) -> String {
    fn number(number: &Number) -> Number {
        let whole = number
            .as_f64()
            .filter(|float| float.fract() == 0.0 && float.abs() < 9e15);
        match (number.as_i64(), whole) {
            (None, Some(whole)) => (whole as i64).into(),
            _ => number.clone(),
        }
    }
    fn value(json: Value) -> Value {
        match json {
            Value::Number(found) => Value::Number(number(&found)),
            Value::Array(elements) => elements.into_iter().map(value).collect(),
            Value::Object(members) => members
                .into_iter()
                .map(|(key, member)| (key, value(member)))
                .collect::<BTreeMap<_, _>>()
                .into_iter()
                .collect(),
            other => other,
        }
    }
    value(serde_json::from_str(json).unwrap()).to_string()
}

/// Changes every object of a body that the description knows, from the inside out.
fn change(
    api: &Api,
    object: &Object,
    body: &mut Value,
    how: &dyn Fn(&Object, &mut Map<String, Value>),
) {
    match body {
        Value::Array(elements) => {
            let elements = elements.iter_mut();
            elements.for_each(|element| change(api, object, element, how));
        }
        Value::Object(members) => {
            for Field { wire, ty, .. } in object.fields.iter().chain(&object.rest) {
                let Type::Object(inner) = ty else {
                    continue;
                };
                let inner = api.object(inner).unwrap();
                let described: Vec<&str> = object
                    .fields
                    .iter()
                    .map(|field| field.wire.as_str())
                    .collect();
                for (key, member) in members.iter_mut() {
                    if key == wire || (wire == "*" && !described.contains(&key.as_str())) {
                        change(api, inner, member, how);
                    }
                }
            }
            how(object, members);
        }
        _ => {}
    }
}

fn all_null(object: &Object, members: &mut Map<String, Value>) {
    for field in &object.fields {
        if field.nullable && !field.list {
            members.insert(field.wire.clone(), Value::Null);
        }
    }
}

fn nothing_optional(object: &Object, members: &mut Map<String, Value>) {
    let optional = object.fields.iter().filter(|field| field.optional);
    for field in optional {
        members.remove(&field.wire);
    }
}

fn every_other_null(object: &Object, members: &mut Map<String, Value>) {
    let loose = object.fields.iter();
    let loose = loose.filter(|field| field.optional && field.nullable && !field.list);
    for (number, field) in loose.enumerate() {
        if number % 2 == 0 {
            members.insert(field.wire.clone(), Value::Null);
        } else {
            members.remove(&field.wire);
        }
    }
}

fn empty_lists(object: &Object, members: &mut Map<String, Value>) {
    for field in object.fields.iter().filter(|field| field.list) {
        members.insert(field.wire.clone(), Value::Array(Vec::new()));
    }
}

#[test]
fn every_documented_example_is_written_as_it_was_read_whatever_is_missing_or_null() {
    let api = describe::api();
    let models = models();
    let examples = api.operations.iter().flat_map(|operation| {
        operation
            .examples
            .iter()
            .map(move |found| (operation, found))
    });
    let mut count = 0;
    for (operation, example) in examples {
        let Described { id, response, .. } = operation;
        let response = api.object(response).unwrap();
        for (name, how) in [
            ("as documented", None),
            (
                "all null",
                Some(all_null as fn(&Object, &mut Map<String, Value>)),
            ),
            ("nothing optional", Some(nothing_optional)),
            ("every other null", Some(every_other_null)),
            ("empty lists", Some(empty_lists)),
        ] {
            let mut body: Value = serde_json::from_str(&example.body).unwrap();
            if let Some(how) = how {
                change(api, response, &mut body, &how);
            }
            let body = body.to_string();
            let written = models[id.as_str()](&body);
            assert_eq!(normalized(&written), normalized(&body), "{id}, {name}");
            count += 1;
        }
    }
    let with_content = api.operations.iter().filter(|it| !it.has_no_content());
    assert!(count >= 5 * with_content.count(), "{count}");
}

#[test]
fn a_list_that_is_null_is_an_empty_list() {
    let row: ConversationReply =
        serde_json::from_str(r#"{"number":1,"id":2,"customers":null}"#).unwrap();
    assert_eq!(row, ConversationReply::new(1, ConversationId(2)));
    let written = serde_json::to_string(&row).unwrap();
    assert_eq!(written, r#"{"number":1,"id":2,"customers":[]}"#);
}

#[test]
fn a_row_that_a_test_builds_equals_the_one_that_the_service_sends() {
    let sent = r#"{"number":222216,"responseTime":28,"resolveTime":null,"id":1,"customers":[{"id":5,"name":null}]}"#;
    let built = ConversationReply::new(222216, ConversationId(1))
        .response_time(Seconds(28.0))
        .customers([ConversationCustomer::new(CustomerId(5))]);
    assert_eq!(
        serde_json::from_str::<ConversationReply>(sent).unwrap(),
        built
    );
    assert_eq!(
        serde_json::to_string(&built).unwrap(),
        r#"{"number":222216,"responseTime":28,"id":1,"customers":[{"id":5}]}"#
    );
    assert_eq!(
        serde_json::to_string(&UserConversationHistoryPage::new(1, 1, 1, [built])).unwrap(),
        r#"{"page":1,"pages":1,"count":1,"results":[{"number":222216,"responseTime":28,"id":1,"customers":[{"id":5}]}]}"#
    );
}

#[test]
fn rows_are_compared_by_their_times_and_values_by_what_they_are() {
    use std::collections::{BTreeSet, HashSet};
    use std::fmt::{Debug, Display};
    use std::hash::Hash;
    use std::str::FromStr;

    fn is_a_value<T>()
    where
        T: Clone + Ord + Hash + Display + FromStr + Debug + Serialize,
        T: serde::de::DeserializeOwned,
    {
    }
    is_a_value::<UserId>();
    is_a_value::<SiteId>();
    is_a_value::<ConversationStatus>();
    is_a_value::<Weekday>();

    let reply = |number, seconds| {
        ConversationReply::new(number, ConversationId(number)).response_time(Seconds(seconds))
    };
    let rows = [reply(1, 28.0), reply(2, 90.5), reply(3, -1.0)];
    let slowest = rows.iter().max_by_key(|row| row.response_time);
    assert_eq!(slowest.map(|row| row.number), Some(2));
    let total: Seconds = rows.iter().filter_map(|row| row.response_time).sum();
    assert_eq!(total, Seconds(117.5));
    let channels: HashSet<_> = ConversationType::KNOWN.iter().collect();
    let sorted: BTreeSet<_> = ConversationType::KNOWN.iter().collect();
    assert_eq!((channels.len(), sorted.len()), (3, 3));
}

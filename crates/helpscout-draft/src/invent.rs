//! Made-up values, where the page has none. A `todo:` asks for better ones.

use helpscout_description::IdForm;
use serde_json::{Map, Value, json};

use crate::enums::Enums;
use crate::operation::{FieldDraft, ParameterDraft};

/// Returns a value for a parameter, as sent.
pub(crate) fn example(parameter: &ParameterDraft, enums: &Enums<'_>) -> String {
    if let Some(default) = &parameter.default {
        return default.clone();
    }
    let number = parameter.minimum.or(parameter.maximum).unwrap_or(1);
    match parameter.type_name.as_str() {
        "boolean" => "true".to_owned(),
        "instant" => INSTANT.to_owned(),
        "date" => DAY.to_owned(),
        "epoch_seconds" => SECONDS.to_string(),
        "epoch_milliseconds" => (SECONDS * 1000).to_string(),
        "text" => text(parameter),
        "integer" | "number" => number.to_string(),
        name => match enums.values(name) {
            Some(values) => values.first().map_or("", |value| *value).to_owned(),
            None => id(name, enums),
        },
    }
}

/// Returns an ID of a type: the documented one, if there is one.
fn id(name: &str, enums: &Enums<'_>) -> String {
    let made_up = match enums.known.id_form(name) {
        IdForm::Integer => "1",
        IdForm::Hex24 => HEX,
        IdForm::Text => "id",
    };
    enums.known.id_example(name).unwrap_or(made_up).to_owned()
}

/// Returns a text with as many characters as the parameter may have.
fn text(parameter: &ParameterDraft) -> String {
    // The lengths of a list count its values.
    let (least, most) = parameter.lengths;
    let limits = (least.unwrap_or(0), most.unwrap_or(u32::MAX));
    let (least, most) = parameter.list.map_or(limits, |_| (0, u32::MAX));
    let length = 4.clamp(least, most.max(least));
    let letters = "text".chars().cycle();
    letters.take(usize::try_from(length).unwrap_or(4)).collect()
}

const INSTANT: &str = "2019-05-02T12:00:00Z";
const DAY: &str = "2019-05-02";
const SECONDS: i64 = 1_556_798_400;
const HEX: &str = "5c9ba55b2c7d3a7a0b1a2f3e";

/// Returns an answer with these fields.
pub(crate) fn body(fields: &[FieldDraft], enums: &Enums<'_>) -> Value {
    let is_list = fields.iter().any(|field| field.path.starts_with("[]."));
    let mut body = Value::Object(Map::new());
    for field in fields {
        let path = field.path.strip_prefix("[].").unwrap_or(&field.path);
        let below = format!("{}.", field.path);
        let has_fields = fields.iter().any(|other| other.path.starts_with(&below));
        // The keys of an object of another place are not known here.
        if field.object.is_some() && field.optional && !has_fields {
            continue;
        }
        if path != "*" && !path.ends_with(".*") {
            insert(&mut body, path, value(field, enums));
        }
    }
    let has_fields = |field: &FieldDraft| {
        let below = format!("{}.", field.path);
        fields.iter().any(|other| other.path.starts_with(&below))
    };
    // An object has its keys only where it comes first.
    for field in fields.iter().filter(|field| !has_fields(field)) {
        let is_same = |other: &&FieldDraft| other.object == field.object && has_fields(other);
        let first = fields
            .iter()
            .filter(|_| field.object.is_some())
            .find(is_same);
        let keys = first.and_then(|first| at(&mut body, &first.path).cloned());
        if let Some((keys, empty)) = keys.zip(at(&mut body, &field.path)) {
            *empty = keys;
        }
    }
    if is_list { json!([body]) } else { body }
}

/// Returns the value at a path, or the first one of a list.
fn at<'v>(body: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    let path = path.strip_prefix("[].").unwrap_or(path);
    path.split('.').try_fold(body, |value, step| {
        match value.get_mut(step.trim_end_matches("[]"))? {
            Value::Array(items) => items.first_mut(),
            inside => Some(inside),
        }
    })
}

fn value(field: &FieldDraft, enums: &Enums<'_>) -> Value {
    if field.object.is_some() {
        return Value::Object(Map::new());
    }
    let value = match field.type_name.as_str() {
        "boolean" => json!(true),
        "instant" => json!(INSTANT),
        "date" => json!(DAY),
        "epoch_seconds" => json!(SECONDS),
        "epoch_milliseconds" => json!(SECONDS * 1000),
        "text" => json!("text"),
        "integer" => json!(1),
        "number" => json!(1.5),
        "any" => json!({}),
        name => match enums.values(name) {
            Some(values) => json!(values.first().map_or("", |value| *value)),
            None => {
                let id = id(name, enums);
                let number = id.parse::<i64>().ok();
                let number = number.filter(|_| enums.known.id_form(name) == IdForm::Integer);
                number.map_or(json!(id), |number| json!(number))
            }
        },
    };
    match (&value, field.written_as) {
        (Value::Number(number), Some(_)) => json!(number.to_string()),
        _ => value,
    }
}

/// Adds a value at a path. An object that is there already stays.
fn insert(body: &mut Value, path: &str, value: Value) {
    let (step, rest) = match path.split_once('.') {
        Some((step, rest)) => (step, Some(rest)),
        None => (path, None),
    };
    let is_list = step.ends_with("[]");
    let key = step.trim_end_matches("[]");
    let Value::Object(map) = body else { return };
    let inside = map.entry(key).or_insert_with(|| match (rest, is_list) {
        (None, true) => json!([value]),
        (None, false) => value.clone(),
        (Some(_), true) => json!([{}]),
        (Some(_), false) => json!({}),
    });
    let inside = match inside {
        Value::Array(items) => items.first_mut(),
        inside => Some(inside),
    };
    if let (Some(rest), Some(inside)) = (rest, inside) {
        insert(inside, rest, value);
    }
}

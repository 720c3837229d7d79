//! What a page says about the request: the rows of its tables, and the example of a body.

use helpscout_description::path::join;
use serde_json::Value;

use crate::json_kind::JsonKind;
use crate::page::Page;
use crate::path::{Step, steps};
use crate::table::Row;

/// The most levels of a body.
const DEEPEST: usize = 6;

/// The most objects of a list in a body.
const MOST_ITEMS: usize = 8;

/// The most keys of an object in a body.
const MOST: usize = 60;

/// Returns the rows about the request, with those that only its example body shows. The fields of a
/// body are always told from other parameters.
pub(crate) fn rows(page: &Page) -> Vec<Row> {
    let mut rows: Vec<Row> = page.parameters.clone();
    let mut shown: Vec<Shown> = Vec::new();
    if let Some(sent) = &page.sent {
        leaves(sent, "", 0, &mut shown);
    }
    for Shown {
        path,
        example,
        kind,
        left_out,
    } in shown
    {
        let row = rows.iter_mut().find(|row| is_at(row, &path));
        let row = match row {
            Some(row) => row,
            None => {
                rows.push(Row {
                    name: path.clone(),
                    description: "Only the example shows it.".to_owned(),
                    ..Row::default()
                });
                let Some(row) = rows.last_mut() else { continue };
                row
            }
        };
        row.place = "body".to_owned();
        row.sent_as = kind;
        row.doubts.extend(
            left_out
                .map(|what| format!("the example sends {what}, which a field of a body can't be")),
        );
        if path.ends_with("[]") && !row.name.ends_with("[]") {
            row.name.push_str("[]");
        }
        if row.examples.is_empty() {
            row.examples = example;
        }
    }
    if page.request.has_body() {
        place_in_body(&mut rows);
    }
    rows
}

/// Returns whether a row is about the field of the body at a path.
fn is_at(row: &Row, path: &str) -> bool {
    let may_be = matches!(row.place.as_str(), "" | "body");
    may_be && without_marks(&wire(row)) == without_marks(path)
}

/// Returns a path without the marks of lists.
fn without_marks(path: &str) -> String {
    path.replace("[]", "")
}

/// Puts rows into the body that must be there: they continue below a list, or below a field of the body.
fn place_in_body(rows: &mut [Row]) {
    let first = |row: &Row| steps(&row.name).first().map(|step| step.key.clone());
    let in_body: Vec<String> = rows
        .iter()
        .filter(|row| row.place == "body")
        .filter_map(first)
        .collect();
    let is_inside = |row: &Row| {
        let is_below = steps(&row.name).len() > 1;
        is_below
            && (row.name.contains("[].") || first(row).is_some_and(|key| in_body.contains(&key)))
    };
    let others = rows.iter_mut().filter(|row| row.place.is_empty());
    for row in others.filter(|row| is_inside(row)) {
        row.place = "body".to_owned();
    }
}

/// A value in the example body.
struct Shown {
    path: String,
    /// The value as text. A list of values is written with commas.
    example: String,
    /// What the value is, or each value of a list.
    kind: Option<JsonKind>,
    /// What it is that a field of a body can't be.
    left_out: Option<&'static str>,
}

fn kind(value: &Value) -> Option<JsonKind> {
    match value {
        Value::Bool(_) => Some(JsonKind::Boolean),
        Value::Number(number) if number.is_i64() => Some(JsonKind::Integer),
        Value::Number(_) => Some(JsonKind::Fraction),
        Value::String(_) => Some(JsonKind::Text),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Adds the values in a body, each with its path.
fn leaves(value: &Value, path: &str, depth: usize, found: &mut Vec<Shown>) {
    let mut add = |path: &str, example: String, kind: Option<JsonKind>| {
        found.push(Shown {
            path: path.to_owned(),
            example,
            kind,
            left_out: match value {
                Value::Array(items) if items.iter().any(Value::is_array) => Some("a list of lists"),
                Value::Array(items)
                    if items.iter().any(Value::is_object)
                        && !items.iter().all(Value::is_object) =>
                {
                    Some("a list of objects and of others")
                }
                _ => None,
            },
        });
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match value {
        Value::Object(map) if depth < DEEPEST => {
            for (key, value) in map.iter().take(MOST) {
                leaves(value, &join(path, key), depth + 1, found);
            }
        }
        Value::Array(items)
            if items
                .iter()
                .all(|item| !item.is_object() && !item.is_array()) =>
        {
            let kind = items.first().and_then(kind);
            let items: Vec<String> = items.iter().take(2).map(text).collect();
            add(&format!("{path}[]"), items.join(","), kind);
        }
        Value::Array(items) if items.iter().all(Value::is_object) && depth < DEEPEST => {
            add(&format!("{path}[]"), String::new(), None);
            for item in items.iter().take(MOST_ITEMS) {
                leaves(item, &format!("{path}[]"), depth + 1, found);
            }
        }
        Value::Null | Value::Object(_) | Value::Array(_) => {
            add(path, String::new(), None);
        }
        value => add(path, text(value), kind(value)),
    }
}

/// Returns the name as sent: the first word of the cell, or the path of a field of the body, in which
/// `[]` follows each list but the last key.
pub(crate) fn wire(row: &Row) -> String {
    if row.place == "body" {
        let steps = steps(&row.name);
        let last = steps.len().saturating_sub(1);
        let key = |(at, step): (usize, &Step)| {
            let is_marked = step.is_list && at < last;
            format!("{}{}", step.key, if is_marked { "[]" } else { "" })
        };
        let keys: Vec<String> = steps.iter().enumerate().map(key).collect();
        return keys.join(".");
    }
    let name = row
        .name
        .split([' ', '(', '*', '='])
        .find(|word| !word.is_empty());
    let name = name
        .unwrap_or_default()
        .trim_matches(['{', '}', ':', '?', '&']);
    let name = name.strip_prefix('[').unwrap_or(name);
    // `page[size]` is a name, `ids[]` is one of a list.
    match name.strip_suffix(']') {
        Some(bare) if !bare.contains('[') => bare.to_owned(),
        Some(bare) if bare.ends_with('[') => bare.trim_end_matches('[').to_owned(),
        _ => name.to_owned(),
    }
}

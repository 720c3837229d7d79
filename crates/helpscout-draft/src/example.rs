//! What the page's example shows of its answer.

use serde_json::Value;

use crate::answer::AnswerNode;
use crate::json_kind::JsonKind;
use crate::path::is_quotable;

/// The most levels of keys that are described. A value further down is of any type.
pub(crate) const DEEPEST: usize = 10;

/// The most keys of an object.
const WIDEST: usize = 300;

/// The most elements of a list whose keys are compared with a table.
const SAMPLE: usize = 20;

/// The most texts of one field that are kept.
const TEXTS: usize = 50;

/// Adds a value in the example to a node. `depth` is the number of levels above it.
pub(crate) fn observe(node: &mut AnswerNode, value: &Value, depth: usize) {
    match value {
        Value::Null => node.is_null = true,
        Value::Array(items) => {
            node.lists += 1;
            node.has_null_items |= items.iter().any(Value::is_null);
            for item in items {
                observe_element(node, item, depth);
            }
        }
        value => {
            node.singles += 1;
            observe_element(node, value, depth);
        }
    }
}

fn observe_element(node: &mut AnswerNode, value: &Value, depth: usize) {
    let kind = match value {
        Value::Null => return,
        Value::Bool(_) => JsonKind::Boolean,
        Value::Number(number) if number.is_i64() => {
            node.largest = node.largest.max(number.as_i64());
            JsonKind::Integer
        }
        Value::Number(_) => JsonKind::Fraction,
        Value::String(text) => {
            if node.texts.len() < TEXTS && !node.texts.contains(text) {
                node.texts.push(text.clone());
            }
            JsonKind::Text
        }
        Value::Array(_) => JsonKind::List,
        Value::Object(_) if depth >= DEEPEST => JsonKind::Deep,
        Value::Object(map) => {
            node.objects += 1;
            for (key, value) in map {
                if let Some(child) = child(node, key) {
                    child.present += 1;
                    observe(child, value, depth + 1);
                } else {
                    node.has_rest = true;
                    node.has_null_rest |= value.is_null();
                }
            }
            JsonKind::Object
        }
    };
    node.kinds.insert(kind);
}

/// Adds the keys of all objects in a value. `depth` is the number of levels above it.
pub(crate) fn keys<'v>(value: &'v Value, depth: usize, keys: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) if depth <= DEEPEST => {
            // The elements of a list have the same keys.
            for item in items.iter().take(SAMPLE) {
                self::keys(item, depth + 1, keys);
            }
        }
        Value::Object(map) if depth <= DEEPEST => {
            for (key, value) in map.iter().take(WIDEST) {
                if !keys.contains(&key.as_str()) && keys.len() < WIDEST {
                    keys.push(key);
                }
                self::keys(value, depth + 1, keys);
            }
        }
        _ => {}
    }
}

/// Returns the child with a key, a new one if there is none; nothing if the key can't be described.
fn child<'n>(node: &'n mut AnswerNode, key: &str) -> Option<&'n mut AnswerNode> {
    if let Some(at) = node.below.iter().position(|child| child.key == key) {
        return node.below.get_mut(at);
    }
    if !is_quotable(key) || node.below.len() >= WIDEST {
        return None;
    }
    node.below.push(AnswerNode {
        key: key.to_owned(),
        ..AnswerNode::default()
    });
    node.below.last_mut()
}

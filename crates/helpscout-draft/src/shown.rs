//! What a page's example shows of its answer.

use crate::path::is_key;
use crate::tree::{DEEPEST, Kind, Node};
use serde_json::Value;

/// An object has no more keys than this.
const WIDEST: usize = 300;

/// So many texts of one field are kept.
const TEXTS: usize = 50;

impl Node {
    /// Takes note of a value in the example.
    pub(crate) fn observe(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Null => self.is_null = true,
            Value::Array(items) => {
                self.lists += 1;
                self.has_null_items |= items.iter().any(Value::is_null);
                items.iter().for_each(|item| self.element(item, depth));
            }
            value => {
                self.singles += 1;
                self.element(value, depth);
            }
        }
    }

    fn element(&mut self, value: &Value, depth: usize) {
        let kind = match value {
            Value::Null => return,
            Value::Bool(_) => Kind::Boolean,
            Value::Number(number) if number.is_i64() => Kind::Integer,
            Value::Number(_) => Kind::Fraction,
            Value::String(text) => {
                if self.texts.len() < TEXTS && !self.texts.contains(text) {
                    self.texts.push(text.clone());
                }
                Kind::Text
            }
            Value::Array(_) => Kind::List,
            Value::Object(_) if depth >= DEEPEST => Kind::Deep,
            Value::Object(map) => {
                self.objects += 1;
                for (key, value) in map {
                    match self.observed(key) {
                        Some(child) => {
                            child.present += 1;
                            child.observe(value, depth + 1);
                        }
                        None => {
                            self.has_rest = true;
                            self.has_null_rest |= value.is_null();
                        }
                    }
                }
                Kind::Object
            }
        };
        self.kinds.insert(kind);
    }

    /// The child with a key, a new one if need be; none if it can't be described.
    fn observed(&mut self, key: &str) -> Option<&mut Node> {
        if let Some(at) = self.below.iter().position(|node| node.key == key) {
            return self.below.get_mut(at);
        }
        if !is_key(key) || self.below.len() >= WIDEST {
            return None;
        }
        self.below.push(Node {
            key: key.to_owned(),
            ..Node::default()
        });
        self.below.last_mut()
    }
}

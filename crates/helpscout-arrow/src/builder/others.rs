//! Keys that the description does not know.

use serde_json::Value;

use super::place::Place;
use crate::json::append_compact;

/// A value with a key that the description does not know.
#[derive(Clone, Debug)]
pub(crate) struct Other {
    /// The keys and positions that lead to the value, its own key last.
    path: Vec<String>,
    /// The value as JSON text.
    json: String,
}

impl Other {
    pub(super) fn new(place: &Place<'_>, key: String, json: &str) -> Self {
        let mut path = vec![key];
        let mut place = place;
        loop {
            place = match place {
                Place::Row => break,
                Place::Member(parent, key) => {
                    path.push((*key).to_owned());
                    parent
                }
                Place::Element(parent, at) => {
                    path.push(at.to_string());
                    parent
                }
            };
        }
        path.reverse();
        let mut compact = String::with_capacity(json.len());
        append_compact(json, &mut compact);
        Self {
            path,
            json: compact,
        }
    }
}

/// Returns the values as a JSON object, or `None` if there are none. An object within a value that
/// is described is an object here, and so is a list, with positions as keys.
pub(crate) fn other_fields(others: &[Other]) -> Option<String> {
    if others.is_empty() {
        return None;
    }
    let mut tree = Tree::default();
    for other in others {
        tree.insert(&other.path, &other.json);
    }
    let mut text = String::new();
    tree.append(&mut text);
    Some(text)
}

/// Keys in the order of their first value.
#[derive(Default)]
struct Tree<'o>(Vec<(&'o str, Node<'o>)>);

enum Node<'o> {
    Value(&'o str),
    Tree(Tree<'o>),
}

impl<'o> Tree<'o> {
    /// Adds a value. The last one of a repeated key counts.
    fn insert(&mut self, path: &'o [String], json: &'o str) {
        let Some((key, rest)) = path.split_first() else {
            return;
        };
        let at = self.0.iter().position(|(known, _)| known == key);
        let at = at.unwrap_or_else(|| {
            self.0.push((key, Node::Tree(Tree::default())));
            self.0.len() - 1
        });
        let node = &mut self.0[at].1;
        if rest.is_empty() {
            *node = Node::Value(json);
        } else if let Node::Tree(tree) = node {
            tree.insert(rest, json);
        }
    }

    fn append(&self, out: &mut String) {
        for (at, (key, node)) in self.0.iter().enumerate() {
            out.push(if at == 0 { '{' } else { ',' });
            out.push_str(&Value::from(*key).to_string());
            out.push(':');
            match node {
                Node::Value(json) => out.push_str(json),
                Node::Tree(tree) => tree.append(out),
            }
        }
        out.push('}');
    }
}

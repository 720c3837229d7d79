//! The shared object with the same keys as an object of the answer.

use std::collections::BTreeSet;

use helpscout_spec::raw::SharedObject;

use crate::answer::AnswerNode;
use crate::words::{camel, singular};

/// Objects with fewer keys may be equal by chance, so they must have the same name, too.
const TELLING: usize = 4;

/// The most levels of shared objects inside each other that are compared.
const DEEPEST: usize = 6;

/// Returns the shared object with exactly the same keys on all levels. Each key must always be in
/// the example, since nothing else shows which are optional.
pub(crate) fn find<'k>(node: &AnswerNode, objects: &'k [SharedObject]) -> Option<&'k str> {
    let mut wanted = BTreeSet::new();
    if !node.is_object() || !collect(node, "", &mut wanted) {
        return None;
    }
    let name = camel(&singular(&node.key));
    let is_equal = |object: &&SharedObject| {
        let is_telling = wanted.len() >= TELLING || name.as_ref() == Some(&object.name);
        is_telling && paths(object, "", objects, 0) == wanted
    };
    objects
        .iter()
        .find(is_equal)
        .map(|object| object.name.as_str())
}

/// Adds the paths below a node. Returns false if they can't be compared.
fn collect(node: &AnswerNode, prefix: &str, paths: &mut BTreeSet<String>) -> bool {
    node.below.iter().all(|child| {
        let brackets = if child.is_list { "[]" } else { "" };
        let path = format!("{prefix}{}{brackets}", child.key);
        let below = format!("{path}.");
        paths.insert(path);
        // The keys of the previous interval were merged with those of the current one.
        let is_plain =
            child.is_always_present(node) && (!child.has_rest || child.key == "previous");
        is_plain && collect(child, &below, paths)
    })
}

/// Returns the paths below a shared object.
fn paths(
    object: &SharedObject,
    prefix: &str,
    objects: &[SharedObject],
    depth: usize,
) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for field in &object.fields {
        let path = format!("{prefix}{}", field.path);
        let below = format!("{}.", field.path);
        let is_open = !object
            .fields
            .iter()
            .any(|other| other.path.starts_with(&below));
        let inner = objects
            .iter()
            .find(|other| Some(&other.name) == field.object.as_ref());
        let is_previous = field.path.trim_end_matches("[]") == "previous";
        if let Some(inner) = inner.filter(|_| is_open && !is_previous && depth < DEEPEST) {
            paths.extend(self::paths(inner, &format!("{path}."), objects, depth + 1));
        }
        paths.insert(path);
    }
    paths
}

//! Objects that several operations have in common, found by what they hold.

use crate::tree::Node;
use crate::words::{camel, singular};
use helpscout_spec::raw::SharedObject;
use std::collections::BTreeSet;

/// Fewer keys than this can be those of anything, so the names must agree, too.
const TELLING: usize = 4;

/// How deep shared objects are followed into each other.
const DEEPEST: usize = 6;

/// The shared object that has exactly the keys of an object, on all levels. The example must have
/// all of them always: what it lacks may be optional there or not.
pub(crate) fn find<'k>(node: &Node, objects: &'k [SharedObject]) -> Option<&'k str> {
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

/// The paths below a node; false if they can't be compared.
fn collect(node: &Node, prefix: &str, paths: &mut BTreeSet<String>) -> bool {
    node.below.iter().all(|child| {
        let path = format!(
            "{prefix}{}{}",
            child.key,
            if child.is_list { "[]" } else { "" }
        );
        let below = format!("{path}.");
        paths.insert(path);
        // The keys of the previous interval were put together with those of the current one.
        let is_plain = child.is_sure(node) && (!child.has_rest || child.key == "previous");
        is_plain && collect(child, &below, paths)
    })
}

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

//! Where an answer has what paging needs.

use helpscout_description::path::join;

use crate::answer::AnswerNode;
use crate::json_kind::JsonKind;
use crate::page_keys::NUMBERS;
use crate::path::is_key;

/// The most levels of objects between the answer and what paging needs.
pub(crate) const DEEPEST: usize = 4;

pub(super) fn is_integer(node: &AnswerNode, key: &str) -> bool {
    is_only(node, key, JsonKind::Integer)
}

pub(super) fn is_flag(node: &AnswerNode, key: &str) -> bool {
    is_only(node, key, JsonKind::Boolean)
}

/// Returns whether a key is always there, with values of one kind.
fn is_only(node: &AnswerNode, key: &str, kind: JsonKind) -> bool {
    node.child(key).is_some_and(|child| {
        !child.is_list
            && !child.is_object()
            && child.is_always_present(node)
            && child.kinds.iter().all(|found| *found == kind)
    })
}

/// Returns whether a key may lead to the next page: a text, or null on the last page.
pub(super) fn is_next(node: &AnswerNode, key: &str) -> bool {
    node.child(key).is_some_and(|child| {
        let is_text = child.kinds.iter().all(|kind| *kind == JsonKind::Text);
        let is_known = child.is_in_example() && (child.is_null || !child.kinds.is_empty());
        !child.is_list && !child.is_object() && is_known && is_text
    })
}

/// Returns the keys of an object for the numbers of paging, if it has them.
pub(crate) fn number_keys(node: &AnswerNode) -> Option<[&'static str; 2]> {
    let mut pairs = NUMBERS.into_iter();
    pairs.find(|keys| keys.iter().all(|key| is_integer(node, key)))
}

/// Finds the uppermost object with the numbers of paging. Returns its path, the object, and its
/// keys for them.
pub(super) fn numbers<'n>(
    node: &'n AnswerNode,
    path: &str,
    depth: usize,
) -> Option<(String, &'n AnswerNode, [&'static str; 2])> {
    if let Some(keys) = number_keys(node) {
        return Some((path.to_owned(), node, keys));
    }
    let mut inner = inside(node, depth);
    inner.find_map(|child| numbers(child, &join(path, &child.key), depth + 1))
}

/// Finds the uppermost object with a key. Returns its path, the object, and the key.
pub(super) fn flat<'n, 'k>(
    node: &'n AnswerNode,
    path: &str,
    depth: usize,
    keys: &[&'k str],
    is_fit: impl Fn(&AnswerNode, &str) -> bool + Copy,
) -> Option<(String, &'n AnswerNode, &'k str)> {
    if let Some(key) = keys.iter().find(|key| is_fit(node, key)) {
        return Some((path.to_owned(), node, key));
    }
    let mut inner = inside(node, depth);
    inner.find_map(|child| flat(child, &join(path, &child.key), depth + 1, keys, is_fit))
}

/// Returns the objects inside an object that are always there.
pub(super) fn inside(node: &AnswerNode, depth: usize) -> impl Iterator<Item = &AnswerNode> {
    let below = if depth < DEEPEST {
        &node.below[..]
    } else {
        &[]
    };
    below
        .iter()
        .filter(|child| is_key(&child.key) && child.is_object() && !child.is_list)
        .filter(|child| child.is_always_present(node))
}

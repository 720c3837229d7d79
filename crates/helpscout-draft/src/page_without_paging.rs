//! Answers that look like pages although no paging was found in them.

use crate::answer::AnswerNode;
use crate::paging::{DEEPEST, number_keys};
use crate::path::is_key;

/// Returns what is left to do for an answer that has the numbers of paging and a list.
pub(crate) fn to_do(answer: &AnswerNode) -> Option<&'static str> {
    if answer.is_list || !answer.is_object() {
        return None;
    }
    let objects = objects(answer, 0, true);
    let numbers = || {
        let objects = objects.iter();
        objects.filter(|(node, _)| number_keys(node).is_some())
    };
    let lists = || {
        objects.iter().flat_map(|(node, is_named)| {
            let lists = node.below.iter().filter(|child| child.is_list);
            lists.map(|list| *is_named && is_key(&list.key))
        })
    };
    if numbers().next().is_none() || lists().next().is_none() {
        return None;
    }
    let is_named = numbers().any(|(_, is_named)| *is_named) && lists().any(|is_named| is_named);
    Some(if is_named {
        "todo: the answer looks like a page, but its rows were not found; add `pages:`."
    } else {
        "todo: the answer looks like a page, but `pages:` can't name a key in quotes; a program has to \
         ask for each page itself."
    })
}

/// Returns an object and those in it, each with whether paging can name it.
fn objects(node: &AnswerNode, depth: usize, is_named: bool) -> Vec<(&AnswerNode, bool)> {
    let mut found = vec![(node, is_named)];
    if depth < DEEPEST {
        let inner = node.below.iter();
        for child in inner.filter(|child| child.is_object() && !child.is_list) {
            found.extend(objects(child, depth + 1, is_named && is_key(&child.key)));
        }
    }
    found
}

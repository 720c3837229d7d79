//! Answers that look like pages although no paging was found in them.

use helpscout_description::Place;
use helpscout_spec::PAGE_PARAMETERS;

use crate::answer::AnswerNode;
use crate::operation::ParameterDraft;
use crate::page_keys::{CURSORS, OFFSET, is_certain, is_named, mores};
use crate::paging::{DEEPEST, number_keys};
use crate::path::is_key;
use crate::text::code;

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

/// Returns what is left to do for an answer that has a key such as `next_cursor` or `has_more`.
pub(crate) fn hint(answer: &AnswerNode) -> Option<String> {
    if answer.is_list {
        return None;
    }
    let objects = objects(answer, 0, true);
    let in_any = objects.iter().flat_map(|(node, _)| &node.below);
    let is_flat = |node: &&AnswerNode| !node.is_list && !node.is_object();
    let is_hint = |key: &str| mores().contains(&key) || key.starts_with("next_");
    let mut own = answer.below.iter();
    let found = own
        .find(|node| is_hint(&node.key))
        .or_else(|| in_any.filter(is_flat).find(|node| is_certain(&node.key)))?;
    Some(format!(
        "todo: {} of the answer looks as if there were several pages, but nothing was found that \
         selects one.",
        code(&found.key)
    ))
}

/// Returns what is left to do for a list whose request has a parameter that seems to select a page.
pub(crate) fn selecting(answer: &AnswerNode, parameters: &[ParameterDraft]) -> Option<String> {
    let has_list = answer.is_list || answer.below.iter().any(|child| child.is_list);
    let names = || PAGE_PARAMETERS.iter().chain(&CURSORS).chain([&OFFSET]);
    let mut parameters = parameters.iter().filter(|parameter| {
        let type_name = parameter.type_name.as_str();
        let may_select = matches!(type_name, "integer" | "text") || type_name.ends_with("Id");
        let is_in_path = parameter.place == Place::Path;
        may_select && !is_in_path && names().any(|name| is_named(parameter, name))
    });
    let found = parameters.next().filter(|_| has_list)?;
    let what = if answer.is_list {
        "but the page size, or the `id` of the rows, was not found that a list of rows needs; add `pages:`"
    } else {
        "but nothing of the answer was found that says which one it is or whether there are more"
    };
    Some(format!(
        "todo: the parameter {} looks as if it selected a page, {what}.",
        code(&found.name)
    ))
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

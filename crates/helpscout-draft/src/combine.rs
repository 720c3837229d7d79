//! Merges the table's rows and the example's keys into one tree.

use serde_json::Value;

use crate::answer::AnswerNode;
use crate::example::{DEEPEST, observe};
use crate::kind::is_list;
use crate::page::Fields;
use crate::path::{Step, is_key, steps};
use crate::table::Row;
use crate::text::code;
use crate::words::singular;

/// Returns the answer according to the tables and the example. Rows of the tables that can't be used
/// are added to `notes`.
pub(crate) fn combine(
    tables: &[Fields],
    body: Option<&Value>,
    notes: &mut Vec<String>,
) -> AnswerNode {
    let mut observed = AnswerNode::default();
    if let Some(body) = body {
        observed.present = 1;
        observe(&mut observed, body, 0);
    }
    // The tables have the page's order, so their rows come before the keys of the example.
    let mut answer = AnswerNode::default();
    for table in tables {
        add(table, &observed, &mut answer, notes);
    }
    answer.merge(observed);
    answer.settle();
    answer.fold_maps();
    merge_periods(answer)
}

/// Adds the rows of a table to the answer.
fn add(table: &Fields, observed: &AnswerNode, answer: &mut AnswerNode, notes: &mut Vec<String>) {
    let paths: Vec<Vec<Step>> = table.rows.iter().map(|row| steps(&row.name)).collect();
    let prefix = prefix(observed, &paths, table.heading.as_deref());
    if !prefix.is_empty() {
        notes.push(note_on(&prefix));
    }
    for (row, path) in table.rows.iter().zip(paths) {
        // A row about the whole answer may stand between those about its rows.
        let is_absolute = path.first().is_some_and(|first| {
            let is_in = |object: Option<&AnswerNode>| {
                object.is_some_and(|object| object.child(&first.key).is_some())
            };
            is_in(Some(observed)) && !is_in(at(observed, &prefix))
        });
        let prefix = if is_absolute { &[][..] } else { &prefix };
        let path: Vec<Step> = prefix.iter().cloned().chain(path).collect();
        if !can_be_described(&path) {
            notes.push(format!(
                "todo: the row {} of the table is omitted because its path can't be described.",
                code(&row.name)
            ));
        } else if !insert(answer, row, &path) {
            notes.push(format!(
                "todo: the table lists {} twice; only its first row is used.",
                code(&row.name)
            ));
        }
    }
}

/// Returns the node at a path.
fn at<'n>(node: &'n AnswerNode, path: &[Step]) -> Option<&'n AnswerNode> {
    let mut steps = path.iter().filter(|step| !step.is_root());
    steps.try_fold(node, |node, step| node.child(&step.key))
}

fn can_be_described(path: &[Step]) -> bool {
    let is_step = |step: &Step| is_key(&step.key) || step.is_root();
    !path.is_empty() && path.len() <= DEEPEST && path.iter().all(is_step)
}

/// Adds a row at its path. Returns false if the path has a row already.
fn insert(node: &mut AnswerNode, row: &Row, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else {
        let is_new = node.row.is_none();
        node.row.get_or_insert_with(|| row.clone());
        return is_new;
    };
    if step.is_root() {
        node.is_list = true;
        return insert(node, row, rest);
    }
    let at = node.below.iter().position(|child| child.key == step.key);
    let at = at.unwrap_or_else(|| {
        node.below.push(AnswerNode {
            key: step.key.clone(),
            ..AnswerNode::default()
        });
        node.below.len() - 1
    });
    let child = &mut node.below[at];
    child.is_list |= step.is_list || (rest.is_empty() && is_list(&row.type_name));
    insert(child, row, rest)
}

/// Returns where the paths of a table start, if that is not the root: at the object of the example
/// that has most of their first keys. Of several, it is the one that the heading names.
fn prefix(example: &AnswerNode, paths: &[Vec<Step>], heading: Option<&str>) -> Vec<Step> {
    // Paths of several steps that start at the root say nothing about the others.
    let is_absolute = |path: &&Vec<Step>| path.len() > 1 && at(example, path).is_some();
    let firsts: Vec<&str> = paths
        .iter()
        .filter(|path| !is_absolute(path))
        .filter_map(|path| path.first())
        .map(|step| step.key.as_str())
        .collect();
    let is_rooted = paths
        .iter()
        .any(|path| path.first().is_some_and(Step::is_root));
    if firsts.is_empty() || is_rooted {
        return Vec::new();
    }
    let hits = |node: &AnswerNode| {
        let found = firsts.iter().filter(|key| node.child(key).is_some());
        found.count()
    };
    let is_named = |path: &[Step]| {
        let named = heading.zip(path.last());
        named.is_some_and(|(heading, step)| names(heading, &step.key))
    };
    let root = if example.lists > 0 {
        vec![Step::root()]
    } else {
        Vec::new()
    };
    let at_root = hits(example);
    let mut best = ((at_root, false), root.clone());
    visit_objects(example, &mut root.clone(), &mut |node, path| {
        // A heading alone is no reason: it may only be about something similar.
        let is_named = is_named(path) && hits(node) * 2 >= firsts.len();
        let (most, was_named) = best.0;
        let is_better = hits(node) > most.max(2 * at_root);
        if hits(node) > 0 && is_named >= was_named && (is_better || is_named && !was_named) {
            best = ((hits(node), is_named), path.to_vec());
        }
    });
    best.1
}

/// Returns whether a heading names a key, in the singular or the plural.
fn names(heading: &str, key: &str) -> bool {
    let plain = |text: &str| singular(&text.to_lowercase());
    let mut words = heading.split(|char: char| !char.is_alphanumeric() && char != '_');
    words.any(|word| !word.is_empty() && plain(word) == plain(key))
}

/// Calls `visit` with each object below a node and its path.
fn visit_objects(
    node: &AnswerNode,
    path: &mut Vec<Step>,
    visit: &mut impl FnMut(&AnswerNode, &[Step]),
) {
    for child in node.below.iter().filter(|child| child.is_object()) {
        path.push(Step {
            key: child.key.clone(),
            is_list: child.lists > 0,
        });
        visit(child, path);
        visit_objects(child, path, visit);
        path.pop();
    }
}

fn note_on(prefix: &[Step]) -> String {
    let keys: Vec<&str> = prefix.iter().map(|step| step.key.as_str()).collect();
    let path = keys.join(".");
    let place = if path.is_empty() {
        "each element of the answer".to_owned()
    } else {
        code(&path)
    };
    format!("The paths in the table are read as relative to {place}, where the example has them.")
}

/// Merges the keys of the two periods of a report, which are the same.
fn merge_periods(mut answer: AnswerNode) -> AnswerNode {
    answer.below = answer.below.into_iter().map(merge_periods).collect();
    let at = |key: &str| answer.below.iter().position(|node| node.key == key);
    if let (Some(current), Some(previous)) = (at("current"), at("previous"))
        && answer.below[current].is_object()
        // A period that is null in the example is an object, too.
        && (answer.below[previous].is_object() || answer.below[previous].kinds.is_empty())
    {
        let keys = answer.below[previous].take_keys();
        answer.below[current].merge(keys);
        answer.below[current].settle();
        answer.below.swap(current.min(previous), current);
    }
    answer
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::combine;
    use crate::json_kind::JsonKind;
    use crate::page::Fields;
    use crate::table::Row;

    fn table<const N: usize>(rows: [Row; N]) -> [Fields; 1] {
        [Fields {
            heading: None,
            rows: rows.to_vec(),
        }]
    }

    fn row(name: &str, type_name: &str) -> Row {
        Row {
            name: name.to_owned(),
            type_name: type_name.to_owned(),
            ..Row::default()
        }
    }

    #[test]
    fn keys_of_the_table_come_before_those_of_the_example() {
        let rows = table([
            row("pages", "Number"),
            row("rows", "Array"),
            row("rows[].b", "Number"),
        ]);
        let body = json!({ "rows": [{ "a": 1, "b": null }, { "b": 2.5 }], "pages": 1 });
        let answer = combine(&rows, Some(&body), &mut Vec::new());
        assert_eq!(answer.keys(), ["pages", "rows", "b", "a"]);
        let rows = answer.child("rows").unwrap();
        assert!(rows.is_list && rows.objects == 2);
        let (a, b) = (rows.child("a").unwrap(), rows.child("b").unwrap());
        assert!(a.row.is_none() && a.present == 1);
        assert!(b.is_null && b.kinds.contains(&JsonKind::Fraction));
    }

    #[test]
    fn paths_may_be_relative_to_an_object_of_the_example() {
        let body = json!({ "_embedded": { "users": [{ "id": 1 }] }, "page": { "size": 1 } });
        let mut notes = Vec::new();
        let answer = combine(
            &table([row("id", "Number"), row("email", "String")]),
            Some(&body),
            &mut notes,
        );
        let users = answer.child("_embedded").unwrap().child("users").unwrap();
        assert!(users.is_list && users.child("email").is_some());
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn a_relative_table_may_have_rows_about_the_whole_answer() {
        let body = json!({
            "links": { "next": { "href": "a" } },
            "data": { "users": [{ "id": 1, "name": "a" }] },
        });
        let rows = table([
            row("links.next.href", "String"),
            row("data.users", "Array"),
            row("id", "Number"),
            row("name", "String"),
        ]);
        let answer = combine(&rows, Some(&body), &mut Vec::new());
        assert_eq!(
            answer.keys(),
            ["links", "next", "href", "data", "users", "id", "name"]
        );
    }

    #[test]
    fn a_table_may_be_about_an_object_that_its_heading_names() {
        let body = json!({ "id": 1, "name": "a", "customer": { "id": 2, "name": "b" }, "owner": { "id": 3, "name": "c" } });
        let tables = [
            Fields {
                heading: Some("Response fields".to_owned()),
                rows: vec![row("id", "Number"), row("name", "String")],
            },
            Fields {
                heading: Some("The owner object".to_owned()),
                rows: vec![row("id", "Number"), row("name", "String")],
            },
        ];
        let answer = combine(&tables, Some(&body), &mut Vec::new());
        let has_row = |key: &str| {
            answer
                .child(key)
                .unwrap()
                .child("id")
                .unwrap()
                .row
                .is_some()
        };
        assert!(answer.child("id").unwrap().row.is_some());
        assert!(has_row("owner") && !has_row("customer"));
    }

    #[test]
    fn an_answer_may_be_a_list() {
        let answer = combine(
            &table([row("id", "Number")]),
            Some(&json!([{ "id": 1 }])),
            &mut Vec::new(),
        );
        assert!(answer.is_list && answer.child("id").unwrap().row.is_some());
    }

    #[test]
    fn a_corrupted_key_is_merged_with_that_of_the_example() {
        let rows = table([row("a", ""), row("responseTviewByIdime", "Number")]);
        let answer = combine(
            &rows,
            Some(&json!({ "a": 1, "responseTime": 2 })),
            &mut Vec::new(),
        );
        assert_eq!(answer.keys(), ["a", "responseTime"]);
        assert_eq!(
            answer.below[1].corrupted.as_ref().unwrap().value,
            "responseTviewByIdime"
        );
    }
}

//! Merges the table's rows and the example's keys into one tree.

use serde_json::Value;

use crate::answer::AnswerNode;
use crate::example::{DEEPEST, observe};
use crate::path::{Step, is_key, is_list_type, steps};
use crate::table::Row;
use crate::text::code;

/// Returns the answer according to the table and the example. Rows of the table that can't be used
/// are added to `notes`.
pub(crate) fn combine(rows: &[Row], body: Option<&Value>, notes: &mut Vec<String>) -> AnswerNode {
    let mut observed = AnswerNode::default();
    if let Some(body) = body {
        observed.present = 1;
        observe(&mut observed, body, 0);
    }
    let paths: Vec<Vec<Step>> = rows.iter().map(|row| steps(&row.name)).collect();
    let prefix = prefix(&observed, &paths);
    if !prefix.is_empty() {
        notes.push(note_on(&prefix));
    }
    // The table has the page's order, so its rows come before the keys of the example.
    let mut answer = AnswerNode::default();
    for (row, path) in rows.iter().zip(paths) {
        let path: Vec<Step> = prefix.iter().cloned().chain(path).collect();
        if !can_be_described(&path) {
            notes.push(format!(
                "todo: the row {} of the table is omitted because its path can't be described.",
                code(&row.name)
            ));
        } else if !insert(&mut answer, row, &path) {
            notes.push(format!(
                "todo: the table lists {} twice; only its first row is used.",
                code(&row.name)
            ));
        }
    }
    answer.merge(observed);
    answer.settle();
    merge_periods(answer)
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
    child.is_list |= step.is_list || (rest.is_empty() && is_list_type(&row.type_name));
    insert(child, row, rest)
}

/// Returns where the table's paths start, if that is not the root: at the object of the example
/// that has most of their first keys.
fn prefix(example: &AnswerNode, paths: &[Vec<Step>]) -> Vec<Step> {
    let firsts: Vec<&str> = paths
        .iter()
        .filter_map(|path| path.first())
        .map(|step| step.key.as_str())
        .collect();
    let is_rooted = paths
        .iter()
        .any(|path| path.first().is_some_and(Step::is_root));
    if firsts.is_empty() || is_rooted {
        return Vec::new();
    }
    if example.lists > 0 {
        return vec![Step::root()];
    }
    let hits = |node: &AnswerNode| {
        let found = firsts.iter().filter(|key| node.child(key).is_some());
        found.count()
    };
    if hits(example) > 0 {
        return Vec::new();
    }
    let mut best = (0, Vec::new());
    visit_objects(example, &mut Vec::new(), &mut |node, path| {
        if hits(node) > best.0 {
            best = (hits(node), path.to_vec());
        }
    });
    best.1
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
    use crate::answer::JsonKind;
    use crate::table::Row;

    fn row(name: &str, type_name: &str) -> Row {
        Row {
            name: name.to_owned(),
            type_name: type_name.to_owned(),
            ..Row::default()
        }
    }

    #[test]
    fn keys_of_the_table_come_before_those_of_the_example() {
        let rows = [
            row("pages", "Number"),
            row("rows", "Array"),
            row("rows[].b", "Number"),
        ];
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
            &[row("id", "Number"), row("email", "String")],
            Some(&body),
            &mut notes,
        );
        let users = answer.child("_embedded").unwrap().child("users").unwrap();
        assert!(users.is_list && users.child("email").is_some());
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn an_answer_may_be_a_list() {
        let answer = combine(
            &[row("id", "Number")],
            Some(&json!([{ "id": 1 }])),
            &mut Vec::new(),
        );
        assert!(answer.is_list && answer.child("id").unwrap().row.is_some());
    }

    #[test]
    fn a_corrupted_key_is_merged_with_that_of_the_example() {
        let rows = [row("a", ""), row("responseTviewByIdime", "Number")];
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

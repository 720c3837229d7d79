//! Lists of objects in the body of a request.

use std::collections::HashSet;

use helpscout_description::{ListStyle, Place};

use crate::enums::Enums;
use crate::operation::ParameterDraft;
use crate::path::{Step, steps};
use crate::sent::wire;
use crate::several;
use crate::table::Row;
use crate::text::code;
use crate::words::{sentence, singular};

/// Gives the paths of a body the same lists everywhere: a path through what another one calls a list
/// has `[]` there. A list of objects without a row of its own gets one, and another object, which its
/// keys describe, loses its row.
pub(crate) fn with_lists(mut rows: Vec<Row>) -> Vec<Row> {
    let in_body = || rows.iter().filter(|row| row.place == "body");
    let paths: Vec<Vec<Step>> = in_body().map(|row| steps(&row.name)).collect();
    let lists: HashSet<String> = paths.iter().flat_map(|path| lists(path)).collect();
    for row in rows.iter_mut().filter(|row| row.place == "body") {
        let steps = steps(&row.name);
        if lists.iter().any(|list| passes(&steps, list)) {
            row.name = written(&steps, &lists);
        }
    }
    let mut known: HashSet<String> = rows.iter().map(wire).collect();
    let mut at = 0;
    while at < rows.len() {
        let name = rows[at].name.clone();
        let is_in_body = rows[at].place == "body";
        let missing = name
            .match_indices("[].")
            .map(|(end, _)| &name[..end])
            .find(|list| !known.contains(*list))
            .filter(|_| is_in_body);
        if let Some(list) = missing {
            known.insert(list.to_owned());
            let row = Row {
                name: format!("{list}[]"),
                place: "body".to_owned(),
                doubts: vec!["the page's table does not list it".to_owned()],
                ..Row::default()
            };
            rows.insert(at, row);
        } else {
            at += 1;
        }
    }
    // An object is described by its keys.
    let names: Vec<String> = rows.iter().map(wire).collect();
    let is_object = |row: &Row| {
        let below = format!("{}.", wire(row));
        row.place == "body" && names.iter().any(|name| name.starts_with(&below))
    };
    rows.retain(|row| !is_object(row));
    rows
}

/// Returns the keys that lead to each list of a path, joined by dots.
fn lists(path: &[Step]) -> Vec<String> {
    let ends = path.iter().enumerate().filter(|(_, step)| step.is_list);
    ends.map(|(end, _)| keys(&path[..=end])).collect()
}

fn keys(path: &[Step]) -> String {
    let keys: Vec<&str> = path.iter().map(|step| step.key.as_str()).collect();
    keys.join(".")
}

/// Returns whether a path goes through a list, or ends with it.
fn passes(path: &[Step], list: &str) -> bool {
    let keys = keys(path);
    let rest = keys.strip_prefix(list);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Writes a path with `[]` after each list.
fn written(path: &[Step], lists: &HashSet<String>) -> String {
    let step = |(end, step): (usize, &Step)| {
        let is_list = lists.contains(&keys(&path[..=end]));
        format!("{}{}", step.key, if is_list { "[]" } else { "" })
    };
    let steps: Vec<String> = path.iter().enumerate().map(step).collect();
    steps.join(".")
}

/// Returns whether rows are about the fields of the objects in a list of the body.
pub(crate) fn has_fields(rows: &[Row], list: &Row) -> bool {
    let start = format!("{}[].", wire(list));
    let mut in_body = rows.iter().filter(|row| row.place == "body");
    list.place == "body" && in_body.any(|row| row.name.starts_with(&start))
}

/// Drafts the entry of a list of objects. `prefix` starts the name of the type of its objects.
pub(crate) fn draft(row: &Row, prefix: &str, enums: &mut Enums<'_>) -> ParameterDraft {
    let name = wire(row);
    let last = name.rsplit('.').next().unwrap_or_default();
    let mut parameter = ParameterDraft {
        place: Place::Body,
        type_name: "text".to_owned(),
        object: Some(enums.take(&format!("{prefix}_{}", singular(last)))),
        required: row.required == Some(true),
        is_optional: row.required == Some(false),
        list: Some(ListStyle::Array),
        doc: sentence(last),
        todo: vec!["describe it".to_owned()],
        ..ParameterDraft::default()
    };
    several::set_lengths(&mut parameter, row);
    parameter.todo.extend(row.doubts.iter().cloned());
    parameter.name = name;
    parameter
}

/// Removes lists of objects of which no field could be described, and fields of lists that are not
/// there.
pub(crate) fn leave_out_parts(parameters: &mut Vec<ParameterDraft>, notes: &mut Vec<String>) {
    loop {
        let names: Vec<String> = parameters.iter().map(|it| it.name.clone()).collect();
        let objects: HashSet<&str> = parameters
            .iter()
            .filter(|it| it.object.is_some())
            .map(|it| it.name.as_str())
            .collect();
        let is_whole = |it: &ParameterDraft| {
            let start = format!("{}[].", it.name);
            let has_fields = names.iter().any(|name| name.starts_with(&start));
            let mut around = it.name.match_indices("[].").map(|(end, _)| &it.name[..end]);
            (it.object.is_none() || has_fields) && around.all(|list| objects.contains(list))
        };
        let Some(at) = parameters
            .iter()
            .position(|it| it.place == Place::Body && !is_whole(it))
        else {
            return;
        };
        let left_out = parameters.remove(at);
        notes.push(format!(
            "todo: the parameter {} is omitted because the objects around it, or all of its fields, \
             can't be described.",
            code(&left_out.name)
        ));
    }
}

//! Paging: the parameter that asks for a page, and where the answer says which it is.

use super::Checked;
use super::parameters::Declared;
use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw;
use helpscout_description::quote::quoted;
use helpscout_description::suggest;
use helpscout_description::{Field, Pages, Type};

/// Checks the paging of an operation. `response` is the name of the object it answers.
pub(super) fn check(
    raw: &raw::Pages,
    at: At<'_>,
    declared: &Declared<'_>,
    response: &str,
    checked: &Checked,
    sink: &mut Sink,
) -> Pages {
    parameter(&raw.parameter, at.key("parameter"), declared, sink);
    if let Some(size) = &raw.size {
        parameter(size, at.key("size"), declared, sink);
    }
    let numbers = [
        ("current", &raw.current),
        ("total", &raw.total),
        ("count", &raw.count),
    ];
    for (key, path) in numbers {
        let at = at.key(key);
        if let Some(field) = follow(path, is_certain, at, response, checked, sink)
            && !is_certain_number(field)
        {
            let message = format!("{} must be a number that is always there", quoted(key));
            let finding = Finding::new(Code::PagesType, at.place(), message);
            sink.add(
                finding.help("name an `integer` that is neither optional, nullable nor a list"),
            );
        }
    }
    let rows = at.key("rows");
    // Where an object around the rows is missing, there are none: lists without rows answer so.
    if let Some(field) = follow(&raw.rows, is_single, rows, response, checked, sink)
        && !field.list
    {
        let message = format!("the rows must be a list, and {} is none", quoted(&raw.rows));
        let finding = Finding::new(Code::PagesType, rows.place(), message);
        sink.add(finding.help("name the path that the response marks with `[]`"));
    }
    Pages {
        parameter: raw.parameter.clone(),
        size: raw.size.clone(),
        current: raw.current.clone(),
        total: raw.total.clone(),
        count: raw.count.clone(),
        rows: raw.rows.clone(),
    }
}

fn parameter(name: &str, at: At<'_>, declared: &Declared<'_>, sink: &mut Sink) {
    let finding = match declared.parameter(name) {
        Some(parameter) if parameter.ty == Type::Integer && parameter.list.is_none() => return,
        Some(_) => {
            let message = format!("paging needs numbers, and {} is none", quoted(name));
            Finding::new(Code::PagesParameter, at.place(), message)
                .help("give the parameter the type `integer`, without `list`")
        }
        None if declared.may_have(name) => return,
        None => {
            let message = format!("{} is no parameter of this operation", quoted(name));
            Finding::new(Code::PagesParameter, at.place(), message)
                .maybe_help(suggest::help(name, declared.wire_names()))
        }
    };
    sink.add(finding);
}

/// The field a path leads to; reports the first step that leads nowhere.
fn follow<'c>(
    path: &str,
    passable: fn(&Field) -> bool,
    at: At<'_>,
    response: &str,
    checked: &'c Checked,
    sink: &mut Sink,
) -> Option<&'c Field> {
    let mut object = checked.object(response)?;
    let mut steps = path.split('.').peekable();
    while let Some(step) = steps.next() {
        let Some(field) = object.field(step) else {
            let message = format!("the response has no {} at {}", quoted(step), quoted(path));
            let finding = Finding::new(Code::PagesPath, at.place(), message);
            let known = object.fields.iter().map(|field| field.wire.as_str());
            sink.add(finding.maybe_help(step_help(step, known)));
            return None;
        };
        if steps.peek().is_none() {
            return Some(field);
        }
        let inner = match &field.ty {
            Type::Object(name) if passable(field) => checked.object(name)?,
            _ => {
                let message = format!("{} is no object the path can go through", quoted(step));
                let finding = Finding::new(Code::PagesPath, at.place(), message);
                sink.add(finding.help("name objects, not lists; those around a number are neither `optional` nor `nullable`"));
                return None;
            }
        };
        object = inner;
    }
    None
}

fn step_help<'a>(step: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    match step.strip_suffix("[]") {
        Some(bare) => Some(format!("write {}, without the brackets", quoted(bare))),
        None => suggest::help(step, known),
    }
}

fn is_certain_number(field: &Field) -> bool {
    field.ty == Type::Integer && is_certain(field)
}

fn is_certain(field: &Field) -> bool {
    is_single(field) && !field.optional && !field.nullable
}

fn is_single(field: &Field) -> bool {
    !field.list
}

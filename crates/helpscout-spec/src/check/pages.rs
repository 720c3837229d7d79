//! Paging: the parameter that asks for a page, and where the answer says which page it is.

use helpscout_description::quote::quoted;
use helpscout_description::suggest;
use helpscout_description::{Field, Pages, Type};

use super::checked::Checked;
use super::checker::Checker;
use super::declared::Declared;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw;

/// Checks the paging of an operation. `response` is the name of the object it answers with.
pub(super) fn check(
    raw: &raw::Pages,
    at: At<'_>,
    declared: &Declared<'_>,
    response: &str,
    checker: &mut Checker<'_>,
) -> Pages {
    checker.report_all(parameter(&raw.parameter, at.key("parameter"), declared));
    if let Some(size) = &raw.size {
        checker.report_all(parameter(size, at.key("size"), declared));
    }
    let numbers = [
        ("current", &raw.current),
        ("total", &raw.total),
        ("count", &raw.count),
    ];
    for (key, path) in numbers {
        checker.report_all(number(key, path, at.key(key), response, &checker.checked));
    }
    checker.report_all(rows(&raw.rows, at.key("rows"), response, &checker.checked));
    // Where a parameter sets the size, its default is the size.
    let of_service = match raw.size {
        None => checker.names.page_size(),
        Some(_) => None,
    };
    Pages {
        parameter: raw.parameter.clone(),
        size: raw.size.clone(),
        page_size: raw.page_size.or(of_service),
        current: raw.current.clone(),
        total: raw.total.clone(),
        count: raw.count.clone(),
        rows: raw.rows.clone(),
    }
}

fn parameter(name: &str, at: At<'_>, declared: &Declared<'_>) -> Option<Finding> {
    match declared.parameter(name) {
        Some(parameter) if parameter.ty == Type::Integer && parameter.list.is_none() => None,
        Some(_) => {
            let message = format!("paging needs an integer, but {} is not one", quoted(name));
            let finding = Finding::new(Code::PagesParameter, at.place(), message);
            Some(finding.help("change the type of the parameter to `integer`, without `list:`"))
        }
        None if declared.may_have(name) => None,
        None => {
            let message = format!("{} is not a parameter of this operation", quoted(name));
            let finding = Finding::new(Code::PagesParameter, at.place(), message);
            Some(finding.maybe_help(suggest::help(name, declared.wire_names())))
        }
    }
}

fn number(key: &str, path: &str, at: At<'_>, response: &str, checked: &Checked) -> Option<Finding> {
    match follow(path, is_certain, at, response, checked) {
        Ok(Some(field)) if field.ty != Type::Integer || !is_certain(field) => {
            let message = format!("{} must be an integer that is always present", quoted(key));
            let finding = Finding::new(Code::PagesType, at.place(), message);
            Some(finding.help("name an `integer` that is not optional, nullable or a list"))
        }
        followed => followed.err().map(|finding| *finding),
    }
}

fn rows(path: &str, at: At<'_>, response: &str, checked: &Checked) -> Option<Finding> {
    // An object around the rows may be missing: that is how an answer without rows looks.
    match follow(path, is_single, at, response, checked) {
        Ok(Some(field)) if !field.list => {
            let message = format!("the rows must be a list, but {} is not one", quoted(path));
            let finding = Finding::new(Code::PagesType, at.place(), message);
            Some(finding.help("name the path that the response marks with `[]`"))
        }
        followed => followed.err().map(|finding| *finding),
    }
}

/// Returns the field a path leads to, if its objects are known.
///
/// # Errors
///
/// Returns a finding about the first step that leads nowhere.
fn follow<'c>(
    path: &str,
    passable: fn(&Field) -> bool,
    at: At<'_>,
    response: &str,
    checked: &'c Checked,
) -> Result<Option<&'c Field>, Box<Finding>> {
    let mut object = checked.object(response);
    let mut steps = path.split('.').peekable();
    while let (Some(inside), Some(step)) = (object, steps.next()) {
        let Some(field) = inside.field(step) else {
            let message = format!(
                "the response has no path {}: there is no key {}",
                quoted(path),
                quoted(step)
            );
            let finding = Finding::new(Code::PagesPath, at.place(), message);
            let known = inside.fields.iter().map(|field| field.wire.as_str());
            return Err(finding.maybe_help(step_help(step, known)).into());
        };
        if steps.peek().is_none() {
            return Ok(Some(field));
        }
        object = match &field.ty {
            Type::Object(name) if passable(field) => checked.object(name),
            _ => {
                let message = format!("the path can't continue below {}", quoted(step));
                let finding = Finding::new(Code::PagesPath, at.place(), message);
                let finding = finding.help(
                    "name objects that are not lists; those around a number can't be `optional` or \
                     `nullable`",
                );
                return Err(finding.into());
            }
        };
    }
    Ok(None)
}

fn step_help<'a>(step: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    match step.strip_suffix("[]") {
        Some(bare) => Some(format!("write {} without the brackets", quoted(bare))),
        None => suggest::help(step, known),
    }
}

fn is_certain(field: &Field) -> bool {
    is_single(field) && !field.optional && !field.nullable
}

fn is_single(field: &Field) -> bool {
    !field.list
}

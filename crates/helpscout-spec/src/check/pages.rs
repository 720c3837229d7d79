//! Paging: the parameter that asks for a page, where the answer says which page it is, and what
//! identifies a row.

use helpscout_description::quote::quoted;
use helpscout_description::suggest;
use helpscout_description::{Field, PageStyle, Pages, Type};

use super::checked::Checked;
use super::checker::Checker;
use super::declared::Declared;
use crate::code::Code;
use crate::finding::Finding;
use crate::left_out;
use crate::position::At;
use crate::raw;

/// Checks the paging of an operation, apart from how a page is selected, which is `style`. `response`
/// is the name of the object it answers with, in a list without `rows`.
pub(super) fn check(
    raw: &raw::Pages,
    style: Option<PageStyle>,
    at: At<'_>,
    declared: &Declared<'_>,
    response: &str,
    checker: &mut Checker<'_>,
) -> Option<Pages> {
    if let Some(size) = &raw.size {
        checker.report_all(integer(size, at.key("size"), declared));
    }
    if let Some(path) = &raw.count {
        checker.report_all(number(
            "count",
            path,
            at.key("count"),
            response,
            &checker.checked,
        ));
    }
    if let Some(path) = &raw.rows {
        checker.report_all(rows(path, at.key("rows"), response, &checker.checked));
    }
    if let Some(path) = &raw.identity {
        let at = at.key("identity");
        checker.report_all(identity(raw, path, at, response, &checker.checked));
    }
    for (key, header) in [
        ("count", "count_header"),
        ("total", "total_header"),
        ("more", "more_header"),
    ] {
        if let (Some(path), Some(at)) = (at.get(key), at.get(header)) {
            let message = format!("{} and {} say the same", quoted(key), quoted(header));
            let finding = Finding::new(Code::PagesStyle, at.place(), message)
                .second(path.place(), "the other one is here");
            checker.report(finding.help("remove one of them"));
        }
    }
    // Where a parameter sets the size, its default is the size.
    let of_service = match raw.size {
        None => checker.names.page_size(),
        Some(_) => None,
    };
    let style = style?;
    let of_size = page_size(raw, at, &style, declared, checker);
    Some(Pages {
        style,
        size: raw.size.clone(),
        page_size: raw.page_size.or(of_size).or(of_service),
        count: raw.count.clone(),
        count_header: raw.count_header.clone(),
        total_header: raw.total_header.clone(),
        more_header: raw.more_header.clone(),
        rows: raw.rows.clone().unwrap_or_default(),
        identity: raw.identity.clone(),
    })
}

/// Returns the number of rows that a call gets without the parameter for it, where that tells which
/// page is the last; reports a number that contradicts it.
fn page_size(
    raw: &raw::Pages,
    at: At<'_>,
    style: &PageStyle,
    declared: &Declared<'_>,
    checker: &mut Checker<'_>,
) -> Option<u32> {
    let (parameter, described) = declared.entry(raw.size.as_ref()?)?;
    let [default] = parameter.default.as_ref()?.values() else {
        return None;
    };
    let default: u32 = default.parse().ok()?;
    if let Some(page_size) = raw.page_size
        && page_size != default
    {
        let message = format!(
            "a page has {page_size} rows here, but the default of {} is {default}",
            quoted(&parameter.wire)
        );
        let place = at.key("page_size").place();
        let finding = Finding::new(Code::PagesStyle, place, message)
            .second(described.key("default").place(), "the default is here");
        checker.report(finding.help("remove `page_size:`, or correct the default"));
    }
    // With the number of pages, the size of one does not matter.
    matches!(
        style,
        PageStyle::Offset { .. } | PageStyle::Number { total: None, .. }
    )
    .then_some(default)
}

/// Returns a finding if a parameter of paging is not a single integer.
pub(super) fn integer(name: &str, at: At<'_>, declared: &Declared<'_>) -> Option<Finding> {
    match declared.parameter(name) {
        Some(parameter) if parameter.ty == Type::Integer && parameter.list.is_none() => None,
        Some(_) => {
            let message = format!("paging needs an integer, but {} is not one", quoted(name));
            let finding = Finding::new(Code::PagesParameter, at.place(), message);
            Some(finding.help("change the type of the parameter to `integer`, without `list:`"))
        }
        None => unknown(name, at, declared),
    }
}

/// Creates the finding for a parameter that is not declared, unless it may exist.
pub(super) fn unknown(name: &str, at: At<'_>, declared: &Declared<'_>) -> Option<Finding> {
    if declared.may_have(name) {
        return None;
    }
    let message = format!("{} is not a parameter of this operation", quoted(name));
    let finding = Finding::new(Code::PagesParameter, at.place(), message)
        .help("declare it in `parameters:`, or name one that is declared");
    // The name may be right, and the declaration wrong.
    Some(finding.maybe_help(suggest::help(name, declared.wire_names())))
}

/// Checks the path of a number that paging needs.
pub(super) fn number(
    key: &str,
    path: &str,
    at: At<'_>,
    response: &str,
    checked: &Checked,
) -> Option<Finding> {
    certain(
        key,
        path,
        (Type::Integer, "an", "integer"),
        at,
        response,
        checked,
    )
}

/// Checks the path of a boolean that says whether there are more pages.
pub(super) fn boolean(
    key: &str,
    path: &str,
    at: At<'_>,
    response: &str,
    checked: &Checked,
) -> Option<Finding> {
    certain(
        key,
        path,
        (Type::Boolean, "a", "boolean"),
        at,
        response,
        checked,
    )
}

/// Checks the path of a value that every answer has. The type comes with its article and name.
fn certain(
    key: &str,
    path: &str,
    (ty, article, name): (Type, &str, &str),
    at: At<'_>,
    response: &str,
    checked: &Checked,
) -> Option<Finding> {
    let steps = Steps {
        passable: is_certain,
        ..through_objects(key, path)
    };
    match follow(&steps, at, response, checked) {
        Ok(Some(field)) if field.ty != ty || !is_certain(field) => {
            let message = format!(
                "{} must be {article} {name} that is always present",
                quoted(key)
            );
            let finding = Finding::new(Code::PagesType, at.place(), message);
            let help = format!("name {article} `{name}` that is not optional, nullable or a list");
            Some(finding.help(help))
        }
        followed => followed.err().map(|finding| *finding),
    }
}

/// Returns the field that leads to the next page, which may be missing on the last one.
///
/// # Errors
///
/// Returns a finding if the path leads nowhere.
pub(super) fn next<'c>(
    path: &str,
    at: At<'_>,
    response: &str,
    checked: &'c Checked,
) -> Result<Option<&'c Field>, Box<Finding>> {
    follow(&through_objects("next", path), at, response, checked)
}

/// Returns whether a field, or an object on the path to it, may be missing or null.
pub(super) fn may_be_missing(path: &str, response: &str, checked: &Checked) -> bool {
    let mut object = checked.object(response);
    for key in path.split('.') {
        let Some(field) = object.and_then(|object| object.field(key)) else {
            return false;
        };
        if field.optional || field.nullable {
            return true;
        }
        object = match &field.ty {
            Type::Object(name) => checked.object(name),
            _ => None,
        };
    }
    false
}

fn rows(path: &str, at: At<'_>, response: &str, checked: &Checked) -> Option<Finding> {
    // An object around the rows may be missing: that is how an answer without rows looks.
    match follow(&through_objects("rows", path), at, response, checked) {
        Ok(Some(field)) if !field.list => {
            let message = format!("the rows must be a list, but {} is not one", quoted(path));
            let finding = Finding::new(Code::PagesType, at.place(), message);
            Some(finding.help("name the path that the response marks with `[]`"))
        }
        followed => followed.err().map(|finding| *finding),
    }
}

/// Checks where the rows are: at `rows`, or the answer itself, which is `is_list` then. Returns whether
/// anything else of the paging can be checked.
pub(super) fn place_of_rows(
    raw: &raw::Pages,
    at: At<'_>,
    is_list: bool,
    checker: &mut Checker<'_>,
) -> bool {
    if !is_list {
        if raw.rows.is_none() {
            let message = "nothing says where the rows of a page are";
            let finding = Finding::new(Code::PagesStyle, at.place(), message);
            checker.report(finding.help("add `rows:` with the path of the list in the answer"));
        }
        return raw.rows.is_some();
    }
    let inside = ["rows", "current", "total", "count", "last", "next", "more"];
    let mut has_path = false;
    for key in inside {
        let Some(at) = at.get(key) else {
            continue;
        };
        has_path = true;
        let (message, help) = match key {
            "rows" => (
                "the answer is the list of rows itself, so no path leads to them".to_owned(),
                "remove `rows:`",
            ),
            _ => (
                format!(
                    "an answer that is a list has no {} beside its rows",
                    quoted(key)
                ),
                "remove it, or name a header with `count_header:`, `total_header:` or \
                 `more_header:`; the last page is the one without rows, or with fewer rows than \
                 `page_size:` or `size:` says, or the one without a link in `next_header:`",
            ),
        };
        let finding = Finding::new(Code::PagesStyle, at.place(), message);
        checker.report(finding.help(help));
    }
    !has_path
}

/// Returns the name of the object that rows are.
///
/// # Errors
/// Returns the type of rows that are no objects.
fn row_object<'c>(
    raw: &raw::Pages,
    at: At<'_>,
    response: &'c str,
    checked: &'c Checked,
) -> Option<Result<&'c str, ()>> {
    let Some(rows) = &raw.rows else {
        return Some(Ok(response));
    };
    // If the path of the rows leads nowhere, that is a finding of its own.
    let rows = follow(&through_objects("rows", rows), at, response, checked).ok()??;
    Some(match &rows.ty {
        Type::Object(row) => Ok(row),
        _ => Err(()),
    })
}

/// Checks the value of the last row that leads to the next page. Returns its field.
///
/// # Errors
/// Returns a finding if not every row has it, or if it can't be sent.
pub(super) fn last_row<'c>(
    raw: &raw::Pages,
    path: &str,
    at: At<'_>,
    response: &'c str,
    checked: &'c Checked,
) -> Result<Option<&'c Field>, Box<Finding>> {
    let Some(row) = row_object(raw, at, response, checked) else {
        return Ok(None);
    };
    let Ok(row) = row else {
        let message = "the rows are not objects, so they have no value that leads to the next page";
        let finding = Finding::new(Code::PagesPath, at.place(), message);
        return Err(finding.help("remove `last_row:`").into());
    };
    let has_null_rows = raw.rows.as_ref().is_some_and(|rows| {
        let rows = follow(&through_objects("rows", rows), at, response, checked);
        rows.is_ok_and(|rows| rows.is_some_and(|rows| rows.nullable_items))
    });
    let steps = Steps {
        passable: is_certain,
        whole: "a row",
        ..through_objects("last_row", path)
    };
    let Some(field) = follow(&steps, at, row, checked)? else {
        return Ok(None);
    };
    let is_cursor = matches!(field.ty, Type::Text | Type::Id(_) | Type::Integer);
    if is_cursor && is_certain(field) && !has_null_rows {
        return Ok(Some(field));
    }
    let message = format!(
        "{} must be a `text`, an ID or an `integer` that every row has",
        quoted("last_row")
    );
    let finding = Finding::new(Code::PagesType, at.place(), message);
    let help = "name a value that is not optional, nullable or a list, in rows that are never null";
    Err(finding.help(help).into())
}

/// Checks the field that identifies a row. It may be missing in some rows, which are then not
/// compared.
fn identity(
    raw: &raw::Pages,
    path: &str,
    at: At<'_>,
    response: &str,
    checked: &Checked,
) -> Option<Finding> {
    let Ok(row) = row_object(raw, at, response, checked)? else {
        let message = "the rows are not objects, so no field identifies them";
        let finding = Finding::new(Code::PagesIdentity, at.place(), message);
        return Some(finding.help("remove `identity`"));
    };
    let steps = Steps {
        code: Code::PagesIdentity,
        whole: "a row",
        ..through_objects("identity", path)
    };
    let field = match follow(&steps, at, row, checked) {
        Ok(field) => field?,
        Err(finding) => return Some(*finding),
    };
    let identifies = match field.ty {
        Type::Integer => field.unit.is_none(),
        Type::Id(_) | Type::Text => true,
        _ => false,
    };
    if identifies && !field.list {
        return None;
    }
    let message = format!("{} can't identify a row", quoted(path));
    let finding = Finding::new(Code::PagesIdentity, at.place(), message);
    let help = "name an ID, an `integer` without a unit or a `text` that is not a list, or remove \
                `identity` if nothing identifies a row";
    Some(finding.help(help))
}

/// A path, and how findings speak of it.
struct Steps<'p> {
    /// The key of `pages:` that has it.
    key: &'p str,
    path: &'p str,
    /// Whether the path may continue below a field.
    passable: fn(&Field) -> bool,
    code: Code,
    /// What the path starts at.
    whole: &'static str,
}

/// Returns the steps of a path in a response through objects that may be missing.
fn through_objects<'p>(key: &'p str, path: &'p str) -> Steps<'p> {
    Steps {
        key,
        path,
        passable: is_single,
        code: Code::PagesPath,
        whole: "the response",
    }
}

/// Returns the field a path leads to, if its objects are known. `start` is the name of the object
/// that it starts at.
///
/// # Errors
///
/// Returns a finding about the first step that leads nowhere.
fn follow<'c>(
    steps: &Steps<'_>,
    at: At<'_>,
    start: &str,
    checked: &'c Checked,
) -> Result<Option<&'c Field>, Box<Finding>> {
    let Steps {
        key,
        path,
        passable,
        code,
        whole,
    } = *steps;
    if path.is_empty() {
        // The reader has reported the empty text.
        return Ok(None);
    }
    let mut object = checked.object(start);
    let mut steps = path.split('.').peekable();
    while let (Some(inside), Some(step)) = (object, steps.next()) {
        // A path through a list is left out however it is written.
        let bare = step.strip_suffix("[]").unwrap_or(step);
        if code == Code::PagesPath
            && steps.peek().is_some()
            && inside.field(bare).is_some_and(|field| field.list)
        {
            return Err(left_out::pages_through_list(key, bare, at).into());
        }
        let Some(field) = inside.field(step) else {
            let message = format!(
                "{whole} has no path {}: there is no key {}",
                quoted(path),
                quoted(step)
            );
            let finding = Finding::new(code, at.place(), message);
            let known = inside.fields.iter().map(|field| field.wire.as_str());
            return Err(finding.maybe_help(step_help(step, known)).into());
        };
        if checked.is_unresolved(&inside.name, step) {
            return Ok(None);
        }
        if steps.peek().is_none() {
            return Ok(Some(field));
        }
        object = match &field.ty {
            Type::Object(name) if passable(field) => checked.object(name),
            _ => {
                let message = format!("the path can't continue below {}", quoted(step));
                let finding = Finding::new(code, at.place(), message);
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
    if step.starts_with('"') {
        let help = "paging can't follow keys that have to be quoted; leave out `pages:`";
        return Some(help.to_owned());
    }
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

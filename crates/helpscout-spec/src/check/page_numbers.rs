//! Whether the numbers of pages make sense, in the description and in the documented examples.
//!
//! The paths are taken from the text of the file: whatever style of paging has them, two of them
//! can't be one number, and an example shows whether they are swapped.

use heck::ToSnakeCase;
use helpscout_description::quote::quoted;
use helpscout_description::{Field, Object, Operation, Type, path};
use serde_json::Value;

use super::checked::Checked;
use crate::code::{Code, Severity};
use crate::document::Documents;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;

/// Checks the numbers of the pages of all operations, and reports answers that look like pages
/// although nothing says how to get the others.
pub(super) fn check(documents: &Documents, checked: &Checked, sink: &mut Sink) {
    let operations = documents.operations.iter().zip(&checked.operations);
    for (document, operation) in operations {
        let is_whole = !checked.partial_responses.contains(document.file());
        let finding = match document.at().get("pages") {
            Some(at) => paged(document.at(), at, operation),
            None if is_whole => {
                unpaged(operation, checked).or_else(|| selected(document.at(), operation, checked))
            }
            None => None,
        };
        if let Some(finding) = finding {
            sink.add(finding);
        }
    }
}

/// A number of a page that an answer has: its key in `pages:`, its path, and the place of that.
#[derive(Clone, Copy)]
struct Number<'a> {
    key: &'static str,
    path: &'a str,
    at: At<'a>,
}

fn numbers(at: At<'_>) -> impl Iterator<Item = Number<'_>> {
    let keys = ["current", "total", "count"].into_iter();
    keys.filter_map(move |key| {
        let at = at.get(key)?;
        let path = at.scalar()?.text.as_str();
        Some(Number { key, path, at })
    })
}

/// Returns the first contradiction of the numbers of an operation with pages. `at` is the operation,
/// and `pages` its paging.
fn paged(at: At<'_>, pages: At<'_>, operation: &Operation) -> Option<Finding> {
    let numbers: Vec<Number<'_>> = numbers(pages).collect();
    let first_page = pages.get("first").and_then(At::scalar);
    let first_page: i64 = first_page.map_or(Some(1), |first| first.text.parse().ok())?;
    // Only pages that have numbers have a number of pages.
    let is_numbered = pages.get("total").or(pages.get("total_header")).is_some();
    let before_first = |key| before_first(key, first_page, at, pages, operation);
    one_path_twice(&numbers)
        .or_else(|| one_parameter_twice(pages))
        .or_else(|| swapped_names(&numbers))
        .or_else(|| is_numbered.then(|| before_first("parameter")).flatten())
        .or_else(|| before_first("size"))
        .or_else(|| in_examples(&numbers, first_page, pages, operation))
}

/// Returns a finding if the documented call asks for a page before the first one, or for pages
/// without rows. `key` is that of the parameter.
fn before_first(
    key: &str,
    first_page: i64,
    at: At<'_>,
    pages: At<'_>,
    operation: &Operation,
) -> Option<Finding> {
    let named = pages.get(key)?;
    let name = named.scalar()?.text.as_str();
    let example = operation.parameter(name)?.example.first()?;
    let example: i64 = example.parse().ok()?;
    let (least, reason) = match key {
        "size" => (1, "a page has at least 1 row".to_owned()),
        _ => (first_page, format!("the first page is {first_page}")),
    };
    if example >= least {
        return None;
    }
    let place = entry(at, name).map_or(named, |entry| entry.key("example"));
    let message = format!("the example of {} is {example}, but {reason}", quoted(name));
    let finding = Finding::new(Code::Contradiction, place.place(), message);
    Some(finding.help(format!("write `{least}` or more")))
}

/// Returns the entry of a parameter, unless it is that of a group.
fn entry<'a>(operation: At<'a>, name: &str) -> Option<At<'a>> {
    operation.key("parameters").items().find(|entry| {
        let name_of = entry.get("name").and_then(At::scalar);
        name_of.is_some_and(|scalar| scalar.text == name)
    })
}

fn one_parameter_twice(pages: At<'_>) -> Option<Finding> {
    let (parameter, size) = (pages.get("parameter")?, pages.get("size")?);
    let name = &parameter.scalar()?.text;
    if size.scalar()?.text != *name {
        return None;
    }
    let message = format!(
        "{} can't select both the page and the number of its rows",
        quoted(name)
    );
    let finding = Finding::new(Code::PagesNumbers, size.place(), message)
        .second(parameter.place(), "`parameter` is here");
    Some(finding.help("name the parameter with the number of rows, or remove `size`"))
}

fn one_path_twice(numbers: &[Number<'_>]) -> Option<Finding> {
    let repeated = numbers.iter().enumerate().find_map(|(index, number)| {
        let first = numbers[..index]
            .iter()
            .find(|first| first.path == number.path)?;
        Some((first, number))
    });
    let (first, second) = repeated?;
    let message = format!(
        "{} and {} can't be the same number, {}",
        quoted(first.key),
        quoted(second.key),
        quoted(first.path)
    );
    let finding = Finding::new(Code::PagesNumbers, second.at.place(), message)
        .second(first.at.place(), format!("{} is here", quoted(first.key)));
    Some(finding.help(meanings(numbers)))
}

/// Returns a finding if the name of each of two numbers is one for the other.
fn swapped_names(numbers: &[Number<'_>]) -> Option<Finding> {
    let number = |key: &str| numbers.iter().find(|number| number.key == key);
    let (current, total) = (number("current")?, number("total")?);
    let last = |number: &Number<'_>| {
        let key = number.path.rsplit('.').next().unwrap_or_default();
        key.to_snake_case()
    };
    let is_current = CURRENT.contains(&last(total).as_str());
    let is_total = TOTAL.contains(&last(current).as_str());
    if is_current && is_total {
        return Some(swapped(current, total, "their names say"));
    }
    let count = number("count")?;
    let is_count = COUNT.contains(&last(total).as_str());
    let is_total = TOTAL.contains(&last(count).as_str());
    (is_count && is_total).then(|| swapped(total, count, "their names say"))
}

fn swapped(first: &Number<'_>, second: &Number<'_>, reason: &str) -> Finding {
    let message = format!(
        "{} and {} are swapped, {reason}",
        quoted(first.key),
        quoted(second.key)
    );
    let pair = format!(
        "{}: {}, {}: {}",
        first.key, second.path, second.key, first.path
    );
    Finding::new(Code::PagesNumbers, first.at.place(), message)
        .second(second.at.place(), format!("{} is here", quoted(second.key)))
        .help(format!("write {}", quoted(&pair)))
}

/// Returns the first contradiction that an example shows.
fn in_examples(
    numbers: &[Number<'_>],
    first_page: i64,
    pages: At<'_>,
    operation: &Operation,
) -> Option<Finding> {
    let number = |key: &str| numbers.iter().find(|number| number.key == key);
    let rows = pages.get("rows").and_then(At::scalar);
    operation.examples.iter().find_map(|example| {
        let body: Value = serde_json::from_str(&example.body).ok()?;
        let shown = |number: Option<&Number<'_>>| along(&body, number?.path)?.as_i64();
        let (current, total, count) = (
            shown(number("current")),
            shown(number("total")),
            shown(number("count")),
        );
        let file = quoted(&example.file);
        if let (Some(current), Some(total)) = (current, total)
            && let (Some(own), Some(other)) = (number("current"), number("total"))
            && total > 0
            && current - first_page >= total
        {
            let reason = format!("since {file} would have page {current} of {total}");
            return Some(swapped(own, other, &reason));
        }
        let rows = along(&body, &rows?.text)?.as_array()?.len();
        if total == Some(0) && rows > 0 {
            let own = number("total")?;
            let message = format!(
                "{} can't be the number of pages: in {file}, it is 0, and there are {rows} rows",
                quoted(own.path)
            );
            let finding = Finding::new(Code::PagesNumbers, own.at.place(), message);
            return Some(finding.help(meanings(numbers)));
        }
        let count = usize::try_from(count?).ok()?;
        if rows <= count {
            return None;
        }
        let own = number("count")?;
        let message = format!(
            "{} can't be the number of rows: in {file}, it is {count}, and there are {rows}",
            quoted(own.path)
        );
        let finding = Finding::new(Code::PagesNumbers, own.at.place(), message);
        Some(finding.help(meanings(numbers)))
    })
}

/// Returns the value at a dotted path.
fn along<'v>(body: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(body, |value, key| value.get(key))
}

fn meanings(numbers: &[Number<'_>]) -> String {
    let meaning = |number: &Number<'_>| match number.key {
        "current" => "`current` is the number of this page",
        "total" => "`total` is the number of pages",
        _ => "`count` is the number of rows on all pages",
    };
    let meanings: Vec<&str> = numbers.iter().map(meaning).collect();
    format!(
        "name the paths that the page documents: {}",
        meanings.join(", ")
    )
}

/// What the number of a page, the number of pages, and the number of rows are usually called.
const CURRENT: [&str; 5] = ["current", "current_page", "number", "page", "page_number"];
const TOTAL: [&str; 6] = [
    "last_page",
    "num_pages",
    "page_count",
    "pages",
    "pages_count",
    "total_pages",
];
const COUNT: [&str; 8] = [
    "count",
    "row_count",
    "rows_count",
    "total",
    "total_count",
    "total_elements",
    "total_items",
    "total_results",
];

/// Returns a finding if an answer has the numbers of a page and a list, but the operation has no
/// paging: a program would take the first page for everything.
fn unpaged(operation: &Operation, checked: &Checked) -> Option<Finding> {
    let root = checked
        .object(&operation.response)
        .filter(|_| !operation.list)?;
    // Paging needs numbers that every answer has; without them, it can't be asked for.
    let is_certain = |field: &&Field| !field.list && !field.optional && !field.nullable;
    let inner = root.fields.iter().filter(|field| !field.list);
    let inner = inner.filter_map(|field| match &field.ty {
        Type::Object(name) => Some((Some(field), checked.object(name)?)),
        _ => None,
    });
    let objects: Vec<(Option<&Field>, &Object)> =
        std::iter::once((None, root)).chain(inner).collect();
    // Paging has no keys in quotes.
    let is_plain = |key: &str| path::key(key) == key;
    let is_named = |field: Option<&Field>| field.is_none_or(|field| is_plain(&field.wire));
    let lists = objects.iter().flat_map(|(of, object)| {
        let lists = object.fields.iter().filter(|field| field.list);
        lists.map(|list| (is_named(*of) && is_named(Some(list)), list))
    });
    let has_named_list = lists
        .map(|(is_named, _)| is_named)
        .reduce(|one, other| one || other)?;
    let (of, object, current) = objects.iter().find_map(|(of, object)| {
        if !of.is_none_or(|field| is_certain(&field)) {
            return None;
        }
        let named = |names: &[&str]| -> Vec<&Field> {
            let fields = object.fields.iter();
            let named = fields.filter(|field| {
                let is_number =
                    field.ty == Type::Integer && field.unit.is_none() && is_certain(field);
                is_number && names.contains(&field.wire.to_snake_case().as_str())
            });
            named.collect()
        };
        let all = named(&[&TOTAL[..], &COUNT].concat());
        let current = named(&CURRENT).first().copied()?;
        (all.len() > 1).then_some((*of, object, current))
    })?;
    let place = checked.places.of_field(&object.name, &current.wire)?;
    let parameter = operation.parameters.iter().find(|parameter| {
        parameter.ty == Type::Integer && CURRENT.contains(&parameter.wire.to_snake_case().as_str())
    });
    let message = format!(
        "the answer looks like a page, but {} has no `pages:`",
        quoted(&operation.id)
    );
    let mut finding = Finding::new(Code::NoPages, place, message);
    if !has_named_list || !is_named(of) {
        finding.severity = Severity::Warning;
        return Some(finding.help(
            "a program has to ask for each page itself, because `pages:` can't name a key in quotes",
        ));
    }
    Some(match parameter {
        Some(parameter) => finding.help(format!(
            "add `pages:` with the parameter {} and the paths of the numbers and the rows",
            quoted(&parameter.wire)
        )),
        // Nothing asks for another page, so that this may be all that there is.
        None => {
            finding.severity = Severity::Warning;
            finding.help("add the parameter that selects a page, and `pages:`")
        }
    })
}

/// What a parameter with the number of a page is usually called.
pub const PAGE_PARAMETERS: [&str; 8] = [
    "page",
    "pageNumber",
    "page_number",
    "page[number]",
    "pageIndex",
    "page_index",
    "pageNo",
    "page_no",
];

/// What a parameter with the number of rows of a page is usually called.
const SIZE: [&str; 7] = [
    "limit",
    "page_limit",
    "page_size",
    "pagesize",
    "per_page",
    "results_per_page",
    "rows_per_page",
];

/// Returns a finding if a parameter selects a page of an answer with a list, but the operation has no
/// paging.
fn selected(at: At<'_>, operation: &Operation, checked: &Checked) -> Option<Finding> {
    if !operation.list && !has_list(operation, checked) {
        return None;
    }
    let named = |names: &[&str]| {
        let is_named = |name: &str| {
            let mut names = names.iter().map(|name| name.to_snake_case());
            names.any(|known| known == name.to_snake_case())
        };
        let mut parameters = operation.parameters.iter();
        parameters.find(|parameter| parameter.ty == Type::Integer && is_named(&parameter.wire))
    };
    let page = &named(&PAGE_PARAMETERS)?.wire;
    let place = entry(at, page).map_or_else(|| at.key("operation"), |entry| entry.key("name"));
    let message = format!(
        "{} selects a page, but {} has no `pages:`, so a program reads only one page",
        quoted(page),
        quoted(&operation.id)
    );
    let mut finding = Finding::new(Code::NoPages, place.place(), message);
    finding.severity = Severity::Warning;
    let size = named(&SIZE).map_or_else(
        || "`page_size:`".to_owned(),
        |size| quoted(&format!("size: {}", size.wire)).to_string(),
    );
    Some(finding.help(if operation.list {
        format!(
            "add `pages:` with {}, {size} and the field of a row that identifies it as `identity:`, \
             or with `next_header:` alone if a header has the URL of the next page",
            quoted(&format!("parameter: {page}"))
        )
    } else {
        format!(
            "add `pages:` with {}, `rows:`, and what says which page is the last: `total:`, `more:`, \
             `count:` or {size}",
            quoted(&format!("parameter: {page}"))
        )
    }))
}

/// Returns whether an answer has a list of objects that `pages:` can name.
fn has_list(operation: &Operation, checked: &Checked) -> bool {
    let Some(root) = checked.object(&operation.response) else {
        return false;
    };
    let is_rows = |field: &&Field| {
        field.list && matches!(field.ty, Type::Object(_)) && path::key(&field.wire) == field.wire
    };
    root.fields.iter().any(|field| is_rows(&field))
}

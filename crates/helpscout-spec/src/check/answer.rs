//! What comes with an answer: its status, a body, headers, or nothing.

use std::collections::HashMap;

use helpscout_description::quote::quoted;
use helpscout_description::{Operation, Type};

use super::checker::Checker;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw::{Field, OperationFile, Response};

/// Returns the status of a successful answer.
pub(super) fn status(raw: &Response) -> u16 {
    raw.status.unwrap_or(200)
}

/// Checks that an answer without a body, or in headers, has nothing that only a body can have. Returns
/// false if that leaves open what the answer is.
pub(super) fn check(raw: &OperationFile, at: At<'_>, checker: &mut Checker<'_>) -> bool {
    let (response, of_response) = (&raw.response, at.key("response"));
    let is_in_headers = response.fields.iter().any(|field| field.header.is_some());
    let Some(object) = &response.object else {
        return without_object(raw, at, checker);
    };
    if is_in_headers {
        let errors = checker.errors();
        in_headers(&response.fields, of_response.key("fields"), checker);
        if let Some(pages) = at.get("pages") {
            let message = "an answer in headers has no pages".to_owned();
            let finding = Finding::new(Code::NoContent, pages.place(), message);
            checker.report(finding.help("remove `pages:`"));
        }
        return checker.errors() == errors;
    }
    if Operation::is_without_body(status(response)) {
        let message = format!(
            "an answer with status {} has no body, so it can't be {}",
            status(response),
            quoted(object)
        );
        let finding = Finding::new(Code::NoContent, of_response.key("status").place(), message);
        checker.report(finding.help(
            "write the status that comes with the body, or remove `object:` and what it has; \
             mark a field with `header:` if a header has its value",
        ));
        return false;
    }
    true
}

/// Checks an answer that has nothing but its status.
fn without_object(raw: &OperationFile, at: At<'_>, checker: &mut Checker<'_>) -> bool {
    let of_response = at.key("response");
    if of_response.get("status").is_none() {
        let message = "the answer has no `object:`".to_owned();
        let help =
            "write `object:` and `fields:`, or `status: 204` if nothing comes with the status";
        let finding = Finding::new(Code::NoContent, of_response.place(), message);
        checker.report(finding.help(help));
        return false;
    }
    let left = ["doc", "important", "fields"]
        .into_iter()
        .filter_map(|key| Some((key, of_response.get(key)?)))
        .chain(
            ["pages", "examples"]
                .into_iter()
                .filter_map(|key| Some((key, at.get(key)?))),
        );
    let left: Vec<_> = left.collect();
    for (key, at) in &left {
        let message = format!("`{key}:` belongs to an answer with an object, but it has none");
        let finding = Finding::new(Code::NoContent, at.place(), message);
        let help = format!("remove `{key}:`, or write `object:` in `response:`");
        checker.report(finding.help(help));
    }
    // Examples are compared with nothing then.
    left.is_empty() && raw.examples.is_empty()
}

/// Checks that all fields of an answer are single values in headers of their own.
fn in_headers(fields: &[Field], at: At<'_>, checker: &mut Checker<'_>) {
    let mut first: HashMap<String, At<'_>> = HashMap::new();
    for (field, at) in fields.iter().zip(at.items()) {
        let path = quoted(&field.path);
        let Some(header) = &field.header else {
            let message =
                format!("{path} has no `header:`, but other fields of the answer have one");
            let finding = Finding::new(Code::HeaderValue, at.key("path").place(), message);
            checker.report(
                finding.help("the values of an answer are all in its body, or all in headers"),
            );
            continue;
        };
        if let Some((trouble, help)) = trouble(field) {
            let message = format!("{path} is in a header, but {trouble}");
            let finding = Finding::new(Code::HeaderValue, at.key("header").place(), message);
            checker.report(finding.help(help));
        }
        let name = header.to_ascii_lowercase();
        match first.get(&name) {
            None => {
                first.insert(name, at.key("header"));
            }
            Some(first) => {
                let message = format!("the header {} has a field already", quoted(header));
                let finding = Finding::new(Code::HeaderValue, at.key("header").place(), message)
                    .second(first.place(), "its field is here");
                checker.report(finding.help("remove one of them"));
            }
        }
    }
}

/// Returns why a field can't be in a header and what to do, if its entry alone says so.
fn trouble(field: &Field) -> Option<(&'static str, &'static str)> {
    let is_key = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    if !field.path.chars().all(is_key) {
        Some((
            "its path is not one key",
            "write one key as its path, such as `id`",
        ))
    } else if field.object.is_some() {
        Some(("is an object", "write `type:` and what its value is"))
    } else if field.nullable || field.nullable_items {
        Some((
            "may be null",
            "write `optional: true` if answers may lack the header",
        ))
    } else if field.one_or_many {
        Some(("may be a list", "remove `one_or_many:`"))
    } else if !field.aliases.is_empty() {
        Some((
            "has other names",
            "remove `aliases:`; case does not count in the name of a header",
        ))
    } else {
        None
    }
}

/// Checks that the type of a field in a header can be read from text.
pub(super) fn check_type(raw: &Field, ty: &Type, at: At<'_>, checker: &mut Checker<'_>) {
    if raw.header.is_none() || *ty != Type::Any {
        return;
    }
    let message = format!("{} is in a header, but may be anything", quoted(&raw.path));
    let finding = Finding::new(Code::HeaderValue, at.key("type").place(), message);
    checker.report(finding.help("write the type of its value, such as `text`"));
}

/// Reports fields of a shared object that are in headers: an object in a body has none.
pub(super) fn check_shared(fields: &[Field], at: At<'_>, checker: &mut Checker<'_>) {
    for (field, at) in fields.iter().zip(at.items()) {
        if field.header.is_some() {
            let message = format!(
                "{} is in a header, but objects may share it",
                quoted(&field.path)
            );
            let finding = Finding::new(Code::HeaderValue, at.key("header").place(), message);
            checker.report(
                finding.help("declare the object in the operation that answers with headers"),
            );
        }
    }
}

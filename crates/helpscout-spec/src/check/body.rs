//! The method of a request, and the fields of its body.

use std::collections::BTreeMap;

use helpscout_description::quote::quoted;
use helpscout_description::{IdForm, Operation, Parameter, Type};
use serde_json::{Value, json};

use super::checked::Checked;
use super::checker::Checker;
use super::declared::Declared;
use super::parameters;
use super::sent::Sent;
use crate::code::Code;
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::raw::{BodyField, OperationFile};

/// Adds the fields of the body to the parameters of an operation; reports what does not go with its
/// method. `at` is the operation.
pub(super) fn check<'a>(
    raw: &'a OperationFile,
    at: At<'a>,
    declared: &mut Declared<'a>,
    checker: &mut Checker<'a>,
) {
    // A request that does not match the pattern has been reported already.
    if (pattern::REQUEST.matches)(&raw.request) {
        let (method, _) = raw.request.split_once(' ').unwrap_or_default();
        against_method(method, raw, at, checker);
    }
    let fields = || {
        let fields = raw.body.iter().zip(at.key("body").items());
        // A path that does not match the pattern has been reported already.
        fields.filter(|(field, _)| (pattern::BODY_PATH.matches)(&field.path))
    };
    let fields: Vec<Entry<'a>> = fields()
        .map(|(raw, at)| Entry {
            raw,
            path: &raw.path,
            at,
        })
        .collect();
    declare(&fields, declared, checker);
}

/// Reports what does not go with the method of a request. `at` is the operation.
fn against_method(method: &str, raw: &OperationFile, at: At<'_>, checker: &mut Checker<'_>) {
    let of_body = at.get("body").filter(|_| !Operation::has_body(method));
    if raw.safe && method != "POST" && of_body.is_none() {
        let (message, help) = match method {
            "PATCH" => (
                "a `PATCH` changes something, so it is not safe to send again",
                "remove `safe:`, or write `POST` if that is what the page says",
            ),
            "GET" => (
                "a `GET` is always safe to send again, so `safe:` has no effect",
                "remove `safe:`",
            ),
            _ => (
                "a `PUT` or `DELETE` has the same effect if it is sent again, so `safe:` has none",
                "remove `safe:`",
            ),
        };
        let finding = Finding::new(Code::IdleSafe, at.key("safe").place(), message);
        checker.report(finding.help(help));
    }
    if let Some(body) = of_body {
        let message = format!("a {} has no body", quoted(method));
        let finding = Finding::new(Code::BodyOfGet, body.place(), message)
            .second(at.key("request").place(), "the method is here");
        checker.report(finding.help(
            "move the fields to `parameters:`, or write `POST` if that is what the page says",
        ));
    }
    if raw.pages.is_some() && method != "GET" && !(method == "POST" && raw.safe) {
        let (message, help) = if method == "POST" {
            (
                "pages are read by a `POST` that is not said to be safe".to_owned(),
                "add `safe: true` if the endpoint only reads, or leave out `pages:` if it changes \
                 something",
            )
        } else {
            (
                format!("pages are read, but a {} changes something", quoted(method)),
                "leave out `pages:`",
            )
        };
        let finding = Finding::new(Code::UnsafePages, at.key("pages").place(), message)
            .second(at.key("request").place(), "the method is here");
        checker.report(finding.help(help));
    }
}

/// A field of the body, with its path in the object that it belongs to.
#[derive(Clone, Copy)]
struct Entry<'a> {
    raw: &'a BodyField,
    path: &'a str,
    at: At<'a>,
}

/// Returns the fields that are not inside of the objects of a list.
pub(super) fn outer(fields: &[BodyField]) -> impl Iterator<Item = Sent<'_>> {
    let outer = fields.iter().filter(|field| !field.path.contains("[]."));
    outer.map(|field| Sent::of_body(field, &field.path))
}

/// Adds the fields of the body, or of an object of a list in it.
fn declare<'a>(entries: &[Entry<'a>], declared: &mut Declared<'a>, checker: &mut Checker<'a>) {
    let (inner, own): (Vec<Entry<'a>>, Vec<Entry<'a>>) = entries
        .iter()
        .copied()
        .partition(|entry| entry.path.contains("[]."));
    let sent = |entry: &Entry<'a>| Sent::of_body(entry.raw, entry.path);
    let is_single_object =
        |entry: &Entry<'a>| entry.raw.object.is_some() && !entry.path.ends_with("[]");
    for entry in own.iter().filter(|entry| is_single_object(entry)) {
        let message = "an object in a body has no entry of its own";
        let finding = Finding::new(Code::BodyPath, entry.at.key("object").place(), message);
        checker.report(finding.help(
            "remove this entry, and write one for each key of the object, such as `filter.status`; \
             a list of objects has `[]` at the end of its path",
        ));
    }
    let own: Vec<Entry<'a>> = own
        .into_iter()
        .filter(|entry| !is_single_object(entry))
        .collect();
    for entry in &own {
        parameters::check(sent(entry), entry.at, declared, checker);
    }
    for entry in &own {
        parameters::correct(sent(entry), entry.at, declared, checker);
    }
    nesting(
        own.iter()
            .map(|entry| (sent(entry).name, entry.at.key("path"))),
        checker,
    );
    let mut below: BTreeMap<&'a str, Vec<Entry<'a>>> = BTreeMap::new();
    for entry in inner {
        if let Some((list, path)) = entry.path.split_once("[].") {
            let entry = Entry { path, ..entry };
            below.entry(list).or_default().push(entry);
        }
    }
    for entry in own.iter().filter(|entry| entry.raw.object.is_some()) {
        let name = sent(entry).name;
        let fields = below.remove(name).unwrap_or_default();
        let object = entry.raw.object.as_deref().unwrap_or_default();
        objects(object, *entry, &fields, declared, checker);
    }
    for (list, fields) in below {
        let Some(first) = fields.first() else {
            continue;
        };
        let at = first.at.key("path");
        if own.iter().any(|entry| sent(entry).name == list) {
            let message = format!(
                "the path continues below {}, which has a value of its own",
                quoted(list)
            );
            let finding = Finding::new(Code::BodyPath, at.place(), message);
            checker.report(finding.help(
                "write `object:` with the name of a Rust type in place of `type:` there, if the list \
                 has objects",
            ));
        } else {
            let message = format!("no entry says what the objects in {} are", quoted(list));
            let finding = Finding::new(Code::BodyPath, at.place(), message);
            checker.report(finding.help(format!(
                "add an entry before this one: `{{ path: '{list}[]', object: …, doc: … }}`"
            )));
        }
    }
}

/// Adds the fields of the objects of a list to its parameter.
fn objects<'a>(
    object: &'a str,
    entry: Entry<'a>,
    fields: &[Entry<'a>],
    declared: &mut Declared<'a>,
    checker: &mut Checker<'a>,
) {
    checker.take_type(object, "object", entry.at.key("object"));
    if fields.is_empty() {
        let message = format!("no path continues below {}", quoted(entry.path));
        let finding = Finding::new(Code::BodyPath, entry.at.key("path").place(), message);
        checker.report(finding.help(
            "add an entry for each field of its objects, whose path continues this one, such as \
             `threads[].text`",
        ));
        return;
    }
    let mut inside = Declared::default();
    inside.expect(
        fields
            .iter()
            .filter(|field| !field.path.contains("[]."))
            .map(|field| Sent::of_body(field.raw, field.path)),
    );
    declare(fields, &mut inside, checker);
    let fields: Vec<Parameter> = inside
        .parameters
        .into_iter()
        .map(|(parameter, _)| parameter)
        .collect();
    let name = Sent::of_body(entry.raw, entry.path).name;
    if let Some((parameter, _)) = declared.parameter_mut(name) {
        parameter.example = vec![example(&fields, &checker.checked)];
        parameter.fields = fields;
    }
}

/// Returns the JSON text of an object with the examples of its fields: those that are required, or
/// else all.
fn example(fields: &[Parameter], checked: &Checked) -> String {
    let has_required = fields.iter().any(|field| field.required);
    let mut object = json!({});
    for field in fields {
        if field.example.is_empty() || (has_required && !field.required) {
            continue;
        }
        let is_bare = match &field.ty {
            Type::Id(name) => checked.id_form(name) == IdForm::Integer,
            Type::Enum(name) => checked.enumeration(name).is_some_and(|known| known.numeric),
            Type::Text | Type::Instant | Type::Date | Type::Any => false,
            _ => true,
        };
        let value = |text: &String| {
            let bare = is_bare.then(|| serde_json::from_str(text).ok()).flatten();
            bare.unwrap_or_else(|| Value::from(text.as_str()))
        };
        let mut values: Vec<Value> = field.example.iter().map(value).collect();
        let mut place = &mut object;
        for key in field.wire.split('.') {
            if !place.is_object() {
                *place = json!({});
            }
            place = &mut place[key];
        }
        *place = if field.list.is_some() {
            Value::Array(values)
        } else {
            values.swap_remove(0)
        };
    }
    object.to_string()
}

/// Reports fields below a field that has a value of its own.
fn nesting<'a>(fields: impl Iterator<Item = (&'a str, At<'a>)>, checker: &mut Checker<'_>) {
    let fields: BTreeMap<&str, At<'_>> = fields.collect();
    for (path, at) in &fields {
        let parents = path.match_indices('.').map(|(end, _)| &path[..end]);
        for parent in parents {
            if let Some(outer) = fields.get(parent) {
                let message = format!(
                    "the path continues below {}, which has a value of its own",
                    quoted(parent)
                );
                let finding = Finding::new(Code::BodyPath, at.place(), message)
                    .second(outer.place(), format!("{} is here", quoted(parent)));
                checker.report(finding.help(
                    "remove the entry of the outer field; an object needs no entry of its own",
                ));
            }
        }
    }
}

//! One operation.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;
use helpscout_description::quote::quoted;
use helpscout_description::suggest;
use helpscout_description::{Operation, Place};

use super::checker::{Checker, Unique};
use super::declared::Declared;
use super::names::Local;
use super::sent::Sent;
use super::{
    answer, body, enums, exclusions, headers, pages, paging_styles, parameters, paths, prose,
    response, rules, rust_names, todo,
};
use crate::code::Code;
use crate::document::{Document, Documents};
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::raw::{OperationFile, ParameterEntry};

/// Reports operations that are described twice.
pub(super) fn check_names<'a>(documents: &'a Documents, checker: &mut Checker<'a>) {
    let mut operations = Unique::new("operation");
    for document in &documents.operations {
        let (raw, at) = (&document.raw, document.at());
        if !checker.is_first(&mut operations, &raw.operation, at.key("operation")) {
            checker.names.repeated.insert(document.file());
        }
    }
}

/// Checks the description of one operation and adds it to what has been checked.
pub(super) fn check<'a>(document: &'a Document<OperationFile>, checker: &mut Checker<'a>) {
    let (raw, at) = (&document.raw, document.at());
    let rust = query_type(document, checker);
    checker.names.local = Local::default();
    enums::check(&raw.enums, at.key("enums"), checker);
    let enums = raw.enums.iter().map(|raw_enum| raw_enum.name.as_str());
    checker.names.local.enums = enums.collect();
    let is_whole = answer::check(raw, at, checker) & response::check(raw, at, &rust, checker);
    let mut declared = parameters(raw, at.key("parameters"), checker);
    body::check(raw, at, &mut declared, checker);
    header_names(&declared, checker);
    // A request that does not match the pattern has been reported already.
    if (pattern::REQUEST.matches)(&raw.request) {
        path_parameters(raw, at, &mut declared, checker);
    }
    rules::check(&raw.rules, at.key("rules"), &mut declared, checker);
    exclusions::check(&declared, checker);
    let is_list = paths::is_root_list(&raw.response.fields);
    let pages = raw.pages.as_ref().filter(|_| is_whole);
    let pages = pages.and_then(|pages| {
        let (response, at) = (raw.response.name(), at.key("pages"));
        if !pages::place_of_rows(pages, at, is_list, checker) {
            return None;
        }
        let style = paging_styles::check(pages, at, &declared, response, checker);
        pages::check(pages, style, at, &declared, response, checker)
    });
    if !is_whole {
        let file = document.file().to_owned();
        checker.checked.partial_responses.insert(file);
    }
    plans(raw, at.key("plans"), checker);
    let notes = notes(&raw.notes, at.key("notes"), checker);
    let summary = summary(raw, at, checker);
    let (method, path) = raw.request.split_once(' ').unwrap_or(("", &raw.request));
    let parameters = declared.parameters.into_iter();
    let rules = declared.rules.into_iter();
    checker.checked.operations.push(Operation {
        id: raw.operation.clone(),
        rust,
        file: document.file().to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        safe: raw.safe && method == "POST",
        docs: raw.docs.clone(),
        summary,
        notes,
        plans: raw.plans.clone(),
        parameters: parameters.map(|(parameter, _)| parameter).collect(),
        rules: rules.map(|(rule, _)| rule).collect(),
        pages,
        status: answer::status(&raw.response),
        response: raw.response.name().to_owned(),
        list: is_list,
        examples: Vec::new(),
    });
}

fn query_type(document: &Document<OperationFile>, checker: &mut Checker<'_>) -> String {
    let (raw, at) = (&document.raw, document.at());
    // That a name does not have the form of one has been reported already.
    let is_name = (pattern::SNAKE.matches)(&raw.operation);
    let refused = rust_names::module(&raw.operation, at.key("operation")).filter(|_| is_name);
    let is_refused = refused.is_some() || !is_name;
    checker.report_all(refused);
    let derived = raw.operation.to_upper_camel_case();
    let (name, at) = match &raw.rust {
        Some(given) => {
            if *given == derived {
                checker.report(rust_names::redundant(given, at.key("rust")));
            }
            (given.clone(), at.key("rust"))
        }
        None => (derived, at.key("operation")),
    };
    // Another name of the operation will be another name of its query.
    let is_derived = raw.rust.is_none();
    let is_repeated = checker.names.repeated.contains(document.file());
    let is_told = is_repeated || (is_refused && is_derived);
    if !is_told {
        checker.take_type(&name, "operation", at);
    }
    name
}

fn parameters<'a>(raw: &'a OperationFile, at: At<'a>, checker: &mut Checker<'a>) -> Declared<'a> {
    let mut declared = Declared::default();
    let own = raw.parameters.iter().filter_map(|entry| match entry {
        ParameterEntry::Own(parameter) => Some(Sent::from(parameter.as_ref())),
        ParameterEntry::Group(_) => None,
    });
    declared.expect(own);
    declared.expect(body::outer(&raw.body));
    let mut used: HashMap<&str, At<'_>> = HashMap::new();
    let groups: Vec<&str> = raw.parameters.iter().filter_map(group).collect();
    for group in groups
        .iter()
        .filter_map(|name| checker.names.groups.get(name))
    {
        declared.expect_group(group);
    }
    let entries = || raw.parameters.iter().zip(at.items());
    for (entry, at) in entries() {
        match entry {
            ParameterEntry::Own(parameter) => {
                parameters::check(parameter.as_ref(), at, &mut declared, checker);
            }
            ParameterEntry::Group(name) => {
                let at = at.key("use");
                if let Some(first) = used.insert(name, at) {
                    checker.report(used_twice(name, at, first));
                } else if let Some(group) = checker.group(name, &groups, at) {
                    parameters::extend(&mut declared, &group, name, at, checker);
                } else {
                    declared.lacks_group = true;
                }
            }
        }
    }
    for (entry, at) in entries() {
        if let ParameterEntry::Own(parameter) = entry {
            parameters::correct(parameter.as_ref(), at, &mut declared, checker);
        }
    }
    declared
}

/// Returns the group that an entry of `parameters:` uses.
fn group(entry: &ParameterEntry) -> Option<&str> {
    match entry {
        ParameterEntry::Own(_) => None,
        ParameterEntry::Group(name) => Some(name),
    }
}

fn used_twice(name: &str, at: At<'_>, first: At<'_>) -> Finding {
    let message = format!("the parameter group {} is used twice", quoted(name));
    Finding::new(Code::GroupTwice, at.place(), message)
        .second(first.place(), "first used here")
        .help("remove one of them")
}

/// Marks the parameters that the path names; reports those that can't be part of a path.
fn path_parameters(
    raw: &OperationFile,
    at: At<'_>,
    declared: &mut Declared<'_>,
    checker: &mut Checker<'_>,
) {
    let mut seen = HashSet::new();
    for name in raw.request.split('/').filter_map(Operation::placeholder) {
        let at = at.key("request");
        if !seen.insert(name) {
            let message = format!("the path names {} twice", quoted(name));
            let finding = Finding::new(Code::PathParameter, at.place(), message);
            checker.report(finding.help("give each placeholder its own name"));
        } else if let Some((parameter, place)) = declared.parameter_mut(name) {
            if parameter.place != Place::Query {
                checker.report(in_two_places(name, place, at));
                continue;
            }
            parameter.place = Place::Path;
            if !parameter.required || parameter.list.is_some() {
                let message = format!(
                    "{} is part of the path, so it must be required and a single value",
                    quoted(name)
                );
                let finding = Finding::new(Code::PathParameter, place.key("name").place(), message)
                    .second(at.place(), "the path names it here");
                checker.report(finding.help("set `required: true`, without `list:`"));
            }
        } else if !declared.may_have(name) {
            let message = format!(
                "the path names {}, which is not a parameter of this operation",
                quoted(name)
            );
            let finding = Finding::new(Code::PathParameter, at.place(), message);
            checker.report(
                finding
                    .help("declare it with `required: true`")
                    .maybe_help(suggest::help(name, declared.wire_names())),
            );
        }
    }
}

/// Reports headers whose names differ only in case.
fn header_names(declared: &Declared<'_>, checker: &mut Checker<'_>) {
    let parameters = declared.parameters.iter();
    let headers = parameters.filter(|(parameter, _)| parameter.place == Place::Header);
    let names = headers.map(|(parameter, at)| (parameter.wire.as_str(), at.key("name")));
    headers::check_names(names, checker);
}

fn in_two_places(name: &str, declared: At<'_>, path: At<'_>) -> Finding {
    let message = format!(
        "{} is part of the path, so it is not sent anywhere else",
        quoted(name)
    );
    let (place, help) = match declared.get("in") {
        Some(place) => (
            place,
            "remove `in: header`, or the placeholder from the path",
        ),
        None => (
            declared.key("path"),
            "declare it in `parameters:`, or remove the placeholder from the path",
        ),
    };
    Finding::new(Code::PathParameter, place.place(), message)
        .second(path.place(), "the path names it here")
        .help(help)
}

fn plans<'a>(raw: &'a OperationFile, at: At<'a>, checker: &mut Checker<'a>) {
    let mut unique = Unique::new("plan");
    let beside: Vec<&str> = raw.plans.iter().map(String::as_str).collect();
    for (plan, at) in raw.plans.iter().zip(at.items()) {
        if checker.is_first(&mut unique, plan, at) {
            checker.plan(plan, &beside, at);
        }
    }
}

/// Returns the notes for readers. One that starts with `todo:` is for the author and is reported.
fn notes(raw: &[String], at: At<'_>, checker: &mut Checker<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    for (note, at) in raw.iter().zip(at.items()) {
        match note.trim_start().strip_prefix("todo:") {
            Some(rest) => todo::check_note(rest, at, checker),
            None => {
                prose::check(note, at, checker);
                notes.push(note.clone());
            }
        }
    }
    notes
}

fn summary(raw: &OperationFile, at: At<'_>, checker: &mut Checker<'_>) -> String {
    let Some(summary) = &raw.summary else {
        let at = at.key("operation");
        let message = format!("the operation {} has no summary", quoted(&raw.operation));
        let finding = Finding::new(Code::Undocumented, at.place(), message);
        checker.report(finding.help("add `summary:` with one line in your own words"));
        return String::new();
    };
    let at = at.key("summary");
    if summary.trim_end().contains('\n') {
        let message = "the summary has more than one line";
        let finding = Finding::new(Code::SummaryLines, at.place(), message);
        checker.report(finding.help("shorten it to one line, or fold its lines with `>-`"));
    }
    prose::check(summary, at, checker);
    summary.trim_end().to_owned()
}

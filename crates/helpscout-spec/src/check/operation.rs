//! One operation.

use super::names::{Local, Names};
use super::parameters::{Declared, Written, left_to_do};
use super::{Checked, enums, pages, parameters, paths, prose, response, rules, rust_names};
use crate::code::Code;
use crate::document::Document;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw::OperationFile;
use heck::ToUpperCamelCase;
use helpscout_description::quote::quoted;
use helpscout_description::suggest;
use helpscout_description::{Api, EnumType, Operation};
use std::collections::{HashMap, HashSet};

/// Checks the description of one operation and adds it to what was checked.
pub(super) fn check<'a>(
    document: &'a Document<OperationFile>,
    names: &mut Names<'a>,
    checked: &mut Checked,
    sink: &mut Sink,
) {
    let (raw, at) = (&document.raw, document.at());
    let rust = query_type(document, names, sink);
    let mut local = Local::default();
    for (index, one) in raw.enums.iter().enumerate() {
        let at = at.key("enums").item(index);
        let is_new = names.types.take(&one.name, "enum", at.key("name"), sink);
        let one = enums::check(one, at, document.file(), sink);
        equal_enum(&one, at, checked, sink);
        if is_new {
            checked.add_enum(one, at);
        }
    }
    local.enums = raw.enums.iter().map(|one| one.name.as_str()).collect();
    let operation = (raw.operation.as_str(), rust.as_str(), document.file());
    let is_whole = response::check(
        &raw.response,
        at.key("response"),
        operation,
        &mut local,
        names,
        checked,
        sink,
    );
    let mut declared = parameters(raw, at.key("parameters"), names, &local, checked, sink);
    path_parameters(raw, at, &mut declared, sink);
    rules::check(&raw.rules, at.key("rules"), &mut declared, sink);
    let pages = raw.pages.as_ref().filter(|_| is_whole).map(|pages| {
        let response = &raw.response.object;
        pages::check(pages, at.key("pages"), &declared, response, checked, sink)
    });
    if !is_whole {
        checked.partial_responses.insert(document.file().to_owned());
    }
    plans(raw, at.key("plans"), names, sink);
    let notes = notes(&raw.notes, at.key("notes"), sink);
    let (method, path) = raw.request.split_once(' ').unwrap_or(("", &raw.request));
    checked.operations.push(Operation {
        id: raw.operation.clone(),
        rust,
        file: document.file().to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        docs: raw.docs.clone(),
        summary: summary(raw, at, sink),
        notes,
        plans: raw.plans.clone(),
        parameters: declared
            .parameters
            .into_iter()
            .map(|(parameter, _)| parameter)
            .collect(),
        rules: declared.rules.into_iter().map(|(rule, _)| rule).collect(),
        pages,
        response: raw.response.object.clone(),
        list: paths::is_root_list(&raw.response.fields),
        examples: Vec::new(),
    });
}

fn query_type(
    document: &Document<OperationFile>,
    names: &mut Names<'_>,
    sink: &mut Sink,
) -> String {
    let (raw, at) = (&document.raw, document.at());
    rust_names::module(&raw.operation, at.key("operation"), sink);
    let derived = raw.operation.to_upper_camel_case();
    let (name, at) = match &raw.rust {
        Some(given) => {
            if *given == derived {
                sink.add(rust_names::redundant(given, at.key("rust")));
            }
            (given.clone(), at.key("rust"))
        }
        None => (derived, at.key("operation")),
    };
    if !names.repeated.contains(document.file()) {
        names.types.take(&name, "operation", at, sink);
    }
    name
}

fn parameters<'a>(
    raw: &'a OperationFile,
    at: At<'a>,
    names: &Names<'a>,
    local: &Local<'_>,
    checked: &Checked,
    sink: &mut Sink,
) -> Declared<'a> {
    let mut declared = Declared::default();
    let mut used: HashMap<&str, At<'_>> = HashMap::new();
    for (index, entry) in raw.parameters.iter().enumerate() {
        let at = at.item(index);
        if let Some(written) = Written::in_operation(entry) {
            parameters::check(&written, at, names, local, checked, &mut declared, sink);
        } else if let Some(name) = &entry.group {
            let at = at.key("use");
            if let Some(first) = used.insert(name, at) {
                sink.add(used_twice(name, at, first));
            } else if let Some(group) = names.group(name, at, sink) {
                declared.extend(group, sink);
            } else {
                declared.lacks_group = true;
            }
        }
    }
    for (index, entry) in raw.parameters.iter().enumerate() {
        if let Some(written) = Written::in_operation(entry) {
            parameters::correct(&written, at.item(index), &mut declared, sink);
        }
    }
    declared
}

/// Marks the parameters that the path names; reports those that can't stand there.
fn path_parameters(raw: &OperationFile, at: At<'_>, declared: &mut Declared<'_>, sink: &mut Sink) {
    let mut seen = HashSet::new();
    for name in raw.request.split('/').filter_map(Operation::placeholder) {
        let at = at.key("request");
        if !seen.insert(name) {
            let message = format!("the path names {} twice", quoted(name));
            sink.add(
                Finding::new(Code::PathParameter, at.place(), message)
                    .help("give each its own name"),
            );
        } else if let Some((parameter, place)) = declared.parameter_mut(name) {
            parameter.in_path = true;
            if !parameter.required || parameter.list.is_some() {
                let message = format!(
                    "{} is part of the path, so it is always one value",
                    quoted(name)
                );
                let finding = Finding::new(Code::PathParameter, place.key("name").place(), message)
                    .second(at.place(), "the path names it here");
                sink.add(finding.help("say `required: true`, without `list:`"));
            }
        } else if !declared.may_have(name) {
            let message = format!(
                "the path names {}, which is no parameter here",
                quoted(name)
            );
            let finding = Finding::new(Code::PathParameter, at.place(), message);
            sink.add(
                finding
                    .help("declare it, with `required: true`")
                    .maybe_help(suggest::help(name, declared.wire_names())),
            );
        }
    }
}

fn used_twice(name: &str, at: At<'_>, first: At<'_>) -> Finding {
    let message = format!("the parameter group {} is used twice", quoted(name));
    Finding::new(Code::GroupTwice, at.place(), message)
        .second(first.place(), "first used here")
        .help("remove one of them")
}

fn plans(raw: &OperationFile, at: At<'_>, names: &Names<'_>, sink: &mut Sink) {
    let mut seen = HashMap::new();
    for (index, plan) in raw.plans.iter().enumerate() {
        let at = at.item(index);
        if super::names::once(&mut seen, plan, "plan", at, sink) {
            names.plan(plan, at, sink);
        }
    }
}

/// The notes for readers; one that says `todo:` is for whoever writes the file.
fn notes(raw: &[String], at: At<'_>, sink: &mut Sink) -> Vec<String> {
    let mut notes = Vec::new();
    for (index, note) in raw.iter().enumerate() {
        let at = at.item(index);
        match note.trim_start().strip_prefix("todo:") {
            Some(rest) => sink.add(left_to_do(rest, at, "remove the note once it is done")),
            None => {
                prose::check(note, at, sink);
                notes.push(note.clone());
            }
        }
    }
    notes
}

fn summary(raw: &OperationFile, at: At<'_>, sink: &mut Sink) -> String {
    let Some(summary) = &raw.summary else {
        let at = at.key("operation");
        let message = format!("the operation {} has no summary", quoted(&raw.operation));
        let finding = Finding::new(Code::Undocumented, at.place(), message);
        sink.add(finding.help("add `summary:` with one line in your own words"));
        return String::new();
    };
    let at = at.key("summary");
    if summary.trim_end().contains('\n') {
        let message = "a summary is one line, and this has several";
        let finding = Finding::new(Code::SummaryLines, at.place(), message);
        sink.add(finding.help("shorten it, or fold the lines with `>-`"));
    }
    prose::check(summary, at, sink);
    summary.trim_end().to_owned()
}

/// Reports an enum that could as well be the shared one.
fn equal_enum(one: &EnumType, at: At<'_>, checked: &Checked, sink: &mut Sink) {
    let wires = |one: &EnumType| {
        let mut wires: Vec<String> = one.values.iter().map(|value| value.wire.clone()).collect();
        wires.sort();
        wires
    };
    let mut shared = checked
        .enums
        .iter()
        .filter(|known| known.file == Api::SHARED);
    if let Some(equal) = shared.find(|known| wires(known) == wires(one)) {
        let (name, equal) = (quoted(&one.name), quoted(&equal.name));
        let message = format!("{name} has the values of the shared enum {equal}");
        let finding = Finding::new(Code::EqualEnum, at.key("name").place(), message);
        sink.add(finding.help(format!("use {equal}, if it means the same")));
    }
}

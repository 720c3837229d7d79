//! What is declared for all and used by none.

use super::Checked;
use crate::code::Code;
use crate::document::Documents;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use helpscout_description::Type;
use helpscout_description::quote::quoted;
use std::collections::HashSet;

/// Reports ids, enums, groups and objects nobody uses. Says nothing while there are errors: they
/// may be why.
pub(super) fn check(documents: &Documents, checked: &Checked, sink: &mut Sink) {
    let Some(api) = documents.api.as_ref() else {
        return;
    };
    if sink.errors() > 0 || documents.operations.is_empty() {
        return;
    }
    let (raw, at) = (&api.raw, api.at());
    let mut used = used_types(checked);
    let responses = checked.operations.iter().map(|one| one.response.as_str());
    used.extend(responses);
    let entries = documents
        .operations
        .iter()
        .flat_map(|one| &one.raw.parameters);
    let groups: HashSet<&str> = entries.filter_map(|entry| entry.group.as_deref()).collect();
    for (index, id) in raw.ids.iter().enumerate() {
        report("id", &id.name, &used, at.key("ids").item(index), sink);
    }
    for (index, one) in raw.enums.iter().enumerate() {
        report("enum", &one.name, &used, at.key("enums").item(index), sink);
    }
    for (index, object) in raw.objects.iter().enumerate() {
        report(
            "object",
            &object.name,
            &used,
            at.key("objects").item(index),
            sink,
        );
    }
    for (index, group) in raw.parameter_groups.iter().enumerate() {
        let at = at.key("parameter_groups").item(index);
        report("parameter group", &group.name, &groups, at, sink);
    }
    for document in &documents.operations {
        let at = document.at().key("enums");
        for (index, one) in document.raw.enums.iter().enumerate() {
            report("enum", &one.name, &used, at.item(index), sink);
        }
    }
}

fn report(noun: &str, name: &str, used: &HashSet<&str>, at: At<'_>, sink: &mut Sink) {
    if !used.contains(name) {
        let message = format!("no operation uses the {noun} {}", quoted(name));
        let finding = Finding::new(Code::Unused, at.key("name").place(), message);
        sink.add(finding.help("use it, or remove it until it is needed"));
    }
}

fn used_types(checked: &Checked) -> HashSet<&str> {
    let parameters = checked.operations.iter().flat_map(|one| &one.parameters);
    let fields = checked
        .objects
        .iter()
        .flat_map(|object| object.fields.iter().chain(&object.rest));
    let types = parameters
        .map(|one| &one.ty)
        .chain(fields.map(|one| &one.ty));
    types
        .filter_map(|ty| match ty {
            Type::Id(name) | Type::Enum(name) | Type::Object(name) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

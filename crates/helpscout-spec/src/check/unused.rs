//! Declarations that no operation uses.

use std::collections::HashSet;

use helpscout_description::quote::quoted;
use helpscout_description::{Parameter, Type};

use super::checked::Checked;
use crate::code::Code;
use crate::document::Documents;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw::ParameterEntry;

/// Reports IDs, enums, groups and objects that nothing uses. Reports nothing while there are
/// errors, since they may be the reason.
pub(super) fn check(documents: &Documents, checked: &Checked, sink: &mut Sink) {
    let Some(api) = documents.api.as_ref() else {
        return;
    };
    if sink.errors() > 0 || documents.operations.is_empty() {
        return;
    }
    let (raw, at) = (&api.raw, api.at());
    let used = used_types(checked);
    let groups = used_groups(documents);
    for (index, id) in raw.ids.iter().enumerate() {
        report("ID", &id.name, &used, at.key("ids").item(index), sink);
    }
    for (index, raw_enum) in raw.enums.iter().enumerate() {
        let at = at.key("enums").item(index);
        report("enum", &raw_enum.name, &used, at, sink);
    }
    for (index, object) in raw.objects.iter().enumerate() {
        let at = at.key("objects").item(index);
        report("object", &object.name, &used, at, sink);
    }
    for (index, group) in raw.parameter_groups.iter().enumerate() {
        let at = at.key("parameter_groups").item(index);
        report("parameter group", &group.name, &groups, at, sink);
    }
    for document in &documents.operations {
        let at = document.at().key("enums");
        for (index, raw_enum) in document.raw.enums.iter().enumerate() {
            report("enum", &raw_enum.name, &used, at.item(index), sink);
        }
    }
}

fn report(noun: &str, name: &str, used: &HashSet<&str>, at: At<'_>, sink: &mut Sink) {
    if !used.contains(name) {
        let message = format!("no operation uses the {noun} {}", quoted(name));
        let finding = Finding::new(Code::Unused, at.key("name").place(), message);
        sink.add(finding.help("use it, or remove it"));
    }
}

fn used_types(checked: &Checked) -> HashSet<&str> {
    let operations = &checked.operations;
    let responses = operations
        .iter()
        .map(|operation| operation.response.as_str());
    let parameters = operations
        .iter()
        .flat_map(|operation| &operation.parameters)
        .flat_map(Parameter::with_fields);
    let fields = checked
        .objects
        .iter()
        .flat_map(|object| object.fields.iter().chain(&object.rest));
    let types = parameters
        .map(|parameter| &parameter.ty)
        .chain(fields.map(|field| &field.ty));
    types
        .filter_map(|ty| match ty {
            Type::Id(name) | Type::Enum(name) | Type::Object(name) => Some(name.as_str()),
            _ => None,
        })
        .chain(responses)
        .collect()
}

fn used_groups(documents: &Documents) -> HashSet<&str> {
    let operations = documents.operations.iter();
    let entries = operations.flat_map(|document| &document.raw.parameters);
    entries
        .filter_map(|entry| match entry {
            ParameterEntry::Group(name) => Some(name.as_str()),
            ParameterEntry::Own(_) => None,
        })
        .collect()
}

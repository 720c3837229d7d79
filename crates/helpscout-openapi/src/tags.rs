//! Tags, which group the operations.

use helpscout_description::{Group, Operation};
use serde_json::{Value, json};

use crate::described::Described;

/// Returns the name of an operation's tag.
pub(crate) fn tag(operation: &Operation) -> String {
    if operation.group() == Group::Lookups {
        return "Lookups".to_owned();
    }
    match operation.file.split('/').collect::<Vec<_>>()[..] {
        [_, family, _, ..] => format!("Reports: {}", family.replace(['-', '_'], " ")),
        _ => "Reports".to_owned(),
    }
}

/// Generates `tags`: each tag once, the families of reports before the lookups.
pub(crate) fn tags(api: &Described<'_>) -> Vec<Value> {
    let (reports, lookups): (Vec<&Operation>, _) = api
        .operations
        .iter()
        .partition(|operation| operation.group() == Group::Reports);
    let mut names: Vec<String> = Vec::new();
    for operation in reports.into_iter().chain(lookups) {
        let name = tag(operation);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.iter().map(|name| json!({ "name": name })).collect()
}

//! Parameter groups of the spec in place of the parameters that they consist of.

use helpscout_spec::raw::{self, ParameterGroup};

use crate::known::Known;
use crate::operation::{ParameterDraft, ParameterEntry};
use crate::text::code;

/// Returns the parameters, with a group of the spec in place of those that it consists of.
pub(crate) fn grouped(parameters: &[ParameterDraft], known: &Known) -> Vec<ParameterEntry> {
    let parameters = with_doubts(parameters, known);
    let mut entries = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < parameters.len() {
        let is_at = |group: &&ParameterGroup| {
            let members = parameters.get(at..at + group.parameters.len());
            let are_equal = |members: &[ParameterDraft]| {
                let mut pairs = members.iter().zip(&group.parameters);
                pairs.all(|(own, shared)| {
                    is_same(own, shared) && contradiction(own, shared, group, known).is_none()
                })
            };
            !used.contains(&group.name.as_str()) && members.is_some_and(are_equal)
        };
        let matching = known.groups().iter().filter(is_at);
        if let Some(group) = matching.max_by_key(|group| group.parameters.len()) {
            used.push(&group.name);
            entries.push(ParameterEntry::Use(group.name.clone()));
            at += group.parameters.len();
        } else {
            entries.push(ParameterEntry::Own(Box::new(parameters[at].clone())));
            at += 1;
        }
    }
    entries
}

/// Returns whether a parameter is that of a group. Limits that the page does not give are those of
/// the group.
fn is_same(own: &ParameterDraft, shared: &raw::Parameter) -> bool {
    let fits = |own: Option<i64>, shared: Option<i64>| own.is_none() || own == shared;
    own.name == shared.name
        && own.type_name == shared.type_name
        && own.list.is_some() == shared.list.is_some()
        && fits(own.minimum, shared.minimum)
        && fits(own.maximum, shared.maximum)
        && (own.rust.is_none() || own.rust == shared.rust)
}

/// Returns what the page says about a parameter that a group says otherwise.
fn contradiction(
    own: &ParameterDraft,
    shared: &raw::Parameter,
    group: &ParameterGroup,
    known: &Known,
) -> Option<String> {
    let default = known.default_of(&group.name, &shared.name);
    if let Some(own) = own.default.as_deref().filter(|own| Some(*own) != default) {
        return Some(format!("the default {}", code(own)));
    }
    let is_other = own.is_optional && shared.required || own.required && !shared.required;
    is_other.then(|| {
        let word = if own.required { "required" } else { "optional" };
        format!("that it is {word}")
    })
}

/// Adds a `todo:` to each parameter that is in a group but for what the page says about it.
fn with_doubts(parameters: &[ParameterDraft], known: &Known) -> Vec<ParameterDraft> {
    let mut parameters = parameters.to_vec();
    for own in &mut parameters {
        let mut shared = known.groups().iter().flat_map(|group| {
            let parameters = group.parameters.iter();
            parameters.map(move |shared| (group, shared))
        });
        let is_shared = |(group, shared): (&ParameterGroup, &raw::Parameter)| {
            let contradiction = contradiction(own, shared, group, known);
            contradiction.filter(|_| is_same(own, shared)).map(|what| {
                let group = code(&group.name);
                format!("the page says {what}, unlike the group {group}; check which is right")
            })
        };
        let doubt = shared.find_map(is_shared);
        own.todo.extend(doubt);
    }
    parameters
}

//! Rules between parameters.

use super::parameters::Declared;
use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw;
use helpscout_description::quote::quoted;
use helpscout_description::suggest;
use helpscout_description::{Parameter, Rule, Type};
use std::collections::HashSet;

/// Checks the rules of a group or operation against its parameters, and adds them.
pub(super) fn check(raw: &[raw::Rule], at: At<'_>, declared: &mut Declared<'_>, sink: &mut Sink) {
    for (index, rule) in raw.iter().enumerate() {
        let at = at.item(index);
        if let Some(rule) = check_one(rule, at, declared, sink) {
            add(rule, at, declared, sink);
        }
    }
}

fn check_one(
    raw: &raw::Rule,
    at: At<'_>,
    declared: &Declared<'_>,
    sink: &mut Sink,
) -> Option<Rule> {
    if let Some(interval) = &raw.interval {
        let at = at.key("interval");
        let from = instant(&interval.from, at.key("from"), declared, sink);
        let to = instant(&interval.to, at.key("to"), declared, sink);
        if interval.from == interval.to {
            sink.add(twice(&interval.to, at.key("to")));
            return None;
        }
        return Some(Rule::Interval {
            from: from?,
            to: to?,
        });
    }
    if let Some(requires) = &raw.requires {
        let at = at.key("requires");
        let (own, other) = (at.key("parameter"), at.key("other"));
        let is_known = parameter(&requires.parameter, own, declared, sink).is_some();
        let has_other = parameter(&requires.other, other, declared, sink).is_some();
        if requires.parameter == requires.other {
            sink.add(twice(&requires.other, other));
            return None;
        }
        return (is_known && has_other).then(|| Rule::Requires {
            parameter: requires.parameter.clone(),
            other: requires.other.clone(),
        });
    }
    let together = raw.together.as_ref()?;
    let at = at.key("together");
    let mut seen = HashSet::new();
    let mut known = Vec::new();
    for (index, name) in together.iter().enumerate() {
        let at = at.item(index);
        if !seen.insert(name) {
            sink.add(twice(name, at));
        } else if parameter(name, at, declared, sink).is_some() {
            known.push(name.clone());
        }
    }
    (known.len() == together.len()).then_some(Rule::Together(known))
}

fn add(rule: Rule, at: At<'_>, declared: &mut Declared<'_>, sink: &mut Sink) {
    match declared.rules.iter().find(|(known, _)| *known == rule) {
        None => declared.rules.push((rule, at.place())),
        Some((_, first)) => {
            let finding = Finding::new(Code::IdleRule, at.place(), "this rule holds already")
                .second(first.clone(), "the same rule")
                .help("remove it; the rules of a group come with the group");
            sink.add(finding);
        }
    }
}

fn instant(name: &str, at: At<'_>, declared: &Declared<'_>, sink: &mut Sink) -> Option<String> {
    let parameter = parameter(name, at, declared, sink)?;
    if parameter.ty != Type::Instant || parameter.list.is_some() {
        let message = format!("an interval needs instants, and {} is none", quoted(name));
        let finding = Finding::new(Code::RuleType, at.place(), message);
        sink.add(finding.help("name a parameter of type `instant`"));
        return None;
    }
    Some(name.to_owned())
}

/// The parameter a rule names; reports it if it is not declared.
fn parameter<'d>(
    name: &str,
    at: At<'_>,
    declared: &'d Declared<'_>,
    sink: &mut Sink,
) -> Option<&'d Parameter> {
    let found = declared.parameter(name);
    if found.is_none() && !declared.may_have(name) {
        sink.add_with(Code::RuleParameter, || {
            let message = format!(
                "the rule names {}, which is no parameter here",
                quoted(name)
            );
            Finding::new(Code::RuleParameter, at.place(), message)
                .maybe_help(suggest::help(name, declared.wire_names()))
        });
    }
    found
}

fn twice(name: &str, at: At<'_>) -> Finding {
    let message = format!("the rule names {} twice", quoted(name));
    Finding::new(Code::IdleRule, at.place(), message).help("name two different parameters")
}

//! Rules between parameters.

use std::collections::HashSet;

use helpscout_description::quote::quoted;
use helpscout_description::{Parameter, Rule, Type};

use super::checker::Checker;
use super::declared::Declared;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw;

/// Checks the rules of a group or operation against its parameters and adds them to those declared.
pub(super) fn check(
    raw: &[raw::Rule],
    at: At<'_>,
    declared: &mut Declared<'_>,
    checker: &mut Checker<'_>,
) {
    for (index, rule) in raw.iter().enumerate() {
        let at = at.item(index);
        if let Some(rule) = check_rule(rule, at, declared, checker) {
            add(rule, at, declared, checker);
        }
    }
}

fn check_rule(
    raw: &raw::Rule,
    at: At<'_>,
    declared: &Declared<'_>,
    checker: &mut Checker<'_>,
) -> Option<Rule> {
    if let Some(interval) = &raw.interval {
        let at = at.key("interval");
        let from = instant(&interval.from, at.key("from"), declared, checker);
        let to = instant(&interval.to, at.key("to"), declared, checker);
        if interval.from == interval.to {
            checker.report(twice(&interval.to, at.key("to")));
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
        let is_known = parameter(&requires.parameter, own, declared, checker).is_some();
        let has_other = parameter(&requires.other, other, declared, checker).is_some();
        if requires.parameter == requires.other {
            checker.report(twice(&requires.other, other));
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
            checker.report(twice(name, at));
        } else if parameter(name, at, declared, checker).is_some() {
            known.push(name.clone());
        }
    }
    (known.len() == together.len()).then_some(Rule::Together(known))
}

fn add(rule: Rule, at: At<'_>, declared: &mut Declared<'_>, checker: &mut Checker<'_>) {
    match declared.rules.iter().find(|(known, _)| *known == rule) {
        None => declared.rules.push((rule, at.place())),
        Some((_, first)) => {
            let finding = Finding::new(Code::IdleRule, at.place(), "this rule is declared already")
                .second(first.clone(), "the same rule is here")
                .help("remove it; an operation has the rules of its groups already");
            checker.report(finding);
        }
    }
}

fn instant(
    name: &str,
    at: At<'_>,
    declared: &Declared<'_>,
    checker: &mut Checker<'_>,
) -> Option<String> {
    let parameter = parameter(name, at, declared, checker)?;
    if parameter.ty != Type::Instant || parameter.list.is_some() {
        let message = format!(
            "an interval needs instants, but {} is not one",
            quoted(name)
        );
        let finding = Finding::new(Code::RuleType, at.place(), message);
        checker.report(finding.help("name a parameter of type `instant` that is not a list"));
        return None;
    }
    Some(name.to_owned())
}

/// Returns the parameter that a rule names; reports it if it is not declared.
fn parameter<'d>(
    name: &str,
    at: At<'_>,
    declared: &'d Declared<'_>,
    checker: &mut Checker<'_>,
) -> Option<&'d Parameter> {
    let found = declared.parameter(name);
    if found.is_none() && !declared.may_have(name) {
        checker.report_with(Code::RuleParameter, |_| {
            let message = format!(
                "the rule names {}, but there is no such parameter",
                quoted(name)
            );
            let finding = Finding::new(Code::RuleParameter, at.place(), message)
                .help("declare the parameter in `parameters:`");
            at.suggest(finding, name, declared.wire_names())
        });
    }
    found
}

fn twice(name: &str, at: At<'_>) -> Finding {
    let message = format!("the rule names {} twice", quoted(name));
    Finding::new(Code::IdleRule, at.place(), message).help("name two different parameters")
}

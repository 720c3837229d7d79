//! Rules between parameters.

use std::collections::HashSet;

use helpscout_description::quote::quoted;
use helpscout_description::{Parameter, Rule, suggest};

use super::checker::Checker;
use super::contradictions;
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
    let of_groups = declared.rules.len();
    for (index, rule) in raw.iter().enumerate() {
        let at = at.item(index);
        if let Some(rule) = check_rule(rule, at, declared, checker) {
            add(rule, at, declared, checker);
        }
    }
    checker.report_all(contradictions::find(declared, of_groups));
}

fn check_rule(
    raw: &raw::Rule,
    at: At<'_>,
    declared: &Declared<'_>,
    checker: &mut Checker<'_>,
) -> Option<Rule> {
    if let Some(interval) = &raw.interval {
        let at = at.key("interval");
        let named = [interval.from.as_str(), interval.to.as_str()];
        let from = moment(&interval.from, &named, at.key("from"), declared, checker);
        let to = moment(&interval.to, &named, at.key("to"), declared, checker);
        if interval.from == interval.to {
            checker.report(twice(&interval.to, at.key("to")));
            return None;
        }
        let (from, to) = (from?, to?);
        if from.ty != to.ty {
            checker.report(of_two_types(&interval.from, &interval.to, at.key("to")));
            return None;
        }
        return Some(Rule::Interval {
            from: interval.from.clone(),
            to: interval.to.clone(),
        });
    }
    if let Some(requires) = &raw.requires {
        let at = at.key("requires");
        let (own, other) = (at.key("parameter"), at.key("other"));
        let named = [requires.parameter.as_str(), requires.other.as_str()];
        let is_known = parameter(&requires.parameter, &named, own, declared, checker).is_some();
        let has_other = parameter(&requires.other, &named, other, declared, checker).is_some();
        if requires.parameter == requires.other {
            checker.report(twice(&requires.other, other));
            return None;
        }
        return (is_known && has_other).then(|| Rule::Requires {
            parameter: requires.parameter.clone(),
            other: requires.other.clone(),
        });
    }
    let (key, names, of_names) = list(raw)?;
    let at = at.key(key);
    let mut seen = HashSet::new();
    let named: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut known = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let at = at.item(index);
        if !seen.insert(name) {
            checker.report(twice(name, at));
        } else if parameter(name, &named, at, declared, checker).is_some() {
            known.push(name.clone());
        }
    }
    (known.len() == names.len()).then(|| of_names(known))
}

/// What makes a rule of the names of parameters.
type OfNames = fn(Vec<String>) -> Rule;

/// Returns the key and the names of a rule about a list of parameters, and what makes the rule.
fn list(raw: &raw::Rule) -> Option<(&'static str, &[String], OfNames)> {
    if let Some(names) = &raw.together {
        return Some(("together", names, Rule::Together));
    }
    if let Some(names) = &raw.either {
        return Some(("either", names, Rule::Either));
    }
    let names = raw.excludes.as_ref()?;
    Some(("excludes", names, Rule::Excludes))
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

/// Returns the parameter at an end of an interval; reports one that is no moment.
fn moment<'d>(
    name: &str,
    named: &[&str],
    at: At<'_>,
    declared: &'d Declared<'_>,
    checker: &mut Checker<'_>,
) -> Option<&'d Parameter> {
    let parameter = parameter(name, named, at, declared, checker)?;
    if !parameter.ty.is_moment() || parameter.list.is_some() {
        let message = format!(
            "an interval needs instants, but {} is not one",
            quoted(name)
        );
        let finding = Finding::new(Code::RuleType, at.place(), message);
        checker.report(
            finding.help("name a parameter of type `instant` or `date` that is not a list"),
        );
        return None;
    }
    Some(parameter)
}

fn of_two_types(from: &str, to: &str, at: At<'_>) -> Finding {
    let message = format!(
        "{} and {} have different types, so neither is before the other",
        quoted(from),
        quoted(to)
    );
    Finding::new(Code::RuleType, at.place(), message)
        .help("give both ends of the interval the same type")
}

/// Returns the parameter that a rule names; reports it if it is not declared. `named` are all names of
/// the rule.
fn parameter<'d>(
    name: &str,
    named: &[&str],
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
            // The rule may be right, and the declaration wrong.
            let others = declared.wire_names().filter(|other| !named.contains(other));
            finding.maybe_help(suggest::help(name, others))
        });
    }
    found
}

fn twice(name: &str, at: At<'_>) -> Finding {
    let message = format!("the rule names {} twice", quoted(name));
    Finding::new(Code::IdleRule, at.place(), message).help("name two different parameters")
}

//! Rules that say that parameters exclude each other: whether every parameter can still be sent.

use std::iter;

use helpscout_description::Rule;
use helpscout_description::quote::{listed, quoted};

use super::checker::Checker;
use super::declared::Declared;
use super::presence::{Needed, Presence};
use crate::code::Code;
use crate::finding::{Finding, Place};

/// Reports the rules of an operation by which a parameter can never be sent.
pub(super) fn check(declared: &Declared<'_>, checker: &mut Checker<'_>) {
    let is_exclusive = |rule: &Rule| matches!(rule, Rule::Either(_) | Rule::Excludes(_));
    if !declared.rules.iter().any(|(rule, _)| is_exclusive(rule)) {
        return;
    }
    let chains = Chains {
        declared,
        presence: Presence::of(declared),
    };
    for (rule, place) in &declared.rules {
        let (Rule::Either(names) | Rule::Excludes(names)) = rule else {
            continue;
        };
        let mut is_told = false;
        if let Some(finding) = with_required(names, place, declared) {
            checker.report(finding);
            is_told = true;
        }
        for (other, second) in &declared.rules {
            if let (Rule::Excludes(_), Rule::Either(wider) | Rule::Excludes(wider)) = (rule, other)
                && place != second
                && names.iter().all(|name| wider.contains(name))
                && (names.len() < wider.len() || matches!(other, Rule::Either(_)))
            {
                let message = "another rule says already that these exclude each other";
                let finding = Finding::new(Code::IdleRule, place.clone(), message)
                    .second(second.clone(), "the other rule is here");
                checker.report(finding.help("remove this rule"));
            }
            if let Some((first, then)) = forced(other, names) {
                let message = format!(
                    "{} and {} exclude each other here, but another rule needs both",
                    quoted(first),
                    quoted(then)
                );
                let finding = Finding::new(Code::Unmeetable, place.clone(), message)
                    .second(second.clone(), "the other rule is here");
                checker.report(finding.help(HELP));
                is_told = true;
            }
        }
        if !is_told {
            checker.report_all(chains.broken(names, place));
        }
        if let Rule::Either(_) = rule {
            checker.report_all(chains.without_choice(names, place));
        }
    }
}

const HELP: &str = "remove the rule that the documented page does not have";

/// Returns a finding if parameters exclude each other, and one of them is required.
fn with_required(names: &[String], place: &Place, declared: &Declared<'_>) -> Option<Finding> {
    let entries = names.iter().filter_map(|name| declared.entry(name));
    let mut required = entries.filter(|(parameter, _)| parameter.required);
    let (first, at) = required.next()?;
    let name = quoted(&first.wire);
    let (message, at) = match required.next() {
        Some((second, at)) => (
            format!(
                "{name} and {} are both required, but exclude each other here, so no call can be sent",
                quoted(&second.wire)
            ),
            at,
        ),
        None => (
            format!("{name} is required, so the parameters that it excludes can never be sent"),
            at,
        ),
    };
    let finding = Finding::new(Code::Unmeetable, place.clone(), message)
        .second(at.key("required").place(), "it is required here");
    Some(finding.help("remove the rule, or `required:` from the parameter"))
}

/// Rules that follow each other.
struct Chains<'d, 'a> {
    declared: &'d Declared<'a>,
    presence: Presence<'d>,
}

impl<'d> Chains<'d, '_> {
    /// Returns what each call needs: one without parameters that it does not need, and one with each
    /// parameter. Those that need least come first.
    fn calls(&self) -> Vec<(Option<&'d str>, Vec<Needed<'d>>)> {
        let parameters = self.declared.parameters.iter();
        let names = parameters.map(|(parameter, _)| Some(parameter.wire.as_str()));
        let calls = iter::once(None).chain(names);
        let calls = calls.map(|given| (given, self.presence.needed(given.as_slice())));
        let mut calls: Vec<_> = calls.collect();
        calls.sort_by_key(|(_, needed)| needed.len());
        calls
    }

    /// Returns a finding if a call needs two of the names, which exclude each other.
    fn broken(&self, names: &[String], place: &Place) -> Option<Finding> {
        self.calls().into_iter().find_map(|(given, needed)| {
            let mut both = needed.iter().filter(|one| is_one_of(one, names));
            let (first, then) = (both.next()?, both.next()?);
            let (one, other) = (quoted(first.name), quoted(then.name));
            let message = match given {
                None => format!(
                    "every call needs {one} and {other}, which exclude each other here, so none can be \
                     sent"
                ),
                Some(given) if given == first.name => format!(
                    "{one} can never be sent, because it needs {other}, but they exclude each other here"
                ),
                Some(given) => format!(
                    "{} can never be sent, because it needs {one} and {other}, which exclude each other \
                     here",
                    quoted(given)
                ),
            };
            Some(unmeetable(message, place, then.because.clone(), then.name))
        })
    }

    /// Returns a finding if a parameter excludes all of the names, one of which every call needs.
    fn without_choice(&self, names: &'d [String], place: &Place) -> Option<Finding> {
        let is_alive = |name: &String| self.conflict(&self.presence.needed(&[name])).is_none();
        if !names.iter().any(is_alive) {
            return None;
        }
        self.calls().into_iter().find_map(|(given, needed)| {
            let given = given?;
            let has_choice = needed.iter().any(|one| is_one_of(one, names));
            if has_choice || self.conflict(&needed).is_some() {
                return None;
            }
            let with = |name| self.conflict(&self.presence.needed(&[given, name]));
            let conflicts = names.iter().map(|name| with(name));
            let conflicts: Vec<&Place> = conflicts.collect::<Option<_>>()?;
            let message = format!(
                "{} can never be sent, because every call needs one of {}, but rules exclude each of \
                 them beside it",
                quoted(given),
                listed(names, "or")
            );
            let finding = Finding::new(Code::Unmeetable, place.clone(), message).help(HELP);
            let second = conflicts.first()?;
            Some(finding.second((*second).clone(), "one of these rules is here"))
        })
    }

    /// Returns the first rule by which parameters that a call needs exclude each other.
    fn conflict(&self, needed: &[Needed<'_>]) -> Option<&'d Place> {
        let rules = self.declared.rules.iter();
        let mut broken = rules.filter(|(rule, _)| match rule {
            Rule::Either(names) | Rule::Excludes(names) => {
                needed.iter().filter(|one| is_one_of(one, names)).count() > 1
            }
            _ => false,
        });
        broken.next().map(|(_, place)| place)
    }
}

fn is_one_of(needed: &Needed<'_>, names: &[String]) -> bool {
    names.iter().any(|name| name == needed.name)
}

/// Creates the finding for an exclusion at `place` that a call can't meet, because it needs `name`.
fn unmeetable(message: String, place: &Place, because: Option<Place>, name: &str) -> Finding {
    let finding = Finding::new(Code::Unmeetable, place.clone(), message).help(HELP);
    match because {
        Some(because) => finding.second(because, format!("{} is needed here", quoted(name))),
        None => finding,
    }
}

/// Returns two of the names that a rule only lets through together.
fn forced<'r>(rule: &'r Rule, names: &[String]) -> Option<(&'r str, &'r str)> {
    match rule {
        Rule::Together(together) => {
            let mut both = together.iter().filter(|name| names.contains(name));
            Some((both.next()?, both.next()?))
        }
        Rule::Requires { parameter, other } => {
            let are_both = names.contains(parameter) && names.contains(other);
            are_both.then_some((parameter.as_str(), other.as_str()))
        }
        Rule::Interval { .. } | Rule::Either(_) | Rule::Excludes(_) => None,
    }
}

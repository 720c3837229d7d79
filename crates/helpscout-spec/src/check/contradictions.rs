//! Rules that can't hold, or that say what is said already: compared with each other, with the
//! required parameters, and with the documented call, which has the examples of all parameters.

use std::collections::{HashMap, HashSet};

use heck::ToSnakeCase;
use helpscout_description::Rule;
use helpscout_description::quote::quoted;

use super::declared::Declared;
use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::position::At;

/// Returns the findings about the rules from the index `own` on. Those before it come from parameter
/// groups, which have been checked by themselves.
pub(super) fn find(declared: &Declared<'_>, own: usize) -> Vec<Finding> {
    let rules = Rules { declared, own };
    let mut findings = rules.intervals();
    let given = rules.always_given();
    let reported: HashSet<usize> = given.iter().map(|(index, _)| *index).collect();
    findings.extend(given.into_iter().map(|(_, finding)| finding));
    findings.extend(rules.implied(&reported));
    findings
}

struct Rules<'d, 'a> {
    declared: &'d Declared<'a>,
    own: usize,
}

impl<'d> Rules<'d, '_> {
    fn own(&self) -> impl Iterator<Item = (usize, &'d Rule, &'d Place)> {
        let rules = self.declared.rules.iter().enumerate().skip(self.own);
        rules.map(|(index, (rule, place))| (index, rule, place))
    }

    /// Compares intervals with those before them and with the examples.
    fn intervals(&self) -> Vec<Finding> {
        let own = self.own();
        let found = own.filter_map(|(index, rule, place)| match rule {
            Rule::Interval { from, to } => {
                let before = &self.declared.rules[..index];
                let opposite = opposite(from, to, before);
                opposite
                    .map(|second| reversed(from, to, place, second))
                    .or_else(|| self.undocumented(from, to, place))
            }
            _ => None,
        });
        found.collect()
    }

    /// Returns a finding if the documented call breaks an interval. Either the names say that the
    /// rule is wrong, or an example is.
    fn undocumented(&self, from: &str, to: &str, place: &Place) -> Option<Finding> {
        let (start, start_at) = self.documented(from)?;
        let (end, end_at) = self.documented(to)?;
        // Instants of this form are in the order of their text.
        if start < end {
            return None;
        }
        let is_elsewhere = start_at.file() != place.file || end_at.file() != place.file;
        if is_elsewhere || are_reversed(from, to) {
            let message = format!(
                "the rule says that {} is before {}, but their examples are {} and {}",
                quoted(from),
                quoted(to),
                quoted(start),
                quoted(end)
            );
            let rule = format!("interval: {{ from: {to}, to: {from} }}");
            let finding = Finding::new(Code::Contradiction, place.clone(), message)
                .second(end_at.place(), "the smaller example is here");
            return Some(finding.help(format!("write {}", quoted(&rule))));
        }
        let message = format!(
            "the example of {} must be before that of {}, {}, but is {}",
            quoted(from),
            quoted(to),
            quoted(end),
            quoted(start)
        );
        let finding = Finding::new(Code::Contradiction, start_at.place(), message)
            .second(end_at.place(), "the other example is here");
        Some(finding.help("correct the example that is wrong, or swap both"))
    }

    /// Returns the value of an instant in the documented call: its example, or else its default.
    fn documented(&self, name: &str) -> Option<(&'d str, At<'d>)> {
        let (parameter, at) = self.declared.entry(name)?;
        match parameter.example.first() {
            Some(example) => Some((example, at.key("example"))),
            None => {
                let default = parameter.default.as_ref()?.values().first()?;
                Some((default, at.key("default")))
            }
        }
    }

    /// Compares rules about the presence of parameters with those that are always present.
    fn always_given(&self) -> Vec<(usize, Finding)> {
        let own = self.own();
        let found =
            own.filter_map(|(index, rule, place)| Some((index, self.given_with(rule, place)?)));
        found.collect()
    }

    fn given_with(&self, rule: &Rule, place: &Place) -> Option<Finding> {
        match rule {
            Rule::Requires { other, .. } if self.is_required(other) => {
                let message = format!("{} is required, so it is always given", quoted(other));
                let finding = Finding::new(Code::IdleRule, place.clone(), message);
                let help = format!("remove the rule, or `required:` of {}", quoted(other));
                Some(finding.help(help))
            }
            Rule::Requires { parameter, other } if self.is_required(parameter) => {
                let message = format!(
                    "{} is required, so {} is required as well",
                    quoted(parameter),
                    quoted(other)
                );
                let finding = Finding::new(Code::IdleRule, place.clone(), message);
                Some(finding.help(required_instead(other)))
            }
            // That a single name is too few has been reported already.
            Rule::Together(names) if names.len() > 1 => {
                let is_required = |name: &&String| self.is_required(name);
                let required = names.iter().find(is_required)?;
                let other = names.iter().find(|name| !is_required(name));
                let message = match other {
                    Some(other) => format!(
                        "{} is required, so {} is required as well",
                        quoted(required),
                        quoted(other)
                    ),
                    None => "these parameters are required, so they are always given".to_owned(),
                };
                let finding = Finding::new(Code::IdleRule, place.clone(), message);
                Some(match other {
                    Some(other) => finding.help(required_instead(other)),
                    None => finding.help("remove the rule"),
                })
            }
            _ => None,
        }
    }

    fn is_required(&self, name: &str) -> bool {
        let parameter = self.declared.parameter(name);
        parameter.is_some_and(|parameter| parameter.required)
    }

    /// Returns the rules about the presence of parameters that follow from all others. If two rules
    /// say the same, it is the later one.
    fn implied(&self, reported: &HashSet<usize>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut dropped = HashSet::new();
        let own: Vec<_> = self.own().collect();
        for (index, rule, place) in own.into_iter().rev() {
            let pairs: Vec<(&str, &str)> = match rule {
                Rule::Requires { parameter, other } => vec![(parameter, other)],
                Rule::Together(names) => cycle(names),
                _ => continue,
            };
            if reported.contains(&index) || pairs.iter().any(|(from, to)| from == to) {
                continue;
            }
            dropped.insert(index);
            let others = || {
                let rules = self.declared.rules.iter().enumerate();
                rules.filter(|(other, _)| !dropped.contains(other))
            };
            let arrows = arrows(others().map(|(_, (rule, _))| rule));
            if !pairs.iter().all(|(from, to)| leads(&arrows, from, to)) {
                dropped.remove(&index);
                continue;
            }
            let covers = |rule: &Rule| pairs.iter().all(|(a, b)| names(rule, a) && names(rule, b));
            let second = others().find(|(_, (rule, _))| covers(rule));
            let message = "this rule follows from the other rules";
            let finding = Finding::new(Code::IdleRule, place.clone(), message)
                .help("remove it; the other rules say the same");
            findings.push(match second {
                Some((_, (_, second))) => finding.second(second.clone(), "one of them is here"),
                None => finding,
            });
        }
        findings
    }
}

fn required_instead(name: &str) -> String {
    format!(
        "give {} `required: true`, and remove the rule",
        quoted(name)
    )
}

/// Returns the place of a rule before that says, alone or with others, that the end is before the
/// start.
fn opposite<'d>(from: &str, to: &str, before: &'d [(Rule, Place)]) -> Option<&'d Place> {
    let mut arrows: HashMap<&str, Vec<&str>> = HashMap::new();
    for (rule, _) in before {
        if let Rule::Interval { from, to } = rule {
            arrows.entry(from).or_default().push(to);
        }
    }
    if !leads(&arrows, to, from) {
        return None;
    }
    let starts = |rule: &Rule| matches!(rule, Rule::Interval { from, .. } if from == to);
    let first = before.iter().find(|(rule, _)| starts(rule));
    first.map(|(_, place)| place)
}

fn reversed(from: &str, to: &str, place: &Place, second: &Place) -> Finding {
    let message = format!(
        "this rule says that {} is before {}, but other rules say the opposite",
        quoted(from),
        quoted(to)
    );
    Finding::new(Code::Contradiction, place.clone(), message)
        .second(second.clone(), "one of them is here")
        .help("remove the rule that is wrong")
}

/// Returns whether the names of the start and the end say that they are swapped.
fn are_reversed(from: &str, to: &str) -> bool {
    let has = |name: &str, words: &[&str]| {
        let snake = name.to_snake_case();
        snake.split('_').any(|word| words.contains(&word))
    };
    let starts = ["start", "from", "since", "after", "begin", "first"];
    let ends = ["end", "to", "until", "till", "before", "last"];
    has(from, &ends) && has(to, &starts)
}

/// Returns what the presence of each parameter leads to, according to rules.
fn arrows<'r>(rules: impl Iterator<Item = &'r Rule>) -> HashMap<&'r str, Vec<&'r str>> {
    let mut arrows: HashMap<&str, Vec<&str>> = HashMap::new();
    for rule in rules {
        match rule {
            Rule::Requires { parameter, other } => {
                arrows.entry(parameter).or_default().push(other);
            }
            Rule::Together(names) => {
                for (from, to) in cycle(names) {
                    arrows.entry(from).or_default().push(to);
                }
            }
            _ => {}
        }
    }
    arrows
}

/// Returns each name with the next one, and the last one with the first.
fn cycle(names: &[String]) -> Vec<(&str, &str)> {
    let next = names.iter().cycle().skip(1);
    let pairs = names.iter().zip(next);
    pairs.map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

fn leads(arrows: &HashMap<&str, Vec<&str>>, from: &str, to: &str) -> bool {
    let mut seen = HashSet::from([from]);
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        for next in arrows.get(name).into_iter().flatten() {
            if *next == to {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}

fn names(rule: &Rule, name: &str) -> bool {
    match rule {
        Rule::Requires { parameter, other } => parameter == name || other == name,
        Rule::Together(names) => names.iter().any(|known| known == name),
        _ => false,
    }
}

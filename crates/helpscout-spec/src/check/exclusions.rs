//! Rules that say that parameters exclude each other: whether every parameter can still be sent.

use helpscout_description::quote::quoted;
use helpscout_description::{Parameter, Rule};

use super::checker::Checker;
use super::declared::Declared;
use crate::code::Code;
use crate::finding::{Finding, Place};

/// Reports the rules of an operation by which a parameter can never be sent.
pub(super) fn check(declared: &Declared<'_>, checker: &mut Checker<'_>) {
    for (rule, place) in &declared.rules {
        let (Rule::Either(names) | Rule::Excludes(names)) = rule else {
            continue;
        };
        let parameters = names.iter().filter_map(|name| declared.parameter(name));
        if let Some(required) = parameters.clone().find(|parameter| parameter.required) {
            checker.report(with_required(required, place));
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
                checker
                    .report(finding.help("remove the rule that the documented page does not have"));
            }
        }
    }
}

fn with_required(required: &Parameter, place: &Place) -> Finding {
    let message = format!(
        "{} is required, so the parameters that it excludes can never be sent",
        quoted(&required.wire)
    );
    Finding::new(Code::Unmeetable, place.clone(), message)
        .help("remove the rule, or `required:` from the parameter")
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

//! Which parameters a call needs, by a chain of rules.

use std::collections::{HashMap, HashSet};

use helpscout_description::Rule;

use super::declared::Declared;
use crate::finding::Place;

/// The rules by which the presence of a parameter needs that of another.
pub(super) struct Presence<'d> {
    /// The parameters that a parameter needs, each with the rule that says so.
    next: HashMap<&'d str, Vec<(&'d str, &'d Place)>>,
    /// The parameters that every call needs, each with its place.
    required: Vec<(&'d str, Place)>,
}

/// A parameter that a call needs.
#[derive(Clone)]
pub(super) struct Needed<'d> {
    pub(super) name: &'d str,
    /// The rule that needs it, or the parameter if it is required.
    pub(super) because: Option<Place>,
}

impl<'d> Presence<'d> {
    pub(super) fn of(declared: &'d Declared<'_>) -> Self {
        let mut next: HashMap<&str, Vec<(&str, &Place)>> = HashMap::new();
        for (rule, place) in &declared.rules {
            match rule {
                Rule::Requires { parameter, other } => {
                    next.entry(parameter).or_default().push((other, place));
                }
                Rule::Together(names) => {
                    for name in names {
                        let others = names.iter().filter(|other| *other != name);
                        let others = others.map(|other| (other.as_str(), place));
                        next.entry(name).or_default().extend(others);
                    }
                }
                Rule::Interval { .. } | Rule::Either(_) | Rule::Excludes(_) => {}
            }
        }
        let required = declared.parameters.iter();
        let required = required.filter(|(parameter, _)| parameter.required);
        Self {
            next,
            required: required
                .map(|(parameter, at)| (parameter.wire.as_str(), at.place()))
                .collect(),
        }
    }

    /// Returns the parameters that a call needs which has these, starting with them. Those that the
    /// shortest chain of rules leads to come first.
    pub(super) fn needed(&self, given: &[&'d str]) -> Vec<Needed<'d>> {
        let given = given.iter().map(|name| Needed {
            name,
            because: None,
        });
        let required = self.required.iter().map(|(name, place)| Needed {
            name,
            because: Some(place.clone()),
        });
        let mut seen = HashSet::new();
        let mut needed: Vec<Needed<'d>> = given.chain(required).collect();
        needed.retain(|one| seen.insert(one.name));
        let mut done = 0;
        while let Some(one) = needed.get(done) {
            done += 1;
            let next = self.next.get(one.name).into_iter().flatten();
            let next = next.filter(|(name, _)| seen.insert(name));
            let next: Vec<_> = next.collect();
            needed.extend(next.into_iter().map(|(name, place)| Needed {
                name,
                because: Some((*place).clone()),
            }));
        }
        needed
    }
}

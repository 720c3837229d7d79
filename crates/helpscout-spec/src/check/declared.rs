//! The parameters and rules that a group or operation declares.

use std::collections::{HashMap, HashSet};

use helpscout_description::{Parameter, Rule};

use super::rust_names::{self, Scope, Use};
use super::sent::{Sent, named};
use crate::finding::{Finding, Place};
use crate::position::At;

/// The parameters and rules of a group or operation, as far as they have been checked.
#[derive(Default)]
pub(super) struct Declared<'a> {
    pub(super) parameters: Vec<(Parameter, At<'a>)>,
    pub(super) rules: Vec<(Rule, Place)>,
    /// Names of parameters that are declared but could not be checked completely.
    pub(super) unresolved: Vec<&'a str>,
    /// Whether parameters are missing because their group is unknown.
    pub(super) lacks_group: bool,
    /// Where each name is declared.
    named: HashMap<String, At<'a>>,
    /// The index of each parameter, by its name.
    indexes: HashMap<String, usize>,
    setters: Scope,
    /// The parameters that have the setter of another one, which has been reported.
    colliding: HashSet<String>,
    /// The setters that the parameters of the file have or will have: what each name is derived from,
    /// and the name that is given.
    expected: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Declared<'a> {
    /// Declares a name. Returns where it is declared already, if it is.
    pub(super) fn declare(&mut self, wire: &str, at: At<'a>) -> Option<At<'a>> {
        let first = self.named.get(wire).copied();
        if first.is_none() {
            self.named.insert(wire.to_owned(), at);
        }
        first
    }

    /// Adds a parameter whose name is declared. Returns a finding if its setter collides with
    /// another.
    pub(super) fn add(&mut self, parameter: Parameter, at: At<'a>) -> Option<Finding> {
        let wire = parameter.wire.clone();
        let collision = self.add_used(parameter, at, named(at));
        self.colliding.extend(collision.is_some().then_some(wire));
        collision
    }

    /// Returns whether the setter of a parameter has been reported as that of another one.
    pub(super) fn is_colliding(&self, wire: &str) -> bool {
        self.colliding.contains(wire)
    }

    /// Adds a parameter whose name is declared, and that an operation has because of `named`.
    /// Returns a finding there if its setter collides with another.
    pub(super) fn add_used(
        &mut self,
        parameter: Parameter,
        at: At<'a>,
        named: At<'a>,
    ) -> Option<Finding> {
        let (rust, wire) = (&parameter.rust, &parameter.wire);
        let expected = &self.expected;
        let is_taken = |name: &str| is_expected(expected, name);
        let collision = self.setters.take(rust, wire, named, Use::Setter, &is_taken);
        self.indexes
            .insert(parameter.wire.clone(), self.parameters.len());
        self.parameters.push((parameter, at));
        collision
    }

    /// Notes parameters that will be declared, so that no name of theirs is suggested for others.
    pub(super) fn expect(&mut self, parameters: impl Iterator<Item = Sent<'a>>) {
        let names = parameters.map(|sent| (sent.last_key, sent.rust));
        self.expected.extend(names);
    }

    /// Notes a group that will be used, so that no name of its parameters is suggested for others.
    pub(super) fn expect_group(&mut self, group: &Declared<'_>) {
        self.setters.avoid(&group.setters);
    }

    /// Returns the name of the setter of a parameter, and a finding if it can't be used.
    pub(super) fn setter(&mut self, raw: &Sent<'a>, at: At<'a>) -> (String, Option<Finding>) {
        let given = raw.rust.map(|name| (name, at.key("rust")));
        let (expected, scope) = (&self.expected, &mut self.setters);
        let is_taken = |name: &str| is_expected(expected, name);
        rust_names::choose(
            raw.last_key,
            named(at),
            given,
            Use::Setter,
            scope,
            &is_taken,
        )
    }

    /// Returns the parameter of that wire name.
    pub(super) fn parameter(&self, wire: &str) -> Option<&Parameter> {
        let index = self.indexes.get(wire)?;
        self.parameters.get(*index).map(|(parameter, _)| parameter)
    }

    /// Returns the parameter of that wire name, and where it is declared.
    pub(super) fn entry(&self, wire: &str) -> Option<(&Parameter, At<'a>)> {
        let index = self.indexes.get(wire)?;
        let (parameter, at) = self.parameters.get(*index)?;
        Some((parameter, *at))
    }

    /// Returns the parameter of that wire name for changes, and where it is declared.
    pub(super) fn parameter_mut(&mut self, wire: &str) -> Option<(&mut Parameter, At<'a>)> {
        let index = self.indexes.get(wire)?;
        let (parameter, at) = self.parameters.get_mut(*index)?;
        Some((parameter, *at))
    }

    /// Returns whether a parameter of that name is declared, checked or not.
    pub(super) fn is_declared(&self, wire: &str) -> bool {
        self.named.contains_key(wire)
    }

    /// Returns whether a parameter of that name may exist although it was not checked.
    pub(super) fn may_have(&self, wire: &str) -> bool {
        self.lacks_group || self.unresolved.contains(&wire)
    }

    /// Returns the wire names of all parameters.
    pub(super) fn wire_names(&self) -> impl Iterator<Item = &str> {
        let resolved = self.parameters.iter();
        resolved
            .map(|(parameter, _)| parameter.wire.as_str())
            .chain(self.unresolved.iter().copied())
    }
}

fn is_expected(expected: &[(&str, Option<&str>)], name: &str) -> bool {
    let mut expected = expected.iter();
    expected.any(|(wire, given)| Use::Setter.name_of(wire, *given) == name)
}

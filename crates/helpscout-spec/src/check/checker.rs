//! The context of every check: the declared names, what has been checked so far, and the sink
//! that collects findings.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use helpscout_description::Type;
use helpscout_description::quote::quoted;

use super::checked::Checked;
use super::declared::Declared;
use super::names::Names;
use super::rust_names::{self, Scope, Use};
use crate::code::Code;
use crate::document::Documents;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;

/// Carries the context of the checks and reports their findings.
pub(super) struct Checker<'a> {
    pub(super) names: Names<'a>,
    pub(super) checked: Checked,
    /// Groups and plans that have been reported as unknown.
    told: HashSet<(Code, &'a str)>,
    sink: &'a mut Sink,
}

/// Names that may be given only once each, and where each is given first.
pub(super) struct Unique<'a> {
    noun: &'static str,
    first: HashMap<&'a str, At<'a>>,
}

impl Unique<'_> {
    /// Creates an empty set of names; `noun` is what messages call the things they name.
    pub(super) fn new(noun: &'static str) -> Self {
        Self {
            noun,
            first: HashMap::new(),
        }
    }
}

impl<'a> Checker<'a> {
    /// Creates a checker that knows the names of the documents.
    pub(super) fn new(documents: &'a Documents, sink: &'a mut Sink) -> Self {
        Self {
            names: Names::new(documents),
            checked: Checked::default(),
            told: HashSet::new(),
            sink,
        }
    }

    /// Returns what has been checked.
    pub(super) fn finish(self) -> Checked {
        self.checked
    }

    /// Returns the number of errors so far.
    pub(super) fn errors(&self) -> usize {
        self.sink.errors()
    }

    /// Reports a finding.
    pub(super) fn report(&mut self, finding: Finding) {
        self.sink.add(finding);
    }

    /// Reports several findings, or the one that there may be.
    pub(super) fn report_all(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.report(finding);
        }
    }

    /// Reports a finding that is only created if it will be kept. What has been checked so far is
    /// passed on to `finding`.
    pub(super) fn report_with(&mut self, code: Code, finding: impl FnOnce(&Checked) -> Finding) {
        let checked = &self.checked;
        self.sink.add_with(code, || finding(checked));
    }

    /// Returns whether a name is given for the first time; reports it otherwise.
    pub(super) fn is_first(&mut self, unique: &mut Unique<'a>, name: &'a str, at: At<'a>) -> bool {
        let Some(first) = unique.first.get(name).copied() else {
            unique.first.insert(name, at);
            return true;
        };
        let noun = unique.noun;
        self.report_with(Code::Duplicate, |_| {
            let message = format!("the {noun} {} is declared twice", quoted(name));
            Finding::new(Code::Duplicate, at.place(), message)
                .label("declared again")
                .second(first.place(), "first declared here")
                .help("remove one of them, or give it another name")
        });
        false
    }

    /// Takes a Rust type name for an `ID`, `enum`, `object` or `operation`. Returns false and
    /// reports it if the name is taken.
    pub(super) fn take_type(&mut self, name: &str, noun: &'static str, at: At<'_>) -> bool {
        let taken = self.names.types.take(name, noun, at);
        let is_new = taken.is_none();
        if !is_new && noun != "operation" {
            self.names.misnamed.insert(at.file().to_owned());
        }
        // A copy of a file has the types of the other one, too.
        let is_copy = self.names.repeated.contains(at.file());
        self.report_all(taken.filter(|_| !is_copy));
        is_new
    }

    /// Returns the Rust name of something; reports one that can't be used.
    ///
    /// `named` is the place of its wire name, `given` its Rust name as written and the place of
    /// that. `scope` has its neighbors, and `is_taken` returns whether one has or gets a name.
    pub(super) fn rust_name(
        &mut self,
        wire: &str,
        named: At<'_>,
        given: Option<(&str, At<'_>)>,
        purpose: Use,
        scope: &mut Scope,
        is_taken: &dyn Fn(&str) -> bool,
    ) -> String {
        let (name, finding) = rust_names::choose(wire, named, given, purpose, scope, is_taken);
        self.report_all(finding);
        name
    }

    /// Returns the type of that name; reports it if there is none. `is_sent` says whether it is that
    /// of a parameter.
    pub(super) fn resolve(&mut self, name: &str, is_sent: bool, at: At<'_>) -> Option<Type> {
        let found = self.names.find(name);
        if found.is_none() && self.names.is_complete(at.file()) {
            let names = &self.names;
            self.sink
                .add_with(Code::UnknownType, || names.unknown_type(name, is_sent, at));
        }
        found
    }

    /// Reports an object that is not declared.
    pub(super) fn unknown_object(&mut self, name: &str, at: At<'_>) {
        if self.names.is_complete(at.file()) {
            let names = &self.names;
            self.sink
                .add_with(Code::UnknownObject, || names.unknown_object(name, at));
        }
    }

    /// Returns the parameter group of that name; reports it once if there is none. `beside` are the
    /// groups that the same operation uses.
    pub(super) fn group(
        &mut self,
        name: &'a str,
        beside: &[&str],
        at: At<'_>,
    ) -> Option<Rc<Declared<'a>>> {
        let found = self.names.groups.get(name).cloned();
        let is_complete = self.names.is_known && !self.names.has_misnamed_group;
        if found.is_none() && is_complete && self.told.insert((Code::UnknownGroup, name)) {
            let names = &self.names;
            self.sink
                .add_with(Code::UnknownGroup, || names.unknown_group(name, beside, at));
        }
        found
    }

    /// Reports a plan that the service does not have, once. `beside` are the plans that the same
    /// operation lists.
    pub(super) fn plan(&mut self, name: &'a str, beside: &[&str], at: At<'_>) {
        let names = &self.names;
        let is_complete = names.is_known && !names.has_misnamed_plan;
        let is_known = names.plans().any(|plan| plan == name);
        if is_complete && !is_known && self.told.insert((Code::UnknownPlan, name)) {
            self.sink
                .add_with(Code::UnknownPlan, || names.unknown_plan(name, beside, at));
        }
    }
}

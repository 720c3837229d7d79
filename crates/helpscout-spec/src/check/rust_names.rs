//! Rust names: derived from wire names, or given where that can't be done.

use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use helpscout_description::quote::quoted;

use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::pattern::{self, Pattern};
use crate::position::At;
use crate::reserved::{KEYWORDS, MODULES, SETTERS, is_taken_type};

/// What a Rust name is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Setter,
    Field,
    Variant,
}

impl Use {
    fn pattern(self) -> Pattern {
        match self {
            Use::Setter | Use::Field => pattern::SNAKE,
            Use::Variant => pattern::TYPE,
        }
    }

    fn derive(self, wire: &str) -> String {
        match self {
            Use::Setter | Use::Field => wire.to_snake_case(),
            Use::Variant => wire.to_upper_camel_case(),
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Use::Setter => "setter",
            Use::Field => "field",
            Use::Variant => "variant",
        }
    }
}

/// The Rust name of something, given or derived. `named` is where its wire name stands, `given`
/// where its Rust name does.
///
/// There is a name even if it can't be used, so that checks can go on.
pub(super) fn choose(
    wire: &str,
    named: At<'_>,
    given: Option<(&str, At<'_>)>,
    purpose: Use,
) -> (String, Option<Finding>) {
    let derived = purpose.derive(wire);
    let (name, at) = match given {
        Some((given, at)) => (given.to_owned(), at),
        None => (derived.clone(), named),
    };
    let is_redundant = given.is_some() && name == derived;
    let finding = unusable(wire, &name, at, given.is_some(), purpose)
        .or_else(|| is_redundant.then(|| redundant(&name, at)));
    (name, finding)
}

fn unusable(wire: &str, name: &str, at: At<'_>, is_given: bool, purpose: Use) -> Option<Finding> {
    let reason = if !(purpose.pattern().matches)(name) {
        // The shape of a given name was looked at when the file was read.
        let reason = "has no letters a Rust name could start with";
        return (!is_given).then(|| needed(wire, at, reason, purpose));
    } else if KEYWORDS.contains(&name) {
        "is a keyword of Rust"
    } else if purpose == Use::Setter && SETTERS.contains(&name) {
        return Some(reserved_setter(name, at));
    } else if purpose == Use::Variant && name == "Other" {
        return Some(reserved_variant(at));
    } else {
        return None;
    };
    if !is_given {
        return Some(needed(wire, at, reason, purpose));
    }
    let message = format!("{} {reason}", quoted(name));
    let finding = Finding::new(Code::RustNameInvalid, at.place(), message);
    Some(finding.help(format!("choose another name for the {}", purpose.noun())))
}

fn needed(wire: &str, at: At<'_>, reason: &str, purpose: Use) -> Finding {
    let noun = purpose.noun();
    let message = format!(
        "the {noun} for {} needs a Rust name: it {reason}",
        quoted(wire)
    );
    Finding::new(Code::RustNameNeeded, at.place(), message)
        .help("add `rust:` with a name; the wire name stays as it is")
}

fn reserved_setter(name: &str, at: At<'_>) -> Finding {
    let message = format!("every query has a method {} already", quoted(name));
    Finding::new(Code::ReservedSetter, at.place(), message)
        .help("give the setter another name with `rust:`")
}

fn reserved_variant(at: At<'_>) -> Finding {
    let message = "the variant `Other` is reserved for values the description does not know";
    Finding::new(Code::ReservedVariant, at.place(), message)
        .help("give the variant another name with `rust:`")
}

/// A given name that says nothing new.
pub(super) fn redundant(name: &str, at: At<'_>) -> Finding {
    let message = format!("{} is what would be derived anyway", quoted(name));
    Finding::new(Code::RedundantRustName, at.place(), message).help("remove `rust:`")
}

/// Returns a finding if the name of an operation can't be that of a module.
pub(super) fn module(operation: &str, at: At<'_>) -> Option<Finding> {
    let trouble = if KEYWORDS.contains(&operation) {
        "is a keyword"
    } else if MODULES.contains(&operation) {
        "is taken by the client itself"
    } else {
        return None;
    };
    let message = format!("{} names a Rust module, and {trouble}", quoted(operation));
    let finding = Finding::new(Code::RustNameInvalid, at.place(), message);
    Some(finding.help("give the operation a name of two words or more"))
}

/// Rust names that must differ from each other: those of one enum, one object, one query.
#[derive(Default)]
pub(super) struct Scope {
    taken: HashMap<String, (Place, String)>,
}

impl Scope {
    /// Takes a name for something. Returns a finding if something else has it.
    pub(super) fn take(
        &mut self,
        rust: &str,
        wire: &str,
        at: At<'_>,
        purpose: Use,
    ) -> Option<Finding> {
        let Some((place, first)) = self.taken.get(rust) else {
            let owner = (at.place(), wire.to_owned());
            self.taken.insert(rust.to_owned(), owner);
            return None;
        };
        // The same wire name twice is another finding.
        if first == wire {
            return None;
        }
        let noun = purpose.noun();
        let (wire, first) = (quoted(wire), quoted(first));
        let message = format!("{wire} and {first} get the same {noun} {}", quoted(rust));
        let finding = Finding::new(Code::RustNameCollision, at.place(), message)
            .second(place.clone(), format!("{first} is here"))
            .help("give one of them another name with `rust:`");
        Some(finding)
    }
}

/// The names of all types of the generated client, which share one namespace.
#[derive(Default)]
pub(super) struct TypeNames {
    taken: HashMap<String, (Place, &'static str)>,
}

impl TypeNames {
    /// Takes a name for an `id`, `enum`, `object` or `operation`. Returns a finding if something
    /// else has it.
    pub(super) fn take(&mut self, name: &str, noun: &'static str, at: At<'_>) -> Option<Finding> {
        if is_taken_type(name) {
            let message = format!(
                "the Rust type {} is taken by the client itself",
                quoted(name)
            );
            let finding = Finding::new(Code::RustTypeTaken, at.place(), message);
            return Some(finding.help(another_name(noun)));
        }
        let Some((place, first)) = self.taken.get(name) else {
            self.taken.insert(name.to_owned(), (at.place(), noun));
            return None;
        };
        let finding = if *first == noun {
            let message = format!("the {noun} {} is declared twice", quoted(name));
            Finding::new(Code::Duplicate, at.place(), message).label("declared again")
        } else {
            let message = format!("the Rust type {} is taken by an {first}", quoted(name));
            Finding::new(Code::RustTypeTaken, at.place(), message)
                .label(format!("wanted for an {noun} here"))
        };
        let finding = finding.second(place.clone(), "first declared here");
        Some(finding.help(another_name(noun)))
    }
}

fn another_name(noun: &str) -> &'static str {
    if noun == "operation" {
        "give the query another name with `rust:`"
    } else {
        "choose another name"
    }
}

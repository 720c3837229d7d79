//! Rust names: derived from wire names, or given where none can be derived.

use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use helpscout_description::quote::quoted;

use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::pattern::{self, Pattern};
use crate::position::At;
use crate::reserved::{KEYWORDS, MODULES, SETTERS, is_device, is_taken_type};

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

/// Returns the Rust name of something, given or derived, and a finding if there is something wrong
/// with it.
///
/// `named` is the place of its wire name, `given` its Rust name as written and the place of that.
/// A name that can't be used is returned as well, so that the checks can continue.
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
    if !(purpose.pattern().matches)(name) {
        // A given name was compared with the pattern when the file was read.
        return (!is_given).then(|| needed(wire, at, "none can be derived from it", purpose));
    }
    if KEYWORDS.contains(&name) {
        let message = format!("{} is a Rust keyword", quoted(name));
        if !is_given {
            return Some(needed(wire, at, &message, purpose));
        }
        let finding = Finding::new(Code::RustNameInvalid, at.place(), message);
        return Some(finding.help(format!("choose another name for the {}", purpose.noun())));
    }
    match purpose {
        Use::Setter if SETTERS.contains(&name) => Some(reserved_setter(name, at)),
        Use::Variant if name == "Other" => Some(reserved_variant(at)),
        _ => None,
    }
}

fn needed(wire: &str, at: At<'_>, reason: &str, purpose: Use) -> Finding {
    let noun = purpose.noun();
    let message = format!(
        "the {noun} for {} needs a Rust name: {reason}",
        quoted(wire)
    );
    Finding::new(Code::RustNameNeeded, at.place(), message)
        .help("add `rust:` with a name; the wire name does not change")
}

fn reserved_setter(name: &str, at: At<'_>) -> Finding {
    let message = format!("every query already has a method {}", quoted(name));
    Finding::new(Code::ReservedSetter, at.place(), message)
        .help("give the setter another name with `rust:`")
}

fn reserved_variant(at: At<'_>) -> Finding {
    let message = "the variant `Other` is reserved for values that the description does not list";
    Finding::new(Code::ReservedVariant, at.place(), message)
        .help("give the variant another name with `rust:`")
}

/// Creates the finding for a given name that equals the derived one.
pub(super) fn redundant(name: &str, at: At<'_>) -> Finding {
    let message = format!("{} is the name that is derived anyway", quoted(name));
    Finding::new(Code::RedundantRustName, at.place(), message).help("remove `rust:`")
}

/// Returns a finding if the name of an operation can't be that of a module.
pub(super) fn module(operation: &str, at: At<'_>) -> Option<Finding> {
    let trouble = if KEYWORDS.contains(&operation) {
        "is a keyword"
    } else if MODULES.contains(&operation) {
        "is used by the client itself"
    } else if is_device(operation) {
        "is reserved for a device on Windows"
    } else {
        return None;
    };
    let message = format!(
        "{} can't be the name of a Rust module, because it {trouble}",
        quoted(operation)
    );
    let finding = Finding::new(Code::RustNameInvalid, at.place(), message);
    Some(finding.help("give the operation a name of at least two words"))
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
        // That the wire name is declared twice has been reported already.
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
    /// Takes a name for an `ID`, `enum`, `object` or `operation`. Returns a finding if something
    /// else has it.
    pub(super) fn take(&mut self, name: &str, noun: &'static str, at: At<'_>) -> Option<Finding> {
        if is_taken_type(name) {
            let message = format!(
                "the Rust type name {} is already used by the client itself",
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
            let message = format!(
                "the Rust type name {} is already used by an {first}",
                quoted(name)
            );
            Finding::new(Code::RustTypeTaken, at.place(), message)
                .label(format!("used for an {noun} here"))
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

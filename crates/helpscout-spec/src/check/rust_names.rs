//! Rust names: derived from wire names, or given where none can be derived.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::iter;

use heck::{ToSnakeCase, ToUpperCamelCase};
use helpscout_description::quote::quoted;

use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::pattern::{self, Pattern};
use crate::position::At;
use crate::reserved::{KEYWORDS, MODULES, SETTERS, VARIANTS, is_device, is_taken_type};

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

    /// Returns the Rust name of something with this wire name, given or derived. It may be one that
    /// can't be used.
    pub(super) fn name_of<'n>(self, wire: &str, given: Option<&'n str>) -> Cow<'n, str> {
        given.map_or_else(|| Cow::Owned(self.derive(wire)), Cow::Borrowed)
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

    /// Returns whether a wire name has the form of one.
    fn can_be_sent(self, wire: &str) -> bool {
        match self {
            Use::Setter => (pattern::WIRE.matches)(wire),
            Use::Variant => (pattern::VALUE.matches)(wire),
            // The path that the key is a part of has its form, or else it has no field.
            Use::Field => true,
        }
    }

    /// Returns a name for something whose own name can't be used.
    fn instead(self, name: &str) -> String {
        let is_ascii = name.is_ascii() && !name.is_empty();
        match self {
            Use::Setter | Use::Field if !is_ascii => "value".to_owned(),
            Use::Setter | Use::Field if starts_with_digit(name) => format!("value_{name}"),
            Use::Setter | Use::Field => format!("{name}_value"),
            Use::Variant if !is_ascii => "Value".to_owned(),
            Use::Variant if starts_with_digit(name) => format!("Value{name}"),
            Use::Variant if name == "KNOWN" => "Known".to_owned(),
            Use::Variant => format!("{name}Value"),
        }
    }
}

impl Use {
    /// Returns whether a name can be that of something.
    fn is_usable(self, name: &str) -> bool {
        let reserved = match self {
            Use::Setter => SETTERS,
            Use::Variant => VARIANTS,
            Use::Field => &[],
        };
        (self.pattern().matches)(name) && !KEYWORDS.contains(&name) && !reserved.contains(&name)
    }

    /// Returns the name, or one instead of it that can be used.
    fn usable(self, name: String) -> String {
        if self.is_usable(&name) {
            name
        } else {
            self.instead(&name)
        }
    }

    /// Returns the name, or one with a number that is not taken.
    fn free(self, name: String, is_taken: &dyn Fn(&str) -> bool) -> String {
        let numbers = 2_u32..;
        let numbered = numbers.map(|number| match self {
            Use::Setter | Use::Field => format!("{name}_{number}"),
            Use::Variant => format!("{name}{number}"),
        });
        let mut names = iter::once(name.clone()).chain(numbered);
        names.find(|name| !is_taken(name)).unwrap_or_default()
    }
}

fn starts_with_digit(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_digit())
}

/// Returns the Rust name of something, given or derived, and a finding if there is something wrong
/// with it.
///
/// `named` is the place of its wire name, `given` its Rust name as written and the place of that.
/// `scope` has its neighbors, and `is_taken` returns whether one has or gets a name, which is not
/// suggested. A name that can't be used is returned as well, so that the checks can continue.
pub(super) fn choose(
    wire: &str,
    named: At<'_>,
    given: Option<(&str, At<'_>)>,
    purpose: Use,
    scope: &mut Scope,
    is_taken: &dyn Fn(&str) -> bool,
) -> (String, Option<Finding>) {
    let derived = purpose.derive(wire);
    let (name, at) = match given {
        Some((given, at)) => (given.to_owned(), at),
        None => (derived.clone(), named),
    };
    let is_redundant = given.is_some() && name == derived;
    if let Some((finding, advice)) = unusable(wire, &name, at, given.is_some(), purpose) {
        // A given name is mended by another one, but not by the one that is derived anyway.
        let is_taken = |name: &str| is_taken(name) || name == derived;
        let instead = scope.free(purpose.instead(&name), purpose, &is_taken);
        let help = advice.text(purpose.noun(), &instead);
        return (name, Some(finding.help(help)));
    }
    let finding = is_redundant.then(|| redundant(&name, at));
    (name, finding)
}

/// Returns the name that is derived for something, and a finding, without help, if it can't be used.
pub(super) fn derive(wire: &str, named: At<'_>, purpose: Use) -> (String, Option<Finding>) {
    let name = purpose.derive(wire);
    let trouble = unusable(wire, &name, named, false, purpose);
    (name, trouble.map(|(finding, _)| finding))
}

/// How another name mends one that can't be used.
enum Advice {
    Add,
    Choose,
    Give,
}

impl Advice {
    fn text(&self, noun: &str, instead: &str) -> String {
        let key = rust_key(instead);
        match self {
            Advice::Add => format!("add a name, such as {key}; the wire name does not change"),
            Advice::Choose => {
                let instead = quoted(instead);
                format!("choose another name for the {noun}, such as {instead}")
            }
            Advice::Give => format!("give the {noun} another name, such as {key}"),
        }
    }
}

fn unusable(
    wire: &str,
    name: &str,
    at: At<'_>,
    is_given: bool,
    purpose: Use,
) -> Option<(Finding, Advice)> {
    if !(purpose.pattern().matches)(name) {
        // Given names and wire names were compared with their patterns when the file was read.
        let reason = "none can be derived from it";
        return (!is_given && purpose.can_be_sent(wire))
            .then(|| (needed(wire, at, reason, purpose), Advice::Add));
    }
    if KEYWORDS.contains(&name) {
        let message = format!("{} is a Rust keyword", quoted(name));
        return Some(if is_given {
            let finding = Finding::new(Code::RustNameInvalid, at.place(), message);
            (finding, Advice::Choose)
        } else {
            (needed(wire, at, &message, purpose), Advice::Add)
        });
    }
    let finding = match purpose {
        Use::Setter if SETTERS.contains(&name) => reserved_setter(name, at),
        Use::Variant if VARIANTS.contains(&name) => reserved_variant(name, at),
        _ => return None,
    };
    Some((finding, Advice::Give))
}

fn needed(wire: &str, at: At<'_>, reason: &str, purpose: Use) -> Finding {
    let noun = purpose.noun();
    let message = format!(
        "the {noun} for {} needs a Rust name: {reason}",
        quoted(wire)
    );
    Finding::new(Code::RustNameNeeded, at.place(), message)
}

/// Returns how a Rust name is given.
fn rust_key(name: &str) -> String {
    quoted(&format!("rust: {name}"))
}

fn reserved_setter(name: &str, at: At<'_>) -> Finding {
    let message = format!("every query already has a method {}", quoted(name));
    Finding::new(Code::ReservedSetter, at.place(), message)
}

fn reserved_variant(name: &str, at: At<'_>) -> Finding {
    let message = match name {
        "Other" => "the variant `Other` is reserved for values that the description does not list"
            .to_owned(),
        name => format!(
            "a variant can't be called {}, because every enum already has an item of that name",
            quoted(name)
        ),
    };
    Finding::new(Code::ReservedVariant, at.place(), message)
}

/// Creates the finding for a given name that equals the derived one.
pub(super) fn redundant(name: &str, at: At<'_>) -> Finding {
    let message = format!("{} is the name that is derived anyway", quoted(name));
    Finding::new(Code::RedundantRustName, at.place(), message).help("remove `rust:`")
}

/// The largest number of characters of an operation's name. The file of its module has an ending, and
/// some file systems allow 143 bytes.
const LONGEST_MODULE: usize = 128;

/// Returns a finding if the name of an operation can't be that of a module.
pub(super) fn module(operation: &str, at: At<'_>) -> Option<Finding> {
    let length = operation.chars().count();
    if length > LONGEST_MODULE {
        let message = format!(
            "the name of an operation has {length} characters, but a file is named after it"
        );
        let finding = Finding::new(Code::RustNameInvalid, at.place(), message);
        return Some(finding.help(format!("write at most {LONGEST_MODULE} characters")));
    }
    let trouble = if KEYWORDS.contains(&operation) {
        "is a keyword"
    } else if MODULES.contains(&operation) {
        "hides a crate, module or type of that name"
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
    let longer = quoted(&format!("{operation}_report"));
    Some(finding.help(format!(
        "give the operation a name of at least two words, such as {longer}"
    )))
}

/// Rust names that must differ from each other: those of one enum, one object, one query.
#[derive(Default)]
pub(super) struct Scope {
    taken: HashMap<String, (Place, String)>,
    /// The names that findings suggest. Whoever follows them all must not get one name twice.
    suggested: HashSet<String>,
}

impl Scope {
    /// Returns whether something has the name, or is told to take it.
    pub(super) fn has(&self, rust: &str) -> bool {
        self.taken.contains_key(rust) || self.suggested.contains(rust)
    }

    /// Returns a name for something whose derived name can't be used or is taken, that is neither.
    pub(super) fn suggest(
        &mut self,
        wire: &str,
        purpose: Use,
        is_taken: &dyn Fn(&str) -> bool,
    ) -> String {
        let name = purpose.usable(purpose.derive(wire));
        self.free(name, purpose, is_taken)
    }

    /// Returns the name, or one with a number that nothing has, and that is suggested only once.
    fn free(&mut self, name: String, purpose: Use, is_taken: &dyn Fn(&str) -> bool) -> String {
        let name = purpose.free(name, &|name| self.has(name) || is_taken(name));
        self.suggested.insert(name.clone());
        name
    }

    /// Takes a name for something, unless something else has it.
    ///
    /// One that can't be used is not taken: that has been reported, and each gets another name.
    pub(super) fn claim(&mut self, rust: &str, wire: &str, at: At<'_>, purpose: Use) {
        if purpose.is_usable(rust) && !self.taken.contains_key(rust) {
            let owner = (at.place(), wire.to_owned());
            self.taken.insert(rust.to_owned(), owner);
        }
    }

    /// Takes a name for something. Returns a finding if something else has it. `is_taken` returns
    /// whether a neighbor has or gets a name, which is not suggested.
    pub(super) fn take(
        &mut self,
        rust: &str,
        wire: &str,
        at: At<'_>,
        purpose: Use,
        is_taken: &dyn Fn(&str) -> bool,
    ) -> Option<Finding> {
        let Some(finding) = self.collision(rust, wire, at, purpose) else {
            self.claim(rust, wire, at, purpose);
            return None;
        };
        // A name that is derived anyway is not to be given.
        let derived = purpose.derive(wire);
        let is_taken = |name: &str| is_taken(name) || name == derived;
        let free = rust_key(&self.free(rust.to_owned(), purpose, &is_taken));
        Some(finding.help(format!("give one of them another name, such as {free}")))
    }

    /// Returns a finding, without help, if something else has a name.
    pub(super) fn collision(
        &self,
        rust: &str,
        wire: &str,
        at: At<'_>,
        purpose: Use,
    ) -> Option<Finding> {
        let (place, first) = self.taken.get(rust)?;
        // That the wire name is declared twice has been reported already.
        if first == wire {
            return None;
        }
        let noun = purpose.noun();
        let (wire, first) = (quoted(wire), quoted(first));
        let message = format!("{wire} and {first} get the same {noun} {}", quoted(rust));
        let finding = Finding::new(Code::RustNameCollision, at.place(), message);
        Some(finding.second(place.clone(), format!("{first} is here")))
    }

    /// Notes the names of another scope, which will be taken, too, so that none is suggested.
    pub(super) fn avoid(&mut self, other: &Scope) {
        let names = other.taken.keys().chain(&other.suggested);
        self.suggested.extend(names.cloned());
    }
}

/// The names of all types of the generated client, which share one namespace.
#[derive(Default)]
pub(super) struct TypeNames {
    taken: HashMap<String, (Place, &'static str)>,
    /// The names that findings suggest.
    suggested: HashSet<String>,
}

impl TypeNames {
    /// Takes a name for an `ID`, `enum`, `object` or `operation`. Returns a finding if something
    /// else has it.
    pub(super) fn take(&mut self, name: &str, noun: &'static str, at: At<'_>) -> Option<Finding> {
        let Some(finding) = self.collision(name, noun, at) else {
            self.taken.insert(name.to_owned(), (at.place(), noun));
            return None;
        };
        Some(finding.help(self.another_name(noun, name)))
    }

    /// Returns a finding, without help, if something else has a name.
    pub(super) fn collision(&self, name: &str, noun: &'static str, at: At<'_>) -> Option<Finding> {
        if is_taken_type(name) {
            let message = format!(
                "the Rust type name {} is already used by the client itself",
                quoted(name)
            );
            return Some(Finding::new(Code::RustTypeTaken, at.place(), message));
        }
        let (place, first) = self.taken.get(name)?;
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
        Some(finding.second(place.clone(), "first declared here"))
    }

    /// Returns the name, or one with an ending that nothing has and that is suggested only once.
    pub(super) fn free(&mut self, name: &str, ending: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}{ending}{number}"));
        let mut names = [name.to_owned(), format!("{name}{ending}")]
            .into_iter()
            .chain(numbered);
        let is_free = |name: &String| {
            !self.taken.contains_key(name) && !self.suggested.contains(name) && !is_taken_type(name)
        };
        let free = names.find(is_free).unwrap_or_default();
        self.suggested.insert(free.clone());
        free
    }

    /// Returns the help for a type name that is taken.
    fn another_name(&mut self, noun: &str, name: &str) -> String {
        let ending = match noun {
            "operation" => "Query",
            "ID" => "Id",
            "enum" => "Value",
            _ => "Object",
        };
        let free = self.free(name, ending);
        if noun == "operation" {
            let key = rust_key(&free);
            format!("give the query another name, such as {key}")
        } else {
            format!("choose another name, such as {}", quoted(&free))
        }
    }
}

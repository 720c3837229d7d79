//! Query parameters, those of groups and those of operations.

use super::names::{Local, Names};
use super::rust_names::{Scope, Use, choose};
use super::values::{enum_help, fits, fits_enum, fits_hex24};
use super::{Checked, correction, prose};
use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::findings::Sink;
use crate::position::At;
use crate::raw;
use crate::yaml::{Content, Scalar};
use helpscout_description::quote::quoted;
use helpscout_description::{self as api, ListStyle, Rule, Type};
use std::collections::HashMap;

/// The parameters and rules of a group or operation, as far as they were checked.
#[derive(Default)]
pub(super) struct Declared<'a> {
    pub(super) parameters: Vec<(api::Parameter, At<'a>)>,
    pub(super) rules: Vec<(Rule, Place)>,
    /// Names that were declared but could not be checked to the end.
    pub(super) unresolved: Vec<&'a str>,
    /// Whether parameters are missing because their group is not known.
    pub(super) lacks_group: bool,
    /// Where names are declared.
    named: HashMap<String, At<'a>>,
    /// Which of the parameters has a name.
    numbers: HashMap<String, usize>,
    setters: Scope,
}

/// What is written about one parameter, wherever it is written.
pub(super) struct Written<'a> {
    pub(super) name: &'a str,
    type_name: &'a str,
    required: bool,
    list: Option<ListStyle>,
    minimum: Option<i64>,
    maximum: Option<i64>,
    has_default: bool,
    has_example: bool,
    doc: Option<&'a str>,
    rust: Option<&'a str>,
    correction: Option<&'a raw::Correction>,
    todo: Option<&'a str>,
}

impl<'a> Written<'a> {
    pub(super) fn in_group(raw: &'a raw::Parameter) -> Self {
        Self {
            name: &raw.name,
            type_name: &raw.type_name,
            required: raw.required,
            list: raw.list,
            minimum: raw.minimum,
            maximum: raw.maximum,
            has_default: raw.default.is_some(),
            has_example: raw.example.is_some(),
            doc: raw.doc.as_deref(),
            rust: raw.rust.as_deref(),
            correction: raw.correction.as_ref(),
            todo: raw.todo.as_deref(),
        }
    }

    /// What an entry of an operation says, unless it stands for a group.
    pub(super) fn in_operation(raw: &'a raw::ParameterEntry) -> Option<Self> {
        Some(Self {
            name: raw.name.as_deref()?,
            type_name: raw.type_name.as_deref()?,
            required: raw.required,
            list: raw.list,
            minimum: raw.minimum,
            maximum: raw.maximum,
            has_default: raw.default.is_some(),
            has_example: raw.example.is_some(),
            doc: raw.doc.as_deref(),
            rust: raw.rust.as_deref(),
            correction: raw.correction.as_ref(),
            todo: raw.todo.as_deref(),
        })
    }
}

impl<'a> Declared<'a> {
    /// The parameter of that wire name.
    pub(super) fn parameter(&self, wire: &str) -> Option<&api::Parameter> {
        let number = self.numbers.get(wire)?;
        self.parameters.get(*number).map(|(parameter, _)| parameter)
    }

    /// The parameter of that wire name, to be changed, and where it is declared.
    pub(super) fn parameter_mut(&mut self, wire: &str) -> Option<(&mut api::Parameter, At<'a>)> {
        let number = self.numbers.get(wire)?;
        let (parameter, at) = self.parameters.get_mut(*number)?;
        Some((parameter, *at))
    }

    /// Whether nothing can be said about a parameter of that name.
    pub(super) fn may_have(&self, wire: &str) -> bool {
        self.lacks_group || self.unresolved.contains(&wire)
    }

    pub(super) fn wire_names(&self) -> impl Iterator<Item = &str> {
        let resolved = self.parameters.iter().map(|(one, _)| one.wire.as_str());
        resolved.chain(self.unresolved.iter().copied())
    }

    /// Takes over the parameters and rules of a group.
    pub(super) fn extend(&mut self, group: &Declared<'a>, sink: &mut Sink) {
        for (parameter, at) in &group.parameters {
            if self.is_new(&parameter.wire, *at, sink) {
                self.push(parameter.clone(), *at, sink);
            }
        }
        self.unresolved.extend(&group.unresolved);
        self.rules.extend(group.rules.iter().cloned());
    }

    fn push(&mut self, parameter: api::Parameter, at: At<'a>, sink: &mut Sink) {
        let named = at.key("name");
        self.setters
            .take(&parameter.rust, &parameter.wire, named, Use::Setter, sink);
        self.numbers
            .insert(parameter.wire.clone(), self.parameters.len());
        self.parameters.push((parameter, at));
    }

    fn is_new(&mut self, wire: &str, at: At<'a>, sink: &mut Sink) -> bool {
        let at = at.key("name");
        let Some(first) = self.named.get(wire) else {
            self.named.insert(wire.to_owned(), at);
            return true;
        };
        sink.add_with(Code::Duplicate, || {
            let message = format!("the parameter {} is declared twice", quoted(wire));
            Finding::new(Code::Duplicate, at.place(), message)
                .label("declared again")
                .second(first.place(), "first declared here")
                .help("remove one of them")
        });
        false
    }
}

/// Checks one parameter and adds it to those declared.
pub(super) fn check<'a>(
    written: &Written<'a>,
    at: At<'a>,
    names: &Names<'_>,
    local: &Local<'_>,
    checked: &Checked,
    declared: &mut Declared<'a>,
    sink: &mut Sink,
) {
    if !declared.is_new(written.name, at, sink) {
        return;
    }
    let given = written.rust.map(|name| (name, at.key("rust")));
    let rust = choose(written.name, at.key("name"), given, Use::Setter, sink);
    let doc = prose::doc(written.doc, at, "name", sink);
    todo(written.todo, at, sink);
    if written.required && written.has_default {
        sink.add(required_default(written.name, at.key("default")));
    }
    let Some(ty) = sent_type(written, at.key("type"), names, local, sink) else {
        declared.unresolved.push(written.name);
        return;
    };
    limits(written, &ty, at, sink);
    let value = Value {
        ty: &ty,
        limits: (written.minimum, written.maximum),
        is_list: written.list.is_some(),
        name: written.name,
        checked,
    };
    let default = value.of(at, "default", Code::DefaultMismatch, sink);
    let example = value.of(at, "example", Code::ExampleMismatch, sink);
    if !written.has_example {
        sink.add(no_example(written.name, at));
    }
    let parameter = api::Parameter {
        wire: written.name.to_owned(),
        rust,
        list: written.list,
        required: written.required,
        minimum: written.minimum,
        maximum: written.maximum,
        in_path: false,
        default: (!default.is_empty()).then(|| default.join(",")),
        example,
        doc,
        correction: None,
        ty,
    };
    declared.push(parameter, at, sink);
}

/// Reports limits that nothing lies between, and those of something else than a whole number.
fn limits(written: &Written<'_>, ty: &Type, at: At<'_>, sink: &mut Sink) {
    let given = [("minimum", written.minimum), ("maximum", written.maximum)];
    let Some((key, _)) = given.into_iter().find(|(_, limit)| limit.is_some()) else {
        return;
    };
    if *ty != Type::Integer {
        let message = format!("{} has a limit, but is no integer", quoted(written.name));
        let finding = Finding::new(Code::Limits, at.key(key).place(), message);
        sink.add(finding.help("remove the limit, or say `type: integer`"));
    } else if let (Some(minimum), Some(maximum)) = (written.minimum, written.maximum)
        && minimum > maximum
    {
        let message = format!("nothing lies between {minimum} and {maximum}");
        let finding = Finding::new(Code::Limits, at.key("maximum").place(), message)
            .second(at.key("minimum").place(), "the smallest value");
        sink.add(finding.help("exchange the two"));
    }
}

/// The type of a parameter; reports one that can't be sent.
fn sent_type(
    written: &Written<'_>,
    at: At<'_>,
    names: &Names<'_>,
    local: &Local<'_>,
    sink: &mut Sink,
) -> Option<Type> {
    let name = written.type_name;
    if name == "any" {
        let message = "only an answer can hold any JSON value; a parameter has one type";
        let finding = Finding::new(Code::ObjectParameter, at.place(), message);
        sink.add(finding.help("say which: `integer`, `text`, ..."));
        return None;
    }
    if names.find(name, local).is_none() && names.is_object(name, local) {
        let message = format!("{} is an object, which can't be sent", quoted(name));
        let finding = Finding::new(Code::ObjectParameter, at.place(), message);
        sink.add(finding.help("a parameter is a single value or a list of them"));
        return None;
    }
    names.resolve(name, at, local, sink)
}

/// Checks the correction of a parameter, once all of its neighbours are known.
pub(super) fn correct(
    written: &Written<'_>,
    at: At<'_>,
    declared: &mut Declared<'_>,
    sink: &mut Sink,
) {
    let is_neighbour = |name: &str| declared.named.contains_key(name);
    let correction = correction::check(written.correction, written.name, is_neighbour, at, sink);
    if let Some((parameter, _)) = declared.parameter_mut(written.name) {
        parameter.correction = correction;
    }
}

/// Reports what is left to do.
pub(super) fn todo(text: Option<&str>, at: At<'_>, sink: &mut Sink) {
    if let Some(text) = text {
        let help = "remove `todo:` once it is done";
        sink.add(left_to_do(text, at.key("todo"), help));
    }
}

/// The finding about something that is left to do.
pub(super) fn left_to_do(text: &str, at: At<'_>, help: &'static str) -> Finding {
    let message = match text.trim() {
        "" => "something is left to do".to_owned(),
        text => format!(
            "left to do: {}",
            helpscout_description::quote::sentence(text)
        ),
    };
    Finding::new(Code::Todo, at.place(), message).help(help)
}

/// A value of a parameter: its default or its example.
struct Value<'c> {
    ty: &'c Type,
    limits: (Option<i64>, Option<i64>),
    is_list: bool,
    name: &'c str,
    checked: &'c Checked,
}

impl Value<'_> {
    /// The values under a key, as sent; those that do not fit are reported and left out.
    fn of(&self, at: At<'_>, key: &str, code: Code, sink: &mut Sink) -> Vec<String> {
        let Some(at) = at.get(key) else {
            return Vec::new();
        };
        let written: Vec<(At<'_>, &Scalar)> = match at.content() {
            Content::Scalar(scalar) => vec![(at, scalar)],
            _ => at
                .items()
                .filter_map(|item| Some((item, item.scalar()?)))
                .collect(),
        };
        if !self.is_list && matches!(at.content(), Content::List(_)) {
            let message = format!("{} takes one value, not a list", quoted(self.name));
            let finding = Finding::new(code, at.place(), message);
            sink.add(finding.help("write one value, or add `list: comma`"));
            return Vec::new();
        }
        let mut values = Vec::new();
        for (at, scalar) in written {
            if self.fits(scalar).is_ok() {
                values.push(scalar.text.clone());
            } else {
                sink.add_with(code, || self.misfit(at, scalar, key, code));
            }
        }
        values
    }

    fn fits(&self, scalar: &Scalar) -> Result<(), &'static str> {
        let wanted = match self.ty {
            Type::Enum(name) => fits_enum(scalar, self.checked.enumeration(name)),
            Type::Id(name) if self.checked.is_hex(name) => fits_hex24(scalar),
            ty => fits(scalar, ty),
        };
        match wanted {
            Ok(()) if self.is_list && scalar.text.contains(',') => Err("one value of a list"),
            Ok(()) if !self.is_within(&scalar.text) => Err("within its limits"),
            wanted => wanted,
        }
    }

    fn is_within(&self, text: &str) -> bool {
        let (minimum, maximum) = self.limits;
        text.parse().is_ok_and(|value: i64| {
            minimum.is_none_or(|minimum| minimum <= value)
                && maximum.is_none_or(|maximum| value <= maximum)
        }) || *self.ty != Type::Integer
    }

    fn misfit(&self, at: At<'_>, scalar: &Scalar, key: &str, code: Code) -> Finding {
        let wanted = self.fits(scalar).err().unwrap_or_default();
        let (name, text) = (quoted(self.name), quoted(&scalar.text));
        let message = format!("the {key} of {name} must be {wanted}, not {text}");
        let help = match self.ty {
            _ if self.is_list && scalar.text.contains(',') => {
                Some("commas separate values: write a YAML list".to_owned())
            }
            Type::Instant => Some("write UTC whole seconds: `2019-05-02T12:00:00Z`".to_owned()),
            Type::Enum(name) => {
                let one = self.checked.enumeration(name);
                one.and_then(|one| enum_help(&scalar.text, one))
            }
            _ => None,
        };
        Finding::new(code, at.place(), message).maybe_help(help)
    }
}

fn required_default(name: &str, default: At<'_>) -> Finding {
    let message = format!(
        "{} is required, so nothing is assumed without it",
        quoted(name)
    );
    Finding::new(Code::RequiredDefault, default.place(), message)
        .help("remove `default:` or `required:`")
}

fn no_example(name: &str, at: At<'_>) -> Finding {
    let message = format!("the parameter {} has no example", quoted(name));
    Finding::new(Code::NoExample, at.key("name").place(), message)
        .help("add `example:` with the value of the documented page")
}

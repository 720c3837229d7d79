//! Parameters, of groups and of operations.

use helpscout_description::quote::quoted;
use helpscout_description::{Parameter, Type};

use super::checked::Checked;
use super::checker::Checker;
use super::declared::Declared;
use super::rust_names::Use;
use super::values::{enum_help, fits, fits_enum, fits_hex24};
use super::{correction, prose, todo};
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw;
use crate::yaml::{Content, Scalar};

/// Checks one parameter and adds it to those declared.
pub(super) fn check<'a>(
    raw: &'a raw::Parameter,
    at: At<'a>,
    declared: &mut Declared<'a>,
    checker: &mut Checker<'a>,
) {
    if !declare(&raw.name, at, declared, checker) {
        return;
    }
    let given = raw.rust.as_deref().map(|name| (name, at.key("rust")));
    let rust = checker.rust_name(&raw.name, at.key("name"), given, Use::Setter);
    let doc = prose::doc(raw.doc.as_deref(), at, "name", checker);
    todo::check(raw.todo.as_deref(), at, checker);
    if raw.required && raw.default.is_some() {
        checker.report(required_default(&raw.name, at.key("default")));
    }
    let Some(ty) = sent_type(&raw.type_name, at.key("type"), checker) else {
        declared.unresolved.push(&raw.name);
        return;
    };
    limits(raw, &ty, at, checker);
    let values = Values { raw, ty: &ty };
    let default = values.read(at, "default", Code::DefaultMismatch, checker);
    let example = values.read(at, "example", Code::ExampleMismatch, checker);
    if raw.example.is_none() {
        checker.report(no_example(&raw.name, at));
    }
    let parameter = Parameter {
        wire: raw.name.clone(),
        rust,
        list: raw.list,
        required: raw.required,
        minimum: raw.minimum,
        maximum: raw.maximum,
        in_path: false,
        default: (!default.is_empty()).then(|| default.join(",")),
        example,
        doc,
        correction: None,
        ty,
    };
    checker.report_all(declared.add(parameter, at));
}

/// Checks the correction of a parameter, once all of its neighbors are declared.
pub(super) fn correct(
    raw: &raw::Parameter,
    at: At<'_>,
    declared: &mut Declared<'_>,
    checker: &mut Checker<'_>,
) {
    let is_neighbor = |name: &str| declared.is_declared(name);
    let correction =
        correction::check(raw.correction.as_ref(), &raw.name, is_neighbor, at, checker);
    if let Some((parameter, _)) = declared.parameter_mut(&raw.name) {
        parameter.correction = correction;
    }
}

/// Adds the parameters and rules of a group to those of an operation.
pub(super) fn extend<'a>(
    declared: &mut Declared<'a>,
    group: &Declared<'a>,
    checker: &mut Checker<'a>,
) {
    for (parameter, at) in &group.parameters {
        if declare(&parameter.wire, *at, declared, checker) {
            checker.report_all(declared.add(parameter.clone(), *at));
        }
    }
    declared.unresolved.extend(&group.unresolved);
    declared.rules.extend(group.rules.iter().cloned());
}

/// Declares the name of a parameter. Returns false and reports it if it is declared already.
fn declare<'a>(
    wire: &str,
    at: At<'a>,
    declared: &mut Declared<'a>,
    checker: &mut Checker<'_>,
) -> bool {
    let at = at.key("name");
    let Some(first) = declared.declare(wire, at) else {
        return true;
    };
    checker.report_with(Code::Duplicate, |_| {
        let message = format!("the parameter {} is declared twice", quoted(wire));
        Finding::new(Code::Duplicate, at.place(), message)
            .label("declared again")
            .second(first.place(), "first declared here")
            .help("remove one of them")
    });
    false
}

/// Reports limits that exclude every value, and limits of anything but an integer.
fn limits(raw: &raw::Parameter, ty: &Type, at: At<'_>, checker: &mut Checker<'_>) {
    let given = [("minimum", raw.minimum), ("maximum", raw.maximum)];
    let Some((key, _)) = given.into_iter().find(|(_, limit)| limit.is_some()) else {
        return;
    };
    if *ty != Type::Integer {
        let message = format!("{} has a limit, but is not an integer", quoted(&raw.name));
        let finding = Finding::new(Code::Limits, at.key(key).place(), message);
        checker.report(finding.help("remove the limit, or change the type to `integer`"));
    } else if let (Some(minimum), Some(maximum)) = (raw.minimum, raw.maximum)
        && minimum > maximum
    {
        let message = format!("the minimum, {minimum}, is greater than the maximum, {maximum}");
        let finding = Finding::new(Code::Limits, at.key("maximum").place(), message)
            .second(at.key("minimum").place(), "the minimum is here");
        checker.report(finding.help("swap the two limits"));
    }
}

/// Returns the type of a parameter; reports one that can't be sent.
fn sent_type(name: &str, at: At<'_>, checker: &mut Checker<'_>) -> Option<Type> {
    if name == "any" {
        let message = "a parameter can't have the type `any`";
        let finding = Finding::new(Code::ObjectParameter, at.place(), message);
        checker
            .report(finding.help("write the type of the value, for instance `integer` or `text`"));
        return None;
    }
    if checker.names.find(name).is_none() && checker.names.is_object(name) {
        let message = format!(
            "{} is an object, so it can't be the type of a parameter",
            quoted(name)
        );
        let finding = Finding::new(Code::ObjectParameter, at.place(), message);
        checker.report(
            finding.help("use a type whose values can be sent, for instance an ID or `text`"),
        );
        return None;
    }
    checker.resolve(name, at)
}

/// The values of a parameter that the spec gives: its default and its example.
struct Values<'p> {
    raw: &'p raw::Parameter,
    ty: &'p Type,
}

impl Values<'_> {
    /// Returns the values under a key, as sent; reports those that do not fit and leaves them out.
    fn read(&self, at: At<'_>, key: &str, code: Code, checker: &mut Checker<'_>) -> Vec<String> {
        let Some(at) = at.get(key) else {
            return Vec::new();
        };
        let scalars: Vec<(At<'_>, &Scalar)> = match at.content() {
            Content::Scalar(scalar) => vec![(at, scalar)],
            _ => at
                .items()
                .filter_map(|item| Some((item, item.scalar()?)))
                .collect(),
        };
        if self.raw.list.is_none() && matches!(at.content(), Content::List(_)) {
            let message = format!("{} takes one value, not a list", quoted(&self.raw.name));
            let finding = Finding::new(code, at.place(), message);
            checker.report(finding.help("write one value, or add `list: comma`"));
            return Vec::new();
        }
        let mut values = Vec::new();
        for (at, scalar) in scalars {
            match self.fits(scalar, &checker.checked) {
                Ok(()) => values.push(scalar.text.clone()),
                Err(wanted) => checker.report_with(code, |checked| {
                    let (name, text) = (quoted(&self.raw.name), quoted(&scalar.text));
                    let message = format!("the {key} of {name} must be {wanted}, not {text}");
                    Finding::new(code, at.place(), message).help(self.help(scalar, wanted, checked))
                }),
            }
        }
        values
    }

    fn fits(&self, scalar: &Scalar, checked: &Checked) -> Result<(), &'static str> {
        let fits = match self.ty {
            Type::Enum(name) => fits_enum(scalar, checked.enumeration(name)),
            Type::Id(name) if checked.is_hex(name) => fits_hex24(scalar),
            ty => fits(scalar, ty),
        };
        match fits {
            Ok(()) if self.is_torn(scalar) => Err("a single value of the list"),
            Ok(()) if !self.is_within_limits(&scalar.text) => Err("within its limits"),
            fits => fits,
        }
    }

    /// Returns whether the scalar looks like several values of a list.
    fn is_torn(&self, scalar: &Scalar) -> bool {
        self.raw.list.is_some() && scalar.text.contains(',')
    }

    fn is_within_limits(&self, text: &str) -> bool {
        let (minimum, maximum) = (self.raw.minimum, self.raw.maximum);
        text.parse().is_ok_and(|value: i64| {
            minimum.is_none_or(|minimum| minimum <= value)
                && maximum.is_none_or(|maximum| value <= maximum)
        }) || *self.ty != Type::Integer
    }

    fn help(&self, scalar: &Scalar, wanted: &str, checked: &Checked) -> String {
        let (minimum, maximum) = (self.raw.minimum, self.raw.maximum);
        let known = match self.ty {
            _ if self.is_torn(scalar) => {
                Some("write a YAML list; commas separate values when they are sent".to_owned())
            }
            Type::Instant => Some("write whole seconds in UTC: `2019-05-02T12:00:00Z`".to_owned()),
            Type::Enum(name) => {
                let enumeration = checked.enumeration(name);
                enumeration.and_then(|known| enum_help(&scalar.text, known))
            }
            Type::Integer if !self.is_within_limits(&scalar.text) => match (minimum, maximum) {
                (Some(least), Some(most)) => {
                    Some(format!("write a whole number between {least} and {most}"))
                }
                (Some(least), None) => Some(format!("write a whole number of at least {least}")),
                (None, Some(most)) => Some(format!("write a whole number of at most {most}")),
                (None, None) => None,
            },
            _ => None,
        };
        known.unwrap_or_else(|| format!("write {wanted}"))
    }
}

fn required_default(name: &str, default: At<'_>) -> Finding {
    let message = format!("{} is required, so it can't have a default", quoted(name));
    Finding::new(Code::RequiredDefault, default.place(), message)
        .help("remove either `default:` or `required:`")
}

fn no_example(name: &str, at: At<'_>) -> Finding {
    let message = format!("the parameter {} has no example", quoted(name));
    Finding::new(Code::NoExample, at.key("name").place(), message)
        .help("add `example:` with the value on the documented page")
}

//! Parameters, of groups and of operations.

use helpscout_description::literal::is_epoch;
use helpscout_description::quote::{listed, quoted};
use helpscout_description::{DefaultValue, IdForm, ListStyle, Parameter, Place, Type};

use super::checked::Checked;
use super::checker::Checker;
use super::declared::Declared;
use super::sent::{Sent, named};
use super::values::{enum_help, fits, fits_enum, fits_id};
use super::{correction, headers, limits, prose, todo};
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::values::{integer, whole_number};
use crate::yaml::{Content, Scalar};

/// Checks one parameter, or one field of the body, and adds it to those declared.
pub(super) fn check<'a>(
    raw: impl Into<Sent<'a>>,
    at: At<'a>,
    declared: &mut Declared<'a>,
    checker: &mut Checker<'a>,
) {
    let raw = raw.into();
    if !declare(raw.name, at, declared, checker) {
        return;
    }
    let (rust, unusable) = declared.setter(&raw, at);
    checker.report_all(unusable);
    let key = if raw.place == Place::Body {
        "path"
    } else {
        "name"
    };
    let doc = prose::doc(raw.doc, at, key, checker);
    todo::check(raw.todo, at, checker);
    if raw.required && raw.has_default {
        checker.report(required_default(raw.name, at.key("default")));
    }
    deprecation(&raw, at, checker);
    brackets(&raw, at, checker);
    let found = match raw.object {
        Some(object) => Some(Type::Object(object.to_owned())),
        None => sent_type(raw.type_name, at.key("type"), checker),
    };
    let Some(ty) = found else {
        declared.unresolved.push(raw.name);
        return;
    };
    if raw.list == Some(ListStyle::Pipe) {
        checker.report_all(torn_value(&ty, at, &checker.checked));
    }
    if raw.place == Place::Header {
        headers::check(&raw, at, checker);
    }
    let has_limits = limits::check(&raw, &ty, at, checker);
    let values = Values {
        raw: &raw,
        ty: &ty,
        has_limits,
    };
    let (default, example) = if raw.object.is_some() {
        checker.report_all(no_literals(at));
        (Vec::new(), Vec::new())
    } else {
        (
            values.read(at, "default", Code::DefaultMismatch, checker),
            values.read(at, "example", Code::ExampleMismatch, checker),
        )
    };
    if !raw.has_example && raw.object.is_none() {
        checker.report(no_example(raw.name, at));
    }
    let parameter = Parameter {
        wire: raw.name.to_owned(),
        rust,
        list: raw.list,
        required: raw.required,
        minimum: raw.minimum,
        maximum: raw.maximum,
        min_length: raw.min_length,
        max_length: raw.max_length,
        place: raw.place,
        deprecated: raw.deprecated.map(str::to_owned),
        default: default_value(default, raw.list.is_some()),
        example,
        doc,
        correction: None,
        fields: Vec::new(),
        ty,
    };
    checker.report_all(declared.add(parameter, at));
}

/// Returns a finding about a value of a list of objects, whose fields have the values.
fn no_literals(at: At<'_>) -> Option<Finding> {
    let key = ["default", "example"]
        .into_iter()
        .find(|key| at.get(key).is_some())?;
    let message = format!("a list of objects has no {} of its own", quoted(key));
    let finding = Finding::new(Code::ObjectParameter, at.key(key).place(), message);
    Some(finding.help(format!(
        "remove it; write {} for the fields of the object",
        quoted(key)
    )))
}

/// Returns what the service assumes, given the values under `default:` that fit.
fn default_value(mut values: Vec<String>, is_list: bool) -> Option<DefaultValue> {
    if is_list {
        (!values.is_empty()).then_some(DefaultValue::List(values))
    } else {
        values.pop().map(DefaultValue::One)
    }
}

/// Checks the note that a parameter is deprecated.
fn deprecation(raw: &Sent<'_>, at: At<'_>, checker: &mut Checker<'_>) {
    let Some(text) = raw.deprecated else {
        return;
    };
    let at = at.key("deprecated");
    prose::check(text, at, checker);
    if raw.required {
        let message = format!(
            "{} is required, so no call can do without it",
            quoted(raw.name)
        );
        let finding = Finding::new(Code::RequiredDeprecated, at.place(), message);
        checker.report(finding.help("remove either `deprecated:` or `required:`"));
    }
}

/// Checks the correction of a parameter, once all of its neighbors are declared.
pub(super) fn correct<'a>(
    raw: impl Into<Sent<'a>>,
    at: At<'_>,
    declared: &mut Declared<'_>,
    checker: &mut Checker<'_>,
) {
    let Sent {
        name, correction, ..
    } = raw.into();
    let is_neighbor = |name: &str| declared.is_declared(name);
    let correction = correction::check(correction, name, is_neighbor, at, checker);
    if let Some((parameter, _)) = declared.parameter_mut(name) {
        parameter.correction = correction;
    }
}

/// Adds the parameters and rules of the group `name` to those of an operation. `at` is the entry that
/// uses the group, where the operation's author can mend what is wrong with that.
pub(super) fn extend<'a>(
    declared: &mut Declared<'a>,
    group: &Declared<'a>,
    name: &str,
    at: At<'a>,
    checker: &mut Checker<'a>,
) {
    let mut repeated: Vec<&str> = Vec::new();
    let mut earlier = None;
    for (parameter, described) in &group.parameters {
        match declared.declare(&parameter.wire, described.key("name")) {
            None => {
                let collision = declared.add_used(parameter.clone(), *described, at);
                // One within the group has been reported there.
                let is_told = group.is_colliding(&parameter.wire);
                checker.report_all(collision.filter(|_| !is_told));
            }
            Some(first) => {
                repeated.push(&parameter.wire);
                earlier = earlier.or(Some((&parameter.wire, first)));
            }
        }
    }
    if let Some((wire, first)) = earlier {
        let message = format!(
            "the group {} has {}, which this operation has already",
            quoted(name),
            listed(&repeated, "and")
        );
        let finding = Finding::new(Code::Duplicate, at.place(), message)
            .second(first.place(), format!("{} is declared here", quoted(wire)));
        checker.report(finding.help(
            "remove this entry, or what declares the parameters already; declare parameters that \
             remain one by one",
        ));
    }
    declared.unresolved.extend(&group.unresolved);
    for rule in &group.rules {
        if !declared.rules.iter().any(|(known, _)| *known == rule.0) {
            declared.rules.push(rule.clone());
        }
    }
}

/// Declares the name of a parameter. Returns false and reports it if it is declared already.
fn declare<'a>(
    wire: &str,
    at: At<'a>,
    declared: &mut Declared<'a>,
    checker: &mut Checker<'_>,
) -> bool {
    let at = named(at);
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
    checker.resolve(name, true, at)
}

/// Returns a finding about a value of an enum that can't be sent in a list which is joined by pipes.
/// No value has a comma, by its pattern.
fn torn_value(ty: &Type, at: At<'_>, checked: &Checked) -> Option<Finding> {
    let Type::Enum(name) = ty else {
        return None;
    };
    let mut values = checked.enumeration(name)?.values.iter();
    let value = values.find(|value| value.wire.contains('|'))?;
    let message = format!(
        "{} has the value {}, but pipes separate the values of this list",
        quoted(name),
        quoted(&value.wire)
    );
    let finding = Finding::new(Code::ObjectParameter, at.key("list").place(), message);
    let finding = match checked.places.of_enum(name) {
        Some(place) => finding.second(place, "the enum is here"),
        None => finding,
    };
    Some(finding.help(
        "write `list: comma` or `list: repeat` if the service takes such lists, or remove the value",
    ))
}

/// The values of a parameter that the spec gives: its default and its example.
struct Values<'p> {
    raw: &'p Sent<'p>,
    ty: &'p Type,
    /// Whether values can be compared with the limits.
    has_limits: bool,
}

/// Reports a name with empty brackets that is not repeated.
fn brackets(raw: &Sent<'_>, at: At<'_>, checker: &mut Checker<'_>) {
    let has_brackets = raw.place == Place::Query && raw.name.ends_with("[]");
    if !has_brackets || raw.list == Some(ListStyle::Repeat) {
        return;
    }
    let message = format!(
        "{} has empty brackets, but is not sent once for each value",
        quoted(raw.name)
    );
    let place = at.get("list").unwrap_or(at.key("name")).place();
    let help =
        "write `list: repeat`, or remove the brackets if the page has them only to mark a list";
    checker.report(Finding::new(Code::EmptyBrackets, place, message).help(help));
}

impl Values<'_> {
    /// Returns the values under a key, as sent; reports those that do not fit and leaves them out.
    fn read(&self, at: At<'_>, key: &str, code: Code, checker: &mut Checker<'_>) -> Vec<String> {
        let Some(at) = at.get(key) else {
            return Vec::new();
        };
        if self.has_limits {
            checker.report_all(limits::lengths_of_values(self.raw, self.ty, key, code, at));
        }
        let scalars: Vec<(At<'_>, &Scalar)> = match at.content() {
            Content::Scalar(scalar) => vec![(at, scalar)],
            _ => at
                .items()
                .filter_map(|item| Some((item, item.scalar()?)))
                .collect(),
        };
        if self.raw.list.is_none() && matches!(at.content(), Content::List(_)) {
            let message = format!("{} takes one value, not a list", quoted(self.raw.name));
            let finding = Finding::new(code, at.place(), message);
            checker.report(finding.help(if self.raw.place == Place::Body {
                "write one value, or `[]` at the end of `path:`"
            } else {
                "write one value, or add `list: comma`"
            }));
            return Vec::new();
        }
        let mut values = Vec::new();
        for (at, scalar) in scalars {
            match self.fits(scalar, &checker.checked) {
                Ok(()) => values.push(scalar.text.clone()),
                Err(wanted) => checker.report_with(code, |checked| {
                    let (name, text) = (quoted(self.raw.name), quoted(&scalar.text));
                    let message = format!("the {key} of {name} must be {wanted}, not {text}");
                    Finding::new(code, at.place(), message).help(self.help(scalar, wanted, checked))
                }),
            }
        }
        values
    }

    fn fits(&self, scalar: &Scalar, checked: &Checked) -> Result<(), &'static str> {
        let fits = match self.ty {
            ty if checked.is_faulty(ty) => Ok(()),
            Type::Enum(name) => fits_enum(scalar, checked.enumeration(name)),
            Type::Id(name) => fits_id(scalar, checked.id_form(name)),
            ty => fits(scalar, ty),
        };
        match fits {
            Ok(()) if self.is_torn(scalar) => Err("a single value of the list"),
            Ok(()) if self.has_limits && !limits::are_met(self.raw, self.ty, &scalar.text) => {
                Err("within its limits")
            }
            Ok(()) if self.raw.place == Place::Header && !is_header_value(&scalar.text) => {
                Err(HEADER_VALUE)
            }
            fits => fits,
        }
    }

    /// Returns whether the scalar looks like several values of a list.
    fn is_torn(&self, scalar: &Scalar) -> bool {
        match self.raw.list {
            Some(ListStyle::Comma) => scalar.text.contains(','),
            Some(ListStyle::Pipe) => scalar.text.contains('|'),
            Some(ListStyle::Repeat | ListStyle::Array) | None => false,
        }
    }

    fn help(&self, scalar: &Scalar, wanted: &str, checked: &Checked) -> String {
        let known = match self.ty {
            _ if wanted == HEADER_VALUE => {
                Some("write the value on the documented page, without blanks around it".to_owned())
            }
            _ if self.is_torn(scalar) => Some(format!(
                "write a YAML list; {} separate values when they are sent",
                if self.raw.list == Some(ListStyle::Pipe) {
                    "pipes"
                } else {
                    "commas"
                }
            )),
            Type::Instant => Some("write whole seconds in UTC: `2019-05-02T12:00:00Z`".to_owned()),
            Type::Date => Some("write a day of the calendar: `2019-05-02`".to_owned()),
            Type::EpochSeconds if is_epoch(&scalar.text, 1000) => {
                Some("if these are milliseconds, write `type: epoch_milliseconds`".to_owned())
            }
            Type::EpochSeconds | Type::EpochMilliseconds => {
                Some("write the whole number on the documented page".to_owned())
            }
            Type::Enum(name) => {
                let enumeration = checked.enumeration(name);
                enumeration.and_then(|known| enum_help(&scalar.text, known))
            }
            Type::Id(name) => Some(match checked.id_form(name) {
                IdForm::Integer if !is_numeric(&scalar.text) => format!(
                    "write a number such as `{}`, or `form: text` where {} is declared if its IDs \
                     are text",
                    self.near(scalar),
                    quoted(name)
                ),
                IdForm::Integer => format!("write a number such as `{}`", self.near(scalar)),
                IdForm::Hex24 => format!(
                    "write 24 hexadecimal digits, or `form: text` where {} is declared",
                    quoted(name)
                ),
                IdForm::Text => "write the ID on the documented page".to_owned(),
            }),
            Type::Integer => Some(format!("write a number such as `{}`", self.near(scalar))),
            Type::Number => Some("write a number such as `1` or `0.5`".to_owned()),
            Type::Boolean => Some("write `true` or `false`".to_owned()),
            Type::Text => {
                Some("write a text, in quotes if it looks like something else".to_owned())
            }
            Type::Object(_) | Type::Any => None,
        };
        known.unwrap_or_else(|| format!("write {wanted}"))
    }

    /// Returns a whole number that fits, as similar to a scalar as possible.
    fn near(&self, scalar: &Scalar) -> i64 {
        let is_id = matches!(self.ty, Type::Id(_));
        let minimum = self.raw.minimum.or(is_id.then_some(1));
        let number = meant(&scalar.text).unwrap_or(1);
        let number = if is_id {
            number.saturating_abs()
        } else {
            number
        };
        let number = minimum.map_or(number, |minimum| number.max(minimum));
        self.raw
            .maximum
            .map_or(number, |maximum| number.min(maximum))
    }
}

/// Returns the whole number that a text means, perhaps in a spelling of other languages.
fn meant(text: &str) -> Option<i64> {
    integer(text).or_else(|| whole_number(text))
}

fn is_numeric(text: &str) -> bool {
    text.parse::<f64>().is_ok() || meant(text).is_some()
}

/// What the value of a header must be.
const HEADER_VALUE: &str = "printable ASCII, since it is sent as a header";

/// Returns whether a header can have a value, so that it arrives as it was sent.
fn is_header_value(text: &str) -> bool {
    text.trim() == text && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

fn required_default(name: &str, default: At<'_>) -> Finding {
    let message = format!("{} is required, so it can't have a default", quoted(name));
    Finding::new(Code::RequiredDefault, default.place(), message)
        .help("remove either `default:` or `required:`")
}

fn no_example(name: &str, at: At<'_>) -> Finding {
    let message = format!("the parameter {} has no example", quoted(name));
    Finding::new(Code::NoExample, named(at).place(), message)
        .help("add `example:` with the value on the documented page")
}

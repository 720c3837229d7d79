//! Enums and their values.

use std::collections::HashSet;

use helpscout_description::quote::quoted;
use helpscout_description::{Api, EnumType, EnumValue};

use super::checker::{Checker, Unique};
use super::rust_names::{Scope, Use};
use super::{correction, prose};
use crate::code::Code;
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::raw;

/// Checks the enums of a file and adds them to what has been checked. `at` is their list.
pub(super) fn check<'a>(raw: &'a [raw::Enum], at: At<'a>, checker: &mut Checker<'a>) {
    for (index, raw_enum) in raw.iter().enumerate() {
        let at = at.item(index);
        let is_new = checker.take_type(&raw_enum.name, "enum", at.key("name"));
        let errors = checker.errors();
        let enumeration = check_enum(raw_enum, at, checker);
        // A value that does not match its pattern has been reported already.
        let mut values = raw_enum.values.iter();
        let is_refused = values
            .any(|value| value.value.trim().is_empty() || !(pattern::VALUE.matches)(&value.value));
        if is_refused || checker.errors() > errors {
            let faulty = &mut checker.checked.faulty_types;
            faulty.insert(raw_enum.name.clone());
        }
        if at.file() != Api::SHARED {
            equal_enum(&enumeration, at, checker);
        }
        if is_new {
            checker.checked.add_enum(enumeration, at);
        }
    }
}

fn check_enum<'a>(raw: &'a raw::Enum, at: At<'a>, checker: &mut Checker<'a>) -> EnumType {
    let mut unique = Unique::new("enum value");
    let all: HashSet<&str> = raw
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    let mut variants = Scope::default();
    let mut values = Vec::new();
    for (index, value) in raw.values.iter().enumerate() {
        let at = at.key("values").item(index);
        let named = at.key("value");
        if checker.is_first(&mut unique, &value.value, named) {
            let is_neighbor = |name: &str| all.contains(name);
            let value = check_value(value, raw, at, is_neighbor, &mut variants, checker);
            if raw.numeric {
                checker.report_all(no_number(&value.wire, raw, named));
            }
            let spelled = at.get("rust").unwrap_or(named);
            let is_taken = |name: &str| is_variant(raw, name);
            let collision =
                variants.take(&value.rust, &value.wire, spelled, Use::Variant, &is_taken);
            checker.report_all(collision);
            values.push(value);
        }
    }
    EnumType {
        name: raw.name.clone(),
        doc: prose::doc(raw.doc.as_deref(), at, "name", checker),
        values,
        numeric: raw.numeric,
        file: at.file().to_owned(),
    }
}

fn check_value(
    raw: &raw::Value,
    of: &raw::Enum,
    at: At<'_>,
    is_neighbor: impl Fn(&str) -> bool,
    variants: &mut Scope,
    checker: &mut Checker<'_>,
) -> EnumValue {
    let given = raw.rust.as_deref().map(|name| (name, at.key("rust")));
    let correction = raw.correction.as_ref();
    let is_taken = |name: &str| is_variant(of, name);
    let named = at.key("value");
    EnumValue {
        wire: raw.value.clone(),
        rust: checker.rust_name(&raw.value, named, given, Use::Variant, variants, &is_taken),
        doc: prose::doc(raw.doc.as_deref(), at, "value", checker),
        correction: correction::check(correction, &raw.value, is_neighbor, at, checker),
    }
}

/// Returns whether a value of an enum has or gets a Rust name.
fn is_variant(raw: &raw::Enum, name: &str) -> bool {
    let mut values = raw.values.iter();
    values.any(|value| Use::Variant.name_of(&value.value, value.rust.as_deref()) == name)
}

/// Reports an enum of an operation that has the values of a shared one.
fn equal_enum(enumeration: &EnumType, at: At<'_>, checker: &mut Checker<'_>) {
    let values = sorted_values(enumeration);
    let mut shared = checker
        .checked
        .enums
        .iter()
        .filter(|known| known.file == Api::SHARED);
    let Some(equal) = shared.find(|known| sorted_values(known) == values) else {
        return;
    };
    let (name, equal) = (quoted(&enumeration.name), quoted(&equal.name));
    let message = format!("{name} has the same values as the shared enum {equal}");
    let finding = Finding::new(Code::EqualEnum, at.key("name").place(), message);
    checker.report(finding.help(format!("use {equal} if it means the same")));
}

fn sorted_values(enumeration: &EnumType) -> Vec<&str> {
    let values = enumeration.values.iter();
    let mut values: Vec<&str> = values.map(|value| value.wire.as_str()).collect();
    values.sort_unstable();
    values
}

/// Returns a finding about a value of a numeric enum that is not a whole number, or not written as
/// numbers are: two spellings of one number would be one code in Rust.
fn no_number(value: &str, raw: &raw::Enum, at: At<'_>) -> Option<Finding> {
    let (name, shown) = (quoted(&raw.name), quoted(value));
    let finding = |message: String| Finding::new(Code::NumericValue, at.place(), message);
    let Ok(number) = value.parse::<i64>() else {
        let message = format!("{name} is numeric, but its value {shown} is not a whole number");
        let help = "write a whole number in quotes, or remove `numeric:`";
        return Some(finding(message).help(help));
    };
    let number = number.to_string();
    if number == value {
        return None;
    }
    let message = format!("{name} is numeric, but its value {shown} is not how {number} is sent");
    let is_listed = raw.values.iter().any(|value| value.value == number);
    let help = if is_listed {
        format!("remove it; `{number}` is a value already")
    } else {
        format!("write `'{number}'`")
    };
    Some(finding(message).help(help))
}

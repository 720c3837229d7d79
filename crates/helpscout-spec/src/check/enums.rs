//! Enumerations and their values.

use super::names::once;
use super::rust_names::{Scope, Use, choose};
use super::{correction, prose};
use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw;
use helpscout_description::literal::is_integer;
use helpscout_description::quote::quoted;
use helpscout_description::{EnumType, EnumValue};
use std::collections::{HashMap, HashSet};

/// Checks one enumeration of a file.
pub(super) fn check(raw: &raw::Enum, at: At<'_>, file: &str, sink: &mut Sink) -> EnumType {
    let mut known = HashMap::new();
    let all: HashSet<&str> = raw
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    let mut variants = Scope::default();
    let mut values = Vec::new();
    for (index, value) in raw.values.iter().enumerate() {
        let at = at.key("values").item(index);
        if once(
            &mut known,
            &value.value,
            "enum value",
            at.key("value"),
            sink,
        ) {
            let value = check_value(value, at, |name| all.contains(name), sink);
            if raw.numeric && !is_integer(&value.wire) {
                sink.add(no_number(&value.wire, &raw.name, at.key("value")));
            }
            variants.take(
                &value.rust,
                &value.wire,
                at.key("value"),
                Use::Variant,
                sink,
            );
            values.push(value);
        }
    }
    EnumType {
        name: raw.name.clone(),
        doc: prose::doc(raw.doc.as_deref(), at, "name", sink),
        values,
        numeric: raw.numeric,
        file: file.to_owned(),
    }
}

fn no_number(value: &str, name: &str, at: At<'_>) -> Finding {
    let message = format!(
        "{} is numeric, and {} is no number",
        quoted(name),
        quoted(value)
    );
    Finding::new(Code::NumericValue, at.place(), message)
        .help("write a whole number between quotes, or remove `numeric:`")
}

fn check_value(
    raw: &raw::Value,
    at: At<'_>,
    is_neighbour: impl Fn(&str) -> bool,
    sink: &mut Sink,
) -> EnumValue {
    let given = raw.rust.as_deref().map(|name| (name, at.key("rust")));
    EnumValue {
        wire: raw.value.clone(),
        rust: choose(&raw.value, at.key("value"), given, Use::Variant, sink),
        doc: prose::doc(raw.doc.as_deref(), at, "value", sink),
        correction: correction::check(raw.correction.as_ref(), &raw.value, is_neighbour, at, sink),
    }
}

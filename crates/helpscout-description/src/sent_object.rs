//! Whether a JSON text is an object that a parameter takes.

use serde_json::{Map, Value};

use crate::api::{Parameter, Type};
use crate::path::join;
use crate::quote::quoted;
use crate::suggest;

/// Returns what is wrong with the JSON text of one object of a parameter that takes a list of objects.
/// It ends a sentence that starts with the object.
///
/// Checked are the keys, those that are required, and what kind of JSON each value is.
pub fn problem(parameter: &Parameter, text: &str) -> Option<String> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return Some("is not a JSON object".to_owned());
    };
    self::object(&object, &parameter.fields).err()
}

fn object(object: &Map<String, Value>, fields: &[Parameter]) -> Result<(), String> {
    keys("", object, fields)?;
    for field in fields {
        match along(object, &field.wire) {
            Some(value) => value_of(field, value)?,
            None if field.required => return Err(format!("lacks {}", quoted(&field.wire))),
            None => {}
        }
    }
    Ok(())
}

/// Refuses keys that are not described, and values in place of objects.
fn keys(path: &str, object: &Map<String, Value>, fields: &[Parameter]) -> Result<(), String> {
    for (key, value) in object {
        let full = join(path, key);
        let inside = format!("{full}.");
        if fields.iter().any(|field| field.wire == full) {
            continue;
        }
        if !fields.iter().any(|field| field.wire.starts_with(&inside)) {
            let known = fields.iter().map(|field| field.wire.as_str());
            let help = suggest::help(&full, known);
            let help = help.map_or(String::new(), |help| format!("; {help}"));
            return Err(format!("has {}, which is not a field{help}", quoted(&full)));
        }
        match value {
            Value::Object(object) => keys(&full, object, fields)?,
            _ => return Err(format!("has {}, which must be an object", quoted(&full))),
        }
    }
    Ok(())
}

fn value_of(field: &Parameter, value: &Value) -> Result<(), String> {
    let values = match value {
        Value::Array(values) if field.list.is_some() => values.as_slice(),
        _ if field.list.is_some() => {
            return Err(format!(
                "has {}, which must be an array",
                quoted(&field.wire)
            ));
        }
        value => std::slice::from_ref(value),
    };
    for value in values {
        let (fits, wanted) = match &field.ty {
            Type::Object(_) => match value {
                Value::Object(object) => {
                    let inner = self::object(object, &field.fields);
                    inner.map_err(|problem| {
                        format!("has {}, which {problem}", quoted(&field.wire))
                    })?;
                    (true, "")
                }
                _ => (false, "an object"),
            },
            Type::Integer | Type::EpochSeconds | Type::EpochMilliseconds => {
                (value.is_i64(), "a whole number")
            }
            Type::Id(_) | Type::Enum(_) => (
                value.is_i64() || value.is_string(),
                "a whole number or a text",
            ),
            Type::Number => (value.is_number(), "a number"),
            Type::Boolean => (value.is_boolean(), "`true` or `false`"),
            _ => (value.is_string(), "a text"),
        };
        if !fits {
            return Err(format!(
                "has {}, which must be {wanted}",
                quoted(&field.wire)
            ));
        }
    }
    Ok(())
}

/// Returns the value at a dotted path.
fn along<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = object.get(first)?;
    if rest.is_empty() {
        return Some(value);
    }
    along(value.as_object()?, rest)
}

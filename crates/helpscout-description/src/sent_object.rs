//! Whether a JSON text is an object that a parameter takes.

use serde_json::{Map, Value};

use crate::api::{Api, JsonType, Parameter};
use crate::path::join;
use crate::quote::quoted;
use crate::suggest;

/// The objects of which a parameter takes a list.
///
/// Checked are their keys, those that are required, and what each value is in JSON. The client checks
/// the same when it reads a body, with the facts that are generated into it.
#[derive(Clone, Debug)]
pub struct SentObject {
    fields: Vec<SentField>,
}

/// A field of an object.
#[derive(Clone, Debug)]
struct SentField {
    /// The dotted path from the object on.
    path: String,
    is_required: bool,
    is_list: bool,
    json: JsonType,
    /// The fields of the values, if they are objects.
    inner: SentObject,
}

impl SentObject {
    /// Returns the objects that a parameter takes. They have no fields if it takes other values.
    pub fn of(api: &Api, parameter: &Parameter) -> Self {
        let fields = parameter.fields.iter().map(|field| SentField {
            path: field.wire.clone(),
            is_required: field.required,
            is_list: field.list.is_some(),
            json: api.json_type(&field.ty),
            inner: Self::of(api, field),
        });
        Self {
            fields: fields.collect(),
        }
    }

    /// Returns what is wrong with the JSON text of one object. It ends a sentence that starts with the
    /// object.
    pub fn problem(&self, text: &str) -> Option<String> {
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => self.check(&object).err(),
            _ => Some("is not a JSON object".to_owned()),
        }
    }

    fn check(&self, object: &Map<String, Value>) -> Result<(), String> {
        self.check_keys("", object)?;
        let mut found = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let value = along(object, &field.path);
            let values = value.map_or(Ok(&[][..]), |value| field.values(value))?;
            found.push((field, values));
        }
        let is_missing = |(field, values): &&(&SentField, &[Value])| {
            // A list without values is sent like one that is not there.
            field.is_required && values.is_empty()
        };
        if let Some((field, _)) = found.iter().find(is_missing) {
            return Err(format!("lacks {}", quoted(&field.path)));
        }
        for (field, values) in found {
            for object in values.iter().filter_map(Value::as_object) {
                let inner = field.inner.check(object);
                inner.map_err(|problem| format!("has {}, which {problem}", quoted(&field.path)))?;
            }
        }
        Ok(())
    }

    /// Refuses keys that are not described, and values in place of objects.
    fn check_keys(&self, path: &str, object: &Map<String, Value>) -> Result<(), String> {
        let paths = || self.fields.iter().map(|field| field.path.as_str());
        for (key, value) in object {
            let full = join(path, key);
            if paths().any(|path| path == full) {
                continue;
            }
            let inside = format!("{full}.");
            if !paths().any(|path| path.starts_with(&inside)) {
                let help = suggest::help(&full, paths());
                let help = help.map_or(String::new(), |help| format!("; {help}"));
                return Err(format!("has {}, which is not a field{help}", quoted(&full)));
            }
            match value {
                Value::Object(object) => self.check_keys(&full, object)?,
                _ => return Err(format!("has {}, which must be an object", quoted(&full))),
            }
        }
        Ok(())
    }
}

impl SentField {
    /// Returns the values of the field: those of a list, or else the one.
    fn values<'v>(&self, value: &'v Value) -> Result<&'v [Value], String> {
        let wrong = |wanted| {
            Err(format!(
                "has {}, which must be {wanted}",
                quoted(&self.path)
            ))
        };
        let values = match value {
            Value::Array(values) if self.is_list => values.as_slice(),
            _ if self.is_list => return wrong("an array"),
            value => std::slice::from_ref(value),
        };
        let (fits, wanted): (fn(&Value) -> bool, _) = match self.json {
            JsonType::Object => (Value::is_object, "an object"),
            JsonType::Integer => (Value::is_i64, "a whole number"),
            JsonType::Number => (Value::is_number, "a number"),
            JsonType::Boolean => (Value::is_boolean, "`true` or `false`"),
            JsonType::Text => (Value::is_string, "a text"),
        };
        if values.iter().all(fits) {
            Ok(values)
        } else {
            wrong(wanted)
        }
    }
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

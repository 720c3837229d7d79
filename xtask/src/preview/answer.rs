//! The sandbox's answer to the documented examples of an operation.

use std::collections::BTreeMap;
use std::fmt::Write;

use helpscout_description::{Api, JsonType, Operation, Parameter, Place};
use helpscout_runtime::Query;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value};

use super::section::Section;
use crate::error::Error;
use crate::service::{Service, block_on};

/// The most items of a list that are shown.
const SHOWN: usize = 2;

/// What is encoded in a value of the query. People can read the rest, and services take it as it is.
const IN_QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'`');

/// What is encoded in a part of the path.
const IN_PATH: &AsciiSet = &IN_QUERY.add(b'/').add(b'?').add(b'\\').add(b'{').add(b'}');

/// Returns the call and its answer, with long lists cut.
pub(crate) fn answer(api: &Api, operation: &Operation) -> Result<Section, Error> {
    block_on(async {
        let sandbox = Service::sandbox(api).await?;
        let call = sandbox
            .call(api, operation, &BTreeMap::new())
            .map_err(|missing| {
                let what = match missing.parameters.as_slice() {
                    [name] => format!("the required parameter `{name}` has no `example:`"),
                    names => format!(
                        "one of the parameters `{}` is required, and none has an `example:`",
                        names.join("`, `")
                    ),
                };
                Error::new(what)
                    .at(&operation.file)
                    .next("add one, and the sandbox can be called")
            })?;
        let body = sandbox.send(&call).await.map_err(Error::new)?;
        sandbox.shutdown().await;
        let body = match body.as_str() {
            "" => format!("Status {}, without content", operation.status),
            body => shortened(body)?,
        };
        let request = request(api, operation, call.query());
        Ok(Section {
            heading: "Answer of the sandbox".to_owned(),
            text: format!("{request}\n\n{body}"),
        })
    })
}

/// Returns the request as people read it, with the parameters in the page's order.
fn request(api: &Api, operation: &Operation, given: &Query) -> String {
    let mut path = operation.path.clone();
    let (mut query, mut headers, mut body) = (Vec::new(), String::new(), Map::new());
    for parameter in &operation.parameters {
        let name = &parameter.wire;
        let values: Vec<&str> = given.values(name).collect();
        let Some(first) = values.first() else {
            continue;
        };
        match parameter.place {
            Place::Path => {
                let value = utf8_percent_encode(first, IN_PATH).to_string();
                path = path.replace(&format!("{{{name}}}"), &value);
            }
            Place::Query => query.extend(values.iter().map(|value| {
                let name = utf8_percent_encode(name, IN_QUERY);
                format!("{name}={}", utf8_percent_encode(value, IN_QUERY))
            })),
            Place::Header => {
                let _ = write!(headers, "\n{name}: {first}");
            }
            Place::Body => {
                let mut values = values.iter().map(|value| json_value(api, parameter, value));
                let value = if parameter.list.is_some() {
                    values.collect()
                } else {
                    values.next().unwrap_or_default()
                };
                insert(&mut body, name, value);
            }
        }
    }
    let query = query.join("&");
    let query = if query.is_empty() {
        query
    } else {
        format!("?{query}")
    };
    let mut request = format!("{} {path}{query}{headers}", operation.method);
    if !body.is_empty() {
        let _ = write!(request, "\n\n{}", Value::Object(body));
    }
    request
}

/// Returns a value of the body. A text that is no JSON is a string, as is every text of a type that
/// is one.
fn json_value(api: &Api, parameter: &Parameter, text: &str) -> Value {
    let is_text = api.json_type(&parameter.ty) == JsonType::Text;
    let read = serde_json::from_str(text);
    match read {
        Ok(value) if !is_text => value,
        _ => Value::from(text),
    }
}

/// Inserts a value at a dotted path.
fn insert(object: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            object.insert(path.to_owned(), value);
        }
        Some((key, rest)) => {
            let inner = object
                .entry(key)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

/// Returns the body with an indent and with long lists cut.
fn shortened(body: &str) -> Result<String, Error> {
    let mut value: Value = serde_json::from_str(body).map_err(Error::new)?;
    cut(&mut value);
    let text = serde_json::to_string_pretty(&value).map_err(Error::new)?;
    let lines = text
        .lines()
        .map(|line| match line.trim_start().strip_prefix("\"\u{2026} ") {
            Some(more) => {
                let indent = &line[..line.len() - line.trim_start().len()];
                format!("{indent}\u{2026} {}", more.trim_end_matches('"'))
            }
            None => line.to_owned(),
        });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn cut(value: &mut Value) {
    match value {
        Value::Array(items) => {
            let more = items.len().saturating_sub(SHOWN);
            items.truncate(SHOWN);
            items.iter_mut().for_each(cut);
            if more > 0 {
                items.push(Value::String(format!("\u{2026} {more} more")));
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(cut),
        _ => {}
    }
}

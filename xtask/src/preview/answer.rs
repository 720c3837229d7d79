//! The sandbox's answer to the documented examples of an operation.

use std::collections::BTreeMap;

use helpscout_description::{Api, Operation};
use helpscout_runtime::Query;
use serde_json::Value;

use super::section::Section;
use crate::error::Error;
use crate::service::{Service, block_on};

/// The most items of a list that are shown.
const SHOWN: usize = 2;

/// Returns the call and its answer, with long lists cut.
pub(crate) fn answer(api: &Api, operation: &Operation) -> Result<Section, Error> {
    block_on(async {
        let sandbox = Service::sandbox(api).await?;
        let call = sandbox
            .call(operation, &BTreeMap::new())
            .map_err(|missing| {
                let name = &missing.parameter;
                let what = format!("the required parameter `{name}` has no `example:`");
                Error::new(what)
                    .at(&operation.file)
                    .next("add one, and the sandbox can be called")
            })?;
        let body = sandbox.send(&call).await.map_err(Error::new)?;
        sandbox.shutdown().await;
        let (target, body) = (target(operation, call.query()), shortened(&body)?);
        Ok(Section {
            heading: "Answer of the sandbox".to_owned(),
            text: format!("GET {target}\n\n{body}"),
        })
    })
}

/// Returns path and query as people read them, with the parameters in the page's order.
fn target(operation: &Operation, given: &Query) -> String {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for parameter in &operation.parameters {
        let name = &parameter.wire;
        let Some(value) = given.get(name) else {
            continue;
        };
        let placeholder = format!("{{{name}}}");
        if path.contains(&placeholder) {
            path = path.replace(&placeholder, value);
        } else {
            query.push(format!("{name}={value}"));
        }
    }
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
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

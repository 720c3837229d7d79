//! What needs the command line and the sandbox.

use std::collections::BTreeMap;

use helpscout_description::Api;
use helpscout_description::Operation;
use helpscout_runtime::Query;
use serde_json::Value;

use super::Section;
use crate::live::{Service, block_on};

/// Lists are shown up to here.
const SHOWN: usize = 2;

/// The text of `--help`.
pub(super) fn help(api: &Api, operation: &Operation) -> Result<Section, String> {
    let help = helpscout_command::help(api, &operation.id);
    let (heading, text) = help.ok_or_else(|| format!("{} has no help", operation.id))?;
    Ok(Section { heading, text })
}

/// The call and its answer, long lists cut.
pub(super) fn answer(api: &Api, operation: &Operation) -> Result<Section, String> {
    block_on(async {
        let sandbox = Service::sandbox(api).await?;
        let call = sandbox.call(operation, &BTreeMap::new());
        let call = call.map_err(|_| without_example(operation))?;
        let body = sandbox.ask(&call).await;
        let body = body.map_err(|error| error.to_string())?;
        sandbox.shutdown().await;
        let (target, body) = (target(operation, call.query()), shortened(&body)?);
        Ok(Section {
            heading: "Answer of the sandbox".to_owned(),
            text: format!("GET {target}\n\n{body}"),
        })
    })
}

/// What can't be asked for lack of a value.
fn without_example(operation: &Operation) -> String {
    let mut required = operation.parameters.iter().filter(|one| one.required);
    let lacking = required.find(|one| one.example.is_empty());
    let name = lacking.map_or("a parameter", |one| one.wire.as_str());
    format!(
        "{}: the sandbox can't be asked, `{name}` is required and has no `example:`",
        operation.file
    )
}

/// Path and query as people read them, in the page's order.
fn target(operation: &Operation, given: &Query) -> String {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for parameter in &operation.parameters {
        let name = &parameter.wire;
        let Some(value) = given.get(name) else {
            continue;
        };
        let place = format!("{{{name}}}");
        match path.contains(&place) {
            true => path = path.replace(&place, value),
            false => query.push(format!("{name}={value}")),
        }
    }
    match query.is_empty() {
        true => path,
        false => format!("{path}?{}", query.join("&")),
    }
}

fn shortened(body: &str) -> Result<String, String> {
    let mut value: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
    cut(&mut value);
    let text = serde_json::to_string_pretty(&value).map_err(|error| error.to_string())?;
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

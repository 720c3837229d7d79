//! The document that a sandbox serves: each operation answers a call with all of its examples, as
//! tools send it that fill them in.

use helpscout_sandbox::{Builder, Sandbox};
use serde_json::{Value, json};

use crate::descriptions;
use crate::exchange::{exchange, started};

/// An operation as a tool reads it.
struct Tried<'d> {
    operation: &'d Value,
    request: String,
    headers: String,
    body: String,
}

impl<'d> Tried<'d> {
    /// Fills in all examples.
    fn new(method: &str, path: &str, operation: &'d Value) -> Self {
        let (mut path, mut query, mut headers) = (path.to_owned(), Vec::new(), String::new());
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let values = match &parameter["example"] {
                Value::Null => continue,
                Value::Array(values) => values.iter().map(text).collect(),
                value => vec![text(value)],
            };
            let separator = match parameter["style"].as_str() {
                Some("pipeDelimited") => "%7C",
                _ => ",",
            };
            match parameter["in"].as_str().unwrap() {
                "path" => path = path.replace(&format!("{{{name}}}"), &encoded(&values[0])),
                "header" => headers += &format!("{name}: {}\r\n", values.join(separator)),
                _ if parameter["explode"] == json!(true) => {
                    query.extend(values.iter().map(|value| pair(name, &encoded(value))));
                }
                _ => {
                    let values: Vec<String> = values.iter().map(|value| encoded(value)).collect();
                    query.push(pair(name, &values.join(separator)));
                }
            }
        }
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        let body = filled(body).map_or(String::new(), |body| body.to_string());
        let method = method.to_uppercase();
        Self {
            operation,
            request: format!("{method} {path}?{}", query.join("&")),
            headers,
            body,
        }
    }

    /// Sends the call and returns the body of the answer, which must be a report.
    fn answer(&self, sandbox: &Sandbox, token: &str) -> Value {
        let more = format!(
            "Content-Type: application/json\r\nContent-Length: {}\r\n{}{token}{}",
            self.body.len(),
            self.headers,
            self.body
        );
        let (head, answer) = exchange(sandbox, &self.request, &more);
        assert!(
            head.starts_with("HTTP/1.1 20"),
            "{}: {answer}",
            self.request
        );
        answer
    }

    /// Returns whether there is something in an answer: a row, or else a figure of the interval, if it
    /// has figures.
    fn is_found(&self, answer: &Value) -> bool {
        match self.operation["x-pages"]["rows"].as_str() {
            Some(rows) => {
                let mut keys = rows.split('.');
                let rows = keys.try_fold(answer, |answer, key| answer.get(key));
                rows.and_then(Value::as_array)
                    .is_some_and(|rows| !rows.is_empty())
            }
            None => {
                let figures = figures(answer.get("current").unwrap_or(answer));
                figures.is_empty() || figures.iter().any(|figure| *figure > 0.0)
            }
        }
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

fn pair(name: &str, value: &str) -> String {
    format!("{}={value}", encoded(name))
}

/// Returns the examples in the schema of a body.
fn filled(schema: &Value) -> Option<Value> {
    if let Some(properties) = schema["properties"].as_object() {
        let properties = properties.iter();
        let properties =
            properties.filter_map(|(key, schema)| Some((key.clone(), filled(schema)?)));
        return Some(properties.collect());
    }
    Some(schema["examples"].get(0)?.clone())
}

/// Returns the numbers in an answer.
fn figures(value: &Value) -> Vec<f64> {
    match value {
        Value::Number(number) => number.as_f64().into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(figures).collect(),
        Value::Object(values) => values.values().flat_map(figures).collect(),
        _ => Vec::new(),
    }
}

/// Calls every operation of a sandbox with the examples of its document. Returns those that find
/// nothing.
async fn without_rows(builder: Builder) -> Vec<String> {
    let (sandbox, token) = started(builder.calls_per_minute(10_000)).await;
    tokio::task::spawn_blocking(move || {
        let (_, document) = exchange(&sandbox, "GET /openapi.json", "\r\n");
        let mut nothing = Vec::new();
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let tried = Tried::new(method, path, operation);
                let answer = tried.answer(&sandbox, &token);
                if !tried.is_found(&answer) {
                    nothing.push(tried.request);
                }
            }
        }
        nothing
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_served_examples_find_rows_in_every_desk() {
    for seed in [None, Some(1), Some(20)] {
        let builder = match seed {
            Some(seed) => Sandbox::builder().seed(seed),
            None => Sandbox::builder(),
        };
        assert_eq!(without_rows(builder).await, [""; 0], "{seed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_served_examples_of_another_api_can_all_be_sent() {
    for (name, api) in descriptions() {
        let nothing = without_rows(Sandbox::builder().spec(api)).await;
        assert_eq!(nothing, [""; 0], "{name}");
    }
}

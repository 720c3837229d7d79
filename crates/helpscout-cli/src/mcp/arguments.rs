//! The arguments of a call, checked by the schema of its tool.
//!
//! Models make mistakes, so a message says what is allowed. `null` and a text without a word stand for
//! an argument that is not there, as some hosts make models fill in all of them.

use helpscout_description::nearest;
use serde_json::{Map, Value};

use super::tools::Tool;
use crate::message::{Failure, counted, shortened};
use crate::suggestions::nearest_option;

/// The most characters of a text. None that is meant seriously has as many, and all calls wait while
/// the words of one are compared with those of every report.
const LONGEST: usize = 1_000;

/// The arguments of a call, which the tool has, with values of their types.
#[derive(Debug, Default)]
pub(super) struct Arguments(Map<String, Value>);

impl Arguments {
    /// Checks the arguments of a call.
    ///
    /// # Errors
    /// If one is unknown, missing or of another type. All mistakes are told at once.
    pub(super) fn of(tool: &Tool, given: Option<Map<String, Value>>) -> Result<Self, Failure> {
        let mut arguments = Map::new();
        let mut problems = Vec::new();
        for (name, value) in given.unwrap_or_default() {
            let Some(value) = filled_in(value) else {
                continue;
            };
            match tool.property(&name) {
                None => problems.push(unknown(tool, &name)),
                Some(schema) => match checked(&name, value, schema) {
                    Ok(value) => _ = arguments.insert(name, value),
                    Err(failure) => problems.push(failure),
                },
            }
        }
        for name in tool.required() {
            if !arguments.contains_key(name) && problems.is_empty() {
                let failure = Failure::usage(format!("{} needs the argument `{name}`", tool.name));
                let help = tool.property(name).and_then(|schema| help(name, schema));
                problems.push(help.into_iter().fold(failure, Failure::help));
            }
        }
        match Failure::together(problems) {
            Some(failure) => Err(failure),
            None => Ok(Self(arguments)),
        }
    }

    /// Returns a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// Returns the texts of a list.
    pub(super) fn texts(&self, name: &str) -> Vec<&str> {
        let list = self.0.get(name).and_then(Value::as_array);
        let list = list.into_iter().flatten();
        list.filter_map(Value::as_str).collect()
    }

    /// Returns whether a flag is set.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.0
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    /// Returns a whole number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.0.get(name)?.as_u64()
    }

    /// Returns the members of an object.
    pub(super) fn members(&self, name: &str) -> impl Iterator<Item = (&String, &Value)> {
        let members = self.0.get(name).and_then(Value::as_object);
        members.into_iter().flatten()
    }
}

/// Returns a value as a text, if it is a single one.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(match whole(value) {
            Some(whole) => whole.to_string(),
            None => number.to_string(),
        }),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Returns a whole number. Some hosts write every number with a fraction, such as `5.0`.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "only whole numbers in the range are converted"
)]
fn whole(value: &Value) -> Option<u64> {
    // Above, not every whole number is one of these.
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    let of_fraction = |number: f64| {
        let is_whole = number.fract() == 0.0 && (0.0..=LARGEST).contains(&number);
        is_whole.then_some(number as u64)
    };
    let number = value.as_u64();
    number.or_else(|| value.as_f64().and_then(of_fraction))
}

/// Returns a value without the parts that are not filled in. Returns `None` if nothing is.
fn filled_in(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::Array(items) => Some(items.into_iter().filter_map(filled_in).collect()),
        Value::Object(members) => {
            let members = members.into_iter();
            let members = members.filter_map(|(name, value)| Some((name, filled_in(value)?)));
            Some(Value::Object(members.collect()))
        }
        value => Some(value),
    }
}

/// Returns the items of a list, which some models write as text.
fn list_in(text: &str) -> Option<Vec<Value>> {
    let items: Value = serde_json::from_str(text).ok()?;
    match filled_in(items) {
        Some(Value::Array(items)) => Some(items),
        _ => None,
    }
}

fn unknown(tool: &Tool, name: &str) -> Failure {
    let names: Vec<&str> = tool.names().collect();
    let failure = Failure::usage(format!(
        "{} has no argument {:?}",
        tool.name,
        shortened(name)
    ));
    let failure = match nearest_option(name, names.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure,
    };
    let failure = failure.help(format!(
        "the arguments of {} are {}",
        tool.name,
        names.join(", ")
    ));
    if names.contains(&"filters") {
        return failure.help("other parameters of a report go into `filters`, as an object");
    }
    failure
}

/// Returns the value as its schema asks for: also a number for a text, and a single value for a list.
fn checked(name: &str, value: Value, schema: &Value) -> Result<Value, Failure> {
    let refused = |what: &str| {
        let shown = shortened(&value.to_string());
        let failure = Failure::usage(format!("`{name}` is {what}, and {shown} is not"));
        Err(help(name, schema).into_iter().fold(failure, Failure::help))
    };
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => {
            let Some(text) = text_of(&value) else {
                return refused("a text");
            };
            allowed(name, text, schema)
        }
        Some("integer") => {
            let number = whole(&value);
            let number = number.or_else(|| value.as_str()?.trim().parse().ok());
            match number {
                Some(number) if number > 0 => Ok(number.into()),
                _ => refused("a whole number from 1"),
            }
        }
        Some("boolean") => match text_of(&value).as_deref() {
            Some("true") => Ok(true.into()),
            Some("false") => Ok(false.into()),
            _ => refused("true or false"),
        },
        Some("array") => {
            let items = match value {
                Value::Array(ref items) => items.clone(),
                ref single => {
                    let items = single.as_str().and_then(list_in);
                    items.unwrap_or_else(|| vec![single.clone()])
                }
            };
            let texts: Option<Vec<String>> = items.iter().map(text_of).collect();
            let Some(texts) = texts else {
                return refused("a list of texts");
            };
            for text in &texts {
                check_length(name, text)?;
            }
            match schema
                .get("items")
                .filter(|items| items.get("enum").is_some())
            {
                Some(items) => words(name, &texts, schema, items),
                None => Ok(texts.into()),
            }
        }
        Some("object") => {
            // Some models write objects as text.
            let members = match value {
                Value::Object(ref members) => Some(members.clone()),
                ref value => value
                    .as_str()
                    .and_then(|text| serde_json::from_str(text).ok()),
            };
            match members.map(Value::Object).and_then(filled_in) {
                Some(Value::Object(members)) => Ok(members.into_iter().map(listed).collect()),
                _ => refused("an object"),
            }
        }
        _ => Ok(value),
    }
}

/// Returns a member of an object, with a list in place of the text of one.
fn listed((name, value): (String, Value)) -> (String, Value) {
    let items = value.as_str().and_then(list_in);
    (name, items.map_or(value, Value::Array))
}

/// Returns a list of words that the schema of its items allows. Some models write it as one text, with
/// commas.
fn words(name: &str, texts: &[String], schema: &Value, items: &Value) -> Result<Value, Failure> {
    let words = texts.iter().flat_map(|text| text.split(','));
    let words = words.map(str::trim).filter(|word| !word.is_empty());
    let words: Vec<Value> = words
        .map(|word| allowed(name, word.to_owned(), items))
        .collect::<Result<_, _>>()?;
    let found = words.len();
    if let Some(most) = schema.get("maxItems").and_then(Value::as_u64)
        && found as u64 > most
    {
        return Err(Failure::usage(format!(
            "`{name}` has at most {most} words, and not {found}"
        ))
        .help(format!(
            "remove some of them, or make several calls, each with up to {most}"
        )));
    }
    Ok(words.into())
}

/// Returns a text that is one of those that the schema allows, if it lists some.
fn allowed(name: &str, text: String, schema: &Value) -> Result<Value, Failure> {
    check_length(name, &text)?;
    let Some(values) = values(schema) else {
        return Ok(text.into());
    };
    let mut known = values.iter().copied();
    if let Some(known) = known
        .clone()
        .find(|known| known.eq_ignore_ascii_case(&text))
    {
        return Ok(known.into());
    }
    let failure = Failure::usage(format!("`{name}` is never {:?}", shortened(&text)));
    let failure = match nearest(&text, &mut known) {
        Some(near) => failure.help(format!("did you mean {near}?")),
        None => failure,
    };
    Err(failure.help(one_of(name, &values)))
}

/// Returns what helps to write an argument: what its schema says, or the values that it lists.
fn help(name: &str, schema: &Value) -> Option<String> {
    if let Some(example) = schema.get("description").and_then(Value::as_str) {
        return Some(format!("{name}: {example}"));
    }
    values(schema).map(|values| one_of(name, &values))
}

fn one_of(name: &str, values: &[&str]) -> String {
    format!("`{name}` is one of {}", values.join(", "))
}

/// Returns the values that a schema lists, if it does.
fn values(schema: &Value) -> Option<Vec<&str>> {
    let values = schema.get("enum").and_then(Value::as_array)?;
    Some(values.iter().filter_map(Value::as_str).collect())
}

fn check_length(name: &str, text: &str) -> Result<(), Failure> {
    let length = text.chars().count();
    if length <= LONGEST {
        return Ok(());
    }
    let problem = format!(
        "`{name}` has {}, and a text has at most {LONGEST}",
        counted(length, "character")
    );
    Err(Failure::usage(problem).help("write less of it, such as only the words that matter"))
}

//! Whether an answer still is what the generated types say.
//!
//! In: a body as received, and the type of its query. Out: keys the type does not have, keys it
//! expects in vain, values its enumerations do not know, and values it reads as something else.
//! The body is read with `reader`, which notes what the type passes over; then the value is
//! written again and laid beside the body.

mod reader;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::{Number, Value};

use crate::decode::{self, Misfit};
use crate::error::Error;
use crate::{Endpoint, wire};

/// One way in which an answer is not what the model says; its `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Where, as a JSON path in which `[]` stands for every element: `results[].customers[].name`.
    pub path: String,
    /// What is different.
    pub kind: DifferenceKind,
    /// How often it was seen.
    pub times: usize,
    /// How often it could have been seen: the number of objects that have the key or lack it, or
    /// of values at the path.
    pub of: usize,
}

/// What is different.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The service sends a key the model does not have, with values of these JSON types: `text`,
    /// `number`, `boolean`, `list`, `object`, `null`.
    UnknownKey {
        /// The types, each once, by name.
        types: Vec<&'static str>,
    },
    /// The service leaves out a key that the model does not call optional.
    MissingKey,
    /// The service sends a value the enumeration does not know.
    UnknownValue {
        /// The value as received.
        value: String,
    },
    /// The model reads the value as another one, such as a number sent as text.
    Changed {
        /// The first such value as JSON, cut where it is long.
        sent: String,
        /// What was read.
        read: String,
    },
}

/// Compares a body with the model, to learn that the service has changed before it hurts.
///
/// Each difference is listed once with how often it was seen, by path. What the models are loose
/// about on purpose is none: `3.0` for a whole number, `null` for an empty list, an instant
/// without a zone. Of the service's values only those that an enumeration does not know, or that
/// are read as something else, are repeated.
///
/// ```no_run
/// use helpscout_runtime::{Client, Endpoint, Error, Request, compare};
///
/// # async fn example<Q: Endpoint<Response: serde::Serialize>>(client: Client, query: Q) -> Result<(), Error> {
/// let answer = client.send_raw(&Request::of(&query)).await?;
/// for difference in compare::<Q>(answer.value())? {
///     eprintln!("{difference}"); // results[].mood: unknown key, text (20 of 20)
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If the body can't be read at all, as [`Client::send`](crate::Client::send) could not either:
/// it is no JSON, lacks a key without which a row is none, or has a value of another type.
pub fn compare<Q>(body: &str) -> Result<Vec<Difference>, Error>
where
    Q: Endpoint,
    Q::Response: Serialize,
{
    let fail = |misfit: Misfit| misfit.in_body(body).of(Q::OPERATION, None);
    let model: Q::Response = decode::text(body).map_err(fail)?;
    let sent: Value = decode::text(body).map_err(fail)?;
    let mut findings = reader::read::<Q::Response>(&sent)
        .map_err(Misfit::from)
        .map_err(fail)?;
    let read = wire::comparing(|| serde_json::to_value(model))
        .map_err(Misfit::from)
        .map_err(fail)?;
    findings.lay_beside("", &sent, &read);
    Ok(findings.into_differences())
}

/// What was seen so far.
#[derive(Default)]
struct Findings {
    tallies: BTreeMap<(String, Sort), Tally>,
    /// How many values were read at each path.
    values: BTreeMap<String, usize>,
}

/// Findings of one sort at one path are one difference.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    UnknownKey,
    MissingKey,
    UnknownValue(String),
    Changed {
        sent: &'static str,
        read: &'static str,
    },
}

#[derive(Default)]
struct Tally {
    times: usize,
    /// Of an unknown key.
    types: Vec<&'static str>,
    /// Of a changed value: as sent, as read.
    sample: Option<(String, String)>,
}

impl Findings {
    fn value(&mut self, path: &str) {
        match self.values.get_mut(path) {
            Some(count) => *count += 1,
            None => {
                self.values.insert(path.to_owned(), 1);
            }
        }
    }

    fn unknown_key(&mut self, path: String, value: &Value) {
        let tally = self.tally(path, Sort::UnknownKey);
        if let Err(place) = tally.types.binary_search(&type_name(value)) {
            tally.types.insert(place, type_name(value));
        }
    }

    fn unknown_value(&mut self, path: &str, value: String) {
        self.tally(path.to_owned(), Sort::UnknownValue(value));
    }

    fn lay_beside(&mut self, path: &str, sent: &Value, read: &Value) {
        match (sent, read) {
            (Value::Object(sent), Value::Object(read)) => {
                for (key, read) in read {
                    let path = below(path, key);
                    match sent.get(key) {
                        Some(sent) => self.lay_beside(&path, sent, read),
                        None if is_empty_list(read) => {}
                        None => {
                            self.tally(path, Sort::MissingKey);
                        }
                    }
                }
            }
            (Value::Array(sent), Value::Array(read)) if sent.len() == read.len() => {
                let path = format!("{path}[]");
                for (sent, read) in sent.iter().zip(read) {
                    self.lay_beside(&path, sent, read);
                }
            }
            _ if means_the_same(sent, read) => {}
            _ => {
                let sort = Sort::Changed {
                    sent: type_name(sent),
                    read: type_name(read),
                };
                self.tally(path.to_owned(), sort)
                    .sample
                    .get_or_insert_with(|| (excerpt(sent), excerpt(read)));
            }
        }
    }

    fn tally(&mut self, path: String, sort: Sort) -> &mut Tally {
        let tally = self.tallies.entry((path, sort)).or_default();
        tally.times += 1;
        tally
    }

    fn into_differences(self) -> Vec<Difference> {
        let Self { tallies, values } = self;
        let count = |path: &str| values.get(path).copied();
        tallies
            .into_iter()
            .map(|((path, sort), tally)| {
                let of = match sort {
                    Sort::UnknownKey | Sort::MissingKey => count(above(&path)),
                    Sort::UnknownValue(_) | Sort::Changed { .. } => count(&path),
                };
                Difference {
                    of: of.unwrap_or(tally.times),
                    times: tally.times,
                    kind: tally.kind(sort),
                    path,
                }
            })
            .collect()
    }
}

impl Tally {
    fn kind(self, sort: Sort) -> DifferenceKind {
        match sort {
            Sort::UnknownKey => DifferenceKind::UnknownKey { types: self.types },
            Sort::MissingKey => DifferenceKind::MissingKey,
            Sort::UnknownValue(value) => DifferenceKind::UnknownValue { value },
            Sort::Changed { .. } => {
                let (sent, read) = self.sample.unwrap_or_default();
                DifferenceKind::Changed { sent, read }
            }
        }
    }
}

/// Whether two spellings differ only where the models are loose on purpose.
fn means_the_same(sent: &Value, read: &Value) -> bool {
    match (sent, read) {
        (Value::Number(sent), Value::Number(read)) => is_same_number(sent, read),
        (Value::String(sent), Value::String(read)) => {
            sent == read || wire::is_same_instant(sent, read)
        }
        // Some endpoints write "" for an instant that is not there.
        (Value::String(sent), Value::Null) => sent.is_empty(),
        (Value::Null, read) => read.is_null() || is_empty_list(read),
        _ => sent == read,
    }
}

fn is_same_number(sent: &Number, read: &Number) -> bool {
    match (sent.as_i128(), read.as_i128()) {
        (Some(sent), Some(read)) => sent == read,
        _ => sent.as_f64() == read.as_f64(),
    }
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn below(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        _ => format!("{path}.{key}"),
    }
}

/// The path of the object that has this key.
fn above(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(object, _)| object)
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

fn excerpt(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            kind,
            times,
            of,
        } = self;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        match kind {
            DifferenceKind::UnknownKey { types } => {
                write!(f, "unknown key, {}", types.join(" or "))?;
            }
            DifferenceKind::MissingKey => f.write_str("missing key")?,
            DifferenceKind::UnknownValue { value } => write!(f, "unknown value {value:?}")?,
            DifferenceKind::Changed { sent, read } => write!(f, "sent as {sent}, read as {read}")?,
        }
        write!(f, " ({times} of {of})")
    }
}

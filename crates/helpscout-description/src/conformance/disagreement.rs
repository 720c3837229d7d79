//! What is said about an answer that does not conform to its description.

use serde_json::Value;

use crate::quote::quoted;
use crate::trail::Step;

/// One way in which an answer is not what the description says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Disagreement {
    /// The kind of disagreement.
    pub kind: DisagreementKind,
    /// The response object it is about.
    pub object: String,
    /// The key of that object; empty if it is about the object itself.
    pub key: String,
    /// Where the answer shows it first, for instance `results[3].customers[0].name`; empty for the
    /// answer as a whole.
    pub path: String,
    /// The keys and indexes that lead to the value, from the root of the answer on. For a key that
    /// is missing, they lead to the object that lacks it.
    pub steps: Vec<Step>,
    /// What is wrong, as the rest of a sentence that starts with the path: `is not described`.
    pub what: String,
    /// The described key with the most similar name that the same object of the answer lacks, if the
    /// key is not described.
    pub near: Option<String>,
    /// The enum that does not list a value.
    pub enumeration: Option<String>,
    /// The values that the enum does not list, without repetition; only the first ones if there are
    /// many.
    pub values: Vec<String>,
}

/// The kind of a [`Disagreement`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DisagreementKind {
    /// A value has another type than its field.
    WrongType,
    /// The answer has a key that its object lacks.
    UnknownKey,
    /// The answer lacks a key that is not optional.
    MissingKey,
    /// A value is null, and its field is not nullable.
    Null,
    /// A value is not listed by its enum.
    UnknownValue,
    /// An item of a list is null, and the items of its field are not nullable.
    NullItem,
    /// A value of a map is a list, and the map has single values.
    Several,
}

impl Disagreement {
    /// Creates a disagreement that says what is wrong, but not yet where.
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            kind: DisagreementKind::WrongType,
            object: String::new(),
            key: String::new(),
            path: String::new(),
            steps: Vec::new(),
            what: what.into(),
            near: None,
            enumeration: None,
            values: Vec::new(),
        }
    }

    /// Returns the disagreement as a sentence; `answer` is what the sentence calls the answer.
    pub fn message(&self, answer: &str) -> String {
        let (path, what) = (&self.path, &self.what);
        if path.is_empty() {
            format!("{} {what}", quoted(answer))
        } else {
            format!("{} in {} {what}", quoted(path), quoted(answer))
        }
    }
}

/// Returns `is X, which E does not list`, followed by the other values.
pub(super) fn not_listed(values: &[String], more: usize, name: &str) -> String {
    let Some((first, others)) = values.split_first() else {
        return String::new();
    };
    let mut what = format!("is {}, which {} does not list", quoted(first), quoted(name));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|value| quoted(value)).collect();
        let and_more = if more == 0 {
            String::new()
        } else {
            format!(" and {more} more")
        };
        what.push_str(&format!(", nor {}{and_more}", others.join(", ")));
    }
    what
}

pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) => format!("the string {}", quoted(text)),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

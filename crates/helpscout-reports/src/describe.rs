//! The operations as data, for tools that offer all of them without code for each.
//!
//! In: nothing; the descriptions are generated with the client. Out: for every operation its
//! parameters and the columns of its rows, each with its type and text. Needs the feature
//! `describe`. Look first at [`operations`].

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::Operation;

/// One operation, as a tool shows it.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Description {
    /// The name in snake case: `user_conversation_history`.
    pub id: &'static str,
    /// The path, starting with `/v2/`.
    pub path: &'static str,
    /// The documented page.
    pub docs: &'static str,
    /// One line.
    #[serde(borrow)]
    pub summary: Cow<'static, str>,
    /// What the documented page leaves open, and how it is answered here.
    #[serde(borrow)]
    pub notes: Vec<Cow<'static, str>>,
    /// The plans that may use it; empty for all.
    pub plans: Vec<&'static str>,
    /// Its parameters, in the page's order.
    pub parameters: Vec<Parameter>,
    /// The fields of a row, or of the whole answer if it has no rows, in the page's order.
    pub columns: Vec<Column>,
}

/// One parameter.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Parameter {
    /// As sent.
    pub name: &'static str,
    /// The type of the value, or of each value of a list.
    pub kind: Kind,
    /// Whether it takes several values, joined by commas.
    pub list: bool,
    /// Whether the call fails without it.
    pub required: bool,
    /// What the service assumes when it is left out.
    #[serde(borrow, default)]
    pub default: Option<Cow<'static, str>>,
    /// Documented values.
    #[serde(borrow)]
    pub example: Vec<Cow<'static, str>>,
    /// What it does.
    #[serde(borrow)]
    pub doc: Cow<'static, str>,
    /// The known values of an enumeration; the service may take more.
    #[serde(default)]
    pub values: Vec<Value>,
}

/// One value of an enumeration.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Value {
    /// As sent.
    #[serde(borrow)]
    pub value: Cow<'static, str>,
    /// What it stands for.
    #[serde(borrow)]
    pub doc: Cow<'static, str>,
}

/// One field of a row.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Column {
    /// The JSON key.
    #[serde(borrow)]
    pub name: Cow<'static, str>,
    /// The type of the value, or of each element of a list.
    pub kind: Kind,
    /// Whether it is a JSON array.
    pub list: bool,
    /// What a number counts.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// What it means.
    #[serde(borrow)]
    pub doc: Cow<'static, str>,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A number, possibly with a fraction.
    Number,
    /// A string.
    Text,
    /// True or false.
    Boolean,
    /// An instant, written as UTC whole seconds with `Z`.
    Instant,
    /// An id, a whole number.
    Id,
    /// One of the values of an enumeration.
    Enum,
    /// An object with fields of its own.
    Object,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Seconds, possibly with a fraction.
    Seconds,
    /// Days.
    Days,
    /// Hundredths.
    Percent,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Document {
    operations: Vec<Description>,
}

static DOCUMENT: LazyLock<Vec<Description>> = LazyLock::new(|| {
    let document: Document = serde_json::from_str(crate::generated::OPERATIONS_JSON)
        .expect("operations.json is generated together with this module");
    document.operations
});

/// Every operation of the client, in the order of [`crate::OPERATIONS`].
pub fn operations() -> &'static [Description] {
    &DOCUMENT
}

impl Description {
    /// What the runtime needs to send it.
    pub fn operation(&self) -> &'static Operation {
        crate::OPERATIONS
            .iter()
            .find(|operation| operation.id == self.id)
            .expect("both lists are generated from the same description")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_and_operations_are_the_same_list() {
        let described: Vec<_> = operations().iter().map(|d| (d.id, d.path)).collect();
        let known: Vec<_> = crate::OPERATIONS.iter().map(|o| (o.id, o.path)).collect();
        assert_eq!(described, known);
        for description in operations() {
            let required: Vec<_> = description
                .parameters
                .iter()
                .filter(|parameter| parameter.required)
                .map(|parameter| parameter.name)
                .collect();
            assert_eq!(description.operation().required, required);
        }
    }
}

//! The operations as data, for tools that offer all of them without code for each.
//!
//! In: nothing; the descriptions are generated with the client. Out: for every operation its
//! parameters and the objects of its answer, each field with its type and text. Needs the feature
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
    /// Whether it is a report or a look-up.
    pub group: Group,
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
    /// The name of the parameter that asks for one page, if the answer comes in pages.
    #[serde(default)]
    pub page: Option<&'static str>,
    /// The name of the [`Object`] it answers.
    pub response: &'static str,
    /// Whether the answer is a list of that object.
    #[serde(default)]
    pub list: bool,
    /// The name of the [`Object`] a row is: the answer itself if it has no rows. None if rows are
    /// no objects.
    #[serde(default)]
    pub row: Option<&'static str>,
}

/// What an operation answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Group {
    /// Figures over an interval.
    Reports,
    /// The things reports speak of by their ids.
    Lookups,
}

/// An object of answers.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Object {
    /// Its Rust type.
    pub name: &'static str,
    /// Its fields, in the page's order.
    pub fields: Vec<Column>,
    /// What every other key holds, if other keys are expected.
    #[serde(default)]
    pub rest: Option<Column>,
}

/// An enumeration.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Enumeration {
    /// Its Rust type.
    pub name: &'static str,
    /// Its known values; the service may take and send more.
    pub values: Vec<Value>,
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
    #[serde(default)]
    pub list: bool,
    /// Whether its values are ids written as 24 hexadecimal digits.
    #[serde(default)]
    pub hex: bool,
    /// Whether the call fails without it.
    #[serde(default)]
    pub required: bool,
    /// The smallest value, if there is a limit.
    #[serde(default)]
    pub minimum: Option<i64>,
    /// The largest value, if there is a limit.
    #[serde(default)]
    pub maximum: Option<i64>,
    /// What the service assumes when it is left out.
    #[serde(borrow, default)]
    pub default: Option<Cow<'static, str>>,
    /// Documented values.
    #[serde(borrow)]
    pub example: Vec<Cow<'static, str>>,
    /// What it does.
    #[serde(borrow)]
    pub doc: Cow<'static, str>,
    /// The name of the enumeration or id it is of.
    #[serde(default)]
    pub of: Option<&'static str>,
    #[serde(skip)]
    values: Vec<Value>,
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

/// One field of an object.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Column {
    /// The JSON key.
    #[serde(borrow)]
    pub name: Cow<'static, str>,
    /// The type of the value, or of each element of a list.
    pub kind: Kind,
    /// Whether it is a JSON array.
    #[serde(default)]
    pub list: bool,
    /// What a number counts.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// What it means.
    #[serde(borrow)]
    pub doc: Cow<'static, str>,
    /// The name of the object, enumeration or id it is of.
    #[serde(default)]
    pub of: Option<&'static str>,
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
    /// An id: a whole number, or a text of 24 hexadecimal digits.
    Id,
    /// One of the values of an enumeration.
    Enum,
    /// An object with fields of its own.
    Object,
    /// Any JSON value.
    Any,
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
    /// Percentage points: the difference of two percentages, or of two scores made of them.
    Points,
}

/// All that one `operations.json` describes.
///
/// [`descriptions`] has those of this client. [`Descriptions::parse`] reads others, for tools that
/// show what a client will offer before it is generated.
#[derive(Clone, Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Descriptions {
    operations: Vec<Description>,
    objects: Vec<Object>,
    enums: Vec<Enumeration>,
}

impl Descriptions {
    /// Reads an `operations.json` as the generator writes it.
    ///
    /// # Errors
    /// If the text is no JSON of that form, or lacks the object that an operation answers.
    pub fn parse(json: &'static str) -> Result<Self, serde_json::Error> {
        let mut read: Self = serde_json::from_str(json)?;
        let mut operations = read.operations.iter();
        if let Some(lost) = operations.find(|one| read.object(one.response).is_none()) {
            let (id, object) = (lost.id, lost.response);
            let message = format!("{id} answers {object}, which is not described");
            return Err(serde::de::Error::custom(message));
        }
        for operation in &mut read.operations {
            for parameter in &mut operation.parameters {
                let of = read.enums.iter().find(|one| Some(one.name) == parameter.of);
                parameter.values = of.map(|one| one.values.clone()).unwrap_or_default();
            }
        }
        Ok(read)
    }

    /// Every operation, in the order of the file.
    pub fn operations(&self) -> &[Description] {
        &self.operations
    }

    /// The object of that name.
    pub fn object(&self, name: &str) -> Option<&Object> {
        self.objects.iter().find(|object| object.name == name)
    }

    /// The enumeration of that name.
    pub fn enumeration(&self, name: &str) -> Option<&Enumeration> {
        self.enums.iter().find(|one| one.name == name)
    }

    /// The object a column holds, if it holds one, or a list of them.
    pub fn object_of(&self, column: &Column) -> Option<&Object> {
        match column.kind {
            Kind::Object => self.object(column.of?),
            _ => None,
        }
    }

    /// The known values of a column, if it holds those of an enumeration; the service may send
    /// more.
    pub fn values_of(&self, column: &Column) -> &[Value] {
        match column.kind {
            Kind::Enum => column.of.and_then(|name| self.enumeration(name)),
            _ => None,
        }
        .map_or(&[], |found| &found.values)
    }

    /// The object that one of these operations answers, or answers a list of.
    ///
    /// # Panics
    /// If the operation is one of other descriptions.
    pub fn response_of(&self, operation: &Description) -> &Object {
        let object = self.object(operation.response);
        object.unwrap_or_else(|| panic!("{} is described elsewhere", operation.id))
    }

    /// The fields of a row, or of the whole answer if it has no rows, in the page's order.
    pub fn columns_of(&self, operation: &Description) -> &[Column] {
        let row = operation.row.and_then(|name| self.object(name));
        row.map_or(&[], |row| &row.fields)
    }
}

static DESCRIPTIONS: LazyLock<Descriptions> = LazyLock::new(|| {
    Descriptions::parse(crate::generated::OPERATIONS_JSON)
        .expect("operations.json is generated together with this module")
});

/// The operations of this client, and what they are made of.
pub fn descriptions() -> &'static Descriptions {
    &DESCRIPTIONS
}

/// Every operation of the client, in the order of [`crate::OPERATIONS`].
pub fn operations() -> &'static [Description] {
    descriptions().operations()
}

impl Parameter {
    /// The known values of an enumeration; the service may take more.
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

impl Object {
    /// The field of that key.
    pub fn field(&self, key: &str) -> Option<&Column> {
        self.fields.iter().find(|column| column.name == key)
    }
}

impl Description {
    /// What the runtime needs to send it, if it is an operation of this client.
    pub fn operation(&self) -> Option<&'static Operation> {
        let mut known = crate::OPERATIONS.iter().copied();
        known.find(|operation| operation.id == self.id)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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
            let operation = description.operation().unwrap();
            assert_eq!(operation.required, required);
            assert_eq!(
                operation.pages.map(|pages| pages.parameter),
                description.page
            );
            assert!(
                !descriptions().columns_of(description).is_empty(),
                "{}",
                operation.id
            );
        }
    }

    #[test]
    fn a_description_without_its_answer_is_refused() {
        let json = r#"{"objects": [], "enums": [], "operations": [{
            "id": "user_moods", "group": "reports", "path": "/v2/x", "docs": "", "summary": "",
            "notes": [], "plans": [], "parameters": [], "response": "Moods"}]}"#;
        let error = Descriptions::parse(json).unwrap_err().to_string();
        assert_eq!(error, "user_moods answers Moods, which is not described");
    }
}

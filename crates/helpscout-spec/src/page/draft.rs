//! The draft of an operation, before it is written down.

use crate::api::{Correction, Pages};

/// Everything a spec file will say.
#[derive(Clone, Debug, Default)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) request: String,
    pub(super) docs: String,
    pub(super) summary: String,
    /// The type of the query, if it is not the operation in camel case.
    pub(super) rust: Option<String>,
    pub(super) plans: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) parameters: Vec<Entry>,
    pub(super) pages: Option<Pages>,
    pub(super) answer: Answer,
    pub(super) enums: Vec<Enum>,
}

/// A group in its place, or a parameter.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Group(String),
    Own(Parameter),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) type_name: String,
    pub(super) required: bool,
    pub(super) is_list: bool,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) default: Option<String>,
    pub(super) example: Vec<String>,
    pub(super) doc: String,
    pub(super) rust: Option<String>,
    pub(super) todo: Vec<String>,
}

/// What is answered; a shared object has no doc and no fields here.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) object: String,
    pub(super) doc: Option<String>,
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub(super) path: String,
    /// A scalar type, unless `object` is given.
    pub(super) type_name: String,
    pub(super) object: Option<String>,
    pub(super) unit: Option<&'static str>,
    pub(super) nullable: bool,
    pub(super) optional: bool,
    pub(super) is_written_as_text: bool,
    pub(super) is_from_example: bool,
    pub(super) doc: String,
    pub(super) rust: Option<String>,
    pub(super) correction: Option<Correction>,
    pub(super) todo: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Enum {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) values: Vec<Value>,
}

#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) value: String,
    pub(super) rust: Option<String>,
    pub(super) doc: String,
    pub(super) correction: Option<Correction>,
}

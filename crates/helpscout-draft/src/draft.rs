//! The draft of an operation, before it is written down.

use helpscout_description::{Correction, Pages};

/// Everything a spec file will say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) request: String,
    pub(crate) docs: String,
    pub(crate) summary: String,
    /// The type of the query, if it is not the operation in camel case.
    pub(crate) rust: Option<String>,
    pub(crate) plans: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) parameters: Vec<Entry>,
    pub(crate) pages: Option<Pages>,
    pub(crate) answer: Answer,
    pub(crate) enums: Vec<Enum>,
}

/// A group in its place, or a parameter.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    Group(String),
    Own(Parameter),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) type_name: String,
    pub(crate) required: bool,
    pub(crate) is_list: bool,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
    pub(crate) default: Option<String>,
    pub(crate) example: Vec<String>,
    pub(crate) doc: String,
    pub(crate) rust: Option<String>,
    pub(crate) todo: Vec<String>,
}

/// What is answered; a shared object has no doc and no fields here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) object: String,
    pub(crate) doc: Option<String>,
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    pub(crate) path: String,
    /// A scalar type, unless `object` is given.
    pub(crate) type_name: String,
    pub(crate) object: Option<String>,
    pub(crate) unit: Option<&'static str>,
    pub(crate) nullable: bool,
    pub(crate) optional: bool,
    pub(crate) is_written_as_text: bool,
    pub(crate) is_from_example: bool,
    pub(crate) doc: String,
    pub(crate) rust: Option<String>,
    pub(crate) correction: Option<Correction>,
    pub(crate) todo: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) values: Vec<Value>,
}

#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) value: String,
    pub(crate) rust: Option<String>,
    pub(crate) doc: String,
    pub(crate) correction: Option<Correction>,
}

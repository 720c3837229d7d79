//! The language as it is written: one type for each kind of file, one field for each key.
//!
//! The JSON schema comes from these types, and the structural check interprets that schema: what
//! a file may say is decided here and nowhere else. Doc comments become the texts an editor shows.

use helpscout_description::{IdForm, ListStyle, Source, Unit};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::pattern;

/// `api.yaml`: what all operations share.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`api.yaml`")]
pub struct ApiFile {
    /// The service as a whole.
    pub service: Service,
    /// Typed ids: integers that can't be mistaken for another kind of id.
    #[serde(default)]
    pub ids: Vec<Id>,
    /// Enumerations that several operations use.
    #[serde(default)]
    pub enums: Vec<Enum>,
    /// Parameters that several operations have in common, to be used as a group.
    #[serde(default)]
    pub parameter_groups: Vec<ParameterGroup>,
    /// Response objects that several operations have in common.
    #[serde(default)]
    pub objects: Vec<SharedObject>,
}

/// The service as a whole.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "the service")]
pub struct Service {
    /// What people call it.
    pub title: String,
    /// Where the live service answers, without `/v2`.
    #[schemars(regex(pattern = pattern::BASE_URL.regex))]
    pub base_url: String,
    /// The front page of its documentation.
    #[schemars(regex(pattern = pattern::PAGE_URL.regex))]
    pub docs: String,
    /// The plans that can be bought, in ascending order.
    #[schemars(length(min = 1))]
    pub plans: Vec<Plan>,
}

/// A plan of the service and what it allows.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a plan")]
pub struct Plan {
    /// Lower-case name, as operations name it.
    #[schemars(regex(pattern = pattern::PLAN.regex))]
    pub name: String,
    /// Calls a minute, for the whole account.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub calls_per_minute: u32,
}

/// A typed id.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an id")]
pub struct Id {
    /// The Rust type, for instance `MailboxId`.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub name: String,
    /// What it identifies.
    pub doc: Option<String>,
    /// How it is written; a whole number if left out.
    pub form: Option<IdForm>,
}

/// An enumeration. The service may know more values than are listed.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an enum")]
pub struct Enum {
    /// The Rust type, for instance `SortOrder`.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub name: String,
    /// What it distinguishes.
    pub doc: Option<String>,
    /// Whether its values are whole numbers, not texts. They are written between quotes.
    #[serde(default)]
    pub numeric: bool,
    /// Its values, in the page's order.
    #[schemars(length(min = 1))]
    pub values: Vec<Value>,
}

/// One value of an enumeration.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an enum value")]
pub struct Value {
    /// As sent and received.
    #[schemars(regex(pattern = pattern::VALUE.regex))]
    pub value: String,
    /// The Rust variant, where it can't be derived from the value.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub rust: Option<String>,
    /// What it stands for.
    pub doc: Option<String>,
    /// How the page's own spelling differs.
    pub correction: Option<Correction>,
}

/// Where the description departs from the documented page on purpose.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a correction")]
pub struct Correction {
    /// What the page says.
    pub documented: String,
    /// Why it is not taken literally.
    pub because: String,
}

/// Parameters that several operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a parameter group")]
pub struct ParameterGroup {
    /// What operations name in `use:`.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub name: String,
    /// The parameters, in the page's order.
    #[schemars(length(min = 1))]
    pub parameters: Vec<Parameter>,
    /// What must hold between them.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// A parameter of a group.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a parameter")]
pub struct Parameter {
    /// As sent.
    #[schemars(regex(pattern = pattern::WIRE.regex))]
    pub name: String,
    /// `integer`, `number`, `text`, `boolean`, `instant`, an id or an enum.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether the call fails without it.
    #[serde(default)]
    pub required: bool,
    /// How several values are sent, if several may be.
    pub list: Option<ListStyle>,
    /// The smallest value of an integer.
    pub minimum: Option<i64>,
    /// The largest value of an integer.
    pub maximum: Option<i64>,
    /// What the service assumes when it is left out, as sent.
    pub default: Option<Literal>,
    /// A documented example; a list of values for a list parameter.
    pub example: Option<Literal>,
    /// What it does.
    pub doc: Option<String>,
    /// The Rust name of its setter, where it can't be derived from the name.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub rust: Option<String>,
    /// How the page's own name differs.
    pub correction: Option<Correction>,
    /// What is left to find out. Reported as a warning until it is gone.
    pub todo: Option<String>,
}

/// A parameter of an operation: a group in its place, or one of its own.
#[derive(Debug)]
pub enum ParameterEntry {
    /// The name of the parameter group of `api.yaml` that stands here.
    Group(String),
    /// A parameter that only this operation has.
    Own(Box<Parameter>),
}

/// What must hold between parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a rule")]
#[schemars(extend("oneOf" = [
    { "required": ["interval"] },
    { "required": ["together"] },
    { "required": ["requires"] },
]))]
pub struct Rule {
    /// If both are given, the start lies before the end.
    pub interval: Option<Interval>,
    /// All of these parameters are given, or none.
    #[schemars(length(min = 2))]
    pub together: Option<Vec<String>>,
    /// A parameter means nothing unless another is given.
    pub requires: Option<Requires>,
}

/// Two parameters that bound a time.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an interval")]
pub struct Interval {
    /// The parameter with the start.
    pub from: String,
    /// The parameter with the end.
    pub to: String,
}

/// A parameter that needs another.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`requires`")]
pub struct Requires {
    /// The parameter that means nothing by itself.
    pub parameter: String,
    /// The parameter it needs.
    pub other: String,
}

/// A response object that several operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a shared object")]
pub struct SharedObject {
    /// The Rust type.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub name: String,
    /// What it is.
    pub doc: Option<String>,
    /// Its fields, with paths from the object itself.
    #[schemars(length(min = 1))]
    pub fields: Vec<Field>,
}

/// One documented endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an operation")]
pub struct OperationFile {
    /// The name in snake case, as the page's title has it.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub operation: String,
    /// The method and the path, as the page has them. `{id}` in it stands for a parameter.
    #[schemars(regex(pattern = pattern::REQUEST.regex))]
    pub request: String,
    /// The documented page.
    #[schemars(regex(pattern = pattern::PAGE_URL.regex))]
    pub docs: String,
    /// What it answers, in one line.
    pub summary: Option<String>,
    /// The Rust type of its query, where it is not the operation in camel case.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub rust: Option<String>,
    /// The plans that may use it; all if left out.
    #[serde(default)]
    pub plans: Vec<String>,
    /// What the page leaves open, and how the description answers it. A note that starts with
    /// `todo:` is a reminder that `lint` shows, and goes no further.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The parameters, in the page's order, groups in their place.
    #[serde(default)]
    pub parameters: Vec<ParameterEntry>,
    /// What must hold between parameters, beside the rules of the groups used.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// How the answer is split into pages, if it is.
    pub pages: Option<Pages>,
    /// What the service answers.
    pub response: Response,
    /// Documented example bodies: JSON files, relative to this file.
    #[serde(default)]
    pub examples: Vec<ExampleFile>,
    /// Enumerations that only this operation uses.
    #[serde(default)]
    pub enums: Vec<Enum>,
}

/// A JSON file beside the spec file.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ExampleFile(#[schemars(regex(pattern = pattern::JSON_FILE.regex))] pub String);

/// How the answer is split into pages. Paths are dotted, from the answer's root.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`pages`")]
pub struct Pages {
    /// The parameter that asks for a page, counted from 1.
    pub parameter: String,
    /// The parameter that asks for the number of rows on a page, if there is one.
    pub size: Option<String>,
    /// Path of the number of this page.
    pub current: String,
    /// Path of the number of pages.
    pub total: String,
    /// Path of the number of rows on all pages.
    pub count: String,
    /// Path of this page's rows.
    pub rows: String,
}

/// What the service answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a response")]
pub struct Response {
    /// The Rust type: a new one with the fields below, or a shared object, which has its own.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub object: String,
    /// What it is.
    pub doc: Option<String>,
    /// Its fields, in the page's order, with paths as the page writes them. All of them start
    /// with `[].` if the answer is a list.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// One field of a response.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a field")]
#[schemars(extend("oneOf" = [{ "required": ["type"] }, { "required": ["object"] }]))]
pub struct Field {
    /// As the page writes it: `results[].customers[].name`. `[]` marks a list, `*` at the end
    /// every key that has no line of its own.
    #[schemars(regex(pattern = pattern::FIELD_PATH.regex))]
    pub path: String,
    /// `integer`, `number`, `text`, `boolean`, `instant`, `any`, an id or an enum.
    #[serde(rename = "type")]
    pub type_name: Option<String>,
    /// The Rust type of an object: a new one if paths go on below, else one that is declared.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub object: Option<String>,
    /// What a number counts.
    pub unit: Option<Unit>,
    /// Whether the value may be null.
    #[serde(default)]
    pub nullable: bool,
    /// Whether the key may be missing.
    #[serde(default)]
    pub optional: bool,
    /// How a whole number or an id is written, if not as a number.
    pub written_as: Option<WrittenAs>,
    /// Other keys the service is known to use for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where the field is known from; the page's table if left out.
    pub source: Option<Source>,
    /// What the value means.
    pub doc: Option<String>,
    /// The Rust field, where it can't be derived from the key.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub rust: Option<String>,
    /// How the page's own name differs.
    pub correction: Option<Correction>,
    /// What is left to find out. Reported as a warning until it is gone.
    pub todo: Option<String>,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WrittenAs {
    /// As a string of digits.
    Text,
}

// The value itself is taken from the text of the file, since a number forgets how it was spelled.
/// A value as sent, or a list of them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Literal(#[schemars(with = "LiteralSchema")] IgnoredAny);

/// A value as sent, or a list of them.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
#[allow(dead_code, reason = "only its schema is used")]
enum LiteralSchema {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    List(#[schemars(length(min = 1))] Vec<ScalarSchema>),
}

/// A value as sent.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
#[allow(dead_code, reason = "only its schema is used")]
enum ScalarSchema {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
}

//! The language as it is written: one type for each kind of file, one field for each key.
//!
//! The JSON schema comes from these types, and the structural check interprets that schema: what
//! a file may say is decided here and nowhere else. Doc comments become the texts an editor shows.

use crate::form;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// `api.yaml`: what all operations share.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`api.yaml`")]
pub(crate) struct ApiFile {
    /// The service as a whole.
    pub(crate) service: Service,
    /// Typed ids: integers that can't be mistaken for another kind of id.
    #[serde(default)]
    pub(crate) ids: Vec<Id>,
    /// Enumerations that several operations use.
    #[serde(default)]
    pub(crate) enums: Vec<Enum>,
    /// Parameters that several operations have in common, to be used as a group.
    #[serde(default)]
    pub(crate) parameter_groups: Vec<ParameterGroup>,
    /// Response objects that several operations have in common.
    #[serde(default)]
    pub(crate) objects: Vec<SharedObject>,
}

/// The service as a whole.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "the service")]
pub(crate) struct Service {
    /// What people call it.
    pub(crate) title: String,
    /// Where the live service answers, without `/v2`.
    #[schemars(regex(pattern = form::BASE_URL.pattern))]
    pub(crate) base_url: String,
    /// The front page of its documentation.
    #[schemars(regex(pattern = form::PAGE_URL.pattern))]
    pub(crate) docs: String,
    /// The plans that can be bought, in ascending order.
    #[schemars(length(min = 1))]
    pub(crate) plans: Vec<Plan>,
}

/// A plan of the service and what it allows.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a plan")]
pub(crate) struct Plan {
    /// Lower-case name, as operations name it.
    #[schemars(regex(pattern = form::PLAN.pattern))]
    pub(crate) name: String,
    /// Calls a minute, for the whole account.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) calls_per_minute: u32,
}

/// A typed id.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an id")]
pub(crate) struct Id {
    /// The Rust type, for instance `MailboxId`.
    #[schemars(regex(pattern = form::TYPE.pattern))]
    pub(crate) name: String,
    /// What it identifies.
    pub(crate) doc: Option<String>,
    /// How it is written; a whole number if left out.
    pub(crate) form: Option<IdForm>,
}

/// How an id is written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IdForm {
    /// A whole number of 64 bits.
    Integer,
    /// A text of 24 hexadecimal digits.
    Hex24,
}

/// An enumeration. The service may know more values than are listed.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an enum")]
pub(crate) struct Enum {
    /// The Rust type, for instance `SortOrder`.
    #[schemars(regex(pattern = form::TYPE.pattern))]
    pub(crate) name: String,
    /// What it distinguishes.
    pub(crate) doc: Option<String>,
    /// Whether its values are whole numbers, not texts. They are written between quotes.
    #[serde(default)]
    pub(crate) numeric: bool,
    /// Its values, in the page's order.
    #[schemars(length(min = 1))]
    pub(crate) values: Vec<Value>,
}

/// One value of an enumeration.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an enum value")]
pub(crate) struct Value {
    /// As sent and received.
    #[schemars(regex(pattern = form::VALUE.pattern))]
    pub(crate) value: String,
    /// The Rust variant, where it can't be derived from the value.
    #[schemars(regex(pattern = form::TYPE.pattern))]
    pub(crate) rust: Option<String>,
    /// What it stands for.
    pub(crate) doc: Option<String>,
    /// How the page's own spelling differs.
    pub(crate) correction: Option<Correction>,
}

/// Where the description departs from the documented page on purpose.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a correction")]
pub(crate) struct Correction {
    /// What the page says.
    pub(crate) documented: String,
    /// Why it is not taken literally.
    pub(crate) because: String,
}

/// Parameters that several operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a parameter group")]
pub(crate) struct ParameterGroup {
    /// What operations name in `use:`.
    #[schemars(regex(pattern = form::SNAKE.pattern))]
    pub(crate) name: String,
    /// The parameters, in the page's order.
    #[schemars(length(min = 1))]
    pub(crate) parameters: Vec<Parameter>,
    /// What must hold between them.
    #[serde(default)]
    pub(crate) rules: Vec<Rule>,
}

/// A parameter of a group.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a parameter")]
pub(crate) struct Parameter {
    /// As sent.
    #[schemars(regex(pattern = form::WIRE.pattern))]
    pub(crate) name: String,
    /// `integer`, `number`, `text`, `boolean`, `instant`, an id or an enum.
    #[serde(rename = "type")]
    pub(crate) type_name: String,
    /// Whether the call fails without it.
    #[serde(default)]
    pub(crate) required: bool,
    /// How several values are sent, if several may be.
    pub(crate) list: Option<ListStyle>,
    /// The smallest value of an integer.
    pub(crate) minimum: Option<i64>,
    /// The largest value of an integer.
    pub(crate) maximum: Option<i64>,
    /// What the service assumes when it is left out, as sent.
    pub(crate) default: Option<Literal>,
    /// A documented example; a list of values for a list parameter.
    pub(crate) example: Option<Literal>,
    /// What it does.
    pub(crate) doc: Option<String>,
    /// The Rust name of its setter, where it can't be derived from the name.
    #[schemars(regex(pattern = form::SNAKE.pattern))]
    pub(crate) rust: Option<String>,
    /// How the page's own name differs.
    pub(crate) correction: Option<Correction>,
    /// What is left to find out. Reported as a warning until it is gone.
    pub(crate) todo: Option<String>,
}

/// A parameter of an operation: a group in its place, or one of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a parameter")]
#[schemars(extend("oneOf" = [
    { "required": ["use"], "maxProperties": 1 },
    { "required": ["name", "type"] },
]))]
pub(crate) struct ParameterEntry {
    /// The parameter group of `api.yaml` that stands here.
    #[serde(rename = "use")]
    #[schemars(regex(pattern = form::SNAKE.pattern))]
    pub(crate) group: Option<String>,
    /// As sent.
    #[schemars(regex(pattern = form::WIRE.pattern))]
    pub(crate) name: Option<String>,
    /// `integer`, `number`, `text`, `boolean`, `instant`, an id or an enum.
    #[serde(rename = "type")]
    pub(crate) type_name: Option<String>,
    /// Whether the call fails without it.
    #[serde(default)]
    pub(crate) required: bool,
    /// How several values are sent, if several may be.
    pub(crate) list: Option<ListStyle>,
    /// The smallest value of an integer.
    pub(crate) minimum: Option<i64>,
    /// The largest value of an integer.
    pub(crate) maximum: Option<i64>,
    /// What the service assumes when it is left out, as sent.
    pub(crate) default: Option<Literal>,
    /// A documented example; a list of values for a list parameter.
    pub(crate) example: Option<Literal>,
    /// What it does.
    pub(crate) doc: Option<String>,
    /// The Rust name of its setter, where it can't be derived from the name.
    #[schemars(regex(pattern = form::SNAKE.pattern))]
    pub(crate) rust: Option<String>,
    /// How the page's own name differs.
    pub(crate) correction: Option<Correction>,
    /// What is left to find out. Reported as a warning until it is gone.
    pub(crate) todo: Option<String>,
}

/// How several values of one parameter are sent.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ListStyle {
    /// Once, joined by commas.
    Comma,
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
pub(crate) struct Rule {
    /// If both are given, the start lies before the end.
    pub(crate) interval: Option<Interval>,
    /// All of these parameters are given, or none.
    #[schemars(length(min = 2))]
    pub(crate) together: Option<Vec<String>>,
    /// A parameter means nothing unless another is given.
    pub(crate) requires: Option<Requires>,
}

/// Two parameters that bound a time.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an interval")]
pub(crate) struct Interval {
    /// The parameter with the start.
    pub(crate) from: String,
    /// The parameter with the end.
    pub(crate) to: String,
}

/// A parameter that needs another.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`requires`")]
pub(crate) struct Requires {
    /// The parameter that means nothing by itself.
    pub(crate) parameter: String,
    /// The parameter it needs.
    pub(crate) other: String,
}

/// A response object that several operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a shared object")]
pub(crate) struct SharedObject {
    /// The Rust type.
    #[schemars(regex(pattern = form::TYPE.pattern))]
    pub(crate) name: String,
    /// What it is.
    pub(crate) doc: Option<String>,
    /// Its fields, with paths from the object itself.
    #[schemars(length(min = 1))]
    pub(crate) fields: Vec<Field>,
}

/// One documented endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an operation")]
pub(crate) struct OperationFile {
    /// The name in snake case, as the page's title has it.
    #[schemars(regex(pattern = form::SNAKE.pattern))]
    pub(crate) operation: String,
    /// The method and the path, as the page has them. `{id}` in it stands for a parameter.
    #[schemars(regex(pattern = form::REQUEST.pattern))]
    pub(crate) request: String,
    /// The documented page.
    #[schemars(regex(pattern = form::PAGE_URL.pattern))]
    pub(crate) docs: String,
    /// What it answers, in one line.
    pub(crate) summary: Option<String>,
    /// The Rust type of its query, where it is not the operation in camel case.
    #[schemars(regex(pattern = form::TYPE.pattern))]
    pub(crate) rust: Option<String>,
    /// The plans that may use it; all if left out.
    #[serde(default)]
    pub(crate) plans: Vec<String>,
    /// What the page leaves open, and how the description answers it. A note that starts with
    /// `todo:` is a reminder that `lint` shows, and goes no further.
    #[serde(default)]
    pub(crate) notes: Vec<String>,
    /// The parameters, in the page's order, groups in their place.
    #[serde(default)]
    pub(crate) parameters: Vec<ParameterEntry>,
    /// What must hold between parameters, beside the rules of the groups used.
    #[serde(default)]
    pub(crate) rules: Vec<Rule>,
    /// How the answer is split into pages, if it is.
    pub(crate) pages: Option<Pages>,
    /// What the service answers.
    pub(crate) response: Response,
    /// Documented example bodies: JSON files, relative to this file.
    #[serde(default)]
    pub(crate) examples: Vec<ExampleFile>,
    /// Enumerations that only this operation uses.
    #[serde(default)]
    pub(crate) enums: Vec<Enum>,
}

/// A JSON file beside the spec file.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
pub(crate) struct ExampleFile(
    #[schemars(regex(pattern = form::JSON_FILE.pattern))] pub(crate) String,
);

/// How the answer is split into pages. Paths are dotted, from the answer's root.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`pages`")]
pub(crate) struct Pages {
    /// The parameter that asks for a page, counted from 1.
    pub(crate) parameter: String,
    /// The parameter that asks for the number of rows on a page, if there is one.
    pub(crate) size: Option<String>,
    /// Path of the number of this page.
    pub(crate) current: String,
    /// Path of the number of pages.
    pub(crate) total: String,
    /// Path of the number of rows on all pages.
    pub(crate) count: String,
    /// Path of this page's rows.
    pub(crate) rows: String,
}

/// What the service answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a response")]
pub(crate) struct Response {
    /// The Rust type: a new one with the fields below, or a shared object, which has its own.
    #[schemars(regex(pattern = form::TYPE.pattern))]
    pub(crate) object: String,
    /// What it is.
    pub(crate) doc: Option<String>,
    /// Its fields, in the page's order, with paths as the page writes them. All of them start
    /// with `[].` if the answer is a list.
    #[serde(default)]
    pub(crate) fields: Vec<Field>,
}

/// One field of a response.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a field")]
#[schemars(extend("oneOf" = [{ "required": ["type"] }, { "required": ["object"] }]))]
pub(crate) struct Field {
    /// As the page writes it: `results[].customers[].name`. `[]` marks a list, `*` at the end
    /// every key that has no line of its own.
    #[schemars(regex(pattern = form::FIELD_PATH.pattern))]
    pub(crate) path: String,
    /// `integer`, `number`, `text`, `boolean`, `instant`, `any`, an id or an enum.
    #[serde(rename = "type")]
    pub(crate) type_name: Option<String>,
    /// The Rust type of an object: a new one if paths go on below, else one that is declared.
    #[schemars(regex(pattern = form::TYPE.pattern))]
    pub(crate) object: Option<String>,
    /// What a number counts.
    pub(crate) unit: Option<Unit>,
    /// Whether the value may be null.
    #[serde(default)]
    pub(crate) nullable: bool,
    /// Whether the key may be missing.
    #[serde(default)]
    pub(crate) optional: bool,
    /// How a whole number or an id is written, if not as a number.
    pub(crate) written_as: Option<WrittenAs>,
    /// Other keys the service is known to use for it.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Where the field is known from; the page's table if left out.
    pub(crate) source: Option<Source>,
    /// What the value means.
    pub(crate) doc: Option<String>,
    /// The Rust field, where it can't be derived from the key.
    #[schemars(regex(pattern = form::SNAKE.pattern))]
    pub(crate) rust: Option<String>,
    /// How the page's own name differs.
    pub(crate) correction: Option<Correction>,
    /// What is left to find out. Reported as a warning until it is gone.
    pub(crate) todo: Option<String>,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WrittenAs {
    /// As a string of digits.
    Text,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// Seconds, possibly with a fraction.
    Seconds,
    /// Days.
    Days,
    /// Hundredths.
    Percent,
    /// Percentage points: the difference of two percentages, or of two scores made of them.
    Points,
}

/// Where a response field is known from.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    /// The page's table of response fields.
    Table,
    /// The page's example body; its table lacks the field.
    Example,
    /// Answers of the service; the page lacks the field.
    Observed,
}

// The value itself is taken from the text of the file, since a number forgets how it was spelled.
/// A value as sent, or a list of them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Literal(#[schemars(with = "LiteralSchema")] IgnoredAny);

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

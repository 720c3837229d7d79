//! The spec language: one type for each kind of file, one field for each key.
//!
//! The JSON schema is generated from these types, and the structural check interprets that schema,
//! so these types alone define what a file may contain. Editors show the doc comments as hover
//! texts.

mod answer;
mod correction;

use helpscout_description::{IdForm, ListStyle};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;

pub use self::answer::{Field, Pages, Response, WrittenAs};
pub use self::correction::Correction;
use crate::pattern;

/// `api.yaml`: the service, and what operations share.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`api.yaml`")]
pub struct ApiFile {
    /// The service as a whole.
    pub service: Service,
    /// Typed IDs. An ID of one type can't be used as an ID of another.
    #[serde(default)]
    pub ids: Vec<Id>,
    /// Enums that several operations use.
    #[serde(default)]
    pub enums: Vec<Enum>,
    /// Groups of parameters that several operations have in common.
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
    /// The name of the service.
    pub title: String,
    /// The base URL of the live service. The paths of requests follow it.
    #[schemars(regex(pattern = pattern::BASE_URL.regex))]
    pub base_url: String,
    /// The first word of the environment variables with the settings of a client, such as
    /// `HELPSCOUT`. The default is the title in capitals, with `_` between its words: `HELP_SCOUT`
    /// for `Help Scout`, `GITHUB` for `GitHub`.
    #[schemars(regex(pattern = pattern::ENVIRONMENT.regex))]
    pub environment: Option<String>,
    /// The URL of the front page of its documentation.
    #[schemars(regex(pattern = pattern::PAGE_URL.regex))]
    pub docs: String,
    /// The plans that can be bought, from the smallest to the largest. Leave them out if all accounts
    /// have the same operations and the same rate limit.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub plans: Vec<Plan>,
    /// How programs get an access token. Leave it out if calls need no token.
    pub token: Option<Token>,
    /// HTTP Basic, in place of a token: `{}` if programs give a user name and a password.
    pub basic: Option<Basic>,
    /// The rate limit, as headers report it. Leave it out if the service has no limit.
    pub rate_limit: Option<RateLimit>,
    /// The header with the ID of an answer, which the service's support asks for.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub correlation_id: Option<String>,
    /// The media types of answers; `application/json` for each that is left out.
    pub media_types: Option<MediaTypes>,
    /// The number of rows on a page of an operation that has no parameter for it.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub page_size: Option<u32>,
}

/// How programs get an access token: by the OAuth 2.0 client credentials grant.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`token`")]
pub struct Token {
    /// The path of the token endpoint, starting with a slash.
    #[schemars(regex(pattern = pattern::PATH.regex))]
    pub path: String,
    /// The page where a user authorizes an app. Leave it out if only apps of the account itself can
    /// get tokens.
    #[schemars(regex(pattern = pattern::PAGE_URL.regex))]
    pub authorization_url: Option<String>,
    /// How long a token is valid, in seconds.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub lifetime: u32,
}

/// HTTP Basic. If one half is the same for everyone, it is given here, and the other half is the key
/// that programs give.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`basic`")]
pub struct Basic {
    /// The user name, if it is the same for everyone or means nothing. It may be empty.
    #[schemars(length(min = 0))]
    pub user: Option<String>,
    /// The password, if it is the same for everyone or means nothing, such as `X`. It may be empty.
    #[schemars(length(min = 0))]
    pub password: Option<String>,
}

/// The rate limit, and the headers that report it.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`rate_limit`")]
pub struct RateLimit {
    /// The number of calls per minute that an account may make, for a service without `plans`. With
    /// them, each plan has its own.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub calls_per_minute: Option<u32>,
    /// The header with the number of calls per minute that the account may make.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub limit: String,
    /// The header with the number of calls left in this minute.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub remaining: String,
    /// The header with the number of seconds to wait after a call that exceeded the limit.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub retry_after: String,
}

/// The media types of answers, with their parameters as sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`media_types`")]
pub struct MediaTypes {
    /// The media type of reports.
    #[schemars(regex(pattern = pattern::MEDIA_TYPE.regex))]
    pub reports: Option<String>,
    /// The media type of look-ups.
    #[schemars(regex(pattern = pattern::MEDIA_TYPE.regex))]
    pub lookups: Option<String>,
    /// The media type of refusals.
    #[schemars(regex(pattern = pattern::MEDIA_TYPE.regex))]
    pub errors: Option<String>,
}

/// A plan of the service and what it allows.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a plan")]
pub struct Plan {
    /// The name of the plan in lowercase, as operations refer to it.
    #[schemars(regex(pattern = pattern::PLAN.regex))]
    pub name: String,
    /// The number of calls per minute that the whole account may make.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub calls_per_minute: u32,
}

/// A typed ID.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an ID")]
pub struct Id {
    /// The name of the Rust type, for instance `MailboxId`.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub name: String,
    /// What the ID identifies.
    pub doc: Option<String>,
    /// How the ID is written. The default is a whole number.
    pub form: Option<IdForm>,
    /// A documented ID. The sandbox makes up others that look like it if they are texts of any form.
    pub example: Option<Single>,
}

/// An enum. The service may have more values than are listed.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an enum")]
pub struct Enum {
    /// The name of the Rust type, for instance `SortOrder`.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub name: String,
    /// What the values distinguish.
    pub doc: Option<String>,
    /// Whether the values are whole numbers instead of texts. Write them in quotes here.
    #[serde(default)]
    pub numeric: bool,
    /// The values, in the order of the documented page.
    #[schemars(length(min = 1))]
    pub values: Vec<Value>,
}

/// One value of an enum.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an enum value")]
pub struct Value {
    /// The value, as sent and received.
    #[schemars(regex(pattern = pattern::VALUE.regex))]
    pub value: String,
    /// The name of the Rust variant, if it can't be derived from the value.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub rust: Option<String>,
    /// What the value means.
    pub doc: Option<String>,
    /// How the documented page spells the value differently.
    pub correction: Option<Correction>,
}

/// Parameters that several operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a parameter group")]
pub struct ParameterGroup {
    /// The name of the group, which operations refer to in `use:`.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub name: String,
    /// The parameters, in the order of the documented page.
    #[schemars(length(min = 1))]
    pub parameters: Vec<Parameter>,
    /// Rules between the parameters of the group.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// A parameter.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a parameter")]
pub struct Parameter {
    /// The name of the parameter, as sent.
    #[schemars(regex(pattern = pattern::WIRE.regex))]
    pub name: String,
    /// The type of the value: `integer`, `number`, `text`, `boolean`, `instant`, `date`,
    /// `epoch_seconds`, `epoch_milliseconds`, an ID or an enum.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether a call without the parameter fails.
    #[serde(default)]
    pub required: bool,
    /// Where the parameter is sent, if not in the query of the URL or in its path.
    #[serde(rename = "in")]
    pub place: Option<PlaceName>,
    /// How several values are sent, if the parameter accepts several.
    pub list: Option<ListStyle>,
    /// The smallest value of a number.
    pub minimum: Option<i64>,
    /// The largest value of a number.
    pub maximum: Option<i64>,
    /// The smallest number of values of a list, or else of characters of a text.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub min_length: Option<u32>,
    /// The largest number of values of a list, or else of characters of a text.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub max_length: Option<u32>,
    /// What to use instead, if the documented page advises against the parameter.
    pub deprecated: Option<String>,
    /// The value that the service assumes if the parameter is omitted, as sent.
    pub default: Option<Literal>,
    /// The documented example: one value, or a list of values for a list parameter.
    pub example: Option<Literal>,
    /// What the parameter does.
    pub doc: Option<String>,
    /// The name of the Rust setter, if it can't be derived from the name.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub rust: Option<String>,
    /// How the documented page names it differently.
    pub correction: Option<Correction>,
    /// What is left to find out. `lint` shows it as a warning until it is removed.
    pub todo: Option<String>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceName {
    /// In a header.
    Header,
}

/// A field of the JSON object that a request has as its body.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a field of the body")]
#[schemars(extend("oneOf" = [{ "required": ["type"] }, { "required": ["object"] }]))]
pub struct BodyField {
    /// The path of the field, as on the documented page: `filter.status`. `[]` marks a list, and a
    /// path that continues below a list is that of a field of its objects: `threads[].text`.
    #[schemars(regex(pattern = pattern::BODY_PATH.regex))]
    pub path: String,
    /// The type of the value, or of each value of a list: `integer`, `number`, `text`, `boolean`,
    /// `instant`, `date`, `epoch_seconds`, `epoch_milliseconds`, an ID or an enum.
    #[serde(rename = "type")]
    pub type_name: Option<String>,
    /// The name of the Rust type of each object of a list, whose fields are the paths below it.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub object: Option<String>,
    /// Whether a call without the field fails.
    #[serde(default)]
    pub required: bool,
    /// The smallest value of a number.
    pub minimum: Option<i64>,
    /// The largest value of a number.
    pub maximum: Option<i64>,
    /// The smallest number of values of a list, or else of characters of a text.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub min_length: Option<u32>,
    /// The largest number of values of a list, or else of characters of a text.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub max_length: Option<u32>,
    /// The value that the service assumes if the field is omitted.
    pub default: Option<Literal>,
    /// The documented example: one value, or a list of values for a list.
    pub example: Option<Literal>,
    /// What to use instead, if the documented page advises against the field.
    pub deprecated: Option<String>,
    /// What the field does.
    pub doc: Option<String>,
    /// The name of the Rust setter, if it can't be derived from the last key of the path.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub rust: Option<String>,
    /// How the documented page names it differently.
    pub correction: Option<Correction>,
    /// What is left to find out. `lint` shows it as a warning until it is removed.
    pub todo: Option<String>,
}

/// A parameter of an operation, or the name of a parameter group to use.
#[derive(Debug)]
pub enum ParameterEntry {
    /// The name of a parameter group of `api.yaml` to use here.
    Group(String),
    /// A parameter that only this operation has.
    Own(Box<Parameter>),
}

/// A rule between parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a rule")]
#[schemars(extend("oneOf" = [
    { "required": ["interval"] },
    { "required": ["together"] },
    { "required": ["requires"] },
    { "required": ["either"] },
    { "required": ["excludes"] },
]))]
pub struct Rule {
    /// If both parameters are given, the start is before the end.
    pub interval: Option<Interval>,
    /// Either all of these parameters are given, or none.
    #[schemars(length(min = 2))]
    pub together: Option<Vec<String>>,
    /// A parameter is given only together with another.
    pub requires: Option<Requires>,
    /// Exactly one of these parameters is given.
    #[schemars(length(min = 2))]
    pub either: Option<Vec<String>>,
    /// At most one of these parameters is given.
    #[schemars(length(min = 2))]
    pub excludes: Option<Vec<String>>,
}

/// Two parameters that are the start and the end of an interval.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an interval")]
pub struct Interval {
    /// The parameter for the start.
    pub from: String,
    /// The parameter for the end.
    pub to: String,
}

/// A parameter that needs another one.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`requires`")]
pub struct Requires {
    /// The parameter that has no meaning on its own.
    pub parameter: String,
    /// The parameter that must be given as well.
    pub other: String,
}

/// A response object that several operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a shared object")]
pub struct SharedObject {
    /// The name of the Rust type.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub name: String,
    /// What the object is.
    pub doc: Option<String>,
    /// The keys of the fields that tables show first and leave out last, the most important first.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub important: Vec<String>,
    /// The fields, with paths relative to the object.
    #[schemars(length(min = 1))]
    pub fields: Vec<Field>,
}

/// One documented endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "an operation")]
pub struct OperationFile {
    /// The name of the operation in snake case, after the title of the documented page.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub operation: String,
    /// The method and the path, as on the documented page. `{id}` stands for the parameter `id`.
    #[schemars(regex(pattern = pattern::REQUEST.regex))]
    pub request: String,
    /// Whether a `POST` only reads, so that it may be sent again after a failure. A `GET`, `PUT` or
    /// `DELETE` always may.
    #[serde(default)]
    pub safe: bool,
    /// The URL of the documented page.
    #[schemars(regex(pattern = pattern::PAGE_URL.regex))]
    pub docs: String,
    /// What the operation returns, in one line.
    pub summary: Option<String>,
    /// The name of the Rust type of the query, if it is not the operation in camel case.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub rust: Option<String>,
    /// The plans that may use the operation. The default is all plans.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub plans: Vec<String>,
    /// Questions that the documented page leaves open, and how the description answers them. A note
    /// that starts with `todo:` is a reminder: only `lint` shows it.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The parameters and parameter groups, in the order of the documented page.
    #[serde(default)]
    pub parameters: Vec<ParameterEntry>,
    /// The fields of the JSON object that a `POST`, `PUT` or `PATCH` has as its body, in the order of
    /// the documented page. Rules name them by their paths.
    #[serde(default)]
    pub body: Vec<BodyField>,
    /// Rules between parameters, in addition to those of the groups used.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// How the answer is split into pages, if it is.
    pub pages: Option<Pages>,
    /// The response of the service.
    pub response: Response,
    /// The files with documented example bodies, relative to the folder of this file.
    #[serde(default)]
    pub examples: Vec<ExampleFile>,
    /// Enums that only this operation uses.
    #[serde(default)]
    pub enums: Vec<Enum>,
}

/// A JSON file, in or below the folder of the spec file.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ExampleFile(#[schemars(regex(pattern = pattern::JSON_FILE.regex))] pub String);

// The value itself is taken from the text of the file, since a number does not keep its spelling.
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

/// A single value as sent, of any kind. The checker reads it from the tree, too.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Single(#[schemars(with = "ScalarSchema")] IgnoredAny);

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

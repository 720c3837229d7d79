//! The checked description: what the generator and the sandbox work from.
//!
//! An [`Api`] comes out of `helpscout_spec::read` alone. Every name in it is resolved, every rule holds,
//! so whoever takes one has no mistakes of the spec's author left to handle. It is plain owned
//! data without YAML or positions, and serialises to JSON so that it can be embedded.

use serde::{Deserialize, Serialize};

/// Everything the spec folder describes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// The service as a whole.
    pub service: Service,
    /// Typed ids, in the order they are declared.
    pub ids: Vec<IdType>,
    /// Enumerations, shared ones first, then those of each operation in file order.
    pub enums: Vec<EnumType>,
    /// Response objects, shared ones first, then those of each operation in file order.
    pub objects: Vec<Object>,
    /// Operations, ordered by file path.
    pub operations: Vec<Operation>,
}

impl Api {
    /// The spec file with what operations share, relative to the spec folder.
    pub const SHARED: &'static str = "api.yaml";
}

/// The service as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// What people call it.
    pub title: String,
    /// Where the live service answers, without `/v2`.
    pub base_url: String,
    /// The front page of its documentation.
    pub docs: String,
    /// The plans that can be bought, in ascending order.
    pub plans: Vec<Plan>,
    /// How programs get an access token. `None` if calls need no token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// The headers that report the rate limit. `None` if the service has no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimitHeaders>,
    /// The header with the id that the service's support asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// The media types of answers.
    #[serde(default)]
    pub media_types: MediaTypes,
}

/// How programs get an access token: by the OAuth 2.0 client credentials grant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// The path of the token endpoint.
    pub path: String,
    /// How long a token is valid, in seconds.
    pub lifetime: u32,
}

/// The headers that report the rate limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateLimitHeaders {
    /// The calls the account may make a minute.
    pub limit: String,
    /// The calls left in this minute.
    pub remaining: String,
    /// The seconds to wait after a call that exceeded the limit.
    pub retry_after: String,
}

/// The media types of answers, with their parameters as sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaTypes {
    /// The media type of reports.
    pub reports: String,
    /// The media type of look-ups.
    pub lookups: String,
    /// The media type of refusals.
    pub errors: String,
}

impl Default for MediaTypes {
    /// Plain JSON for everything.
    fn default() -> Self {
        let json = || "application/json".to_owned();
        Self {
            reports: json(),
            lookups: json(),
            errors: json(),
        }
    }
}

impl MediaTypes {
    /// Returns the media type of the answers of a group.
    pub fn of(&self, group: Group) -> &str {
        match group {
            Group::Reports => &self.reports,
            Group::Lookups => &self.lookups,
        }
    }
}

/// A plan of the service and what it allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Lower-case name, as operations name it.
    pub name: String,
    /// Calls a minute, for the whole account.
    pub calls_per_minute: u32,
}

/// A typed id, which can't be mistaken for another kind of id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IdType {
    /// The Rust type.
    pub name: String,
    /// What it identifies.
    pub doc: String,
    /// How it is written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub form: IdForm,
}

/// How an id is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdForm {
    /// A whole number of 64 bits.
    #[default]
    Integer,
    /// A text of 24 hexadecimal digits.
    Hex24,
}

impl IdForm {
    /// Whether a text, as sent, is an id of this form.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Integer => !text.starts_with('+') && text.parse::<i64>().is_ok(),
            Self::Hex24 => text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        }
    }
}

/// An enumeration, sent or received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnumType {
    /// The Rust type.
    pub name: String,
    /// What it distinguishes.
    pub doc: String,
    /// Its known values, in the page's order. The service may add more.
    pub values: Vec<EnumValue>,
    /// Whether its values are whole numbers, not texts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub numeric: bool,
    /// The spec file that declares it, relative to the spec folder.
    pub file: String,
}

/// One value of an enumeration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnumValue {
    /// As sent and received.
    pub wire: String,
    /// The Rust variant.
    pub rust: String,
    /// What it stands for.
    pub doc: String,
    /// How the page's own spelling differs, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
}

/// Where the description departs from the documented page on purpose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// What the page says.
    pub documented: String,
    /// Why it is not taken literally.
    pub because: String,
}

/// A response object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// The Rust type.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// Its fields, in the page's order.
    pub fields: Vec<Field>,
    /// What every other key holds, if other keys are expected; its wire name is `*`. An object
    /// without fields is a plain map then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Field>,
    /// The operation it belongs to, or none for a shared object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The spec file that declares it, relative to the spec folder.
    pub file: String,
}

/// One field of a response object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The JSON key.
    pub wire: String,
    /// The Rust field.
    pub rust: String,
    /// The type of the value, or of each element if `list`.
    pub ty: Type,
    /// Whether the value is a JSON array of `ty`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub list: bool,
    /// Whether the key may be missing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// Whether the value may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// What a number counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// What the value means.
    pub doc: String,
    /// Where the field is known from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: Source,
    /// How the page's own name differs, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    /// Other keys the service is known to use for it. They are read, never written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether a whole number or an id is written as a string.
    #[serde(default, skip_serializing_if = "is_false")]
    pub as_text: bool,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A whole number, 64 bits.
    Integer,
    /// A number, possibly with a fraction.
    Number,
    /// A string.
    Text,
    /// True or false.
    Boolean,
    /// An instant, written as UTC whole seconds with `Z`.
    Instant,
    /// A typed id; the name is that of an [`IdType`].
    Id(String),
    /// An enumeration; the name is that of an [`EnumType`].
    Enum(String),
    /// A response object; the name is that of an [`Object`]. Never the type of a parameter.
    Object(String),
    /// Any JSON value. Never the type of a parameter.
    Any,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Where a response field is known from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Source {
    /// The page's table of response fields.
    #[default]
    Table,
    /// The page's example body; its table lacks the field.
    Example,
    /// Answers of the service; the page lacks the field.
    Observed,
}

/// One documented endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// The name in snake case, as the page's title has it.
    pub id: String,
    /// The Rust type of its query.
    pub rust: String,
    /// The spec file, relative to the spec folder, with forward slashes.
    pub file: String,
    /// The HTTP method. `GET` so far.
    pub method: String,
    /// The path, starting with `/v2/`. `{id}` stands for the parameter `id`, which is sent there.
    pub path: String,
    /// The documented page.
    pub docs: String,
    /// One line.
    pub summary: String,
    /// What the page leaves open, and how the description answers it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The plans that may use it; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<String>,
    /// Parameters in the page's order, groups in place.
    pub parameters: Vec<Parameter>,
    /// What must hold between parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// How the answer is split into pages, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// The object the answer is; the name is that of an [`Object`].
    pub response: String,
    /// Whether the answer is a JSON array of that object.
    #[serde(default, skip_serializing_if = "is_false")]
    pub list: bool,
    /// Documented example bodies, which match `response`.
    pub examples: Vec<Example>,
}

/// One query parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// As sent.
    pub wire: String,
    /// The Rust name of its setter or argument.
    pub rust: String,
    /// The type of the value, or of each element if `list`.
    pub ty: Type,
    /// Whether and how several values are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListStyle>,
    /// Whether the call fails without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The smallest value, if there is a limit. Of integers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest value, if there is a limit. Of integers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// Whether it is sent in the path, in place of its name in braces.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_path: bool,
    /// What the service assumes when it is left out, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// A documented example; more than one value if `list`.
    pub example: Vec<String>,
    /// What it does.
    pub doc: String,
    /// How the page's own name differs, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
}

/// How several values of one parameter are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ListStyle {
    /// Once, joined by commas: `mailboxes=123,567`.
    Comma,
}

/// What must hold between the parameters of one call. Names are wire names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// If both are given, `from` lies before `to`.
    Interval {
        /// The parameter with the start.
        from: String,
        /// The parameter with the end.
        to: String,
    },
    /// All of them are given, or none.
    Together(Vec<String>),
    /// `parameter` is given only where `other` is.
    Requires {
        /// The parameter that means nothing by itself.
        parameter: String,
        /// The parameter it needs.
        other: String,
    },
}

/// How an answer is split into pages. Paths are dotted JSON paths from the answer's root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// The parameter that asks for a page, counted from 1.
    pub parameter: String,
    /// The parameter that asks for the number of rows on a page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The number of rows on a page, unless `size` asks for another. `None` if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    /// Path of the number of this page.
    pub current: String,
    /// Path of the number of pages.
    pub total: String,
    /// Path of the number of rows on all pages.
    pub count: String,
    /// Path of this page's rows.
    pub rows: String,
}

/// What an operation answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Figures over an interval.
    Reports,
    /// The things reports speak of by their ids.
    Lookups,
}

/// A documented example body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The file, relative to the spec folder.
    pub file: String,
    /// The JSON text.
    pub body: String,
}

impl Api {
    /// The operation of that id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The object of that name.
    pub fn object(&self, name: &str) -> Option<&Object> {
        self.objects.iter().find(|object| object.name == name)
    }

    /// The typed id of that name.
    pub fn id(&self, name: &str) -> Option<&IdType> {
        self.ids.iter().find(|id| id.name == name)
    }

    /// The enumeration of that name.
    pub fn enumeration(&self, name: &str) -> Option<&EnumType> {
        self.enums
            .iter()
            .find(|enumeration| enumeration.name == name)
    }

    /// Returns the object that a type names, if it names one.
    pub fn object_of(&self, ty: &Type) -> Option<&Object> {
        match ty {
            Type::Object(name) => self.object(name),
            _ => None,
        }
    }

    /// Returns the known values of the enumeration that a type names; none for any other type. The
    /// service may know more.
    pub fn values_of(&self, ty: &Type) -> &[EnumValue] {
        match ty {
            Type::Enum(name) => self.enumeration(name),
            _ => None,
        }
        .map_or(&[], |enumeration| &enumeration.values)
    }

    /// Returns the fields that a dotted path passes, in order, starting at an object. The list ends
    /// where the path leaves the description.
    pub fn fields_along(&self, object: &str, path: &str) -> Vec<&Field> {
        let mut fields = Vec::new();
        let mut object = self.object(object);
        for key in path.split('.') {
            let Some(field) = object.and_then(|object| object.field(key)) else {
                break;
            };
            fields.push(field);
            object = self.object_of(&field.ty);
        }
        fields
    }

    /// Returns the type of the rows of an operation that answers in pages.
    pub fn row_type(&self, operation: &Operation) -> Option<&Type> {
        let pages = operation.pages.as_ref()?;
        let fields = self.fields_along(&operation.response, &pages.rows);
        fields.last().map(|field| &field.ty)
    }

    /// Returns the fields of a row of an operation's answer, in the page's order: those of the
    /// answer itself if it has no rows, and none if rows are not objects.
    pub fn columns(&self, operation: &Operation) -> &[Field] {
        let row = match self.row_type(operation) {
            Some(ty) => self.object_of(ty),
            None => self.object(&operation.response),
        };
        row.map_or(&[], |row| &row.fields)
    }

    /// Whether ids of that name are texts of 24 hexadecimal digits.
    pub fn is_hex(&self, id: &str) -> bool {
        self.id(id).is_some_and(|id| id.form == IdForm::Hex24)
    }

    /// Whether the enumeration of that name is written in numbers.
    pub fn is_numeric(&self, enumeration: &str) -> bool {
        self.enumeration(enumeration)
            .is_some_and(|enumeration| enumeration.numeric)
    }
}

impl Operation {
    /// Whether it is a report or a look-up; its folder decides.
    pub fn group(&self) -> Group {
        match self.file.starts_with("lookups/") {
            true => Group::Lookups,
            false => Group::Reports,
        }
    }

    /// The name of the parameter that a part of a path stands for: `id` for `{id}`.
    pub fn placeholder(part: &str) -> Option<&str> {
        part.strip_prefix('{')?.strip_suffix('}')
    }

    /// The parameter of that wire name.
    pub fn parameter(&self, wire: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.wire == wire)
    }
}

impl Object {
    /// The field of that JSON key.
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.wire == wire)
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

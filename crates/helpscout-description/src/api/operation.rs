//! Operations: their parameters, rules, pages and answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::default::is_default;
use super::documentation::Correction;
use super::value::Type;

/// A documented endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// The ID of the operation: its documented title in snake case, such as
    /// `user_conversation_history`.
    pub id: String,
    /// The name of the Rust type of the query.
    pub rust: String,
    /// The path of the spec file, relative to the spec folder, with forward slashes.
    pub file: String,
    /// The HTTP method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// The path of the URL, starting with a slash. A name in braces, such as `{id}`, stands for the
    /// value of that parameter.
    pub path: String,
    /// Whether a `POST` only reads, so that it may be sent again after a failure. A `GET`, `PUT` or
    /// `DELETE` always may.
    #[serde(default, skip_serializing_if = "is_default")]
    pub safe: bool,
    /// The URL of the documented page.
    pub docs: String,
    /// The summary, in one line.
    pub summary: String,
    /// The questions that the page leaves open, and the answers that the description assumes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The names of the plans that include the operation. If there are none, all plans include it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<String>,
    /// The parameters, in the order of the page. Shared groups of parameters are expanded.
    pub parameters: Vec<Parameter>,
    /// The rules that the parameters of a call must satisfy together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// The way in which the answer is split into pages, or `None` if it has no pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// The status of a successful answer, such as 201. Another status from 200 to 299 is a success as
    /// well.
    #[serde(default = "ok", skip_serializing_if = "is_ok")]
    pub status: u16,
    /// The name of the [`Object`](super::Object) that the operation answers with. It is empty if a
    /// successful answer has no content.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub response: String,
    /// Whether the answer is a JSON array of that object.
    #[serde(default, skip_serializing_if = "is_default")]
    pub list: bool,
    /// The documented example answers, which conform to `response`.
    pub examples: Vec<Example>,
}

impl Operation {
    /// Returns the group of the operation, which depends on the folder of its spec file.
    pub fn group(&self) -> Group {
        if self.file.starts_with("lookups/") {
            Group::Lookups
        } else {
            Group::Reports
        }
    }

    /// Returns whether a call changes nothing at the service.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # {
    /// let api = helpscout_description::embedded();
    /// assert!(api.operations.iter().all(|operation| operation.only_reads()));
    /// # }
    /// ```
    pub fn only_reads(&self) -> bool {
        self.method == "GET" || self.safe
    }

    /// Returns whether a call may be sent again although it may have reached the service: it reads, or
    /// changes the same once more.
    pub fn is_repeatable(&self) -> bool {
        self.only_reads() || matches!(self.method.as_str(), "PUT" | "DELETE")
    }

    /// Returns whether a successful answer has nothing but its status.
    pub fn has_no_content(&self) -> bool {
        self.response.is_empty()
    }

    /// Returns whether an answer with this status never has a body.
    ///
    /// ```
    /// use helpscout_description::Operation;
    ///
    /// assert!(Operation::is_without_body(204));
    /// assert!(!Operation::is_without_body(201));
    /// ```
    pub fn is_without_body(status: u16) -> bool {
        matches!(status, 204 | 205)
    }

    /// Returns whether a request with this method has a body.
    ///
    /// ```
    /// use helpscout_description::Operation;
    ///
    /// assert!(Operation::has_body("PATCH"));
    /// assert!(!Operation::has_body("DELETE"));
    /// ```
    pub fn has_body(method: &str) -> bool {
        matches!(method, "POST" | "PUT" | "PATCH")
    }

    /// Returns the name of the parameter that a segment of a path stands for.
    ///
    /// ```
    /// use helpscout_description::Operation;
    ///
    /// assert_eq!(Operation::placeholder("{id}"), Some("id"));
    /// assert_eq!(Operation::placeholder("mailboxes"), None);
    /// ```
    pub fn placeholder(part: &str) -> Option<&str> {
        part.strip_prefix('{')?.strip_suffix('}')
    }

    /// Returns the parameter with this wire name.
    pub fn parameter(&self, wire: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.wire == wire)
    }
}

/// The status of an answer, unless another one is described.
const OK: u16 = 200;

const fn ok() -> u16 {
    OK
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_ok(status: &u16) -> bool {
    *status == OK
}

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The name as requests contain it. For a parameter in the body, it is the dotted path of its
    /// value, such as `filter.status`.
    pub wire: String,
    /// The name of the Rust setter or argument.
    pub rust: String,
    /// The type of the value, or of each value if the parameter takes a list.
    pub ty: Type,
    /// The way in which several values are sent, or `None` if the parameter takes one value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListStyle>,
    /// Whether a call fails without the parameter.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// The smallest valid value of a number, if there is a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest valid value of a number, if there is a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// The smallest length, if there is a limit: the number of values of a list, or else the number
    /// of characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The largest length, counted like the smallest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// The part of the request in which the value is sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub place: Place,
    /// What to use in place of the parameter, if the service advises against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// What the service assumes if the parameter is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// The documented example. It has more than one value only if the parameter takes a list. An
    /// object is its JSON text.
    pub example: Vec<String>,
    /// The text that says what the parameter does.
    pub doc: String,
    /// The correction of the page's name for the parameter, if the page has a wrong one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    /// The fields of each value, if the values are objects. Their wire names are dotted paths from
    /// the object on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Parameter>,
}

impl Parameter {
    /// Returns the parameter, the fields of its objects, and so on. Each comes before what is inside of
    /// it.
    pub fn with_fields(&self) -> Vec<&Parameter> {
        let inner = self.fields.iter().flat_map(Self::with_fields);
        std::iter::once(self).chain(inner).collect()
    }
}

/// What a service assumes for a parameter that is absent. Values are written as in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DefaultValue {
    /// The value of a parameter that takes one value.
    One(String),
    /// The values of a parameter that takes a list, even if there is only one.
    List(Vec<String>),
}

impl DefaultValue {
    /// Returns the value, or all values of a list.
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::List(values) => values,
        }
    }
}

/// Writes the text for readers, in which the values of a list are separated by a comma and a space.
/// Programs take the values from [`DefaultValue::values`].
///
/// ```
/// use helpscout_description::DefaultValue;
///
/// let open = DefaultValue::List(vec!["active".to_owned(), "pending".to_owned()]);
/// assert_eq!(open.to_string(), "active, pending");
/// ```
impl fmt::Display for DefaultValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.values().join(", "))
    }
}

/// The part of a request in which a parameter is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The query of the URL.
    #[default]
    Query,
    /// The path of the URL, where the value replaces the parameter's name in braces.
    Path,
    /// A header.
    Header,
    /// The body, which is a JSON object.
    Body,
}

/// The way in which several values of one parameter are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ListStyle {
    /// The parameter is sent once, with its values joined by commas: `mailboxes=123,567`.
    Comma,
    /// The parameter is sent once, with its values joined by pipes: `fields=key|status`.
    Pipe,
    /// The parameter is sent once for each value: `expand=sla&expand=status`.
    Repeat,
    /// The value is a JSON array. Only parameters in the body have this style, and all their lists
    /// do.
    #[cfg_attr(feature = "schema", schemars(skip))]
    Array,
}

/// A rule that the parameters of a call must satisfy together. It refers to parameters by their
/// wire names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// If both parameters are present, `from` is before `to`.
    Interval {
        /// The parameter with the start of the interval.
        from: String,
        /// The parameter with the end of the interval.
        to: String,
    },
    /// Either all of these parameters are present, or none.
    Together(Vec<String>),
    /// If `parameter` is present, so is `other`.
    Requires {
        /// The parameter that has no meaning by itself.
        parameter: String,
        /// The parameter that it requires.
        other: String,
    },
    /// Exactly one of these parameters is present.
    Either(Vec<String>),
    /// At most one of these parameters is present.
    Excludes(Vec<String>),
}

/// The way in which an answer is split into pages. Its paths are dotted JSON paths that start at
/// the root of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// The way in which a call selects a page, and an answer says which it is.
    pub style: PageStyle,
    /// The wire name of the parameter that sets the number of rows on a page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The number of rows on a page, unless `size` selects another. `None` if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    /// The path of the number of rows on all pages, or `None` if answers don't have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// The header with the number of rows on all pages, or `None` if answers don't have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_header: Option<String>,
    /// The header with the number of pages. Only pages with numbers have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_header: Option<String>,
    /// The header with the number of the next page, which is empty on the last one. Only pages with
    /// numbers have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_header: Option<String>,
    /// The path of the rows of this page. Empty if the answer is the list of rows itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rows: String,
    /// The path, from a row on, of the field that identifies it: no two rows of a report have the
    /// same value. Rows may lack it if it is optional or nullable. `None` if nothing identifies a
    /// row, so that a row may come several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
}

/// The way in which a call selects a page, and an answer says which page it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStyle {
    /// Pages have numbers.
    Number {
        /// The wire name of the parameter with the number of the page.
        parameter: String,
        /// The number of the first page.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        first: u32,
        /// The path of the number of this page, if answers have one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        current: Option<String>,
        /// The path of the number of pages, if answers have one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<String>,
        /// The path of the boolean that says whether there are more pages, if answers have one and
        /// no `total`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<String>,
    },
    /// A page starts at a row, counted from 0.
    Offset {
        /// The wire name of the parameter with the number of rows before the page.
        parameter: String,
        /// The path of the number of rows before this page, if answers have one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        current: Option<String>,
        /// The path of the boolean that says whether this page is the last, if answers have one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<String>,
    },
    /// An answer has a text that the call of the next page sends.
    Cursor {
        /// The wire name of the parameter with that text. The first call leaves it out.
        parameter: String,
        /// The path of the text for the next page. It is null or missing on the last page, unless
        /// `more` says which page is the last.
        next: String,
        /// The path of the boolean that says whether there are more pages, if answers have one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<String>,
    },
    /// A value of the last row of an answer leads to the next page.
    LastRow {
        /// The wire name of the parameter with that value. The first call leaves it out.
        parameter: String,
        /// The path of the value, from a row on. Every row has it.
        value: String,
        /// The path of the boolean that says whether there are more pages, if answers have one.
        /// Without it, the first page without rows is the end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<String>,
        /// Whether the next page begins with the row that has the value.
        #[serde(default, skip_serializing_if = "is_default")]
        inclusive: bool,
    },
    /// An answer has the URL of the next page.
    Link {
        /// The path of that URL, which is null or missing on the last page.
        next: String,
    },
    /// A header of an answer has the URL of the next page.
    LinkHeader {
        /// The name of the header. The URL in it is the one with the relation `next`, which the
        /// last page lacks.
        header: String,
    },
}

impl Pages {
    /// Returns the headers that say how many rows and pages there are, and which page is next.
    pub fn headers(&self) -> [Option<&str>; 3] {
        [&self.count_header, &self.total_header, &self.more_header].map(|name| name.as_deref())
    }

    /// Returns the wire name of the parameter that selects a page, unless pages are selected by a
    /// URL.
    pub fn parameter(&self) -> Option<&str> {
        match &self.style {
            PageStyle::Number { parameter, .. }
            | PageStyle::Offset { parameter, .. }
            | PageStyle::Cursor { parameter, .. }
            | PageStyle::LastRow { parameter, .. } => Some(parameter),
            PageStyle::Link { .. } | PageStyle::LinkHeader { .. } => None,
        }
    }
}

fn one() -> u32 {
    1
}

fn is_one(number: &u32) -> bool {
    *number == 1
}

/// A group of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Reports have figures about an interval of time.
    Reports,
    /// Look-ups list what reports refer to by ID, such as users and mailboxes.
    Lookups,
}

/// A documented example answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The path of the example's file, relative to the spec folder.
    pub file: String,
    /// The JSON text of the answer.
    pub body: String,
}

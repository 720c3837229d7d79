//! Operations: their parameters, rules, pages and answers.

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
    /// The HTTP method. All operations use `GET` so far.
    pub method: String,
    /// The path of the URL, starting with `/v2/`. A name in braces, such as `{id}`, stands for the
    /// value of that parameter.
    pub path: String,
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
    /// The name of the [`Object`](super::Object) that the operation answers with.
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

/// A parameter of an operation, sent in the query or in the path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The name as requests contain it.
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
    /// The smallest valid value, if there is a limit. Only whole numbers have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest valid value, if there is a limit. Only whole numbers have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// Whether the value is sent in the path, where it replaces the parameter's name in braces.
    #[serde(default, skip_serializing_if = "is_default")]
    pub in_path: bool,
    /// The value that the service assumes if the parameter is absent, written as in a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The documented example. It has more than one value only if the parameter takes a list.
    pub example: Vec<String>,
    /// The text that says what the parameter does.
    pub doc: String,
    /// The correction of the page's name for the parameter, if the page has a wrong one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
}

/// The way in which several values of one parameter are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ListStyle {
    /// The parameter is sent once, with its values joined by commas: `mailboxes=123,567`.
    Comma,
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
}

/// The way in which an answer is split into pages. Its paths are dotted JSON paths that start at
/// the root of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// The wire name of the parameter that selects a page, starting at 1.
    pub parameter: String,
    /// The wire name of the parameter that sets the number of rows on a page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The number of rows on a page, unless `size` selects another. `None` if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    /// The path of the number of this page.
    pub current: String,
    /// The path of the number of pages.
    pub total: String,
    /// The path of the number of rows on all pages.
    pub count: String,
    /// The path of the rows of this page.
    pub rows: String,
    /// The path, from a row on, of the field that identifies it: no two rows of a report have the
    /// same value. Rows may lack it if it is optional or nullable. `None` if nothing identifies a
    /// row, so that a row may come several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
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

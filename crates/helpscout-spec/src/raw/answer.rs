//! Answers: how they are split into pages, and their fields.

use helpscout_description::{Source, Unit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::correction::Correction;
use crate::pattern;

/// How the answer is split into pages. Paths are dotted and start at the root of the answer.
///
/// A call selects a page by its number (`parameter`), by the number of rows before it (`offset`),
/// by a text of the answer before or a value of its last row (`cursor`), or by a URL of the answer
/// before (`next` alone, or `next_header`).
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "`pages`")]
pub struct Pages {
    /// The parameter for the number of the page.
    pub parameter: Option<String>,
    /// The number of the first page. The default is 1.
    #[schemars(range(max = 1))]
    pub first: Option<u32>,
    /// The parameter for the number of rows before the page.
    pub offset: Option<String>,
    /// The parameter for the text that the answer before has at `next`, or its last row at
    /// `last_row`.
    pub cursor: Option<String>,
    /// The parameter for the number of rows on a page, if there is one.
    pub size: Option<String>,
    /// The number of rows on a page, unless `size` selects another. The page size of the service if
    /// it is left out.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub page_size: Option<u32>,
    /// The path of the number of the page returned, or of the number of rows before it. Left out if
    /// the answer does not have it; then `identity` is needed.
    pub current: Option<String>,
    /// The path of the number of pages. Left out if the answer does not have it.
    pub total: Option<String>,
    /// The path of the number of rows on all pages. Left out if the answer does not have it.
    pub count: Option<String>,
    /// The header with the number of rows on all pages, such as `X-Total`. Answers may lack it.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub count_header: Option<String>,
    /// The header with the number of pages, with `parameter`, such as `X-Total-Pages`. Answers may lack
    /// it.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub total_header: Option<String>,
    /// The header with the number of the next page, with `parameter`, such as `X-Next-Page`. It is
    /// empty on the last page.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub more_header: Option<String>,
    /// The path of the boolean that says whether the page returned is the last, with `offset`.
    pub last: Option<String>,
    /// The path of the text for the next page, with `cursor`, or else of its URL. On the last page,
    /// it is null or missing.
    pub next: Option<String>,
    /// The path, from a row on, of the value that leads to the rows after it, with `cursor`. Every
    /// row has it.
    pub last_row: Option<String>,
    /// Whether a page begins with the last row of the page before, with `last_row`, whose value then
    /// identifies a row. A row is never returned twice.
    #[serde(default)]
    pub inclusive: bool,
    /// The header with the URL of the next page, in the form `<URL>; rel="next"`. The last page lacks
    /// it, or its relation `next`.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub next_header: Option<String>,
    /// The path of the boolean that says whether there are more pages, with `cursor`, or with
    /// `parameter` if the answer has no number of pages.
    pub more: Option<String>,
    /// The path of the rows of the page returned. Left out if the answer is the list of rows itself.
    pub rows: Option<String>,
    /// The path of the field that identifies a row, from the row on. No two rows of a report have
    /// the same value. Left out if a row may come several times.
    pub identity: Option<String>,
}

/// The response of the service.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a response")]
pub struct Response {
    /// The status of a success. The default is 200.
    #[schemars(range(min = 200, max = 299))]
    pub status: Option<u16>,
    /// The name of the Rust type: a new one with the fields below, or an object of `api.yaml`. Left out
    /// if nothing comes with the status.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub object: Option<String>,
    /// What the object is.
    pub doc: Option<String>,
    /// The keys of the fields that tables show first and leave out last, the most important first.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub important: Vec<String>,
    /// The fields, in the order of the documented page and with the paths that it gives. If the
    /// answer is a list, all paths start with `[].`.
    #[serde(default)]
    pub fields: Vec<Field>,
}

impl Response {
    /// Returns the name of the Rust type, which is empty if nothing comes with the status.
    pub fn name(&self) -> &str {
        self.object.as_deref().unwrap_or_default()
    }
}

/// One field of a response.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a field")]
#[schemars(extend("oneOf" = [{ "required": ["type"] }, { "required": ["object"] }]))]
pub struct Field {
    /// The path of the field, as on the documented page: `results[].customers[].name`. `[]` marks a
    /// list, and `*` at the end stands for every key without an entry of its own. A key with anything
    /// but letters, digits and `_@$-` is written in double quotes: `fields."first reply".value`.
    #[schemars(regex(pattern = pattern::FIELD_PATH.regex))]
    pub path: String,
    /// The type of the value: `integer`, `number`, `text`, `boolean`, `instant`, `date`,
    /// `epoch_seconds`, `epoch_milliseconds`, `any`, an ID or an enum.
    #[serde(rename = "type")]
    pub type_name: Option<String>,
    /// The name of the Rust type of an object: a new one if other paths continue below this one,
    /// otherwise one that is declared elsewhere.
    #[schemars(regex(pattern = pattern::TYPE.regex))]
    pub object: Option<String>,
    /// The keys of a new object that tables show first and leave out last, the most important first.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub important: Vec<String>,
    /// The unit of a number.
    pub unit: Option<Unit>,
    /// Whether the value may be null.
    #[serde(default)]
    pub nullable: bool,
    /// Whether elements of a list may be null. Values of a map that may be null are `nullable`.
    #[serde(default)]
    pub nullable_items: bool,
    /// Whether the value of a map may also be a list of such values, as a link of HAL may.
    #[serde(default)]
    pub one_or_many: bool,
    /// Whether the key may be missing.
    #[serde(default)]
    pub optional: bool,
    /// How a number or an ID is written, if not as a number.
    pub written_as: Option<WrittenAs>,
    /// The header with the value, such as `Resource-ID`, if it is not in the body. Then all fields of the
    /// response are in headers, and the path is the key of an example.
    #[schemars(regex(pattern = pattern::HEADER.regex))]
    pub header: Option<String>,
    /// Other keys that the service is known to use for the field.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where the field is known from. The default is the table of the documented page.
    pub source: Option<Source>,
    /// What the value means.
    pub doc: Option<String>,
    /// The name of the Rust field, if it can't be derived from the key.
    #[schemars(regex(pattern = pattern::SNAKE.regex))]
    pub rust: Option<String>,
    /// How the documented page names it differently.
    pub correction: Option<Correction>,
    /// What is left to find out. `lint` shows it as a warning until it is removed.
    pub todo: Option<String>,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WrittenAs {
    /// As a string of digits.
    Text,
}

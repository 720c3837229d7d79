//! An answer without a body: its status, and the headers that have values.

use heck::ToSnakeCase;
use helpscout_spec::pattern;
use helpscout_spec::reserved::is_taken_header;

use serde_json::{Map, Value};

use crate::operation::{FieldDraft, ResponseDraft};
use crate::table::Row;
use crate::text::clean;
use crate::words::sentence;

/// What a page says about an answer that has no body.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    /// The status of a success other than 200.
    pub(crate) status: Option<u16>,
    /// The headers with values, in the order of the page.
    pub(crate) headers: Vec<AnsweredHeader>,
}

/// A header of the answer.
#[derive(Debug)]
pub(crate) struct AnsweredHeader {
    name: String,
    /// The value in the example, if the page has one.
    value: Option<String>,
    /// The row of the table about headers of the answer, if there is one.
    row: Option<Row>,
}

/// The statuses whose answer often has no body, with their phrases.
const STATUSES: [(u16, &str); 4] = [
    (201, "created"),
    (202, "accepted"),
    (204, "no content"),
    (205, "reset content"),
];

/// Headers that say something about the message, not about what was asked for.
const OF_MESSAGES: [&str; 14] = [
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "pragma",
    "server",
    "set-cookie",
    "vary",
    "via",
];

impl Answered {
    /// Reads the status and the headers from the lines of a page.
    pub(crate) fn find(lines: &[&str]) -> Self {
        let mut lines = lines.iter();
        let found = lines.find_map(|line| Some((line, status(line)?)));
        let Some((line, status)) = found else {
            return Self::default();
        };
        let mut headers: Vec<AnsweredHeader> = Vec::new();
        if clean(line).starts_with("HTTP/") {
            headers.extend(lines.map_while(|line| header(line)));
            headers.retain(|header| !is_about_message(&header.name));
        }
        Self {
            status: Some(status),
            headers,
        }
    }

    /// Adds a row of a table about headers of the answer.
    pub(crate) fn add(&mut self, row: Row) {
        let name = row.name.trim_end_matches(':').to_owned();
        if is_about_message(&name) || !(pattern::HEADER.matches)(&name) {
            return;
        }
        let mut known = self.headers.iter_mut();
        match known.find(|known| known.name.eq_ignore_ascii_case(&name)) {
            Some(known) => known.row = Some(row),
            None => self.headers.push(AnsweredHeader {
                name,
                value: None,
                row: Some(row),
            }),
        }
    }

    /// Returns the response, or `None` if the page says neither a status nor a header. `id` is the type of
    /// the ID of what was created, if it is known, and `take` returns a free name for the type.
    pub(crate) fn response(
        &self,
        id: Option<&str>,
        take: impl FnOnce() -> String,
    ) -> Option<ResponseDraft> {
        if self.headers.is_empty() {
            return self.status.map(|status| ResponseDraft {
                status: Some(status),
                ..ResponseDraft::default()
            });
        }
        Some(ResponseDraft {
            status: self.status,
            object: take(),
            doc: Some("The headers of the answer.".to_owned()),
            fields: self.headers.iter().map(|header| header.field(id)).collect(),
        })
    }

    /// Returns the values of the page's example, by their keys.
    pub(crate) fn example(&self) -> Option<Value> {
        let value = |header: &AnsweredHeader| {
            let text = header.value.as_ref()?;
            let number = text.parse::<i64>().ok().map(Value::from);
            Some((
                header.key(),
                number.unwrap_or_else(|| Value::from(text.as_str())),
            ))
        };
        // What a table alone lists would be missing.
        let values: Option<Map<String, Value>> = self.headers.iter().map(value).collect();
        values
            .filter(|values| !values.is_empty())
            .map(Value::Object)
    }
}

impl AnsweredHeader {
    /// Returns the key of the field.
    fn key(&self) -> String {
        self.name.to_snake_case()
    }

    fn field(&self, id: Option<&str>) -> FieldDraft {
        let row = self.row.as_ref();
        let said = row.map_or("", |row| row.type_name.as_str()).to_lowercase();
        let is_number = |text: &str| text.parse::<i64>().is_ok();
        let is_integer = match &self.value {
            Some(value) => is_number(value),
            None => said.starts_with("int") || said == "number",
        };
        let mut todo = vec!["describe it".to_owned()];
        let is_id = is_integer && self.name.to_lowercase().ends_with("id");
        // The ID of another thing has its name.
        let id = id.filter(|_| is_id && self.name.eq_ignore_ascii_case("Resource-ID"));
        if is_id && id.is_none() {
            todo.push("name the type of the ID, or declare one in `api.yaml`".to_owned());
        }
        FieldDraft {
            path: self.key(),
            type_name: match id {
                Some(id) => id,
                None if is_integer => "integer",
                None => "text",
            }
            .to_owned(),
            header: Some(self.name.clone()),
            // The table, or else the example, says that it is there.
            optional: row.is_some_and(|row| row.required == Some(false)),
            doc: sentence(&self.name),
            todo,
            ..FieldDraft::default()
        }
    }
}

/// Returns the status that a line names with its phrase, or as that of the answer.
pub(crate) fn status(line: &str) -> Option<u16> {
    let words = clean(line).to_lowercase();
    STATUSES.iter().find_map(|(status, phrase)| {
        let (before, after) = words.split_once(&status.to_string())?;
        let is_apart =
            !before.ends_with(|char: char| char.is_alphanumeric() || ".,-/".contains(char));
        let after = after.trim_start_matches(|char: char| !char.is_alphanumeric());
        let is_announced = ["http", "response", "status", "return"]
            .iter()
            .any(|word| before.contains(word));
        (is_apart && (after.starts_with(phrase) || after.is_empty() && is_announced))
            .then_some(*status)
    })
}

/// Reads a line of the head of an answer.
fn header(line: &str) -> Option<AnsweredHeader> {
    let (name, value) = line.trim().split_once(':')?;
    (pattern::HEADER.matches)(name).then(|| AnsweredHeader {
        name: name.to_owned(),
        value: Some(value.trim().to_owned()),
        row: None,
    })
}

fn is_about_message(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_of_service = name.starts_with("x-ratelimit") || name.contains("correlation");
    is_of_service || is_taken_header(&name) || OF_MESSAGES.contains(&name.as_str())
}
